"""The rule by which a run is told that leaves out so many neurons that the others cannot learn.

As in :mod:`core.coach.curve_rules`, it returns a finding or nothing.
"""

from dataclasses import replace

from core.coach.curve_rules import rate_too_small
from core.coach.epochs import FEWEST_EPOCHS, FEWEST_STEPS, Course, above_chance
from core.coach.finding import CURVES, Finding, Known
from core.coach.regularization import MILD_DROPOUT, STRONG_DROPOUT
from core.coach.remedies import MOSTLY_DEAD
from core.insight.liveliness import worst_layer

FAR_BELOW = 20 / 3
"""Times chance, two thirds of the images where there are ten classes: networks of one hidden layer of 32 neurons read
more of 2,000 digits after five epochs with a dropout of 0.7, and one of 16 with 0.9 or of 128 with 0.95 less."""


def strong_dropout(known: Known) -> Finding | None:
    """Tell when so many neurons are left out that little or nothing is learned; not where the steps are to blame.

    What dies of it, or sends no slope back through several layers, is a sign of it: what is kept is ``1 / (1 - share)``
    times as loud (Srivastava et al., JMLR 15, 2014, section 10), and the steps are as rough.
    """
    whole, settings = Course.of(known), known.hyperparameters
    if not settings.hidden or settings.dropout <= STRONG_DROPOUT or not (whole.is_at_chance or _is_far_below(known)):
        return None
    if rate_too_small(known) is not None:
        return None
    begins_anew = whole.is_at_chance or worst_layer(known.learning, "is_dead", MOSTLY_DEAD) is not None
    fewest = min(settings.hidden)
    left = (1 - settings.dropout) * fewest
    guessing = ", as by guessing" if whole.is_at_chance else ""
    return Finding(
        rule="dropout",
        title="The dropout is too strong",
        evidence=f"{100 * whole.train_accuracy[-1]:.0f} % of the training images are right{guessing}, after "
        f"{whole.steps[-1]:,.0f} steps. A dropout of {settings.dropout:g} leaves about {left:.2g} of the {fewest:,} "
        f"neurons of hidden layer {settings.hidden.index(fewest) + 1} to each image.",
        view=CURVES,
        advice=f"Try a dropout of {MILD_DROPOUT:g}{', with fresh weights' if begins_anew else ''}; more than "
        f"{STRONG_DROPOUT:g} is beyond what is usual.",
        experiment=replace(settings, dropout=MILD_DROPOUT),
        begins_anew=begins_anew,
    )


def _is_far_below(known: Known) -> bool:
    """Return whether there was time to learn most of the images, and far fewer are read."""
    whole = Course.of(known)
    had_time = len(whole) > FEWEST_EPOCHS and whole.steps[-1] - whole.steps[0] >= FEWEST_STEPS
    return had_time and bool(whole.train_accuracy[-1] < above_chance(known, FAR_BELOW))
