"""Conditions: what has to hold of a run, written ``FACT OP VALUE`` and read by one regular expression.

``test_accuracy > 90%``, ``run.rough.test_accuracy > run.exact.test_accuracy + 20%``. There are no brackets, no calls
and nothing is executed: a lesson from anywhere may be opened.
"""

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

FACT = r"[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_-]+)*"
_NUMBER = r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?(?:e-?[0-9]{1,2})?%?"
_CONDITION = re.compile(rf"\s*({FACT})\s*(<=|>=|!=|<|>|=)\s*(?:({_NUMBER})|({FACT})(?:\s*([-+*])\s*({_NUMBER}))?)\s*")
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_CHANGED: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}

Known = Mapping[str, float]
"""Facts by their names; one that is missing is not known yet."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison.

    Attributes
    ----------
    text : str
        As it was written.
    fact : str
        What is compared.
    comparison : str
        One of ``<``, ``<=``, ``>``, ``>=``, ``=``, ``!=``.
    other : str
        The fact it is compared to; empty where that is a number.
    change : str
        ``+``, ``-`` or ``*`` where the other fact is changed by ``number``, else empty.
    number : float
        The number; that of ``5%`` is 0.05.
    """

    text: str
    fact: str
    comparison: str
    other: str = ""
    change: str = ""
    number: float = 0.0

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that have to be known."""
        return (self.fact, self.other) if self.other else (self.fact,)

    def bound(self, known: Known) -> float:
        """Return what the fact is compared to; NaN where that is not known."""
        if not self.other:
            return self.number
        other = known.get(self.other, math.nan)
        return float(_CHANGED[self.change](other, self.number)) if self.change else other

    def holds(self, known: Known) -> bool:
        """Return whether it is met; never by what is not known, nor by what is no number."""
        value, bound = known.get(self.fact, math.nan), self.bound(known)
        return not math.isnan(value) and not math.isnan(bound) and _COMPARED[self.comparison](value, bound)

    def margin(self, known: Known) -> float:
        """Return how far the fact is from where the comparison turns, in the fact's unit; NaN where it is not known."""
        return abs(known.get(self.fact, math.nan) - self.bound(known))


def read_condition(text: str) -> Condition | None:
    """Return the condition that a text writes, or none where it is not one."""
    match = _CONDITION.fullmatch(text)
    if match is None:
        return None
    fact, comparison, number, other, change, by = match.groups()
    if other is None:
        return Condition(text.strip(), fact, comparison, number=_value(number))
    return Condition(text.strip(), fact, comparison, other, change or "", _value(by) if by else 0.0)


def _value(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)
