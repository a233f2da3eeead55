"""The lines of numpy of a walk, frame by frame: those of a script that trains, as the parts declare them.

Its formulas are told in :mod:`core.insight.walk.formulas`, and its names in :mod:`core.network.lines`.
"""

import math

from core.hyperparameters import Hyperparameters
from core.network import lines
from core.network.scaling import Scaling
from core.parts.activations import Activation
from core.parts.costs import Cost
from core.parts.lines import written
from core.parts.outputs import Output


def picture(scaling: Scaling | None = None) -> str:
    """Return what makes inputs of images."""
    plain = "x = images.reshape(len(images), 784) * np.float32(1 / 255)"
    return plain if scaling is None else f"{plain}\nx = (x - {scaling.mean!r}) / {scaling.spread!r}"


def target(classes: int) -> str:
    """Return what makes targets of labels."""
    return f"y = np.eye({classes}, dtype=np.float32)[labels]"


def sums(layer: int, *, has_dropout: bool = False) -> str:
    """Return what makes the sums of a layer, counted from 0."""
    return lines.sums(layer + 1, has_dropout=has_dropout)


def values(activation: Activation, layer: int, dropout: float = 0.0) -> str:
    """Return what makes values of the sums of a hidden layer, and says what of them dropout keeps."""
    made = written(activation, "values", lines.names_of(layer + 1, is_last=False))
    kept = f"# {lines.keep(layer + 1)} is 0 for neurons left out of this step, {1 / (1 - dropout):.4g} for the others"
    return "\n".join((*made, kept) if dropout else made)


def outputs(output: Output, layer: int) -> str:
    """Return what makes outputs of the sums of the last layer."""
    return "\n".join(written(output, "values", lines.names_of(layer + 1, is_last=True)))


def cost_of(cost: Cost, output: Output, layer: int) -> str:
    """Return what makes one number of the sums and outputs of the last layer and targets, the mean over the images."""
    return "\n".join(lines.cost_value(cost, output, lines.names_of(layer + 1, is_last=True)))


def at_outputs(cost: Cost, output: Output, layer: int) -> str:
    """Return what makes the slope at the outputs, of the mean over the images."""
    return "\n".join(lines.cost_slope(cost, output, lines.names_of(layer + 1, is_last=True)))


def weight(layer: int, *, has_dropout: bool = False) -> str:
    """Return what makes the slopes of a layer's weights."""
    return f"dw{layer + 1} = {lines.weight_slopes(layer + 1, has_dropout=has_dropout)}"


def back(activation: Activation, layer: int, *, has_dropout: bool = False) -> str:
    """Return what carries the slope back to a hidden layer, through the links and the activation."""
    own = written(activation, "backward", lines.names_of(layer + 1, is_last=False))
    return "\n".join((lines.back(layer + 2, has_dropout=has_dropout), *own))


def step(settings: Hyperparameters, rate: float, layer: int, norm: float) -> str:
    """Return what moves a layer's weights; what is remembered of them is called as the optimizer begins it.

    The ``norm`` is that of the slopes of all layers that move; clipping has no line where it is not finite.
    """
    optimizer, decay, l1, largest = settings.optimizer, settings.weight_decay, settings.l1, settings.clip_norm
    lines = [f"parameters, gradients = [w{layer + 1}], [dw{layer + 1}]", f"rate = {rate:.12g}"]
    if largest and math.isfinite(norm):
        lines.append(f"norm = {norm:.9g}  # of the slopes of all layers that learn")
        lines.append(f"dw{layer + 1} *= {largest!r} / max(norm, {largest!r})")
    if decay:
        lines += written(optimizer, "decay_weights", amount=decay)
    if l1:
        lines += written(optimizer, "shrink_weights", amount=l1)
    return "\n".join((*lines, *written(optimizer, "step")))


def frozen(layer: int) -> str:
    """Return what stands for the step of a frozen layer: nothing is done."""
    return f"pass  # w{layer + 1} and b{layer + 1} are not among the parameters that move"
