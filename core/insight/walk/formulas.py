"""What each part reckons, as formulas: those that it declares, and what a cost and an output come to together.

The parts themselves compute in arrays they are given and in an order that spares sweeps; their formulas are the same
as a book has it. A test holds every one against its part.
"""

import re
from dataclasses import dataclass

from core.insight.walk.numbers import Formula
from core.parts.activations import Activation
from core.parts.clipping import CLIPPED
from core.parts.costs import Cost, CrossEntropy
from core.parts.optimizers import Optimizer
from core.parts.outputs import Softmax

Formulas = tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """How a value is made of a sum, and the slope that it has there.

    Attributes
    ----------
    value : tuple of Formula
        Ends with ``a`` of ``z``.
    slope : tuple of Formula
        Lines that go before, and last the activation's own slope, of ``z``, ``a`` and what the lines before gave,
        written so that it can stand in a product.
    """

    value: Formulas
    slope: Formulas


def rule_of(activation: Activation) -> Rule:
    """Return the formulas of an activation, or of an output; of softmax there is no slope of one sum alone."""
    return Rule(_read(activation.formulas["values"]), _read(activation.formulas.get("slope", "")))


def slope_at_outputs(cost: Cost, output: Activation) -> Formula:
    """Return the slope of one image's cost for the sum of an output, of ``p``, ``y`` and, for softmax, ``mix``."""
    if isinstance(cost, CrossEntropy):
        return Formula("d", "p - y")
    if isinstance(output, Softmax):
        return Formula("d", "p * (p - y - mix)")
    own = re.sub(r"\ba\b", "p", rule_of(output).slope[-1].right)
    return Formula("d", "p - y" if own == "1" else f"(p - y) * {own}")


def step_of(optimizer: Optimizer) -> Formulas:
    """Return how an optimizer moves a weight ``w`` of slope ``dw``, and what it remembers, line by line."""
    return _read(optimizer.formulas["step"])


def step_and_decay(optimizer: Optimizer, weight_decay: float, l1: float = 0.0, clip_norm: float = 0.0) -> Formulas:
    """Return the formulas of a step; what shortens a slope, and what pulls towards zero, comes first where it is set.

    The ``norm`` is that of the whole gradient, and ``largest`` is what it may be.
    """
    clipped = CLIPPED if clip_norm else ""
    pull = optimizer.formulas["decay_weights"] if weight_decay else ""
    shrink = optimizer.formulas["shrink_weights"] if l1 else ""
    return (*_read(clipped), *_read(pull), *_read(shrink), *step_of(optimizer))


STAYS: Formulas = (Formula("w", "w"),)
"""What becomes of a weight of a frozen layer."""


def memory_names(optimizer: Optimizer) -> tuple[str, ...]:
    """Return what the arrays of an optimizer's memory are called, kind by kind."""
    return tuple(line.left for line in step_of(optimizer) if line.left in ("m", "v"))


def _read(text: str) -> Formulas:
    return tuple(Formula(*line.split(" = ", 1)) for line in text.splitlines())
