"""How the matrix and its gallery speak of images: fours, nines, how many were taken for what, and signed figures."""

import math

from desktop.look.words import percent

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def kind(name: str, count: int = 2) -> str:
    """Return what images of a class are called: ``four``, ``fours``; for other classes ``images of Coat``."""
    if _is_digit(name):
        word = _DIGITS[int(name)]
        return word if count == 1 else f"{word}es" if word.endswith("x") else f"{word}s"
    return f"image{'' if count == 1 else 's'} of {name}"


def taken(count: int, total: int, shown: str, taken_for: str) -> str:
    """Return what a cell of the matrix says: ``9 of 982 fours were taken for nines``."""
    verb = "was" if count == 1 else "were"
    what = "read as" if shown == taken_for else "taken for"
    return f"{count:,} of {total:,} {kind(shown, total)} {verb} {what} {_as_kind(taken_for, count)}"


def cell_words(shown: str, taken_for: str, count: int) -> str:
    """Return what a cell of the matrix says to who walks through it by ear: ``4 read as 9: 12 times``."""
    return f"{shown} read as {taken_for}: {'once' if count == 1 else f'{count:,} times'}"


def share_words(name: str, what: str, share: float) -> str:
    """Return a class with its recall or precision: ``4: recall 97 %``; there may be none."""
    return f"{name}: {what} {'unknown' if math.isnan(share) else percent(share)}"


def tenths(number: float) -> str:
    """Return a number with its sign and one decimal, ``+3.2``, ``−12``: a true minus, zero without a sign."""
    text = f"{abs(number):.1f}" if abs(number) < 9.95 else f"{abs(number):,.0f}"
    return "0" if text == "0.0" else f"{'−' if number < 0 else '+'}{text}"


def _as_kind(name: str, count: int) -> str:
    """Return a class as what something is taken for: ``nines``, ``a nine``, or the name itself."""
    if not _is_digit(name):
        return name
    word = kind(name, count)
    return word if count != 1 else f"{'an' if word == 'eight' else 'a'} {word}"


def _is_digit(name: str) -> bool:
    return name in tuple("0123456789")
