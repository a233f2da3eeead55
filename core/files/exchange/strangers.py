"""Files of other programs that are not opened: each is named for what it is, with the way to one that is.

Nothing of them is read but their first bytes and, of an archive, the names of what is in it. Some are programs in
disguise: who unpickles a file does what is written in it.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.errors import FileError

_RUNS = "to read it is to run whatever program somebody may have put into it"
_LIBRARY = "it is read by a large library of its own, and only the numbers in it count here"
_TORCH_BEFORE_ZIP = b"\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19"
_PICKLES = (".pkl", ".pickle", ".p", ".joblib")


@dataclass(frozen=True, slots=True)
class Stranger:
    """A kind of files that is not opened.

    Attributes
    ----------
    noun : str
        What it is.
    reason : str
        Why it is not opened.
    lines : tuple of str
        Two lines of Python that turn it into one that is; ``{old}`` and ``{new}`` stand for the files.
    suffix : str
        How the new file ends.
    advice : str
        What is to be thought of.
    is_of_data : bool
        Whether images are met in such files far more often than networks.
    """

    noun: str
    reason: str
    lines: tuple[str, str]
    suffix: str = ".npz"
    advice: str = ""
    is_of_data: bool = False

    def refusal(self, path: Path) -> "StrangerError":
        """Return the error that names a file of this kind."""
        old, new = repr(path.name), repr(path.with_suffix(self.suffix).name)
        first, second = (line.replace("{old}", old).replace("{new}", new) for line in self.lines)
        return StrangerError(
            f"{path.name} is {self.noun}, which Inkling does not open: {self.reason}.",
            f"Two lines of Python turn it into a file that it does open: «{first}» and «{second}».{self.advice}",
            f"{first}\n{second}\n",
        )


class StrangerError(FileError):
    """A file of another program is not opened, and two lines of Python make one of it that is.

    Attributes
    ----------
    program : str
        Those lines, to be copied.
    """

    def __init__(self, what: str, remedy: str, program: str) -> None:
        super().__init__(what, remedy)
        self.program = program


_TORCH = Stranger(
    "a PyTorch file",
    _RUNS,
    (
        "import torch, safetensors.torch",
        "safetensors.torch.save_file(torch.load({old}, weights_only=True), {new})",
    ),
    ".safetensors",
)
_PICKLE = Stranger(
    "a pickle of Python's",
    _RUNS,
    ("import numpy, pickle", "numpy.savez({new}, *pickle.load(open({old}, 'rb')))"),
    advice=" Only do so with a file that you made yourself; a dict takes ** in the place of *.",
)
_KERAS = Stranger(
    "a file of Keras or HDF5",
    _LIBRARY,
    ("import keras, numpy", "numpy.savez({new}, *keras.models.load_model({old}).get_weights())"),
)
_ONNX = Stranger(
    "an ONNX model",
    _LIBRARY,
    (
        "import numpy, onnx, onnx.numpy_helper",
        "numpy.savez({new}, **{each.name: onnx.numpy_helper.to_array(each) "
        "for each in onnx.load({old}).graph.initializer})",
    ),
)
_MATLAB = Stranger(
    "a MATLAB file",
    _LIBRARY,
    (
        "import numpy, scipy.io",
        "numpy.savez({new}, **{name: array for name, array in scipy.io.loadmat({old}).items() if name[0] != '_'})",
    ),
    is_of_data=True,
)
_ONE_ARRAY = Stranger(
    "a single array of numpy's",
    "a network has several",
    ("import numpy", "numpy.savez({new}, w1=w1, b1=b1, w2=w2, b2=b2)"),
    is_of_data=True,
)

_BY_BEGINNING: tuple[tuple[Callable[[bytes], bool], Stranger], ...] = (
    (lambda head: head.startswith(b"\x89HDF\r\n\x1a\n"), _KERAS),
    (lambda head: _TORCH_BEFORE_ZIP in head[:16], _TORCH),
    (lambda head: head[:1] == b"\x80" and head[1:2] in (b"\2", b"\3", b"\4", b"\5"), _PICKLE),
    (lambda head: head.startswith(b"MATLAB 5"), _MATLAB),
    (lambda head: head.startswith(b"\x93NUMPY"), _ONE_ARRAY),
    # A version of the format, and then the producer, the domain or the operators.
    (lambda head: head[:1] == b"\x08" and 3 <= head[1] <= 20 and head[2:3] in (b"\x12", b"\x1a", b":", b"B"), _ONNX),
)


def stranger_in(path: Path, file: BinaryIO) -> Stranger | None:
    """Return what kind of stranger an open file is; None where it may be one that is opened."""
    file.seek(0)
    head = file.read(64)
    if len(head) < 3:
        return None
    if head.startswith(b"PK") and zipfile.is_zipfile(file):
        return _in_archive(zipfile.ZipFile(file).namelist())
    for is_it, stranger in _BY_BEGINNING:
        if is_it(head):
            return stranger
    # The oldest pickles begin like any text.
    return _PICKLE if path.name.lower().endswith(_PICKLES) else None


def _in_archive(names: list[str]) -> Stranger | None:
    if any(name.endswith("data.pkl") for name in names):
        return _TORCH
    return _KERAS if any(name.endswith(".weights.h5") for name in names) else None
