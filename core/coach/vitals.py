"""Vitals: the figures that the coach's rules look at, for a run that is well too.

Each is told with the mark at which a rule speaks up, so that a person sees how far away that is.
"""

from dataclasses import dataclass

import numpy as np

from core.coach.coach import ONE_DIGIT
from core.coach.curve_rules import FLAT, FLAT_EPOCHS, GAP, HIGH_UPDATE, LOW_UPDATE, RISEN, WIDE_GAP
from core.coach.epochs import Course
from core.coach.finding import Known
from core.coach.neuron_rules import DEAD, SATURATED, VANISHED
from core.insight.liveliness import Liveliness, ends_of
from core.insight.statistics import HEALTHY_UPDATE


@dataclass(frozen=True, slots=True)
class Vital:
    """One figure of a run.

    Attributes
    ----------
    name : str
        What it is, a few words.
    figure : str
        How it is now.
    mark : str
        What would be worth a word.
    rules : tuple of str
        The rules that look at it; see :attr:`core.coach.finding.Finding.rule`.
    """

    name: str
    figure: str
    mark: str
    rules: tuple[str, ...]


def vitals(known: Known) -> tuple[Vital, ...]:
    """Return the figures of a run that are known; none before its first measurement."""
    found = (_cost(known), _step(known), _answers(known), _neurons(known), _slopes(known), _lead(known))
    return tuple(vital for vital in found if vital is not None)


def _cost(known: Known) -> Vital | None:
    cost = known.curves.column("train_cost")
    if not len(cost) or not np.isfinite(cost[-1]):
        return None
    epochs = known.curves.column("epoch")
    # As in the curves, samples within an epoch count as well: something moves from the first second on.
    before = float(cost[max(0, int(np.searchsorted(epochs, epochs[-1] - 1, side="right")) - 1)])
    if len(cost) < 2 or not before > 0:
        words = "before training"
    else:
        change = (float(cost[-1]) - before) / before
        then = "an epoch ago" if epochs[-1] >= 1 else "before training"
        words = f"{_percent(abs(change))} {'more' if change > 0 else 'less'} than {then}"
    mark = (
        f"rises {_percent(RISEN - 1)} above its lowest, or falls by less than {_percent(FLAT)} "
        f"in {FLAT_EPOCHS} epochs with much left to learn"
    )
    return Vital("Cost on training images", f"{cost[-1]:.3g}, {words}", mark, ("diverging", "start", "plateau"))


def _step(known: Known) -> Vital | None:
    sizes = [ratio for ratio in known.update_ratios if np.isfinite(ratio)]
    if not sizes:
        return None
    figure = f"{_percent(max(sizes))} of the weights"
    mark = (
        f"below {_percent(LOW_UPDATE)} or above {_percent(HIGH_UPDATE)} where little is learned; "
        f"about {_percent(HEALTHY_UPDATE)} is healthy"
    )
    return Vital("Size of a step", figure, mark, ("slow", "diverging"))


def _answers(known: Known) -> Vital | None:
    reading = known.reading
    if reading is None or not len(reading):
        return None
    answers = reading.counts.sum(axis=0)
    digit = int(answers.argmax())
    figure = f"{digit}, {_percent(answers[digit] / len(reading))} of the test images"
    return Vital("Most frequent answer", figure, f"above {_percent(ONE_DIGIT)}", ("one-digit",))


def _neurons(known: Known) -> Vital | None:
    if not known.liveliness:
        return None
    low, high = ends_of(known.hyperparameters.activation)
    if low is None:  # these can neither die nor saturate
        return None
    if high is None:
        worst = _worst(known, "is_dead")
        figure = f"{int(worst.is_dead.sum()):,} of {len(worst.is_dead):,}{_in_layer(known, worst)}"
        return Vital("Dead neurons", figure, f"above {_percent(DEAD)} of a layer", ("dead",))
    worst = _worst(known, "ended")
    figure = f"{_percent(float(worst.ended.mean()))} of the values{_in_layer(known, worst)}"
    return Vital("At an end of their range", figure, f"above {_percent(SATURATED)}", ("saturated",))


def _slopes(known: Known) -> Vital | None:
    layers = known.statistics.layers if known.statistics is not None else ()
    if len(layers) < 3:
        return None
    first, last = layers[0].bias_slopes.size, layers[-1].bias_slopes.size
    if not (np.isfinite(first) and last > 0):
        return None
    figure = f"{_percent(first / last)} of that at the outputs"
    return Vital("Slope that reaches layer 1", figure, f"below {_percent(VANISHED)}", ("vanishing",))


def _lead(known: Known) -> Vital | None:
    whole = Course.of(known)
    if len(whole) < 2 or np.isnan(whole.test_accuracy[-1]):
        return None
    gap = 100 * float(whole.train_accuracy[-1] - whole.test_accuracy[-1])
    figure = f"{gap:.1f} points better" if gap >= 0.05 else "no better"
    mark = f"above {100 * GAP:.0f} points while the test cost rises, or above {100 * WIDE_GAP:.0f}"
    return Vital("Training images read", f"{figure} than test images", mark, ("overfitting",))


def _worst(known: Known, mark: str) -> Liveliness:
    return max(known.liveliness, key=lambda layer: float(getattr(layer, mark).mean()))


def _in_layer(known: Known, layer: Liveliness) -> str:
    return f" in layer {layer.layer + 1}" if len(known.liveliness) > 1 else ""


def _percent(share: float) -> str:
    """Return a share in percent, with two figures where it is small."""
    if 0 < share < 1e-6:
        return "less than 0.0001 %"
    return f"{100 * share:.0f} %" if share >= 0.095 else f"{100 * share:.2g} %"
