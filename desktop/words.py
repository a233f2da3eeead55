"""How figures are written on screen: one way everywhere."""

import math
from collections.abc import Sequence

_NO_BREAK = "\N{NARROW NO-BREAK SPACE}"


def percent(share: float, digits: int = 0) -> str:
    """Return a share of one as ``97 %``, with a space that does not break."""
    return f"{100 * share:.{digits}f}{_NO_BREAK}%"


def rounded(number: float) -> str:
    """Return a number with three figures, ``412,000``: the rest would only flicker."""
    digits = max(0, math.floor(math.log10(max(1.0, number))) - 2)
    return f"{int(round(number, -digits)):,}"


def duration(seconds: float) -> str:
    """Return a time as ``12 s``, ``3 min 05 s`` or ``2 h 10 min``."""
    whole = max(1, round(seconds))  # first, so that 59.7 is a minute and not 60 s
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def listed(names: Sequence[str]) -> str:
    """Return names as people list them: ``a``, ``a and b``, ``a, b and c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def kind(name: str, count: int = 2) -> str:
    """Return what images of a class are called: ``four``, ``fours``; for other classes ``images of Coat``."""
    if name.isascii() and name.isdigit() and len(name) == 1:
        word = _DIGITS[int(name)]
        return word if count == 1 else f"{word}es" if word.endswith("x") else f"{word}s"
    return f"image{'' if count == 1 else 's'} of {name}"


def taken(count: int, total: int, shown: str, taken_for: str) -> str:
    """Return what a cell of the matrix says: ``9 of 982 fours were taken for nines``."""
    was = "was" if count == 1 else "were"
    if shown == taken_for:
        return f"{count:,} of {total:,} {kind(shown, total)} {was} read as {_as_kind(taken_for, count)}"
    return f"{count:,} of {total:,} {kind(shown, total)} {was} taken for {_as_kind(taken_for, count)}"


def _as_kind(name: str, count: int) -> str:
    """Return a class as what something is taken for: ``nines``, ``a nine``, or the name itself."""
    word = kind(name, count)
    if word.startswith("image"):
        return name
    return word if count != 1 else f"{'an' if word == 'eight' else 'a'} {word}"


def signed(number: float) -> str:
    """Return a number with its sign and one decimal, ``+3.2``, ``−12``: a true minus, zero without a sign."""
    text = f"{abs(number):.1f}" if abs(number) < 9.95 else f"{abs(number):,.0f}"
    return "0" if text == "0.0" else f"{'−' if number < 0 else '+'}{text}"
