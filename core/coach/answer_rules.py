"""Rules by which troubles are told from the answers: labels astray, classes never answered, one answer to everything.

As in :mod:`core.coach.curve_rules`, every rule returns a finding or nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.coach.curve_rules import SILENT, diverging, rate_too_small, strong_decay
from core.coach.epochs import GUESSING, Course, above_chance
from core.coach.finding import CURVES, MATRIX, NEURONS, Finding, Known
from core.coach.neuron_rules import dead_neurons, saturated_neurons, vanishing_slopes
from core.coach.remedies import and_rate, at_a_fitting_rate, other_start, two_figures, with_larger_rate
from core.coach.start_rules import MUCH_LEARNED, unlucky_start
from core.data.classes import noun
from core.hyperparameters import Hyperparameters, derived
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.outputs import SigmoidOutput

ONE_ANSWER = 0.6
"""Part of all answers."""
LOST = 0.1
"""Part of a class's images that are read, below which it counts as lost."""
AGREEING = 3
"""Times chance: on which part of the images the most similar one has the same label; of sound labels far more do."""

FEWEST_NEURONS = 4
"""Of a layer; fewer cannot tell ten classes apart."""
SHORT_FIRST_STEP = 0.003
"""Of the first weights."""

FEWEST_IMAGES = 100
FEWEST_OF_CLASS = 10
_LARGE_BATCH = 256  # images; the experiment is _SMALL_BATCH
_SMALL_BATCH = 16
_ENOUGH_NEURONS = 16
_MOST_NAMES = 5  # in a title
_GENTLER = (
    6  # times: the slopes of cross-entropy are larger, by as much as those of squared error shrink at the outputs
)


def labels_astray(known: Known) -> Finding | None:
    """Tell when labels do not go with their images: no setting helps against that."""
    if not Course.of(known).is_under_way:
        return None
    limit = above_chance(known, AGREEING)
    for which, share in (("training", known.train_agreement), ("test", known.test_agreement)):
        if share < limit:
            evidence = (
                f"Of the {which} images looked at, {100 * share:.0f} % have the label of the training image that is "
                "most like them; where labels are right, it is far more."
            )
            return Finding(
                rule="labels",
                title=f"The {which} labels do not go with the images",
                evidence=evidence,
                view=MATRIX,
                advice="Look at some images and their labels: they may have come out of step, or be counted from "
                "another number. No setting helps against that.",
                experiment=None,
            )
    return None


def has_slow_outputs(settings: Hyperparameters) -> bool:
    """Return whether outputs at an end of their range hardly learn, however wrong they are."""
    return isinstance(settings.cost, SquaredError) and isinstance(settings.output, SigmoidOutput)


def too_narrow(known: Known) -> Finding | None:
    """Tell when a layer has so few neurons that nothing can make up for it."""
    whole, settings = Course.of(known), known.hyperparameters
    fewest = min(settings.hidden, default=FEWEST_NEURONS)
    if fewest >= FEWEST_NEURONS or not whole.is_under_way or whole.train_accuracy[-1] >= MUCH_LEARNED:
        return None
    hidden = tuple(max(size, _ENOUGH_NEURONS) for size in settings.hidden)
    experiment = at_a_fitting_rate(known, replace(settings, hidden=hidden))
    layer = settings.hidden.index(fewest)
    classes = f"{known.classes} {noun(known.class_names, many=True)}"
    return Finding(
        rule="narrow",
        title="Too few neurons",
        evidence=f"All that differs from image to image has to pass hidden layer {layer + 1}, which has {fewest}; "
        f"{100 * whole.train_accuracy[-1]:.0f} % of the training images are right.",
        view=NEURONS,
        layer=layer,
        advice=f"So few cannot tell {classes} apart: try {_ENOUGH_NEURONS}{and_rate(settings, experiment)}.",
        experiment=experiment,
        begins_anew=True,
    )


