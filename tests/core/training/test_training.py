"""Training as one call: from settings to a finished run."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.parts.costs import SquaredError
from core.parts.optimizers import GradientDescent
from core.parts.outputs import LinearOutput
from core.parts.schedules import Constant
from core.training.run import Run
from core.training.trainer import Trainer
from core.training.training import train

DIVERGING = Hyperparameters(
    hidden=(4,),
    cost=SquaredError(),
    output=LinearOutput(),
    optimizer=GradientDescent(),
    schedule=Constant(),
    learning_rate=1000.0,
    batch_size=10,
)


def assert_same_weights(one: Run, other: Run) -> None:
    assert one.latest is not None
    assert other.latest is not None
    for mine, theirs in zip(one.latest.network.parameters, other.latest.network.parameters, strict=True):
        assert mine.tobytes() == theirs.tobytes()


def test_a_run_is_trained_to_its_end_and_its_best_moment_is_kept(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    run = train(quick, tiny_dataset)
    assert run.is_finished
    assert (run.trouble, run.epoch, run.settings) == ("", 4.0, quick)
    assert (run.data_name, run.data_fingerprint) == ("tiny", tiny_dataset.fingerprint)
    assert run.name
    assert run.is_unsaved
    assert run.best is not None
    assert run.best.whole_accuracy == run.curves.best().value > 0.8


def test_it_gives_the_weights_that_the_trainer_gives(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    trainer = Trainer(quick, tiny_dataset)
    while not trainer.is_finished:
        trainer.advance()
    run = train(quick, tiny_dataset, moments=0, way="plain")
    assert_same_weights(run, train(quick, tiny_dataset, way="plain"))
    assert_same_weights(train(quick, tiny_dataset), Run.of(trainer.snapshot()))


def test_it_can_be_scrubbed_unless_that_is_not_wanted(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    run = train(quick, tiny_dataset)
    steps = [moment.step for moment in run.recording]
    assert steps == run.curves.column("step").tolist(), "a moment at each point of the curves"
    bare = train(quick, tiny_dataset, moments=0)
    assert len(bare.recording) <= 3
    assert bare.best is not None
    assert bare.best.whole_accuracy == run.curves.best().value


def test_progress_and_moments_are_told_on_the_way(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    told: list[tuple[int, int]] = []
    runs: list[Run] = []
    run = train(quick, tiny_dataset, progress=lambda *now: told.append(now), reached=runs.append)
    assert told[-1] == (1200, 1200)
    assert all(before[0] < after[0] for before, after in zip(told, told[1:], strict=False))
    assert [each.step for each in runs] == run.curves.column("step").tolist()
    assert set(runs) == {run}, "it is one run all the time"
    assert runs[0].step == 0


def test_it_stops_when_it_is_asked_to(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    seen: list[Run] = []
    run = train(quick, tiny_dataset, reached=seen.append, is_cancelled=lambda: len(seen) > 2)
    assert 0 < run.epoch < 4
    assert not run.is_finished
    assert run.latest is not None
    assert run.latest.step == run.step


def test_a_run_goes_on_as_if_it_had_not_stopped(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    whole = train(replace(quick, schedule=Constant()), tiny_dataset)
    half = train(replace(quick, schedule=Constant(), epochs=2), tiny_dataset)
    on = train(replace(quick, schedule=Constant()), tiny_dataset, start=half)
    assert on == half
    assert_same_weights(on, whole)
    assert [mark.text for mark in on.marks] == ["epochs 2 → 4"]
    assert on.curves.column("step").tolist() == whole.curves.column("step").tolist()


def test_going_on_with_other_images_is_told_by_the_run(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    half = train(replace(quick, epochs=2), tiny_dataset)
    train_images = Split(tiny_dataset.train.images[:200], tiny_dataset.train.labels[:200])
    other = Dataset("fewer", "Fewer", train_images, tiny_dataset.test)
    on = train(quick, other, start=half)
    assert (on.data_name, on.data_fingerprint) == ("fewer", other.fingerprint)


def test_a_run_that_diverges_ends_with_its_last_sound_moment_and_says_why(tiny_dataset: Dataset) -> None:
    run = train(DIVERGING, tiny_dataset)
    assert "no longer a finite number" in run.trouble
    assert "learning rate" in run.trouble
    assert not run.is_finished
    assert run.latest is not None
    assert run.latest.is_sound
    assert run.latest is run.last_sound


def test_what_cannot_begin_is_an_error(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    with pytest.raises(TrainingError, match="A batch of 5,000 images"):
        train(replace(quick, batch_size=5000), tiny_dataset)
    done = train(replace(quick, epochs=1), tiny_dataset, name="mine")
    with pytest.raises(TrainingError, match="mine has all the 1 epochs"):
        train(replace(quick, epochs=1), tiny_dataset, start=done)
    with pytest.raises(ValueError, match="needs a new network"):
        train(replace(quick, hidden=(3,)), tiny_dataset, start=done)
    with pytest.raises(ValueError, match="no moment"):
        train(quick, tiny_dataset, start=done.curves_only())


def test_no_thread_is_left_behind_by_a_call_that_fails(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    def fail(run: Run) -> None:
        raise OSError("nobody listens")

    with pytest.raises(OSError, match="nobody listens"):
        train(quick, tiny_dataset, reached=fail, way="several processes")


def test_the_example_in_the_documentation_holds() -> None:
    """On fewer images than there: that data set takes seconds to draw."""
    chance = np.random.default_rng(3)
    labels = np.resize(np.arange(10, dtype=np.uint8), 400)
    images = chance.integers(0, 60, (400, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[2 * label : 2 * label + 8] += 190
    split = Split(images, labels)
    run = train(Hyperparameters(hidden=(32,), epochs=4), Dataset("bars", "Bars", split, split))
    assert run.is_finished
    assert run.best is not None
    assert run.best.whole_accuracy > 0.9
    assert run.latest is not None
    assert run.latest.network.outputs(split.images[:5]).shape == (5, 10)
