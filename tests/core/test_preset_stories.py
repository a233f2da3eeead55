"""What each preset tells about itself is true, at reduced size: a thousand images, with as many steps an epoch."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.coach.finding import Known
from core.coach.overfitting import overfitting
from core.data.classes import DIGITS
from core.data.dataset import Dataset, Split, from_folder
from core.data.writer.synthetic import make_images
from core.presets import preset
from core.training.history import Curves
from core.training.trainer import Trainer

TRAIN, TEST, MNIST = 1000, 400, 60_000


@pytest.fixture(scope="module")
def digits() -> Dataset:
    images, labels = make_images(TRAIN + TEST, np.random.default_rng(0))
    return Dataset("few", "Few", Split(images[:TRAIN], labels[:TRAIN]), Split(images[TRAIN:], labels[TRAIN:]))


def curves_of(name: str, digits: Dataset, epochs: int) -> Curves:
    """Train as the preset says, with batches that are the same part of the data, and return the ends of the epochs."""
    settings = preset(name).hyperparameters
    size = settings.batch_size
    if size > 1:
        size = round(size * TRAIN / MNIST)
    trainer = Trainer(replace(settings, batch_size=size, epochs=epochs), digits, way="one process")
    while not trainer.is_finished:
        trainer.advance(500)
    curves = trainer.snapshot().curves
    return Curves(curves.table[:, curves.column("whole") == 1])


def rises(curves: Curves) -> int:
    return int((np.diff(curves.column("train_cost")) > 0).sum())


def test_large_first_weights_make_huge_outputs_which_one_step_puts_to_zero(digits: Dataset) -> None:
    trainer = Trainer(preset("diary-random").hyperparameters, digits, way="one process")
    assert 24 < trainer.snapshot().network.outputs(digits.train.images).max(axis=1).mean() < 2400
    trainer.advance(1)
    assert not trainer.snapshot().network.outputs(digits.test.images).any()


def test_one_step_an_epoch_is_stuck_and_sixty_are_not(digits: Dataset) -> None:
    stuck = curves_of("diary-16-16", digits, epochs=30)
    assert stuck.last("test_accuracy") < 0.25
    assert stuck.last("train_cost") == pytest.approx(0.45, abs=0.005)
    unstuck = curves_of("diary-16-16-batches", digits, epochs=30)
    assert unstuck.last("test_accuracy") > 0.7
    wide = curves_of("diary-128", digits, epochs=20)
    assert wide.last("test_accuracy") > 0.7
    assert rises(wide) == 0


def test_relu_overshoots_at_the_rate_of_the_sigmoid_and_not_when_it_falls(digits: Dataset) -> None:
    constant, falling = (curves_of(f"diary-relu-{how}", digits, epochs=30) for how in ("constant", "falling"))
    assert rises(constant) >= 5
    assert rises(falling) < rises(constant)
    assert falling.last("train_cost") < constant.last("train_cost")


def test_relu_overshoots_in_some_of_the_first_epochs_and_not_in_every_other(mnist_folder: Path) -> None:
    mnist = from_folder(mnist_folder)
    trainer = Trainer(preset("diary-relu-constant").hyperparameters, mnist, way="one process")
    while trainer.epoch < 16:
        trainer.advance(60)
    curves = trainer.snapshot().curves
    ends = Curves(curves.table[:, curves.column("whole") == 1])
    assert len(ends) == 17
    assert 1 <= rises(ends) < 8
    assert "every other epoch" not in preset("diary-relu-constant").story


def test_one_image_at_a_time_takes_many_steps_and_all_at_once_hardly_any(digits: Dataset) -> None:
    single, together = curves_of("one-image-at-a-time", digits, epochs=5), curves_of("all-at-once", digits, epochs=5)
    assert single.last("step") == 5 * TRAIN
    assert together.last("step") == 5
    assert single.last("test_accuracy") > together.last("test_accuracy") + 0.2


def test_few_images_are_learned_by_heart_and_the_coach_says_so(digits: Dataset) -> None:
    settings = preset("overfitting").hyperparameters
    trainer = Trainer(settings, digits, way="one process")
    while not trainer.is_finished:
        trainer.advance(500)
    curves = trainer.snapshot().curves
    assert curves.last("train_accuracy") == 1
    assert curves.last("test_accuracy") < 0.95
    test_cost = curves.column("test_cost")[curves.column("whole") == 1]
    assert test_cost[-1] > 1.1 * test_cost.min()
    found = overfitting(Known(class_names=DIGITS, hyperparameters=settings, curves=curves))
    assert found is not None
    assert found.experiment is not None


def test_the_default_learns_quickly(digits: Dataset) -> None:
    assert curves_of("default", digits, epochs=3).last("test_accuracy") > 0.8


def test_the_best_goes_on_learning(digits: Dataset) -> None:
    curves = curves_of("best", digits, epochs=2)
    assert curves.last("test_accuracy") > 0.8
