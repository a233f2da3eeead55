"""A run: what it computes, that nothing but its settings and data decide the outcome, and how it fails."""

import math
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.arrays import Array, Bytes, mapped
from core.data.augment import Elastic, Shift, Unchanged
from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.network.engine import WAYS
from core.network.scaling import Scaling
from core.parts.activations import ReLU, Sigmoid
from core.parts.adaptive import Adam, AdamW
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.initializers import Normal
from core.parts.optimizers import GradientDescent, Momentum, optimizers
from core.parts.outputs import LinearOutput, SigmoidOutput, Softmax
from core.parts.schedules import Constant, Cosine, Linear, Plateau
from core.training.history import COLUMNS
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

Train = Callable[..., Trainer]
EVERY_OPTIMIZER = pytest.mark.parametrize("optimizer", [kind() for kind in optimizers], ids=lambda o: o.name)

DIVERGING = Hyperparameters(
    hidden=(12,),
    output=LinearOutput(),
    cost=SquaredError(),
    optimizer=GradientDescent(),
    schedule=Constant(),
    learning_rate=1000.0,
    batch_size=32,
    epochs=4,
)


def assert_same(one: Snapshot, other: Snapshot) -> None:
    """Assert that two moments agree bit for bit in all that decides how the run goes on."""
    for a, b in zip((*one.network.parameters, *one.memory), (*other.network.parameters, *other.memory), strict=True):
        assert a.tobytes() == b.tobytes()
    assert (one.step, one.whole_epochs, one.position) == (other.step, other.whole_epochs, other.position)
    for name in set(COLUMNS) - {"seconds"}:
        np.testing.assert_array_equal(one.curves.column(name), other.curves.column(name))


def to_the_end(trainer: Trainer) -> None:
    while not trainer.is_finished:
        trainer.advance()


# What it computes


class Reference:
    """The same run written down again in float64, straight on: one hidden layer, images in their order."""

    def __init__(self, start: Snapshot, dataset: Dataset) -> None:
        self.w1, self.b1, self.w2, self.b2 = (np.array(p, dtype=np.float64) for p in start.network.parameters)
        self.images = dataset.train.images.reshape(-1, 784) / 255
        self.labels = dataset.train.labels

    def epochs(self, count: int, size: int, update: Callable[[list[Array], list[Array], float], None]) -> None:
        for epoch in range(count):
            for at in range(0, len(self.images), size):
                x, labels = self.images[at : at + size], self.labels[at : at + size]
                y = np.array([[float(digit == label) for digit in range(10)] for label in labels])
                slopes = self.slopes(x, y)
                update([self.w1, self.b1, self.w2, self.b2], slopes, (epoch + at / len(self.images)) / count)

    def slopes(self, x: Array, y: Array) -> list[Array]:
        raise NotImplementedError


class SigmoidWithSquaredError(Reference):
    def slopes(self, x: Array, y: Array) -> list[Array]:
        h = 1 / (1 + np.exp(-(x @ self.w1 + self.b1)))
        p = 1 / (1 + np.exp(-(h @ self.w2 + self.b2)))
        d2 = (p - y) * p * (1 - p) / len(x)
        d1 = (d2 @ self.w2.T) * h * (1 - h)
        return [x.T @ d1, d1.sum(axis=0), h.T @ d2, d2.sum(axis=0)]


class ReLUWithCrossEntropy(Reference):
    def slopes(self, x: Array, y: Array) -> list[Array]:
        z = x @ self.w1 + self.b1
        h = np.where(z > 0, z, 0)
        e = np.exp(h @ self.w2 + self.b2)
        d2 = (e / e.sum(axis=1)[:, None] - y) / len(x)
        d1 = np.where(z > 0, d2 @ self.w2.T, 0)
        return [x.T @ d1, d1.sum(axis=0), h.T @ d2, d2.sum(axis=0)]


def assert_agrees(trainer: Trainer, reference: Reference) -> None:
    wanted = (reference.w1, reference.b1, reference.w2, reference.b2)
    for found, expected in zip(trainer.snapshot().network.parameters, wanted, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-5)


def test_the_diarys_way_agrees_with_a_plain_float64_run(tiny_dataset: Dataset, train: Train) -> None:
    settings = Hyperparameters(
        hidden=(12,),
        activation=Sigmoid(),
        output=SigmoidOutput(),
        cost=SquaredError(),
        optimizer=GradientDescent(),
        learning_rate=1.0,
        schedule=Linear(),
        batch_size=32,
        epochs=3,
        shuffle=False,
    )
    reference = SigmoidWithSquaredError(Trainer(settings, tiny_dataset).snapshot(), tiny_dataset)

    def update(parameters: list[Array], slopes: list[Array], progress: float) -> None:
        for parameter, slope in zip(parameters, slopes, strict=True):
            parameter -= 1.0 * (1 - progress) * slope

    reference.epochs(3, 32, update)
    assert_agrees(train(settings), reference)


