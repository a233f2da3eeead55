"""Pictures: image files of one digit, prepared as the pad prepares ink.

A photo or a scan differs from ink in what has to be thrown away first: color, the
paper's shade and shadows, the empty space around the digit, a line too thin to be
seen in 20 pixels. What is left is scaled and centred by the same code as a drawing.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from core.arrays import Array, Bytes, read_only
from core.data.frame import BOX, MARGIN, SIDE, centered
from core.data.ink import neighborhoods, picture_file
from core.data.ink.digits import digits_in
from core.data.ink.paper import SMALL, without_paper
from core.data.ink.part import Part
from core.data.ink.strokes import PEN_WIDTH

WORKING_SIDE = 400
"""How many pixels the longer side of a picture keeps while its ink is looked for."""

STAGES = ("picture", "ink", "specks", "box", "frame")
"""The names of what becomes of a picture, in order: the picture as it came, and then what each step makes of it.

Ink is what is left without the paper, light where there is much of it, whichever of the two was the darker.
"""

_INK_SIDE = 200
_INKED = 0.3  # of full ink: from there on a pixel of a large picture belongs to the digit


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A picture after one of the steps of its preparation.

    Attributes
    ----------
    name : str
        One of :data:`STAGES`.
    image : ndarray, shape (height, width), uint8, read-only
        0 is paper, 255 is full ink; of the picture as it came, 0 is black and 255 is white.
    """

    name: str
    image: Bytes


@dataclass(frozen=True, slots=True, eq=False)
class Preparation:
    """What was done to a picture until a network could read it.

    Attributes
    ----------
    stages : tuple of Stage
        One for each of :data:`STAGES`.
    is_ink_light : bool
        Whether it was light on dark, as a network sees ink; else it was inverted.
    parts : tuple of Part
        The digits that were found, from left to right: one, or those of a number.
    notes : tuple of str
        What was set aside and what else is remarkable, in plain sentences.
    """

    stages: tuple[Stage, ...]
    is_ink_light: bool
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    @property
    def image(self) -> Bytes:
        """What a network sees, shape (28, 28), as :func:`read` returns it; of several digits all of them."""
        return self.stages[-1].image


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """What becomes of a picture: its ink, that of its digits alone, that cropped, and each digit and all as framed."""

    ink: Array
    cleaned: Array
    cropped: Array
    parts: tuple[Part, ...]
    image: Bytes
    notes: tuple[str, ...]
    is_ink_light: bool


def read(path: Path) -> Bytes:
    """Read a picture of one digit, dark on light or light on dark.

    Parameters
    ----------
    path : Path
        Of one of :data:`core.data.ink.picture_file.FORMATS`. Of an animation, the first picture counts.

    Returns
    -------
    ndarray, shape (28, 28), uint8
        0 is paper, 255 is full ink; framed as :func:`core.data.ink.strokes.prepare` frames a drawing.

    Raises
    ------
    FileError
        When the file is missing, is no picture, is cut short or too large, or shows nothing.
    """
    return framed(picture_file.shades(path, WORKING_SIDE), path.name)


def framed(shades: Array, name: str) -> Bytes:
    """Return what :func:`read` does of a picture whose shades were read already.

    Raises
    ------
    FileError
        When it shows nothing.
    """
    return _steps(shades, name).image


def preparation(shades: Array, name: str, side: int = WORKING_SIDE) -> Preparation:
    """Return every step that :func:`framed` takes, to be looked at, and the same image at its end.

    Parameters
    ----------
    shades : ndarray, shape (height, width), float32
        A picture without color, from 0 (black) to 1 (white).
    name : str
        That of its file, for what is said of it.
    side : int
        How many pixels the longer side of what is in between may have.

    Raises
    ------
    FileError
        When it shows nothing.
    """
    steps = _steps(shades, name)
    between = (shades, steps.ink, steps.cleaned, steps.cropped)
    images = [*(_looked_at(each, side) for each in between), read_only(steps.image)]
    stages = tuple(Stage(*each) for each in zip(STAGES, images, strict=True))
    return Preparation(stages, steps.is_ink_light, steps.parts, steps.notes)


