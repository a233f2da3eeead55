"""What the frames of a walk are written with: names of arrays, lines with numbers, lines of numpy."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import read_only
from core.insight.walk.formulas import Lines, in_numpy
from core.insight.walk.numbers import Formula, evaluated, in_numbers
from core.knob import knobs_of


def drawn(**arrays: Any) -> Mapping[str, Any]:
    """Return arrays to draw, which refuse to be written to."""
    return MappingProxyType({name: read_only(np.asarray(array)) for name, array in arrays.items()})


def filled(*lines: str) -> tuple[str, ...]:
    """Return lines with numbers, or none at all where one of them has none."""
    return lines if all(lines) else ()


def name_of(letter: str, layer: int) -> str:
    """Return what numpy's lines call an array of a layer: ``w1`` leads into the first one."""
    return f"{letter}{layer + 1}"


def received_name(layer: int) -> str:
    """Return what numpy's lines call that which a layer receives."""
    return name_of("a", layer - 1) if layer else "x"


def knobs_in(part: Any) -> dict[str, float]:
    """Return a part's knobs by the names that its formulas have for them."""
    return {name: float(getattr(part, name)) for name in knobs_of(part)}


def reckoned(
    lines: Lines, values: dict[str, float], knobs: dict[str, float], left: str, result: float | None
) -> tuple[str, ...]:
    """Return lines with numbers, each of which may use what those before gave; the last gives ``result``."""
    texts = []
    for line in lines[:-1]:
        texts.append(in_numbers(line, values, knobs=knobs))
        values = values | {line.left: evaluated(line.right, values | knobs)}
    texts.append(in_numbers(Formula(left, lines[-1].right), values, result, knobs))
    return filled(*texts)


def numpy_of(lines: Lines, left: str, knobs: dict[str, float], **names: str) -> str:
    """Return what does some lines in numpy, with some names replaced; the last one gives ``left``."""
    settings = {name: f"{value:.12g}" for name, value in knobs.items()}
    texts = [f"{line.left} = {in_numpy(line.right, **names, **settings)}" for line in lines[:-1]]
    return "\n".join((*texts, f"{left} = {in_numpy(lines[-1].right, **names, **settings)}"))
