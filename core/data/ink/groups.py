"""Groups: which strokes make one digit, where several digits stand side by side.

A network reads one digit. Strokes are one digit where they touch or lie above one another, as the bar of a 7, and where
one is short beside the other, as the cap of a 5; tall ones with a gap between them are two digits. What is left is a 4
whose bar stops short of its stem, or a 9 whose ring does: there the left stroke ends well above the foot of the right
one, which digits on one line do not. The figures below were chosen on single digits and numbers of the built-in hand
and of traced ones; ``tests/benchmarks/bench_numbers.py`` measures them.

All lengths are in heights of the whole drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from core.arrays import Array
from core.data.ink.part import MOST_DIGITS, Part
from core.data.ink.strokes import SMALLEST, Ink, Stroke, prepare

_MOST_STROKES = 16  # more are a scribble, and cost time
_LEANS = np.linspace(-0.5, 0.5, 6)  # of the line that may run between two digits, across for each height down
_SPACING, _MOST_POINTS = 0.03, 120  # of the points at which distances are measured
_SHARE_OF_HEIGHT = 0.35  # of the shorter one's, that two digits side by side have in common at least
_FLAT = 0.3  # ink lower than that is no digit, however low all others are
_WIDEST = 0.85  # of one digit made of strokes that stand side by side, in its own heights


@dataclass(frozen=True, slots=True)
class _Rule:
    """What holds two pieces of a drawing together.

    Attributes
    ----------
    touch : float
        Ink that is closer than this touches.
    gap : float
        The narrowest gap between two digits, straight or leaning; below zero they may overlap by so much.
    short : float
        A piece lower than that, in heights of the tallest, is no digit.
    hang, near : float
        A piece whose foot is so far above that of one that is so near belongs to it.
    """

    touch: float
    gap: float
    short: float
    hang: float
    near: float


_SETTLED = _Rule(touch=0.08, gap=0.05, short=0.55, hang=0.2, near=0.25)
_GROWING = _Rule(touch=0.3, gap=0.2, short=0.9, hang=0.15, near=0.45)
_TOUCHING = _Rule(touch=-1.0, gap=-0.2, short=0.8, hang=0.2, near=0.25)


def digits(ink: Ink, *, so_far: int | None = None) -> tuple[Ink, ...]:
    """Return the ink of each digit, from left to right; the ink itself where it is one digit.

    Parameters
    ----------
    ink : Ink
        What was drawn. Ink over a picture is one digit with it.
    so_far : int, optional
        While the last stroke is still being drawn: how many digits there were a moment ago. That number stays as long
        as it can be, and the stroke counts as one more later than a finished one does: the stem of a 4 stands apart
        until it reaches the bar, and the number of digits must not flicker.
    """
    strokes = ink.strokes
    if ink.picture is not None or not 1 < len(strokes) <= _MOST_STROKES:
        return (ink,)
    pieces = _joined(_pieces(strokes), _SETTLED)
    if so_far is not None and len(pieces) != so_far:
        pieces = _grown(strokes)
    if not 1 < len(pieces) <= MOST_DIGITS:
        return (ink,)
    in_order = sorted(pieces, key=lambda piece: float(piece.points[:, 0].mean()))
    return tuple(Ink(tuple(strokes[number] for number in sorted(piece.numbers))) for piece in in_order)


def are_joined(ink: Ink) -> bool:
    """Return whether ink that counts as one digit looks like two whose strokes touch or overlap."""
    strokes = ink.strokes
    if ink.picture is not None or not 1 < len(strokes) <= _MOST_STROKES:
        return False
    width, height = np.ptp(np.concatenate(strokes), axis=0)
    return bool(width >= _WIDEST * height) and len(_joined(_pieces(strokes), _TOUCHING)) > 1


def part_of(digit: Ink) -> Part:
    """Return one digit's ink as a network sees it, and where on the pad it lies."""
    points = np.concatenate(digit.strokes).clip(0, 1)
    (left, top), (width, height) = points.min(axis=0).tolist(), np.ptp(points, axis=0).tolist()
    image = prepare(digit)
    image.flags.writeable = False
    return Part((left, top, width, height), image, are_joined(digit))


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Strokes that belong together.

    Attributes
    ----------
    numbers : tuple of int
        Which strokes.
    points : ndarray, shape (n, 2)
        Along them.
    left, right : ndarray, shape (leans,)
        How far they reach to both sides, seen along each of the leaning lines.
    top, foot : float
        How far they reach up and down.
    """

    numbers: tuple[int, ...]
    points: Array
    left: Array
    right: Array
    top: float
    foot: float

    @property
    def height(self) -> float:
        return self.foot - self.top

    def with_other(self, other: "_Piece") -> "_Piece":
        """Return both as one piece."""
        return _Piece(
            (*self.numbers, *other.numbers),
            np.concatenate([self.points, other.points]),
            np.minimum(self.left, other.left),
            np.maximum(self.right, other.right),
            min(self.top, other.top),
            max(self.foot, other.foot),
        )


def _pieces(strokes: Sequence[Stroke]) -> list[_Piece]:
    """Return each stroke as a piece."""
    width, height = np.ptp(np.concatenate(strokes), axis=0)
    unit = max(float(height), 0.1 * float(width), SMALLEST)
    return [_piece(number, _spaced(stroke / unit)) for number, stroke in enumerate(strokes)]


def _piece(number: int, points: Array) -> _Piece:
    across = points[:, :1] + points[:, 1:] * _LEANS
    top, foot = float(points[:, 1].min()), float(points[:, 1].max())
    return _Piece((number,), points, across.min(axis=0), across.max(axis=0), top, foot)


def _spaced(stroke: Stroke) -> Stroke:
    """Return points evenly along a stroke, near enough to one another to measure distances at."""
    along = np.append(0.0, np.hypot(*np.diff(stroke, axis=0).T).cumsum())
    count = min(int(along[-1] / _SPACING) + 1, _MOST_POINTS)
    at = np.linspace(0, along[-1], count + 1)
    return np.stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _joined(pieces: list[_Piece], rule: _Rule) -> list[_Piece]:
    """Return the pieces that are left when all are put together that belong together."""
    while len(pieces) > 1:
        pair = _pair(pieces, rule)
        if pair is None:
            break
        one, other = pair
        pieces = [piece for piece in pieces if piece is not one and piece is not other]
        pieces.append(one.with_other(other))
    return pieces


def _grown(strokes: Sequence[Stroke]) -> list[_Piece]:
    """Return the pieces while the last stroke grows: to the others it belongs until it is clearly another digit."""
    *finished, last = _pieces(strokes)
    settled = _joined(finished, _SETTLED)
    is_apart = all(_pair([piece, last], _GROWING) is None for piece in settled)
    nearest = min(settled, key=lambda piece: _distance(piece, last))
    if is_apart:
        return [*settled, last]
    return [piece.with_other(last) if piece is nearest else piece for piece in settled]


def _pair(pieces: Sequence[_Piece], rule: _Rule) -> tuple[_Piece, _Piece] | None:
    """Return two pieces that are parts of one digit; none where each is a digit."""
    for pair in combinations(pieces, 2):
        if _gap(*pair) < rule.gap or _are_near(*pair, rule.touch):
            return pair
    shortest = min(pieces, key=lambda piece: piece.height)
    if shortest.height < max(rule.short * max(piece.height for piece in pieces), _FLAT):
        return shortest, min(
            (piece for piece in pieces if piece is not shortest), key=lambda piece: _distance(shortest, piece)
        )
    return next((pair for pair in combinations(pieces, 2) if not _stand_on_one_line(*pair, rule)), None)


def _stand_on_one_line(one: _Piece, other: _Piece, rule: _Rule) -> bool:
    """Return whether two pieces are as high up as digits of one number are."""
    shared = min(one.foot, other.foot) - max(one.top, other.top)
    if shared < _SHARE_OF_HEIGHT * min(one.height, other.height):
        return False
    return abs(one.foot - other.foot) <= rule.hang or not _are_near(one, other, rule.near)


def _gap(one: _Piece, other: _Piece) -> float:
    """Return how wide the widest gap is along which a straight or leaning line runs; negative where they overlap."""
    return float(np.maximum(other.left - one.right, one.left - other.right).max())


def _are_near(one: _Piece, other: _Piece, reach: float) -> bool:
    # The gap is no more than a little wider than the distance, and costs nothing.
    return _gap(one, other) < 1.2 * reach and _distance(one, other) < reach


def _distance(one: _Piece, other: _Piece) -> float:
    """Return how far the nearest points of two pieces are apart."""
    away = one.points[:, None] - other.points[None]
    return float(np.sqrt((away * away).sum(axis=-1).min()))
