"""What is measured goes to other programs: CSV, JSON lines, and TensorBoard's event files."""

import csv
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.cli import tracking
from core.errors import FileError, KnobError

Run = Callable[..., Any]
SMALL = ("--hidden", 4, "--epochs", 3, "--batch-size", 20)


def test_a_training_is_logged_as_a_table_and_as_lines(run: Run, folder: Path, tmp_path: Path) -> None:
    table, lines = tmp_path / "new" / "points.csv", tmp_path / "points.jsonl"
    logs = ("--log", f"csv:{table}", "--log", f"json:{lines}")
    said = run("train", "--dataset", folder, *SMALL, "--json", *logs)
    assert said.status == 0
    epochs = [event for event in said.events if event["event"] == "epoch"]
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    objects = [json.loads(line) for line in lines.read_text().splitlines()]
    assert [float(row["epoch"]) for row in rows] == [each["epoch"] for each in objects] == [0, 1, 2, 3]
    for row, told, event in zip(rows[1:], objects[1:], epochs, strict=True):
        for name in ("test_cost", "train_accuracy", "learning_rate"):
            assert float(row[name]) == told[name] == event[name]
    assert rows[0]["validation_cost"] == ""
    assert "validation_cost" not in objects[0]


def test_the_runs_of_a_sweep_are_told_apart(run: Run, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "points.jsonl"
    rates = ("--learning-rate", 0.001, 0.01, 0.1, "--halving", "--log", f"json:{path}")
    assert run("sweep", "--dataset", folder, *SMALL, *rates).status == 0
    objects = [json.loads(line) for line in path.read_text().splitlines()]
    by_run: dict[str, list[float]] = {}
    for each in objects:
        by_run.setdefault(each["run"], []).append(each["epoch"])
    assert set(by_run) == {f"learning_rate={rate},seed=1" for rate in ("0.001", "0.01", "0.1")}
    assert sorted(by_run.values()) == [[1], [1], [1, 2, 3]]  # each point once, though the best run was trained twice


def test_event_files_hold_the_figures(run: Run, folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    said = run("train", "--dataset", folder, *SMALL, "--json", "--log", f"tensorboard:{tmp_path / 'board'}")
    assert said.status == 0
    (written,) = {path.parent for path in (tmp_path / "board").rglob("events.out*")}
    events = EventAccumulator(str(written))
    events.Reload()
    accuracies = events.Scalars("test/accuracy")
    assert [point.step for point in accuracies] == [0, 1, 2, 3]
    told = [event["test_accuracy"] for event in said.events if event["event"] == "epoch"]
    assert [point.value for point in accuracies[1:]] == pytest.approx(told)


@pytest.mark.parametrize("text", ["", "csv", "csv:", "excel:points.xlsx", ":x"])
def test_what_is_no_log_is_refused(run: Run, folder: Path, text: str) -> None:
    said = run("train", "--dataset", folder, *SMALL, "--log", text)
    assert said.status == 2
    assert "tensorboard:FOLDER, csv:FILE or json:FILE" in said.err


def test_without_tensorboard_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tensorboard.summary.writer.event_file_writer", None)
    with pytest.raises(KnobError, match=r"inkling-lab\[tensorboard\]"):
        tracking.checked("tensorboard:board")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="cannot be written"), tracking.opened([("csv", tmp_path / "file" / "a.csv")]):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_full_disk_is_told_as_that_of_a_log(kind: str) -> None:
    full = [(kind, Path("/dev/full"))]
    with pytest.raises(FileError, match="A log cannot be written"), tracking.opened(full) as logs:
        tracking.add(logs, "one", 1.0, 1.0, {"test_cost": 0.5})


def test_a_thousand_runs_have_no_thread_each(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    before = threading.active_count()
    with tracking.opened([("tensorboard", tmp_path)]) as logs:
        for name in (*map(str, range(60)), "0"):
            tracking.add(logs, name, 1.0, 1.0, {"test_cost": 0.5})
        assert threading.active_count() - before <= 32
    assert len(list(tmp_path.iterdir())) == 60
    assert len(list((tmp_path / "0").iterdir())) == 2  # it went on


def test_points_of_held_out_images_are_named_so_where_how_many_varies(run: Run, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "points.jsonl"
    assert run("sweep", "--dataset", folder, *SMALL, "--validation-split", 25, 50, "--log", f"json:{path}").status == 0
    for line in path.read_text().splitlines():
        assert "validation_accuracy" in line
        assert "test_accuracy" not in line
