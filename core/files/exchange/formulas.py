"""The formulas that parts declare, in the languages of other programs: a formula is written once, and translated."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from core.hyperparameters import Hyperparameters
from core.parts.activations import Activation

_SIGNS: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes what formulas are made of.

    Attributes
    ----------
    functions : mapping of str to str
        What it calls the functions.
    number : callable
        Writes a number.
    """

    functions: Mapping[str, str]
    number: Callable[[float], str]


C = Language({"exp": "expf", "tanh": "tanhf", "max": "fmaxf"}, lambda number: f"{float(number)!r}f")
JAVASCRIPT = Language({"exp": "Math.exp", "tanh": "Math.tanh", "max": "Math.max"}, repr)


def translated(activation: Activation, language: Language) -> tuple[tuple[str, str], ...]:
    """Return name and expression of each line that leads from ``z`` to ``a``; knobs stand there as numbers.

    An output that looks at all sums of an image speaks of ``top``, the largest of them, and of ``total``, the sum
    of ``exp(z - top)``.
    """
    knobs = {field.name: float(getattr(activation, field.name)) for field in fields(activation)}  # type: ignore[arg-type]  # every part is a dataclass
    lines = (line.split(" = ", 1) for line in activation.formulas["values"].splitlines())
    return tuple((name, _written(ast.parse(right, mode="eval").body, language, knobs)) for name, right in lines)


def endings_of(settings: Hyperparameters) -> dict[Activation, str]:
    """Return the activations of hidden layers, and what the name of the function for each ends with.

    That is nothing where all layers have the same, else a number.
    """
    kinds = tuple(dict.fromkeys(settings.layer_activations or (settings.activation,)))
    return {kind: f"_{number}" if len(kinds) > 1 else "" for number, kind in enumerate(kinds, 1)}


def looks_at_all(activation: Activation) -> bool:
    """Return whether an output looks at all sums of an image together."""
    return "total" in activation.formulas["values"]


def _written(node: ast.expr, language: Language, knobs: Mapping[str, float]) -> str:
    """Return an expression in another language; brackets stand around every operation."""

    def inner(part: ast.expr) -> str:
        return _written(part, language, knobs)

    match node:
        case ast.Name(name):
            return language.number(knobs[name]) if name in knobs else name
        case ast.Constant(int() | float() as number):
            return language.number(number)
        case ast.UnaryOp(ast.USub(), operand):
            return f"(-{inner(operand)})"
        case ast.BinOp(base, ast.Pow(), ast.Constant(int() as power)) if power > 0:
            return "(" + " * ".join([inner(base)] * power) + ")"
        case ast.BinOp(left, operator, right) if type(operator) in _SIGNS:
            return f"({inner(left)} {_SIGNS[type(operator)]} {inner(right)})"
        case ast.Call(ast.Name(name), arguments) if name in language.functions:
            return f"{language.functions[name]}({', '.join(map(inner, arguments))})"
    raise ValueError(f"no way to write {ast.unparse(node)!r} in another language")