def parts(shades: Array, name: str) -> tuple[Part, ...]:
    """Return the digits that :func:`preparation` finds, without the steps on the way.

    Raises
    ------
    FileError
        When it shows nothing.
    """
    return _steps(shades, name).parts


def _steps(shades: Array, name: str) -> _Steps:
    """Find the digits of a picture, and frame each."""
    found = without_paper(shades, name)
    digits, notes = ((found.ink,), ()) if found.is_crop else digits_in(found.ink)
    cleaned = digits[0] if len(digits) == 1 else np.max(digits, axis=0)
    found_parts, cropped = tuple(_part(digit) for digit in digits), _cropped(cleaned)
    image = found_parts[0].image if len(found_parts) == 1 else _framed(cropped)
    return _Steps(found.ink, cleaned, cropped, found_parts, image, notes, found.is_light)


def _part(ink: Array) -> Part:
    """Return one digit's place and what a network sees of it."""
    (height, width), (rows, columns) = ink.shape, _box(ink)
    left, top = columns.start / width, rows.start / height
    box = (left, top, columns.stop / width - left, rows.stop / height - top)
    return Part(box, read_only(_framed(ink[rows, columns])))


def _looked_at(shades: Array, side: int) -> Bytes:
    """Return brightness or ink, 0 to 1, as an image of bytes that is no longer than ``side``."""
    picture = Image.fromarray(np.rint(np.clip(shades, 0, 1) * 255).astype(np.uint8))
    picture.thumbnail((side, side), Image.Resampling.BOX)
    return read_only(np.array(picture))


def _cropped(ink: Array) -> Array:
    """Return the part of the picture that holds ink."""
    return ink[_box(ink)]


def _box(ink: Array) -> tuple[slice, slice]:
    """Return the rows and the columns that hold ink."""
    inked = ink > (_INKED if max(ink.shape) > SMALL else 0.02)
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _framed(ink: Array) -> Bytes:
    """Scale cropped ink to 20 pixels and centre it."""
    box = _fitted(_thickened(_fitted(ink, _INK_SIDE)), BOX, enlarge=True)
    canvas = np.zeros((1, SIDE, SIDE), np.uint8)
    height, width = box.shape
    canvas[0, MARGIN : MARGIN + height, MARGIN : MARGIN + width] = np.rint(np.clip(box, 0, 1) * 255)
    image: Bytes = centered(canvas)[0]
    return image


def _fitted(ink: Array, side: int, *, enlarge: bool = False) -> Array:
    """Scale the longer side to ``side`` pixels; without ``enlarge``, only if it is longer."""
    longer = max(ink.shape)
    if longer == side or (longer < side and not enlarge):
        return ink
    height, width = (max(1, round(length * side / longer)) for length in ink.shape)
    return np.asarray(Image.fromarray(ink).resize((width, height), Image.Resampling.BICUBIC))


def _thickened(ink: Array) -> Array:
    """Widen a line that would be thinner than a pen's in the frame; a small picture's is left as it is."""
    scale = max(ink.shape) / BOX
    if scale < 3:
        return ink
    # Grains of chalk have edges that are none of the line's.
    inside = np.pad(neighborhoods.closed(ink > 0.5, 5), 1)
    core = inside[1:-1, 1:-1]
    edge = core & ~(inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2] & inside[1:-1, 2:])
    # A line has two edges, each as long as the line.
    width = 2 * core.sum() / max(edge.sum(), 1)
    missing = round((PEN_WIDTH * scale - width) / 2)
    if missing < 1:
        return _with_clear_hairlines(ink, round(PEN_WIDTH * scale / 6))
    return neighborhoods.highest(np.pad(ink, missing), 2 * missing + 1)


def _with_clear_hairlines(ink: Array, pixels: int) -> Array:
    """Widen by so many pixels on each side those lines that are hardly wider than that, beside thicker ones."""
    if pixels < 1:
        return ink
    padded, size = np.pad(ink, 2 * pixels), 2 * pixels + 1
    thin = padded - neighborhoods.opened(padded, size)
    line = neighborhoods.highest(neighborhoods.lowest(thin, 3), size + 2)
    inside = slice(2 * pixels, -2 * pixels)
    clear: Array = np.maximum(ink, line[inside, inside])
    return clear
