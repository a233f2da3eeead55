"""Import: a fully connected network from another program's file, known by the shapes of its arrays.

Such a file hardly ever says what its neurons do with their sums, so whoever imports it has to; :mod:`.trial` tells
how well each way reads.
"""

import json
import os
import struct
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np

from core.arrays import Array, Arrays, read_only
from core.data.classes import DIGITS, checked_names
from core.disk import open_to_read
from core.errors import FileError, InklingError, foreign
from core.files.exchange import nielsen, plain_npz, safetensors
from core.files.exchange.shapes import Place, layers_of
from core.files.exchange.strangers import stranger_in
from core.hyperparameters import MOST_NEURONS, Hyperparameters, describe_value
from core.network.network import PIXELS, Network
from core.parts.activations import Activation, Sigmoid, activations
from core.parts.costs import SquaredError
from core.parts.outputs import Output, SigmoidOutput, outputs
from core.training.history import NO_CURVES
from core.training.snapshot import Snapshot

OPENED = "a plain .npz, a safetensors file, or the JSON of network2.py"
"""What can be imported, for a sentence."""

UNKNOWN_IMAGES = "unknown images"
"""What an imported network was trained on."""

_MOST_BYTES = 2**28
_MOST_SHOWN = 8  # arrays in a sentence
_REMEDY = f"Choose {OPENED}, of a fully connected network that reads {PIXELS} pixels."


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A network that another program made, as far as its file tells.

    Attributes
    ----------
    name : str
        That of the file.
    weights, biases : tuple of ndarray
        Of each layer; see :class:`core.network.network.Layer`. Read-only.
    found : str
        What was found in the file and how it was taken, as a sentence.
    activation : Activation or None
        What the hidden neurons do with their sums, where the file says it.
    output : Output or None
        What the outputs do with theirs, where the file says it.
    class_names : tuple of str
        What the outputs stand for; numbers where the file does not say it.
    hidden_activations : tuple of Activation
        What each hidden layer does, where the file says it of each; ``activation`` is the first layer's then, and
        stands for all that the file says.
    """

    name: str
    weights: Arrays
    biases: Arrays
    found: str
    activation: Activation | None = None
    output: Output | None = None
    class_names: tuple[str, ...] = DIGITS
    hidden_activations: tuple[Activation, ...] = ()

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many values each layer has, from the pixels to the outputs."""
        return (PIXELS, *(len(biases) for biases in self.biases))

    def network(self, activation: Activation, output: Output) -> Network:
        """Return the network, if its neurons do this with their sums."""
        return Network.assemble(self.weights, self.biases, self._each(activation) or activation, output)

    def _each(self, activation: Activation) -> tuple[Activation, ...]:
        """Return what each hidden layer does, where that is what the file says; else nothing."""
        return self.hidden_activations if activation == self.activation else ()

    def snapshot(self, activation: Activation, output: Output) -> Snapshot:
        """Return the network as a moment from which training can go on.

        How long it was trained nobody knows. It counts as a single step, so that it is not taken for a network that
        knows nothing yet, which goes without a word when another is to take its place.
        """
        each = self._each(activation)
        settings = Hyperparameters(hidden=self.sizes[1:-1], activation=activation, hidden_activations=each)
        cost = settings.cost if output.is_probability else SquaredError()
        return Snapshot(
            hyperparameters=replace(settings, output=output, cost=cost),
            network=self.network(activation, output),
            memory=(),
            step=1,
            whole_epochs=0,
            position=0,
            train_images=1,
            seconds=0.0,
            images_per_second=0.0,
            curves=NO_CURVES,
            marks=(),
            data_name=UNKNOWN_IMAGES,
            data_fingerprint="",
            class_names=self.class_names,
        )


def read(path: Path) -> Imported:
    """Read a network from another program's file; nothing in it is run.

    Raises
    ------
    FileError
        When it cannot be read, is of a kind that is not opened (it says which, and what to do), or its arrays make
        up no fully connected network from 784 pixels to 2 to 100 classes.
    """
    with foreign(path, f"is damaged, or is neither {OPENED}", _REMEDY), open_to_read(path) as file:
        stranger = stranger_in(path, file)
        if stranger is not None:
            raise stranger.refusal(path)
        kind = _kind_of(file)
    if kind == "npz":
        return _taken(path, plain_npz.read(path))
    if kind == "json":
        taken = _taken(path, nielsen.read(path))
        return _said(taken, Sigmoid(), SigmoidOutput(), taken.class_names)
    if kind == "safetensors":
        tensors = safetensors.read(path)
        return _described(_taken(path, tensors.arrays), tensors.metadata)
    raise FileError(f"{path.name} is no file of a network that Inkling knows.", _REMEDY)


