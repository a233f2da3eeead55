"""What the window says about neurons: their marks, facts, orders, and what is missing where some are off or damaged."""

from collections.abc import Collection, Mapping

import numpy as np

from core.arrays import Array
from core.insight.damage import Damage
from core.insight.liveliness import Liveliness
from core.insight.neuron import Portrait
from core.insight.orders import Order
from core.insight.output import OutputPortrait
from desktop.look.words import listed, percent, signed
from desktop.widgets.tiles.marks import Mark, Sign

ORDERS: Mapping[Order, tuple[str, str]] = {
    "position": ("By position", "as they come"),
    "influence": ("By influence", "those first that move the outputs most: their votes times the value they pass on"),
    "change": ("By change", "those first whose weights are farthest from those at the start of the run"),
    "similarity": ("By similarity", "neighbors look for similar things"),
    "activity": ("By activity", "those first that are active on most test images"),
}
"""What each order is called, and what it does."""

ORDERS_TIP = (
    "The order of the neurons: "
    + "; ".join(f"<b>{title.lower()}</b>: {what}" for title, what in ORDERS.values())
    + ". While training it is renewed every few seconds."
)
OWN_SCALE_TIP = (
    "Off: one color range for all pictures, so that they can be compared. "
    "On: each picture uses the full range, so that weak neurons can be seen as well."
)

LINEAR = "Multiplied through the layers before, as if these had no activation: what it leans to, not all it does."
_FIRST = "Orange: ink excites it, blue inhibits. Click to open."
_DEEPER = "Multiplied through the layers before, as if these had no activation: what each neuron leans to."
_MATRIX = "Every weight: a row for each neuron before, a column for each neuron of this layer. A click opens it."
_OUTPUT_MATRIX = (
    "Every weight: a row for each neuron of the last hidden layer, a column for each output. A click opens it."
)
_OUTPUTS = "What each output leans to, multiplied through the layers before. Click to open."
_NO_HIDDEN = "This network has no hidden layer: these are the weights of the outputs themselves."

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


def title(neuron: tuple[int, int], sizes: tuple[int, ...], names: tuple[str, ...]) -> str:
    """Return what a neuron is called, among those of its layer."""
    layer, index = neuron
    if layer == len(sizes) - 2:
        return f"Output {names[index]}"
    of_layer = f" in layer {layer + 1}" if len(sizes) > 3 else ""
    return f"Neuron {index + 1:,} of {sizes[layer + 1]:,}{of_layer}"


def wall_caption(layer: int, output_layer: int, *, is_matrix: bool) -> str:
    """Say what the pictures or the cells of a layer are."""
    is_output = layer == output_layer
    if output_layer == 0:
        return _NO_HIDDEN
    if is_matrix:
        return _OUTPUT_MATRIX if is_output else _MATRIX
    return _OUTPUTS if is_output else _DEEPER if layer else _FIRST


FACTS_TIP = (
    "The bias is added to the neuron's sum. It is active when that sum is above zero. "
    "Highest and lowest are its mean values over the test images of each class."
)
OUTPUT_FACTS_TIP = (
    "The bias is added to the output's sum. An output wins an image when it is the largest of all; "
    "the network then reads its class."
)


def facts(bias: float, portrait: Portrait | None, means: Array | None, names: tuple[str, ...]) -> list[str]:
    """Return what there is to say about one hidden neuron, a line for each fact."""
    lines = [f"Bias {signed(bias)}."]
    if portrait is None or means is None or not len(portrait.values):
        return lines
    lines.append(f"Active on {percent(portrait.active)} of {len(portrait.values):,} test images.")
    known = np.flatnonzero(np.isfinite(means))
    if known.size and portrait.values.max() > portrait.values.min():
        order = known[np.argsort(-means[known], kind="stable")]
        most = listed([f"{names[digit]} ({means[digit]:.2g})" for digit in order[:2]])
        lines.append(f"Highest for {most}, lowest for {names[order[-1]]} ({means[order[-1]]:.2g}).")
    return lines


def on_pad(value: float) -> str:
    """Say what a neuron's value is for the image on the pad."""
    return f"On the pad: {f'{value:.3g}'.replace('-', '−')}."


