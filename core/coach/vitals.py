"""Vitals: the figures that the coach's rules look at, for a run that is well too.

Each is told with the whole condition under which a rule speaks up, so that a person sees how far away that is.
"""

from dataclasses import dataclass

import numpy as np

from core.coach.answer_rules import (
    AGREEMENT,
    FEWEST_IMAGES,
    FEWEST_NEURONS,
    FEWEST_OF_DIGIT,
    LOST,
    ONE_DIGIT,
    SOME_READ,
    has_slow_outputs,
)
from core.coach.curve_rules import (
    BY_COST,
    FLAT,
    FLAT_EPOCHS,
    FULL_RATE,
    GAP,
    HARDLY_FALLEN,
    LITTLE_LEARNED,
    LOW_UPDATE,
    PEAK,
    RAISED,
    RISEN,
    SATURATED,
    SILENT,
    SOMETHING_LEARNED,
    STRONG_DECAY,
    TEST_RISEN,
    WIDE_GAP,
    WORSE_THAN_AT_FIRST,
)
from core.coach.epochs import CHANCE, FEWEST_EPOCHS, FEWEST_STEPS, Course
from core.coach.finding import Known
from core.coach.neuron_rules import VANISHED, dead_share
from core.coach.remedies import LARGE_FIRST_STEP, MOSTLY_DEAD
from core.coach.start_rules import FADED, GOOD_ENOUGH, LOUD_START, MUCH_LEARNED, cost_of_guessing
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
    of_curves = (_cost, _first_cost, _progress, _right, _step, _first_step)
    looks = (*of_curves, _answers, _least_read, _labels, _neurons, _slopes, _lead)
    return tuple(vital for look in looks if (vital := look(known)) is not None)


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
        f"is no number; or {_percent(WORSE_THAN_AT_FIRST - 1)} above that before training; or {_percent(RISEN - 1)} "
        f"above its lowest after two rises in a row; or {_percent(RAISED - 1)} above what it was with a smaller "
        f"learning rate; or was {PEAK:g} times that before training on the way, with under {_percent(MUCH_LEARNED)} "
        "of the training images right"
    )
    return Vital("Cost on training images", f"{cost[-1]:.3g}, {words}", mark, ("diverging",))


def _first_cost(known: Known) -> Vital | None:
    whole = Course.of(known)
    if not len(whole) or whole.steps[0] > 0 or not np.isfinite(whole.train_cost[0]):
        return None
    figure = f"{whole.train_cost[0]:.3g}; guessing costs {cost_of_guessing(known.hyperparameters):.3g}"
    mark = (
        f"is {LOUD_START:g} times that of guessing and the cost is still above it; or all weights began at zero, with "
        f"under {_percent(MUCH_LEARNED)} of the training images right; or under {_percent(FADED)} of what differs from "
        f"image to image reached the last hidden layer, with under {_percent(GOOD_ENOUGH)} right and first weights "
        "that do not fit"
    )
    return Vital("Cost before training", figure, mark, ("start",))


def _progress(known: Known) -> Vital | None:
    whole = Course.of(known)
    if len(whole) <= FLAT_EPOCHS + 1:
        return None
    before, lately = whole.train_cost[:-FLAT_EPOCHS].min(), whole.train_cost[-FLAT_EPOCHS:].min()
    fallen = (before - lately) / before if before > 0 else 0.0
    figure = f"{_percent(abs(fallen))} {'lower' if fallen > 0 else 'higher'}"
    mark = (
        f"is not {_percent(FLAT)} lower, with {_percent(SOMETHING_LEARNED)} to {_percent(GOOD_ENOUGH)} of the training "
        f"images right and {_percent(0.1)} of the learning rate or more in force"
    )
    return Vital(f"Lowest cost in {FLAT_EPOCHS} epochs", figure, mark, ("plateau",))


def _right(known: Known) -> Vital | None:
    accuracy = known.curves.column("train_accuracy")
    if not len(accuracy) or not np.isfinite(accuracy[-1]):
        return None
    mark = (
        f"are under {_percent(CHANCE)} after {FEWEST_STEPS} steps or more than {FEWEST_EPOCHS} epochs; the weight "
        f"decay is named then where it is {STRONG_DECAY:g} or more. Under {_percent(MUCH_LEARNED)}, a layer of fewer "
        f"than {FEWEST_NEURONS} neurons is named"
    )
    return Vital("Training images right", _percent(float(accuracy[-1])), mark, ("chance", "decay", "narrow"))


def _step(known: Known) -> Vital | None:
    sizes = [ratio for ratio in known.update_ratios if np.isfinite(ratio)]
    if not sizes:
        return None
    mark = (
        f"is below {_percent(LOW_UPDATE)} while the cost falls, and still above {_percent(HARDLY_FALLEN)} of that "
        f"before training or falling steadily with under {_percent(LITTLE_LEARNED)} of the training images right; not "
        f"where the schedule leaves less than {_percent(FULL_RATE)} of the learning rate. "
        f"About {_percent(HEALTHY_UPDATE)} is healthy"
    )
    return Vital("Size of a step", f"{_percent(max(sizes))} of the weights", mark, ("slow",))


