"""Smooth curves through the points of a stroke template, for many writings of it at once.

The curve is uniform Catmull-Rom (Catmull and Rom, "A class of local interpolating
splines", 1974): it passes through every point, and each place on it is a fixed
mixture of four points. Sampling a curve is therefore one matrix product.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.arrays import Array

_BASIS = np.array([[0, 2, 0, 0], [-1, 0, 1, 0], [2, -5, 4, -1], [-1, 3, -3, 1]], np.float32) / 2
"""Rows: powers 0 to 3 of the way from one point to the next; columns: the points before, at, next, after."""


def sampling_matrix(
    points: Array, sections: Sequence[tuple[int, int, int]], spacing: float
) -> tuple[Array, npt.NDArray[np.intp]]:
    """Return the matrix that turns a template's points into places along its curves.

    Parameters
    ----------
    points : ndarray, shape (points, 2), float
        A typical writing, by which the number of places is chosen.
    sections : sequence of (stroke, first, end)
        The smooth pieces: points ``first`` to ``end - 1``, with corners between pieces.
    spacing : float
        Distance between places on the typical writing.

    Returns
    -------
    matrix : ndarray, shape (places, points), float32
        Every row sums to one.
    strokes : ndarray, shape (places,), int
        The stroke each place belongs to.
    """
    rows, strokes = [], []
    for stroke, first, end in sections:
        for here in range(first, end - 1):
            steps = max(2, int(np.ceil(np.hypot(*(points[here + 1] - points[here])) * 1.1 / spacing)))
            # The last piece of a section ends with its last point; the others leave it to the next.
            way = np.linspace(0, 1, steps + 1, dtype=np.float32)[: None if here == end - 2 else -1]
            rows.append(_mixtures(way, here, first, end, len(points)))
            strokes.append(np.full(len(way), stroke))
    return np.concatenate(rows), np.concatenate(strokes)


def _mixtures(way: Array, here: int, first: int, end: int, count: int) -> Array:
    """Return the weights of all points at parts ``way`` of the way from point ``here`` to the next."""
    weights = (way[:, None] ** np.arange(4, dtype=np.float32)) @ _BASIS
    matrix = np.zeros((len(way), count), np.float32)
    for column, point in enumerate(range(here - 1, here + 3)):
        if point < first:  # beyond the end the curve goes straight on: the missing point is 2 a - b
            matrix[:, first] += 2 * weights[:, column]
            matrix[:, first + 1] -= weights[:, column]
        elif point >= end:
            matrix[:, end - 1] += 2 * weights[:, column]
            matrix[:, end - 2] -= weights[:, column]
        else:
            matrix[:, point] += weights[:, column]
    return matrix
