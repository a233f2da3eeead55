"""What training says: the figures of this command and of this data, also where a run goes on."""

import json
from dataclasses import replace

import pytest

from core.cli.progress import Report
from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer


@pytest.fixture
def later(quick: Hyperparameters, tiny_dataset: Dataset) -> Snapshot:
    """Return a moment of a run that has trained for 100 seconds."""
    trainer = Trainer(quick, tiny_dataset)
    trainer.advance()
    return replace(trainer.snapshot(), seconds=100.0)


def test_seconds_are_those_of_this_command(
    later: Snapshot, tiny_dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    report = Report(tiny_dataset, as_json=True, origin={"from": "old.npz"})
    report.start(later)
    report.epoch(replace(later, seconds=102.5))
    report.end(replace(later, seconds=104.0), None, is_interrupted=True)
    start, epoch, end = map(json.loads, capsys.readouterr().out.splitlines())
    assert (start["event"], start["from"]) == ("start", "old.npz")
    assert (epoch["seconds"], end["seconds"]) == (2.5, 4.0)
    assert (end["interrupted"], end["weights"]) == (True, None)
    test = tiny_dataset.test
    found = evaluate(later.network, later.hyperparameters.cost, test.images, test.labels)
    assert start["test_accuracy"] == end["test_accuracy"] == pytest.approx(found.accuracy)


def test_a_person_reads_a_table(later: Snapshot, tiny_dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(tiny_dataset, as_json=False, origin={})
    report.start(later)
    report.epoch(replace(later, whole_epochs=3))
    report.end(later, None, is_interrupted=True)
    sizes, before, head, row, end = capsys.readouterr().out.splitlines()
    assert sizes.startswith("784-12-10, 9,550 weights, on Tiny figures: 300 images")
    assert before.startswith("After 0.1067 epochs")
    assert len(head) == len(row)
    assert row.split()[0] == "3/4"
    assert end.startswith("Stopped after 0.1067 epochs, 0.0 s of training; test accuracy")


def test_a_program_sees_no_bar(tiny_dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    with Report(tiny_dataset, as_json=True, origin={}).bar() as show:
        show(1, 10)
        show(10, 10)
    assert capsys.readouterr() == ("", "")


def test_what_is_held_out_is_told_to_a_person_and_to_a_program(
    quick: Hyperparameters, tiny_dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = replace(quick, validation_split=20.0, epochs=1)
    trainer = Trainer(settings, tiny_dataset)
    while not trainer.is_finished:
        trainer.advance(1000)
    for as_json in (False, True):
        report = Report(tiny_dataset, as_json=as_json, origin={})
        report.start(trainer.snapshot())
        report.epoch(trainer.snapshot())
        report.end(trainer.snapshot(), None, is_interrupted=False)
    held = trainer.snapshot().whole("validation_accuracy")
    sizes, _, head, row, last, *events = capsys.readouterr().out.splitlines()
    assert sizes.endswith("240 images, and 60 held out for validation")
    assert (len(head), head.split()[4]) == (len(row), "validation")
    assert f"{100 * held:.2f} %" in row
    assert last.endswith(f"; validation accuracy {100 * held:.2f} %.")
    start, epoch, end = map(json.loads, events)
    assert (start["train_images"], start["validation_images"]) == (240, 60)
    assert start["validation_accuracy"] == epoch["validation_accuracy"] == end["validation_accuracy"]
    assert end["validation_accuracy"] == pytest.approx(held, abs=1e-7)
    assert epoch["validation_cost"] == end["validation_cost"]


def test_where_nothing_is_held_out_nothing_is_told_of_it(
    later: Snapshot, tiny_dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    for as_json in (False, True):
        report = Report(tiny_dataset, as_json=as_json, origin={})
        report.start(later)
        report.epoch(later)
        report.end(later, None, is_interrupted=True)
    told = capsys.readouterr().out
    assert "test" in told
    assert "validation" not in told


def test_without_test_images_a_person_reads_what_is_read_of_those_held_out(
    quick: Hyperparameters, tiny_dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    data = replace(tiny_dataset, test=Split.empty())
    trainer = Trainer(replace(quick, validation_split=20.0, epochs=1), data)
    while not trainer.is_finished:
        trainer.advance(1000)
    report = Report(data, as_json=False, origin={})
    report.start(trainer.snapshot())
    report.epoch(trainer.snapshot())
    report.end(trainer.snapshot(), None, is_interrupted=False)
    _, before, head, row, end = capsys.readouterr().out.splitlines()
    known = f"{100 * trainer.snapshot().whole('validation_accuracy'):.2f} %"
    assert before == f"After 1 epochs, {known} of 60 validation images are read correctly."
    assert head.split() == ["epoch", "train", "cost", "accuracy", "validation", "accuracy", "images/s"]
    assert len(head) == len(row)
    assert known in row
    assert "–" not in row
    assert end.endswith(f"; validation accuracy {known}.")
