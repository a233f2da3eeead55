"""Images of other sizes than 28 × 28: an empty border is cut off first, what is left is scaled, as ink or as it is."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from core import workers
from core.arrays import Bytes
from core.data.formats.files import Errand
from core.data.frame import BOX, MARGIN, SIDE, centered

DARK_PAPER = 127
"""Of 255: paper above that is light, and ink on it dark, the other way round than a network expects."""

_BLOCK = 512  # images that a thread scales before it asks whether to stop
_SAMPLE = 2000
_FAINT = 16  # of 255: what is no darker than that counts as paper while the ink's box is looked for


def fitted(parts: Sequence[Bytes], errand: Errand) -> tuple[list[Bytes], tuple[str, ...]]:
    """Return images in 28 × 28, and what was done to them.

    Parameters
    ----------
    parts : sequence of ndarray, shape (n, height, width), uint8
        Those to train on and those to test with, which may be of different sizes.
    errand : Errand
        Says whether images are scaled as ink, and whether to stop.

    Returns
    -------
    images : list of ndarray, shape (n, 28, 28), uint8
    notes : tuple of str
    """
    parts, notes = list(parts), []
    if len({part.shape[1:] for part in parts}) == 1 and max(parts[0].shape[1:]) > SIDE:
        border = _border(parts)
        if border is not None:
            top, bottom, left, right = border
            height, width = parts[0].shape[1:]
            parts = [np.ascontiguousarray(part[:, top : height - bottom, left : width - right]) for part in parts]
            kept = f"{parts[0].shape[1]} × {parts[0].shape[2]}"
            notes.append(f"The border, which is empty in all images, was cut off: {height} × {width} became {kept}.")
    sizes = sorted({part.shape[1:] for part in parts if part.shape[1:] != (SIDE, SIDE)})
    if sizes:
        errand.has_scaled = True
        parts = [part if part.shape[1:] == (SIDE, SIDE) else _scaled(part, errand) for part in parts]
        told = " and ".join(f"{height} × {width}" for height, width in sizes)
        how = "as ink (20 pixels long, centred by its mass)" if errand.is_ink else "as they are"
        notes.append(f"Images of {told} were scaled to {SIDE} × {SIDE}, {how}.")
    return parts, tuple(notes)


def _border(parts: Sequence[Bytes]) -> tuple[int, int, int, int] | None:
    """Return how much to cut at the top, the bottom, the left and the right; None where nothing is empty.

    What is cut is empty in all images. As much is left as a network sees, and the same on both sides where it can be.
    """
    paper = paper_of(parts[0])
    inked = [np.zeros(length, bool) for length in parts[0].shape[1:]]
    for part in parts:
        for start in range(0, len(part), _BLOCK):
            is_ink = (part[start : start + _BLOCK] != paper).any(axis=0)
            inked[0] |= is_ink.any(axis=1)
            inked[1] |= is_ink.any(axis=0)
    cuts: list[int] = []
    for line in inked:
        places = np.flatnonzero(line)
        before, after = (int(places[0]), len(line) - 1 - int(places[-1])) if len(places) else (0, 0)
        spare = max(0, len(line) - SIDE)
        first = min(before, spare // 2)
        last = min(after, spare - first)
        cuts += [min(before, spare - last), last]
    return (cuts[0], cuts[1], cuts[2], cuts[3]) if any(cuts) else None


def paper_of(images: Bytes) -> int:
    """Return the value of paper: what is most common at the edges of the images."""
    some = images[:_SAMPLE]
    edges = np.concatenate([some[:, 0], some[:, -1], some[:, :, 0], some[:, :, -1]], axis=1)
    return int(np.bincount(edges.reshape(-1), minlength=256).argmax())


def _scaled(images: Bytes, errand: Errand) -> Bytes:
    paper = paper_of(images)
    blocks = workers.each(
        lambda start: _block(images[start : start + _BLOCK], paper, errand), range(0, len(images), _BLOCK)
    )
    return np.concatenate(blocks) if blocks else np.zeros((0, SIDE, SIDE), np.uint8)


def _block(images: Bytes, paper: int, errand: Errand) -> Bytes:
    errand.check()
    one = _as_ink if errand.is_ink else _as_it_is
    scaled = np.stack([one(image, paper) for image in images])
    if not errand.is_ink:
        return scaled
    # Centring counts ink, so it is done on paper that is 0, whichever way the images are.
    return _turned(centered(_turned(scaled, paper)), paper)


def _turned(images: npt.NDArray[Any], paper: int) -> Bytes:
    turned: Bytes = 255 - images if paper > DARK_PAPER else images
    return turned


def _as_it_is(image: Bytes, paper: int) -> Bytes:
    return _resized(image, (SIDE, SIDE))


def _as_ink(image: Bytes, paper: int) -> Bytes:
    """Scale the box of the ink to 20 pixels."""
    is_ink = np.abs(image.astype(np.int16) - paper) > _FAINT
    frame = np.full((SIDE, SIDE), paper, np.uint8)
    if not is_ink.any():
        is_ink = image != paper  # ink of a few steps, as in images whose scale is another
        if not is_ink.any():
            return frame
    rows, columns = np.flatnonzero(is_ink.any(axis=1)), np.flatnonzero(is_ink.any(axis=0))
    ink = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = (max(1, round(length * BOX / max(ink.shape))) for length in ink.shape)
    top, left = MARGIN + (BOX - height) // 2, MARGIN + (BOX - width) // 2
    frame[top : top + height, left : left + width] = _resized(ink, (height, width))
    return frame


def _resized(image: Bytes, shape: tuple[int, int]) -> Bytes:
    height, width = shape
    is_smaller = height < image.shape[0]
    how = Image.Resampling.BOX if is_smaller else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(np.ascontiguousarray(image)).resize((width, height), how))
