"""Remedies: learning rates and first weights to try, each with the sentence that offers it.

A rate is not guessed where there is something to go by. First comes what the run itself has shown: the rate at which it
learned. Then what the first weights tell: a rate at which a step there is as long as steps were that learned well, with
every optimizer and cost that was tried (from 0.01 to 0.1 of the weights; see ``tests/benchmarks/bench_coach.py``).
"""

from dataclasses import dataclass, replace

import numpy as np

from core.coach.epochs import Course
from core.coach.finding import Known
from core.hyperparameters import Hyperparameters, derived
from core.insight.liveliness import worst_layer
from core.insight.statistics import HEALTHY_UPDATE
from core.parts.activations import Sigmoid, Tanh
from core.parts.initializers import He, Initializer, LeCun, Xavier

GOOD_FIRST_STEP = 0.03
"""Of the weights: how long a step at the first weights may be."""
LARGE_FIRST_STEP = 0.3
"""Of the weights: a step as long at the first weights leaves little of them."""
MOSTLY_DEAD = 0.5
"""Part of a layer's neurons, from which a network does not recover."""

_WIDE_BIASES = 1.0  # spread of first biases, beyond which they outweigh what comes in
_SMALLER = 0.7  # of a rate: what is not smaller is the same, seen through a schedule
_LEARNED = 0.8  # of the first cost
_IN_FORCE = 0.05  # of the learning rate, after the schedule: below, what was set cannot be told from it


def largest_step(known: Known) -> float:
    """Return the size of a step next to the weights in the layer where it is largest; NaN where none was measured."""
    return max((ratio for ratio in known.update_ratios if np.isfinite(ratio)), default=float("nan"))


def powers_of_ten(ratio: float) -> int:
    """Return to which power of ten a ratio is nearest; 0 where it is none."""
    return round(float(np.log10(ratio))) if 0 < ratio < np.inf else 0


def two_figures(rate: float) -> float:
    """Return a rate as people write it, and as it is said: 0.07, not 0.06999999999999999."""
    return float(f"{rate:.2g}")


def suitable_rate(known: Known) -> float | None:
    """Return the rate at which a step at the first weights would be of a good length; none where that is not known."""
    if known.start is None or not 0 < known.start.step < np.inf:
        return None
    return float(f"{known.hyperparameters.learning_rate * GOOD_FIRST_STEP / known.start.step:.1g}")


def at_a_fitting_rate(known: Known, experiment: Hyperparameters) -> Hyperparameters:
    """Return an experiment at a smaller learning rate, where the one in force would be far too large for it."""
    start = known.start_of(experiment) if known.start_of is not None else None
    if start is None or not start.step > LARGE_FIRST_STEP:
        return experiment
    rate = float(f"{experiment.learning_rate * GOOD_FIRST_STEP / start.step:.1g}")
    return derived(experiment, learning_rate=rate)


def and_rate(settings: Hyperparameters, experiment: Hyperparameters) -> str:
    """Return how an advice goes on where an experiment has another learning rate."""
    has_other = experiment.learning_rate != settings.learning_rate
    return f", with a learning rate of {experiment.learning_rate:g}" if has_other else ""


@dataclass(frozen=True, slots=True)
class Better:
    """A moment of a run with a smaller learning rate, and the lowest cost of all such."""

    rate: float
    cost: float


def best_before_raised(known: Known) -> Better | None:
    """Return how well the run itself did with a smaller rate than the one in force; none where it never learned so.

    The curves know the rate after the schedule, from which the one that was set is worked out.
    """
    settings, column = known.hyperparameters, known.curves.column
    costs = column("train_cost")
    told = costs[column("whole") == 1].tolist()
    factors = np.array([settings.schedule.factor(float(epoch), settings.epochs, told) for epoch in column("epoch")])
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = column("learning_rate") / factors
    counts = np.isfinite(costs) & (factors > _IN_FORCE) & (rates <= _SMALLER * settings.learning_rate)
    if not counts.any() or not costs[counts].min() < _LEARNED * costs[0]:
        return None
    places = np.flatnonzero(counts)
    best = places[costs[places].argmin()]
    return Better(two_figures(float(rates[best])), float(costs[best]))


