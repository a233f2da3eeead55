"""The rule by which a bad start is told, and the other first weights to try.

As in :mod:`core.coach.curve_rules`, it returns a finding or nothing.
"""

from dataclasses import replace

import numpy as np

from core.coach.epochs import Course
from core.coach.finding import CURVES, Finding, Known
from core.hyperparameters import Hyperparameters
from core.network.backprop import one_hot
from core.network.network import DIGITS
from core.parts.activations import Sigmoid, Tanh
from core.parts.initializers import He, Initializer, Xavier, Zeros

MUCH_LEARNED = 0.9
"""Training accuracy from which a rough start is forgiven."""

_LOUD_START = 2.0  # times the cost of guessing; Karpathy, CS231n: "look for correct loss at chance performance"


def unlucky_start(known: Known) -> Finding | None:
    """Tell when the first weights are alike, or were worse than guessing, and the network has not got over it."""
    whole = Course.of(known)
    if not len(whole) or whole.steps[0] > 0:
        return None
    guessing, first, last = cost_of_guessing(known.hyperparameters), whole.train_cost[0], whole.train_cost[-1]
    if starts_alike(known.hyperparameters) and whole.train_accuracy[-1] < MUCH_LEARNED:
        title = "All neurons start the same"
        evidence = (
            "All weights began at zero, so that the neurons of a hidden layer get the same slopes at every step; "
            f"{100 * whole.train_accuracy[-1]:.0f} % of the training images are right."
        )
    elif first > _LOUD_START * guessing and last > guessing:
        title = "An unlucky start"
        evidence = f"The first weights had a cost of {first:.3g}, where guessing costs {guessing:.3g}."
    else:
        return None
    advice, experiment = other_start(known.hyperparameters)
    return Finding(rule="start", title=title, evidence=evidence, view=CURVES, advice=advice, experiment=experiment)


def starts_alike(settings: Hyperparameters) -> bool:
    """Return whether all hidden neurons have the same weights at first, and so the same slopes ever after."""
    return bool(settings.hidden) and isinstance(settings.initializer, Zeros)


def other_start(settings: Hyperparameters) -> tuple[str, Hyperparameters]:
    """Return first weights that fit the activation, or another seed where they do already."""
    is_squashing = isinstance(settings.activation, (Sigmoid, Tanh))
    fitting: Initializer = Xavier() if is_squashing else He()
    if settings.initializer == fitting:
        seed = (settings.seed + 1) % 2**31
        return f"Try another throw of the dice: seed {seed}.", replace(settings, seed=seed)
    reason = "keep sigmoids in the middle of their range" if is_squashing else "keep the sums at a size that can learn"
    return f"Try {fitting.label}'s first weights, which {reason}.", replace(settings, initializer=fitting)


def cost_of_guessing(settings: Hyperparameters) -> float:
    """Return the cost of a network whose ten sums are all zero: 2.3 for softmax and cross-entropy."""
    z = np.zeros((1, DIGITS))
    target = one_hot(np.zeros(1, np.uint8), np.float64)
    return settings.cost.value(settings.output, z, settings.output.values(z), target)
