"""Foreign text made harmless: what a file, a server or a name says may stand in a sentence, and does nothing there.

Wherever text that Inkling did not write enters a sentence, a title or a table, it goes through here.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_SENTENCE = 1000
LONGEST_NAME = 200

# What a terminal obeys: ESC, and what belongs to it, up to its end.
_ORDERS = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[\]PX^_].*?(?:\x07|\x1b\\|\x9c|$)|\x1b[ -/]*[0-~]?|\x9b[0-?]*[ -/]*[@-~]?", re.DOTALL
)
_JOINERS = "\u200c\u200d"  # Persian and Hindi words need them, and so do many pictures
_FORMULAS = "=+-@\t\r"  # with which what a spreadsheet calculates begins


def harmless(text: str, most: int = LONGEST_SENTENCE) -> str:
    """Return a text that only says something.

    Orders to a terminal and what turns the direction of writing are left out, line breaks and other
    control characters become spaces, halves of letters a question mark, and a text that is too long loses its middle.

    Parameters
    ----------
    text : str
        Anything.
    most : int
        How many letters it may have.
    """
    if not (text.isascii() and text.isprintable()):  # as hardly any is
        text = "".join(map(_sign, _ORDERS.sub("", text)))
    if len(text) <= most:
        return text
    head = (most - 1) * 2 // 3
    return f"{text[:head]}…{text[len(text) - (most - 1 - head) :]}"


def cell(value: object) -> object:
    """Return what may stand in a table for a spreadsheet: a text that would be a formula is marked as text."""
    if not isinstance(value, str):
        return value
    text = harmless(value)
    return f"'{text}" if text[:1] and text[0] in _FORMULAS and not _is_number(text) else text


def counted(count: int, what: str) -> str:
    """Return how many there are of something: ``1 run``, ``1,200 runs``."""
    return f"{count:,} {what}{'s' * (count != 1)}"


def duration(seconds: float) -> str:
    """Return a time as ``12 s``, ``3 min 05 s`` or ``2 h 10 min``."""
    whole = max(1, round(seconds))  # first, so that 59.7 is a minute and not 60 s
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def _sign(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    if kind == "Cs":
        return "?"
    return "" if kind == "Cf" and letter not in _JOINERS else letter


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
