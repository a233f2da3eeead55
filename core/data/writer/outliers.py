"""Outliers: drawings of nothing that a network has learned from, by which it is told what to be unsure of.

Letters, digits where the classes are others, signs where they are digits, and made-up characters, written by the
hands that write on the pad.
To show a detector such drawings beside what is known is outlier exposure: Hendrycks, Mazeika and Dietterich, "Deep
anomaly detection with outlier exposure", ICLR 2019.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes, read_only
from core.data.classes import DIGITS, are_digits
from core.data.writer import letters, made_up, signs, writing
from core.data.writer.hands import ON_TABLET
from core.data.writer.style import Style
from core.data.writer.templates import STYLES
from core.errors import Cancelled

_SEED = 31
_HANDS = replace(ON_TABLET, joined=0.1)  # whoever slips into the next stroke of a letter has drawn another one
_HANDS_A_CHARACTER = 8  # a made-up character takes longer to make than to write
_FIRST_SIGN = len(letters.LETTERS) + len(DIGITS)
_MADE_UP = _FIRST_SIGN + len(signs.NAMES)  # the kind of them all, after the letters, the digits and the signs


@dataclass(frozen=True, slots=True, eq=False)
class Outliers:
    """Drawings of what is none of some classes.

    Attributes
    ----------
    images : ndarray, shape (n, 28, 28), uint8, read-only
        0 is paper, 255 is full ink.
    kinds : ndarray, shape (n,), int, read-only
        Which drawings are of one kind, from 0 without a gap: a letter or a sign each, and all made-up characters.
    """

    images: Bytes
    kinds: npt.NDArray[np.intp]


_drawn: dict[tuple[tuple[str, ...], int, int], Outliers] = {}
"""Those drawn already, which are wanted again for each network: a functools cache would ask for who may cancel, too."""

_MOST_DRAWN = 2


def outliers(
    names: Sequence[str], written: int, made: int, is_cancelled: Callable[[], bool] = lambda: False
) -> Outliers:
    """Return drawings of what none of the classes called so is; the same ones each time.

    Parameters
    ----------
    names : sequence of str
        What the classes are called: a letter or a digit that is like one of these is not among the drawings.
    written, made : int
        About how many letters, digits and signs, and how many made-up characters.
    is_cancelled : callable
        Asked before each way to write a character.

    Raises
    ------
    Cancelled
        When that says so.
    """
    wanted = (tuple(names), written, made)
    if wanted not in _drawn:
        if len(_drawn) >= _MOST_DRAWN:
            _drawn.clear()
        _drawn[wanted] = _draw(*wanted, is_cancelled)
    return _drawn[wanted]


def _draw(names: Sequence[str], written: int, made: int, is_cancelled: Callable[[], bool]) -> Outliers:
    chance = np.random.default_rng(_SEED)
    styles = _unlike(names)
    tasks = [(number, style, -(-written // len(styles))) for number, style in styles]
    tasks += [(_MADE_UP, made_up.character(chance), _HANDS_A_CHARACTER) for _ in range(made // _HANDS_A_CHARACTER)]
    images, kinds = [], []
    for number, style, count in tasks:
        if is_cancelled():
            raise Cancelled
        images.append(writing.draw(style, count, chance, _HANDS))
        kinds.append(np.full(count, number))
    _, numbered = np.unique(np.concatenate(kinds), return_inverse=True)
    return Outliers(read_only(np.concatenate(images)), read_only(numbered.astype(np.intp)))


def _unlike(names: Sequence[str]) -> list[tuple[int, Style]]:
    """Return the ways to write what is none of the classes, each with a number for what it shows."""
    known = set("".join(name for name in names if len(name) == 1))
    for alike in letters.ALIKE:
        if known & set(alike):
            known |= set(alike)
    characters = letters.LETTERS + "".join(DIGITS)
    numbered = [(style.digit, style) for style in letters.STYLES]
    numbered += [(len(letters.LETTERS) + style.digit, style) for style in STYLES]
    unlike = [(number, style) for number, style in numbered if characters[number] not in known]
    if are_digits(names):  # else a class may be a sign, whatever it is called
        unlike += [(_FIRST_SIGN + style.digit, style) for style in signs.STYLES]
    return unlike
