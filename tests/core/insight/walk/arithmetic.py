"""Reads what stands on the screen, ``d = (0.545 − 1)·0.545 = −0.113``, and reckons it."""

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": np.exp,
    "log": np.log,
    "tanh": np.tanh,
    "sqrt": np.sqrt,
    "max": max,
    "sign": np.sign,
    "where": lambda test, yes, no: yes if test else no,
}
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.Gt: operator.gt,
}


def number_in(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def reckon(text: str) -> float:
    """Return what arithmetic in the signs of a book comes to; a letter that was not replaced by a number fails."""
    for sign, plain in (("·", "*"), ("−", "-"), ("²", "**2"), ("³", "**3"), ("^", "**")):
        text = text.replace(sign, plain)

    def value(node: ast.AST) -> Any:
        match node:
            case ast.Constant():
                return np.float64(node.value)  # type: ignore[arg-type]  # there are numbers only
            case ast.UnaryOp():
                return _OPERATORS[type(node.op)](value(node.operand))
            case ast.BinOp():
                return _OPERATORS[type(node.op)](value(node.left), value(node.right))
            case ast.Compare():
                return _OPERATORS[type(node.ops[0])](value(node.left), value(node.comparators[0]))
            case ast.Call(func=ast.Name()):
                return _FUNCTIONS[node.func.id](*map(value, node.args))
        raise AssertionError(f"not a number: {ast.unparse(node)} in {text}")

    with np.errstate(all="ignore"):
        return float(value(ast.parse(text, mode="eval").body))


def last_digit(text: str) -> float:
    """Return what one in the last digit of a number is worth; of a small whole number, which is exact, a thousandth."""
    head, _, power = text.replace("−", "-").partition("e")
    decimals = head.partition(".")[2]
    if not decimals and not power and abs(float(head)) < 100:
        return 1e-3
    return 10.0 ** (int(power or 0) - len(decimals))


def check_line(text: str) -> None:
    """Fail unless what is written comes to what is said, within the last digit shown."""
    left, arithmetic, said = text.split(" = ")
    assert left
    assert math.isfinite(number_in(said))
    assert abs(reckon(arithmetic) - number_in(said)) <= last_digit(said) * (1 + 1e-9), text