def test_momentum_with_weight_decay_agrees_with_a_plain_float64_run(tiny_dataset: Dataset, train: Train) -> None:
    settings = Hyperparameters(
        hidden=(12,),
        activation=ReLU(),
        output=Softmax(),
        cost=CrossEntropy(),
        optimizer=Momentum(momentum=0.8),
        learning_rate=0.02,
        schedule=Cosine(),
        weight_decay=0.05,
        batch_size=50,
        epochs=3,
        shuffle=False,
    )
    reference = ReLUWithCrossEntropy(Trainer(settings, tiny_dataset).snapshot(), tiny_dataset)
    velocities = [np.zeros(1)] * 4

    def update(parameters: list[Array], slopes: list[Array], progress: float) -> None:
        rate = 0.02 * (1 + math.cos(math.pi * progress)) / 2
        for i, parameter in enumerate(parameters):
            slope = slopes[i] + (0.05 * parameter if parameter.ndim == 2 else 0)
            velocities[i] = 0.8 * velocities[i] - rate * slope
            parameter += velocities[i]

    reference.epochs(3, 50, update)
    assert_agrees(train(settings), reference)


def test_clipping_and_l1_agree_with_a_plain_float64_run(tiny_dataset: Dataset, train: Train) -> None:
    settings = Hyperparameters(
        hidden=(12,),
        activation=ReLU(),
        output=Softmax(),
        cost=CrossEntropy(),
        optimizer=Momentum(momentum=0.8),
        learning_rate=0.05,
        schedule=Constant(),
        clip_norm=0.5,
        l1=0.002,
        batch_size=50,
        epochs=2,
        shuffle=False,
    )
    reference = ReLUWithCrossEntropy(Trainer(settings, tiny_dataset).snapshot(), tiny_dataset)
    velocities = [np.zeros(1)] * 4
    norms = []

    def update(parameters: list[Array], slopes: list[Array], progress: float) -> None:
        norms.append(math.sqrt(sum(float((slope**2).sum()) for slope in slopes)))
        factor = min(1.0, 0.5 / norms[-1])
        for i, parameter in enumerate(parameters):
            slope = factor * slopes[i] + (0.002 * np.sign(parameter) if parameter.ndim == 2 else 0)
            velocities[i] = 0.8 * velocities[i] - 0.05 * slope
            parameter += velocities[i]

    reference.epochs(2, 50, update)
    assert max(norms) > 0.5, "it was clipped"
    assert_agrees(train(settings), reference)


def test_adamw_agrees_with_a_plain_float64_run(tiny_dataset: Dataset, train: Train) -> None:
    settings = Hyperparameters(
        hidden=(12,),
        optimizer=AdamW(epsilon=1e-4),
        learning_rate=0.003,
        schedule=Constant(),
        weight_decay=0.5,
        batch_size=64,
        epochs=3,
        shuffle=False,
    )
    reference = ReLUWithCrossEntropy(Trainer(settings, tiny_dataset).snapshot(), tiny_dataset)
    m, v = [np.zeros(1)] * 4, [np.zeros(1)] * 4
    t = 0

    def update(parameters: list[Array], slopes: list[Array], progress: float) -> None:
        nonlocal t
        t += 1
        for i, (parameter, g) in enumerate(zip(parameters, slopes, strict=True)):
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g * g
            step = m[i] / (1 - 0.9**t) / (np.sqrt(v[i] / (1 - 0.999**t)) + 1e-4)
            decay = 0.5 * parameter if parameter.ndim == 2 else 0
            parameter -= 0.003 * (step + decay)

    reference.epochs(3, 64, update)
    assert_agrees(train(settings), reference)


@EVERY_OPTIMIZER
def test_every_optimizer_learns(optimizer: Any, train: Train) -> None:
    adaptive = optimizer.name in ("rmsprop", "adam", "adamw")
    rate = 0.01 if adaptive else 0.05
    settings = Hyperparameters(hidden=(12,), batch_size=32, epochs=6, learning_rate=rate, optimizer=optimizer)
    curves = train(settings).snapshot().curves
    assert curves.column("test_accuracy")[0] < 0.4
    assert curves.last("test_accuracy") > 0.9
    assert curves.last("train_cost") < 0.5 * curves.column("train_cost")[0]


@pytest.mark.parametrize("decay", [0.1, 1.0])
@pytest.mark.parametrize("optimizer", [Momentum(), AdamW()], ids=lambda o: o.name)
def test_weight_decay_makes_weights_smaller(optimizer: Any, decay: float, quick: Hyperparameters, train: Train) -> None:
    settings = replace(quick, optimizer=optimizer)

    def size(found: Hyperparameters) -> float:
        return sum(float(np.square(layer.weights).sum()) for layer in train(found).snapshot().network.layers)

    assert size(replace(settings, weight_decay=decay)) < size(settings)


