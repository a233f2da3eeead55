"""The JSON of Michael Nielsen's *Neural Networks and Deep Learning*: ``network2.py`` saves networks in it.

``sizes``, ``weights`` with a row for each neuron, ``biases`` as columns, and the name of the cost. All its neurons
are sigmoid.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from core.arrays import Array
from core.disk import open_to_read
from core.errors import FileError, foreign
from core.hyperparameters import MOST_LAYERS

_MOST_BYTES = 16 * 2**20  # of text, which takes twenty times as much room when it is read
_REMEDY = "Choose a file that network2.py saved, or save the arrays with numpy.savez."


def read(path: Path) -> Mapping[str, Array]:
    """Read weights and biases, layer by layer.

    Raises
    ------
    FileError
        When it is damaged, too large, or other JSON.
    """
    with foreign(path, "is damaged or holds no network as network2.py saves it", _REMEDY), open_to_read(path) as file:
        if os.fstat(file.fileno()).st_size > _MOST_BYTES:
            raise FileError(
                f"{path.name} is larger than the {_MOST_BYTES // 2**20} MiB of JSON that Inkling reads.",
                "Save the arrays with numpy.savez.",
            )
        told = json.loads(file.read())
        weights, biases = told["weights"], told["biases"]
        if not 1 <= len(weights) == len(biases) <= MOST_LAYERS + 1:
            raise ValueError("not as many weights as biases")
        arrays: dict[str, Array] = {}
        for number, (rows, column) in enumerate(zip(weights, biases, strict=True), 1):
            arrays[f"weights {number}"] = np.array(rows, np.float64)
            arrays[f"biases {number}"] = np.array(column, np.float64)
    return arrays
