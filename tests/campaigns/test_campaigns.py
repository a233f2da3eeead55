"""The campaigns in short, and what they say of a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.data.formats import FORMATS as FORMATS_OF_DATA
from core.data.ink.picture_file import FORMATS
from tests.benchmarks import measuring
from tests.benchmarks.measuring import ROOT, resident_mb
from tests.campaigns import __main__ as command
from tests.campaigns import campaign
from tests.campaigns.campaign import Campaign, Report, Trial, Wrong
from tests.campaigns.faults import FAULTS
from tests.campaigns.kinds_of_data import DATA
from tests.campaigns.kinds_of_file import PICTURES
from tests.pairs_of_settings import ROWS


@pytest.mark.parametrize("name", command.NAMES)
def test_nothing_fails_at_a_quick_look(name: str) -> None:
    if name in ("kills", "helpers") and os.name == "nt":
        pytest.skip("Windows knows no SIGKILL")
    arguments = [sys.executable, "-m", "tests.campaigns", name, "--quick"]
    answer = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "nothing failed" in answer.stdout


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test's home be what it was, and the memory of all tests before: each trial has a home of its own."""
    monkeypatch.setattr(campaign, "use_private_home", lambda folder: None)
    monkeypatch.setattr(campaign, "_forget_peak", lambda: None)


def made(attempt, **bounds: float) -> Campaign:
    values = {"seconds": 60.0, "megabytes": 1e6} | bounds
    return Campaign(name="numbers", things="numbers", attempt=attempt, count=9, quick=3, **values)


def run(attempt, said: list[str], *, seed: int = 5, numbers: range = range(3), **bounds: float) -> Report:
    return campaign.run(made(attempt, **bounds), seed, numbers, print_=said.append)


def test_a_failure_says_how_to_repeat_exactly_that_trial(said: list[str], home: None) -> None:
    drawn: dict[int, int] = {}

    def attempt(trial: Trial) -> None:
        drawn[trial.number] = int(trial.chance.integers(1000))
        if trial.number == 2:
            raise Wrong(f"{drawn[2]} is wrong")

    report = run(attempt, said)
    assert (report.trials, report.things, report.failures) == (3, 3, 1)
    assert "numbers: trial 2 of seed 5 failed." in said[0]
    assert f"{drawn[2]} is wrong" in said[0]
    assert "python -m tests.campaigns numbers --seed 5 --only 2" in said[1]
    before = dict(drawn)
    run(attempt, said, numbers=range(2, 3))
    assert drawn == before
    run(attempt, said, seed=6)
    assert drawn != before


def test_each_trial_has_an_empty_folder_that_is_taken_away(said: list[str], home: None) -> None:
    folders = []

    def attempt(trial: Trial) -> int:
        assert not list(trial.folder.iterdir())
        (trial.folder / "file").write_text("left")
        folders.append(trial.folder)
        return 7

    assert run(attempt, said).things == 21
    assert not any(folder.exists() for folder in folders)


@pytest.mark.skipif(os.name == "nt", reason="nothing can interrupt it there")
def test_what_takes_too_long_is_interrupted(said: list[str], home: None) -> None:
    def attempt(trial: Trial) -> None:
        while True:
            pass

    assert run(attempt, said, numbers=range(1), seconds=0.05).failures == 1
    assert "It took more than 0.05 s." in said[0]


@pytest.mark.skipif(resident_mb("VmHWM") is None, reason="this system does not tell it")
def test_what_takes_too_much_memory_fails(said: list[str], home: None) -> None:
    assert run(lambda trial: None, said, numbers=range(1), megabytes=1.0).failures == 1
    assert "and 1 are allowed" in said[0]


def test_it_gives_up_after_many_failures(said: list[str], home: None) -> None:
    def attempt(trial: Trial) -> None:
        raise Wrong("always")

    assert run(attempt, said, numbers=range(1000)).failures == 20


def test_an_unknown_campaign_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["swords"])
    assert "there is no campaign called swords; there are files, data, kills" in capsys.readouterr().err


def test_the_campaigns_are_as_large_as_they_should_be() -> None:
    counts = {name: command.find(name).count for name in command.NAMES if name != "actions"}
    assert counts == {
        "files": 20_000,
        "data": 5000 * len(DATA),
        "kills": 250,
        "helpers": 200,
        "servers": 10 * len(FAULTS),
        "settings": 400,
        "scripts": len(ROWS),
        "lessons": 5000,
    }
    assert len(FAULTS) >= 60
    assert command.find("kills").trials(250) == 50


def test_mnist_is_found_only_where_its_files_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(measuring, "ROOT", tmp_path / "project")
    monkeypatch.setenv("INKLING_DATA", str(tmp_path))
    assert not measuring.find_mnist()
    (tmp_path / "mnist").mkdir()
    assert not measuring.find_mnist()
    (tmp_path / "mnist" / "train-images-idx3-ubyte.gz").touch()
    assert measuring.find_mnist()


def test_every_format_of_data_sets_is_damaged() -> None:
    assert {name.split()[0].lower() for name in DATA} >= {*FORMATS_OF_DATA.names(), "zip", "tar"}


def test_every_format_of_pictures_is_damaged() -> None:
    tried = {name.split(",")[0].split()[0] for name in PICTURES}
    assert set(FORMATS) - {"AVIF"} <= tried  # this Pillow may not have it
