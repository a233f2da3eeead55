"""The commands as a shell runs them: train, look, go on, stop with Ctrl+C, and a reader that leaves early."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.data import idx
from core.data.dataset import Dataset

_REPOSITORY = Path(__file__).resolve().parent.parent.parent
_PATIENCE_S = 120
_NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="pipes and signals of Unix")


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "core", *map(str, arguments)]


def shell(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(*arguments),
        cwd=_REPOSITORY,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_PATIENCE_S,
        check=False,
    )


def start(*arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command(*arguments),
        cwd=_REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def folder(tmp_path: Path, tiny_dataset: Dataset) -> Path:
    """Return a folder with the tiny data set as four files."""
    folder = tmp_path / "figures"
    folder.mkdir()
    for name, split in (("train", tiny_dataset.train), ("t10k", tiny_dataset.test)):
        idx.write(folder / f"{name}-images-idx3-ubyte", split.images)
        idx.write(folder / f"{name}-labels-idx1-ubyte", split.labels)
    return folder


def test_train_evaluate_classify_and_go_on(folder: Path, tmp_path: Path, tiny_dataset: Dataset) -> None:
    path, picture = tmp_path / "w.npz", tmp_path / "figure.png"
    Image.fromarray(255 - tiny_dataset.test.images[0]).save(picture)

    trained = shell("train", "--dataset", folder, "--hidden", 16, "--epochs", 5, "--save", path, "--json")
    assert trained.returncode == 0, trained.stderr
    end = json.loads(trained.stdout.splitlines()[-1])

    evaluated = shell("evaluate", path, "--dataset", folder, "--json")
    assert json.loads(evaluated.stdout)["test_accuracy"] == pytest.approx(end["test_accuracy"])

    classified = shell("classify", path, picture, "--json")
    assert classified.returncode == 0, classified.stderr
    assert 0 <= json.loads(classified.stdout)["guess"] <= 9  # a figure in speckle: it is not sure

    on = shell("train", "--dataset", folder, "--from", path, "--epochs", 6, "--save", path)
    assert on.returncode == 0, on.stderr
    assert "6/6" in on.stdout


def test_training_never_loads_qt(folder: Path) -> None:
    program = (
        "import runpy, sys\n"
        "try: runpy.run_module('core', run_name='__main__', alter_sys=True)\n"
        "except SystemExit as leaving: assert not leaving.code, leaving.code\n"
        "sys.exit(any(name.split('.')[0] in ('PySide6', 'pyqtgraph', 'desktop') for name in sys.modules))"
    )
    options = ("train", "--dataset", str(folder), "--hidden", "4", "--epochs", "1", "--json")
    done = subprocess.run(
        [sys.executable, "-c", program, *options],
        cwd=_REPOSITORY,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert '"event": "end"' in done.stdout


@_NOT_ON_WINDOWS
@pytest.mark.parametrize("after", ["start", "epoch"])
def test_ctrl_c_stops_saves_and_leaves_with_130(folder: Path, tmp_path: Path, after: str) -> None:
    path = tmp_path / "w.npz"
    training = start("train", "--dataset", folder, "--hidden", 4, "--epochs", 100_000, "--json", "--save", path)
    assert training.stdout is not None
    while json.loads(training.stdout.readline())["event"] != after:
        pass
    os.kill(training.pid, signal.SIGINT)
    rest, complaints = training.communicate(timeout=_PATIENCE_S)
    assert training.returncode == 130, complaints
    assert complaints == ""
    end = json.loads(rest.splitlines()[-1])
    assert (end["event"], end["interrupted"], end["weights"]) == ("end", True, str(path))
    with np.load(path, allow_pickle=False) as file:
        assert json.loads(str(file["inkling"]))["progress"]["whole_epochs"] == end["epochs"]


@_NOT_ON_WINDOWS
def test_ctrl_c_in_words_says_where_the_network_is(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    training = start("train", "--dataset", folder, "--hidden", 4, "--epochs", 100_000, "--save", path)
    assert training.stdout is not None
    while "1/100000" not in training.stdout.readline():
        pass
    os.kill(training.pid, signal.SIGINT)
    rest, _ = training.communicate(timeout=_PATIENCE_S)
    assert training.returncode == 130
    assert "Stopped after" in rest
    assert str(path) in rest.splitlines()[-1]


@_NOT_ON_WINDOWS
def test_a_reader_that_leaves_early_ends_training_quietly_and_loses_nothing(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    training = start("train", "--dataset", folder, "--hidden", 4, "--epochs", 100_000, "--json", "--save", path)
    assert training.stdout is not None
    assert training.stderr is not None
    training.stdout.readline()
    training.stdout.close()
    assert training.stderr.read() == ""
    training.stderr.close()
    assert training.wait(timeout=_PATIENCE_S) == 1
    assert path.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_told_in_a_line() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command("presets"), cwd=_REPOSITORY, stdout=full, stderr=subprocess.PIPE, text=True, timeout=_PATIENCE_S
        )
    assert done.returncode == 1
    assert done.stderr.startswith("inkling: The output could not be written")
    assert done.stderr.count("\n") == 1


@_NOT_ON_WINDOWS
@pytest.mark.parametrize("module", ["core", "desktop"])
@pytest.mark.parametrize(
    ("closed", "status", "told"), [(">&-", 1, "The output could not be written: it is closed."), ("2>&-", 0, "")]
)
def test_closed_output_is_told_in_a_line_and_closed_complaints_are_no_trouble(
    module: str, closed: str, status: int, told: str
) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m {module} presets {closed}', sys.executable],
        cwd=_REPOSITORY,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    assert done.returncode == status
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failure_is_a_line_and_no_traceback(tmp_path: Path) -> None:
    done = shell("evaluate", tmp_path / "missing.npz")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("inkling: missing.npz")
    assert done.stderr.count("\n") == 1


def test_a_terminal_that_knows_no_dashes_is_still_served() -> None:
    done = subprocess.run(
        command("train", "--help"),
        cwd=_REPOSITORY,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_real_mnist_is_learned(mnist_folder: Path) -> None:
    done = shell("train", "--dataset", mnist_folder, "--epochs", 1, "--batch-size", 128, "--json")
    assert done.returncode == 0, done.stderr
    start_event, _, end = map(json.loads, done.stdout.splitlines())
    assert (start_event["train_images"], start_event["test_images"]) == (60_000, 10_000)
    assert end["test_accuracy"] > 0.94
