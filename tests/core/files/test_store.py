"""The store: every run in a file of its own, within one budget; no window destroys what is another's."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import pytest

from core import disk
from core.data.dataset import Dataset
from core.errors import FileError
from core.files import runs, store, v01
from core.files.store import Budget, Store
from core.hyperparameters import Hyperparameters
from core.training.run import Run
from core.training.trainer import Trainer

MakeRun = Callable[..., Run]
V01 = Path(__file__).resolve().parents[2] / "data" / "v01"
REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def make_run(quick: Hyperparameters, tiny_dataset: Dataset) -> MakeRun:
    """Return a function that gives a run that was trained for some batches, always the same run for a seed."""

    @cache
    def trained(seed: int) -> list[Run]:
        trainer = Trainer(replace(quick, seed=seed), tiny_dataset)
        states = [Run.of(trainer.snapshot(), f"Run {seed}")]
        for _ in range(12):
            trainer.advance()
            states.append(states[-1].reached(trainer.snapshot()))
        return states

    def make(seed: int, batches: int = 3, **changes: object) -> Run:
        return replace(trained(seed)[batches], **changes)  # type: ignore[arg-type]

    return make


def names(folder: Path) -> list[str]:
    return [run.name for run in Store(folder).load().runs]


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_there_is_nothing_at_first(folder: Path) -> None:
    found = Store(folder).load()
    assert (found.runs, found.newest_unsaved, found.trouble) == ((), None, "")
    assert not folder.exists()


def test_a_run_comes_back_without_its_moments_and_has_them_when_it_is_opened(folder: Path, make_run: MakeRun) -> None:
    run = make_run(1, 12)
    assert Store(folder).write(run) is run
    assert files(folder) == {f"{run.id}.runs.npz"}
    later = Store(folder)
    (found,) = later.load().runs
    assert found == run
    assert (found.step, found.is_whole, len(found.recording)) == (12, False, 0)
    whole = later.open(run.id)
    assert [moment.step for moment in whole.recording] == list(range(13)), "it can be scrubbed"
    assert whole.latest is not None
    assert whole.latest.memory


def test_runs_come_in_the_order_they_were_begun(folder: Path, make_run: MakeRun) -> None:
    for seed in (3, 1, 2):
        Store(folder).write(make_run(seed, created=datetime(2026, 1, seed, tzinfo=UTC)))
    assert names(folder) == ["Run 1", "Run 2", "Run 3"]


def test_only_what_is_new_is_written(folder: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    real = runs.keep

    def keep(path: Path, run: Run, *more: datetime) -> None:
        written.append(run.name)
        real(path, run, *more)

    monkeypatch.setattr(runs, "keep", keep)
    here = Store(folder)
    here.write(make_run(1))
    here.write(make_run(1))
    assert written == ["Run 1"]
    here.write(make_run(1, 5))
    here.write(make_run(1, 5).saved_as(Path("mine.npz")))
    assert len(written) == 3
    later = Store(folder)
    (found,) = later.load().runs
    later.write(found)
    later.write(later.open(found.id))
    assert len(written) == 3, "what was read is no news either"


def test_a_run_that_was_only_looked_at_keeps_its_moments_when_it_is_renamed(folder: Path, make_run: MakeRun) -> None:
    Store(folder).write(make_run(1, 5))
    later = Store(folder)
    (found,) = later.load().runs
    later.write(found.renamed("mine"))
    whole = Store(folder).open(found.id)
    assert (whole.name, len(whole.recording)) == ("mine", 6)


def test_a_run_that_was_deleted_has_no_file_any_more(folder: Path, make_run: MakeRun) -> None:
    here = Store(folder)
    here.write(make_run(1))
    here.write(make_run(2))
    here.delete([make_run(1).id])
    assert names(folder) == ["Run 2"]
    with pytest.raises(FileError):
        here.open(make_run(1).id)


def test_the_newest_unsaved_run_is_the_one_to_offer(folder: Path, make_run: MakeRun) -> None:
    here = Store(folder)
    here.write(make_run(1))
    here.write(make_run(2))
    here.write(make_run(4, 0))
    here.write(make_run(5).curves_only())
    assert Store(folder).load().newest_unsaved == make_run(2)
    here.write(make_run(3).saved_as(Path("mine.npz")))
    assert Store(folder).load().newest_unsaved is None, "what was trained last is saved"


def test_another_name_does_not_make_a_run_the_one_trained_last(folder: Path, make_run: MakeRun) -> None:
    here = Store(folder)
    for seed in (1, 2):
        here.write(make_run(seed))
    here.write(make_run(1).renamed("another name"))
    found = Store(folder).load()
    assert found.newest_unsaved == make_run(2)
    assert "another name" in [run.name for run in found.runs]


def test_a_run_that_another_window_deleted_is_written_again_only_where_it_is_on_screen(
    folder: Path, make_run: MakeRun
) -> None:
    here, run = Store(folder), make_run(1)
    here.write(run)
    Store(folder).delete([run.id])
    here.write(run)
    assert Store(folder).load().runs == ()
    here.write(run, is_on_screen=True)
    assert Store(folder).load().runs == (run,)


def test_a_run_whose_moments_are_gone_from_the_disk_keeps_its_curves(folder: Path, make_run: MakeRun) -> None:
    Store(folder).write(make_run(1))
    here = Store(folder)
    (bare,) = here.load().runs
    Store(folder).delete([bare.id])
    here.write(bare.renamed("another name"))
    (found,) = Store(folder).load().runs
    assert (found.name, found.has_moments) == ("another name", False)


# The budget


def test_of_too_many_the_oldest_go(folder: Path, make_run: MakeRun) -> None:
    here = Store(folder, Budget(runs=2))
    for seed in (1, 2, 3):
        here.write(make_run(seed))
    assert names(folder) == ["Run 2", "Run 3"]


def test_where_room_runs_out_the_oldest_keep_their_curves_only_and_then_go(folder: Path, make_run: MakeRun) -> None:
    Store(folder).write(make_run(1))
    (path,) = folder.iterdir()
    size = path.stat().st_size
    here = Store(folder, Budget(bytes=int(1.5 * size)))
    here.load()
    here.write(make_run(2))
    assert [run.has_moments for run in Store(folder).load().runs] == [False, True]
    here.write(make_run(3))
    assert [run.has_moments for run in Store(folder).load().runs] == [False, False, True]
    Store(folder, Budget(bytes=1)).write(make_run(4))
    assert names(folder) == ["Run 4"]


def test_of_what_was_begun_long_ago_and_trained_today_nothing_goes(folder: Path, make_run: MakeRun) -> None:
    here = Store(folder, Budget(runs=2))
    here.write(make_run(1))
    here.write(make_run(2))
    here.write(make_run(1, 5))
    here.write(make_run(3))
    assert names(folder) == ["Run 1", "Run 3"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Return the time that it is, in a list so that it can be set."""
    now = [datetime(2026, 6, 1, tzinfo=UTC)]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return now[0]

    monkeypatch.setattr(runs, "datetime", Clock)
    monkeypatch.setattr(store, "datetime", Clock)
    return now


