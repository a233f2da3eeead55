"""When a run ends before its epochs are done, and what it has come to then."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.files import weights
from core.hyperparameters import Hyperparameters
from core.training.history import Curves, History, Mark
from core.training.stopping import ended_by, reason, without
from core.training.trainer import Trainer
from core.training.training import train


def measured(*accuracies: float, whole: bool = True) -> Curves:
    """Return curves of a run with these accuracies at the ends of its epochs, a minute of training each."""
    history = History()
    history.append(step=0, epoch=0, seconds=0, test_accuracy=0.99, whole=1)  # of chance, before training
    for epoch, accuracy in enumerate(accuracies, 1):
        history.append(step=epoch, epoch=epoch, seconds=60 * epoch, test_accuracy=accuracy, whole=whole)
    return history.curves()


@pytest.mark.parametrize(
    ("settings", "curves", "expected"),
    [
        ({}, measured(0.5, 0.4, 0.3), ()),
        ({"patience": 2}, measured(0.5, 0.4, 0.3), ("patience",)),
        ({"patience": 2}, measured(0.5, 0.5, 0.5), ("patience",)),  # as good is no better
        ({"patience": 3}, measured(0.5, 0.4, 0.3), ()),
        ({"patience": 2}, measured(0.5, 0.4, 0.6), ()),
        ({"patience": 2}, measured(0.5, 0.4, 0.3, whole=False), ()),  # estimates do not count
        ({"patience": 2}, measured(np.nan, np.nan, np.nan), ()),
        ({"target_accuracy": 60}, measured(0.5, 0.6), ("target_accuracy",)),
        ({"target_accuracy": 60}, measured(0.6, 0.5), ()),
        ({"target_accuracy": 60}, measured(), ()),
        ({"minutes": 2}, measured(0.5, 0.6), ("minutes",)),
        ({"minutes": 2.1}, measured(0.5, 0.6), ()),
        ({"minutes": 1, "patience": 1}, measured(0.5, 0.4), ("patience", "minutes")),
    ],
)
def test_the_rules(settings: dict[str, float], curves: Curves, expected: tuple[str, ...]) -> None:
    asked = Hyperparameters(**settings)  # type: ignore[arg-type]  # each is of its knob's kind
    assert ended_by(asked, curves) == expected
    assert bool(reason(asked, expected)) is bool(expected)
    assert ended_by(without(asked, expected), curves) == ()


def test_what_was_measured_before_a_change_of_settings_does_not_count() -> None:
    curves, settings = measured(0.5, 0.4, 0.3), Hyperparameters(patience=2, target_accuracy=30)
    assert ended_by(settings, curves) == ("target_accuracy", "patience")
    assert ended_by(settings, curves, (Mark(1.0, "learning rate 1 → 0.1"),)) == ("target_accuracy",)
    assert ended_by(settings, curves, (Mark(3.0, "learning rate 1 → 0.1"),)) == ()


@pytest.fixture(scope="module")
def long() -> Hyperparameters:
    """Return settings whose accuracy on the tiny data set soon grows no more."""
    return Hyperparameters(hidden=(12,), batch_size=32, epochs=60, learning_rate=0.05)


def test_a_run_ends_by_patience_and_comes_to_its_best_moment(
    long: Hyperparameters, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    ending = replace(long, patience=3, keep_best=True)
    run = train(ending, tiny_dataset)
    assert run.is_finished
    assert run.epoch < 60
    assert run.best is not None
    assert run.outcome is run.best
    assert run.best.epoch == run.epoch - 3
    assert run.recording[-1].step == run.step, "the timeline keeps what came after"
    weights.save(tmp_path / "run.npz", run.recording[-1])
    again = weights.load_run(tmp_path / "run.npz")
    assert again.is_finished, "a file knows that its run has ended"
    with pytest.raises(TrainingError, match="no better for 3 epochs"):
        train(ending, tiny_dataset, start=again)
    further = train(replace(ending, patience=0, epochs=int(run.epoch) + 1), tiny_dataset, start=again)
    assert further.epoch == run.epoch + 1


def test_up_to_its_end_a_run_is_the_same_to_the_last_bit(long: Hyperparameters, tiny_dataset: Dataset) -> None:
    run = train(replace(long, patience=3, keep_best=True), tiny_dataset)
    plain = train(long, tiny_dataset)
    assert plain.outcome is plain.latest
    for moment in (run.best, run.latest):
        assert moment is not None
        same = plain.recording[plain.recording.at_step(moment.step)]
        assert same.step == moment.step
        for mine, theirs in zip(moment.network.parameters, same.network.parameters, strict=True):
            assert mine.tobytes() == theirs.tobytes()


def test_a_run_ends_once_so_much_is_read_correctly(long: Hyperparameters, tiny_dataset: Dataset) -> None:
    run = train(replace(long, target_accuracy=60.0), tiny_dataset)
    curves = run.curves
    ends = curves.column("test_accuracy")[curves.column("whole") == 1]
    assert ends[-1] >= 0.6
    assert (ends[:-1] < 0.6).all()


def test_time_ends_a_run_within_an_epoch_and_all_test_images_are_looked_at(
    long: Hyperparameters, tiny_dataset: Dataset
) -> None:
    seconds: Iterator[float] = (float(count) for count in range(10**6))
    trainer = Trainer(replace(long, minutes=0.05), tiny_dataset, clock=lambda: next(seconds))
    while not trainer.is_finished:
        trainer.advance()
    snapshot = trainer.snapshot()
    assert snapshot.ended_by == ("minutes",)
    assert snapshot.position > 0
    assert snapshot.whole_accuracy == snapshot.whole_accuracy, "measured, and not on a sample"


@pytest.mark.parametrize("rule", [{"patience": 1}, {"target_accuracy": 90.0}, {"keep_best": True}])
def test_an_accuracy_that_cannot_be_measured_ends_nothing(
    rule: dict[str, float], long: Hyperparameters, tiny_dataset: Dataset
) -> None:
    nothing = Split(tiny_dataset.test.images[:0], tiny_dataset.test.labels[:0])
    with pytest.raises(TrainingError, match="no test images"):
        Trainer(replace(long, **rule), Dataset("none", "None", tiny_dataset.train, nothing))  # type: ignore[arg-type]  # each is of its knob's kind