def lost_classes(known: Known) -> Finding | None:
    """Tell when classes are never answered, because their outputs are at the lower end under squared error.

    There the slope of the squared error is next to nothing, however wrong the answer: Nielsen, *Neural Networks and
    Deep Learning* (2015), chapter 3.
    """
    reading, settings, said = known.reading, known.hyperparameters, known.own_outputs
    if reading is None or said is None or not has_slow_outputs(settings) or not Course.of(known).is_under_way:
        return None
    is_known = reading.counts.sum(axis=1) >= FEWEST_OF_CLASS
    lost = np.flatnonzero(is_known & (reading.recall < LOST) & (said < SILENT))
    if not len(lost) or reading.accuracy < above_chance(known, GUESSING):
        return None
    first, name = int(lost[0]), known.class_names[lost[0]]
    gentler = derived(settings, cost=CrossEntropy(), learning_rate=two_figures(settings.learning_rate / _GENTLER))
    experiment = at_a_fitting_rate(known, gentler)
    return Finding(
        rule="lost-digits",
        title=f"It hardly ever answers {_listed([known.class_names[index] for index in lost])}",
        evidence=f"Of the test images that show {name}, {100 * reading.recall[first]:.0f} % are read. For training "
        f"images of it, output {name} says {said[first]:.1g} on average: at that end the squared error has next to "
        "no slope, so it hardly learns.",
        view=MATRIX,
        cell=(first, int(reading.counts[first].argmax())),
        advice="Try cross-entropy, whose slope is largest where an answer is most wrong, with a learning rate of "
        f"{experiment.learning_rate:g}.",
        experiment=experiment,
    )


def stuck_at_one_answer(known: Known) -> Finding | None:
    """Tell when nearly every image gets the same answer."""
    reading, whole = known.reading, Course.of(known)
    if reading is None or len(reading) < FEWEST_IMAGES or not whole.is_under_way:
        return None
    answers = reading.counts.sum(axis=0)
    most = int(answers.argmax())
    if answers[most] < ONE_ANSWER * len(reading) or reading.counts[most].sum() > len(reading) / 2:
        return None
    advice, experiment, begins_anew = _way_out(known)
    return Finding(
        rule="one-digit",
        title=f"Nearly everything is taken for {known.class_names[most]}",
        evidence=f"{answers[most]:,} of {len(reading):,} test images are read as {known.class_names[most]}; "
        f"{reading.counts[most].sum():,} show it.",
        view=MATRIX,
        cell=(_most_taken_for(most, reading.counts), most),
        advice=advice,
        experiment=experiment,
        begins_anew=begins_anew,
    )


def nothing_learned(known: Known) -> Finding | None:
    """Tell when the images are guessed at, whatever the reason is: such a run is not well."""
    whole = Course.of(known)
    if not whole.is_at_chance:
        return None
    advice, experiment, begins_anew = _way_out(known)
    return Finding(
        rule="chance",
        title="Nothing is learned",
        evidence=f"After {whole.steps[-1]:,.0f} steps {100 * whole.train_accuracy[-1]:.0f} % of the training images "
        "are right, as by guessing.",
        view=CURVES,
        advice=advice,
        experiment=experiment,
        begins_anew=begins_anew,
    )


def _way_out(known: Known) -> tuple[str, Hyperparameters | None, bool]:
    """Return what may lead out of a single answer, and whether that takes fresh weights."""
    settings = known.hyperparameters
    causes = (too_narrow, diverging, strong_decay, unlucky_start, rate_too_small, dead_neurons)
    reason = next((found for rule in causes if (found := rule(known)) is not None), None)
    if reason is None and 0 < settings.batch_size <= _LARGE_BATCH:
        reason = vanishing_slopes(known) or saturated_neurons(known)
    if reason is not None:
        return reason.advice, reason.experiment, reason.begins_anew
    if settings.batch_size == 0 or settings.batch_size > _LARGE_BATCH:
        advice = f"Try batches of {_SMALL_BATCH} images: many rough steps lead out of where few exact ones stay."
        return advice, replace(settings, batch_size=_SMALL_BATCH), False
    advice, experiment = with_larger_rate(known)
    if (
        experiment.learning_rate > settings.learning_rate
        and known.start is not None
        and known.start.step < SHORT_FIRST_STEP
    ):
        return advice, experiment, False
    advice, experiment = other_start(settings)
    return advice, experiment, True


def _most_taken_for(answer: int, counts: npt.NDArray[np.int64]) -> int:
    """Return which other class's images are read as this one most often."""
    others = counts[:, answer].copy()
    others[answer] = -1
    return int(others.argmax())


def _listed(names: Sequence[str]) -> str:
    """Return some names as people list them; of many the first few, and how many more there are."""
    told = list(names[:_MOST_NAMES]) if len(names) > _MOST_NAMES + 1 else list(names)
    rest = [f"{len(names) - len(told)} more"] if len(told) < len(names) else []
    *before, last = (*told, *rest)
    return f"{', '.join(before)} and {last}" if before else last