def with_smaller_rate(known: Known) -> tuple[str, Hyperparameters, bool]:
    """Return what to try where steps are too large, and whether these weights are past saving.

    Neurons that died do not come back with a smaller rate. Where no rate is smaller, it is for the first weights to
    change.
    """
    settings = known.hyperparameters
    worst = worst_layer(known.learning, "is_dead", MOSTLY_DEAD)
    is_ruined = worst is not None or known.has_failed or Course.of(known).is_at_chance
    learned, suitable = best_before_raised(known), suitable_rate(known)
    if learned is not None:
        rate = learned.rate
    elif suitable is not None and suitable < _SMALLER * settings.learning_rate:
        rate = suitable
    else:
        # A rule of thumb deserves no more than powers of ten.
        powers = max(1, min(2, powers_of_ten(largest_step(known) / HEALTHY_UPDATE) - 1))
        rate = two_figures(settings.learning_rate / 10**powers)
    experiment = derived(settings, learning_rate=rate)
    if experiment == settings:
        return *other_start(settings), is_ruined
    known_good = ", with which this run did learn" if learned is not None else ""
    start = "; begin with fresh weights, these do not recover" if is_ruined else ""
    return f"Try a learning rate of {experiment.learning_rate:g}{known_good}{start}.", experiment, is_ruined


def with_larger_rate(known: Known) -> tuple[str, Hyperparameters]:
    """Return what to try where steps are too short: at most a thousand times as much, since steps grow as slopes do."""
    settings, step, suitable = known.hyperparameters, largest_step(known), suitable_rate(known)
    if suitable is not None and suitable > settings.learning_rate / _SMALLER:
        rate = min(suitable, 1000 * settings.learning_rate)
    else:
        powers = max(1, min(3, powers_of_ten(HEALTHY_UPDATE / step))) if step > 0 else 1
        rate = settings.learning_rate * 10**powers
    experiment = derived(settings, learning_rate=two_figures(rate))
    return f"Try a learning rate of {experiment.learning_rate:g}.", experiment


def is_squashing(settings: Hyperparameters) -> bool:
    """Return whether the hidden neurons are sigmoids or of their kind; of several kinds, in half of the layers."""
    kinds = settings.layer_activations or (settings.activation,)
    return 2 * sum(isinstance(kind, (Sigmoid, Tanh)) for kind in kinds) >= len(kinds)


def fitting_initializer(settings: Hyperparameters) -> Initializer:
    """Return first weights that fit the activation."""
    return Xavier() if is_squashing(settings) else He()


def has_fitting_start(settings: Hyperparameters) -> bool:
    """Return whether the first weights fit the activation."""
    fits_as_well = is_squashing(settings) and settings.initializer == LeCun()
    if len({isinstance(kind, (Sigmoid, Tanh)) for kind in settings.layer_activations}) > 1:  # each fits some layers
        fits_as_well = settings.initializer in (He(), Xavier(), LeCun())
    return fits_as_well or settings.initializer == fitting_initializer(settings)


def other_start(settings: Hyperparameters) -> tuple[str, Hyperparameters]:
    """Return a start that fits: biases that do not outweigh the images, fitting weights, or else another seed."""
    if settings.first_biases > _WIDE_BIASES:
        return "Try first biases of 0, which leave the sums to the images.", replace(settings, first_biases=0.0)
    fitting = fitting_initializer(settings)
    if has_fitting_start(settings):
        seed = (settings.seed + 1) % 2**31
        return f"Try another throw of the dice: seed {seed}.", replace(settings, seed=seed)
    reason = (
        "keep sigmoids in the middle of their range"
        if is_squashing(settings)
        else "keep the sums at a size that can learn"
    )
    return f"Try {fitting.label}'s first weights, which {reason}.", replace(settings, initializer=fitting)
