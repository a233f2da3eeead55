"""The figures of a run's curves: its cost, its steps and its progress."""

import numpy as np

from core.coach.answer_rules import FEWEST_NEURONS
from core.coach.curve_rules import (
    FLAT,
    FLAT_EPOCHS,
    FULL_RATE,
    HARDLY_FALLEN,
    LITTLE_LEARNED,
    LOW_UPDATE,
    PEAK,
    RAISED,
    RISEN,
    SOMETHING_LEARNED,
    WORSE_THAN_AT_FIRST,
)
from core.coach.dropout_rules import FAR_BELOW
from core.coach.epochs import FEWEST_EPOCHS, FEWEST_STEPS, GUESSING, Course, above_chance
from core.coach.finding import Known
from core.coach.overfitting import BY_COST, GAP, TEST_RISEN, WIDE_GAP
from core.coach.regularization import STRONG_DECAY, STRONG_DROPOUT
from core.coach.remedies import LARGE_FIRST_STEP, MOSTLY_DEAD
from core.coach.start_rules import FADED, GOOD_ENOUGH, LOUD_START, MUCH_LEARNED, cost_of_guessing
from core.coach.vital import Vital, percent
from core.insight.statistics import HEALTHY_UPDATE


def cost(known: Known) -> Vital | None:
    """Return the cost on training images, and how it moved in the last epoch."""
    costs = known.curves.column("train_cost")
    if not len(costs) or not np.isfinite(costs[-1]):
        return None
    epochs = known.curves.column("epoch")
    # As in the curves, samples within an epoch count as well: something moves from the first second on.
    before = float(costs[max(0, int(np.searchsorted(epochs, epochs[-1] - 1, side="right")) - 1)])
    if len(costs) < 2 or not before > 0:
        words = "before training"
    else:
        change = (float(costs[-1]) - before) / before
        then = "an epoch ago" if epochs[-1] >= 1 else "before training"
        words = f"{percent(abs(change))} {'more' if change > 0 else 'less'} than {then}"
    mark = (
        f"is no number; or {percent(WORSE_THAN_AT_FIRST - 1)} above that before training; or {percent(RISEN - 1)} "
        f"above its lowest after two rises in a row; or {percent(RAISED - 1)} above what it was with a smaller "
        f"learning rate; or was {PEAK:g} times that before training on the way, with under {percent(MUCH_LEARNED)} "
        "of the training images right"
    )
    return Vital("Cost on training images", f"{costs[-1]:.3g}, {words}", mark, ("diverging",))


def first_cost(known: Known) -> Vital | None:
    """Return the cost before training, beside that of guessing."""
    whole = Course.of(known)
    if not len(whole) or whole.steps[0] > 0 or not np.isfinite(whole.train_cost[0]):
        return None
    figure = f"{whole.train_cost[0]:.3g}; guessing costs {cost_of_guessing(known.hyperparameters, known.classes):.3g}"
    mark = (
        f"is {LOUD_START:g} times that of guessing and the cost is still above it; or all weights began at zero, with "
        f"under {percent(MUCH_LEARNED)} of the training images right; or under {percent(FADED)} of what differs from "
        f"image to image reached the last hidden layer, with under {percent(GOOD_ENOUGH)} right and first weights "
        "that do not fit"
    )
    return Vital("Cost before training", figure, mark, ("start",))


def progress(known: Known) -> Vital | None:
    """Return by how much the lowest cost fell lately."""
    whole = Course.of(known)
    if len(whole) <= FLAT_EPOCHS + 1:
        return None
    before, lately = whole.train_cost[:-FLAT_EPOCHS].min(), whole.train_cost[-FLAT_EPOCHS:].min()
    fallen = (before - lately) / before if before > 0 else 0.0
    figure = f"{percent(abs(fallen))} {'lower' if fallen > 0 else 'higher'}"
    learned = percent(above_chance(known, SOMETHING_LEARNED))
    mark = (
        f"is not {percent(FLAT)} lower, with {learned} to {percent(GOOD_ENOUGH)} "
        f"of the training images right and {percent(0.1)} of the learning rate or more in force; or at any rate, with "
        f"{percent(above_chance(known, GUESSING))} or more right, where a decay is {STRONG_DECAY:g} or more or "
        f"dropout is above {STRONG_DROPOUT:g}"
    )
    return Vital(f"Lowest cost in {FLAT_EPOCHS} epochs", figure, mark, ("plateau",))