def output_facts(bias: float, portrait: OutputPortrait | None, name: str) -> list[str]:
    """Return what there is to say about one output, a line for each fact."""
    lines = [f"Bias {signed(bias)}."]
    if portrait is None or not len(portrait.values):
        return lines
    if portrait.wins == 0:
        return [*lines, f"Never wins on {len(portrait.values):,} test images: the network never says {name}."]
    line = f"Wins on {percent(portrait.wins, 1)} of {len(portrait.values):,} test images"
    lines.append(line + (f"; {percent(portrait.precision, 1)} of these show {name}." if portrait.precision else "."))
    if not np.isnan(portrait.recall):
        lines.append(f"Finds {percent(portrait.recall, 1)} of those that show {name}.")
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


FEEDERS_NOTE = "Weight times mean value: what each adds to its sum on average. A click opens it."
NO_FEEDERS = "The pixels feed it themselves: its picture is all there is."


def push(number: float) -> str:
    """Return what a neuron adds to a sum so short that it fits below a small picture: ``+3.9``, ``−0.7``, ``+12``."""
    text = f"{abs(number):.1f}" if abs(number) < 9.95 else f"{abs(number):.0f}"
    return f"{'−' if number < 0 else '+'}{text}"


def fed_by(index: int, layer: int, weight: float, mean: float) -> str:
    """Say what one hidden neuron adds to an output."""
    return (
        f"neuron {index + 1:,} of layer {layer + 1}: weight {signed(weight)} × mean value {mean:.2g} "
        f"= {signed(weight * mean)}\nA click opens it."
    )


def muted_names(muted: Collection[tuple[int, int]]) -> str:
    """Return which neurons are switched off: a few by their numbers, many as a count."""
    if len(muted) > 3:
        return f"{len(muted):,} neurons are"
    several = len({layer for layer, _ in muted}) > 1 or any(layer for layer, _ in muted)
    names = [f"{index + 1}" + (f" of layer {layer + 1}" if several else "") for layer, index in sorted(muted)]
    return f"Neuron{'s' if len(muted) > 1 else ''} {listed(names)} {'are' if len(muted) > 1 else 'is'}"


def muted_short(muted: Collection[tuple[int, int]]) -> str:
    """Say how many neurons are switched off."""
    return f"{len(muted):,} neuron{' is' if len(muted) == 1 else 's are'} off"


def altered_short(muted: Collection[tuple[int, int]], damage: Damage) -> str:
    """Say how many neurons are switched off, and whether the network is damaged; empty for neither."""
    return ", ".join([*([muted_short(muted)] if muted else []), *([] if damage.is_none else ["damaged"])])


def damage_names(damage: Damage) -> str:
    """Say what is done to a network: ``Noise of 50 % and 30 % of the links cut``."""
    said = {
        "noise": f"noise of {percent(damage.noise, 0)}",
        "cut": f"{percent(damage.cut, 0)} of the links cut",
        "biases": f"{percent(damage.biases, 0)} of the biases gone",
        "shuffle": f"{percent(damage.shuffle, 0)} of layer {damage.layer + 1} mixed up",
    }
    text = listed([words for kind, words in said.items() if getattr(damage, kind)])
    return text[:1].upper() + text[1:]


def altered_sentence(
    muted: Collection[tuple[int, int]], damage: Damage, whole: float | None, rest: float | None
) -> str:
    """Say what was done to the network and what that does to the test accuracy; None is not known yet."""
    off = f"{muted_names(muted)} off" if muted else ""
    text = "; ".join(filter(None, (off, damage_names(damage))))
    if whole is None or rest is None:
        text += "; the test accuracy is being worked out."
    elif np.isnan(whole):
        text += "; there are no test images to tell what that does to the accuracy."
    else:
        text += f": test accuracy {percent(rest, 2)} instead of {percent(whole, 2)} ({_points(rest - whole)})."
    return text


def _points(difference: float) -> str:
    text = f"{100 * abs(difference):.2f}"
    if float(text) == 0:
        return "no change"
    return f"{'−' if difference < 0 else '+'}{text} points"