def is_network(path: Path) -> bool:
    """Return whether a file is to be read as a network: one that :func:`read` opens, or names and refuses.

    No more is read of it than its first bytes, or the shapes of its arrays.
    """
    with suppress(FileError), foreign(path, "is damaged", ""), open_to_read(path) as file:
        stranger = stranger_in(path, file)
        if stranger is not None:
            return not stranger.is_of_data
        kind = _kind_of(file)
        return plain_npz.is_network(path) if kind == "npz" else bool(kind)
    return False


def _kind_of(file: BinaryIO) -> str:
    """Return which reader an open file is for, or nothing where there is none."""
    size = os.fstat(file.fileno()).st_size
    if size > _MOST_BYTES:
        raise FileError(
            f"{Path(file.name).name} is larger than the {_MOST_BYTES // 2**20} MiB that Inkling takes in.",
            "Choose a smaller network.",
        )
    if zipfile.is_zipfile(file):
        return "npz"
    file.seek(0)
    head = file.read(64)
    if head.lstrip()[:1] == b"{":
        return "json"
    is_tensors = len(head) > 8 and head[8:9] == b"{" and struct.unpack("<Q", head[:8])[0] < size
    return "safetensors" if is_tensors else ""


def _taken(path: Path, arrays: Mapping[str, Array]) -> Imported:
    """Return the network that arrays make up."""
    arrays = {name: array for name, array in arrays.items() if array.size > 1 and array.ndim}
    found = layers_of({name: array.shape for name, array in arrays.items()})
    if found is None:
        shapes = [f"{name} {'×'.join(map(str, array.shape))}" for name, array in arrays.items()]
        listed = ", ".join(shapes[:_MOST_SHOWN]) + (", …" if len(shapes) > _MOST_SHOWN else "")
        raise FileError(
            f"{path.name} holds no fully connected network that Inkling can use: its arrays ({listed or 'none'}) do "
            f"not lead from {PIXELS} pixels to 2 to 100 classes, each one in its place.",
            _REMEDY,
        )
    sizes = [max(arrays[place.weights].shape) for place in found]
    if max(sizes) > MOST_NEURONS:
        raise FileError(
            f"{path.name} has a layer of {max(sizes):,} neurons.", f"Inkling's have up to {MOST_NEURONS:,}."
        )
    weights = tuple(_numbers(arrays[place.weights].T if place.is_turned else arrays[place.weights]) for place in found)
    biases = tuple(
        np.zeros(w.shape[1], np.float32) if place.biases is None else _numbers(arrays[place.biases].ravel())
        for place, w in zip(found, weights, strict=True)
    )
    taken = Imported(name=path.name, weights=weights, biases=biases, found="")
    if not taken.network(Sigmoid(), SigmoidOutput()).is_sound:
        raise FileError(
            f"{path.name} holds weights that cannot be reckoned with: they are not finite, or larger than any that "
            "learn.",
            "Train the network again with a smaller learning rate.",
        )
    return replace(taken, found=_told(taken, found), class_names=tuple(map(str, range(taken.sizes[-1]))))


def _numbers(array: Array) -> Array:
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused for it
        return read_only(np.ascontiguousarray(array, np.float32))


def _told(taken: Imported, found: tuple[Place, ...]) -> str:
    words = f"a network of {'-'.join(map(str, taken.sizes))}, known by the shapes of its arrays"
    turned = [place.is_turned for place in found]
    if any(turned):
        which = "its weights were turned" if all(turned) else "some of its weights were turned"
        words += f"; {which}, outputs from rows to columns"
    return words + ("; it has no biases, which count as zero" if found[0].biases is None else "")


def _described(taken: Imported, metadata: Mapping[str, str]) -> Imported:
    """Return a network with what Inkling wrote of it, if it did, and if it makes sense."""
    try:
        names = checked_names(tuple(map(str, json.loads(metadata["classes"]))))
        if len(names) != len(taken.class_names):
            return taken
        output = outputs.from_dict(json.loads(metadata["output"]))
        if "activations" not in metadata:
            return _said(taken, activations.from_dict(json.loads(metadata["activation"])), output, names)
        each = tuple(activations.from_dict(told) for told in json.loads(metadata["activations"]))
        if not each or len(each) != len(taken.sizes) - 2:
            return taken
        words = f"{taken.found}; it says {describe_value(each)}, and {output.label} for the outputs"
        said = _said(taken, each[0], output, names)
        return replace(said, found=words, hidden_activations=each)
    except (InklingError, KeyError, TypeError, ValueError, RecursionError):
        return taken  # other programs have metadata as well, and other words in them


def _said(taken: Imported, activation: Activation, output: Output, names: tuple[str, ...]) -> Imported:
    """Return a network whose file, or its kind, says what the neurons do with their sums."""
    found = f"{taken.found}; it says {activation.label}, and {output.label} for the outputs"
    return replace(taken, found=found, activation=activation, output=output, class_names=names)