def right(known: Known) -> Vital | None:
    """Return which part of the training images is read right."""
    accuracy = known.curves.column("train_accuracy")
    if not len(accuracy) or not np.isfinite(accuracy[-1]):
        return None
    guessed = percent(above_chance(known, GUESSING))
    mark = (
        f"are under {guessed} after {FEWEST_STEPS} steps or more than {FEWEST_EPOCHS} epochs; the weight "
        f"decay or L1 decay is named then where it is {STRONG_DECAY:g} or more, and dropout of more than "
        f"{STRONG_DROPOUT:g} then or under {percent(above_chance(known, FAR_BELOW))} after {FEWEST_EPOCHS} epochs. "
        f"Under {percent(MUCH_LEARNED)}, a layer of fewer than {FEWEST_NEURONS} neurons is named"
    )
    return Vital("Training images right", percent(float(accuracy[-1])), mark, ("chance", "decay", "dropout", "narrow"))


def step(known: Known) -> Vital | None:
    """Return by which part of themselves the weights move in a step."""
    sizes = [ratio for ratio in known.update_ratios if np.isfinite(ratio)]
    if not sizes:
        return None
    mark = (
        f"is below {percent(LOW_UPDATE)} while the cost falls, and still above {percent(HARDLY_FALLEN)} of that "
        f"before training or falling steadily with under {percent(LITTLE_LEARNED)} of the training images right; not "
        f"where the schedule leaves less than {percent(FULL_RATE)} of the learning rate. "
        f"About {percent(HEALTHY_UPDATE)} is healthy"
    )
    return Vital("Size of a step", f"{percent(max(sizes))} of the weights", mark, ("slow",))


def first_step(known: Known) -> Vital | None:
    """Return how large the very first step was; only where little was learned."""
    whole = Course.of(known)
    is_well = not len(whole) or whole.train_accuracy[-1] >= MUCH_LEARNED  # nobody looks at it then, and it takes long
    start = None if is_well else known.start
    if start is None or not np.isfinite(start.step):
        return None
    guessed = percent(above_chance(known, GUESSING))
    mark = (
        f"is above {percent(LARGE_FIRST_STEP)} with under {percent(MUCH_LEARNED)} of the training images right and "
        f"{percent(MOSTLY_DEAD)} of a layer dead; or with under {guessed} right and neurons at an end of "
        "their range"
    )
    return Vital("Size of a first step", f"{percent(start.step)} of the first weights", mark, ("diverging",))


def lead(known: Known) -> Vital | None:
    """Return by how much training images are read better than test images."""
    whole = Course.of(known)
    if len(whole) < 2 or np.isnan(whole.test_accuracy[-1]):
        return None
    gap = 100 * float(whole.train_accuracy[-1] - whole.test_accuracy[-1])
    unseen = whole.unseen
    figure = f"{gap:.1f} points better than {unseen} images" if gap >= 0.05 else f"no better than {unseen} images"
    risen = float(whole.test_cost[-1] / whole.test_cost.min() - 1) if whole.test_cost.min() > 0 else 0.0
    figure += f"; the {unseen} cost is {percent(risen)} above its lowest" if risen >= 0.005 else ""
    much = percent(MUCH_LEARNED)
    mark = (
        f"are {100 * WIDE_GAP:.0f} points better with {much} of them right; or, while the training cost falls, "
        f"{100 * GAP:.0f} points with the {unseen} cost {percent(TEST_RISEN - 1)} above its lowest, or the {unseen} "
        f"cost is {percent(BY_COST - 1)} above it twice in a row with {much} right"
    )
    return Vital("Training images read", figure, mark, ("overfitting",))
