"""The runs of all days in a folder: only what is new is written, and no window destroys what is another's."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from core import disk
from core.data.dataset import Dataset
from core.errors import FileError
from core.files import kept_runs, runs
from core.files.kept_runs import KeptRuns
from core.files.saved_runs import SavedRun
from core.hyperparameters import Hyperparameters
from core.training.trainer import Trainer

MakeRun = Callable[..., SavedRun]


@pytest.fixture
def folder(tmp_path: Path) -> KeptRuns:
    return KeptRuns(tmp_path / "runs")


@pytest.fixture
def make_run(quick: Hyperparameters, tiny_dataset: Dataset) -> MakeRun:
    @cache  # trained again, it would be another run: it would take another time
    def trained(seed: int, batches: int) -> SavedRun:
        trainer = Trainer(replace(quick, seed=seed), tiny_dataset)
        first = trainer.snapshot()
        trainer.advance(batches)
        last = trainer.snapshot()
        return SavedRun(
            name=f"Run {seed}",
            color=seed - 1,
            hyperparameters=last.hyperparameters,
            curves=last.curves,
            marks=last.marks,
            data_name=last.data_name,
            data_fingerprint=last.data_fingerprint,
            first=first,
            best=first,
            last=last,
        )

    def make(seed: int, batches: int = 3, **changes: object) -> SavedRun:
        return replace(trained(seed, batches), **changes)  # type: ignore[arg-type]

    return make


def names(folder: KeptRuns) -> list[str]:
    return [run.name for _file, run in folder.load().runs]


def test_there_is_nothing_at_first(folder: KeptRuns):
    assert folder.load().runs == ()
    assert folder.update({}, {}) == {}
    assert not folder.folder.exists()


def test_runs_come_back_in_their_order_as_they_were(folder: KeptRuns, make_run: MakeRun):
    kept = {1: make_run(1, begins_at=0.2, is_shown=False), 4: make_run(2), 3: make_run(3, name="mine")}
    folder.update({}, kept)
    found = folder.load()
    assert found.trouble == ""
    assert [run.name for _file, run in found.runs] == ["Run 1", "Run 2", "mine"]
    for (_file, run), before in zip(found.runs, kept.values(), strict=True):
        assert run.identity == before.identity
        assert (run.color, run.begins_at, run.is_shown) == (before.color, before.begins_at, before.is_shown)
        assert run.first is not None
        assert run.last is not None
        assert before.last is not None
        assert run.last.step == before.last.step


def test_only_what_is_new_is_written(folder: KeptRuns, make_run: MakeRun):
    files = folder.update({}, {1: make_run(1), 2: make_run(2)})
    found = folder.load().runs
    read = {number: run for number, (_file, run) in zip((1, 2), found, strict=True)}
    assert {number: file for number, (file, _run) in zip((1, 2), found, strict=True)} == files
    again = folder.update(files, read | {2: replace(read[2], name="another")})
    assert again[1] == files[1]
    assert again[2].path == files[2].path
    assert again[2].stamp != files[2].stamp
    assert names(folder) == ["Run 1", "another"]


def test_a_run_that_was_deleted_has_no_file_any_more(folder: KeptRuns, make_run: MakeRun):
    files = folder.update({}, {1: make_run(1), 2: make_run(2)})
    folder.update(files, {2: make_run(2)})
    assert names(folder) == ["Run 2"]


def test_of_too_many_the_oldest_go(folder: KeptRuns, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept_runs, "MOST", 2)
    files = folder.update({}, {1: make_run(1), 2: make_run(2)})
    folder.update(files, {1: make_run(1), 2: make_run(2), 3: make_run(3)})
    assert names(folder) == ["Run 2", "Run 3"]


def test_where_room_runs_out_the_oldest_keep_their_curves_only(
    folder: KeptRuns, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kept_runs, "MOST_BYTES", make_run(1).moment_bytes)
    files = folder.update({}, {1: make_run(1), 2: make_run(2)})
    assert [run.last is None for _file, run in folder.load().runs] == [True, False]
    assert folder.update(files, {1: make_run(1), 2: make_run(2)}) == files, "nothing is new"


# Several windows


def test_a_window_leaves_the_runs_of_another_one(folder: KeptRuns, make_run: MakeRun):
    mine = folder.update({}, {1: make_run(1)})
    theirs = folder.update({}, {1: make_run(2)})
    folder.update(mine, {})
    assert names(folder) == ["Run 2"]
    folder.update(theirs, {1: make_run(2), 2: make_run(3)})
    assert names(folder) == ["Run 2", "Run 3"]


def test_where_two_windows_go_on_with_one_run_both_are_kept(folder: KeptRuns, make_run: MakeRun):
    files = folder.update({}, {1: make_run(1)})
    folder.update(files, {1: make_run(1, 5, name="mine")})
    folder.update(files, {1: make_run(1, 8, name="theirs")})
    assert names(folder) == ["mine", "theirs"]


def test_a_run_that_another_window_has_gone_on_with_is_not_deleted(folder: KeptRuns, make_run: MakeRun):
    files = folder.update({}, {1: make_run(1)})
    folder.update(files, {1: make_run(1, 5, name="theirs")})
    folder.update(files, {})
    assert names(folder) == ["theirs"]


def test_a_run_that_another_window_deleted_stays_deleted_unless_it_went_on(folder: KeptRuns, make_run: MakeRun):
    files = folder.update({}, {1: make_run(1), 2: make_run(2)})
    folder.update(files, {})
    folder.update(files, {1: make_run(1), 2: make_run(2, 5, name="went on")})
    assert names(folder) == ["went on"]


def test_the_same_run_in_two_files_is_here_once(folder: KeptRuns, make_run: MakeRun):
    run = make_run(1)
    folder.update({}, {1: run})
    folder.update({}, {1: run})
    assert len(folder.all()) == 2
    assert names(folder) == ["Run 1"]


# Trouble


@pytest.mark.parametrize("length", [0, 300, 4000])
def test_a_damaged_file_is_set_aside_whole_and_the_others_are_here(folder: KeptRuns, make_run: MakeRun, length: int):
    files = folder.update({}, {1: make_run(1), 2: make_run(2)})
    cut = files[1].path.read_bytes()[:length]
    files[1].path.write_bytes(cut)
    found = folder.load()
    assert [run.name for _file, run in found.runs] == ["Run 2"]
    assert found.trouble.startswith("One kept run is damaged and was set aside, in ")
    assert (folder.folder / "damaged" / files[1].path.name).read_bytes() == cut
    assert folder.load().trouble == "", "it is told once"


def test_a_file_of_a_newer_version_is_left_alone(folder: KeptRuns, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        patch.setattr(runs, "FORMAT", 2)
        folder.update({}, {1: make_run(1)})
    (path,) = folder.all()
    content = path.read_bytes()
    found = folder.load()
    assert found.runs == ()
    assert "One kept run could not be read by this Inkling and stays in" in found.trouble
    folder.update({}, {1: make_run(2)})
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path, make_run: MakeRun):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError):
        KeptRuns(tmp_path / "file" / "runs").update({}, {1: make_run(1)})


def test_a_window_that_cannot_have_the_lock_writes_beside_and_overwrites_nothing(
    folder: KeptRuns, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(disk, "_LOCK_PATIENCE", 0.0)
    files = folder.update({}, {1: make_run(1), 2: make_run(2)})
    with disk.locked(folder.folder):  # as another window does, between its look at a file and writing it
        again = folder.update(files, {1: make_run(1, 5, name="newer")})
    assert again[1].path != files[1].path
    assert sorted(names(folder)) == ["Run 1", "Run 2", "newer"]


def test_a_damaged_file_that_was_written_anew_meanwhile_is_not_set_aside(
    folder: KeptRuns, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
):
    files = folder.update({}, {1: make_run(1)})
    sound = files[1].path.read_bytes()
    files[1].path.write_bytes(b"rubbish")

    def mended_first(path: Path):
        files[1].path.write_bytes(sound)
        return disk.locked(path)

    monkeypatch.setattr(kept_runs, "locked", mended_first)
    assert folder.load().runs == ()
    assert names(folder) == ["Run 1"]
