"""Lines: ruling, squares, table lines and edges of paper, which are long, straight and thin, and no digit's.

Where a stroke crosses a line, the ink goes on above and below it; only what is no thicker than the line is taken away,
so that the stroke stays whole.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]

_THICKEST = 0.03  # of the longer side
_STEEPEST = 0.17  # rise in one step to the right, near ten degrees
_SHORTEST = 0.03  # of the longer side, of a piece of a line between two strokes
_MOST_PIECES = 1500
_ACROSS = 0.5  # of the picture's width: the least that a line covers
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
    from scipy import ndimage  # takes half a second to import, so only once a picture is read

    found = np.zeros_like(ink)
    runs = _runs_down(ink)
    longer = max(ink.shape)
    thin = ink & (runs <= (max(3, _THICKEST * longer) if thickest is None else thickest))
    labels, count = ndimage.label(thin, np.ones((3, 3)))
    if not count:
        return found
    rows, columns = np.nonzero(thin)
    pieces, numbers = _pieces(rows, columns, labels[rows, columns], count, max(5, _SHORTEST * longer))
    for a, b, left, right in _lines(pieces, ink.shape[1], least):
        away = rows - (a + b * columns)
        thickness = runs[rows, columns]
        near = np.abs(away) < 4
        if not near.any():
            continue
        usual = float(np.median(thickness[near]))
        on = (np.abs(away) <= usual / 2 + 1.5) & (thickness <= usual + 1.5)
        on &= (columns >= left - 3) & (columns <= right + 3)
        found[rows[on], columns[on]] = True
    return found


def _runs_down(ink: Mask) -> npt.NDArray[np.int64]:
    """Return for each pixel of ink how many of it stand on each other there."""
    height, width = ink.shape
    columns = np.zeros((width, height + 1), np.int8)
    columns[:, :-1] = ink.T
    flat = np.concatenate([[0], columns.ravel()])
    change = np.diff(flat)
    begins, ends = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    lengths = np.zeros(columns.size, np.int64)
    inked = columns.ravel().astype(bool)
    lengths[inked] = np.repeat(ends - begins, ends - begins)
    return lengths.reshape(width, height + 1)[:, :-1].T


def _pieces(
    rows: npt.NDArray[np.int64],
    columns: npt.NDArray[np.int64],
    labels: npt.NDArray[Any],
    count: int,
    shortest: float,
) -> tuple[_Pieces, npt.NDArray[np.int64]]:
    """Return those pieces that may be parts of a line, and their numbers."""
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
    return _chosen(all_of, kept), kept


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
        is_at_edge = left < 0.02 * width or right > 0.98 * width - 1
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
