"""Files wherever they lie: in a folder, in an archive, or alone; looked at by their first bytes before anything else.

A reader of a format never asks where a file is. What comes out of an archive is read in pieces and never
written anywhere, so a name in it such as ``../../.profile`` is only a name.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Literal

from core.data.idx import BEST_COMPRESSION, GZIP_MAGIC
from core.errors import Cancelled, DataError
from core.plain import harmless

HEAD = 4096
"""How many bytes from its beginning a file is recognized by."""

MOST_FILES = 300_000
"""Most files that are looked at; five times as many as MNIST has images to train on."""

MOST_BYTES = 400_000_000
"""Most bytes that one array, or one file read whole, may take while it is read: 60,000 images of doubles."""

MOST_PIXELS = 300_000_000
"""Most bytes that all images of a data set may take; five times MNIST."""

REMEDY = "Fetch or copy it again, or choose another data set."

Part = Literal["train", "test", "validation"]

_PIECE = 1 << 20
# A word begins where no letter stands before it; x and y stand before it in Keras's names, as in "xtrain".
_PARTS: tuple[tuple[Part, str], ...] = (
    ("test", "t10k|test(?:ing)?"),
    ("validation", "valid(?:ation)?|val|dev"),
    ("train", "train(?:ing)?|trn"),
)
_WORDS = {part: re.compile(rf"(?<![a-z])[xy]?(?:{words})(?![a-z])") for part, words in _PARTS}

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """One file.

    Attributes
    ----------
    name : str
        Its way from what was opened, with slashes: "raw/train-images-idx3-ubyte.gz".
    size : int
        How many bytes it has as it lies there.
    head : bytes
        The first bytes of it, of what is in it where it is compressed with gzip.
    is_compressed : bool
        Whether it is compressed with gzip, whatever its name.
    open_stored : callable
        Opens it as it lies there.
    """

    name: str
    size: int
    head: bytes
    is_compressed: bool
    open_stored: Callable[[], BinaryIO]

    @property
    def own_name(self) -> str:
        """The last part of its name, harmless in a sentence."""
        return harmless(PurePosixPath(self.name).name, 200).strip() or "a file without a name"

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders it lies in, from the outermost."""
        return PurePosixPath(self.name).parts[:-1]

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open what is in it, unpacked where it is compressed with gzip."""
        with self.open_stored() as stored:
            if not self.is_compressed:
                yield stored
                return
            with gzip.GzipFile(fileobj=stored, mode="rb") as unpacked:
                yield unpacked  # type: ignore[misc]  # what is only read is as good as a file

    def whole(self) -> bytes:
        """Return all that is in it.

        Raises
        ------
        DataError
            When that is more than :data:`MOST_BYTES`.
        """
        pieces, total = [], 0
        with self.opened() as file:
            while piece := file.read(_PIECE):
                total += len(piece)
                if total > MOST_BYTES:
                    raise too_large(self.own_name, f"more than {MOST_BYTES / 1e6:,.0f} MB")
                pieces.append(piece)
        return b"".join(pieces)

    def most(self) -> int:
        """Return how many bytes can be in it at most."""
        return self.size * BEST_COMPRESSION if self.is_compressed else self.size


def looked_at(name: str, size: int, open_stored: Callable[[], BinaryIO]) -> File:
    """Return a file with its head; one whose compressed beginning is damaged keeps the head it has as it lies there.

    Raises
    ------
    OSError
        When it cannot be read.
    """
    with open_stored() as stored:
        head = stored.read(HEAD)
    found = File(name, size, head, False, open_stored)
    if head[:2] != GZIP_MAGIC:
        return found
    packed = File(name, size, b"", True, open_stored)
    try:
        with packed.opened() as file:
            inside = file.read(HEAD)
    except Exception:  # noqa: BLE001  # whatever gzip says of it, the reader that takes it says it in a sentence
        return found
    return File(name, size, inside, True, open_stored)


def part_of(name: str) -> Part | None:
    """Return what images are for by the words in a file's or an array's name, the last folder or name that tells."""
    for piece in reversed(PurePosixPath(name.lower()).parts):
        for part, _ in _PARTS:
            if _WORDS[part].search(piece.replace("_", "-")):
                return part
    return None


def stem_of(name: str) -> str:
    """Return a file's name without what tells its part, its role, its format: "emnist-letters" for all four of it."""
    plain = PurePosixPath(name.lower()).name.replace("_", "-")
    plain = re.sub(r"(\.(gz|csv|txt|tsv|npy|npz|idx\d?|bin|ubyte))+$", "", plain)
    for words in _WORDS.values():
        plain = words.sub("", plain)
    plain = re.sub(
        r"(?<![a-z])(images?|labels?|idx\d|ubyte|byte|int|float|mapping|pixels?|targets?|[xy])(?![a-z])", "", plain
    )
    return re.sub(r"[-. ]+", "-", plain).strip("-")


def too_large(name: str, size: str) -> DataError:
    """Return the error for what is too large to be read."""
    return DataError(
        f"{name} holds {size}: that is more than Inkling reads.", "Choose a smaller data set, or a part of this one."
    )


@dataclass(slots=True)
class Errand:
    """What reading is given along: how to fit images, whom to tell of progress, whether to stop, how much room is left.

    Attributes
    ----------
    is_ink : bool
        Whether images of other sizes are fitted as ink: 20 pixels long, centred by their mass. Else as they are.
    progress : callable
        Told how many pictures are read of how many.
    is_cancelled : callable
        Asked now and then.
    room : int
        How many more bytes of images may come.
    has_scaled : bool
        Set as soon as images were of other sizes, so that ``is_ink`` made a difference.
    """

    is_ink: bool = True
    progress: Progress = lambda done, total: None
    is_cancelled: Callable[[], bool] = lambda: False
    room: int = MOST_PIXELS
    has_scaled: bool = False

    def check(self) -> None:
        """Raise :class:`Cancelled` when the person asked for it."""
        if self.is_cancelled():
            raise Cancelled

    def take(self, size: int, name: str) -> None:
        """Take note of so many bytes of images.

        Raises
        ------
        DataError
            When there is no room for them.
        """
        self.check()
        self.room -= size
        if self.room < 0:
            raise too_large(name, f"with what else is there more than {MOST_PIXELS / 1e6:,.0f} MB of images")
