"""Figures in the text of a lesson: ``{test_accuracy:%}`` is that of the run on screen, filled in as it is shown.

Formats: ``%`` (percent, one decimal), ``%%`` (two), ``n`` (whole, with thousands apart), a digit (so many significant
digits).
"""

import math
import re
from collections.abc import Iterator

from core.lessons.conditions import FACT, Known

_FIGURE = re.compile(rf"\{{({FACT}):(%%|%|n|[1-8])\}}")
_ANY = re.compile(r"\{[^{}\n]*\}")
UNKNOWN = "…"


def figures_in(text: str) -> Iterator[tuple[str, str]]:
    """Return each figure of a text: the fact's name, and how it is written; the name is empty where it is damaged."""
    for match in _ANY.finditer(text):
        figure = _FIGURE.fullmatch(match.group())
        yield (figure.group(1), match.group()) if figure else ("", match.group())


def filled(text: str, known: Known) -> str:
    """Return a text with its figures filled in; one that is not known is an ellipsis."""
    return _FIGURE.sub(lambda match: written(known.get(match.group(1), math.nan), match.group(2)), text)


def written(value: float, form: str) -> str:
    """Return a number in one of the formats."""
    if math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return "more than can be counted" if value > 0 else "less than can be counted"
    if form in ("%", "%%"):
        return f"{100 * value:.{len(form)}f} %"
    if form == "n":
        return f"{value:,.0f}"
    digits = int(form)
    if value and not 1e-4 <= abs(value) < 1e6:
        return f"{value:.{digits - 1}e}"
    places = digits - 1 - math.floor(math.log10(abs(value))) if value else digits - 1
    return f"{value:,.{max(places, 0)}f}"
