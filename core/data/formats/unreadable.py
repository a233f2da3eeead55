"""What is not opened is named for what it is, with why and the way out. Nothing of it is ever run or unpickled."""

import re
from dataclasses import dataclass

from core.data.formats.files import File
from core.errors import DataError


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is no data set that can be opened.

    Attributes
    ----------
    pattern : bytes
        A regular expression for how such a file begins.
    what : str
        What it is, behind "is", and why it is not opened.
    remedy : str
        What the person can do.
    is_telling : bool
        Whether it is worth telling of it where other files beside it were opened in part; a text file is not.
    """

    pattern: bytes
    what: str
    remedy: str
    is_telling: bool = True


_UNPICKLE = 'with open("it.pkl", "rb") as file: x, y = pickle.load(file)[0]'
_SAVE = 'np.savez("it.npz", x_train=x, y_train=y)'
_FETCH_AGAIN = "Fetch it again, from another address if need be."
_UNPACK = "Unpack it with the program it is from, and open the folder."

KINDS = (
    Kind(rb"$", "empty", _FETCH_AGAIN),
    Kind(
        rb"(?is)\s*(<!--[^>]*>\s*)?<(!doctype html|html|head|body|title|script)\b",
        "a web page, not data: the download failed",
        _FETCH_AGAIN,
    ),
    Kind(
        rb"(?is)\s*<\?xml.{0,400}<Error>",
        "an answer of a server that refused the file, not data: the download failed",
        _FETCH_AGAIN,
    ),
    Kind(
        rb"version https://git-lfs",
        "only a note of where the file lies (Git LFS), not the file",
        'Fetch the file itself, with "git lfs pull".',
    ),
    Kind(
        rb"PK\x03\x04.{22,60}?[^/]{1,80}/(data\.pkl|version|byteorder|\.format_version)",
        "a PyTorch file: it holds a pickle, which could run anything, so it is not opened",
        'In Python: data = torch.load(file); np.savez("it.npz", x_train=data[0].numpy(), y_train=data[1].numpy()).',
    ),
    Kind(
        rb"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19",
        "a PyTorch file: it holds a pickle, which could run anything, so it is not opened",
        'In Python: data = torch.load(file); np.savez("it.npz", x_train=data[0].numpy(), y_train=data[1].numpy()).',
    ),
    Kind(
        rb"\x80[\x02-\x05][\x95\]}()cXK\x8cUqGNM]|\(?[(ld]p\d+\n|c[\w.]+\n\w+\n|\(lp|\(dp",
        "a pickle of Python's, which could run anything, so it is not opened",
        f"In Python: {_UNPICKLE}; {_SAVE}.",
    ),
    Kind(
        rb"\x89HDF\r\n\x1a\n",
        "an HDF5 file, which Inkling does not open",
        'In Python: f = h5py.File(file); np.savez("it.npz", x_train=f["images"][:], y_train=f["labels"][:]).',
    ),
    Kind(
        rb"MATLAB 5\.0 MAT-file",
        "a MATLAB file, which Inkling does not open",
        'In Python: f = scipy.io.loadmat(file); np.savez("it.npz", x_train=f["X"], y_train=f["y"].ravel()).',
    ),
    Kind(
        rb"PAR1|ARROW1|FEA1",
        "a table of Parquet or Arrow, which Inkling does not open",
        'In Python: pandas.read_parquet(file).to_csv("it.csv", index=False), where its columns are pixels.',
    ),
    Kind(
        rb"PK\x03\x04.{22,26}?(\[Content_Types\]|_rels/|xl/|word/|mimetype)",
        "a document of an office program, not a data set",
        "Save the table as CSV, and open that.",
    ),
    Kind(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an office program, not a data set", "Save it as CSV."),
    Kind(rb"%PDF", "a PDF document, not data", "Save its pages as PNG pictures, one symbol each."),
    Kind(rb"%!|\xc5\xd0\xd3\xc6", "PostScript, a program for printers, which Inkling never runs", "Save it as PNG."),
    Kind(rb"7z\xbc\xaf\x27\x1c", "an archive of 7-Zip, which Inkling does not unpack", _UNPACK),
    Kind(rb"Rar!\x1a\x07", "an archive of RAR, which Inkling does not unpack", _UNPACK),
    Kind(rb"\xfd7zXZ\x00", "packed with xz, which Inkling does not unpack", _UNPACK),
    Kind(rb"\x28\xb5\x2f\xfd", "packed with Zstandard, which Inkling does not unpack", _UNPACK),
    Kind(rb"PK\x05\x06", "an empty archive", _FETCH_AGAIN),
    Kind(rb"SQLite format 3\0", "a database, not a data set of images", "Write its table as CSV, and open that."),
    Kind(rb"\x7fELF|MZ|\xcf\xfa\xed\xfe|#!", "a program, not data; it was not run", "Choose the data set itself."),
    Kind(
        rb"\xff\xfe|\xfe\xff",
        "a text in UTF-16, which Inkling does not read",
        "Save it as CSV in UTF-8, and open that.",
    ),
    Kind(
        rb".{8}\{[\s\"]{0,20}[\w.]+\"\s*:\s*\{\s*\"(dtype|shape)",
        "a network (safetensors), not a data set",
        "Open it as a network instead.",
    ),
    Kind(
        rb"\x08[\x01-\x10]\x12.[\w.-]{2,20}",
        "a network (ONNX), not a data set",
        "Choose the data set that it was trained on.",
    ),
    Kind(
        rb"\s*[\[{]",
        "a text (JSON), which Inkling does not open as data",
        "Save images and labels as NPZ or CSV.",
        False,
    ),
    Kind(
        rb"[^\x00-\x08\x0e-\x1f]+$",
        "a text, and no table of an image a row",
        "Choose a CSV file, or the folder that the data set is in.",
        False,
    ),
)
"""The kinds, in the order they are tried."""

_NO_KIND = Kind(
    b"",
    "in no format that Inkling opens",
    "It opens IDX, CSV and NPZ files, pictures in a folder for each class, and ZIP and TAR archives of them.",
)
_COMPILED = tuple((re.compile(kind.pattern, re.DOTALL), kind) for kind in KINDS)


def kind_of(file: File) -> Kind:
    """Return what a file is that no format knows."""
    return next((kind for pattern, kind in _COMPILED if pattern.match(file.head)), _NO_KIND)


def refusal(file: File) -> DataError:
    """Return the error that names a file for what it is."""
    kind = kind_of(file)
    return DataError(f"{file.own_name} is {kind.what}.", kind.remedy)
