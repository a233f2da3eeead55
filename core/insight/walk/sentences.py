"""The sentences of a walk: what is to be said where a formula does not say it all."""

import math

import numpy as np

from core.arrays import Array
from core.data.classes import a_or_an
from core.insight.sums import WrittenSum
from core.insight.walk.numbers import number

NOT_FINITE = (
    "These numbers are no longer finite: the steps were too large, and there is nothing to reckon with. "
    "Go back to an earlier moment, or begin again with a smaller learning rate."
)
NO_HIDDEN_SUMS = "This network has no hidden layer: its pixels lead straight to the outputs."
NO_HIDDEN_VALUES = "Without a hidden layer there is no activation between the pixels and the outputs."
NO_HIDDEN_BACK = "Without a hidden layer the way back ends here: the outputs' weights begin at the pixels."
NO_INK_SLOPES = "The picture has no ink, and a weight that nothing went through has a slope of zero: all of them do."
NO_STEP = "No step is taken: with slopes that are no numbers every weight would be lost."
ONLY_DIFFERENCE = (
    "Nothing else is left: the slope of the cost and that of the output, multiplied, come to the difference alone. "
    "So a wrong answer is corrected in proportion to how wrong it is, however sure the network was."
)
_FLAT = 0.01
"""An activation's slope below which hardly anything of the cost's slope comes through."""


def ink(inked: int, place: int, *, is_standardized: bool = False) -> str:
    """Return how much of a picture is ink."""
    if not inked and is_standardized:
        return "There is no ink on the picture: all 784 numbers are the same, below zero."
    if not inked:
        return "There is no ink on the picture: all 784 numbers are zero, and only the biases speak."
    return f"{inked} of the 784 pixels have ink. The darkest is in row {place // 28 + 1}, column {place % 28 + 1}."


def sum_of(found: WrittenSum, *, is_finite: bool) -> str:
    """Return what the last numbers of a written sum are."""
    if not is_finite:
        return NOT_FINITE
    bias = "the last number is the bias"
    if not found.terms:
        return f"Nothing comes in: {bias}, and it is all there is."
    if not found.rest_count:
        return f"Value times weight, the largest first; {bias}."
    return (
        f"Value times weight, the largest first; then the other {found.rest_count:,} terms that are not zero, "
        f"added up; {bias}."
    )


def value_of(z: float, a: float, own: float, *, is_squashing: bool) -> str:
    """Return where on its curve a neuron stands."""
    if not math.isfinite(z):
        return NOT_FINITE
    if own == 0 and a == 0 and not is_squashing:
        return "The neuron is silent for this image, and here the curve is flat: nothing can go back through it."
    if abs(own) < _FLAT:
        return (
            f"The neuron is saturated: here the curve is nearly flat, its slope is {number(own)}, "
            "and hardly anything goes back through it."
        )
    return f"Where the dot is, the curve has a slope of {number(own)}. It is needed on the way back."


def dropped(kept: float) -> str:
    """Return what dropout does to a neuron's value, as words that follow others."""
    if not kept:
        return " Dropout leaves it out of this step: it sends 0, and nothing goes back through it."
    return (
        f" Dropout keeps it in this step, and makes it louder for those left out: it sends {number(kept)} times that."
    )


def answer(p: Array, label: int, names: tuple[str, ...]) -> str:
    """Return which output is the largest."""
    if not np.isfinite(p).all():
        return NOT_FINITE
    largest = np.flatnonzero(p == p.max())
    if len(largest) > 1:
        return f"{len(largest)} outputs are the largest together: the network has no answer of its own."
    verdict = "right" if largest[0] == label else f"wrong: it is {a_or_an(names[label])}"
    return f"The largest is the answer: {names[largest[0]]}, which is {verdict}."


def target(name: str, *, is_finite: bool, is_soft: bool = False) -> str:
    """Return what the outputs should have been."""
    if not is_finite:
        return NOT_FINITE
    if is_soft:
        return (
            f"The label says {name}: that output should be the largest by far. The targets are smoothed, so that no "
            "answer is to be quite sure."
        )
    return f"The label says {name}: that output should be 1, the others 0. The gaps are what is to be made small."


def cost(value: float) -> str:
    """Return what the cost stands for."""
    if not math.isfinite(value):
        return NOT_FINITE
    return "Zero would be a perfect answer. All that follows is to make this one number smaller."


