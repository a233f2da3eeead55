"""Answers: what was answered to a question, whether that is right, and what is said to it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from core.lessons.conditions import Known
from core.lessons.question import DONT_KNOW, Ask


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a question.

    Attributes
    ----------
    options : tuple of str
        The options chosen; ``("dont-know",)`` for *I don't know*.
    number : float
        The number; NaN where none was asked for.
    words : str
        The words.
    right : bool or None
        Whether it is right; none where that is not judged, or not known yet.
    at : str
        When, as ISO 8601 in UTC.
    """

    options: tuple[str, ...] = ()
    number: float = math.nan
    words: str = ""
    right: bool | None = None
    at: str = ""


def is_right(ask: Ask, answer: Answer, known: Known) -> bool | None:
    """Return whether an answer is right; none where it is not judged, or its truth is not known yet."""
    if DONT_KNOW in answer.options or ask.form == "words":
        return None
    if ask.form in ("choice", "several"):
        return set(answer.options) == {option.id for option in ask.options if option.right}
    low, high = ask.near
    if ask.fact:
        truth = known.get(ask.fact, math.nan) * (100 if ask.is_percent else 1)
        low, high = truth - low, truth + high
        if math.isnan(truth):
            return None
    return low <= answer.number <= high


def said_to(ask: Ask, answer: Answer) -> Iterable[str]:
    """Return the explanations of an answer: those of the options chosen, or of where the number lies."""
    if DONT_KNOW in answer.options:
        rights = [option.says for option in ask.options if option.right]
        return rights or [ask.says]
    if ask.form in ("choice", "several"):
        missed = [o for o in ask.options if o.right and o.id not in answer.options and ask.form == "several"]
        return [option.says for option in (*(o for o in ask.options if o.id in answer.options), *missed)]
    if ask.form == "words" or answer.right:
        return [ask.says]
    far = [entry.says for entry in ask.ranges if entry.holds(answer.number)]
    return far[:1] or [ask.otherwise]
