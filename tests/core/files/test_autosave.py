"""A run that trains is written in time, at little cost, and trouble is told once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import FileError
from core.files.autosave import EVERY, PRICE, Autosave
from core.files.store import Store
from core.training.run import Run
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class SlowStore(Store):
    """A store that takes some seconds to write, or has no room."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        super().__init__(folder)
        self.clock, self.seconds, self.is_full = clock, 0.0, False

    def write(self, run: Run, *, is_on_screen: bool = False) -> Run:
        self.clock.now += self.seconds
        if self.is_full:
            raise FileError("It could not be written: no space left on device.", "Make room.")
        return super().write(run, is_on_screen=is_on_screen)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> SlowStore:
    return SlowStore(tmp_path / "store", clock)


@pytest.fixture
def autosave(store: SlowStore, clock: Clock) -> Autosave:
    return Autosave(store, clock, clock)


def test_a_run_is_due_a_minute_after_it_was_written(
    autosave: Autosave, clock: Clock, make_snapshot: MakeSnapshot
) -> None:
    assert not autosave.is_due
    clock.now += EVERY
    assert autosave.is_due
    run = Run.of(make_snapshot(5), "mine")
    assert autosave.write(run) == (run, "")
    assert not autosave.is_due
    clock.now += EVERY
    assert autosave.is_due
    assert [found.step for found in Store(autosave.store.folder).load().runs] == [5]


def test_one_that_takes_long_to_write_is_written_seldomer(
    autosave: Autosave, store: SlowStore, clock: Clock, make_snapshot: MakeSnapshot
) -> None:
    store.seconds = 3.0
    autosave.write(Run.of(make_snapshot(5), "mine"))
    clock.now += 3.0 / PRICE - 1
    assert not autosave.is_due
    clock.now += 1
    assert autosave.is_due


def test_a_full_disk_is_told_once_until_there_is_room_again(
    autosave: Autosave, store: SlowStore, make_snapshot: MakeSnapshot
) -> None:
    run = Run.of(make_snapshot(5), "mine")
    store.is_full = True
    told = [autosave.write(run)[1] for _ in range(3)]
    assert told == ["This run is not being kept. It could not be written: no space left on device. Make room.", "", ""]
    store.is_full = False
    assert autosave.write(run) == (run, "")
    store.is_full = True
    assert autosave.write(run)[1]
