"""The figure is that of the step that was taken, whatever takes part in it, and measuring changes nothing."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from core.data.augment import Shift
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.statistics import update_ratios
from core.network.engine import WAYS
from core.network.network import Network
from core.parts.optimizers import GradientDescent, Optimizer, optimizers
from core.parts.schedules import Linear
from core.training import update_ratio
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from core.training.update_ratio import PRICE, UpdateRatios

ENDLESS = float("inf")


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every step be measured."""
    monkeypatch.setattr(update_ratio, "PRICE", ENDLESS)


def moments(settings: Hyperparameters, dataset: Dataset, steps: int, way: str = WAYS[0]) -> list[Snapshot]:
    """Return a snapshot after each of the first steps, and one before them."""
    trainer = Trainer(settings, dataset, way=way)
    found = [trainer.snapshot()]
    for _ in range(steps):
        trainer.advance()
        found.append(trainer.snapshot())
    trainer.close()
    return found


def assert_measured(found: list[Snapshot], rel: float = 1e-5) -> None:
    for before, after in pairwise(found):
        assert after.updates == pytest.approx(update_ratios(before.network, after.network), rel=rel)
        assert all(ratio > 0 for ratio in after.updates)


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("decay", [0.0, 0.1])
@pytest.mark.parametrize("optimizer", [kind() for kind in optimizers], ids=optimizers.names())
def test_a_step_is_measured_as_it_was_taken(
    optimizer: Optimizer, decay: float, way: str, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    settings = replace(quick, optimizer=optimizer, weight_decay=decay, schedule=Linear(), batch_size=40)
    assert_measured(moments(settings, tiny_dataset, 12, way))


@pytest.mark.usefixtures("always")
def test_changed_images_and_rates_that_fall_are_in_the_figure(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    assert_measured(moments(replace(quick, augmentation=Shift(pixels=1)), tiny_dataset, 12))
    settings = replace(quick, optimizer=GradientDescent(), schedule=Linear(), epochs=1, hidden=())
    found = moments(settings, tiny_dataset, 9)
    assert found[-1].updates[0] < 0.5 * found[1].updates[0], "the last steps of a rate that falls to zero are short"


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("size", [1, 7, 32])
def test_steps_of_small_batches_agree_with_plain_ones(size: int, quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    settings = replace(quick, optimizer=GradientDescent(), batch_size=size, learning_rate=0.002 * size)
    fast, plain = (moments(settings, tiny_dataset, 20, way) for way in ("several processes", "plain"))
    assert_measured(plain)
    for one, other in zip(fast[1:], plain[1:], strict=True):
        # Their numbers differ in the last bits, of which a step is only a thousandth.
        assert one.updates == pytest.approx(other.updates, rel=1e-2)


@pytest.mark.parametrize("size", [8, 40])
def test_measuring_leaves_the_weights_as_they_would_be(
    size: int, quick: Hyperparameters, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(quick, optimizer=GradientDescent(), batch_size=size)

    def trained() -> Snapshot:
        trainer = Trainer(settings, tiny_dataset, way="several processes")
        while not trainer.is_finished:
            trainer.advance(5)
        trainer.close()
        return trainer.snapshot()

    seldom = trained()
    monkeypatch.setattr(update_ratio, "PRICE", ENDLESS)
    often = trained()
    assert often.step == seldom.step
    for one, other in zip(often.network.parameters, seldom.network.parameters, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_call_trains_as_many_batches_whether_one_is_measured_or_not(
    quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    trainer = Trainer(replace(quick, batch_size=2), tiny_dataset)
    trainer.advance(5)
    assert trainer.step == 5
    assert len(trainer.snapshot().updates) == 2


def test_before_the_first_step_there_is_no_figure(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    assert Trainer(quick, tiny_dataset).snapshot().updates == ()


def test_measuring_keeps_to_its_price(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    now = 0.0
    before, after = (moment.network for moment in moments(quick, tiny_dataset, 1))
    copies = iter([before, after, before, after])

    def network() -> Network:
        nonlocal now
        now += 0.001
        return next(copies)

    measuring = UpdateRatios(lambda: now, lambda: now)
    assert measuring.is_due, "the first step is measured at once"
    with measuring.measured(network):
        now += 5.0  # the step itself is no part of the price
    assert measuring.latest == update_ratios(before, after)
    now += 0.002 / PRICE - 0.01
    assert not measuring.is_due
    now += 0.02
    assert measuring.is_due