def _first_step(known: Known) -> Vital | None:
    whole = Course.of(known)
    is_well = not len(whole) or whole.train_accuracy[-1] >= MUCH_LEARNED  # nobody looks at it then, and it takes long
    start = None if is_well else known.start
    if start is None or not np.isfinite(start.step):
        return None
    mark = (
        f"is above {_percent(LARGE_FIRST_STEP)} with under {_percent(MUCH_LEARNED)} of the training images right and "
        f"{_percent(MOSTLY_DEAD)} of a layer dead; or with under {_percent(CHANCE)} right and neurons at an end of "
        "their range"
    )
    return Vital("Size of a first step", f"{_percent(start.step)} of the first weights", mark, ("diverging",))


def _answers(known: Known) -> Vital | None:
    reading = known.reading
    if reading is None or not len(reading):
        return None
    answers = reading.counts.sum(axis=0)
    digit = int(answers.argmax())
    figure = f"{digit}, {_percent(answers[digit] / len(reading))} of the test images"
    mark = f"is {_percent(ONE_DIGIT)} of {FEWEST_IMAGES} or more, and not what half of them show"
    return Vital("Most frequent answer", figure, mark, ("one-digit",))


def _least_read(known: Known) -> Vital | None:
    reading, said = known.reading, known.own_outputs
    if reading is None or said is None or not has_slow_outputs(known.hyperparameters):
        return None
    recall = np.where(reading.counts.sum(axis=1) >= FEWEST_OF_DIGIT, reading.recall, np.inf)
    digit = int(recall.argmin())
    if not np.isfinite(recall[digit]):
        return None
    figure = f"{digit}, {_percent(float(recall[digit]))} of its images; output {digit} says {said[digit]:.2g} of them"
    of_all = f"{_percent(SOME_READ)} or more of all are read"
    mark = f"is under {_percent(LOST)} with its output below {SILENT:g}, where {of_all}"
    return Vital("Digit read least", figure, mark, ("lost-digits",))


def _labels(known: Known) -> Vital | None:
    shares = [share for share in (known.train_agreement, known.test_agreement) if np.isfinite(share)]
    if not shares:
        return None
    figure = f"agree for {_percent(min(shares))} of the images that are most alike"
    return Vital("Labels", figure, f"agree for under {_percent(AGREEMENT)}", ("labels",))


def _neurons(known: Known) -> Vital | None:
    if not known.liveliness:
        return None
    low, high = ends_of(known.hyperparameters.activation)
    if low is None:  # these can neither die nor saturate
        return None
    if high is None:
        worst = _worst(known, "is_dead")
        figure = f"{int(worst.is_dead.sum()):,} of {len(worst.is_dead):,}{_in_layer(known, worst)}"
        mark = f"are {_percent(dead_share(known.hyperparameters))} of a layer"
        return Vital("Dead neurons", figure, mark, ("dead",))
    worst = _worst(known, "ended")
    figure = f"{_percent(float(worst.ended.mean()))} of the values{_in_layer(known, worst)}"
    mark = f"are {_percent(SATURATED)}, with at most {_percent(MUCH_LEARNED)} of the training images right"
    return Vital("At an end of their range", figure, mark, ("saturated",))


def _slopes(known: Known) -> Vital | None:
    layers = known.statistics.layers if known.statistics is not None else ()
    if len(layers) < 3:
        return None
    first, last = layers[0].bias_slopes.size, layers[-1].bias_slopes.size
    if not (np.isfinite(first) and last > 0):
        return None
    figure = f"{_percent(first / last)} of that at the outputs"
    mark = f"is below {_percent(VANISHED)}, unless a batch has all images"
    return Vital("Slope that reaches layer 1", figure, mark, ("vanishing",))


def _lead(known: Known) -> Vital | None:
    whole = Course.of(known)
    if len(whole) < 2 or np.isnan(whole.test_accuracy[-1]):
        return None
    gap = 100 * float(whole.train_accuracy[-1] - whole.test_accuracy[-1])
    figure = f"{gap:.1f} points better than test images" if gap >= 0.05 else "no better than test images"
    risen = float(whole.test_cost[-1] / whole.test_cost.min() - 1) if whole.test_cost.min() > 0 else 0.0
    figure += f"; the test cost is {_percent(risen)} above its lowest" if risen >= 0.005 else ""
    much = _percent(MUCH_LEARNED)
    mark = (
        f"are {100 * WIDE_GAP:.0f} points better with {much} of them right; or, while the training cost falls, "
        f"{100 * GAP:.0f} points with the test cost {_percent(TEST_RISEN - 1)} above its lowest, or the test cost is "
        f"{_percent(BY_COST - 1)} above it twice in a row with {much} right"
    )
    return Vital("Training images read", figure, mark, ("overfitting",))


def _worst(known: Known, mark: str) -> Liveliness:
    return max(known.liveliness, key=lambda layer: float(getattr(layer, mark).mean()))


def _in_layer(known: Known, layer: Liveliness) -> str:
    return f" in layer {layer.layer + 1}" if len(known.liveliness) > 1 else ""


def _percent(share: float) -> str:
    """Return a share in percent, with two figures where it is small."""
    if 0 < share < 1e-6:
        return "less than 0.0001 %"
    return f"{100 * share:.0f} %" if share >= 0.095 else f"{100 * share:.2g} %"
