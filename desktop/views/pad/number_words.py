"""What is read of several digits that stand side by side, in words."""

from collections.abc import Sequence

from core.insight.rejection import Reason
from core.insight.verdict import Verdict
from desktop.look.words import percent
from desktop.views.pad.verdict_words import NO_VERDICT, NOT_SURE

_NO_BREAK = "\N{NO-BREAK SPACE}"
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")

WIDEST_PIECE = f"8{_NO_BREAK}({percent(1.0)}),"
"""What of :func:`number_sentence` is not torn apart at the end of a line, as wide as it comes."""


def digit_or_doubt(verdict: Verdict | None, names: tuple[str, ...]) -> str:
    """Return the one character for a digit: what is read, or that it is not sure or not known."""
    if verdict is None or not verdict.answer.is_finite:
        return NO_VERDICT
    return names[verdict.answer.digit] if verdict.rejection is None else NOT_SURE


def number(verdicts: Sequence[Verdict | None], names: tuple[str, ...]) -> str:
    """Return the digits as one number, from left to right."""
    return "".join(digit_or_doubt(verdict, names) for verdict in verdicts)


def number_sentence(verdicts: Sequence[Verdict | None], names: tuple[str, ...]) -> str:
    """Return how many digits there are, and how sure the network is of each."""
    told = ", ".join(_told(verdict, names).replace(" (", f"{_NO_BREAK}(") for verdict in verdicts)
    return f"{_count(len(verdicts)).capitalize()} digits, each read on its own: {told}."


def one_at_a_time(count: int) -> str:
    """Return why several digits are read one after the other."""
    return f"The network reads one digit at a time; these are {_count(count)}."


def place_words(place: int, count: int) -> str:
    """Return which of several digits one is."""
    return "last" if place == count - 1 and count > 2 else _PLACES[place] if place < len(_PLACES) else f"{place + 1}th"


def _count(count: int) -> str:
    return _COUNTS[count] if count < len(_COUNTS) else f"{count}"


def _told(verdict: Verdict | None, names: tuple[str, ...]) -> str:
    text = digit_or_doubt(verdict, names)
    if verdict is None or text == NO_VERDICT:
        return text
    doubt, answer = verdict.rejection, verdict.answer
    if doubt is not None:
        if doubt.reason is Reason.TOUCHING:
            return f"{text} (two that touch)"
        return (
            f"{text} ({' or '.join(names[each] for each in doubt.candidates)})" if len(doubt.candidates) > 1 else text
        )
    return f"{text} ({percent(answer.confidence)})" if answer.is_probability else text
