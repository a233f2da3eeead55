"""Formulas with numbers in them: what is written evaluates to what is said."""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

FIRST_DIGITS = 3
MOST_DIGITS = 9  # all that a float32 has

_NAME = re.compile(r"\b[A-Za-z_]\w*\b(?!\()")  # one that is not called
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "exp": np.exp,
    "log": np.log,
    "tanh": np.tanh,
    "sqrt": np.sqrt,
    "max": np.maximum,
    "where": np.where,
    "sign": np.sign,
}
_OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.Gt: operator.gt,
}


_NONE: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Formula:
    """One line of arithmetic.

    Attributes
    ----------
    left : str
        What it gives, such as ``d[5]``.
    right : str
        What is done, in Python's signs: ``(p - y) * p * (1 - p)``.
    """

    left: str
    right: str

    def __str__(self) -> str:
        return pretty(f"{self.left} = {self.right}")


def pretty(text: str) -> str:
    """Return arithmetic in the signs of a book: · for a product, − for minus, ² for a square, ^ for a power."""
    text = re.sub(r"\*\*([23])(?!\d)", lambda match: "²³"[int(match[1]) - 2], text)
    return text.replace(" * ", "·").replace("**", "^").replace("-", "−")


def evaluated(right: str, values: Mapping[str, float]) -> float:
    """Return what arithmetic comes to in float64.

    Parameters
    ----------
    right : str
        Sums, products, powers and the functions of these formulas.
    values : mapping of str to float
        What its names stand for.
    """
    with np.errstate(all="ignore"):
        return float(_value(_parsed(right), values))


@lru_cache(maxsize=256)
def _parsed(right: str) -> ast.expr:
    return ast.parse(right, mode="eval").body


def _value(node: ast.expr, values: Mapping[str, float]) -> Any:
    match node:
        case ast.Constant(value=constant):
            return constant
        case ast.Name(id=name):
            return np.float64(values[name])
        case ast.UnaryOp(op=sign, operand=inner):
            return _OPERATORS[type(sign)](_value(inner, values))
        case ast.BinOp(left=left, op=sign, right=right) | ast.Compare(left=left, ops=[sign], comparators=[right]):
            return _OPERATORS[type(sign)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=given):
            return _FUNCTIONS[name](*(_value(one, values) for one in given))
    raise ValueError(f"not a formula: {ast.unparse(node)}")


def in_numbers(
    formula: Formula,
    values: Mapping[str, float],
    result: float | None = None,
    knobs: Mapping[str, float] = _NONE,
    least: int = FIRST_DIGITS,
) -> str:
    """Return a formula with numbers: ``d[5] = (0.545 − 1)·0.545·(1 − 0.545) = −0.113``.

    Each number has as few digits as it takes for what is written to come to what is said, within the last digit
    shown.

    Parameters
    ----------
    formula : Formula
        What is reckoned.
    values : mapping of str to float
        What its names stand for.
    result : float, optional
        What the network came to in float32. Where the terms cancel out but for their rounding errors it cannot be
        reproduced from what is written; then, and without a result, what is written is evaluated.
    knobs : mapping of str to float
        What further names stand for, settings and counts, which are shown as they were set.
    least : int
        How many digits what it comes to has.

    Names that the formula does not have may be among values and knobs.

    Returns
    -------
    str
        Empty where a number is not finite: there is nothing to reckon with.
    """
    used = set(_NAME.findall(formula.right))
    values = {name: value for name, value in values.items() if name in used and name not in knobs}
    exact = evaluated(formula.right, {**values, **knobs})
    wanted = exact if result is None else result
    if not all(map(math.isfinite, (exact, wanted, *values.values()))):
        return ""
    settings = {name: f"{value:.12g}" for name, value in knobs.items() if name in used}
    shown: Mapping[str, str] = {}
    for aim in (wanted, exact):
        for digits in range(FIRST_DIGITS, MOST_DIGITS + 1):
            shown = {name: _number(value, digits) for name, value in values.items()} | settings
            comes_to = evaluated(formula.right, {name: float(text) for name, text in shown.items()})
            said = _number(aim, least)
            if abs(comes_to - float(said)) <= _last_digit(said):
                return _written(formula, shown, said)
    # What is left are differences of nearly equal numbers: what is written says by itself what it comes to.
    return _written(formula, shown, _number(comes_to, least))


def number(value: float) -> str:
    """Return a number with three digits, in the signs of a book."""
    return pretty(_number(value, FIRST_DIGITS)) if math.isfinite(value) else "not a number"


def _written(formula: Formula, shown: Mapping[str, str], said: str) -> str:
    def fill(match: re.Match[str]) -> str:
        text = shown[match[0]]
        return f"({text})" if text.startswith("-") and formula.right != match[0] else text

    return pretty(f"{formula.left} = {_NAME.sub(fill, formula.right)} = {said}")


def _number(value: float, digits: int) -> str:
    if value == round(value) and abs(value) < 10**FIRST_DIGITS:
        return str(round(value))
    size = math.floor(math.log10(abs(value)))
    if -FIRST_DIGITS - 1 <= size < 2 * FIRST_DIGITS:
        return f"{value:.{max(0, digits - 1 - size)}f}"
    head, _, power = f"{value:.{digits - 1}e}".partition("e")
    return f"{head}e{int(power)}"


def _last_digit(text: str) -> float:
    """Return what one in the last digit of a number is worth."""
    head, _, power = text.partition("e")
    decimals = len(head.partition(".")[2]) if "." in head else 0
    worth = 10.0 ** (int(power or 0) - decimals)
    # A small whole number is exact, or it would have decimals.
    return 10.0**-FIRST_DIGITS if not (decimals or power) and abs(float(text)) < 10 ** (FIRST_DIGITS - 1) else worth
