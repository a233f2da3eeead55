"""Rules by which troubles are told from a run's curves: its steps and its progress.

Every rule is a function of what is known and returns a finding or nothing. The thresholds stand
at the top, with where they come from; they are rules of thumb, set so that a sound run is left alone.
"""

from dataclasses import replace

import numpy as np

from core.coach.epochs import Column, Course
from core.coach.finding import CURVES, Finding, Known
from core.coach.start_rules import MUCH_LEARNED, other_start, unlucky_start
from core.data.augment import Shift, Unchanged
from core.hyperparameters import Hyperparameters, derived
from core.insight.liveliness import worst_layer
from core.insight.statistics import HEALTHY_UPDATE

LOW_UPDATE = 3e-4
"""Of the weights a step; less is little: about a thousandth is healthy."""
HIGH_UPDATE = 0.1
"""Of the weights a step; more is much."""
FLAT, FLAT_EPOCHS = 0.01, 4
"""By which part the cost has to fall in how many epochs not to be on a plateau."""
GAP, WIDE_GAP = 0.03, 0.06
"""Of accuracy, between training and test images, with a rising test cost and without."""
RISEN = 1.5
"""Times the lowest cost, after rising twice in a row."""
GOOD_ENOUGH = 0.98
"""Training accuracy from which a flat curve is no trouble."""

_WORSE_THAN_AT_FIRST = 1.2  # times the first cost: by then training does harm
_PEAK = 2.0  # times the first cost, on the way
_HARDLY_FALLEN = 0.8  # of the first cost
_LITTLE_LEARNED = 0.8  # training accuracy below which small steps are a trouble
_STEADY = 0.2  # of the way down, that has to be made in the second half of the epochs
_FULL_RATE = 0.5  # of the learning rate: below, it is the schedule that makes steps small
_SOMETHING_LEARNED = 0.3  # training accuracy below which a flat curve has other reasons than the learning rate
_TEST_RISEN = 1.05  # times the lowest test cost
_MOSTLY_DEAD = 0.5  # part of a layer's neurons


def diverging(known: Known) -> Finding | None:
    """Tell when training makes the cost larger: the steps overshoot."""
    whole = Course.of(known)
    settings = known.hyperparameters
    if known.has_failed:
        evidence = f"The cost is no longer a finite number, with a learning rate of {settings.learning_rate:g}."
    elif len(whole) > 1 and whole.train_cost[-1] > _WORSE_THAN_AT_FIRST * whole.train_cost[0]:
        evidence = (
            f"The cost on the training images is {whole.train_cost[-1]:.3g}; "
            f"before training it was {whole.train_cost[0]:.3g}."
        )
    elif len(whole) > 3 and _rises_at_the_end(whole.train_cost):
        evidence = (
            f"The cost on the training images fell to {whole.train_cost.min():.3g} "
            f"and has risen to {whole.train_cost[-1]:.3g} since."
        )
    elif _overshot_at_first(known):
        evidence = (
            f"The cost on the training images went up from {whole.train_cost[0]:.3g} to "
            f"{np.nanmax(known.curves.column('train_cost')):.3g} before it fell, "
            f"and only {100 * whole.train_accuracy[-1]:.0f} % of them are right now."
        )
    else:
        return None
    advice, experiment, is_ruined = with_smaller_rate(known)
    return Finding(
        rule="diverging",
        title="The steps are too large",
        evidence=evidence + _step_in_words(known, high=True),
        view=CURVES,
        advice=advice,
        experiment=experiment,
        begins_anew=is_ruined,
    )


def with_smaller_rate(known: Known) -> tuple[str, Hyperparameters, bool]:
    """Return what to try where steps are too large, and whether these weights are past saving.

    Where a step was measured, a rate is chosen that would make it healthy, else a tenth is tried. Neurons
    that died do not come back with a smaller rate. Where no rate is smaller, it is for the first weights to change.
    """
    settings = known.hyperparameters
    worst = worst_layer(known.liveliness, "is_dead", _MOSTLY_DEAD)
    is_ruined = worst is not None or known.has_failed
    # A rule of thumb deserves no more than powers of ten.
    powers = max(1, min(2, _powers_of_ten(largest_step(known) / HEALTHY_UPDATE) - 1))
    experiment = derived(settings, learning_rate=_two_figures(settings.learning_rate / 10**powers))
    if experiment == settings:
        return *other_start(settings), is_ruined
    start = ", with fresh weights: these do not recover" if is_ruined else ""
    return f"Try a learning rate of {experiment.learning_rate:g}{start}.", experiment, is_ruined


