"""A sweep in a file is opened as one: looked at without its weights, which are read run by run."""

import json
from pathlib import Path

import pytest

from core.files import runs as runs_file
from core.sweep import file as sweep_file
from core.sweep.conductor import Conductor
from core.sweep.shelf import Shelf
from core.sweep.words import told
from desktop.models.sweeps import State, SweepEntry
from tests.core.sweep.teams import Bench
from tests.desktop.conftest import Person
from tests.desktop.sweep_helpers import SMALL

pytestmark = pytest.mark.panels("sweep", "curves")


@pytest.fixture
def path(person: Person, tmp_path: Path) -> Path:
    """Return the file of a sweep that was trained elsewhere on the images in use."""
    dataset = person.workbench.library.dataset
    journal = Shelf(tmp_path / "elsewhere").begin(SMALL, "rates", dataset).journal
    Conductor(journal, Bench(dataset)).run()
    sweep_file.save(tmp_path / "rates.runs.npz", journal)
    return tmp_path / "rates.runs.npz"


@pytest.fixture
def opened(person: Person, path: Path) -> SweepEntry:
    person.workbench.open_any(path)
    person.wait_until(lambda: person.workbench.sweeps.shown is not None)
    entry = person.workbench.sweeps.current
    assert entry is not None
    return entry


def test_it_is_shown_as_a_sweep_and_its_runs_are_not_put_beside_the_others(person: Person, opened: SweepEntry) -> None:
    assert (opened.state, opened.done, opened.runs, opened.is_whole) == (State.IN_FILE, 4, 4, True)
    shown = person.workbench.sweeps.shown
    assert shown.sentences == told(SMALL, shown.findings, is_done=True)
    assert person.workbench.runs.others == ()
    assert "The sweep rates is open, with 4 runs" in person.notice
    assert person.window.panels["sweep"].isVisible()


def test_opened_again_it_is_the_same_one(person: Person, opened: SweepEntry, path: Path) -> None:
    person.workbench.notices.dismiss()
    person.workbench.open_any(path)
    person.wait_until(lambda: "The sweep rates is open" in person.notice)
    assert [entry.id for entry in person.workbench.sweeps.entries] == [opened.id]


def test_its_runs_are_opened_and_its_settings_used(person: Person, opened: SweepEntry) -> None:
    best = opened.best
    person.workbench.sweeping.open_run(opened.id, best.trial)
    person.wait_until(lambda: person.workbench.runs.current.settings == SMALL.of(best.trial))
    assert person.workbench.runs.current.curves.best().value == pytest.approx(best.accuracy)
    person.workbench.sweeping.use_settings(opened.id, 1)
    assert person.workbench.settings.value == SMALL.settings[1]


def test_a_file_that_is_gone_is_told_of(person: Person, opened: SweepEntry, path: Path) -> None:
    path.unlink()
    person.workbench.notices.dismiss()
    person.workbench.sweeping.open_run(opened.id, opened.best.trial)
    person.wait_until(lambda: "rates.runs.npz" in person.notice)


def test_closed_it_leaves_its_file_as_it_is(person: Person, opened: SweepEntry, path: Path) -> None:
    before = path.read_bytes()
    person.workbench.sweeping.go_on(opened.id)
    person.workbench.sweeping.save(opened.id, path.with_name("copy.npz"))
    person.workbench.sweeping.delete(opened.id)
    assert person.workbench.sweeps.entries == ()
    person.wait_until(lambda: not person.workbench.sweeping._series.is_busy)
    assert path.read_bytes() == before
    assert not person.workbench.sweeping.conducting.sweeps


def test_a_damaged_sweep_offers_its_runs(person: Person, path: Path) -> None:
    kept = runs_file.load(path)
    text = runs_file.text_in(path, runs_file.SWEEP)
    damaged = json.dumps(json.loads(text) | {"results": 3})
    runs_file.save_many(path, len(kept), lambda place: kept[place], {runs_file.SWEEP: damaged})
    person.workbench.open_any(path)
    person.wait_until(lambda: "is damaged" in person.notice)
    assert person.workbench.sweeps.entries == ()
    person.press("Open its runs")
    person.wait_until(lambda: len(person.workbench.runs.others) == 4)


def test_runs_of_no_sweep_are_put_beside_the_others(person: Person, path: Path) -> None:
    runs_file.save(path, runs_file.load(path))
    person.workbench.open_any(path)
    person.wait_until(lambda: len(person.workbench.runs.others) == 4)
    assert person.workbench.sweeps.entries == ()
