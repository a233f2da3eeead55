"""Made-up characters: a few strokes joined as in writing, which stand for nothing.

People draw more than can be listed. Characters put together by chance from lines, arcs, corners, hooks and rings have
something of all of it; that such characters look like writing is known from Lake, Salakhutdinov and Tenenbaum,
"Human-level concept learning through probabilistic program induction", *Science* 350 (2015).
"""

from collections.abc import Callable

import numpy as np

from core.arrays import Array
from core.data.writer.style import Style

_STROKES = (1, 2, 3, 4)
_HOW_OFTEN = (0.2, 0.45, 0.25, 0.1)  # a character has so many strokes

_Pieces = list[Array]
"""A stroke: its smooth pieces, each of shape (points, 2), the next beginning where the one before ends."""


def character(chance: np.random.Generator) -> Style:
    """Return a character as chance makes it, to be written by any hand; the ``digit`` of the style says nothing."""
    strokes: list[_Pieces] = []
    for _ in range(int(chance.choice(_STROKES, p=_HOW_OFTEN))):
        pieces = _KINDS[int(chance.integers(len(_KINDS)))](chance)
        if not strokes:
            strokes.append(pieces)
        elif chance.random() < 0.3:  # the pen goes on without being lifted
            strokes[-1] = strokes[-1] + _moved(pieces, strokes[-1][-1][-1] - pieces[0][0])
        else:
            strokes.append(_joined(pieces, np.concatenate([each for stroke in strokes for each in stroke]), chance))
    points = np.concatenate([each for stroke in strokes for each in stroke])
    low = points.min(axis=0)
    scale = 100 / max(float((points.max(axis=0) - low).max()), 1e-6)
    return Style(0, "made up", 1.0, (tuple(_as_text(stroke, low, scale) for stroke in strokes),))


def _joined(pieces: _Pieces, there: Array, chance: np.random.Generator) -> _Pieces:
    """Return a stroke moved to where it meets those there are, or near their middle."""
    own = np.concatenate(pieces)
    if chance.random() < 0.7:
        place = own[int(chance.choice((0, len(own) // 2, len(own) - 1), p=(0.5, 0.3, 0.2)))]
        return _moved(pieces, there[int(chance.integers(len(there)))] - place)
    return _moved(pieces, there.mean(axis=0) + chance.normal(0, 0.3, 2) - own.mean(axis=0))


def _line(chance: np.random.Generator) -> _Pieces:
    angle = np.radians(float(chance.choice((0, 0, 45, 70, 90, 90, 110, 135))) + chance.normal(0, 8))
    return [np.linspace(0, chance.uniform(0.4, 1.1), 3)[:, None] * _towards(angle)]


def _arc(chance: np.random.Generator) -> _Pieces:
    turn = chance.uniform(90, 330) * float(chance.choice((-1, 1)))
    angles = np.radians(chance.uniform(0, 360) + np.linspace(0, turn, max(4, int(abs(turn) // 45) + 2)))
    return [_from_zero(_ellipse(angles, chance.uniform(0.2, 0.5), chance.uniform(0.6, 1.2)))]


def _ring(chance: np.random.Generator) -> _Pieces:
    angles = chance.uniform(0, 2 * np.pi) + np.linspace(0, 2 * np.pi, 9)
    return [_from_zero(_ellipse(angles, chance.uniform(0.18, 0.5), chance.uniform(0.6, 1.1)))]


def _corners(chance: np.random.Generator) -> _Pieces:
    place, angle, pieces = np.zeros(2), chance.uniform(0, 2 * np.pi), []
    for _ in range(int(chance.integers(2, 5))):
        end = place + chance.uniform(0.3, 0.9) * _towards(angle)
        pieces.append(np.stack([place, (place + end) / 2, end]))
        place, angle = end, angle + float(chance.choice((-1, 1))) * np.radians(chance.uniform(60, 150))
    return pieces


def _hook(chance: np.random.Generator) -> _Pieces:
    """Return a line that ends in an arc, or begins with one."""
    along = _towards(np.radians(float(chance.choice((0, 60, 90, 90, 120))) + chance.normal(0, 10)))
    aside = np.array([-along[1], along[0]]) * float(chance.choice((-1, 1)))
    end, radius = along * chance.uniform(0.4, 0.9), chance.uniform(0.15, 0.4)
    angles = np.radians(np.linspace(0, chance.uniform(90, 220), 5)[1:, None])
    arc = end + radius * (aside + np.sin(angles) * along - np.cos(angles) * aside)
    points = np.concatenate([[0 * end, end / 2, end], arc])
    return [_from_zero(points[::-1] if chance.random() < 0.5 else points)]


_KINDS: tuple[Callable[[np.random.Generator], _Pieces], ...] = (_line, _arc, _arc, _corners, _hook, _ring)


def _towards(angle: float) -> Array:
    return np.array([np.cos(angle), np.sin(angle)])


def _ellipse(angles: Array, radius: float, width: float) -> Array:
    points: Array = radius * np.stack([width * np.cos(angles), np.sin(angles)], axis=1)
    return points


def _from_zero(points: Array) -> Array:
    moved: Array = points - points[0]
    return moved


def _moved(pieces: _Pieces, by: Array) -> _Pieces:
    return [piece + by for piece in pieces]


def _as_text(pieces: _Pieces, low: Array, scale: float) -> str:
    """Return a stroke as :class:`~core.data.writer.style.Style` wants it, the points of a corner said once."""
    placed = [(piece - low) * scale for piece in pieces]
    texts = [placed[0], *(piece[1:] for piece in placed[1:])]
    return " | ".join(" ".join(f"{x:.0f},{y:.0f}" for x, y in piece) for piece in texts)
