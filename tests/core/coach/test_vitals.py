"""What the coach watches is told in figures, and only what is known."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.coach.coach import RULES
from core.coach.finding import Known
from core.coach.vitals import Vital, _percent, vitals
from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.insight.confusion import read
from core.insight.liveliness import liveliness
from core.insight.statistics import statistics
from core.parts.activations import LeakyReLU, Sigmoid
from core.training.history import NO_CURVES
from core.training.trainer import Trainer

Look = Callable[..., dict[str, Vital]]


@pytest.fixture
def looked(tiny_dataset: Dataset) -> Look:
    """Return a function that trains for some batches, and returns the vitals by their names."""

    def look(settings: Hyperparameters, batches: int = 60, dataset: Dataset = tiny_dataset) -> dict[str, Vital]:
        trainer = Trainer(settings, dataset)
        for _ in range(batches):
            if not trainer.is_finished:
                trainer.advance()
        now = trainer.snapshot()
        known = Known(
            hyperparameters=settings,
            curves=now.curves,
            reading=read(now.network, dataset.test.images, dataset.test.labels) if len(dataset.test) else None,
            liveliness=liveliness(now.network, dataset.train.images),
            statistics=statistics(now.network, settings.cost, dataset.train.images, dataset.train.labels),
            update_ratios=now.updates,
        )
        return {vital.name: vital for vital in vitals(known)}

    return look


def test_a_trained_network_has_all_its_figures(looked: Look, quick: Hyperparameters) -> None:
    found = looked(replace(quick, hidden=(12, 8), epochs=8))
    assert list(found) == [
        "Cost on training images",
        "Size of a step",
        "Most frequent answer",
        "Dead neurons",
        "Slope that reaches layer 1",
        "Training images read",
    ]
    assert "% less than an epoch ago" in found["Cost on training images"].figure
    assert found["Size of a step"].figure.endswith("% of the weights")
    assert "in layer" in found["Dead neurons"].figure
    assert "above 33 % of a layer" in found["Dead neurons"].mark


def test_every_rule_has_its_figure(looked: Look, quick: Hyperparameters) -> None:
    found = looked(replace(quick, hidden=(12, 8))) | looked(replace(quick, hidden=(12,), activation=Sigmoid()))
    watched = {rule for vital in found.values() for rule in vital.rules}
    assert watched == {"diverging", "start", "plateau", "slow", "one-digit", "dead", "saturated", "vanishing"} | {
        "overfitting"
    }
    assert len(watched) == len(RULES)


def test_sigmoids_saturate_and_do_not_die(looked: Look, quick: Hyperparameters) -> None:
    found = looked(replace(quick, activation=Sigmoid()))
    assert "Dead neurons" not in found
    assert found["At an end of their range"].figure.endswith("% of the values")
    assert not {"Dead neurons", "At an end of their range"} & set(looked(replace(quick, activation=LeakyReLU())))


def test_what_is_not_known_is_left_out(looked: Look, quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    assert vitals(Known(hyperparameters=quick, curves=NO_CURVES)) == ()
    before = looked(quick, 0)
    assert "before training" in before["Cost on training images"].figure
    assert "Size of a step" not in before
    untested = Dataset("x", "X", tiny_dataset.train, Split.empty())
    found = looked(replace(quick, hidden=()), dataset=untested)
    assert set(found) == {"Cost on training images", "Size of a step"}


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.5, "50 %"), (0.096, "10 %"), (0.094, "9.4 %"), (0.0016, "0.16 %"), (1e-8, "less than 0.0001 %"), (0.0, "0 %")],
)
def test_shares_have_two_figures_where_they_are_small(share: float, said: str) -> None:
    assert _percent(share) == said
