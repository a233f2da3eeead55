"""Strokes for digits of which there is only a picture: the line in the middle of the ink, walked along.

A stand-in for recordings of people with pens. The thinning is that of Zhang and Suen (*Communications of the ACM*
27(3), 1984); the walk goes straight on at crossings, as a pen does.
"""

import numpy as np
from PIL import Image

from core.arrays import Array, Bytes

_ENLARGED = 3  # a line in the middle of so many times larger a picture is smoother
_SHORTEST = 4  # points of a stroke; shorter ones are spurs of the thinning
_AROUND = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))


def strokes_of(image: Bytes) -> list[Array]:
    """Return strokes that go along the ink of an image, shape (28, 28): points (x, y) from 0 to 1, y down."""
    points = {(int(row), int(column)) for row, column in np.argwhere(_thinned(_enlarged(image)))}
    strokes = []
    while points:
        start = min(points, key=lambda point: (len(_neighbors(point, points)) != 1, point))
        path = _walk(start, points)
        if len(path) >= _SHORTEST or not strokes:
            strokes.append(_smooth(np.array(path, float)[:, ::-1] + 0.5) / (28 * _ENLARGED))
    return strokes


def perturbed(
    strokes: list[Array], generator: np.random.Generator, tremor: float = 0.0, slant: float = 0.0, spacing: float = 1.0
) -> list[Array]:
    """Return the strokes as another hand would have drawn them.

    Parameters
    ----------
    strokes : list of ndarray, shape (n, 2)
        Points (x, y) from 0 to 1.
    generator : numpy.random.Generator
        Where chance comes from.
    tremor : float
        Standard deviation of each point's place, in parts of the pad, smoothed along the stroke.
    slant : float
        How far the digit leans to either side at most.
    spacing : float
        Pixels of 28 from one point to the next: large for a fast hand.
    """
    lean = generator.uniform(-slant, slant)
    step = max(1, round(spacing * _ENLARGED))
    found = []
    for stroke in strokes:
        points = np.concatenate([stroke[:-1:step], stroke[-1:]])
        points = points + _smooth(generator.normal(0, tremor * 1.7, points.shape))
        found.append(points + np.stack([lean * (0.5 - points[:, 1]), np.zeros(len(points))], axis=1))
    return found


def _enlarged(image: Bytes) -> np.ndarray:
    side = 28 * _ENLARGED
    larger = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
    return np.pad(np.asarray(larger) > 127, 1)


def _thinned(ink: np.ndarray) -> np.ndarray:
    ink = ink.copy()
    is_changed = True
    while is_changed:
        is_changed = False
        for first, second in (((0, 2, 4), (2, 4, 6)), ((0, 2, 6), (0, 4, 6))):
            around = np.stack([np.roll(ink, (-down, -across), (0, 1)) for down, across in _AROUND])
            count = around.sum(axis=0)
            begins = (~around & np.roll(around, -1, axis=0)).sum(axis=0)
            goes = ink & (count >= 2) & (count <= 6) & (begins == 1)
            goes &= ~around[list(first)].all(axis=0) & ~around[list(second)].all(axis=0)
            ink &= ~goes
            is_changed |= bool(goes.any())
    return ink[1:-1, 1:-1]


def _neighbors(point: tuple[int, int], points: set[tuple[int, int]]) -> list[tuple[int, int]]:
    row, column = point
    return [near for down, across in _AROUND if (near := (row + down, column + across)) in points]


def _walk(start: tuple[int, int], points: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take points away along a line, as straight on as there are any; close a ring."""
    path = [start]
    points.discard(start)
    while nears := _neighbors(path[-1], points):
        back = path[max(0, len(path) - 5)]
        ahead = (path[-1][0] - back[0], path[-1][1] - back[1])

        def straight(near: tuple[int, int], ahead: tuple[int, int] = ahead) -> float:
            step = (near[0] - path[-1][0], near[1] - path[-1][1])
            return (step[0] * ahead[0] + step[1] * ahead[1]) / float(np.hypot(*step))

        following = max(nears, key=straight)
        for near in nears:  # a line two pixels thick is one line
            if near != following and abs(near[0] - following[0]) + abs(near[1] - following[1]) == 1:
                points.discard(near)
        points.discard(following)
        path.append(following)
    if len(path) > 12 and max(abs(path[0][0] - path[-1][0]), abs(path[0][1] - path[-1][1])) <= 3:
        path.append(path[0])
    return path


def _smooth(points: Array) -> Array:
    """Return the points, each in the middle of itself and its neighbors; the ends stay."""
    smooth = points.copy()
    smooth[1:-1] = (points[:-2] + points[1:-1] + points[2:]) / 3
    return smooth