def test_a_clock_that_is_set_back_costs_neither_the_run_just_written_nor_the_newest(
    folder: Path, make_run: MakeRun, clock: list[datetime]
) -> None:
    here = Store(folder, Budget(runs=2))
    here.write(make_run(1))
    clock[0] += timedelta(days=1)
    here.write(make_run(2))
    clock[0] -= timedelta(days=400)
    here.write(make_run(3))
    assert set(names(folder)) == {"Run 2", "Run 3"}
    here.write(make_run(3, 5))
    assert set(names(folder)) == {"Run 2", "Run 3"}


def test_what_is_kept_after_the_clock_was_set_back_is_the_newest(
    folder: Path, make_run: MakeRun, clock: list[datetime]
) -> None:
    here = Store(folder, Budget(runs=5))
    for seed in range(1, 6):
        clock[0] += timedelta(minutes=1)
        here.write(make_run(seed))
    clock[0] -= timedelta(days=1)
    for seed in (6, 7):
        here.write(make_run(seed))
    assert names(folder) == ["Run 3", "Run 4", "Run 5", "Run 6", "Run 7"]
    newest = Store(folder, here.budget).load().newest_unsaved
    assert newest is not None
    assert newest.name == "Run 7"
    clock[0] += timedelta(days=2)  # it is put right again
    Store(folder, here.budget).write(make_run(8))
    assert names(folder) == ["Run 4", "Run 5", "Run 6", "Run 7", "Run 8"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="only there can a process change its time zone")
