"""What a person types: numbers and layers, read in the window as in the terminal.

Nothing is corrected in silence. What can be meant in one way only is taken, and all else is refused with a sentence.
"""

import re
from typing import Any

from core.errors import KnobError
from core.knob import Knob
from core.network.network import PIXELS

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)(e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_LONGEST = 40  # letters that are repeated to whoever typed them


def whole_number(text: str) -> int:
    """Return the whole number written: 64, but neither 64.0 nor 1,000.

    Raises
    ------
    KnobError
        When it is none.
    """
    if _WHOLE.fullmatch(text.strip()) is None:
        raise KnobError(f"{_quoted(text)} is not a whole number.", "Write one such as 64.")
    return int(text)


def number(text: str) -> float:
    """Return the number written: 0.002, 0,002 or 2e-3, but not 1.234,5.

    Raises
    ------
    KnobError
        When it is none.
    """
    if _NUMBER.fullmatch(text.strip()) is None:
        raise KnobError(f"{_quoted(text)} is not a number.", "Write one such as 0.002.")
    return float(text.strip().replace(",", "."))


def knob_value(text: str, declared: Knob, kind: type) -> Any:
    """Return the number written for a knob of a kind.

    Raises
    ------
    KnobError
        When it is none, or none that the knob may have.
    """
    value = whole_number(text) if kind is int else number(text)
    declared.check(value, kind)
    return value


def layers(text: str) -> tuple[int, ...]:
    """Return the sizes of the hidden layers written, such as 128, or 64, 32, or 64 x 32; none for an empty text.

    Raises
    ------
    KnobError
        When it is something else, or a row such as 784-30-10, in which most people count pixels and outputs as well.
    """
    if not text.strip():
        return ()
    words = re.split(r"[\s,;+×x-]+", text.strip().rstrip(",;"))
    if not all(re.fullmatch(r"[0-9]{1,9}", word) for word in words):
        raise KnobError(
            f"{_quoted(text)} is not a row of layers.",
            "Write whole numbers such as 128 or 64, 32; leave it empty for no hidden layer.",
        )
    sizes = tuple(int(word) for word in words)
    if "-" in text:
        hidden = sizes[1:-1] if sizes[0] == PIXELS and len(sizes) > 1 else sizes
        written = f"such as {', '.join(map(str, hidden))}" if hidden else "or nothing where there is none"
        raise KnobError(
            f"{_quoted(text)} may count the pixels and the outputs as well.",
            f"Write the hidden layers alone, {written}.",
        )
    return sizes


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
