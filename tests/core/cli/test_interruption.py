"""A command that is ended from outside saves what it learned: in a process of its own, with real signals."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.cli.interruption import until_interrupted
from core.files import weights

REPOSITORY = Path(__file__).resolve().parents[3]
Start = Callable[..., "subprocess.Popen[str]"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.fixture
def start(folder: Path, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a training that would take for ever, ignoring some signals as nohup does."""
    started: list[subprocess.Popen[str]] = []

    def begin(*ignored: signal.Signals) -> "subprocess.Popen[str]":
        ignore = "".join(f"signal.signal({int(number)}, signal.SIG_IGN); " for number in ignored)
        program = f"import signal, sys; {ignore}from core.cli import main; sys.exit(main(sys.argv[1:]))"
        options = ("train", "--dataset", str(folder), "--hidden", "4", "--epochs", "100000", "--json")
        command = [sys.executable, "-c", program, *options, "--save", str(tmp_path / "w.npz")]
        process = subprocess.Popen(
            command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def epoch_after(process: "subprocess.Popen[str]", epoch: int) -> int:
    """Wait until an epoch later than ``epoch`` was told, and return which."""
    assert process.stdout is not None
    for line in process.stdout:
        event = json.loads(line)
        assert event["event"] != "end", event
        if event["event"] == "epoch" and event["epoch"] > epoch:
            return int(event["epoch"])
    raise AssertionError(f"it ended: {process.communicate()[1]}")


def assert_saved(process: "subprocess.Popen[str]", path: Path, epoch: int) -> None:
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    end = json.loads(out.splitlines()[-1])
    assert (end["event"], end["interrupted"], end["weights"]) == ("end", True, str(path))
    assert weights.load(path).epoch >= epoch


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_training_that_is_ended_saves_what_it_learned(start: Start, tmp_path: Path, name: str) -> None:
    process = start()
    epoch = epoch_after(process, 0)
    process.send_signal(getattr(signal, name))
    assert_saved(process, tmp_path / "w.npz", epoch)


def test_a_training_that_is_not_to_care_for_its_terminal_goes_on(start: Start, tmp_path: Path) -> None:
    process = start(signal.SIGHUP)
    epoch = epoch_after(process, 0)
    process.send_signal(signal.SIGHUP)
    epoch = epoch_after(process, epoch + 20)
    process.send_signal(signal.SIGTERM)
    assert_saved(process, tmp_path / "w.npz", epoch)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_what_a_signal_did_before_it_does_again_afterwards(name: str) -> None:
    number, heard = getattr(signal, name), []
    before = signal.signal(number, lambda *_: heard.append(name))
    try:
        with until_interrupted() as is_interrupted:
            assert not is_interrupted()
            signal.raise_signal(number)
            signal.raise_signal(number)
            assert is_interrupted()
        assert heard == []
        signal.raise_signal(number)
        assert heard == [name]
    finally:
        signal.signal(number, before)