def test_a_time_zone_further_west_makes_nothing_older(
    folder: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Store(folder, Budget(runs=5))
    with monkeypatch.context() as patch:
        for seed in range(1, 8):
            patch.setenv("TZ", "Europe/Berlin" if seed <= 5 else "America/New_York")
            time.tzset()
            created = Run.of(make_run(seed).recording[0]).created
            here.write(make_run(seed, created=created))
            assert names(folder)[-1] == f"Run {seed}"
    time.tzset()
    assert names(folder) == ["Run 3", "Run 4", "Run 5", "Run 6", "Run 7"]


def test_keeping_again_and_again_pushes_nothing_out(folder: Path, make_run: MakeRun) -> None:
    other_day = Store(folder, Budget(runs=4))
    for seed in (1, 2, 3):
        other_day.write(make_run(seed))
    for turn in range(3):
        today = Store(folder, Budget(runs=4))  # another window, and Cancel in the one before
        today.load()
        for batches in (2 + turn, 2 + turn, 3 + turn):
            today.write(make_run(4, batches), is_on_screen=True)
    assert {"Run 1", "Run 2", "Run 3"} <= set(names(folder))


def test_a_budget_of_nothing_keeps_the_run_at_hand(folder: Path, make_run: MakeRun) -> None:
    here = Store(folder, Budget(runs=0, bytes=0))
    here.write(make_run(1))
    assert names(folder) == ["Run 1"]
    assert here.open(make_run(1).id).latest is not None


# Several windows


def test_a_window_that_deletes_leaves_what_another_one_has_gone_on_with(folder: Path, make_run: MakeRun) -> None:
    mine, theirs = Store(folder), Store(folder)
    mine.write(make_run(1))
    mine.write(make_run(2))
    theirs.load()
    theirs.write(make_run(1, 5))
    mine.delete([make_run(1).id, make_run(2).id])
    assert names(folder) == ["Run 1"]


def test_where_two_windows_go_on_with_one_run_in_their_own_ways_both_are_kept(folder: Path, make_run: MakeRun) -> None:
    mine, theirs = Store(folder), Store(folder)
    mine.write(make_run(1))
    theirs.load()
    theirs.write(make_run(1, 8, name="theirs"))
    # The same beginning, then other seconds.
    other = make_run(1, 5, name="mine")
    table = other.curves.table.copy()
    table[2, -1] += 1.0
    written = mine.write(replace(make_run(1, 9, name="mine"), curves=replace(other.curves, table=table)))
    assert written != make_run(1)
    assert sorted(names(folder)) == ["mine", "theirs"]
    assert mine.open(written.id).step == 9


def test_an_earlier_moment_never_takes_the_place_of_a_later_one(folder: Path, make_run: MakeRun) -> None:
    here = Store(folder)
    here.write(make_run(1, 9))
    written = here.write(make_run(1, 5, name="earlier"))
    assert written != make_run(1)
    assert sorted((run.name, run.step) for run in Store(folder).load().runs) == [("Run 1", 9), ("earlier", 5)]


def test_who_goes_on_from_what_another_window_wrote_writes_in_its_place(folder: Path, make_run: MakeRun) -> None:
    mine, theirs = Store(folder), Store(folder)
    mine.write(make_run(1))
    theirs.load()
    theirs.write(make_run(1, name="called otherwise"))
    assert mine.write(make_run(1, 5)) == make_run(1)
    assert [run.step for run in Store(folder).load().runs] == [5]


def test_a_run_that_another_window_deleted_stays_deleted_unless_it_went_on(folder: Path, make_run: MakeRun) -> None:
    mine, theirs = Store(folder), Store(folder)
    mine.write(make_run(1))
    mine.write(make_run(2))
    theirs.load()
    theirs.delete([make_run(1).id, make_run(2).id])
    mine.write(make_run(1))
    mine.write(make_run(2, 5))
    assert names(folder) == ["Run 2"]


def test_the_budget_counts_the_runs_of_other_windows(folder: Path, make_run: MakeRun) -> None:
    mine, theirs = Store(folder, Budget(runs=2)), Store(folder, Budget(runs=2))
    mine.write(make_run(1))
    theirs.write(make_run(2))
    mine.write(make_run(3))
    assert names(folder) == ["Run 2", "Run 3"]


_WRITER = """
import sys
from pathlib import Path
from typing import NoReturn
from uuid import UUID
from core.files.store import Store
here = Store(Path(sys.argv[1]))
run = here.open(UUID(sys.argv[2]))
for number in range(8):
    here.write(run.renamed(f"{sys.argv[3]} {number}"))
"""


def test_two_processes_write_at_a_time_and_every_file_is_whole(folder: Path, make_run: MakeRun) -> None:
    ids = [Store(folder).write(make_run(seed)).id for seed in (1, 2)]

    def start(run: UUID, name: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", _WRITER, str(folder), str(run), name]
        return subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True)

    processes = [start(ids[0], "one"), start(ids[0], "other"), start(ids[1], "third")]
    errors = [process.communicate(timeout=120)[1] for process in processes]
    assert errors == ["", "", ""]
    found = Store(folder).load()
    assert found.trouble == ""
    assert [run.id for run in found.runs] == ids
    assert found.runs[0].name in ("one 7", "other 7")
    assert found.runs[1].name == "third 7"
    assert {path.name for path in folder.iterdir()} == {f"{run}.runs.npz" for run in ids}


# Trouble


@pytest.mark.parametrize("length", [0, 300, 4000])
def test_a_damaged_file_is_set_aside_whole_and_the_others_are_here(
    folder: Path, make_run: MakeRun, length: int
) -> None:
    Store(folder).write(make_run(1))
    Store(folder).write(make_run(2))
    path = folder / f"{make_run(1).id}.runs.npz"
    path.write_bytes(path.read_bytes()[:length])
    found = Store(folder).load()
    assert [run.name for run in found.runs] == ["Run 2"]
    assert found.trouble.startswith("One kept run is damaged and was set aside, in ")
    assert (folder / "damaged" / path.name).stat().st_size == length
    assert Store(folder).load().trouble == "", "it is told once"


def test_a_damaged_file_does_not_keep_a_run_from_being_written(folder: Path, make_run: MakeRun) -> None:
    here = Store(folder)
    here.write(make_run(1))
    (folder / f"{make_run(1).id}.runs.npz").write_bytes(b"rubbish")
    assert here.write(make_run(1, 5)) == make_run(1)
    assert [run.step for run in Store(folder).load().runs] == [5]


def test_a_file_of_a_newer_version_is_left_alone(
    folder: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(runs, "FORMAT", 2)
        Store(folder).write(make_run(1))
    (path,) = folder.iterdir()
    content = path.read_bytes()
    here = Store(folder, Budget(runs=1, bytes=1))
    found = here.load()
    assert found.runs == ()
    assert "One kept run could not be read by this Inkling and stays in" in found.trouble
    here.write(make_run(2))
    assert path.read_bytes() == content


def test_a_full_disk_is_an_error_and_what_was_written_before_stays(
    folder: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Store(folder)
    here.write(make_run(1))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("core.disk.os.fsync", fail)
        with pytest.raises(FileError, match="No space left on device"):
            here.write(make_run(1, 5))
    assert [run.step for run in Store(folder).load().runs] == [3]
    assert files(folder) == {f"{make_run(1).id}.runs.npz"}
    here.write(make_run(1, 5))
    assert [run.step for run in Store(folder).load().runs] == [5], "once there is room again, it is written"


def test_from_a_folder_that_may_not_be_written_to_runs_are_read(
    folder: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(folder).write(make_run(1))
    (folder / "ffffffff.runs.npz").write_bytes(b"rubbish")

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(30, "Read-only file system")

    really = os.open

    def read_only(path: str, flags: int, *rest: int) -> int:
        return refuse() if flags & os.O_CREAT else really(path, flags, *rest)

    monkeypatch.setattr("core.disk.os.open", read_only)
    monkeypatch.setattr("core.disk.tempfile.mkstemp", refuse)
    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(Path, "rename", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    here = Store(folder)
    found = here.load()
    assert [run.name for run in found.runs] == ["Run 1"]
    assert "could not be read by this Inkling and stays in" in found.trouble
    assert len(here.open(make_run(1).id).recording) == 4
    with pytest.raises(FileError, match="Read-only file system"):
        here.write(make_run(1, 5))
    here.delete([make_run(1).id])
    with pytest.raises(FileError, match="Not all runs could be deleted: Read-only file system"):
        here.delete_all()


def test_a_window_that_cannot_have_the_lock_writes_all_the_same(
    folder: Path, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_LOCK_PATIENCE", 0.0)
    with disk.locked(folder):
        Store(folder).write(make_run(1))
    assert names(folder) == ["Run 1"]


def test_what_a_writer_left_that_was_killed_is_swept_away(folder: Path, make_run: MakeRun) -> None:
    Store(folder).write(make_run(1))
    left = folder / f".{make_run(1).id}.runs.npz.x1y2.part"
    left.write_bytes(b"half of it")
    assert names(folder) == ["Run 1"]
    assert not left.exists()


# Deleting all


def test_all_that_is_kept_can_be_deleted(folder: Path, make_run: MakeRun, tmp_path: Path) -> None:
    old = v01.Folders(tmp_path / "runs", tmp_path / "kept")
    here = Store(folder, old=old)
    here.write(make_run(1))
    (folder / "rubbish.runs.npz").write_bytes(b"")
    here.load()
    here.write(make_run(2))
    _old_files(old)
    here.delete_all()
    assert list(tmp_path.rglob("*.npz")) == []
    assert Store(folder).load().runs == ()
    here.write(make_run(2))
    assert names(folder) == ["Run 2"]


# What version 0.1 kept


def _old_files(old: v01.Folders) -> None:
    shutil.copytree(V01 / "runs", old.runs)
    old.kept.mkdir(parents=True)
    shutil.copy(V01 / "adam.npz", old.kept / "2026-03-01 09.30.00.000001.npz")
    shutil.copy(V01 / "momentum.npz", old.kept / "2026-03-02 10.00.00.000001.npz")


def test_what_version_01_kept_is_here_once_and_stays_so(folder: Path, tmp_path: Path) -> None:
    old = v01.Folders(tmp_path / "runs", tmp_path / "kept")
    _old_files(old)
    here = Store(folder, old=old)
    found = here.load()
    assert found.trouble == ""
    by_name = {run.name: run for run in found.runs}
    assert by_name.keys() >= {"Run 1", "Run 1 from epoch 1"}
    assert len(found.runs) == 3
    whole = here.open(by_name["Run 1"].id)
    assert [moment.step for moment in whole.recording] == [0, 10, 17]
    assert whole.latest is not None
    assert len(whole.latest.memory) == 9
    assert [run.is_unsaved for run in found.runs if run.name == "Run 1 from epoch 1"] == [False]
    assert by_name["Run 1"].is_unsaved, "its network was kept because no file held it"
    assert not list(old.runs.iterdir())
    assert not list(old.kept.iterdir())
    again = Store(folder, old=old).load()
    assert again.runs == found.runs
    shutil.copytree(V01 / "runs", old.runs, dirs_exist_ok=True)
    assert Store(folder, old=old).load().runs == found.runs, "an old window kept the same runs once more"
    assert not list(old.runs.iterdir())
    assert len(list((folder / "version 0.1").iterdir())) == 4, "nothing was destroyed"


def test_a_network_that_version_01_kept_without_a_run_becomes_one_and_is_offered(folder: Path, tmp_path: Path) -> None:
    old = v01.Folders(tmp_path / "runs", tmp_path / "kept")
    _old_files(old)
    shutil.rmtree(old.runs)
    here = Store(folder, old=old)
    found = here.load()
    assert [run.step for run in found.runs] in ([17, 4], [4, 17])
    assert all(run.is_unsaved for run in found.runs)
    assert found.newest_unsaved in found.runs
    assert all(run.name for run in found.runs)
    adam = next(run for run in found.runs if run.step == 17)
    latest = here.open(adam.id).latest
    assert latest is not None
    assert len(latest.memory) == 9


def test_what_cannot_be_read_of_version_01_stays_where_it_is(folder: Path, tmp_path: Path) -> None:
    old = v01.Folders(tmp_path / "runs", tmp_path / "kept")
    _old_files(old)
    broken = old.runs / "2026-03-01 08.00.00.000001.runs.npz"
    broken.write_bytes(b"rubbish")
    assert len(Store(folder, old=old).load().runs) == 3
    assert [path.name for path in old.runs.iterdir()] == [broken.name]


def test_the_persons_own_store_takes_over_the_persons_own_folders(private_home: Path) -> None:
    own = disk.data_folder()
    _old_files(v01.Folders(own / "runs", own / "kept"))
    assert len(Store().load().runs) == 3
    assert os.listdir(own / "runs") == []
