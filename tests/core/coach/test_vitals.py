"""What the coach watches is told in figures, and only what is known."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.coach.coach import RULES
from core.coach.examination import examine
from core.coach.finding import Known
from core.coach.vital import Vital, percent
from core.coach.vitals import vitals
from core.data.classes import DIGITS
from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.parts.activations import LeakyReLU, ReLU, Sigmoid
from core.parts.costs import SquaredError
from core.parts.outputs import SigmoidOutput
from core.training.history import NO_CURVES
from core.training.trainer import Trainer

Look = Callable[..., dict[str, Vital]]


@pytest.fixture
def looked(tiny_dataset: Dataset) -> Look:
    """Return a function that trains for some batches, and returns the vitals by their names."""

    def look_at(settings: Hyperparameters, batches: int = 60, dataset: Dataset = tiny_dataset) -> dict[str, Vital]:
        return look(dataset, settings, batches)

    return look_at


def look(dataset: Dataset, settings: Hyperparameters, batches: int = 60) -> dict[str, Vital]:
    trainer = Trainer(settings, dataset)
    for _ in range(batches):
        if not trainer.is_finished:
            trainer.advance()
    known = examine(trainer.snapshot(), dataset)
    return {vital.name: vital for vital in vitals(known)}


def test_a_trained_network_has_all_its_figures(looked: Look, quick: Hyperparameters) -> None:
    found = looked(replace(quick, hidden=(12, 8), epochs=8))
    assert list(found) == [
        "Cost on training images",
        "Cost before training",
        "Lowest cost in 4 epochs",
        "Training images right",
        "Size of a step",
        "Most frequent answer",
        "Dead neurons",
        "Slope that reaches layer 1",
        "Training images read",
    ]
    assert "% less than an epoch ago" in found["Cost on training images"].figure
    assert found["Size of a step"].figure.endswith("% of the weights")
    assert "in layer" in found["Dead neurons"].figure
    assert found["Dead neurons"].mark == "are 33 % of a layer"


@pytest.fixture(scope="module")
def of_two_runs(tiny_dataset: Dataset) -> dict[str, Vital]:
    """Return the vitals of a deep network, and over them those of one with far too small steps."""
    deep = Hyperparameters(hidden=(12, 8), batch_size=32, epochs=8, learning_rate=0.01)
    return look(tiny_dataset, deep) | look(tiny_dataset, replace(deep, learning_rate=1e-5))


def test_every_rule_has_its_figure(looked: Look, quick: Hyperparameters) -> None:
    book = replace(quick, hidden=(12,), activation=Sigmoid(), output=SigmoidOutput(), cost=SquaredError())
    found = looked(replace(quick, hidden=(12, 8), epochs=8)) | looked(replace(book, learning_rate=1e-5))
    found |= looked(replace(quick, keep_best=True))
    watched = {rule for vital in found.values() for rule in vital.rules}
    assert watched == {
        "diverging", "start", "plateau", "slow", "one-digit", "dead", "saturated", "vanishing", "overfitting", "labels",
        "decay", "chance", "lost-digits", "narrow", "chosen", "dropout",
    }  # fmt: skip
    assert len(watched) == len(RULES)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Cost on training images", ("no number", "20 % above", "50 % above", "smaller learning rate", "under 90 %")),
        ("Cost before training", ("2 times that of guessing", "zero", "5 % of what differs")),
        ("Lowest cost in 4 epochs", ("1 % lower", "30 % to 98 %", "10 % of the learning rate", "above 0.5")),
        (
            "Training images right",
            ("20 %", "20 steps", "5 epochs", "weight decay", "0.01", "more than 0.5", "under 67 %"),
        ),
        ("Size of a step", ("0.03 %", "80 % of that before", "under 80 %", "50 % of the learning rate")),
        ("Size of a first step", ("30 %", "under 90 %", "50 % of a layer dead", "under 20 %")),
        ("Most frequent answer", ("60 %", "100 or more", "half")),
        ("Slope that reaches layer 1", ("2 %", "unless a batch has all images")),
        ("Training images read", ("6 points", "90 %", "3 points", "5 % above", "30 % above")),
    ],
)
def test_a_whole_condition_is_told(of_two_runs: dict[str, Vital], name: str, parts: tuple[str, ...]) -> None:
    mark = of_two_runs[name].mark
    assert [part for part in parts if part not in mark] == []


def test_sigmoids_saturate_and_do_not_die(looked: Look, quick: Hyperparameters) -> None:
    found = looked(replace(quick, activation=Sigmoid()))
    assert "Dead neurons" not in found
    assert found["At an end of their range"].figure.endswith("% of the values")
    assert not {"Dead neurons", "At an end of their range"} & set(looked(replace(quick, activation=LeakyReLU())))


def test_a_frozen_layer_has_no_figure(looked: Look, quick: Hyperparameters) -> None:
    deep = replace(quick, hidden=(12, 9), hidden_activations=(ReLU(), Sigmoid()))
    assert "Dead neurons" in looked(deep)
    found = looked(replace(deep, frozen=(1,)))
    assert "Dead neurons" not in found
    assert found["At an end of their range"].figure.endswith("% of the values in layer 2")
    assert "Slope that reaches layer 1" not in found


def test_what_is_not_known_is_left_out(looked: Look, quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    assert vitals(Known(class_names=DIGITS, hyperparameters=quick, curves=NO_CURVES)) == ()
    before = looked(quick, 0)
    assert "before training" in before["Cost on training images"].figure
    assert "Size of a step" not in before
    untested = Dataset("x", "X", tiny_dataset.train, Split.empty())
    found = looked(replace(quick, hidden=()), dataset=untested)
    assert set(found) == {
        "Cost on training images", "Cost before training", "Training images right",
        "Size of a step",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.5, "50 %"), (0.096, "10 %"), (0.094, "9.4 %"), (0.0016, "0.16 %"), (1e-8, "less than 0.0001 %"), (0.0, "0 %")],
)
def test_shares_have_two_figures_where_they_are_small(share: float, said: str) -> None:
    assert percent(share) == said
