"""Rules that look at answers: each on a run made by hand that shows the trouble, and on one that nearly does."""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.arrays import read_only
from core.coach.answer_rules import labels_astray, lost_classes, nothing_learned, stuck_at_one_answer, too_narrow
from core.coach.coach import advise
from core.coach.finding import MATRIX, Known
from core.coach.start import Start
from core.data.classes import DIGITS
from core.hyperparameters import Hyperparameters
from core.insight.confusion import Confusion
from core.parts.activations import Sigmoid
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.initializers import Xavier
from core.parts.optimizers import GradientDescent
from core.parts.outputs import SigmoidOutput
from core.training.history import COLUMNS, Curves

SETTINGS = Hyperparameters(hidden=(16,), batch_size=32, epochs=8, optimizer=GradientDescent(), learning_rate=3.0)
BOOK = replace(
    SETTINGS, activation=Sigmoid(), initializer=Xavier(), output=SigmoidOutput(), cost=SquaredError(), batch_size=10
)


def curves_of(accuracies: Iterable[float], steps: int = 100) -> Curves:
    """Return thorough measurements with a cost that falls a little."""
    accuracies = list(accuracies)
    count = len(accuracies)
    table = np.full((len(COLUMNS), count), np.nan)
    for name, values in {
        "step": np.arange(count) * steps,
        "epoch": np.arange(count),
        "whole": np.ones(count),
        "learning_rate": np.full(count, 3.0),
        "train_cost": np.linspace(1.0, 0.9, count),
        "train_accuracy": accuracies,
    }.items():
        table[COLUMNS.index(name)] = values
    return Curves(read_only(table))


def reading_with(recall: float, digit: int = 3, others: float = 0.9, of_each: int = 20) -> Confusion:
    """Return the answers to so many images of each digit; those of one digit that are misread are taken for 8."""
    counts = np.zeros((10, 10), np.int64)
    for each in range(10):
        right = round(of_each * (recall if each == digit else others))
        counts[each, each] = right
        counts[each, 8 if each != 8 else 1] += of_each - right
    labels = np.repeat(np.arange(10, dtype=np.uint8), of_each)
    return Confusion(labels, labels, np.ones(len(labels), np.float32), counts)


def known_of(settings: Hyperparameters = SETTINGS, accuracy: float = 0.5, **others: Any) -> Known:
    return Known(class_names=DIGITS, hyperparameters=settings, curves=curves_of([0.1, accuracy]), **others)


@pytest.mark.parametrize(
    ("train", "test", "title"),
    [
        (0.1, 0.1, "The training labels do not go with the images"),
        (0.9, 0.05, "The test labels do not go with the images"),
        (0.31, 0.31, None),
        (math.nan, math.nan, None),
    ],
)
def test_labels_that_do_not_go_with_the_images(train: float, test: float, title: str | None) -> None:
    found = labels_astray(known_of(accuracy=0.1, train_agreement=train, test_agreement=test))
    assert (found.title if found is not None else None) == title
    if found is not None:
        assert found.view == MATRIX
        assert found.experiment is None
        assert advise(known_of(accuracy=0.1, train_agreement=train, test_agreement=test)) == (found,)


def test_labels_are_not_doubted_before_anything_was_learned() -> None:
    known = replace(known_of(train_agreement=0.1), curves=curves_of([0.1, 0.1], steps=3))
    assert labels_astray(known) is None


@pytest.mark.parametrize(
    ("hidden", "accuracy", "tried"),
    [
        ((3,), 0.5, (16,)),
        ((64, 1), 0.5, (64, 16)),
        ((4,), 0.5, None),
        ((), 0.5, None),
        ((3,), 0.91, None),
    ],
)
def test_a_layer_of_too_few_neurons(hidden: tuple[int, ...], accuracy: float, tried: tuple[int, ...] | None) -> None:
    settings = replace(SETTINGS, hidden=hidden)
    found = too_narrow(known_of(settings, accuracy))
    assert (found is not None) == (tried is not None)
    if found is not None:
        assert found.experiment == replace(settings, hidden=tried)
        assert found.layer == len(hidden) - 1


@pytest.mark.parametrize(
    ("settings", "recall", "said", "others", "is_told"),
    [
        (BOOK, 0.0, 0.001, 0.9, True),
        (BOOK, 0.05, 0.04, 0.9, True),
        (BOOK, 0.1, 0.001, 0.9, False),
        (BOOK, 0.0, 0.06, 0.9, False),  # its output still has a slope
        (BOOK, 0.0, 0.001, 0.2, False),  # little is read of any
        (replace(BOOK, cost=CrossEntropy()), 0.0, 0.001, 0.9, False),
        (SETTINGS, 0.0, 0.001, 0.9, False),
    ],
)
def test_a_digit_that_is_never_answered(
    settings: Hyperparameters, recall: float, said: float, others: float, *, is_told: bool
) -> None:
    outputs = np.full(10, 0.8)
    outputs[3] = said
    found = lost_classes(known_of(settings, reading=reading_with(recall, others=others), own_outputs=outputs))
    assert (found is not None) == is_told
    if found is not None:
        assert found.title == "It hardly ever answers 3"
        assert (found.view, found.cell) == (MATRIX, (3, 8))
        assert found.experiment == replace(settings, cost=CrossEntropy(), learning_rate=0.5)


