"""The lines of numpy of a network: what the parts declare (:mod:`core.parts.lines`), under the names of its layers.

Layers are counted from 1: ``w1`` leads from ``x`` to ``z1``, and ``a1`` is what the first layer passes on. ``p`` is
the outputs, and ``d`` the slope that goes backwards.
"""

from collections.abc import Mapping

from core.parts.costs import Cost
from core.parts.lines import written
from core.parts.outputs import Output


def names_of(layer: int, *, is_last: bool) -> dict[str, str]:
    """Return what the sums and the values of a layer are called, by what a part calls them."""
    return {"z": f"z{layer}", "a": "p" if is_last else f"a{layer}"}


def received(layer: int, *, has_dropout: bool = False) -> str:
    """Return what the values are called that a layer receives; with dropout, what is kept of them."""
    if layer == 1:
        return "x"
    return f"(a{layer - 1} * {keep(layer - 1)})" if has_dropout else f"a{layer - 1}"


def keep(layer: int) -> str:
    """Return what a hidden layer's values are multiplied by where there is dropout."""
    return f"keep{layer}"


def sums(layer: int, *, has_dropout: bool = False) -> str:
    """Return what makes the sums of a layer."""
    return f"z{layer} = {received(layer, has_dropout=has_dropout)} @ w{layer} + b{layer}"


def weight_slopes(layer: int, *, has_dropout: bool = False) -> str:
    """Return what the slopes of a layer's weights are, of ``d`` at its sums."""
    return f"{received(layer, has_dropout=has_dropout)}.T @ d"


def back(layer: int, *, has_dropout: bool = False) -> str:
    """Return what carries ``d`` from the sums of a layer back through its links."""
    return f"d = d @ w{layer}.T" + (f" * {keep(layer - 1)}" if has_dropout else "")


def cost_value(cost: Cost, output: Output, names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return what makes ``cost`` of the last layer's sums and outputs, and of ``y``."""
    asks = {**(names or {}), "y": cost.target_name}
    asked = {"cross_entropy": written(output, "cross_entropy", asks)} if "cross_entropy" in output.numpy else {}
    return written(cost, "value", names, **asked)


def cost_slope(cost: Cost, output: Output, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return what makes ``d`` at the last layer's sums."""
    return written(cost, "slope", names, backward=written(output, "backward", names))