def at_outputs(d: float, *, is_only_difference: bool, is_finite: bool) -> str:
    """Return which way an output's sum is to go."""
    if not is_finite:
        return NOT_FINITE
    if d == 0:
        return "The slope is zero: for this image nothing about this output would make the cost smaller."
    way = (
        "a larger sum would cost more, so it is to come down"
        if d > 0
        else "a larger sum would cost less, so it is to go up"
    )
    return f"For this output {way}.{' ' + ONLY_DIFFERENCE if is_only_difference else ''}"


def weight(value: float, d: float, *, is_into_hidden: bool, is_finite: bool) -> str:
    """Return what the slope of one weight says."""
    if not is_finite:
        return NOT_FINITE
    if value == 0:
        return "Nothing went through this link, so its weight had no part in the cost: its slope is zero."
    if d == 0:
        return "What the link leads to has a slope of zero, and so has its weight."
    text = "What went in, times the slope of what it leads to."
    return f"{text} How that slope came back to a hidden neuron is told next." if is_into_hidden else text


def back(own: float, *, is_finite: bool, kept: float = 1.0) -> str:
    """Return what comes back to a hidden neuron; ``kept`` is what dropout multiplied its value by."""
    if not is_finite:
        return NOT_FINITE
    if not kept:
        return "Dropout left the neuron out of this step: nothing goes back through it, and it learns nothing."
    if own == 0:
        return "The activation's own slope is zero here: the neuron learns nothing from this image."
    if abs(own) < _FLAT:
        return f"The activation's own slope is {number(own)}: the neuron is saturated and learns hardly anything."
    also = f", and the {number(kept)} of dropout" if kept != 1 else ""
    return f"The links carry the slopes backwards, each times its weight; then the activation's own slope{also}."


def picture(inked: int, d: float, *, is_finite: bool, is_standardized: bool = False) -> str:
    """Return what the picture of slopes shows, of a neuron with the slope ``d``."""
    if not is_finite:
        return NOT_FINITE
    if not inked and not is_standardized:
        return NO_INK_SLOPES
    if d == 0:
        return "The neuron has a slope of zero, and so have all its pixel weights."
    if is_standardized:
        return "The slopes of all 784 pixel weights: standardized paper is not zero, so its weights have one as well."
    return f"The slopes of the {inked} pixel weights with ink; where there is none the slope is zero."


def step(
    *,
    is_taken: bool,
    is_memory_new: bool,
    memory: tuple[str, ...],
    is_clipped: bool = False,
    frozen: int = 0,
    do_others_stay: bool = False,
) -> str:
    """Return what is to be said of a step.

    The layer with the number ``frozen``, counted from 1, is the one that is shown, and stays as it is; where
    ``do_others_stay``, there are other frozen ones.
    """
    if not is_taken:
        return NO_STEP
    if frozen:
        also = f", and so {'do' if len(memory) > 1 else 'does'} {' and '.join(memory)} of it" if memory else ""
        return f"Layer {frozen} is frozen: whatever the slope, the weight stays as it is{also}. Other layers learn."
    others = "all other weights of layers that are not frozen" if do_others_stay else "all the other weights"
    texts = [f"Against the slope, so that the cost becomes smaller; {others} do the same at once."]
    if memory:
        texts.append(f"{' and '.join(memory)} {'are' if len(memory) > 1 else 'is'} what the optimizer remembers.")
    if is_clipped:
        texts.append("The gradient, all slopes taken together, was longer than it may be: all of it is shortened.")
    if is_memory_new:
        texts.append("Of this moment the memory was not kept: here it begins at zero.")
    return " ".join(texts)


def again(before: float, after: float, *, is_taken: bool) -> str:
    """Return what the step has done to the cost."""
    if not is_taken or not (math.isfinite(before) and math.isfinite(after)):
        return NO_STEP if not is_taken else NOT_FINITE
    if after < before:
        return "The same picture once more: the step made its cost smaller."
    if after == before:
        return "The same picture once more: its cost is what it was."
    return "The same picture once more: its cost became larger. The step went too far, or was not made for it alone."


def cosine(value: float) -> str:
    """Return how far the slopes of an image and of its batch point the same way."""
    if math.isnan(value):
        return "One of the two has no slopes, so they cannot be compared."
    return f"The slopes of this image and of the batch: cosine {number(value)}."


def mean(images: int, left: str, value: float) -> str:
    """Return what the mean over a batch is."""
    return f"{left} on the mean of {images:,} images: {number(value)}"
