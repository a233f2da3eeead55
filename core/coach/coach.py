"""Coach: what there is to say about a run, each thing with one experiment to try.

The rules are in :mod:`core.coach.start_rules`, :mod:`core.coach.curve_rules` and
:mod:`core.coach.neuron_rules`; the one here looks at the answers, and asks the others for their reason.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.coach.curve_rules import diverging, overfitting, plateau, rate_too_small
from core.coach.epochs import Course
from core.coach.finding import MATRIX, Finding, Known
from core.coach.neuron_rules import dead_neurons, saturated_neurons, vanishing_slopes
from core.coach.start_rules import other_start, unlucky_start
from core.hyperparameters import Hyperparameters

ONE_DIGIT = 0.6
"""Part of all answers."""

_FEWEST_IMAGES = 100
_LARGE_BATCH = 256  # images; the experiment is _SMALL_BATCH
_SMALL_BATCH = 16
_FEWEST_NEURONS = 4  # in a layer: fewer cannot tell ten digits apart
_ENOUGH_NEURONS = 16

Rule = Callable[[Known], Finding | None]


def advise(known: Known) -> tuple[Finding, ...]:
    """Return what there is to say about a run, the most urgent first; nothing where all is well.

    Nor is anything said that could only be tried beyond the end of a knob's range.
    """
    found = (rule(known) for rule in RULES)
    settings = known.hyperparameters
    return tuple(finding for finding in found if finding is not None and finding.experiment != settings)


def stuck_at_one_digit(known: Known) -> Finding | None:
    """Tell when nearly every image gets the same answer."""
    reading, whole = known.reading, Course.of(known)
    if reading is None or len(reading) < _FEWEST_IMAGES or not whole.is_under_way:
        return None
    answers = reading.counts.sum(axis=0)
    digit = int(answers.argmax())
    if answers[digit] < ONE_DIGIT * len(reading) or reading.counts[digit].sum() > len(reading) / 2:
        return None
    advice, experiment, begins_anew = _way_out(known)
    return Finding(
        rule="one-digit",
        title=f"Nearly everything is taken for {digit}",
        evidence=f"{answers[digit]:,} of {len(reading):,} test images are read as {digit}; "
        f"{reading.counts[digit].sum():,} show it.",
        view=MATRIX,
        cell=(_most_taken_for(digit, reading.counts), digit),
        advice=advice,
        experiment=experiment,
        begins_anew=begins_anew,
    )


def _way_out(known: Known) -> tuple[str, Hyperparameters, bool]:
    """Return what may lead out of a single answer, and whether that takes fresh weights."""
    settings = known.hyperparameters
    reason = diverging(known) or dead_neurons(known)
    if reason is None and 0 < settings.batch_size <= _LARGE_BATCH:
        reason = vanishing_slopes(known)
    if reason is not None:
        return reason.advice, reason.experiment, reason.begins_anew
    if settings.batch_size == 0 or settings.batch_size > _LARGE_BATCH:
        advice = f"Try batches of {_SMALL_BATCH} images: many rough steps lead out of where few exact ones stay."
        return advice, replace(settings, batch_size=_SMALL_BATCH), False
    if min(settings.hidden, default=_ENOUGH_NEURONS) < _FEWEST_NEURONS:
        advice = f"So few neurons cannot tell ten digits apart: try {_ENOUGH_NEURONS}."
        hidden = tuple(max(size, _ENOUGH_NEURONS) for size in settings.hidden)
        return advice, replace(settings, hidden=hidden), True
    advice, experiment = other_start(settings)
    return advice, experiment, True


def _most_taken_for(digit: int, counts: npt.NDArray[np.int64]) -> int:
    """Return which other digit's images are read as this one most often."""
    others = counts[:, digit].copy()
    others[digit] = -1
    return int(others.argmax())


RULES: tuple[Rule, ...] = (
    diverging,
    unlucky_start,
    dead_neurons,
    saturated_neurons,
    vanishing_slopes,
    stuck_at_one_digit,
    rate_too_small,
    plateau,
    overfitting,
)
"""All rules, the most urgent first."""
