"""What each part reckons, as formulas.

The parts themselves compute in arrays they are given and in an order that spares sweeps; here is the same as a book
has it. A test holds every formula against its part.
"""

import re
from dataclasses import dataclass

from core.insight.walk.numbers import Formula
from core.parts.activations import GELU, Activation, LeakyReLU, ReLU, Sigmoid, Tanh
from core.parts.adaptive import Adam, AdamW, RMSProp
from core.parts.costs import Cost, CrossEntropy
from core.parts.optimizers import Momentum, Nesterov, Optimizer
from core.parts.outputs import Softmax

Lines = tuple[Formula, ...]

_GATE = Formula("gate", "(1 + tanh(0.79788456 * (z + 0.044715 * z**3))) / 2")


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

    value: Lines
    slope: Lines


def rule_of(activation: Activation) -> Rule:
    """Return the formulas of an activation, or of an output that looks at each sum on its own."""
    match activation:
        case Sigmoid():
            return Rule((Formula("a", "1 / (1 + exp(-z))"),), (Formula("slope", "a * (1 - a)"),))
        case Tanh():
            return Rule((Formula("a", "tanh(z)"),), (Formula("slope", "(1 - a**2)"),))
        case ReLU():
            return Rule((Formula("a", "max(z, 0)"),), (Formula("slope", "where(a > 0, 1, 0)"),))
        case LeakyReLU():
            return Rule((Formula("a", "max(z, leak * z)"),), (Formula("slope", "where(z > 0, 1, leak)"),))
        case GELU():
            own = "gate * (1 + (1 - gate) * 2 * z * 0.79788456 * (1 + 3 * 0.044715 * z**2))"
            return Rule((_GATE, Formula("a", "z * gate")), (_GATE, Formula("slope", own)))
        case Softmax():
            return Rule((Formula("a", "exp(z - top) / total"),), (Formula("slope", "a * (1 - a)"),))
    return Rule((Formula("a", "z"),), (Formula("slope", "1"),))


def slope_at_outputs(cost: Cost, output: Activation) -> Formula:
    """Return the slope of one image's cost for the sum of an output, of ``p``, ``y`` and, for softmax, ``mix``."""
    if isinstance(cost, CrossEntropy):
        return Formula("d", "p - y")
    if isinstance(output, Softmax):
        return Formula("d", "p * (p - y - mix)")
    own = re.sub(r"\ba\b", "p", rule_of(output).slope[-1].right)
    return Formula("d", "p - y" if own == "1" else f"(p - y) * {own}")


def step_of(optimizer: Optimizer) -> Lines:
    """Return how an optimizer moves a weight ``w`` of slope ``dw``, and what it remembers, line by line."""
    match optimizer:
        case Nesterov():
            return (
                Formula("v", "momentum * v - rate * dw"),
                Formula("w", "w + momentum * v - rate * dw"),
            )
        case Momentum():
            return (Formula("v", "momentum * v - rate * dw"), Formula("w", "w + v"))
        case RMSProp():
            return (
                Formula("v", "decay * v + (1 - decay) * dw**2"),
                Formula("w", "w - rate * dw / (sqrt(v) + epsilon)"),
            )
        case Adam():
            return (
                Formula("t", "t + 1"),
                Formula("m", "beta1 * m + (1 - beta1) * dw"),
                Formula("v", "beta2 * v + (1 - beta2) * dw**2"),
                Formula("m_hat", "m / (1 - beta1**t)"),
                Formula("v_hat", "v / (1 - beta2**t)"),
                Formula("w", "w - rate * m_hat / (sqrt(v_hat) + epsilon)"),
            )
    return (Formula("w", "w - rate * dw"),)


def step_and_decay(optimizer: Optimizer, weight_decay: float) -> Lines:
    """Return the formulas of a step; with weight decay the pull towards zero comes first."""
    if not weight_decay:
        return step_of(optimizer)
    if isinstance(optimizer, AdamW):
        return (Formula("w", "w * (1 - rate * pull)"), *step_of(optimizer))
    return (Formula("dw", "dw + pull * w"), *step_of(optimizer))


def memory_names(optimizer: Optimizer) -> tuple[str, ...]:
    """Return what the arrays of an optimizer's memory are called, kind by kind."""
    return tuple(line.left for line in step_of(optimizer) if line.left in ("m", "v"))
