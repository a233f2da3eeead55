"""The rule by which a run is told that was stopped, or whose best moment was picked, by the test images.

As in :mod:`core.coach.curve_rules`, it returns a finding or nothing.
"""

from dataclasses import replace

import numpy as np

from core.coach.epochs import Course
from core.coach.finding import CURVES, Finding, Known
from core.coach.vital import Vital, percent

HELD_OUT = 10.0
"""Which percentage of the training images is usually held out: Keras's and scikit-learn's examples have a tenth."""


def chosen_by_test(known: Known) -> Finding | None:
    """Tell when the test images settled what a run has come to: the figure that they give is a little too good.

    The highest of several figures that hang on chance is above what the network would read of other images (Goodfellow,
    Bengio, Courville, *Deep Learning*, 2016, 5.3).
    """
    ended, settings = known.ended, known.hyperparameters
    if ended is None or settings.validation_split or np.isnan(ended.test_accuracy):
        return None
    if not ended.keeps_best and not {"target_accuracy", "patience"} & set(ended.by):
        return None
    return Finding(
        rule="chosen",
        title="Chosen by its test images",
        evidence=f"The test images settled when the run ended or which moment of its {ended.epoch:.0f} epochs is "
        f"kept, so the {100 * ended.test_accuracy:.1f} % that are read at best may be a little too good.",
        view=CURVES,
        advice=f"For an honest figure, try holding {HELD_OUT:g} % of the training images out, to choose by those.",
        experiment=replace(settings, validation_split=HELD_OUT),
    )


def best_read(known: Known) -> Vital | None:
    """Return the accuracy that the rule is about; only where the settings choose by test images."""
    whole, settings = Course.of(known), known.hyperparameters
    chooses = settings.keep_best or settings.patience or settings.target_accuracy
    if not chooses or settings.validation_split or not len(whole) or np.isnan(whole.test_accuracy).any():
        return None
    mark = "settle when the run ends or which moment is kept, with no images held out"
    best = float(whole.test_accuracy.max())
    if known.ended is not None and known.ended.test_accuracy > best:  # a moment before the run's best one
        best = known.ended.test_accuracy
    return Vital("Test images read", f"{percent(best)} at best", mark, ("chosen",))
