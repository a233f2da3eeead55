"""Ink: pen strokes, and the 28×28 image a network sees of them.

The strokes are drawn again at the size of MNIST's digits, rather than the pad's
pixels scaled down, so that neither where nor how large a digit was drawn, nor how
wide the line on the pad is, makes any difference.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes, read_only
from core.data.frame import BOX, MARGIN, SIDE, centering_shifts, moved
from core.data.pen import DOT_SPACING, draw_dots

Stroke: TypeAlias = npt.NDArray[np.float64]
"""Shape (n, 2): the points (x, y) of one pen stroke, 0 to 1 across the pad, y down. Read-only."""

PEN_WIDTH = 2.4
"""Width of the line in the prepared image, in pixels: about that of MNIST's digits."""

SMALLEST = 0.01
"""Ink smaller than this part of the pad is a dot, which is not enlarged to a blot that fills the image."""

_REACH = BOX - PEN_WIDTH  # from the middle of the pen at one side of the box to that at the other
_CORNER = MARGIN + PEN_WIDTH / 2
_FARTHEST = 1e6
_MOST_DOTS = 4000
_CELLS = 8 * BOX
_BLOCK = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """What was drawn: strokes in the order they were made. Never changed, only replaced.

    Attributes
    ----------
    strokes : tuple of ndarray, each of shape (n, 2), float64
        Points (x, y), 0 to 1 across the pad, y down. Points outside the pad are
        welcome. Points that are not finite numbers are dropped, and so is a
        stroke that has no others. A stroke of one point is a dot.
    """

    strokes: tuple[Stroke, ...] = ()

    def __post_init__(self) -> None:
        cleaned = (_cleaned(stroke) for stroke in self.strokes)
        object.__setattr__(self, "strokes", tuple(stroke for stroke in cleaned if len(stroke)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn."""
        return not self.strokes

    def with_stroke(self, points: npt.ArrayLike) -> "Ink":
        """Return the ink with one more stroke.

        Parameters
        ----------
        points : array_like, shape (n, 2)
            Copied unless it is read-only, so that the caller may go on adding to its own.
        """
        return Ink((*self.strokes, np.asarray(points, np.float64)))

    def without_last(self) -> "Ink":
        """Return the ink without its last stroke; empty ink stays empty."""
        return Ink(self.strokes[:-1])


@dataclass(frozen=True, slots=True)
class Preparation:
    """How ink becomes an image, step by step: a box around it, scaled to 20 pixels, then centred.

    Attributes
    ----------
    box : tuple of float
        Left, top, right and bottom of the points, in pad units.
    scale : float
        Pixels per pad unit.
    shift : tuple of int
        Rows down and columns right, in whole pixels, that bring the centre of mass to pixel 14.
    """

    box: tuple[float, float, float, float]
    scale: float
    shift: tuple[int, int] = (0, 0)

    def to_pixels(self, points: Stroke) -> Stroke:
        """Return where points of the pad lie in the prepared image.

        Parameters
        ----------
        points : ndarray, shape (n, 2), float
            (x, y) in pad units.

        Returns
        -------
        ndarray, shape (n, 2), float
            (x, y) in pixels; the image's corners are (0, 0) and (28, 28).
        """
        place = np.array([_CORNER + self.shift[1], _CORNER + self.shift[0]])
        pixels: Stroke = (points - np.array(self.box[:2])) * self.scale + place
        return pixels


def prepare(ink: Ink) -> Bytes:
    """Return the image a network sees of the ink, made as MNIST's images were.

    Returns
    -------
    ndarray, shape (28, 28), uint8
        0 is paper, 255 is full ink; all zeros for empty ink. The longer side of
        the ink is 20 pixels, its centre of mass is at pixel 14 (counted from 0).
    """
    if ink.is_empty:
        return np.zeros((SIDE, SIDE), np.uint8)
    return _prepared(ink)[0]


def preparation(ink: Ink) -> Preparation:
    """Return the steps that :func:`prepare` takes, so that they can be shown.

    Raises
    ------
    ValueError
        When the ink is empty: there is nothing to put a box around.
    """
    if ink.is_empty:
        raise ValueError("empty ink cannot be prepared")
    return _prepared(ink)[1]


def _prepared(ink: Ink) -> tuple[Bytes, Preparation]:
    points = np.concatenate(ink.strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    longer = max(float((high - low).max()), SMALLEST)
    box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    scaled = Preparation(box, _REACH / longer)

    last_of_stroke = np.cumsum([len(stroke) for stroke in ink.strokes]) - 1
    dots = _dots(scaled.to_pixels(points), last_of_stroke)
    image = draw_dots(dots[None], np.array([[PEN_WIDTH]]))
    shifts = centering_shifts(image)
    steps = Preparation(box, scaled.scale, (int(shifts[0, 0]), int(shifts[0, 1])))
    return moved(image, shifts)[0], steps


def _dots(points: Stroke, last_of_stroke: npt.NDArray[np.intp]) -> Stroke:
    """Return dots along the lines that join each stroke's points, in pixels, close enough to be a line."""
    steps = np.diff(points, axis=0, append=points[-1:])
    steps[last_of_stroke] = 0.0
    dots_per_step = np.maximum(np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / DOT_SPACING), 1).astype(np.intp)
    if dots_per_step.sum() <= _MOST_DOTS:
        return _dots_along(points, steps, dots_per_step)
    # Someone scribbled. An eighth of a pixel is as close as matters, and bounds the work whatever came.
    inked = np.zeros((_CELLS + 1, _CELLS + 1), np.bool_)
    for start in range(0, len(points), _BLOCK):
        block = slice(start, start + _BLOCK)
        dots = _dots_along(points[block], steps[block], dots_per_step[block])
        cells = np.rint((dots - _CORNER) * (_CELLS / _REACH)).astype(np.intp)
        inked[cells[:, 0], cells[:, 1]] = True
    dots = np.argwhere(inked).astype(np.float64)
    return dots * (_REACH / _CELLS) + _CORNER


def _dots_along(points: Stroke, steps: Stroke, dots_per_step: npt.NDArray[np.intp]) -> Stroke:
    """Return, for each point, that many dots spread evenly from it over its step to the next."""
    which = np.repeat(np.arange(len(points)), dots_per_step)
    first = np.cumsum(dots_per_step) - dots_per_step
    part = (np.arange(len(which)) - first[which]) / dots_per_step[which]
    dots: Stroke = points[which] + steps[which] * part[:, None]
    return dots


def _cleaned(points: npt.ArrayLike) -> Stroke:
    """Return the usable points, read-only."""
    stroke = np.asarray(points, np.float64)
    if stroke.size == 0:
        stroke = stroke.reshape(0, 2)
    if stroke.ndim != 2 or stroke.shape[1] != 2:
        raise ValueError(f"a stroke has the shape (n, 2), not {stroke.shape}")
    # NaN compares false; a point a million pads away is no drawing, and would overflow in the arithmetic.
    usable = (np.abs(stroke) < _FARTHEST).all(axis=1)
    if not usable.all():
        stroke = stroke[usable]
    return read_only(stroke.copy() if stroke.flags.writeable else stroke)
