"""``inkling sweep``: many runs from the command line, stopped and taken up again, as text and as JSON."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.cli import main
from core.data import idx
from core.data.dataset import Dataset
from core.errors import FileError
from core.files import runs
from core.sweep import file
from core.sweep.journal import Journal

REPOSITORY = Path(__file__).resolve().parents[3]
SMALL = ("--hidden", "4", "--epochs", "2", "--batch-size", "20")


@pytest.fixture
def folder(tiny_dataset: Dataset, tmp_path: Path) -> str:
    """Return a folder of four files of images."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    for name, split in (("train", tiny_dataset.train), ("t10k", tiny_dataset.test)):
        idx.write(folder / f"{name}-images-idx3-ubyte", split.images)
        idx.write(folder / f"{name}-labels-idx1-ubyte", split.labels)
    return str(folder)


def events(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_grid_is_trained_told_and_saved(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rates.npz"
    rates = ("--learning-rate", "0.001..0.1:log:3", "--seeds", "2", "--workers", "2")
    assert main(["sweep", "--dataset", folder, *SMALL, *rates, "--save", str(path), "--json"]) == 0
    start, *trained, end = events(capsys)
    assert (start["event"], start["runs"], start["epochs"]) == ("start", 6, 12)
    assert start["axes"] == {"learning_rate": [0.001, 0.01, 0.1]}
    assert len(trained) == 6
    assert {(each["values"]["learning_rate"], each["seed"]) for each in trained} == {
        (rate, seed) for rate in (0.001, 0.01, 0.1) for seed in (1, 2)
    }
    assert end["table"][0]["mean"] == max(row["mean"] for row in end["table"])
    assert end["effects"][0]["name"] == "learning_rate"
    assert 0 <= end["chance"] <= 1
    assert len(runs.load(path)) == 6
    assert file.load(path).sweep.seeds == 2
    assert not (tmp_path / "rates.sweep").exists()


def test_people_read_a_table_and_sentences(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "--dataset", folder, *SMALL, "--optimizer", "adam", "gradient-descent"]) == 0
    out = capsys.readouterr().out
    assert "2 runs on" in out
    assert "Adam" in out
    assert "Gradient descent" in out
    assert "two seeds or more" in out


def test_halving_tells_each_stage(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    flags = ("--learning-rate", "0.001", "0.01", "0.1", "--epochs", "3", "--halving", "--json")
    assert main(["sweep", "--dataset", folder, *SMALL, *flags]) == 0
    start, *trained, _ = events(capsys)
    assert start["rungs"] == [[3, 1], [1, 3]]
    assert [(each["rung"], each["epochs"]) for each in trained] == [(0, 1), (0, 1), (0, 1), (1, 3)]


@pytest.mark.parametrize(
    ("flags", "status", "words"),
    [
        (("--learning-rate", "0.1..0.1:3"), 2, "empty"),
        (("--learning-rate", "5000"), 2, "between"),
        (("--optimizer", "magic"), 2, "no optimizer"),
        (("--seeds", "0"), 2, "0 seeds"),
        (("--seed", "2147483646", "--seeds", "3"), 2, "Seed must be"),
        (("--workers", "-1"), 2, "--workers"),
        (("--workers", "0"), 2, "0 workers"),
        (("--best-by", "seconds"), 2, "target"),
        (("--target", "90"), 2, "--best-by seconds"),
        (("--resume",), 2, "--save"),
        (("--batch-size", "20", "400"), 1, "400 images"),
        (("--learning-rate", "0.001..1:log:100", "--dropout", "0..0.5:200"), 2, "20,000 runs"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence_before_anything_starts(
    folder: str, flags: tuple[str, ...], status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep", "--dataset", folder, *flags]) == status
    told = capsys.readouterr()
    assert words in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_it_is_stopped_with_ctrl_c_and_taken_up_again(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "long.npz"
    command = ["sweep", "--dataset", folder, *SMALL, "--learning-rate", "0.01", "0.1", "--seeds", "4"]
    command += ["--epochs", "150", "--workers", "1", "--save", str(path), "--json"]
    program = subprocess.Popen(
        [sys.executable, "-m", "core", *command], cwd=REPOSITORY, stdout=subprocess.PIPE, env={**os.environ}, text=True
    )
    assert program.stdout is not None
    lines = [json.loads(program.stdout.readline()) for _ in range(2)]  # its start, and its first run
    program.send_signal(signal.SIGINT)
    lines += [json.loads(line) for line in program.communicate()[0].splitlines()]
    assert program.returncode == 130
    assert lines[-1]["interrupted"]
    done = sum(line["event"] == "run" for line in lines)
    assert 0 < done < 8
    assert len(runs.load(path)) == done

    assert main(command) == 1  # without --resume nothing is overwritten
    assert "--resume" in capsys.readouterr().err
    assert main(["sweep", "--resume", "--dataset", folder, "--learning-rate", "0.5", "--save", str(path)]) == 2
    assert "other settings" in capsys.readouterr().err
    assert main(["sweep", "--resume", "--dataset", folder, "--save", str(path), "--json"]) == 0
    start, *trained, _ = events(capsys)
    assert start["done"] == done
    assert len(runs.load(path)) == 8
    assert not (tmp_path / "long.sweep").exists()


def test_there_has_to_be_something_to_go_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "--resume", "--save", str(tmp_path / "none")]) == 1
    assert "no sweep to go on with" in capsys.readouterr().err


def test_a_sweep_goes_on_with_its_own_images_alone(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "spent.npz"
    flags = ["--learning-rate", "0.01", "0.1", "--most-runs", "2", "--most-epochs", "2", "--save", str(path)]
    assert main(["sweep", "--dataset", folder, *SMALL, *flags]) == 0
    assert "--resume" in capsys.readouterr().err
    assert main(["sweep", "--resume", "--dataset", "builtin", "--save", str(path)]) == 1
    assert "not those that the sweep was begun with" in capsys.readouterr().err


def test_a_sweep_whose_epochs_are_spent_goes_on_with_more(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "spent.npz"
    flags = ["--learning-rate", "0.01", "0.1", "--most-epochs", "2", "--save", str(path)]
    assert main(["sweep", "--dataset", folder, *SMALL, *flags]) == 0
    assert "--most-epochs N" in capsys.readouterr().err
    assert len(runs.load(path)) == 1
    assert main(["sweep", "--resume", "--dataset", folder, "--most-epochs", "4", "--save", str(path)]) == 0
    assert len(runs.load(path)) == 2
    assert not (tmp_path / "spent.sweep").exists()


@pytest.mark.parametrize(
    "flags", [("--seeds", "3"), ("--seed", "7"), ("--halving",), ("--random", "2"), ("--best-by", "cost")]
)
def test_a_sweep_that_goes_on_passes_no_flag_over(
    folder: str, tmp_path: Path, flags: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "spent.npz"
    begun = ["--learning-rate", "0.01", "0.1", "--most-epochs", "2", "--save", str(path)]
    assert main(["sweep", "--dataset", folder, *SMALL, *begun]) == 0
    assert main(["sweep", "--resume", "--dataset", folder, *flags, "--save", str(path)]) == 2
    assert "other settings" in capsys.readouterr().err


def test_a_sweep_is_let_go_of_before_it_is_deleted(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete = Journal.delete

    def checked(journal: Journal) -> None:
        with journal.held():  # which Windows does not delete while it is open
            pass
        delete(journal)

    monkeypatch.setattr(Journal, "delete", checked)
    assert main(["sweep", "--dataset", folder, *SMALL, "--save", str(tmp_path / "one.npz")]) == 0
    assert not (tmp_path / "one.sweep").exists()


def test_what_was_found_is_told_where_the_file_has_no_room(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> int:
        raise FileError("one.npz could not be written: No space left on device.", "Choose another place.")

    flags = ["--dataset", folder, *SMALL, "--save", str(tmp_path / "one.npz")]
    with monkeypatch.context() as patched:
        patched.setattr(file, "save", full)
        assert main(["sweep", *flags]) == 1
    said = capsys.readouterr()
    assert "Done after" in said.out
    assert "The runs are in" not in said.out
    assert "--resume --save" in said.err
    assert main(["sweep", "--resume", "--dataset", folder, "--save", str(tmp_path / "one.npz")]) == 0
    assert len(runs.load(tmp_path / "one.npz")) == 1


def test_room_is_asked_for_the_runs_and_for_the_file_of_them(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=60 * 2**10))
    flags = ["sweep", "--dataset", folder, *SMALL]
    assert main(flags) == 0
    assert main([*flags, "--save", str(tmp_path / "one.npz")]) == 1
    assert "on disk" in capsys.readouterr().err
    assert list(tmp_path.glob("one*")) == []


def test_what_is_drawn_from_a_range_is_told_by_its_ends(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = ["--learning-rate", "0.001..0.1:log:2", "--batch-size", "10", "20", "--random", "2"]
    assert main(["sweep", "--dataset", folder, *SMALL[:4], *drawn]) == 0
    assert "2 drawn at random from 0.001 to 0.1 of learning rate × 2 of batch size" in capsys.readouterr().out
