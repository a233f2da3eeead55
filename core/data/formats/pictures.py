"""Pictures in a folder for each class: the folder's name is the label, and one above it may say train or test."""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PIL import Image

from core import workers
from core.arrays import Array, Bytes
from core.data.formats.files import Errand, File, Part, part_of
from core.data.formats.format import FORMATS, Format, Piece
from core.data.frame import SIDE
from core.data.ink import picture_file, pictures
from core.data.ink.paper import SMALL
from core.errors import DataError, InklingError

_TOGETHER = 256  # pictures that are read before some threads decode them
_MOST_BYTES = 24 << 20  # of a picture's file, and of those that are read together
_MEMORY = 96_000_000  # bytes that decoding one of them may take: as many as there are threads are decoded at a time
_REMEDY = "Put the pictures of each class into a folder of its own, named as the class: 0, 1, 2 …"


@dataclass(frozen=True, slots=True, eq=False)
class _Picture:
    """A picture that was decoded: its bytes, and whether they are framed already, or why it could not be."""

    image: Bytes | None
    is_framed: bool = False
    why: str = ""


@FORMATS.register("pictures", label="Pictures", help="PNG, JPEG and others, in a folder for each class.")
@dataclass(frozen=True, slots=True)
class Pictures(Format):
    """An image a file."""

    is_an_image_a_file: ClassVar[bool] = True

    def in_words(self, files: int) -> str:
        """Return how they lie, however many there are."""
        return "pictures, a folder for each class"

    def knows(self, file: File) -> bool:
        """Return whether it begins as a picture does."""
        return not file.is_compressed and picture_file.is_picture(file.head)

    def read(self, files: Sequence[File], errand: Errand) -> list[Piece]:
        """Return a piece for each part, with the names of folders as labels."""
        labelled = [file for file in files if _label_of(file) is not None]
        if not labelled:
            raise DataError(f"Nothing says what the {len(files):,} pictures there show.", _REMEDY)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is odd in a file but does not matter
            decoded = list(_decoded(labelled, errand))
        unread = [picture.why for picture in decoded if picture.image is None]
        if 2 * len(unread) > len(labelled):
            raise DataError(f"Of {len(labelled):,} pictures {len(unread):,} cannot be read: {unread[0]}", _REMEDY)
        notes = [f"{_count(len(unread), 'picture')} left out: {unread[0]}"] if unread else []
        if len(labelled) < len(files):
            notes.append(f"{_count(len(files) - len(labelled), 'picture')} in no folder of a class left out.")
        images, said = _alike(decoded, errand)
        parts: dict[Part | None, list[tuple[str, Bytes]]] = defaultdict(list)
        kept = (file for file, picture in zip(labelled, decoded, strict=True) if picture.image is not None)
        for file, image in zip(kept, images, strict=True):
            parts[part_of("/".join(file.folders[:-1]))].append((_label_of(file) or "", image))
        return [
            _piece(part, members, (*said, *notes) if place == 0 else ())
            for place, (part, members) in enumerate(parts.items())
        ]


def _piece(part: Part | None, members: list[tuple[str, Bytes]], notes: tuple[str, ...]) -> Piece:
    images = np.stack([image for _, image in members])
    labels = np.array([label for label, _ in members])
    return Piece(
        name=f"the pictures of {part}" if part else "the pictures", images=images, labels=labels, part=part, notes=notes
    )


def _label_of(file: File) -> str | None:
    """Return the folder that a picture lies in, unless that only says what it is for."""
    if not file.folders:
        return None
    label = file.folders[-1]
    return None if re.fullmatch(r"(?i)train(ing)?|test(ing)?|val(id|idation)?|images?|pictures?|data", label) else label


def _decoded(files: Sequence[File], errand: Errand) -> Iterator[_Picture]:
    total, done = len(files), 0
    for together in _portions(files):
        errand.check()
        contents = [(file.own_name, _content(file)) for file in together]
        found = workers.each(lambda each: _picture(*each, errand.is_ink), contents)
        for picture in found:
            if picture.image is not None:
                errand.take(picture.image.size, "The folder")
        yield from found
        done += len(found)
        errand.progress(done, total)


def _portions(files: Sequence[File]) -> Iterator[list[File]]:
    """Return so many files at a time that their content is small."""
    portion: list[File] = []
    size = 0
    for file in files:
        if portion and (len(portion) == _TOGETHER or size + file.size > _MOST_BYTES):
            yield portion
            portion, size = [], 0
        portion.append(file)
        size += file.size
    if portion:
        yield portion


def _content(file: File) -> bytes | None:
    """Return what is in a file; None where that is too much for a picture, or cannot be read."""
    try:
        with file.opened() as opened:
            content = opened.read(_MOST_BYTES + 1)
    except Exception:  # noqa: BLE001  # an archive may be damaged in any way in the middle; the picture is then left out
        return None
    return content if len(content) <= _MOST_BYTES else None


def _picture(name: str, content: bytes | None, is_ink: bool) -> _Picture:
    if content is None:
        return _Picture(None, why=f"{name} is damaged or too large.")
    try:
        shades = picture_file.shades_in(content, name, pictures.WORKING_SIDE, _MEMORY)
        if max(shades.shape) <= SMALL:  # drawn by a program: a pixel means something
            return _Picture(np.rint(shades * 255).astype(np.uint8))
        return _Picture(_fitted(shades, name, is_ink), is_framed=True)
    except InklingError as error:
        return _Picture(None, why=error.what)


def _fitted(shades: Array, name: str, is_ink: bool) -> Bytes:
    """Return the ink of a picture that is dark on light or light on dark, shades from 0 to 1, in 28 × 28 pixels."""
    if is_ink:
        return pictures.framed(shades, name)
    small = Image.fromarray(shades.astype(np.float32)).resize((SIDE, SIDE), Image.Resampling.BOX)
    scaled: Bytes = np.clip(np.rint(np.asarray(small) * 255), 0, 255).astype(np.uint8)
    return scaled


def _alike(decoded: Sequence[_Picture], errand: Errand) -> tuple[list[Bytes], tuple[str, ...]]:
    """Return all images in one size, and what was done for it: small ones of one size are left for later."""
    read = [(picture.image, picture.is_framed) for picture in decoded if picture.image is not None]
    if len({image.shape for image, _ in read}) == 1 and not any(is_framed for _, is_framed in read):
        return [image for image, _ in read], ()
    images = []
    errand.has_scaled = True
    for image, is_framed in read:
        errand.check()
        images.append(image if is_framed else _framed_small(image, errand.is_ink))
    how = (
        "found on its paper, scaled to 20 pixels and centred, as the pad does it"
        if errand.is_ink
        else "scaled as it is"
    )
    return images, (f"Pictures of other sizes than {SIDE} × {SIDE}: what each shows was {how}.",)


def _framed_small(image: Bytes, is_ink: bool) -> Bytes:
    try:
        return _fitted((image / np.float32(255)).astype(np.float32), "a picture", is_ink)
    except InklingError:  # it shows nothing: paper
        return np.zeros((SIDE, SIDE), np.uint8)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' if number != 1 else ''} {'were' if number != 1 else 'was'}"
