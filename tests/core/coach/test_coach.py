"""The coach: every rule on a small run that shows the trouble, and on one that does not."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.arrays import read_only
from core.coach import coach
from core.coach.answer_rules import stuck_at_one_answer
from core.coach.choice_rules import chosen_by_test
from core.coach.curve_rules import diverging, plateau, rate_too_small, strong_decay
from core.coach.curve_vitals import lead
from core.coach.dropout_rules import strong_dropout
from core.coach.examination import examine
from core.coach.finding import CURVES, MATRIX, Finding, Known
from core.coach.overfitting import overfitting
from core.coach.remedies import best_before_raised
from core.coach.start import Start, look_at_start
from core.data.augment import Elastic, Shift
from core.data.classes import DIGITS
from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters, changed_fields
from core.insight.confusion import read
from core.insight.liveliness import Liveliness
from core.parts.activations import LeakyReLU, Sigmoid
from core.parts.adaptive import Adam
from core.parts.costs import SquaredError
from core.parts.initializers import He, Normal, Xavier, Zeros
from core.parts.optimizers import GradientDescent, Optimizer
from core.parts.outputs import LinearOutput
from core.parts.schedules import Constant, Cosine
from core.presets import preset
from core.training.health import remedy_for_long_steps
from core.training.history import COLUMNS, NO_CURVES, Curves
from core.training.trainer import Trainer

SOUND = Hyperparameters(hidden=(16,), batch_size=32, epochs=8, learning_rate=0.003)
PLAIN = replace(SOUND, optimizer=GradientDescent(), schedule=Constant())

Try = Callable[..., Known]


@pytest.fixture
def hard_dataset(tiny_dataset: Dataset) -> Dataset:
    """Return the tiny data set with a third of its training labels wrong, which can only be learned by heart."""
    labels = tiny_dataset.train.labels.copy()
    labels[::3] = (labels[::3] + 4) % 10
    return Dataset("hard", "Hard", Split(tiny_dataset.train.images, labels), tiny_dataset.test)


def curves_of(**columns: Iterable[float]) -> Curves:
    """Return curves of thorough measurements with these columns; step and epoch count up."""
    length = len(list(next(iter(columns.values()))))
    table = np.full((len(COLUMNS), length), np.nan)
    counting: dict[str, Any] = {"step": np.arange(length) * 100, "epoch": np.arange(length), "whole": np.ones(length)}
    for name, values in (counting | {"learning_rate": np.full(length, 0.01)} | columns).items():
        table[COLUMNS.index(name)] = list(values)
    return Curves(read_only(table))


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


# All is well


def test_a_sound_run_is_left_alone(tried: Try) -> None:
    assert coach.advise(tried(SOUND)) == ()
    assert coach.advise(tried(replace(SOUND, activation=Sigmoid(), initializer=Xavier(), epochs=12))) == ()


def test_what_may_be_called_healthy(tried: Try) -> None:
    known = tried(SOUND)
    assert coach.is_healthy(known, ())
    assert not coach.is_healthy(known, coach.advise(tried(replace(SOUND, initializer=Zeros()))))
    for accuracies in ([0.1], [0.1, 0.19], [0.1, math.nan]):
        curves = curves_of(train_cost=[2.3] * len(accuracies), train_accuracy=accuracies)
        assert not coach.is_healthy(Known(class_names=DIGITS, hyperparameters=SOUND, curves=curves), ()), (
            "it hardly began"
        )
    assert coach.is_healthy(
        Known(
            class_names=DIGITS,
            hyperparameters=SOUND,
            curves=curves_of(train_cost=[2.3, 2.0], train_accuracy=[0.1, 0.21]),
        ),
        (),
    )


def test_before_the_first_batch_there_is_nothing_to_say(tiny_dataset: Dataset) -> None:
    assert coach.advise(examine(Trainer(SOUND, tiny_dataset).snapshot(), tiny_dataset)) == ()
    assert coach.advise(Known(class_names=DIGITS, hyperparameters=SOUND, curves=NO_CURVES)) == ()


def test_what_is_not_known_is_not_judged(tried: Try) -> None:
    known = tried(replace(SOUND, initializer=Normal(deviation=1), activation=Sigmoid()))
    bare = Known(class_names=DIGITS, hyperparameters=known.hyperparameters, curves=known.curves)
    assert not {"dead", "saturated", "one-digit", "vanishing"} & set(rules(coach.advise(bare)))


# Diverging


@pytest.mark.parametrize("rate", [0.001, 1.0])
def test_steps_that_are_too_large(rate: float, tried: Try) -> None:
    is_large = rate == 1.0
    # Squared error of linear outputs has no bound: the cost is soon no number at all.
    known = tried(replace(PLAIN, hidden=(), output=LinearOutput(), cost=SquaredError(), learning_rate=rate))
    found = diverging(known)
    assert known.has_failed == is_large
    assert (found is not None) == is_large
    if found is not None:
        assert found.view == CURVES
        assert "no longer a finite number" in found.evidence
        assert changed_fields(found.experiment, known.hyperparameters) == ("learning_rate",)
        # How far it goes at once depends on whether the step that blew up was one of those measured.
        found = diverging(tried(found.experiment))
        assert found is None or diverging(tried(found.experiment)) is None


def test_a_cost_that_shot_up_and_came_only_part_of_the_way_down(tried: Try) -> None:
    known = tried(replace(SOUND, learning_rate=3.0))
    found = diverging(known)
    assert not known.has_failed
    assert found is not None
    assert found.experiment.learning_rate <= 0.3
    assert found.begins_anew, "most neurons died of it"


@pytest.mark.parametrize(
    ("costs", "is_told"),
    [
        ([2.3, 2.0, 3.0], True),
        ([2.3, 1.0, 0.5, 0.6, 0.8], True),
        ([2.3, 1.0, 0.5, 0.6, 0.55], False),
        ([2.3, 2.4], False),
    ],
)
def test_diverging_by_hand(costs: list[float], *, is_told: bool) -> None:
    known = Known(
        class_names=DIGITS, hyperparameters=SOUND, curves=curves_of(train_cost=costs, train_accuracy=[0.5] * len(costs))
    )
    assert (diverging(known) is not None) == is_told


@pytest.mark.parametrize(
    ("rates", "costs", "tried_rate"),
    [
        ([0.0025] * 3 + [0.1] * 3, [2.3, 0.5, 0.3, 0.6, 0.6, 0.5], 0.0025),
        ([0.0025] * 3 + [0.1] * 3, [2.3, 0.5, 0.3, 0.6, 0.4, 0.35], None),  # it came down again
        ([0.0025] * 3 + [0.1] * 3, [2.3, 2.2, 2.1, 2.7, 2.6, 2.5], None),  # nor did it learn before
        ([0.1] * 6, [2.3, 0.5, 0.3, 0.6, 0.6, 0.5], None),
        ([0.08] * 3 + [0.1] * 3, [2.3, 0.5, 0.3, 0.6, 0.6, 0.5], None),  # hardly raised
    ],
)
def test_a_run_that_did_better_with_a_smaller_rate(
    rates: list[float], costs: list[float], tried_rate: float | None
) -> None:
    settings = replace(PLAIN, learning_rate=0.1)
    curves = curves_of(train_cost=costs, train_accuracy=[0.1] + [0.7] * 5, learning_rate=rates)
    found = diverging(Known(class_names=DIGITS, hyperparameters=settings, curves=curves))
    assert (found is not None) == (tried_rate is not None)
    if found is not None:
        assert found.experiment == replace(settings, learning_rate=tried_rate)
        assert "with which this run did learn" in found.advice
        assert not found.begins_anew


def test_a_rate_is_known_in_spite_of_its_schedule() -> None:
    settings = replace(SOUND, schedule=Cosine(), epochs=5, learning_rate=0.1)
    factors = [settings.schedule.factor(epoch, 5) for epoch in range(6)]
    rates = [rate * factor for rate, factor in zip([0.0025] * 3 + [0.1] * 3, factors, strict=True)]
    curves = curves_of(train_cost=[2.3, 0.5, 0.3, 0.6, 0.6, 0.1], train_accuracy=[0.5] * 6, learning_rate=rates)
    better = best_before_raised(Known(class_names=DIGITS, hyperparameters=settings, curves=curves))
    assert better is not None
    assert (better.rate, better.cost) == (0.0025, 0.3)


@pytest.mark.parametrize(
    ("accuracy", "step", "dead", "said", "is_told"),
    [
        (0.1, 0.4, 0.0, 0.01, True),
        (0.1, 0.2, 0.0, 0.01, False),  # steps are no cause
        (0.1, 0.4, 0.0, 0.10, False),  # nothing is at an end
        (0.5, 0.4, 0.0, 0.01, False),  # it learned something
        (0.5, 0.4, 0.6, 0.10, True),
        (0.5, 0.4, 0.4, 0.10, False),
        (0.95, 0.4, 0.6, 0.10, False),
    ],
)
def test_steps_that_left_nothing_to_learn_with(
    accuracy: float, step: float, dead: float, said: float, *, is_told: bool
) -> None:
    zeros, none = np.zeros(10, np.float32), np.zeros(10, bool)
    layer = Liveliness(0, 200, zeros, zeros, zeros, is_dead=np.arange(10) < 10 * dead, is_saturated=none)
    costs, accuracies = [2.3, 0.5, 0.5], [0.1, accuracy, accuracy]
    curves = curves_of(train_cost=costs, train_accuracy=accuracies, learning_rate=[3.0] * 3)
    known = Known(
        class_names=DIGITS,
        hyperparameters=replace(PLAIN, learning_rate=3.0),
        curves=curves,
        liveliness=(layer,),
        own_outputs=np.full(10, said),
        start_of=starting(step),
    )
    found = diverging(known)
    assert (found is not None) == is_told
    if found is not None:
        assert found.experiment == replace(known.hyperparameters, learning_rate=0.2)
        assert found.begins_anew


# The ends of what the settings allow

RISING, CREEPING, FLAT = [2.3, 1, 0.5, 0.5, 0.6, 0.8, 0.9], [2.3, 2.2, 2.1, 2.0, 1.95, 1.9, 1.85], [2.3, *[0.5] * 6]
LEARNED = [2.3, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]


def known_by_hand(settings: Hyperparameters, costs: list[float], **others: Any) -> Known:
    """Return what is known of a run of six epochs with these costs on the training images."""
    rates, accuracies = [settings.learning_rate] * 7, [0.8] * 7
    curves = curves_of(train_cost=costs, train_accuracy=accuracies, learning_rate=rates)
    return Known(class_names=DIGITS, hyperparameters=settings, curves=curves, **others)


@pytest.mark.parametrize(
    ("costs", "ratio", "rule", "rate", "tried_rate"),
    [
        (RISING, 0.001, "diverging", 1000.0, 100.0),
        (RISING, 0.001, "diverging", 4e-6, 1e-6),
        (RISING, 10.0, "diverging", 2e-5, 1e-6),
        (CREEPING, 0.0, "slow", 1e-6, 1e-5),
        (CREEPING, 1e-9, "slow", 5.0, 1000.0),
        (FLAT, 0.001, "plateau", 1000.0, 1000 / 3),
        (FLAT, 0.001, "plateau", 2e-6, 1e-6),
    ],
)
def test_a_rate_to_try_is_one_that_the_settings_allow(
    costs: list[float], ratio: float, rule: str, rate: float, tried_rate: float
) -> None:
    settings = replace(SOUND, learning_rate=rate)
    found = {finding.rule: finding for finding in coach.advise(known_by_hand(settings, costs, update_ratios=(ratio,)))}
    assert changed_fields(found[rule].experiment, settings) == ("learning_rate",)
    assert found[rule].experiment.learning_rate == pytest.approx(tried_rate)
    assert rule == "plateau" or f"a learning rate of {tried_rate:g}" in found[rule].advice


def test_where_layers_are_frozen_a_plateau_is_led_out_of_by_letting_them_learn() -> None:
    settings = replace(SOUND, frozen=(1,))
    found = {finding.rule: finding for finding in coach.advise(known_by_hand(settings, FLAT, update_ratios=(0, 0.001)))}
    assert found["plateau"].advice.startswith("Let all layers learn")
    assert found["plateau"].experiment == SOUND


@pytest.mark.parametrize(("costs", "rate"), [(CREEPING, 1000.0), (FLAT, 1e-6)])
def test_what_could_only_be_tried_beyond_the_range_is_not_said(costs: list[float], rate: float) -> None:
    assert coach.advise(known_by_hand(replace(SOUND, learning_rate=rate), costs)) == ()


@pytest.mark.parametrize("has_failed", [False, True])
def test_where_no_rate_is_smaller_the_first_weights_are_to_change(*, has_failed: bool) -> None:
    smallest = replace(SOUND, learning_rate=1e-6, initializer=Normal())
    (found,) = coach.advise(known_by_hand(smallest, RISING, has_failed=has_failed))
    assert found.experiment == replace(smallest, initializer=He())
    assert found.begins_anew == has_failed


@pytest.mark.parametrize(("rate", "tried_rate"), [(1000.0, 300.0), (2e-6, 1e-6), (1e-6, None)])
def test_dead_neurons_are_led_out_of_within_the_range(rate: float, tried_rate: float | None) -> None:
    settings, zeros, none = replace(SOUND, learning_rate=rate), np.zeros(16, np.float32), np.zeros(16, bool)
    layer = Liveliness(0, 200, active=zeros, size=zeros, ended=zeros, is_dead=np.arange(16) < 6, is_saturated=none)
    known = known_by_hand(settings, LEARNED, update_ratios=(0.02,), liveliness=(layer,))
    (found,) = (finding for finding in coach.advise(known) if finding.rule == "dead")
    leaky = replace(settings, activation=LeakyReLU())
    assert found.experiment == (replace(settings, learning_rate=tried_rate) if tried_rate else leaky)


@pytest.mark.parametrize(
    ("changes", "cure"),
    [
        ({}, {"augmentation": Elastic()}),
        ({"augmentation": Shift()}, {"augmentation": Elastic()}),
        ({"augmentation": Elastic(), "train_images": 1000}, {"train_images": 0}),
        ({"augmentation": Elastic()}, {"dropout": 0.2}),
        ({"augmentation": Elastic(), "dropout": 0.4}, None),
        ({"augmentation": Elastic(), "validation_split": 30.0}, {"validation_split": 10.0}),
        ({"augmentation": Elastic(), "validation_split": 30.0, "train_images": 500}, {"train_images": 0}),
        ({"augmentation": Elastic(), "validation_split": 10.0}, {"dropout": 0.2}),
        ({"augmentation": Elastic(), "hidden": (), "weight_decay": 1e-4}, {"weight_decay": 1e-3}),
        ({"augmentation": Elastic(), "hidden": (), "weight_decay": 0.001}, None),
    ],
)
def test_against_learning_by_heart_there_is_more_to_learn_from(
    changes: dict[str, Any], cure: dict[str, Any] | None
) -> None:
    settings = replace(SOUND, **changes)
    curves = curves_of(
        train_cost=[2.3, 0.5, 0.3, 0.1],
        test_cost=[2.3, 0.6, 0.5, 0.7],
        train_accuracy=[0.1, 0.8, 0.9, 0.97],
        test_accuracy=[0.1, 0.8, 0.86, 0.85],
    )
    (found,) = coach.advise(Known(class_names=DIGITS, hyperparameters=settings, curves=curves))
    assert found.experiment == (replace(settings, **cure) if cure is not None else None)
    assert "from 0.5 after epoch 2 to 0.7" in found.evidence
    assert "no setting" not in found.advice, "weight decay is one, beside dropout as well"
    if cure == {"train_images": 0}:
        assert ("not held out" in found.advice) == bool(settings.validation_split)


def starting(step: float = 0.03, signal: float = 1.0) -> Callable[[Hyperparameters], Start]:
    """Return what all settings mean for the first weights."""
    return lambda settings: Start(step, signal)


@pytest.mark.parametrize(
    ("decay", "accuracy", "is_told"), [(0.01, 0.11, True), (0.009, 0.11, False), (0.01, 0.21, False)]
)
def test_a_decay_that_is_too_strong(decay: float, accuracy: float, *, is_told: bool) -> None:
    curves = curves_of(train_cost=[2.3, 2.3], train_accuracy=[0.1, accuracy])
    settings = replace(SOUND, weight_decay=decay)
    found = strong_decay(Known(class_names=DIGITS, hyperparameters=settings, curves=curves))
    assert (found is not None) == is_told
    if found is not None:
        assert found.experiment == replace(settings, weight_decay=1e-4)


def test_an_l1_that_is_too_strong() -> None:
    curves = curves_of(train_cost=[2.3, 2.3], train_accuracy=[0.1, 0.11])
    settings = replace(SOUND, l1=0.03)
    found = strong_decay(Known(class_names=DIGITS, hyperparameters=settings, curves=curves))
    assert found is not None
    assert found.title == "The L1 decay is too strong"
    assert "An L1 decay of 0.03 pulls" in found.evidence
    assert found.advice == "Try an L1 decay of 0.0001, with fresh weights."
    assert found.experiment == replace(settings, l1=1e-4)
    both = replace(SOUND, l1=0.03, weight_decay=0.5)
    found = strong_decay(Known(class_names=DIGITS, hyperparameters=both, curves=curves))
    assert found is not None
    assert found.experiment == replace(SOUND, l1=1e-4, weight_decay=1e-4)
    assert found.title == "The weight decay and the L1 decay are too strong"
    assert found.evidence.endswith(
        "A weight decay of 0.5 and an L1 decay of 0.03 pull the weights to zero; 0.0001 is usual for each."
    )
    assert found.advice == "Try a weight decay of 0.0001 and an L1 decay of 0.0001, with fresh weights."


def test_a_gradient_that_is_clipped_to_next_to_nothing(tried: Try) -> None:
    settings = replace(PLAIN, learning_rate=0.3)
    found = rate_too_small(tried(replace(settings, clip_norm=1e-4)))
    assert found is not None
    assert found.experiment == replace(settings, clip_norm=1.0)
    assert "largest gradient of 1: one of 0.0001 shortens" in found.advice
    assert rate_too_small(tried(found.experiment)) is None


def test_a_rate_that_was_hidden_by_clipping_is_not_let_loose(tried: Try, tiny_dataset: Dataset) -> None:
    def start_of(settings: Hyperparameters) -> Start:
        return look_at_start(settings, tiny_dataset.train.images, tiny_dataset.train.labels, 10)

    settings = replace(PLAIN, learning_rate=100.0, clip_norm=1e-6)
    found = rate_too_small(replace(tried(settings), start_of=start_of))
    assert found is not None
    assert found.experiment is not None
    assert found.experiment.clip_norm == 1
    assert found.experiment.learning_rate < 10
    assert f"of 1, with a learning rate of {found.experiment.learning_rate:g}: one of 1e-06" in found.advice


@pytest.mark.parametrize(
    ("optimizer", "rate", "largest", "is_told"),
    [
        (GradientDescent(), 0.5, 0.0, True),
        (GradientDescent(), 0.5, 100.0, True),
        (GradientDescent(), 0.5, 1.0, False),
        (GradientDescent(), 50.0, 0.0, False),
        (Adam(), 0.5, 0.0, False),
    ],
)
def test_clipping_is_among_the_cures_of_a_cost_that_exploded(
    optimizer: Optimizer, rate: float, largest: float, *, is_told: bool
) -> None:
    settings = Hyperparameters(hidden=(9,), optimizer=optimizer, learning_rate=rate, clip_norm=largest)
    found = diverging(known_by_hand(settings, RISING, has_failed=True))
    assert found is not None
    assert ("a largest gradient of 1 helps" in found.advice) == is_told
    assert ("a largest gradient of 1 helps" in remedy_for_long_steps(settings)) == is_told


# One digit


def test_stuck_at_one_answer(tried: Try) -> None:
    diary = replace(preset("diary-16-16").hyperparameters, epochs=30, batch_size=0)
    known = tried(diary)
    found = stuck_at_one_answer(known)
    assert found is not None
    assert found.view == MATRIX
    assert known.reading is not None
    assert found.cell is not None
    shown, digit = found.cell
    assert digit == known.reading.counts.sum(axis=0).argmax()
    assert shown != digit
    assert known.reading.counts[shown, digit] == np.delete(known.reading.counts[:, digit], digit).max()
    assert f"read as {digit}" in found.evidence
    assert found.experiment == replace(diary, batch_size=16), (
        "many rough steps lead out of it, on MNIST within an epoch"
    )
    assert coach.vanishing_slopes(known) is None, "with a step an epoch there is a nearer reason"


def test_a_test_set_of_one_digit_is_no_trouble(tried: Try, tiny_dataset: Dataset) -> None:
    sevens = tiny_dataset.test.labels == 7
    images, labels = tiny_dataset.test.images[sevens], tiny_dataset.test.labels[sevens]
    known = tried(SOUND)
    assert stuck_at_one_answer(known) is None
    network = Trainer(SOUND, tiny_dataset).snapshot().network
    only = read(network, np.tile(images, (20, 1, 1)), np.full(20 * len(labels), 7, np.uint8))
    only = replace(only, counts=np.diag(np.eye(10, dtype=np.int64)[7] * len(only)))
    assert stuck_at_one_answer(replace(known, reading=only)) is None


# The curves


def test_steps_that_are_very_small(tried: Try) -> None:
    known = tried(replace(PLAIN, learning_rate=1e-4))
    found = rate_too_small(known)
    assert found is not None
    assert max(known.update_ratios) < 3e-4
    assert "of their size" in found.evidence
    assert rate_too_small(tried(found.experiment)) is None
    shorter = rate_too_small(tried(replace(PLAIN, learning_rate=1e-6)))
    assert shorter is not None
    assert shorter.experiment.learning_rate == pytest.approx(1e-3), "by as much as steps are too short"
    assert rate_too_small(replace(known, update_ratios=(0.01, 0.02))) is None


@pytest.mark.parametrize("ratios", [(), (math.nan,), (math.nan, math.nan)])
def test_a_step_that_was_not_measured_is_not_called_small(tried: Try, ratios: tuple[float, ...]) -> None:
    known = tried(replace(PLAIN, learning_rate=1e-4))
    assert rate_too_small(replace(known, update_ratios=ratios)) is None


def test_small_steps_are_told_also_where_the_cost_has_come_down_some_way(tried: Try) -> None:
    known = tried(replace(PLAIN, learning_rate=2e-4, epochs=60))
    assert known.curves.column("train_cost")[-1] < 0.8 * known.curves.column("train_cost")[0]
    assert rate_too_small(known) is not None


def test_a_run_that_is_stuck_is_not_called_slow() -> None:
    stuck = curves_of(train_cost=[1.26, 0.5, 0.4503, 0.4499, 0.4498, 0.4498], train_accuracy=[0.11] * 6)
    short = Known(
        class_names=DIGITS, hyperparameters=replace(SOUND, learning_rate=0.01), curves=stuck, update_ratios=(1e-4, 3e-5)
    )
    assert rate_too_small(short) is None
    steady = curves_of(train_cost=[1.26, 1.1, 0.95, 0.8, 0.65, 0.5], train_accuracy=[0.5] * 6)
    assert rate_too_small(replace(short, curves=steady)) is not None


def test_steps_that_killed_the_network_are_not_called_small(tried: Try) -> None:
    known = tried(replace(PLAIN, learning_rate=30.0))
    told = rules(coach.advise(known))
    assert "diverging" in told
    assert "slow" not in told
    rates = {finding.experiment.learning_rate for finding in coach.advise(known)}
    assert max(rates) < 30.0


def test_a_cost_that_jumps_to_and_fro_is_on_a_plateau() -> None:
    # By hand: where a run with such steps stands after some epochs is up to the last bits of its sums.
    jumping = replace(SOUND, schedule=Constant(), learning_rate=0.5)
    costs = [2.3, 0.9, 0.5, 0.7, 0.6, 0.9, 0.6, 0.8]
    curves = curves_of(train_cost=costs, train_accuracy=[0.1] + [0.8] * 7, learning_rate=[0.5] * 8)
    found = plateau(Known(class_names=DIGITS, hyperparameters=jumping, curves=curves))
    assert found is not None
    assert found.view == CURVES
    assert "has not come below 0.6; it was 0.5 already, with 80.0 %" in found.evidence
    assert found.experiment == replace(jumping, learning_rate=0.5 / 3)


def test_a_run_that_ends_its_schedule_is_on_no_plateau(tried: Try, hard_dataset: Dataset) -> None:
    ending = replace(SOUND, hidden=(), schedule=Cosine(), learning_rate=0.002, epochs=14)
    assert plateau(tried(ending, hard_dataset)) is None


@pytest.mark.parametrize(
    ("last", "accuracy", "rate", "is_told"),
    [
        (0.5, 0.9, 0.01, True),
        (0.4, 0.9, 0.01, False),
        (0.5, 0.99, 0.01, False),
        (0.5, 0.9, 1e-4, False),
        (0.5, 0.1, 0.01, False),
    ],
)
def test_a_plateau_by_hand(last: float, accuracy: float, rate: float, *, is_told: bool) -> None:
    costs = [2.3, 0.8, 0.5, 0.5, 0.51, 0.5, last]
    curves = curves_of(train_cost=costs, train_accuracy=[accuracy] * 7, learning_rate=[0.01] * 6 + [rate])
    known = Known(class_names=DIGITS, hyperparameters=replace(SOUND, learning_rate=0.01), curves=curves)
    assert (plateau(known) is not None) == is_told


@pytest.mark.parametrize(
    ("changes", "cure", "words"),
    [
        ({"l1": 0.02}, {"l1": 1e-4}, "Try an L1 decay of 0.0001: an L1 decay of 0.02 holds the weights near zero."),
        ({"weight_decay": 0.01}, {"weight_decay": 1e-4}, "Try a weight decay of 0.0001: a weight decay of 0.01 holds"),
        (
            {"dropout": 0.8},
            {"dropout": 0.2},
            "Try a dropout of 0.2: a dropout of 0.8 leaves few neurons to learn with.",
        ),
        (
            {"weight_decay": 0.05, "l1": 0.01, "dropout": 0.6, "frozen": (1,)},
            {"weight_decay": 1e-4, "l1": 1e-4, "dropout": 0.2},
            "an L1 decay of 0.01 hold the weights near zero, and a dropout of 0.6 leaves",
        ),
        ({"dropout": 0.5, "l1": 0.009, "weight_decay": 0.009}, {"learning_rate": 0.001}, "Try a third"),
        ({"dropout": 0.8, "hidden": ()}, {"learning_rate": 0.001}, "Try a third"),
    ],
)
def test_on_a_plateau_regularization_is_blamed_before_the_rate(
    changes: dict[str, Any], cure: dict[str, Any], words: str
) -> None:
    settings = replace(SOUND, **changes)
    costs = [2.3, 1.2, 1.1, 1.1, 1.11, 1.1, 1.1]
    curves = curves_of(train_cost=costs, train_accuracy=[0.1] + [0.7] * 6, learning_rate=[0.003] * 7)
    (found,) = coach.advise(Known(class_names=DIGITS, hyperparameters=settings, curves=curves))
    assert found.rule == "plateau"
    assert found.experiment == replace(settings, **cure)
    assert words in found.advice


@pytest.mark.parametrize(
    ("accuracy", "dropout", "is_told"), [(0.22, 0.9, True), (0.19, 0.9, False), (0.22, 0.4, False)]
)
def test_a_network_that_is_held_back_is_told_from_little_learned_and_at_any_rate(
    accuracy: float, dropout: float, *, is_told: bool
) -> None:
    costs = [2.3, 2.2, 2.1, 2.1, 2.1, 2.1, 2.1]
    curves = curves_of(train_cost=costs, train_accuracy=[0.1] + [accuracy] * 6, learning_rate=[0.003] * 6 + [1e-6])
    known = Known(class_names=DIGITS, hyperparameters=replace(SOUND, dropout=dropout), curves=curves)
    assert (plateau(known) is not None) == is_told


@pytest.mark.parametrize(
    ("changes", "accuracies", "told"),
    [
        ({"dropout": 0.9}, [0.1] * 3, "10 % of the training images are right, as by guessing, after 200 steps."),
        ({"dropout": 0.9}, [0.1, 0.4, 0.5, 0.55, 0.6, 0.62], "62 % of the training images are right, after 500 steps."),
        ({"dropout": 0.9}, [0.1, 0.4, 0.5, 0.55, 0.6], ""),  # too early to say
        ({"dropout": 0.9}, [0.1, 0.4, 0.5, 0.55, 0.6, 0.7], ""),
        ({"dropout": 0.5}, [0.1, 0.4, 0.5, 0.55, 0.6, 0.62], ""),
        ({"dropout": 0.5}, [0.1] * 3, ""),
        ({"dropout": 0.9, "hidden": ()}, [0.1] * 3, ""),
    ],
)
def test_dropout_that_is_too_strong(changes: dict[str, Any], accuracies: list[float], told: str) -> None:
    settings, costs = replace(SOUND, **{"hidden": (32, 20), **changes}), np.linspace(2.3, 1.0, 6)
    curves = curves_of(train_accuracy=accuracies, train_cost=costs[: len(accuracies)])
    zeros, none = np.zeros(32, np.float32), np.zeros(32, bool)
    layer = Liveliness(0, 200, active=zeros, size=zeros, ended=zeros, is_dead=np.arange(32) < 11, is_saturated=none)
    known = Known(class_names=DIGITS, hyperparameters=settings, curves=curves, liveliness=(layer,))
    found = strong_dropout(known)
    assert (found is not None) == bool(told)
    if found is not None:
        assert (
            found.evidence
            == f"{told} A dropout of 0.9 leaves about 2 of the 20 neurons of hidden layer 2 to each image."
        )
        assert found.experiment == replace(settings, dropout=0.2)
        assert found.begins_anew == ("guessing" in told)
        first, *others = coach.advise(known)
        assert (first, {each.experiment for each in others}) == (found, {found.experiment}), "dead neurons are a sign"


def test_where_the_steps_are_too_small_dropout_is_not_blamed() -> None:
    curves = curves_of(train_accuracy=[0.1] * 7, train_cost=CREEPING)
    settings = replace(SOUND, dropout=0.9)
    known = Known(class_names=DIGITS, hyperparameters=settings, curves=curves, update_ratios=(1e-9,))
    assert strong_dropout(replace(known, update_ratios=(1e-3,))) is not None
    assert strong_dropout(known) is None


def test_learned_by_heart(tried: Try, hard_dataset: Dataset) -> None:
    settings = replace(SOUND, hidden=(64,), epochs=25)
    found = overfitting(tried(settings, hard_dataset))
    assert found is not None
    assert found.view == CURVES
    assert found.experiment == replace(settings, augmentation=Elastic())
    assert overfitting(tried(replace(settings, epochs=4))) is None


@pytest.mark.parametrize(
    ("test_costs", "train_costs", "accuracy", "is_told"),
    [
        ([0.1, 0.07, 0.10, 0.10], [0.10, 0.05, 0.02, 0.01], 0.99, True),
        ([0.1, 0.07, 0.07, 0.10], [0.10, 0.05, 0.02, 0.01], 0.99, False),  # once may be chance
        ([0.1, 0.07, 0.09, 0.09], [0.10, 0.05, 0.02, 0.01], 0.99, False),
        ([0.1, 0.07, 0.10, 0.10], [0.10, 0.05, 0.06, 0.06], 0.99, False),  # both rise: that is another trouble
        ([0.1, 0.07, 0.10, 0.10], [0.10, 0.05, 0.02, 0.01], 0.89, False),
    ],
)
def test_a_test_cost_that_rises_while_the_accuracy_is_flat(
    test_costs: list[float], train_costs: list[float], accuracy: float, *, is_told: bool
) -> None:
    curves = curves_of(
        test_cost=test_costs, train_cost=train_costs, train_accuracy=[accuracy] * 4, test_accuracy=[accuracy - 0.01] * 4
    )
    found = overfitting(Known(class_names=DIGITS, hyperparameters=SOUND, curves=curves))
    assert (found is not None) == is_told
    if found is not None:
        assert "from 0.07 after epoch 1 to 0.1" in found.evidence


def test_a_data_set_without_test_images_is_not_judged_by_them() -> None:
    curves = curves_of(train_cost=[2.3, 0.5, 0.3, 0.1], train_accuracy=[0.1, 0.8, 0.9, 0.97])
    assert coach.advise(Known(class_names=DIGITS, hyperparameters=SOUND, curves=curves)) == ()


# What the test images settled


@pytest.mark.parametrize("rule", [{"keep_best": True}, {"patience": 1, "epochs": 60}, {"target_accuracy": 30.0}])
def test_a_run_that_the_test_images_chose_is_told_and_its_experiment_is_not(rule: dict[str, Any], tried: Try) -> None:
    asked = replace(SOUND, **rule)
    known = tried(asked)
    assert known.ended is not None
    (found,) = [finding for finding in coach.advise(known) if finding.rule == "chosen"]
    assert f"{100 * known.curves.column('test_accuracy').max():.1f} %" in found.evidence
    assert found.experiment is not None
    assert changed_fields(asked, found.experiment) == ("validation_split",)
    assert chosen_by_test(tried(found.experiment)) is None


def test_what_chose_nothing_is_not_told(tried: Try) -> None:
    assert chosen_by_test(tried(replace(SOUND, patience=50))) is None, "it ended with its epochs"
    assert chosen_by_test(replace(tried(replace(SOUND, keep_best=True)), ended=None)) is None


def test_without_test_images_what_is_learned_by_heart_shows_in_those_held_out() -> None:
    read = {"train_accuracy": (0.1, 0.5, 0.9, 0.99), "train_cost": (2.3, 1.0, 0.3, 0.1)}
    unread = {"validation_accuracy": (0.1, 0.5, 0.7, 0.7), "validation_cost": (2.3, 1.2, 1.0, 1.6)}
    settings = replace(SOUND, validation_split=20.0)
    known = Known(class_names=DIGITS, hyperparameters=settings, curves=curves_of(**read, **unread))
    found = overfitting(known)
    assert found is not None
    assert "99.0 % of the training images are right and 70.0 % of the validation images." in found.evidence
    assert "The validation cost has risen from 1 after epoch 2 to 1.6." in found.evidence
    vital = lead(known)
    assert vital is not None
    assert vital.figure == "29.0 points better than validation images; the validation cost is 60 % above its lowest"
    assert "with the validation cost" in vital.mark
    tested = curves_of(**read, **unread, test_accuracy=(0.1, 0.5, 0.8, 0.8), test_cost=(2.3, 1.2, 1.0, 1.0))
    other = overfitting(replace(known, curves=tested))
    assert other is not None
    assert "80.0 % of the test images." in other.evidence
