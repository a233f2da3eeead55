"""Vitals: the figures that the coach's rules look at, for a run that is well too.

Each is told with the whole condition under which a rule speaks up, so that a person sees how far away that is.
"""

from collections.abc import Sequence

import numpy as np

from core.coach.answer_rules import (
    AGREEING,
    FEWEST_IMAGES,
    FEWEST_OF_CLASS,
    LOST,
    ONE_ANSWER,
    has_slow_outputs,
)
from core.coach.choice_rules import best_read
from core.coach.curve_rules import SATURATED, SILENT
from core.coach.curve_vitals import cost, first_cost, first_step, lead, progress, right, step
from core.coach.epochs import GUESSING, above_chance
from core.coach.finding import Known
from core.coach.neuron_rules import VANISHED, dead_share
from core.coach.start_rules import MUCH_LEARNED
from core.coach.vital import Vital, percent
from core.data.classes import noun
from core.insight.liveliness import Liveliness, ends_of


def vitals(known: Known) -> tuple[Vital, ...]:
    """Return the figures of a run that are known; none before its first measurement."""
    of_curves = (cost, first_cost, progress, right, step, first_step)
    looks = (*of_curves, _answers, _least_read, _labels, _neurons, _slopes, lead, best_read)
    return tuple(vital for look in looks if (vital := look(known)) is not None)


def _answers(known: Known) -> Vital | None:
    reading = known.reading
    if reading is None or not len(reading):
        return None
    answers = reading.counts.sum(axis=0)
    most = int(answers.argmax())
    figure = f"{known.class_names[most]}, {percent(answers[most] / len(reading))} of the test images"
    mark = f"is {percent(ONE_ANSWER)} of {FEWEST_IMAGES} or more, and not what half of them show"
    return Vital("Most frequent answer", figure, mark, ("one-digit",))


def _least_read(known: Known) -> Vital | None:
    reading, said = known.reading, known.own_outputs
    if reading is None or said is None or not has_slow_outputs(known.hyperparameters):
        return None
    recall = np.where(reading.counts.sum(axis=1) >= FEWEST_OF_CLASS, reading.recall, np.inf)
    least = int(recall.argmin())
    if not np.isfinite(recall[least]):
        return None
    name = known.class_names[least]
    figure = f"{name}, {percent(float(recall[least]))} of its images; output {name} says {said[least]:.2g} of them"
    of_all = f"{percent(above_chance(known, GUESSING))} or more of all are read"
    mark = f"is under {percent(LOST)} with its output below {SILENT:g}, where {of_all}"
    return Vital(f"{noun(known.class_names).capitalize()} read least", figure, mark, ("lost-digits",))


def _labels(known: Known) -> Vital | None:
    shares = [share for share in (known.train_agreement, known.test_agreement) if np.isfinite(share)]
    if not shares:
        return None
    figure = f"agree for {percent(min(shares))} of the images that are most alike"
    return Vital("Labels", figure, f"agree for under {percent(above_chance(known, AGREEING))}", ("labels",))


def _neurons(known: Known) -> Vital | None:
    activations = known.hyperparameters.layer_activations
    ends = [(seen, *ends_of(activations[seen.layer])) for seen in known.learning]
    # Those of no floor can neither die nor saturate; those of a floor alone die, those of two ends saturate.
    dying = [seen for seen, low, high in ends if low is not None and high is None]
    if dying:
        worst = _worst(dying, "is_dead")
        figure = f"{int(worst.is_dead.sum()):,} of {len(worst.is_dead):,}{_in_layer(known, worst)}"
        mark = f"are {percent(dead_share(known.hyperparameters))} of a layer"
        return Vital("Dead neurons", figure, mark, ("dead",))
    squashed = [seen for seen, low, high in ends if low is not None and high is not None]
    if not squashed:
        return None
    worst = _worst(squashed, "ended")
    figure = f"{percent(float(worst.ended.mean()))} of the values{_in_layer(known, worst)}"
    mark = f"are {percent(SATURATED)}, with at most {percent(MUCH_LEARNED)} of the training images right"
    return Vital("At an end of their range", figure, mark, ("saturated",))


def _slopes(known: Known) -> Vital | None:
    layers = known.statistics.layers if known.statistics is not None else ()
    if len(layers) < 3 or 1 in known.hyperparameters.frozen:
        return None
    first, last = layers[0].bias_slopes.size, layers[-1].bias_slopes.size
    if not (np.isfinite(first) and last > 0):
        return None
    figure = f"{percent(first / last)} of that at the outputs"
    mark = f"is below {percent(VANISHED)}, unless a batch has all images"
    return Vital("Slope that reaches layer 1", figure, mark, ("vanishing",))


def _worst(layers: Sequence[Liveliness], mark: str) -> Liveliness:
    return max(layers, key=lambda layer: float(getattr(layer, mark).mean()))


def _in_layer(known: Known, layer: Liveliness) -> str:
    return f" in layer {layer.layer + 1}" if len(known.liveliness) > 1 else ""
