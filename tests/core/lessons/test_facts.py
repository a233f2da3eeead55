"""Facts of a moment, against figures worked out by hand."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.arrays import read_only
from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate
from core.lessons.facts import FACTS, fact_named, known_of, split
from core.lessons.seen import Seen
from core.network.network import Network
from core.parts.initializers import Zeros
from core.training.history import COLUMNS, Curves
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from core.training.validation import validation_of

MakeSnapshot = Callable[..., Snapshot]
Train = Callable[..., Trainer]


def _curves(**columns: list[float]) -> Curves:
    length = len(next(iter(columns.values())))
    table = np.full((len(COLUMNS), length), np.nan)
    for name, values in columns.items():
        table[COLUMNS.index(name)] = values
    return Curves(read_only(table))


def test_every_fact_of_a_trained_network_is_a_number(
    train: Train, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    snapshot = train(replace(quick, validation_split=20.0)).snapshot()
    known = known_of(Seen(snapshot, tiny_dataset, (tiny_dataset.test.images[0], int(tiny_dataset.test.labels[0]))))
    missing = {name for name, fact in FACTS.items() if fact.of is not None} - set(known)
    assert missing <= {"all_right_at"}
    assert known["step"] == snapshot.step
    assert known["steps_per_epoch"] == math.ceil(240 / 32)
    assert known["first.test_accuracy"] < known["test_accuracy"] <= known["best.test_accuracy"]
    assert known["lowest.test_cost"] == known["best.test_cost"] <= known["first.test_cost"]
    assert known["answer"] == int(snapshot.network.outputs(tiny_dataset.test.images[:1]).argmax())
    assert known["confidence"] == pytest.approx(max(known[f"output.{digit}"] for digit in range(10)))
    assert known["image_cost"] > 0


def test_rises_are_counted_where_the_cost_went_up(make_snapshot: MakeSnapshot, tiny_dataset: Dataset) -> None:
    curves = _curves(
        step=[0, 5, 10, 15, 20],
        epoch=[0, 0.5, 1, 1.5, 2],
        whole=[1, 0, 1, 0, 1],
        train_cost=[1.0, 1.5, 1.2, 1.3, 1.4],
        train_accuracy=[0.1, 0.2, 1.0, 1.0, 1.0],
        test_cost=[1.0, 1.0, 0.8, 0.9, 0.9],
        test_accuracy=[0.1, 0.5, 0.6, 0.4, 0.5],
    )
    known = known_of(Seen(make_snapshot(20, curves=curves), tiny_dataset))
    assert (known["points"], known["rises"], known["rises_late"], known["epoch_rises"]) == (5, 3, 2, 2)
    assert known["all_right_at"] == 1
    assert known["best.test_accuracy"] == 0.6
    assert known["test_accuracy"] == 0.5


def test_within_an_epoch_no_estimate_is_taken_for_the_figure(
    train: Train, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    snapshot = train(quick, batches=3).snapshot()
    found = evaluate(snapshot.network, quick.cost, tiny_dataset.test.images, tiny_dataset.test.labels)
    known = known_of(Seen(snapshot, tiny_dataset))
    assert known["test_accuracy"] == found.accuracy
    assert known["test_cost"] == pytest.approx(found.cost)


def test_a_network_that_does_not_look_has_no_spread(make_snapshot: MakeSnapshot, tiny_dataset: Dataset) -> None:
    settings = Hyperparameters(hidden=(7,), initializer=Zeros())
    known = known_of(Seen(make_snapshot(0, settings), tiny_dataset))
    assert known["output_spread"] < 1e-6
    assert known["commonest_share"] == 1
    assert known["answers_given"] == 1
    assert known["different_neurons"] == 1
    assert known["dead_share"] == 1


def test_different_neurons_are_told_apart(make_snapshot: MakeSnapshot, tiny_dataset: Dataset) -> None:
    snapshot = make_snapshot(0, Hyperparameters(hidden=(4,)))
    weights = snapshot.network.layers[0].weights.copy()
    weights[:, 1] = weights[:, 0]
    parameters = snapshot.network.layers
    network = Network((replace(parameters[0], weights=weights), *parameters[1:]))
    assert known_of(Seen(replace(snapshot, network=network), tiny_dataset))["different_neurons"] == 3


def test_what_is_not_there_is_not_known(make_snapshot: MakeSnapshot, tiny_dataset: Dataset) -> None:
    known = known_of(Seen(make_snapshot(0, Hyperparameters(hidden=())), tiny_dataset))
    assert not {"dead_share", "different_neurons", "answer", "output.3", "all_right_at"} & set(known)


def test_a_fact_may_be_of_another_run() -> None:
    assert split("run.rough.first.test_cost") == ("rough", "first.test_cost")
    assert fact_named("run.rough.first.test_cost") is FACTS["first.test_cost"]
    assert fact_named("run.rough") is None
    assert fact_named("test_acuracy") is None


def test_of_a_network_with_two_classes_what_it_says_of_digits_is_not_known(
    quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    def halved(split: Split) -> Split:
        return Split(split.images, split.labels % np.uint8(2))

    two = Dataset("two", "Two", halved(tiny_dataset.train), halved(tiny_dataset.test), ("even", "odd"))
    trainer = Trainer(quick, two)
    shown = (two.test.images[0], 7)  # it shows a digit, from before the data were others
    known = known_of(Seen(trainer.snapshot(), two, shown))
    assert "output.1" in known
    assert "output.5" not in known
    assert "image_cost" not in known


def test_where_images_are_held_out_there_are_facts_about_them_also_within_an_epoch(
    train: Train, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    settings = replace(quick, validation_split=20.0)
    within = train(settings, 3).snapshot()
    held = validation_of(tiny_dataset.train, settings)
    assert held is not None
    known = known_of(Seen(within, tiny_dataset))
    found = evaluate(within.network, settings.cost, held.images, held.labels)
    assert within.position > 0
    assert (known["validation_accuracy"], known["validation_cost"]) == (found.accuracy, found.cost)
    assert known["setting.validation_split"] == 20
    assert "validation_accuracy" not in known_of(Seen(train(quick, 3).snapshot(), tiny_dataset))
