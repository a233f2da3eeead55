"""Kept: the latest few networks that were not saved, each in a file of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.disk import data_folder
from core.errors import FileError
from core.files import weights
from core.files.kept import MOST, Kept
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "kept")


def test_there_is_nothing_at_first_and_looking_makes_no_folder(kept: Kept) -> None:
    assert kept.all() == []
    assert not kept.folder.exists()


def test_a_network_is_kept_whole(kept: Kept, make_snapshot: MakeSnapshot) -> None:
    path = kept.keep(make_snapshot(7))
    assert kept.all() == [path]
    assert kept.has(path)
    assert weights.load(path).step == 7
    assert weights.load(path).memory  # training can go on where it stopped


def test_the_latest_comes_first_and_only_a_few_stay(kept: Kept, make_snapshot: MakeSnapshot) -> None:
    count = MOST + 2
    for step in range(1, count + 1):
        kept.keep(make_snapshot(step))
    assert [weights.load(path).step for path in kept.all()] == [*range(count, count - MOST, -1)]


def test_what_another_day_kept_is_there_and_older_than_todays(kept: Kept, make_snapshot: MakeSnapshot) -> None:
    weights.save(kept.folder / "2001-02-03 04.05.06.000007.npz", make_snapshot(1))
    today = kept.keep(make_snapshot(2))
    assert [path.name for path in Kept(kept.folder).all()] == [today.name, "2001-02-03 04.05.06.000007.npz"]


def test_a_later_moment_of_the_same_run_pushes_no_other_out(kept: Kept, make_snapshot: MakeSnapshot) -> None:
    others = [kept.keep(make_snapshot(step)) for step in range(1, MOST)]
    path: Path | None = None
    for step in (10, 20, 30):
        path = kept.keep(make_snapshot(step), instead_of=path)
    assert kept.all() == [path, *reversed(others)]


def test_a_kept_network_can_be_forgotten_also_twice(kept: Kept, make_snapshot: MakeSnapshot) -> None:
    first, second = kept.keep(make_snapshot(1)), kept.keep(make_snapshot(2))
    kept.forget(second)
    kept.forget(second)
    assert kept.all() == [first]


def test_a_file_elsewhere_is_not_one_of_them(kept: Kept, tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    kept.keep(make_snapshot(1))
    assert not kept.has(tmp_path / "mine.npz")


def test_other_files_in_the_folder_are_left_alone(kept: Kept, make_snapshot: MakeSnapshot) -> None:
    kept.folder.mkdir()
    (kept.folder / "notes.txt").write_text("mine")
    for step in range(MOST + 1):
        kept.keep(make_snapshot(step))
    assert (kept.folder / "notes.txt").read_text() == "mine"
    assert len(kept.all()) == MOST


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Kept(tmp_path / "file" / "kept")
    with pytest.raises(FileError):
        kept.keep(make_snapshot(1))
    assert kept.all() == []


def test_a_network_that_cannot_be_saved_pushes_none_out(
    kept: Kept, make_snapshot: MakeSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in range(MOST):
        kept.keep(make_snapshot(step))
    before = kept.all()

    def fail(path: Path, snapshot: Snapshot) -> None:
        raise FileError("The disk is full.", "Make room.")

    monkeypatch.setattr(weights, "save", fail)
    with pytest.raises(FileError, match="disk is full"):
        kept.keep(make_snapshot(99), instead_of=before[0])
    assert kept.all() == before


def test_the_persons_own_folder_is_among_their_data(private_home: Path) -> None:
    assert Kept().folder.parent == data_folder()
    assert private_home in Kept().folder.parents