def test_l1_leaves_few_weights_that_matter(quick: Hyperparameters, train: Train) -> None:
    def near_zero(l1: float) -> float:
        settings = replace(quick, optimizer=GradientDescent(), learning_rate=0.05, epochs=6, l1=l1)
        return float((np.abs(train(settings).snapshot().network.layers[0].weights) < 0.01).mean())

    assert near_zero(0.02) > 2 * near_zero(0.0)


@pytest.mark.parametrize("way", ["plain", "one process"])
@pytest.mark.parametrize(
    "change", [{"l1": 0.5}, {"clip_norm": 1e-4}, {"weight_decay": 5.0}], ids=lambda one: next(iter(one))
)
def test_what_bears_on_the_slopes_acts_on_the_next_batch(
    change: dict[str, Any], way: str, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    settings = replace(quick, optimizer=GradientDescent(), learning_rate=0.1, schedule=Constant())
    found = []
    for changes in ({}, change):
        trainer = Trainer(settings, tiny_dataset, way=way)
        trainer.advance(2)
        trainer.adopt(replace(settings, **changes))
        trainer.advance(1)
        found.append(trainer.snapshot().network.parameters[0])
        trainer.close()
    assert np.abs(found[0] - found[1]).max() > 1e-3


@pytest.mark.parametrize("way", WAYS)
def test_pixels_are_standardized_by_the_images_that_are_used(
    way: str, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    settings = replace(quick, standardize=True, train_images=100)
    trainer = Trainer(settings, tiny_dataset, way=way)
    scaling = Scaling.of(tiny_dataset.train.spread(100).images)
    assert trainer.snapshot().network.scaling == scaling != Scaling.of(tiny_dataset.train.images)
    assert Trainer(quick, tiny_dataset, way=way).snapshot().network.scaling is None
    trainer.advance(3)
    trainer.adopt(replace(settings, weight_decay=0.01))  # for which there is another engine
    to_the_end(trainer)
    last = trainer.snapshot()
    assert last.network.scaling == scaling
    assert last.curves.column("train_cost")[-1] < last.curves.column("train_cost")[0]
    again = Trainer(replace(last.hyperparameters, train_images=50, epochs=9), tiny_dataset, start=last)
    again.advance(1)
    assert again.snapshot().network.scaling == scaling, "a network keeps what it has learned with"
    again.close()
    trainer.close()


# Nothing but settings and data decides


@EVERY_OPTIMIZER
def test_the_same_seed_gives_the_same_weights_bit_for_bit(optimizer: Any, quick: Hyperparameters, train: Train) -> None:
    settings = replace(quick, optimizer=optimizer, augmentation=Shift(), epochs=2)
    assert_same(train(settings).snapshot(), train(settings).snapshot())


def test_another_seed_gives_other_weights(quick: Hyperparameters, train: Train) -> None:
    for batches in (0, 15):
        one, other = (train(replace(quick, seed=seed), batches).snapshot() for seed in (1, 2))
        for a, b in zip(one.network.layers, other.network.layers, strict=True):
            assert (a.weights != b.weights).any()


def test_shuffling_and_augmentation_leave_the_first_weights_alone(
    quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    plain = Trainer(quick, tiny_dataset).snapshot()
    other = Trainer(replace(quick, shuffle=False, augmentation=Shift(), batch_size=7), tiny_dataset).snapshot()
    for a, b in zip(plain.network.parameters, other.network.parameters, strict=True):
        np.testing.assert_array_equal(a, b)


def test_looking_and_adopting_equal_settings_changes_nothing(
    quick: Hyperparameters, tiny_dataset: Dataset, train: Train
) -> None:
    paused = Trainer(quick, tiny_dataset)
    while not paused.is_finished:
        paused.snapshot()
        paused.adopt(replace(quick))
        paused.advance()
        _ = paused.learning_rate, paused.epoch
    assert paused.snapshot().marks == ()
    assert_same(paused.snapshot(), train(quick).snapshot())


@EVERY_OPTIMIZER
@pytest.mark.parametrize("at", [0, 7, 10, 23])
def test_going_on_from_a_snapshot_is_going_on(optimizer: Any, at: int, quick: Hyperparameters, train: Train) -> None:
    settings = replace(quick, optimizer=optimizer, augmentation=Shift(), epochs=3)
    middle = train(settings, at).snapshot()
    assert_same(train(settings, start=middle).snapshot(), train(settings).snapshot())


@pytest.mark.parametrize("augmentation", [Shift(), Elastic()], ids=lambda a: a.name)
def test_two_threads_change_images_as_one_does(
    augmentation: Any, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    found = []
    for way in ("one process", "several processes"):
        trainer = Trainer(replace(quick, augmentation=augmentation, epochs=2), tiny_dataset, way=way)
        while not trainer.is_finished:
            trainer.advance(3)
        trainer.close()
        found.append(trainer.snapshot())
    assert_same(*found)


def test_two_runs_can_go_on_from_one_snapshot(quick: Hyperparameters, train: Train) -> None:
    middle = train(quick, 5).snapshot()
    one = train(quick, start=middle).snapshot()
    train(replace(quick, learning_rate=0.1), start=middle)
    assert_same(train(quick, start=middle).snapshot(), one)


def test_a_snapshot_never_changes_when_training_goes_on(quick: Hyperparameters, train: Train) -> None:
    trainer = train(quick, 5)
    snapshot = trainer.snapshot()
    arrays = (*snapshot.network.parameters, *snapshot.memory, snapshot.curves.table)
    before = [array.copy() for array in arrays]
    to_the_end(trainer)
    for array, kept in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, kept)
        assert not array.flags.writeable
    assert snapshot.step == 5
    assert (trainer.snapshot().network.parameters[0] != arrays[0]).any()


def test_a_snapshot_says_where_the_run_stands(quick: Hyperparameters, tiny_dataset: Dataset, train: Train) -> None:
    snapshot = train(quick, 13).snapshot()  # ten batches an epoch: 32 images each, 12 in the last
    assert (snapshot.step, snapshot.whole_epochs, snapshot.position) == (13, 1, 96)
    assert snapshot.train_images == 300
    assert snapshot.epoch == pytest.approx(1.32)
    assert (snapshot.data_name, snapshot.data_fingerprint) == ("tiny", tiny_dataset.fingerprint)
    assert snapshot.hyperparameters == quick


# Measuring


def test_the_first_epoch_has_many_points_and_each_end_looks_at_all(quick: Hyperparameters, train: Train) -> None:
    curves = train(quick).snapshot().curves
    epochs = curves.column("epoch")
    assert ((epochs >= 0) & (epochs <= 1)).sum() >= 10
    assert (np.diff(epochs) > 0).all()
    whole = epochs[curves.column("whole") == 1]
    np.testing.assert_array_equal(whole, [0, 1, 2, 3, 4])
    assert not np.isnan(curves.first_columns).any()


def test_points_become_fewer_as_the_run_goes_on(quick: Hyperparameters, train: Train) -> None:
    epochs = train(replace(quick, epochs=30, batch_size=10)).snapshot().curves.column("epoch")
    counts = np.histogram(epochs, bins=np.arange(31) + 1e-9)[0]
    assert counts[0] == 20
    assert counts[-1] == 1
    assert (np.diff(counts) <= 0).all()


@pytest.mark.parametrize(("changed_at", "expected"), [(10.25, (15, 10, 6)), (10.75, (5, 20, 10)), (11.0, (20, 10, 6))])
def test_after_a_live_change_the_next_points_come_densely(
    changed_at: float, expected: tuple[int, ...], quick: Hyperparameters, train: Train
) -> None:
    quick = replace(quick, epochs=20, batch_size=3)  # a hundred batches
    trainer = train(quick, 0)
    while trainer.epoch < changed_at:
        trainer.advance()
    before = len(trainer.snapshot().curves)
    trainer.adopt(replace(quick, learning_rate=0.005))
    while trainer.epoch < 14:
        trainer.advance()
    epochs = trainer.snapshot().curves.column("epoch")[before:]
    first = math.floor(changed_at)
    counts = np.histogram(epochs, bins=first + np.arange(4) + 1e-9)[0]
    assert tuple(counts) == expected


def test_what_goes_on_from_a_moment_measures_as_densely_after_a_change(quick: Hyperparameters, train: Train) -> None:
    quick = replace(quick, epochs=9, batch_size=3)
    trainer = train(quick, 0)
    while trainer.epoch < 6.2:
        trainer.advance()
    trainer.adopt(replace(quick, learning_rate=0.005))
    moment = trainer.snapshot()
    again = train(moment.hyperparameters, start=moment)
    while not trainer.is_finished:
        trainer.advance()
    np.testing.assert_array_equal(again.snapshot().curves.column("step"), trainer.snapshot().curves.column("step"))


def test_a_skipped_snapshot_loses_no_point(quick: Hyperparameters, train: Train) -> None:
    watched = train(quick, 0)
    seen: list[float] = []
    while not watched.is_finished:
        watched.advance()
        seen += watched.snapshot().curves.column("step")[len(seen) :].tolist()
    np.testing.assert_array_equal(train(quick).snapshot().curves.column("step"), seen)


def test_the_learning_rate_measured_is_that_of_the_schedule(quick: Hyperparameters, train: Train) -> None:
    curves = train(replace(quick, schedule=Linear())).snapshot().curves
    expected = 0.01 * (1 - curves.column("epoch") / 4)
    np.testing.assert_allclose(curves.column("learning_rate"), expected, rtol=1e-12, atol=1e-15)


def test_time_is_that_of_the_batches_alone(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    ticks = iter(range(10**6))
    trainer = Trainer(quick, tiny_dataset, clock=lambda: float(next(ticks)))
    for _ in range(9):
        trainer.advance()
    snapshot = trainer.snapshot()
    assert snapshot.seconds == 9, "one second for each batch, none for measuring"
    assert snapshot.images_per_second == 32
    assert Trainer(quick, tiny_dataset, start=snapshot).snapshot().seconds == 9


def test_without_test_images_training_works_and_nothing_is_measured_on_them(
    quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    trainer = Trainer(quick, Dataset("x", "X", tiny_dataset.train, Split.empty()))
    for _ in range(12):
        trainer.advance()
    curves = trainer.snapshot().curves
    assert np.isnan(curves.column("test_accuracy")).all()
    assert curves.last("train_accuracy") > 0


@pytest.mark.parametrize("augmentation", [Unchanged(), Shift()], ids=lambda a: a.name)
def test_several_batches_at_a_time_are_the_same_as_one_by_one(
    augmentation: Any, quick: Hyperparameters, tiny_dataset: Dataset, train: Train
) -> None:
    settings = replace(quick, augmentation=augmentation, batch_size=7, epochs=2)
    trainer = Trainer(settings, tiny_dataset)
    while not trainer.is_finished:
        trainer.advance(5)
    assert_same(trainer.snapshot(), train(settings).snapshot())


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_training_gives_the_same_curves(
    way: str, quick: Hyperparameters, tiny_dataset: Dataset, train: Train
) -> None:
    trainer = Trainer(quick, tiny_dataset, way=way)
    to_the_end(trainer)
    found, expected = trainer.snapshot(), train(quick).snapshot()
    np.testing.assert_allclose(
        found.curves.column("test_cost"), expected.curves.column("test_cost"), rtol=1e-3, atol=1e-5
    )
    if way != "plain":
        assert_same(found, expected)


# Settings changed on the way


def test_a_change_acts_at_once_and_leaves_a_mark(quick: Hyperparameters, train: Train) -> None:
    trainer = train(quick, 13)
    trainer.adopt(replace(quick, learning_rate=0.5, schedule=Constant()))
    assert trainer.learning_rate == 0.5
    (mark,) = trainer.snapshot().marks
    assert mark.epoch == pytest.approx(1.32)
    assert mark.text == "learning rate 0.01 → 0.5, schedule Cosine (ends at 0) → Constant"


def test_a_change_before_the_first_batch_leaves_no_mark(quick: Hyperparameters, train: Train) -> None:
    trainer = train(quick, 0)
    trainer.adopt(replace(quick, learning_rate=0.5))
    assert trainer.snapshot().marks == ()
    assert trainer.hyperparameters.learning_rate == 0.5


def test_a_knob_being_turned_leaves_one_mark_and_none_when_turned_back(quick: Hyperparameters, train: Train) -> None:
    trainer = train(quick, 3)
    for rate in (0.02, 0.03, 0.04):
        trainer.adopt(replace(quick, learning_rate=rate))
    assert [mark.text for mark in trainer.snapshot().marks] == ["learning rate 0.01 → 0.04"]
    trainer.adopt(quick)
    assert trainer.snapshot().marks == ()


def test_changes_far_apart_leave_a_mark_each(quick: Hyperparameters, train: Train) -> None:
    trainer = train(quick, 3)
    for rate in (0.02, 0.03):
        trainer.adopt(replace(quick, learning_rate=rate))
        trainer.advance()
    assert [mark.text for mark in trainer.snapshot().marks] == [
        "learning rate 0.01 → 0.02",
        "learning rate 0.02 → 0.03",
    ]


def test_another_batch_size_in_the_middle_of_an_epoch_loses_no_image(
    quick: Hyperparameters, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(quick, tiny_dataset)
    shown: list[bytes] = []
    changed = trainer._batches.changed

    def spy(*place: Any) -> tuple[Bytes, Bytes]:
        images, labels = changed(*place)
        shown.extend(image.tobytes() for image in images)
        return images, labels

    monkeypatch.setattr(trainer._batches, "changed", spy)
    monkeypatch.setattr("core.data.augment.Shift.begin", Unchanged.begin)
    for size in (32, 7, 100, 1, 0):
        trainer.adopt(replace(quick, batch_size=size, augmentation=Shift()))
        trainer.advance()
    assert trainer.epoch == 1
    assert sorted(shown) == sorted(image.tobytes() for image in tiny_dataset.train.images)
    assert [mark.text for mark in trainer.snapshot().marks][-1].endswith("→ 0")


def test_a_batch_size_of_zero_shows_all_images_at_once(quick: Hyperparameters, train: Train) -> None:
    assert train(replace(quick, batch_size=0), 1).epoch == 1
    assert_same(train(replace(quick, batch_size=0)).snapshot(), train(replace(quick, batch_size=300)).snapshot())


def test_single_images_are_batches_too(quick: Hyperparameters, train: Train) -> None:
    trainer = train(replace(quick, batch_size=1, epochs=1, learning_rate=0.002))
    assert trainer.snapshot().step == 300
    assert trainer.snapshot().curves.last("test_accuracy") > 0.5


@EVERY_OPTIMIZER
def test_another_optimizer_begins_afresh_on_the_weights_there_are(
    optimizer: Any, quick: Hyperparameters, train: Train
) -> None:
    trainer = train(replace(quick, optimizer=Adam() if optimizer != Adam() else Momentum()), 12)
    before = trainer.snapshot()
    trainer.adopt(replace(quick, optimizer=optimizer))
    after = trainer.snapshot()
    for a, b in zip(before.network.parameters, after.network.parameters, strict=True):
        np.testing.assert_array_equal(a, b)
    assert not any(array.any() for array in after.memory)
    for _ in range(3):
        trainer.advance()
    assert trainer.snapshot().is_sound
    assert after.marks[0].text.startswith("optimizer")


def test_a_knob_of_the_optimizer_keeps_its_memory(quick: Hyperparameters, train: Train) -> None:
    trainer = train(replace(quick, optimizer=Momentum()), 5)
    before = trainer.snapshot().memory
    trainer.adopt(replace(quick, optimizer=Momentum(momentum=0.5)))
    for a, b in zip(before, trainer.snapshot().memory, strict=True):
        np.testing.assert_array_equal(a, b)


def test_fewer_epochs_end_the_run_and_more_let_it_go_on(quick: Hyperparameters, train: Train) -> None:
    trainer = train(quick, 25)
    trainer.adopt(replace(quick, epochs=1))
    assert trainer.is_finished
    trainer.adopt(replace(quick, epochs=9))
    assert not trainer.is_finished
    to_the_end(trainer)
    assert trainer.epoch == 9


@pytest.mark.parametrize(
    "change",
    [{"hidden": (13,)}, {"activation": Sigmoid()}, {"output": SigmoidOutput()}, {"seed": 2}, {"initializer": Normal()}],
    ids=lambda change: next(iter(change)),
)
def test_what_needs_a_new_network_is_not_adopted(change: dict[str, Any], quick: Hyperparameters, train: Train) -> None:
    trainer = train(quick, 3)
    with pytest.raises(ValueError, match=f"needs a new network.*{next(iter(change))}"):
        trainer.adopt(replace(quick, **change))
    assert trainer.hyperparameters == quick
    assert trainer.snapshot().marks == ()


def test_a_batch_larger_than_the_data_is_refused(quick: Hyperparameters, tiny_dataset: Dataset, train: Train) -> None:
    too_large = replace(quick, batch_size=301)
    with pytest.raises(TrainingError, match="A batch of 301 images is more than the 300 training images of Tiny"):
        Trainer(too_large, tiny_dataset)
    trainer = train(quick, 3)
    with pytest.raises(TrainingError, match="Choose a batch size up to 300"):
        trainer.adopt(too_large)
    assert trainer.hyperparameters == quick
    with pytest.raises(TrainingError, match="301"):
        Trainer(too_large, tiny_dataset, start=trainer.snapshot())
    train(replace(quick, batch_size=300), 1)


def test_training_images_that_are_left_out_decide_nothing(
    quick: Hyperparameters, tiny_dataset: Dataset, train: Train
) -> None:
    settings = replace(quick, train_images=100)
    few = Dataset("few", "Few", tiny_dataset.train.spread(100), tiny_dataset.test)
    alone, among_others = Trainer(quick, few), Trainer(settings, tiny_dataset)
    for trainer in (alone, among_others):
        to_the_end(trainer)
    one, other = alone.snapshot(), among_others.snapshot()
    assert_same(one, other)  # the weights, and the accuracy on the images that are used
    assert other.train_images == 100
    assert other.data_fingerprint == tiny_dataset.fingerprint
    middle = Trainer(settings, tiny_dataset)
    middle.advance(2)
    again = Trainer(settings, tiny_dataset, start=middle.snapshot())
    to_the_end(again)
    assert_same(again.snapshot(), other)


@pytest.mark.parametrize("count", [0, 300, 10**7])
def test_all_training_images_are_used_where_there_are_no_more(
    quick: Hyperparameters, tiny_dataset: Dataset, train: Train, count: int
) -> None:
    assert_same(Trainer(replace(quick, train_images=count), tiny_dataset).snapshot(), train(quick, 0).snapshot())
    assert tiny_dataset.train.spread(count) is tiny_dataset.train


def test_a_batch_larger_than_the_images_used_is_refused(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    with pytest.raises(TrainingError, match="is more than the 20 training images that are used") as raised:
        Trainer(replace(quick, train_images=20, batch_size=21), tiny_dataset)
    assert "up to 20" in raised.value.remedy


def test_other_training_images_begin_the_next_epoch(
    quick: Hyperparameters, tiny_dataset: Dataset, train: Train
) -> None:
    trainer = Trainer(replace(quick, train_images=100), tiny_dataset, start=train(quick, 13).snapshot())
    assert trainer.epoch == 2


def test_going_on_with_other_data_begins_the_next_epoch(
    quick: Hyperparameters, tiny_dataset: Dataset, train: Train
) -> None:
    middle = train(quick, 13).snapshot()
    half = Split(tiny_dataset.train.images[:150], tiny_dataset.train.labels[:150])
    trainer = Trainer(quick, Dataset("half", "Half", half, tiny_dataset.test), start=middle)
    assert trainer.epoch == 2
    to_the_end(trainer)
    assert trainer.snapshot().data_name == "half"


def test_going_on_with_another_optimizer_forgets_the_memory(quick: Hyperparameters, train: Train) -> None:
    middle = train(quick, 5).snapshot()
    settings = replace(quick, optimizer=Momentum())
    trainer = train(settings, 0, start=middle)
    assert not any(array.any() for array in trainer.snapshot().memory)
    assert len(trainer.snapshot().memory) == 4


def test_going_on_from_a_moment_to_look_at_begins_with_a_fresh_memory(quick: Hyperparameters, train: Train) -> None:
    trainer = train(quick, 3, start=train(quick, 5).snapshot().to_look_at())
    assert trainer.snapshot().step == 8
    assert trainer.snapshot().memory[-1][0] == 3


# Trouble


def test_a_diverging_run_stops_and_names_the_learning_rate_without_a_warning(tiny_dataset: Dataset) -> None:
    trainer = Trainer(DIVERGING, tiny_dataset)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(TrainingError, match="cost is no longer a finite number.*learning rate is 1000") as raised:
            to_the_end(trainer)
    assert "Try a learning rate of 100 or less" in raised.value.remedy


@pytest.mark.parametrize(("rate", "remedy"), [(4e-6, "Try a learning rate of 1e-06"), (1e-6, "No learning rate is")])
def test_a_diverging_run_is_not_told_to_try_a_rate_that_cannot_be(
    rate: float, remedy: str, tiny_dataset: Dataset
) -> None:
    loud = replace(DIVERGING, hidden=(12,) * 6, initializer=Normal(deviation=10), learning_rate=rate)
    with pytest.raises(TrainingError, match="cost is no longer a finite number") as raised:
        to_the_end(Trainer(loud, tiny_dataset))
    assert raised.value.remedy.startswith(remedy)


@EVERY_OPTIMIZER
@pytest.mark.parametrize("clip_norm", [0.0, 1000.0])
@pytest.mark.parametrize("hidden", [(), (12,), (12, 12, 12)])
def test_no_optimizer_warns_however_large_its_steps(
    optimizer: Any, hidden: tuple[int, ...], clip_norm: float, tiny_dataset: Dataset
) -> None:
    settings = replace(
        DIVERGING, optimizer=optimizer, hidden=hidden, weight_decay=10.0, initializer=Normal(deviation=10.0)
    )
    settings = replace(settings, l1=1.0 if clip_norm else 0.0, clip_norm=clip_norm)
    trainer = Trainer(settings, tiny_dataset)
    with suppress(TrainingError):  # some get through: their steps do not grow with the slopes
        to_the_end(trainer)


def test_first_weights_that_are_too_large_are_told(tiny_dataset: Dataset) -> None:
    settings = replace(DIVERGING, hidden=(200,) * 20, activation=ReLU(), initializer=Normal(deviation=10.0))
    trainer = Trainer(settings, tiny_dataset)
    with pytest.raises(TrainingError, match="first weights are so large"):
        trainer.advance()


def test_a_run_of_a_single_step_that_diverges_is_told_too(tiny_dataset: Dataset) -> None:
    settings = replace(DIVERGING, learning_rate=1000.0, batch_size=0, epochs=1, initializer=Normal(deviation=10.0))
    settings = replace(settings, hidden=(12,) * 12, activation=ReLU(), schedule=Linear())
    trainer = Trainer(settings, tiny_dataset)
    with pytest.raises(TrainingError, match="stopped in epoch 1: .* learning rate is 1000"):
        to_the_end(trainer)


def with_nan(snapshot: Snapshot, where: int) -> Snapshot:
    """Return a moment in which one number is not a number."""
    network = snapshot.network.working_copy()
    network.parameters[where].flat[-1] = np.nan
    return replace(snapshot, network=network)


@pytest.mark.parametrize("where", range(4))
@pytest.mark.parametrize("output", [Softmax(), SigmoidOutput(), LinearOutput()], ids=lambda o: o.name)
def test_a_nan_anywhere_is_noticed_at_the_very_next_batch(
    where: int, output: Any, quick: Hyperparameters, train: Train
) -> None:
    settings = replace(quick, output=output, cost=SquaredError())
    spoiled = with_nan(train(settings, 3).snapshot(), where)
    with pytest.raises(TrainingError):
        train(settings, 1, start=spoiled)


def test_the_last_sound_moment_is_one_to_go_on_from(
    tiny_dataset: Dataset, quick: Hyperparameters, train: Train
) -> None:
    sound = train(quick, 5).snapshot()
    with pytest.raises(TrainingError):
        train(quick, 1, start=with_nan(sound, 0))
    assert_same(train(quick, start=sound).snapshot(), train(quick).snapshot())


def test_a_moment_is_the_best_when_never_more_test_images_were_known(
    quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    trainer = Trainer(quick, tiny_dataset)
    assert trainer.is_best  # the first measured
    best = trainer.snapshot().curves.best().value
    for _ in range(60):
        trainer.advance()
        accuracy = trainer.snapshot().whole_accuracy
        assert trainer.is_best == (accuracy > best)
        best = max(best, accuracy) if accuracy == accuracy else best
    assert best > 0.5


def test_a_rate_that_falls_on_a_plateau_is_read_off_the_curves(tiny_dataset: Dataset, quick: Hyperparameters) -> None:
    settings = replace(quick, learning_rate=0.9, schedule=Plateau(patience=1, drop=0.5), epochs=8)

    def end_of(start: Snapshot | None, epochs: int) -> Snapshot:
        trainer = Trainer(replace(settings, epochs=epochs), tiny_dataset, start=start)
        while not trainer.is_finished:
            trainer.advance(100)
        return trainer.snapshot()

    whole = end_of(None, 8)
    assert whole.learning_rate == settings.schedule.factor(8, 8, whole.curves.costs_of_epochs()) * 0.9
    assert whole.learning_rate < 0.9, "the steps are so long that the cost does not fall for an epoch"
    resumed = end_of(end_of(None, 5), 8)
    for one, other in zip(whole.network.parameters, resumed.network.parameters, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("way", ["plain", "one process"])
def test_a_layer_can_be_frozen_on_the_way_and_learn_again(
    way: str, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    settings = replace(quick, hidden=(12, 9), optimizer=Momentum(), weight_decay=0.01)
    trainer = Trainer(settings, tiny_dataset, way=way)
    trainer.advance(3)
    before = trainer.snapshot()
    trainer.adopt(replace(settings, frozen=(1,)))
    trainer.advance(3)
    frozen = trainer.snapshot()
    assert [mark.text for mark in frozen.marks] == ["frozen layers none → 1"]
    for index, (now, then) in enumerate(zip(frozen.network.parameters, before.network.parameters, strict=True)):
        assert np.array_equal(now, then) is (index < 2)
    np.testing.assert_array_equal(frozen.memory[0], before.memory[0])
    trainer.adopt(settings)
    trainer.advance(3)
    again = trainer.snapshot()
    assert (again.network.parameters[0] != frozen.network.parameters[0]).any()
    trainer.close()


def test_the_size_of_a_step_of_a_frozen_layer_is_nothing(quick: Hyperparameters, train: Train) -> None:
    trainer = train(replace(quick, hidden=(12, 9), frozen=(2,)), 1)
    first, second, last = trainer.snapshot().updates
    trainer.close()
    assert second == 0
    assert first > 0
    assert last > 0


@pytest.mark.parametrize("changes", [{"validation_split": 10.0}, {"train_images": 100}])
def test_images_in_a_file_are_not_brought_into_memory_that_has_no_room(
    changes: dict[str, Any],
    quick: Hyperparameters,
    tiny_dataset: Dataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "images").write_bytes(tiny_dataset.train.images.tobytes())
    with (tmp_path / "images").open("rb") as file:
        images = mapped(file, tiny_dataset.train.images.size).reshape(-1, 28, 28)
    dataset = Dataset("large", "Large", Split(images, tiny_dataset.train.labels), tiny_dataset.test)
    Trainer(replace(quick, **changes), dataset, way="plain")
    monkeypatch.setattr("core.training.fitting.free_memory", lambda: 100_000)
    with pytest.raises(TrainingError, match="stays in its file"):
        Trainer(replace(quick, **changes), dataset, way="plain")
    Trainer(replace(quick, train_images=100, first_images=True), dataset, way="plain")


def test_one_of_many_is_measured_at_the_ends_of_epochs_alone(tiny_dataset: Dataset) -> None:
    seconds = count()  # each look at the clock is a second later, so that each step is one to measure an update of
    settings = Hyperparameters(hidden=(4,), epochs=3, batch_size=20, augmentation=Shift())
    trainer = Trainer(
        settings, tiny_dataset, way="one process", is_one_of_many=True, clock=lambda: float(next(seconds))
    )
    while not trainer.is_finished:
        trainer.advance(7)
    assert trainer.snapshot().curves.column("epoch").tolist() == [0, 1, 2, 3]
