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
from core.data.ink.pen import DOT_SPACING, draw_dots
from core.data.ink.steps import ALL_STEPS, Steps

Stroke: TypeAlias = npt.NDArray[np.float64]
"""Shape (n, 2): the points (x, y) of one pen stroke, 0 to 1 across the pad, y down. Read-only."""

PEN_WIDTH = 2.4
"""Width of the line in the prepared image, in pixels: about that of MNIST's digits."""

SMALLEST = 0.01
"""Ink smaller than this part of the pad is a dot, which is not enlarged to a blot that fills the image."""

_REACH = BOX - PEN_WIDTH  # from the middle of the pen at one side of the box to that at the other
_CORNER = MARGIN + PEN_WIDTH / 2
_WHOLE_PAD = (np.zeros(2), np.ones(2))
_FARTHEST = 1e6
_MOST_DOTS = 4000
_MOST_POINTS = 20_000
_CELLS = 8 * BOX
_AROUND = 48  # cells from the box to the edge of the frame, and a little more
_BLOCK = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """What was drawn: strokes in the order they were made. Never changed, only replaced.

    Attributes
    ----------
    strokes : tuple of ndarray, each of shape (n, 2), float64
        Points (x, y), 0 to 1 across the pad, y down. Points outside the pad are
        welcome. Points that are not finite numbers are dropped, and so is a
        stroke that has no others. A stroke of one point is a dot. Of more than
        20,000 points so many are kept that the line looks the same.
    picture : ndarray, shape (28, 28), uint8, or None
        A prepared image that lies under the strokes and fills the pad, such as one of
        the data set: 0 is paper, 255 is full ink. Read-only; one without ink is None.
    """

    strokes: tuple[Stroke, ...] = ()
    picture: Bytes | None = None

    def __post_init__(self) -> None:
        cleaned = (_cleaned(stroke) for stroke in self.strokes)
        object.__setattr__(self, "strokes", tuple(stroke for stroke in cleaned if len(stroke)))
        if self.picture is not None:
            object.__setattr__(self, "picture", _checked(self.picture))

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a stroke nor a picture."""
        return not self.strokes and self.picture is None


def prepare(ink: Ink, steps: Steps = ALL_STEPS) -> Bytes:
    """Return the image a network sees of the ink, made as MNIST's images were.

    Parameters
    ----------
    ink : Ink
        What was drawn.
    steps : Steps
        What is done to it. Ink over a picture stays where and as large as it is, as the picture does.

    Returns
    -------
    ndarray, shape (28, 28), uint8
        0 is paper, 255 is full ink; all zeros for empty ink. With all steps the longer
        side of the ink is 20 pixels, its centre of mass is at pixel 14 (counted from 0).
        Ink that a step left out would have brought into the image is cut off at its edge.
    """
    if ink.is_empty:
        return np.zeros((SIDE, SIDE), np.uint8)
    if ink.picture is None:
        return _prepared(ink, steps)
    image = ink.picture
    if ink.strokes:
        drawn = _prepared(ink, Steps(box=False, size=False, center=False))
        image = np.maximum(image, drawn)
    return image if steps.gray else _black_and_white(image)


def _prepared(ink: Ink, steps: Steps) -> Bytes:
    points = np.concatenate(ink.strokes)
    last_of_stroke = np.cumsum([len(stroke) for stroke in ink.strokes]) - 1
    dots = _dots(_into_frame(points, steps), last_of_stroke)
    if not (steps.box and steps.size):
        dots = dots[((dots >= 0) & (dots < SIDE)).all(axis=1)]
    images = draw_dots(dots[None], np.array([[PEN_WIDTH]]))
    if not steps.gray:
        images = _black_and_white(images)
    if steps.center:
        images = moved(images, centering_shifts(images))
    image: Bytes = images[0]
    return image


def _into_frame(points: Stroke, steps: Steps) -> Stroke:
    """Return points of the pad as (x, y) in pixels of the frame, before they are centred."""
    low, high = (points.min(axis=0), points.max(axis=0)) if steps.box else _WHOLE_PAD
    width, height = high - low
    if steps.size:
        scale, corner = _REACH / max(width, height, SMALLEST), np.full(2, _CORNER)
    else:
        middle = SIDE / 2  # of the frame: there ink of any size on the pad has room
        scale, corner = float(SIDE), middle - np.array([width, height]) * middle
    pixels: Stroke = (points - low) * scale + corner
    return pixels


def _black_and_white(image: Bytes) -> Bytes:
    return np.where(image > 127, np.uint8(255), np.uint8(0))


def _dots(points: Stroke, last_of_stroke: npt.NDArray[np.intp]) -> Stroke:
    """Return dots along the lines that join each stroke's points, in pixels, close enough to be a line."""
    steps = np.diff(points, axis=0, append=points[-1:])
    steps[last_of_stroke] = 0.0
    dots_per_step = np.maximum(np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / DOT_SPACING), 1).astype(np.intp)
    if dots_per_step.sum() <= _MOST_DOTS:
        return _dots_along(points, steps, dots_per_step)
    # Someone scribbled. An eighth of a pixel is as close as matters, and bounds the work whatever came.
    inked = np.zeros((_CELLS + 2 * _AROUND + 1,) * 2, np.bool_)
    for start in range(0, len(points), _BLOCK):
        block = slice(start, start + _BLOCK)
        dots = _dots_along(points[block], steps[block], dots_per_step[block])
        cells = np.rint((dots - _CORNER) * (_CELLS / _REACH)) + _AROUND
        cells = cells[((cells >= 0) & (cells < len(inked))).all(axis=1)].astype(np.intp)
        inked[cells[:, 0], cells[:, 1]] = True
    dots = (np.argwhere(inked) - _AROUND).astype(np.float64)
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
    stroke = _thinned(stroke)
    return read_only(stroke.copy() if stroke.flags.writeable else stroke)


def _thinned(stroke: Stroke) -> Stroke:
    """Return fewer points of a stroke that has absurdly many, the first and the last always among them.

    Points within an eighth of a prepared pixel of the one before go first. As many as are left then have
    been to every part of the frame more than once, and every so many-th of them tells as much.
    """
    if len(stroke) > _MOST_POINTS:
        longer = max(float(np.ptp(stroke, axis=0).max()), 1e-12)
        cells = np.rint((stroke - stroke.min(axis=0)) * (_CELLS / longer))
        differs = np.append(True, np.diff(cells, axis=0).any(axis=1))
        differs[-1] = True
        stroke = stroke[differs]
    if len(stroke) > _MOST_POINTS:
        every = -(-len(stroke) // _MOST_POINTS)
        stroke = np.concatenate([stroke[:-1:every], stroke[-1:]])
    return stroke


def _checked(picture: Bytes) -> Bytes | None:
    """Return the picture, read-only, or None when there is no ink in it."""
    if picture.shape != (SIDE, SIDE) or picture.dtype != np.uint8:
        raise ValueError(f"a picture is uint8 of the shape (28, 28), not {picture.dtype} of {picture.shape}")
    if not picture.any():
        return None
    return read_only(picture.copy()) if picture.flags.writeable else picture
