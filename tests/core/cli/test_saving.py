"""Whether a file can be written is known before training."""

from pathlib import Path

import pytest

from core.cli.saving import writable
from core.errors import FileError


def test_the_suffix_is_added_unless_it_is_there(tmp_path: Path) -> None:
    assert writable(str(tmp_path / "w")) == tmp_path / "w.npz"
    assert writable(str(tmp_path / "w.npz")) == tmp_path / "w.npz"
    assert writable(str(tmp_path / "W.NPZ")) == tmp_path / "W.NPZ"


def test_looking_leaves_nothing_behind_and_an_old_file_alone(tmp_path: Path) -> None:
    old = tmp_path / "w.npz"
    old.write_bytes(b"old")
    writable(str(old))
    assert [path.name for path in tmp_path.iterdir()] == ["w.npz"]
    assert old.read_bytes() == b"old"


@pytest.mark.parametrize(
    "name", ["", ".", "missing/w.npz", "folder", "folder/", "folder.npz", "taken", "a" * 250, "a" * 300]
)
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.npz").mkdir()
    (tmp_path / "taken.npz").mkdir()
    with pytest.raises(FileError, match="--save"):
        writable(name)


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "loop.npz"
    link.symlink_to(link)
    with pytest.raises(FileError, match=r"loop\.npz cannot be written: its symbolic link leads nowhere\."):
        writable(str(link))
