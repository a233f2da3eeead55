"""Measuring: a sample within an epoch, all test images at its end, and one line through both."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate
from core.network.network import Network
from core.parts.costs import Cost, CrossEntropy
from core.training import measuring
from core.training.history import NO_CURVES, Curves, History
from core.training.measuring import FIGURES, Measurement, Measuring
from core.training.trainer import Trainer

Train = Callable[..., Trainer]
COST = CrossEntropy()


@pytest.fixture(autouse=True)
def small_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at fewer images than the tiny data set has, as with MNIST's many."""
    monkeypatch.setattr(measuring, "SAMPLE", 40)
    monkeypatch.setattr(measuring, "LARGE_SAMPLE", 120)


@pytest.fixture
def networks(quick: Hyperparameters, train: Train) -> list[Network]:
    """Return a network after each of thirty batches of a run, which are three epochs."""
    trainer, networks = train(quick, 0), []
    for _ in range(30):
        trainer.advance()
        networks.append(trainer.snapshot().network)
    return networks


def curves_of(*found: Measurement) -> Curves:
    history = History()
    for step, measurement in enumerate(found):
        history.append(step=step, epoch=step, seconds=step, **measurement.columns())
    return history.curves()


def with_fixed_figures(monkeypatch: pytest.MonkeyPatch, *, sample: float, whole: float) -> None:
    """Let every figure of a sample have one value, and every figure of the whole another."""

    def figures(network: Network, cost: Cost, splits: tuple[Split, Split], *others: object) -> dict[str, float]:
        return dict.fromkeys(FIGURES, sample if len(splits[0]) == measuring.SAMPLE else whole)

    monkeypatch.setattr(measuring, "_figures", figures)


def test_at_the_end_of_an_epoch_all_test_images_are_looked_at(networks: list[Network], tiny_dataset: Dataset) -> None:
    found = Measuring(tiny_dataset.train, tiny_dataset.test).measure(networks[0], COST, whole=True)
    test = evaluate(networks[0], COST, tiny_dataset.test.images, tiny_dataset.test.labels)
    assert found.figures["test_accuracy"] == test.accuracy
    assert found.figures["test_cost"] == test.cost
    assert found.columns()["whole"] == 1


def test_right_after_a_thorough_look_the_sample_says_the_same(networks: list[Network], tiny_dataset: Dataset) -> None:
    looking = Measuring(tiny_dataset.train, tiny_dataset.test)
    whole = looking.measure(networks[5], COST, whole=True)
    sampled = looking.measure(networks[5], COST, whole=False)
    assert any(whole.corrections.values())  # the sample did miss something
    assert sampled.figures == pytest.approx(whole.figures)
    assert sampled.corrections == whole.corrections
    assert sampled.columns()["whole"] == 0


def test_the_correction_is_what_the_sample_missed(networks: list[Network], tiny_dataset: Dataset) -> None:
    alone = Measuring(tiny_dataset.train, tiny_dataset.test).measure(networks[5], COST, whole=False)
    whole = Measuring(tiny_dataset.train, tiny_dataset.test).measure(networks[5], COST, whole=True)
    for name in FIGURES:
        assert whole.corrections[name] == pytest.approx(whole.figures[name] - alone.figures[name])
        assert alone.corrections[name] == 0


def test_the_same_images_are_sampled_every_time(networks: list[Network], tiny_dataset: Dataset) -> None:
    one, other = (
        Measuring(tiny_dataset.train, tiny_dataset.test).measure(networks[0], COST, whole=False) for _ in range(2)
    )
    assert one == other


@pytest.mark.parametrize(("sample", "whole", "then"), [(0.9, 0.99, 0.97), (0.2, 0.01, 0.1)])
def test_an_estimate_stays_where_a_share_can_be(
    networks: list[Network],
    tiny_dataset: Dataset,
    monkeypatch: pytest.MonkeyPatch,
    sample: float,
    whole: float,
    then: float,
) -> None:
    looking = Measuring(tiny_dataset.train, tiny_dataset.test)
    with_fixed_figures(monkeypatch, sample=sample, whole=whole)
    looking.measure(networks[0], COST, whole=True)
    with_fixed_figures(monkeypatch, sample=then, whole=whole)
    figures = looking.measure(networks[0], COST, whole=False).figures
    assert figures["test_accuracy"] == figures["train_accuracy"] == (1.0 if then > 0.5 else 0.0)
    # A cost may be larger than one, but never below nothing.
    assert figures["test_cost"] == pytest.approx(max(0.0, then + whole - sample))


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_what_is_no_number_is_shown_as_such_and_corrects_nothing(
    networks: list[Network], tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, bad: float
) -> None:
    looking = Measuring(tiny_dataset.train, tiny_dataset.test)
    with_fixed_figures(monkeypatch, sample=0.5, whole=bad)
    whole = looking.measure(networks[0], COST, whole=True)
    np.testing.assert_equal(whole.figures["train_cost"], bad)
    assert set(whole.corrections.values()) == {0.0}
    with_fixed_figures(monkeypatch, sample=bad, whole=0.5)
    sampled = looking.measure(networks[0], COST, whole=False)
    np.testing.assert_equal(sampled.figures["test_cost"], bad)


