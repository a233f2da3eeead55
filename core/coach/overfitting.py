"""The rule by which a run is told that learns its training images by heart.

As in :mod:`core.coach.curve_rules`, it returns a finding or nothing.
"""

from dataclasses import replace

import numpy as np

from core.coach.choice_rules import HELD_OUT
from core.coach.epochs import Course
from core.coach.finding import CURVES, Finding, Known
from core.coach.regularization import MILD_DROPOUT
from core.coach.start_rules import MUCH_LEARNED
from core.data.augment import Elastic
from core.hyperparameters import Hyperparameters

GAP, WIDE_GAP = 0.03, 0.06
"""Of accuracy, between training and test images, with a rising test cost and without."""
TEST_RISEN = 1.05  # times the lowest test cost
FELT_DECAY = 1e-3
"""Of weight decay, without hidden layers: it lowers the test cost of 500 images learned by heart by a twelfth, a tenth
of it by hardly anything; how many are read stays much the same."""
BY_COST = 1.3  # times the lowest test cost, from which a risen one is told whatever the test accuracy is


def overfitting(known: Known) -> Finding | None:
    """Tell when the training images are learned by heart and the test images are read worse."""
    whole, settings = Course.of(known), known.hyperparameters
    if len(whole) < 3 or np.isnan(whole.test_cost).any():
        return None
    best = int(whole.test_cost.argmin())
    gap = whole.train_accuracy[-1] - whole.test_accuracy[-1]
    has_risen = whole.test_cost[-1] > TEST_RISEN * whole.test_cost[best]
    has_risen_far = whole.test_cost[-2:].min() > BY_COST * whole.test_cost[best]  # one rise may be chance
    is_still_learning = whole.train_cost[-1] < whole.train_cost[best]
    if not (
        (gap >= WIDE_GAP and whole.train_accuracy[-1] >= MUCH_LEARNED)
        or (gap >= GAP and has_risen and is_still_learning)
        or (has_risen_far and is_still_learning and whole.train_accuracy[-1] >= MUCH_LEARNED)
    ):
        return None
    risen = (
        f" The {whole.unseen} cost has risen from {whole.test_cost[best]:.3g} after epoch {whole.epochs[best]:.0f} "
        f"to {whole.test_cost[-1]:.3g}."
        if has_risen
        else ""
    )
    advice, experiment = _more_to_learn_from(settings)
    return Finding(
        rule="overfitting",
        title="Learned by heart",
        evidence=f"{100 * whole.train_accuracy[-1]:.1f} % of the training images are right and "
        f"{100 * whole.test_accuracy[-1]:.1f} % of the {whole.unseen} images.{risen}",
        view=CURVES,
        advice=advice,
        experiment=experiment,
    )


def _more_to_learn_from(settings: Hyperparameters) -> tuple[str, Hyperparameters | None]:
    """Return what gives a network more to learn from or keeps it from relying on a few; none where all that is set."""
    if not isinstance(settings.augmentation, Elastic):  # shifting them gains less
        advice = "Try bending the images anew at each showing, so that there is more than these to learn."
        return advice, replace(settings, augmentation=Elastic())
    if settings.train_images:
        which = "that are not held out" if settings.validation_split else "that there are"
        return f"Try all training images {which}.", replace(settings, train_images=0)
    if settings.validation_split > HELD_OUT:
        advice = f"Try holding fewer images out, {HELD_OUT:g} %, so that there is more to learn from."
        return advice, replace(settings, validation_split=HELD_OUT)
    if settings.hidden and not settings.dropout:
        advice = "Try dropout, with which no neuron can rely on the others; it takes more epochs."
        return advice, replace(settings, dropout=MILD_DROPOUT)
    if not settings.hidden and settings.weight_decay < FELT_DECAY:
        advice = (
            f"Try a weight decay of {FELT_DECAY:g}, with which no weight grows large for the sake of a few images; "
            "more images would help more."
        )
        return advice, replace(settings, weight_decay=FELT_DECAY)
    return "More images would help, such as some of your own.", None
