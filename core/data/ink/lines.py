"""Lines: ruling, squares, table lines and edges of paper, which are long, straight and thin, and no digit's.

Where a stroke crosses a line, the ink goes on above and below it; only what is no thicker than the line is taken away,
so that the stroke stays whole.
"""

import math
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from core.data.ink import connected

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]

_THICKEST = 0.03  # of the longer side
_STEEPEST = 0.17  # rise in one step to the right, near ten degrees
_SHORTEST = 0.03  # of the longer side, of a piece of a line between two strokes
_MOST_PIECES = 1500
_ACROSS = 0.5  # of the picture's width: the least that a line covers
_EDGE = 0.02  # of the width: what is no further from an edge of the picture reaches it
_LOWEST = 0.35  # of a digit's height, in which a line under it is looked for
_THINNER = 0.75  # of the thickness of a digit's lines: a line under it is no thicker
_TO_THE_EDGE = 0.22  # the same for a line that goes to the edge of the picture


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Thin pieces of ink, each a row of all: their pixels' sums, and where they begin and end."""

    number: npt.NDArray[np.float64]
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    xx: npt.NDArray[np.float64]
    xy: npt.NDArray[np.float64]
    yy: npt.NDArray[np.float64]
    left: npt.NDArray[np.float64]
    right: npt.NDArray[np.float64]


def straight(ink: Mask) -> Mask:
    """Return which pixels of ink belong to long straight lines, nearly level or nearly upright."""
    return _level(ink) | _level(ink.T).T


def under(digit: Mask, thickness: float) -> Mask:
    """Return which pixels of a digit belong to a line under it that touches it.

    It is thinner than the digit's lines, lies at their lower end, and goes beyond them on both sides.
    """
    found = np.zeros_like(digit)
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    height, width = rows[-1] + 1 - rows[0], columns[-1] + 1 - columns[0]
    top, left = rows[-1] + 1 - max(1, round(_LOWEST * height)), columns[0]
    lowest = digit[top : rows[-1] + 1, left : columns[-1] + 1]
    line = _level(lowest, (0.7, 0.7), thickest=_THINNER * thickness)
    rest = digit.copy()
    rest[top : rows[-1] + 1, left : columns[-1] + 1] &= ~line
    others = np.flatnonzero(rest.sum(axis=0) > 2)
    if not line.any() or not len(others):
        return found
    reach = 0.06 * width
    if others[0] - columns[0] > reach and columns[-1] - others[-1] > reach:
        found[top : rows[-1] + 1, left : columns[-1] + 1] = line
    return found


def _level(ink: Mask, least: tuple[float, float] = (_ACROSS, _TO_THE_EDGE), thickest: float | None = None) -> Mask:
    """Return which pixels belong to long lines that are nearly level.

    ``least`` is how much of the width they cover, and how much if they go to its edge.
    """
    found = np.zeros_like(ink)
    longer = max(ink.shape)
    rows, columns, thickness = _thin(ink, max(3, _THICKEST * longer) if thickest is None else thickest)
    if not _are_enough(columns, ink.shape[1], least):
        return found
    thin = np.zeros_like(ink)
    thin[rows, columns] = True
    labels, count = connected.labels_of(thin)
    pieces = _pieces(rows, columns, labels[rows, columns], count, max(5, _SHORTEST * longer))
    for a, b, left, right in _lines(pieces, ink.shape[1], least):
        away = rows - (a + b * columns)
        near = np.abs(away) < 4
        if not near.any():
            continue
        usual = float(np.median(thickness[near]))
        on = (np.abs(away) <= usual / 2 + 1.5) & (thickness <= usual + 1.5)
        on &= (columns >= left - 3) & (columns <= right + 3)
        found[rows[on], columns[on]] = True
    return found


