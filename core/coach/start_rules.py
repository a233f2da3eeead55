"""The rule by which a bad start is told.

As in :mod:`core.coach.curve_rules`, it returns a finding or nothing.
"""

import numpy as np

from core.coach.epochs import Course
from core.coach.finding import CURVES, Finding, Known
from core.coach.remedies import and_rate, at_a_fitting_rate, has_fitting_start, is_squashing, other_start
from core.coach.start import Start
from core.hyperparameters import Hyperparameters
from core.network.backprop import one_hot
from core.parts.initializers import Zeros

MUCH_LEARNED = 0.9
"""Training accuracy from which a rough start is forgiven."""
GOOD_ENOUGH = 0.98
"""Training accuracy from which a flat curve is no trouble."""

LOUD_START = 2.0  # times the cost of guessing; Karpathy, CS231n: "look for correct loss at chance performance"
FADED = 1 / 20  # of what differs from image to image at the first hidden layer


def unlucky_start(known: Known) -> Finding | None:
    """Tell when the first weights are alike, too large or too small, and the network has not got over it."""
    whole = Course.of(known)
    if not len(whole) or whole.steps[0] > 0:
        return None
    settings = known.hyperparameters
    guessing, first, last = cost_of_guessing(settings, known.classes), whole.train_cost[0], whole.train_cost[-1]
    if starts_alike(settings) and whole.train_accuracy[-1] < MUCH_LEARNED:
        title = "All neurons start the same"
        evidence = (
            "All weights began at zero, so that the neurons of a hidden layer get the same slopes at every step; "
            f"{100 * whole.train_accuracy[-1]:.0f} % of the training images are right."
        )
    elif first > LOUD_START * guessing and last > guessing:
        title = "An unlucky start"
        evidence = f"The first weights had a cost of {first:.3g}, where guessing costs {guessing:.3g}."
    elif (start := _faded_signal(known)) is not None:
        title = "The first weights are too small"
        evidence = (
            f"At the first weights, {start.signal:.1g} of what differs from image to image at hidden layer 1 is left "
            f"at hidden layer {len(settings.hidden)}; {100 * whole.train_accuracy[-1]:.0f} % of the training images "
            "are right."
        )
    else:
        return None
    advice, experiment = other_start(settings)
    experiment = at_a_fitting_rate(known, experiment)
    return Finding(
        rule="start",
        title=title,
        evidence=evidence,
        view=CURVES,
        advice=f"{advice[:-1]}{and_rate(settings, experiment)}.",
        experiment=experiment,
    )


def starts_alike(settings: Hyperparameters) -> bool:
    """Return whether all hidden neurons are the same at first, and so get the same slopes ever after."""
    return bool(settings.hidden) and isinstance(settings.initializer, Zeros) and not settings.first_biases


def cost_of_guessing(settings: Hyperparameters, classes: int) -> float:
    """Return the cost of a network whose sums are all zero: 2.3 for softmax and cross-entropy of ten classes."""
    z = np.zeros((1, classes))
    target = one_hot(np.zeros(1, np.uint8), classes, np.float64)
    return settings.cost.value(settings.output, z, settings.output.values(z), target)


def _faded_signal(known: Known) -> Start | None:
    """Return what the first weights were like, where too little came through them and the run suffers from it."""
    whole, settings = Course.of(known), known.hyperparameters
    is_well = not whole.is_under_way or whole.train_accuracy[-1] >= GOOD_ENOUGH
    if is_well or len(settings.hidden) < 2 or is_squashing(settings):  # of sigmoids it is not the first weights
        return None
    has_fitting = has_fitting_start(settings)
    return known.start if not has_fitting and known.start is not None and known.start.signal < FADED else None
