"""Pieces: connected ink, and which of it is a digit: not dust, text, a box, or what reaches in from outside."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import Array
from core.data.ink import connected
from core.data.ink.part import MOST_DIGITS

Mask = npt.NDArray[np.bool_]

_DUST = 0.17  # of a digit's size: what is smaller is none of its parts
_INNER = 0.08  # the same for what lies within it
_NEAR = 0.16  # of a digit's height: what is no further away belongs to it, if it is small
_BESIDE = 1.3  # of a digit's height: the next digit of a number is no further away
_TALL = 0.62  # of a digit's height: a piece beside it that is as tall is a digit of its own
_TEXT = 0.5  # of a digit's height: letters of text are smaller
_AS_DARK = 0.65  # of a digit's: what is no darker is none of its parts
_LETTERS = 3  # so many pieces in a row are text
_MOST_PIECES = 400  # the largest ones: more are a pattern or noise, and each is compared with each


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was found on a picture.

    Attributes
    ----------
    digits : tuple of ndarray
        Each digit's ink, as a mask of the whole picture, from left to right; at least one if there is any ink.
    notes : tuple of str
        What was set aside, in plain sentences.
    """

    digits: tuple[Mask, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Connected ink.

    Its number among the labels and its place there, its box in the picture, how many pixels, how dark, and how thick
    its lines are.
    """

    number: int
    place: connected.Box
    top: int
    bottom: int
    left: int
    right: int
    area: int
    strength: float
    thickness: float

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def size(self) -> float:
        return float(max(self.height, self.width))


def find(ink: Mask, strength: Array) -> Found:
    """Return the digits among ink, shape (height, width), of which lines were taken away already.

    ``strength`` is how much of it each pixel holds.
    """
    box = connected.box_of(ink)
    labels, count = connected.labels_of(ink[box])
    pieces = _pieces(labels, count, strength[box], (box[0].start, box[1].start))
    pieces = sorted(pieces, key=lambda piece: -piece.area)[:_MOST_PIECES]
    pieces, notes = _without_surroundings(pieces, ink.shape)
    pieces, aside = _without_boxes(pieces, labels)
    notes += aside
    if not pieces:
        return Found((ink,) if ink.any() else (), tuple(notes))
    pieces, aside = _without_text(pieces)
    notes += aside
    main = max(pieces, key=lambda piece: _digit_like(piece, ink.shape))
    digits = _number(main, pieces)
    groups = [_with_its_parts(digit, digits, pieces) for digit in digits]
    taken = {piece.number for group in groups for piece in group}
    if any(p.number not in taken and p.size > 0.5 * main.size and not _is_flat(p) for p in pieces):
        notes.append("There are other marks on it; the one that is most like a digit was taken.")
    masks = [np.zeros_like(ink) for _ in groups]
    for mask, group in zip(masks, groups, strict=True):
        mask[box] = connected.chosen(labels, count, [piece.number for piece in group])
    return Found(tuple(masks), tuple(notes))


def _pieces(labels: connected.Labels, count: int, strength: Array, origin: tuple[int, int]) -> list[_Piece]:
    """Return all pieces but specks of a part of the picture, which begins at so many rows and columns."""
    if not count:  # as where all ink was a line
        return []
    from scipy import ndimage  # takes half a second to import, so only once a picture is read

    ink = labels > 0
    numbers = labels[ink]
    areas = np.bincount(numbers, minlength=count + 1)
    strengths = np.bincount(numbers, strength[ink], count + 1) / np.maximum(areas, 1)
    edges = np.bincount(labels[ink & ~_inside(ink)], minlength=count + 1)
    top, left = origin
    return [
        _Piece(
            number,
            (rows, columns),
            top + rows.start,
            top + rows.stop,
            left + columns.start,
            left + columns.stop,
            int(areas[number]),
            float(strengths[number]),
            2 * float(areas[number]) / max(int(edges[number]), 1),
        )
        for number, (rows, columns) in enumerate(ndimage.find_objects(labels), 1)
        if areas[number] >= 4
    ]


def thickness(ink: Mask) -> float:
    """Return how thick the lines of ink are: each has two edges, as long as the line."""
    edge = int(np.count_nonzero(ink & ~_inside(ink)))
    return 2 * int(np.count_nonzero(ink)) / max(edge, 1)


def _without_surroundings(pieces: list[_Piece], shape: tuple[int, ...]) -> tuple[list[_Piece], list[str]]:
    """Leave out what reaches in from outside the picture, unless nothing else is there that could be a digit."""
    height, width = shape
    inside = [p for p in pieces if p.top > 0 and p.left > 0 and p.bottom < height and p.right < width]
    large = max((p.size for p in inside), default=0)
    outside = [p for p in pieces if p not in inside]
    if large < max(8, 0.02 * max(shape)) or (outside and large < 0.12 * max(p.size for p in outside)):
        return pieces, []
    if any(p.area > 0.004 * height * width for p in outside):
        return inside, ["What reaches in from the edge of the picture was left out."]
    return inside, []


def _without_boxes(pieces: list[_Piece], labels: npt.NDArray[Any]) -> tuple[list[_Piece], list[str]]:
    """Leave out frames: what has ink in its corners and along its edges only, and another piece inside."""
    kept = [p for p in pieces if not (_has_inside(p, pieces) and _is_frame(p, labels))]
    return kept, ["A box around it was left out."] if len(kept) < len(pieces) else []


def _has_inside(box: _Piece, pieces: list[_Piece]) -> bool:
    return any(
        p.top > box.top and p.bottom < box.bottom and p.left > box.left and p.right < box.right
        and p.size > 0.3 * box.height
        for p in pieces
    )  # fmt: skip


def _is_frame(piece: _Piece, labels: npt.NDArray[Any]) -> bool:
    mask = labels[piece.place] == piece.number
    down, across = max(2, round(0.12 * piece.height)), max(2, round(0.12 * piece.width))
    corners = [mask[:down, :across], mask[:down, -across:], mask[-down:, :across], mask[-down:, -across:]]
    inner = mask[down:-down, across:-across]
    return sum(bool(corner.any()) for corner in corners) >= 3 and inner.sum() < 0.12 * mask.sum()


def _without_text(pieces: list[_Piece]) -> tuple[list[_Piece], list[str]]:
    """Leave out lines of text: several small pieces in a row, where there is a larger one."""
    tallest = max(p.height for p in pieces)
    small = [p for p in pieces if 0.04 * tallest < p.size < _TEXT * tallest]
    if len(small) < _LETTERS or len(small) > 400:
        return pieces, []
    letters = {p.number for p in small if sum(_is_in_row(p, other) for other in small) >= _LETTERS}
    if not letters:
        return pieces, []
    return [p for p in pieces if p.number not in letters], ["Text beside it was left out."]


def _is_in_row(one: _Piece, other: _Piece) -> bool:
    """Return whether another piece stands beside one as letters do."""
    taller = max(one.height, other.height)
    apart = max(one.left, other.left) - min(one.right, other.right)
    middle = abs((one.top + one.bottom) - (other.top + other.bottom)) / 2
    return (
        one is not other
        and apart < 4 * taller
        and middle < 0.7 * taller
        and min(one.height, other.height) > 0.3 * taller
    )


def _is_flat(piece: _Piece) -> bool:
    return piece.width > 5 * piece.height


def _digit_like(piece: _Piece, shape: tuple[int, ...]) -> float:
    """Return how much like a digit a piece is: large, near the middle, tall rather than flat, and no blot."""
    height, width = shape
    away = np.hypot((piece.left + piece.right) / width - 1, (piece.top + piece.bottom) / height - 1)
    score = piece.size * np.sqrt(piece.area / max(piece.size, 1)) * (1 - 0.3 * min(float(away), 1.4))
    if piece.width > 2.2 * piece.height:
        score *= 0.4 if not _is_flat(piece) else 0.15
    fill = piece.area / (piece.height * piece.width)
    if fill > 0.62 and piece.width > 0.4 * piece.height:
        score *= 0.3
    return float(score * piece.strength**2)


def _number(main: _Piece, pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces as tall as the main one that stand beside it in a row, from left to right."""
    row = [main]
    for _ in range(len(pieces)):
        more = [p for p in pieces if p not in row and any(_stands_beside(p, digit) for digit in row)]
        more = [p for p in more if _TALL * main.height < p.height < main.height / _TALL]
        more = [p for p in more if p.thickness > 0.5 * main.thickness and p.strength > _AS_DARK * main.strength]
        if not more:
            break
        row += more
        if len(row) > MOST_DIGITS + 2:  # with the sides of a box
            break
    row.sort(key=lambda p: p.left + p.right)
    row = row[1:-1] if _are_sides_of_a_box(row) else row
    return row if len(row) <= MOST_DIGITS else [main]


def _are_sides_of_a_box(row: list[_Piece]) -> bool:
    """Return whether the outermost of several pieces are upright bars, both taller than all between."""
    if len(row) < 3:
        return False
    tallest = max(p.height for p in row[1:-1])
    return all(p.height > 1.05 * tallest and p.width < 0.15 * p.height for p in (row[0], row[-1]))


def _inside(ink: Mask) -> Mask:
    """Return which pixels of ink have ink on all four sides."""
    padded = np.pad(ink, 1)
    return padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]


