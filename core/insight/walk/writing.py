"""What the frames of a walk are written with: arrays to draw, and lines with numbers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import read_only
from core.insight.walk.formulas import Formulas
from core.insight.walk.numbers import Formula, evaluated, in_numbers
from core.knob import knobs_of


def drawn(**arrays: Any) -> Mapping[str, Any]:
    """Return arrays to draw, which refuse to be written to."""
    return MappingProxyType({name: read_only(np.asarray(array)) for name, array in arrays.items()})


def filled(*lines: str) -> tuple[str, ...]:
    """Return lines with numbers, or none at all where one of them has none."""
    return lines if all(lines) else ()


def knobs_in(part: Any) -> dict[str, float]:
    """Return a part's knobs by the names that its formulas have for them."""
    return {name: float(getattr(part, name)) for name in knobs_of(part)}


def reckoned(
    lines: Formulas, values: dict[str, float], knobs: dict[str, float], left: str, result: float | None
) -> tuple[str, ...]:
    """Return lines with numbers, each of which may use what those before gave; the last gives ``result``."""
    texts = []
    for line in lines[:-1]:
        texts.append(in_numbers(line, values, knobs=knobs))
        values = values | {line.left: evaluated(line.right, values | knobs)}
    texts.append(in_numbers(Formula(left, lines[-1].right), values, result, knobs))
    return filled(*texts)
