"""Rules by which troubles are told from a run's curves: its steps and its progress.

Every rule is a function of what is known and returns a finding or nothing. The thresholds stand
at the top, with where they come from; they are rules of thumb, set so that a sound run is left alone.
"""

from dataclasses import replace

import numpy as np

from core.coach.epochs import GUESSING, Column, Course, above_chance
from core.coach.finding import CURVES, Finding, Known
from core.coach.regularization import (
    MILD_DECAY,
    decays_called,
    decays_told,
    held_back,
    strong_decays,
    with_mild_decays,
)
from core.coach.remedies import (
    GOOD_FIRST_STEP,
    LARGE_FIRST_STEP,
    MOSTLY_DEAD,
    and_rate,
    at_a_fitting_rate,
    best_before_raised,
    largest_step,
    with_larger_rate,
    with_smaller_rate,
)
from core.coach.start_rules import GOOD_ENOUGH, MUCH_LEARNED, unlucky_start
from core.hyperparameters import derived
from core.insight.liveliness import worst_layer
from core.insight.statistics import HEALTHY_UPDATE
from core.training.health import USUAL_LARGEST, hint_of_clipping

LOW_UPDATE = 3e-4
"""Of the weights a step; less is little: about a thousandth is healthy."""
HIGH_UPDATE = 0.1
"""Of the weights a step; more is much."""
FLAT, FLAT_EPOCHS = 0.01, 4
"""By which part the cost has to fall in how many epochs not to be on a plateau."""
RISEN = 1.5
"""Times the lowest cost, after rising twice in a row."""
SATURATED = 0.6
"""Part of a layer's values."""
SILENT = 0.05
"""What an output says of its own class, on average: less, and it is at the lower end of its range."""
SHORT_GRADIENT = 0.1
"""A largest gradient below which nearly every step is shortened to very little."""

WORSE_THAN_AT_FIRST = 1.2  # times the first cost: by then training does harm
RAISED = 1.2  # times the lowest cost that there was with a smaller learning rate
PEAK = 2.0  # times the first cost, on the way
HARDLY_FALLEN = 0.8  # of the first cost
LITTLE_LEARNED = 0.8  # training accuracy below which small steps are a trouble
_STEADY = 0.2  # of the way down, that has to be made in the second half of the epochs
FULL_RATE = 0.5  # of the learning rate: below, it is the schedule that makes steps small
SOMETHING_LEARNED = 3  # times chance: a training accuracy below which a flat curve has other reasons than the rate


def diverging(known: Known) -> Finding | None:
    """Tell when steps overshoot: training makes the cost larger, or left nothing of the first weights to learn with."""
    evidence = _signs_of_diverging(known)
    if not evidence:
        return None
    advice, experiment, is_ruined = with_smaller_rate(known)
    if known.has_failed:
        advice += hint_of_clipping(known.hyperparameters)
    return Finding(
        rule="diverging",
        title="The steps are too large",
        evidence=evidence + _step_in_words(known, high=True),
        view=CURVES,
        advice=advice,
        experiment=experiment,
        begins_anew=is_ruined,
    )


def _signs_of_diverging(known: Known) -> str:
    """Return how it shows that steps are too large; nothing where it does not."""
    whole = Course.of(known)
    if known.has_failed:
        return (
            f"The cost is no longer a finite number, with a learning rate of {known.hyperparameters.learning_rate:g}."
        )
    if len(whole) > 1 and whole.train_cost[-1] > WORSE_THAN_AT_FIRST * whole.train_cost[0]:
        return (
            f"The cost on the training images is {whole.train_cost[-1]:.3g}; "
            f"before training it was {whole.train_cost[0]:.3g}."
        )
    if len(whole) > 3 and _rises_at_the_end(whole.train_cost):
        return (
            f"The cost on the training images fell to {whole.train_cost.min():.3g} "
            f"and has risen to {whole.train_cost[-1]:.3g} since."
        )
    if _overshot_at_first(known):
        return (
            f"The cost on the training images went up from {whole.train_cost[0]:.3g} to "
            f"{np.nanmax(known.curves.column('train_cost')):.3g} before it fell, "
            f"and only {100 * whole.train_accuracy[-1]:.0f} % of them are right now."
        )
    return _signs_in_own_history(known) or _signs_at_first_weights(known)


def _signs_in_own_history(known: Known) -> str:
    """Return how it shows that a rate was raised too far; nothing where it was not."""
    whole, better = Course.of(known), best_before_raised(known)
    if better is None or not len(whole) or whole.train_cost[-1] < RAISED * better.cost:
        return ""
    return (
        f"With a learning rate of {better.rate:g} the cost on the training images had come down to {better.cost:.3g}; "
        f"with {known.hyperparameters.learning_rate:g} it is {whole.train_cost[-1]:.3g}."
    )


def _signs_at_first_weights(known: Known) -> str:
    """Return how it shows that the very first steps left nothing to learn with; nothing where they did not."""
    whole = Course.of(known)
    is_poor = whole.is_under_way and whole.train_accuracy[-1] < MUCH_LEARNED
    is_lost = is_poor and (
        worst_layer(known.learning, "is_dead", MOSTLY_DEAD) is not None or (whole.is_at_chance and _is_at_an_end(known))
    )
    if not is_lost or known.start is None or not known.start.step > LARGE_FIRST_STEP:
        return ""
    return (
        f"{100 * whole.train_accuracy[-1]:.0f} % of the training images are right. With this learning rate, a step "
        f"changes the first weights by {known.start.step:.1g} of their size; about {GOOD_FIRST_STEP:g} would do."
    )


