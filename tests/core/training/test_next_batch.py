"""The batch that a run is trained on next, and that a walk's step is the one that the plain engine takes with it."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.augment import Shift
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.walk.walk import walk
from core.parts.adaptive import Adam
from core.parts.optimizers import Momentum
from core.training.next_batch import batch_length, going_on_with, next_batch
from core.training.trainer import Trainer


@pytest.mark.parametrize(
    ("settings", "steps"),
    [
        (Hyperparameters(hidden=(6,), batch_size=1, shuffle=False), 0),
        (Hyperparameters(hidden=(6,), batch_size=40, optimizer=Adam()), 9),  # in the second epoch, and in its order
        (Hyperparameters(hidden=(6,), batch_size=70, train_images=200), 2),  # the last of an epoch is smaller
        (Hyperparameters(hidden=(6,), batch_size=0, epochs=3), 1),
        (Hyperparameters(hidden=(6,), batch_size=30, augmentation=Shift()), 2),
    ],
    ids=["one image", "shuffled", "last of an epoch", "all images", "changed images"],
)
def test_the_step_of_a_walk_with_the_next_batch_is_the_real_one_bit_for_bit(
    tiny_dataset: Dataset, settings: Hyperparameters, steps: int
) -> None:
    trainer = Trainer(settings, tiny_dataset, way="plain")
    for _ in range(steps):
        trainer.advance()
    moment = trainer.snapshot()
    images, labels = next_batch(moment, tiny_dataset)
    assert len(images) == batch_length(moment)
    step = walk(moment, images, labels).passage.together
    trainer.advance()
    after = trainer.snapshot()
    for said, real in zip(step.after.parameters, after.network.parameters, strict=True):
        np.testing.assert_array_equal(said, real)
    for said, real in zip(step.memory_after, after.memory, strict=True):
        np.testing.assert_array_equal(said, real)
    trainer.close()


def test_settings_that_came_into_force_meanwhile_act_on_the_step_bit_for_bit(tiny_dataset: Dataset) -> None:
    trainer = Trainer(Hyperparameters(hidden=(6,), batch_size=40), tiny_dataset, way="plain")
    trainer.advance()
    before = trainer.snapshot()
    settings = replace(before.hyperparameters, learning_rate=0.3, optimizer=Momentum(), batch_size=20)
    assert settings.optimizer != before.hyperparameters.optimizer
    moment = going_on_with(before, settings)
    step = walk(moment, *next_batch(moment, tiny_dataset)).passage.together
    trainer.adopt(settings)
    trainer.advance()
    for said, real in zip(step.after.parameters, trainer.snapshot().network.parameters, strict=True):
        np.testing.assert_array_equal(said, real)
    assert going_on_with(before, replace(settings, hidden=(7,))) is before
    trainer.close()