def test_a_digit_of_few_images_is_not_judged() -> None:
    outputs = np.full(10, 0.01)
    assert lost_classes(known_of(BOOK, reading=reading_with(0.0, of_each=9), own_outputs=outputs)) is None
    assert lost_classes(known_of(BOOK, reading=reading_with(0.0, of_each=10), own_outputs=outputs)) is not None


def test_cross_entropy_gets_a_rate_that_is_not_far_too_large() -> None:
    outputs = np.full(10, 0.01)
    known = known_of(BOOK, reading=reading_with(0.0), own_outputs=outputs, start_of=lambda settings: Start(0.5, 1.0))
    found = lost_classes(known)
    assert found is not None
    assert found.experiment is not None
    assert found.experiment.learning_rate == pytest.approx(0.03)


@pytest.mark.parametrize(
    ("accuracies", "steps", "is_told"),
    [([0.1, 0.19], 100, True), ([0.1, 0.21], 100, False), ([0.1, 0.1], 19, False), ([0.1] * 7, 1, True)],
)
def test_guessing_is_not_well(accuracies: list[float], steps: int, *, is_told: bool) -> None:
    known = Known(class_names=DIGITS, hyperparameters=SETTINGS, curves=curves_of(accuracies, steps))
    found = nothing_learned(known)
    assert (found is not None) == is_told
    assert bool(advise(known)) == is_told


def test_guessing_is_told_in_other_words_where_there_are_better_ones() -> None:
    known = known_of(accuracy=0.1, reading=reading_with(0.0, digit=8, others=0.0, of_each=20))
    assert [finding.rule for finding in advise(known)] == ["one-digit"]


def test_of_short_steps_one_answer_to_everything_is_but_a_sign() -> None:
    settings = replace(SETTINGS, learning_rate=1e-4)
    known = known_of(settings, 0.1, reading=reading_with(0.0, digit=8, others=0.0), update_ratios=(1e-6, 1e-5))
    slow, one_digit = advise(known)
    assert (slow.rule, one_digit.rule) == ("slow", "one-digit")
    assert one_digit.experiment == slow.experiment == replace(settings, learning_rate=0.01)


def test_what_follows_from_a_cause_has_the_cure_of_the_cause() -> None:
    known = replace(known_of(accuracy=0.1, reading=reading_with(0.0, digit=8, others=0.0)), has_failed=True)
    first, *others = advise(known)
    assert first.rule == "diverging"
    assert [finding.rule for finding in others] == ["one-digit"]
    for finding in others:
        assert (finding.advice, finding.experiment) == (first.advice, first.experiment)
        assert finding.begins_anew == first.begins_anew


LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def of_letters(accuracy: float, names: tuple[str, ...] = LETTERS, **others: Any) -> Known:
    known = known_of(others.pop("hyperparameters", SETTINGS), accuracy, **others)
    return replace(known, class_names=names)


def test_of_more_classes_guessing_is_worth_less_and_of_two_more() -> None:
    assert nothing_learned(of_letters(0.06)) is not None
    assert nothing_learned(of_letters(0.15)) is None, "four times chance among 26"
    assert nothing_learned(of_letters(0.52, ("yes", "no"))) is not None, "as many are right without looking"
    assert nothing_learned(of_letters(0.7, ("yes", "no"))) is None


def test_what_is_told_of_letters_speaks_of_letters() -> None:
    narrow = of_letters(0.3, hyperparameters=replace(SETTINGS, hidden=(2,)))
    found = too_narrow(narrow)
    assert found is not None
    assert "26 classes apart" in found.advice
    counts = np.zeros((26, 26), np.int64)
    counts[:, 7] = 10
    labels = np.repeat(np.arange(26, dtype=np.uint8), 10)
    reading = Confusion(labels, np.full(260, 7, np.uint8), np.ones(260, np.float32), counts)
    stuck = stuck_at_one_answer(of_letters(0.3, reading=reading))
    assert stuck is not None
    assert stuck.title == "Nearly everything is taken for H"
    assert "read as H" in stuck.evidence


def test_a_title_names_a_few_of_many_lost_classes() -> None:
    counts = np.diag([0] * 13 + [20] * 13)
    counts[:13, 25] = 20
    labels = np.repeat(np.arange(26, dtype=np.uint8), 20)
    reading = Confusion(labels, labels, np.ones(520, np.float32), counts)
    outputs = np.where(np.arange(26) < 13, 0.001, 0.9).astype(np.float32)
    known = of_letters(0.5, hyperparameters=BOOK, reading=reading, own_outputs=outputs)
    found = lost_classes(known)
    assert found is not None
    assert found.title == "It hardly ever answers A, B, C, D, E and 8 more"


def test_alike_images_of_a_hundred_sound_classes_need_not_share_their_labels_as_often() -> None:
    names = tuple(f"symbol {index}" for index in range(100))
    assert labels_astray(of_letters(0.3, names, train_agreement=0.2, test_agreement=0.2)) is None
    assert labels_astray(of_letters(0.3, names, train_agreement=0.02, test_agreement=0.2)) is not None