def _stands_beside(one: _Piece, other: _Piece) -> bool:
    """Return whether two pieces stand side by side as two digits of a number do."""
    taller = max(one.height, other.height)
    apart = max(one.left, other.left) - min(one.right, other.right)
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return -0.2 * min(one.width, other.width) < apart < _BESIDE * taller and overlap > 0.6 * min(
        one.height, other.height
    )


def _with_its_parts(digit: _Piece, digits: list[_Piece], pieces: list[_Piece]) -> list[_Piece]:
    """Return a digit's main piece and what belongs to it: the bar of a 5, a stroke that the pen left out."""
    group = [digit]
    free = [p for p in pieces if p not in digits and p.size > (_INNER if _is_within(p, digit) else _DUST) * digit.size]
    for _ in range(3):
        more = [p for p in free if p not in group and any(_belongs(p, part, digit) for part in group)]
        if not more:
            break
        group += more
    return group


def _is_within(piece: _Piece, digit: _Piece) -> bool:
    is_within_rows = digit.top < piece.top and piece.bottom < digit.bottom
    return is_within_rows and digit.left < piece.left and piece.right < digit.right


def _belongs(piece: _Piece, part: _Piece, digit: _Piece) -> bool:
    across = max(piece.left, part.left) - min(piece.right, part.right)
    down = max(piece.top, part.top) - min(piece.bottom, part.bottom)
    if piece.size > 1.6 * digit.size or piece.strength < _AS_DARK * digit.strength:
        return False
    if _is_cap(piece, digit):
        return True
    if max(across, down) > _NEAR * max(digit.size, piece.size):
        return False
    is_line = _is_flat(piece) and (piece.top >= digit.bottom - 2 or piece.thickness < 0.5 * digit.thickness)
    return not is_line


def _is_cap(piece: _Piece, digit: _Piece) -> bool:
    """Return whether a piece is the upper bar of a 5, which may lie well above the rest of it."""
    is_bar = piece.width > 1.8 * piece.height and piece.width < 1.2 * digit.size
    is_alike = 0.6 * digit.thickness < piece.thickness < 1.6 * digit.thickness
    overlap = min(piece.right, digit.right + digit.width // 4) - max(piece.left, digit.left)
    is_above = 0 < digit.top - piece.top < 0.6 * digit.height and overlap > 0.5 * piece.width
    return is_bar and is_alike and is_above
