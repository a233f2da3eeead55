"""The lines of numpy of a walk, frame by frame; its formulas are told in :mod:`core.insight.walk.formulas`.

Layers are counted from 1 in the names of arrays: ``w1`` leads from ``x`` to ``z1``, and ``a1`` is what the first layer
passes on. ``p`` is the outputs and ``d`` the slope that goes backwards.
"""

import re

from core.insight.walk.formulas import Lines, rule_of, slope_at_outputs, step_of
from core.insight.walk.numbers import Formula
from core.insight.walk.writing import knobs_in
from core.parts.activations import Activation
from core.parts.costs import Cost, CrossEntropy
from core.parts.optimizers import AdamW, Optimizer
from core.parts.outputs import Output, Softmax

PICTURE = "x = images.reshape(len(images), 784) * np.float32(1 / 255)"
TARGET = "y = np.eye(10, dtype=np.float32)[labels]"
SLOPE_PICTURE = "dw1 = x.T @ d"


def sums(layer: int) -> str:
    """Return what makes the sums of a layer, counted from 0."""
    return f"{_name('z', layer)} = {_received(layer)} @ {_name('w', layer)} + {_name('b', layer)}"


def values(activation: Activation, layer: int) -> str:
    """Return what makes values of the sums of a hidden layer."""
    return _in_numpy(rule_of(activation).value, _name("a", layer), knobs_in(activation), z=_name("z", layer))


def outputs(output: Output, layer: int) -> str:
    """Return what makes outputs of the sums of the last layer."""
    z = _name("z", layer)
    if isinstance(output, Softmax):
        return f"e = np.exp({z} - {z}.max(axis=1, keepdims=True))\np = e / e.sum(axis=1, keepdims=True)"
    return _in_numpy(rule_of(output).value, "p", knobs_in(output), z=z)


def cost_of(cost: Cost, output: Output) -> str:
    """Return what makes one number of outputs and targets, the mean over the images."""
    if not isinstance(cost, CrossEntropy):
        return "cost = 0.5 * np.square(p - y).sum(axis=1).mean()"
    if isinstance(output, Softmax):
        return "cost = -np.log((p * y).sum(axis=1)).mean()"
    return "cost = -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=1).mean()"


def at_outputs(cost: Cost, output: Output) -> str:
    """Return what makes the slope at the outputs, of the mean over the images."""
    formula = slope_at_outputs(cost, output)
    mix = "mix = ((p - y) * p).sum(axis=1, keepdims=True)\n" if "mix" in formula.right else ""
    return f"{mix}{_in_numpy((formula,), 'd', {})}\nd = d / len(x)"


def weight(layer: int) -> str:
    """Return what makes the slopes of a layer's weights."""
    return f"{_name('dw', layer)} = {_received(layer)}.T @ d"


def back(activation: Activation, layer: int) -> str:
    """Return what carries the slope back to a hidden layer, through the links and the activation."""
    *before, own = rule_of(activation).slope
    lines = (*before, Formula("d", f"s * {own.right}" if own.right != "1" else "s"))
    names = {"z": _name("z", layer), "a": _name("a", layer)}
    return f"s = d @ {_name('w', layer + 1)}.T\n" + _in_numpy(lines, "d", knobs_in(activation), **names)


def step(optimizer: Optimizer, weight_decay: float, rate: float, layer: int) -> str:
    """Return what moves a layer's weights."""
    knobs = knobs_in(optimizer) | {"pull": weight_decay, "rate": rate}
    names = {"w": _name("w", layer), "dw": _name("dw", layer)}
    texts = (
        _in_numpy((line,), names.get(line.left, line.left), knobs, **names)
        for line in lines_of(optimizer, weight_decay)
    )
    return "\n".join(texts)


def lines_of(optimizer: Optimizer, weight_decay: float) -> Lines:
    """Return the formulas of a step; with weight decay the pull towards zero comes first."""
    if not weight_decay:
        return step_of(optimizer)
    if isinstance(optimizer, AdamW):
        return (Formula("w", "w * (1 - rate * pull)"), *step_of(optimizer))
    return (Formula("dw", "dw + pull * w"), *step_of(optimizer))


def _name(letter: str, layer: int) -> str:
    return f"{letter}{layer + 1}"


def _received(layer: int) -> str:
    return _name("a", layer - 1) if layer else "x"


def _in_numpy(lines: Lines, left: str, knobs: dict[str, float], **names: str) -> str:
    """Return some lines in numpy, with names replaced and knobs filled in; the last one gives ``left``."""
    known = names | {name: f"{value:.12g}" for name, value in knobs.items()}

    def rewritten(right: str) -> str:
        text = re.sub(r"\b(exp|log|tanh|sqrt|max|where)\(", r"np.\1(", right).replace("np.max(", "np.maximum(")
        return re.sub(r"\b[A-Za-z_]\w*\b", lambda match: known.get(match[0], match[0]), text)

    texts = [f"{line.left} = {rewritten(line.right)}" for line in lines[:-1]]
    return "\n".join((*texts, f"{left} = {rewritten(lines[-1].right)}"))