def _is_at_an_end(known: Known) -> bool:
    """Return whether neurons are at the ends of their range, hidden ones or outputs, as large steps leave them."""
    is_silent = known.own_outputs is not None and bool(np.nanmedian(known.own_outputs) < SILENT)
    return is_silent or worst_layer(known.learning, "ended", SATURATED) is not None


def strong_decay(known: Known) -> Finding | None:
    """Tell when weights are pulled to zero faster than they learn."""
    whole, settings = Course.of(known), known.hyperparameters
    strong = strong_decays(settings)
    if not strong or not whole.is_at_chance:
        return None
    pulling, milder, are_two = decays_told(settings, strong), with_mild_decays(settings, strong), len(strong) > 1
    return Finding(
        rule="decay",
        title=f"The {decays_called(strong)} {'are' if are_two else 'is'} too strong",
        evidence=f"{100 * whole.train_accuracy[-1]:.0f} % of the training images are right, as by guessing. "
        f"{pulling[0].upper()}{pulling[1:]} {'pull' if are_two else 'pulls'} the weights to zero; "
        f"{MILD_DECAY:g} is usual{' for each' if are_two else ''}.",
        view=CURVES,
        advice=f"Try {decays_told(milder, strong)}, with fresh weights.",
        experiment=milder,
        begins_anew=True,
    )


def rate_too_small(known: Known) -> Finding | None:
    """Tell when the cost falls, but creeps, and the steps are short; nothing where no step was measured."""
    whole, settings = Course.of(known), known.hyperparameters
    if not whole.is_under_way or diverging(known) is not None or unlucky_start(known) is not None:
        return None
    first, last, step = whole.train_cost[0], whole.train_cost[-1], largest_step(known)
    if not 0 <= step < LOW_UPDATE or last > first or whole.train_accuracy[-1] > GOOD_ENOUGH:
        return None
    if whole.rates[-1] < FULL_RATE * settings.learning_rate or worst_layer(known.learning, "is_dead", MOSTLY_DEAD):
        return None
    is_creeping = last > HARDLY_FALLEN * first
    is_steady = whole.train_cost[len(whole) // 2] - last > _STEADY * (first - last)  # else it is stuck, not slow
    if not (is_creeping or (is_steady and whole.train_accuracy[-1] < LITTLE_LEARNED)):
        return None
    advice, experiment = with_larger_rate(known)
    if settings.optimizer.is_linear and 0 < settings.clip_norm < SHORT_GRADIENT:
        # What is set so short may hide a rate that is far too large for longer steps.
        experiment = at_a_fitting_rate(known, replace(settings, clip_norm=USUAL_LARGEST))
        advice = (
            f"Try a largest gradient of {USUAL_LARGEST:g}{and_rate(settings, experiment)}: one of "
            f"{settings.clip_norm:g} shortens nearly every step."
        )
    return Finding(
        rule="slow",
        title="The steps are very small",
        evidence=f"After {whole.steps[-1]:,.0f} steps the cost has only come from {first:.3g} to {last:.3g}."
        + _step_in_words(known, high=False),
        view=CURVES,
        advice=advice,
        experiment=experiment,
    )


def plateau(known: Known) -> Finding | None:
    """Tell when the cost no longer falls, though the steps are as large as ever and there is more to learn."""
    whole, settings = Course.of(known), known.hyperparameters
    if len(whole) <= FLAT_EPOCHS + 1 or rate_too_small(known) is not None or diverging(known) is not None:
        return None
    before, lately = whole.train_cost[:-FLAT_EPOCHS], whole.train_cost[-FLAT_EPOCHS:]
    # It is to be flat at the end of its schedule; what holds it back otherwise does so at any rate, and from the start.
    held = held_back(settings)
    has_small_rate = held is None and whole.rates[-1] < 0.1 * settings.learning_rate
    is_flat = lately.min() >= (1 - FLAT) * before.min()
    has_learned = above_chance(known, SOMETHING_LEARNED if held is None else GUESSING) <= whole.train_accuracy[-1]
    if has_small_rate or not is_flat or not has_learned or not whole.train_accuracy[-1] < GOOD_ENOUGH:
        return None
    advice = "Try a third of the learning rate: a step that is too long to go down any further jumps to and fro."
    experiment = derived(settings, learning_rate=settings.learning_rate / 3)
    if held is not None:
        advice, experiment = held
    elif settings.frozen:
        advice = "Let all layers learn: those that are frozen can do no more than they do."
        experiment = replace(settings, frozen=())
    return Finding(
        rule="plateau",
        title="No further progress",
        evidence=f"In {FLAT_EPOCHS} epochs the cost has not come below {lately.min():.3g}; "
        f"it was {before.min():.3g} already, with {100 * whole.train_accuracy[-1]:.1f} % of the training images right.",
        view=CURVES,
        advice=advice,
        experiment=experiment,
    )


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
    return bool(np.nanmax(costs) > PEAK * whole.train_cost[0] and whole.train_accuracy[-1] < MUCH_LEARNED)
