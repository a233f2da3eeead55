"""What the coach looks at is a fair sample, the same in the window and in a file, and what there is not is left out."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import notebook
from core.coach.choice_rules import chosen_by_test
from core.coach.coach import advise
from core.coach.examination import examine
from core.data.dataset import Dataset, Split
from core.files import weights
from core.hyperparameters import Hyperparameters
from core.parts.optimizers import GradientDescent
from core.parts.schedules import Constant
from core.training.ending import knowing_end
from core.training.trainer import Trainer
from core.training.training import train


def trained(settings: Hyperparameters, dataset: Dataset) -> Trainer:
    trainer = Trainer(settings, dataset)
    while not trainer.is_finished:
        trainer.advance(100)
    return trainer


def test_of_many_images_in_the_order_of_their_digits_every_digit_is_looked_at(
    quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    order = np.repeat(np.argsort(tiny_dataset.test.labels, kind="stable"), 12)
    many = Split(tiny_dataset.test.images[order], tiny_dataset.test.labels[order])
    dataset = replace(tiny_dataset, test=many)
    known = examine(Trainer(quick, tiny_dataset).snapshot(), dataset)
    assert known.reading is not None
    assert len(known.reading) == 500
    np.testing.assert_array_less(30, known.reading.counts.sum(axis=1))


def test_neurons_are_judged_by_the_training_images_that_are_used(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    settings = replace(quick, train_images=120, batch_size=30)
    trainer = Trainer(settings, tiny_dataset)
    trainer.advance()
    known = examine(trainer.snapshot(), tiny_dataset, has_failed=True)
    assert [layer.images for layer in known.liveliness] == [120]
    assert known.has_failed
    assert len(known.update_ratios) == 2
    assert known.statistics is not None


def test_without_test_images_there_is_no_reading(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    nothing = Split(tiny_dataset.test.images[:0], tiny_dataset.test.labels[:0])
    snapshot = Trainer(quick, tiny_dataset).snapshot()
    assert examine(snapshot, replace(tiny_dataset, test=nothing)).reading is None
    assert examine(snapshot, tiny_dataset).reading is not None


@pytest.mark.parametrize("rate", [1e-4, 0.1])
def test_a_file_is_judged_as_the_run_was(tmp_path: Path, tiny_dataset: Dataset, rate: float) -> None:
    settings = Hyperparameters(
        hidden=(16,), batch_size=32, epochs=8, optimizer=GradientDescent(), schedule=Constant(), learning_rate=rate
    )
    moment = trained(settings, tiny_dataset).snapshot()
    weights.save(tmp_path / "net.npz", moment)
    found = advise(examine(moment, tiny_dataset))
    assert ("slow" in [finding.rule for finding in found]) == (rate == 1e-4)
    assert advise(examine(weights.load(tmp_path / "net.npz"), tiny_dataset)) == found


@pytest.mark.parametrize("rule", [{}, {"patience": 1}])
def test_a_best_moment_by_itself_knows_that_it_was_picked(
    tmp_path: Path, quick: Hyperparameters, tiny_dataset: Dataset, rule: dict[str, Any]
) -> None:
    run = train(replace(quick, epochs=30, keep_best=True, **rule), tiny_dataset)
    best = run.outcome
    assert best is not None
    assert best.step < run.step
    assert examine(best, tiny_dataset).ended is None
    known = examine(knowing_end(run, best), tiny_dataset)
    found = chosen_by_test(known)
    assert found is not None
    assert f"of its {run.epoch:.0f} epochs" in found.evidence
    assert found.experiment == replace(run.settings, validation_split=10.0)
    notebook.save(run, tmp_path / "best.npz")
    assert examine(weights.load(tmp_path / "best.npz"), tiny_dataset).ended == known.ended
    assert knowing_end(replace(run, settings=replace(run.settings, epochs=90, patience=0)), best) is best, "it goes on"


def test_a_moment_before_the_end_is_told_the_figure_of_the_whole_run(
    quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    run = train(replace(quick, epochs=30, patience=1), tiny_dataset)
    first = run.first
    assert first is not None
    told = examine(knowing_end(run, first), tiny_dataset).ended
    assert told is not None
    assert told.by == ("patience",)
    assert told.test_accuracy == run.curves.best().value


def test_labels_are_asked_about_where_little_is_read(tiny_dataset: Dataset) -> None:
    train, test = tiny_dataset.train, tiny_dataset.test
    shifted = Dataset("tiny", "Tiny", Split(train.images, np.roll(train.labels, 1)), test)
    settings = Hyperparameters(hidden=(16,), batch_size=32, epochs=4, learning_rate=0.003)
    astray = examine(trained(settings, shifted).snapshot(), shifted)
    assert astray.train_agreement < 0.3
    assert [finding.rule for finding in advise(astray)] == ["labels"]
    sound = examine(trained(settings, tiny_dataset).snapshot(), tiny_dataset)
    assert np.isnan(sound.train_agreement)