def _thin(ink: Mask, thickest: float) -> tuple[Whole, Whole, Whole]:
    """Return the rows and columns of ink of which not too much stands on each other, and how much does there."""
    box = connected.box_of(ink)
    height, width = ink[box].shape
    columns = np.zeros((width + 1, height + 1), np.int8)  # each column ends, and before the first one there is none
    columns[1:, :-1] = ink[box].T
    changes = np.flatnonzero(np.diff(columns.ravel()[height:]))
    begins, ends = changes[::2], changes[1::2]
    is_thin = ends - begins <= thickest
    begins, lengths = begins[is_thin], (ends - begins)[is_thin]
    thickness = np.repeat(lengths, lengths)
    within = np.arange(len(thickness)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    at = np.repeat(begins, lengths) + within
    return box[0].start + at % (height + 1), box[1].start + at // (height + 1), thickness


def _are_enough(columns: Whole, width: int, least: tuple[float, float]) -> bool:
    """Return whether thin ink is in enough columns for a line."""
    inked = np.zeros(width, bool)
    inked[columns] = True
    is_at_edge = inked[: max(1, math.ceil(_EDGE * width))].any() or inked[-max(1, math.ceil(_EDGE * width)) - 1 :].any()
    return bool(inked.sum() >= (least[1] if is_at_edge else least[0]) * width)


def _pieces(rows: Whole, columns: Whole, labels: connected.Labels, count: int, shortest: float) -> _Pieces:
    """Return those pieces that may be parts of a line, the longest first."""
    x, y = columns.astype(float), rows.astype(float)
    sums = [np.bincount(labels, each, count + 1) for each in (np.ones_like(x), x, y, x * x, x * y, y * y)]
    left, right = np.full(count + 1, np.inf), np.full(count + 1, -np.inf)
    np.minimum.at(left, labels, x)
    np.maximum.at(right, labels, x)
    number, sum_x, sum_y, xx, xy, yy = (each.astype(float) for each in sums)
    all_of = _Pieces(number, sum_x, sum_y, xx, xy, yy, left, right)
    slope, spread = _fit(all_of)
    is_part = (right - left + 1 >= shortest) & (np.abs(slope) < _STEEPEST)
    thickness = all_of.number / np.maximum(right - left + 1, 1)
    is_part &= spread < 0.35 * thickness + 0.9
    kept = np.flatnonzero(is_part)
    kept = kept[np.argsort(left[kept] - right[kept], kind="stable")][:_MOST_PIECES]
    return _chosen(all_of, kept)


def _chosen(pieces: _Pieces, kept: npt.NDArray[np.int64] | Mask) -> _Pieces:
    return _Pieces(*(getattr(pieces, each.name)[kept] for each in fields(_Pieces)))


def _fit(pieces: _Pieces) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the slope of each piece, and how far its pixels are from a straight line."""
    number = np.maximum(pieces.number, 1)
    xx = pieces.xx - pieces.x**2 / number
    xy = pieces.xy - pieces.x * pieces.y / number
    yy = pieces.yy - pieces.y**2 / number
    slope = xy / np.maximum(xx, 1e-6)
    return slope, np.sqrt(np.maximum(yy - slope * xy, 0) / number)


def _lines(pieces: _Pieces, width: int, least: tuple[float, float]) -> list[tuple[float, float, float, float]]:
    """Return the lines that pieces lie on: height at the left, slope, and from where to where they go."""
    free = np.ones(len(pieces.number), bool)
    found = []
    middle_x, middle_y = pieces.x / np.maximum(pieces.number, 1), pieces.y / np.maximum(pieces.number, 1)
    length = pieces.right - pieces.left + 1
    slopes = _fit(pieces)[0]
    for first in range(len(free)):  # the longest come first
        if not free[first]:
            continue
        member = np.zeros_like(free)
        member[first] = True
        for _ in range(3):
            a, b = _line_through(_chosen(pieces, member))
            reach = np.abs(middle_x - (pieces.x[member].sum() / pieces.number[member].sum()))
            near = np.abs(middle_y - (a + b * middle_x)) < 1.5 + 0.015 * reach / max(1.0, length[member].sum() / 60)
            member = free & near & ((np.abs(slopes - b) < 0.06) | (length < 12))
            member[first] = True
        left, right = float(pieces.left[member].min()), float(pieces.right[member].max())
        covered = float(length[member].sum())
        free[member] = False
        is_at_edge = left < _EDGE * width or right > (1 - _EDGE) * width - 1
        if covered < 0.45 * (right - left):
            continue
        if covered >= least[0] * width or (is_at_edge and covered >= least[1] * width):
            found.append((*_line_through(_chosen(pieces, member)), left, right))
    return found


def _line_through(pieces: _Pieces) -> tuple[float, float]:
    number, x, y = pieces.number.sum(), pieces.x.sum(), pieces.y.sum()
    xx, xy = pieces.xx.sum() - x * x / number, pieces.xy.sum() - x * y / number
    slope = xy / max(xx, 1e-6)
    return float((y - slope * x) / number), float(slope)
