"""What the window says about neurons: their marks, facts, orders, and what is missing without some of them."""

from collections.abc import Collection, Mapping

import numpy as np

from core.arrays import Array
from core.insight.liveliness import Liveliness
from core.insight.neuron import Portrait
from core.insight.orders import Order
from desktop.widgets.tile_marks import Mark, Sign
from desktop.words import listed, percent, signed

ORDERS: Mapping[Order, tuple[str, str]] = {
    "position": ("By position", "as they come"),
    "influence": ("By influence", "those first that move the outputs most: their votes times the value they pass on"),
    "change": ("By change", "those first whose weights are farthest from those at the start of the run"),
    "similarity": ("By similarity", "neighbors look for similar things"),
    "activity": ("By activity", "those first that are active on most test images"),
}
"""What each order is called, and what it does."""

OFF = Mark("off", "Switched off: the network answers without it; training goes on with it.")
DEAD = Mark("dead", "Dead: it passes nothing on for any test image, and so learns nothing.")
SATURATED = Mark("saturated", "Saturated: for nearly every test image it is at an end of its range, and hardly learns.")


def marks(found: Liveliness | None, off: Collection[int]) -> dict[int, tuple[Mark, ...]]:
    """Return the marks of the neurons of one layer, by their places in it."""
    by_neuron: dict[int, tuple[Mark, ...]] = {}
    if found is not None:
        for mark, is_so in ((DEAD, found.is_dead), (SATURATED, found.is_saturated)):
            for index in np.flatnonzero(is_so).tolist():
                by_neuron[index] = (*by_neuron.get(index, ()), mark)
    for index in off:
        by_neuron[index] = (*by_neuron.get(index, ()), OFF)
    return by_neuron


def counts(by_neuron: Mapping[int, tuple[Mark, ...]]) -> dict[Sign, int]:
    """Return how many neurons have each sign."""
    result: dict[Sign, int] = {}
    for several in by_neuron.values():
        for mark in several:
            result[mark.sign] = result.get(mark.sign, 0) + 1
    return result


def facts(bias: float, portrait: Portrait | None, means: Array | None, names: tuple[str, ...]) -> list[str]:
    """Return what there is to say about one neuron, a sentence for each fact."""
    lines = [f"Bias {signed(bias)}, added to its sum."]
    if portrait is None or means is None or not len(portrait.values):
        return lines
    lines.append(f"Active (sum above zero) on {percent(portrait.active)} of {len(portrait.values):,} test images.")
    known = np.flatnonzero(np.isfinite(means))
    if known.size and portrait.values.max() > portrait.values.min():
        order = known[np.argsort(-means[known], kind="stable")]
        most = ", ".join(f"{names[digit]} ({means[digit]:.2g})" for digit in order[:2])
        lines.append(f"Its value is highest for {most} and lowest for {names[order[-1]]} ({means[order[-1]]:.2g}).")
    return lines


def batches(step: int) -> str:
    """Return a number of batches so short that it fits below a small picture: ``870``, ``1.2k``, ``12k``."""
    if step < 1000:
        return str(step)
    return f"{step / 1000:.1f}k" if step < 9950 else f"{step / 1000:.0f}k"


def votes_note(is_last: bool) -> str:
    """Say what a neuron's votes are."""
    if is_last:
        return "Its weights to the outputs: what each unit of its value adds."
    return "Its weights multiplied on through the layers behind, as if those had no activation: a tendency."


def muted_names(muted: Collection[tuple[int, int]]) -> str:
    """Return which neurons are switched off: a few by their numbers, many as a count."""
    if len(muted) > 3:
        return f"{len(muted):,} neurons are"
    several = len({layer for layer, _ in muted}) > 1 or any(layer for layer, _ in muted)
    names = [f"{index + 1}" + (f" of layer {layer + 1}" if several else "") for layer, index in sorted(muted)]
    return f"Neuron{'s' if len(muted) > 1 else ''} {listed(names)} {'are' if len(muted) > 1 else 'is'}"


def muted_sentence(muted: Collection[tuple[int, int]], whole: float | None, rest: float | None) -> str:
    """Say which neurons are switched off and what that does to the test accuracy; None is not known yet."""
    text = f"{muted_names(muted)} off"
    if whole is None or rest is None:
        text += "; the test accuracy is being worked out."
    elif np.isnan(whole):
        text += "; there are no test images to tell what that does to the accuracy."
    else:
        text += f": test accuracy {percent(rest, 2)} instead of {percent(whole, 2)} ({_points(rest - whole)})."
    return f"{text} The pad leaves {'it' if len(muted) == 1 else 'them'} out, training does not."


def _points(difference: float) -> str:
    text = f"{100 * abs(difference):.2f}"
    if float(text) == 0:
        return "no change"
    return f"{'−' if difference < 0 else '+'}{text} points"
