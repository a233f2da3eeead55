"""Images held out: never trained on, and what a run is judged by."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.errors import FileError, TrainingError
from core.files import runs, weights
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate
from core.training.fitting import images_used, used_of
from core.training.history import FIRST_COLUMNS, History
from core.training.next_batch import next_batch
from core.training.stopping import ended_by
from core.training.trainer import Trainer
from core.training.training import train
from core.training.validation import is_held_out, validation_of


@pytest.fixture(scope="module")
def holding_out() -> Hyperparameters:
    """Return settings that hold a fifth of the images out, and soon learn no more."""
    return Hyperparameters(hidden=(12,), batch_size=32, epochs=60, learning_rate=0.05, validation_split=20.0)


def pictures(split: Split) -> list[bytes]:
    return [image.tobytes() for image in split.images]


@pytest.mark.parametrize("percent", [5.0, 12.5, 20.0, 50.0])
def test_every_class_has_its_share_of_the_images_held_out(tiny_dataset: Dataset, percent: float) -> None:
    labels = tiny_dataset.train.labels
    for order in (labels, np.sort(labels), np.resize(np.arange(10, dtype=np.uint8), 300)):  # also one that goes round
        held = is_held_out(order, percent)
        assert held.sum() == round(3 * percent)
        counts = np.bincount(order[held], minlength=10)
        assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("others", [{}, {"train_images": 60}, {"train_images": 60, "first_images": True}])
def test_what_is_held_out_is_never_trained_on(
    others: dict[str, float], holding_out: Hyperparameters, tiny_dataset: Dataset
) -> None:
    settings = replace(holding_out, epochs=2, **others)  # type: ignore[arg-type]  # each is of its knob's kind
    held, trained = validation_of(tiny_dataset.train, settings), used_of(tiny_dataset.train, settings)
    assert held is not None
    assert len(held) == 60, "whatever part of the rest is used"
    assert not set(pictures(held)) & set(pictures(trained))
    trainer = Trainer(settings, tiny_dataset, way="plain")
    assert trainer.images == len(trained) == images_used(settings, 300) == (60 if others else 240)
    shown: set[bytes] = set()
    while not trainer.is_finished:
        images, _ = next_batch(trainer.snapshot(), tiny_dataset)
        shown |= {image.tobytes() for image in images}
        trainer.advance()
    assert shown == set(pictures(trained))


def test_training_is_as_on_a_data_set_without_the_images_held_out(
    holding_out: Hyperparameters, tiny_dataset: Dataset
) -> None:
    settings = replace(holding_out, epochs=3)
    rest = replace(tiny_dataset, train=used_of(tiny_dataset.train, settings))
    mine = train(settings, tiny_dataset).latest
    same = train(replace(settings, validation_split=0.0), rest).latest
    assert mine is not None
    assert same is not None
    for one, other in zip(mine.network.parameters, same.network.parameters, strict=True):
        assert one.tobytes() == other.tobytes()
    for name in ("train_cost", "test_cost", "test_accuracy"):
        np.testing.assert_array_equal(mine.curves.column(name), same.curves.column(name))
    assert np.isnan(same.curves.column("validation_accuracy")).all()


def test_at_the_end_of_an_epoch_all_of_them_are_looked_at(holding_out: Hyperparameters, tiny_dataset: Dataset) -> None:
    latest, held = train(replace(holding_out, epochs=1), tiny_dataset).latest, None
    held = validation_of(tiny_dataset.train, holding_out)
    assert latest is not None
    assert held is not None
    found = evaluate(latest.network, holding_out.cost, held.images, held.labels)
    assert latest.whole("validation_accuracy") == latest.whole_accuracy == found.accuracy
    assert latest.whole("validation_cost") == found.cost
    assert np.isfinite(latest.curves.column("validation_cost")).all(), "at every point, by a sample in between"


def test_the_rules_go_by_the_validation_images_where_there_are_some() -> None:
    history = History()
    for epoch, (validation, test) in enumerate([(0.1, 0.1), (0.8, 0.5), (0.7, 0.9), (0.6, 0.8)]):
        history.append(
            step=epoch, epoch=epoch, seconds=epoch, whole=1, test_accuracy=test, validation_accuracy=validation
        )
    curves = history.curves()
    assert ended_by(Hyperparameters(patience=2), curves) == ("patience",)
    assert ended_by(Hyperparameters(target_accuracy=70), curves) == ()
    assert ended_by(Hyperparameters(target_accuracy=60), curves) == ("target_accuracy",)
    assert (curves.best().value, curves.best().epoch) == (0.5, 1), "the test accuracy of the moment that they chose"


def test_a_run_comes_to_the_moment_that_reads_most_of_the_validation_images(
    holding_out: Hyperparameters, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    run = train(replace(holding_out, patience=3, keep_best=True), tiny_dataset)
    ends = run.curves.is_end_of_epoch & (run.curves.column("step") > 0)
    known, epochs = run.curves.column("validation_accuracy")[ends], run.curves.column("epoch")[ends]
    assert run.is_finished
    assert run.epoch < 60
    assert run.best is not None
    assert run.outcome is run.best
    assert run.best.epoch == epochs[known.argmax()] == run.epoch - 3
    weights.save(tmp_path / "run.npz", run.recording[-1])
    assert weights.load_run(tmp_path / "run.npz").is_finished, "a file knows that its run has ended"


def test_a_run_goes_on_exactly(holding_out: Hyperparameters, tiny_dataset: Dataset, tmp_path: Path) -> None:
    settings = replace(holding_out, epochs=2)
    whole = train(settings, tiny_dataset)
    trainer = Trainer(settings, tiny_dataset)
    trainer.advance(10)  # into the second epoch
    trainer.advance(1)
    weights.save(tmp_path / "half.npz", trainer.snapshot())
    again = train(settings, tiny_dataset, start=weights.load_run(tmp_path / "half.npz"))
    assert again.latest is not None
    assert whole.latest is not None
    for mine, theirs in zip(again.latest.network.parameters, whole.latest.network.parameters, strict=True):
        assert mine.tobytes() == theirs.tobytes()
    assert again.curves.column("validation_cost")[-1] == whole.curves.column("validation_cost")[-1]


def test_files_keep_what_was_measured_of_them(
    holding_out: Hyperparameters, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    held = train(replace(holding_out, epochs=2), tiny_dataset, name="held")
    plain = train(replace(holding_out, epochs=1, validation_split=0.0), tiny_dataset, name="plain")
    runs.save(tmp_path / "both.runs.npz", (plain, held))
    again = runs.load(tmp_path / "both.runs.npz")
    for before, after in zip((plain, held), again, strict=True):
        np.testing.assert_array_equal(after.curves.table, before.curves.table)
    assert again[1].best is not None
    assert again[1].best.whole_accuracy == held.curves.column("validation_accuracy")[held.curves.is_end_of_epoch].max()
    with np.load(tmp_path / "both.runs.npz") as file:
        told = json.loads(str(file["runs"]))
        assert [("validation" in each) for each in told["runs"]] == [False, True]
        assert told["columns"] == list(FIRST_COLUMNS), "so that an older version reads the runs that it knows"
        assert [name for name in file if name.endswith("_validation")] == ["run_1_validation"]
    for run, names in ((plain, False), (held, True)):
        assert run.latest is not None
        weights.save(tmp_path / "one.npz", run.latest)
        np.testing.assert_array_equal(weights.load(tmp_path / "one.npz").curves.table, run.curves.table)
        with np.load(tmp_path / "one.npz") as file:
            assert ("validation_cost" in json.loads(str(file["inkling"]))["history"]) is names


def test_a_file_that_measures_something_else_is_damaged(
    holding_out: Hyperparameters, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "held.runs.npz"
    runs.save(path, (train(replace(holding_out, epochs=1), tiny_dataset),))
    with np.load(path) as file:
        arrays = dict(file)
    told = json.loads(str(arrays["runs"]))
    told["runs"][0]["validation"] = ["a", "b", "c", "d"]
    np.savez(path, **arrays | {"runs": np.array(json.dumps(told))})
    with pytest.raises(FileError, match="the curves of run 1 measure something else"):
        runs.load(path)


def test_they_make_up_for_missing_test_images(holding_out: Hyperparameters, tiny_dataset: Dataset) -> None:
    untested = Dataset("none", "None", tiny_dataset.train, Split.empty())
    run = train(replace(holding_out, patience=2, keep_best=True), untested)
    assert run.is_finished
    assert run.epoch < 60
    assert run.best is not None


def test_too_few_to_judge_by_are_refused(holding_out: Hyperparameters, tiny_dataset: Dataset) -> None:
    with pytest.raises(TrainingError, match=r"3 % of the 300 training images of .* are 9, too few to judge 10 classes"):
        Trainer(replace(holding_out, validation_split=3.0), tiny_dataset)
    with pytest.raises(TrainingError, match="more than the 150 training images that are used"):
        Trainer(replace(holding_out, validation_split=50.0, batch_size=151), tiny_dataset)