def test_without_test_images_their_figures_are_missing(networks: list[Network], tiny_dataset: Dataset) -> None:
    untested = Dataset("untested", "Untested", tiny_dataset.train, Split.empty())
    looking = Measuring(untested.train, untested.test)
    for whole in (True, False):
        found = looking.measure(networks[0], COST, whole=whole)
        assert np.isnan([found.figures["test_cost"], found.figures["test_accuracy"]]).all()
        assert np.isfinite(list(found.corrections.values())).all()
        assert np.isfinite(found.figures["train_cost"])


# A run that goes on


def test_a_run_that_goes_on_is_corrected_as_before(networks: list[Network], tiny_dataset: Dataset) -> None:
    unbroken = Measuring(tiny_dataset.train, tiny_dataset.test)
    before = unbroken.measure(networks[4], COST, whole=True)
    again = Measuring(tiny_dataset.train, tiny_dataset.test, curves_of(before))
    assert again.measure(networks[8], COST, whole=False) == unbroken.measure(networks[8], COST, whole=False)


def test_curves_without_corrections_correct_nothing(networks: list[Network], tiny_dataset: Dataset) -> None:
    history = History()
    history.append(step=0, epoch=0.0, seconds=0.0)
    plain = Measuring(tiny_dataset.train, tiny_dataset.test).measure(networks[8], COST, whole=False)
    for earlier in (history.curves(), NO_CURVES):
        assert (
            Measuring(tiny_dataset.train, tiny_dataset.test, earlier).measure(networks[8], COST, whole=False) == plain
        )


def test_other_images_are_not_corrected_by_what_was_missed_on_these(
    quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    start = train(quick, 11).snapshot()
    assert start.curves.last("test_cost_correction") != 0
    other_images = Dataset("other", "Other figures", tiny_dataset.test, tiny_dataset.train)
    other = Trainer(quick, other_images, start=start)
    other.advance()
    other.measure()
    assert other.snapshot().curves.last("test_cost_correction") == 0
    same = Trainer(quick, tiny_dataset, start=start)
    same.advance()
    same.measure()
    assert same.snapshot().curves.last("test_cost_correction") == start.curves.last("test_cost_correction")


# Points on the curves


def test_the_curves_tell_what_was_added_to_the_samples(quick: Hyperparameters, train: Train) -> None:
    curves = train(quick, 25).snapshot().curves
    assert set(curves.column("whole").tolist()) == {0.0, 1.0}
    for name in FIGURES:
        corrections = curves.column(f"{name}_correction")
        assert np.isfinite(corrections).all()
        assert len(set(corrections.tolist())) <= 3  # a new one at each thorough look: the beginning and two ends


def test_a_point_can_be_asked_for_once_at_every_step(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    trainer = Trainer(replace(quick, batch_size=1), tiny_dataset)  # three hundred batches, twenty points
    trainer.measure()
    assert len(trainer.snapshot().curves) == 1  # the beginning was measured already
    trainer.advance()
    assert len(trainer.snapshot().curves) == 1
    trainer.measure()
    trainer.measure()
    curves = trainer.snapshot().curves
    assert curves.column("step").tolist() == [0, 1]
    assert curves.column("whole").tolist() == [1, 0]


def test_points_in_between_do_not_change_what_is_learned(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    plain, looked_at = Trainer(quick, tiny_dataset), Trainer(quick, tiny_dataset)
    for _ in range(12):
        plain.advance()
        looked_at.advance()
        looked_at.measure()
    for ours, theirs in zip(plain.snapshot().network.parameters, looked_at.snapshot().network.parameters, strict=True):
        np.testing.assert_array_equal(ours, theirs)
