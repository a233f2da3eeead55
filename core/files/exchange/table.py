"""The weights as a table, layer by layer, for a spreadsheet or for a program that reads nothing else."""

from typing import BinaryIO

import numpy as np

from core.hyperparameters import plain_value
from core.network.network import Layer
from core.plain import cell
from core.training.snapshot import Snapshot

_HEAD = """\
# A network of {sizes}: pixels row by row, each from 0 (paper) to 1 (ink). Activation: {activation}. Output: {output}.
# Neurons of the last layer, from 0: {names}
layer,input,neuron,value
"""


def write(snapshot: Snapshot, file: BinaryIO) -> None:
    """Write a table with a line for each weight and each bias into an open file.

    A neuron's bias stands before its layer's weights, with ``bias`` in the place of the input's number. The lines
    above the column names begin with ``#``.
    """
    settings = snapshot.hyperparameters
    head = _HEAD.format(
        sizes="-".join(map(str, snapshot.network.sizes)),
        activation=plain_value(settings.hidden_activations or settings.activation),
        output=settings.output.name,
        names=" ".join(str(cell(name)) for name in snapshot.class_names),
    )
    file.write(head.encode())
    for number, layer in enumerate(snapshot.network.layers, 1):
        for line in _lines(number, layer):
            file.write(line.encode("ascii"))


def _lines(number: int, layer: Layer) -> "list[str]":
    inputs = [("bias", layer.biases), *enumerate(layer.weights)]
    return [
        "".join(f"{number},{name},{neuron},{value:.9g}\n" for neuron, value in enumerate(np.asarray(row).tolist()))
        for name, row in inputs
    ]