def rate_too_small(known: Known) -> Finding | None:
    """Tell when the cost falls, but creeps: by what it came down, or by how short the steps are."""
    whole, settings = Course.of(known), known.hyperparameters
    if not whole.is_under_way or diverging(known) is not None or unlucky_start(known) is not None:
        return None
    first, last, step = whole.train_cost[0], whole.train_cost[-1], largest_step(known)
    has_short_steps = 0 < step < LOW_UPDATE
    if whole.rates[-1] < _FULL_RATE * settings.learning_rate or worst_layer(known.liveliness, "is_dead", _MOSTLY_DEAD):
        return None
    is_creeping = last > _HARDLY_FALLEN * first and not step >= LOW_UPDATE
    is_steady = whole.train_cost[len(whole) // 2] - last > _STEADY * (first - last)  # else it is stuck, not slow
    is_slow = has_short_steps and is_steady and whole.train_accuracy[-1] < _LITTLE_LEARNED
    if not (is_creeping or is_slow) or last > first or whole.train_accuracy[-1] > GOOD_ENOUGH:
        return None
    # Not the whole way at once: steps grow as the slopes do.
    powers = max(1, min(3, _powers_of_ten(HEALTHY_UPDATE / step))) if has_short_steps else 1
    experiment = derived(settings, learning_rate=_two_figures(settings.learning_rate * 10**powers))
    return Finding(
        rule="slow",
        title="The steps are very small",
        evidence=f"After {whole.steps[-1]:,.0f} steps the cost has only come from {first:.3g} to {last:.3g}."
        + _step_in_words(known, high=False),
        view=CURVES,
        advice=f"Try a learning rate of {experiment.learning_rate:g}.",
        experiment=experiment,
    )


def plateau(known: Known) -> Finding | None:
    """Tell when the cost no longer falls, though the steps are as large as ever and there is more to learn."""
    whole, settings = Course.of(known), known.hyperparameters
    if len(whole) <= FLAT_EPOCHS + 1 or rate_too_small(known) is not None or diverging(known) is not None:
        return None
    before, lately = whole.train_cost[:-FLAT_EPOCHS], whole.train_cost[-FLAT_EPOCHS:]
    has_small_rate = whole.rates[-1] < 0.1 * settings.learning_rate  # it is to be flat at the end of its schedule
    is_flat = lately.min() >= (1 - FLAT) * before.min()
    if has_small_rate or not is_flat or not _SOMETHING_LEARNED < whole.train_accuracy[-1] < GOOD_ENOUGH:
        return None
    return Finding(
        rule="plateau",
        title="No further progress",
        evidence=f"In {FLAT_EPOCHS} epochs the cost has not come below {lately.min():.3g}; "
        f"it was {before.min():.3g} already, with {100 * whole.train_accuracy[-1]:.1f} % of the training images right.",
        view=CURVES,
        advice="Try a third of the learning rate: a step that is too long to go down any further jumps to and fro.",
        experiment=derived(settings, learning_rate=settings.learning_rate / 3),
    )


def overfitting(known: Known) -> Finding | None:
    """Tell when the training images are learned by heart and the test images are read worse."""
    whole, settings = Course.of(known), known.hyperparameters
    if len(whole) < 3 or np.isnan(whole.test_cost).any():
        return None
    best = int(whole.test_cost.argmin())
    gap = whole.train_accuracy[-1] - whole.test_accuracy[-1]
    has_risen = whole.test_cost[-1] > _TEST_RISEN * whole.test_cost[best]
    is_still_learning = whole.train_cost[-1] < whole.train_cost[best]
    if not (
        (gap >= WIDE_GAP and whole.train_accuracy[-1] >= MUCH_LEARNED)
        or (gap >= GAP and has_risen and is_still_learning)
    ):
        return None
    risen = (
        f" The test cost has risen from {whole.test_cost[best]:.3g} after epoch {whole.epochs[best]:.0f} "
        f"to {whole.test_cost[-1]:.3g}."
        if has_risen
        else ""
    )
    if isinstance(settings.augmentation, Unchanged):
        advice = "Try shifting the images by a pixel at each showing, so that there is more than these to learn."
        experiment = replace(settings, augmentation=Shift(pixels=1))
    else:
        experiment = derived(settings, weight_decay=10 * settings.weight_decay or 1e-4)
        advice = f"Try a weight decay of {experiment.weight_decay:g}."
    return Finding(
        rule="overfitting",
        title="Learned by heart",
        evidence=f"{100 * whole.train_accuracy[-1]:.1f} % of the training images are right and "
        f"{100 * whole.test_accuracy[-1]:.1f} % of the test images.{risen}",
        view=CURVES,
        advice=advice,
        experiment=experiment,
    )


def largest_step(known: Known) -> float:
    """Return the size of a step next to the weights in the layer where it is largest; NaN where none was measured."""
    return max((ratio for ratio in known.update_ratios if np.isfinite(ratio)), default=float("nan"))


def _powers_of_ten(ratio: float) -> int:
    return round(float(np.log10(ratio))) if 0 < ratio < np.inf else 0


def _step_in_words(known: Known, *, high: bool) -> str:
    """Return how large a step is, where that speaks for the finding."""
    step = largest_step(known)
    if not (step > HIGH_UPDATE if high else 0 < step < LOW_UPDATE):
        return ""
    return f" A step changes the weights by {step:.1g} of their size; about {HEALTHY_UPDATE:g} is healthy."


def _rises_at_the_end(cost: Column) -> bool:
    return bool((np.diff(cost[-3:]) > 0).all() and cost[-1] > RISEN * cost.min())


def _overshot_at_first(known: Known) -> bool:
    """Return whether the cost shot up early and most of the way down is still to go."""
    whole, costs = Course.of(known), known.curves.column("train_cost")
    if not whole.is_under_way or np.isnan(costs).all():
        return False
    return bool(np.nanmax(costs) > _PEAK * whole.train_cost[0] and whole.train_accuracy[-1] < MUCH_LEARNED)


def _two_figures(rate: float) -> float:
    """Return a rate as people write it, and as it is said: 0.07, not 0.06999999999999999."""
    return float(f"{rate:.2g}")
