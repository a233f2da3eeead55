"""Whether a file can be written is known before training."""

import os
from pathlib import Path

import pytest

from core.cli.saving import writable
from core.disk import replace_file
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
    "name", ["", ".", "missing/w.npz", "folder", "folder/", "folder.npz", "taken", "a" * 252, "a" * 300]
)
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.npz").mkdir()
    (tmp_path / "taken.npz").mkdir()
    with pytest.raises(FileError, match="--save"):
        writable(name)


@pytest.mark.parametrize("length", [242, 247, 251])
def test_a_name_may_be_as_long_as_the_disk_allows(tmp_path: Path, length: int) -> None:
    path = writable(str(tmp_path / ("a" * length)))
    replace_file(path, lambda file: file.write(b"new"))
    assert [kept.name for kept in tmp_path.iterdir()] == ["a" * length + ".npz"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.npz")
    with pytest.raises(FileError, match=r"pipe\.npz cannot be written: it is a pipe, not a file\."):
        writable(str(tmp_path / "pipe.npz"))


@pytest.mark.skipif(os.name == "nt", reason="links work differently on Windows")
def test_a_link_into_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link.npz").symlink_to(tmp_path / "missing" / "net.npz")
    with pytest.raises(FileError, match=r"link\.npz cannot be written: No such file or directory\."):
        writable(str(tmp_path / "link.npz"))


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "loop.npz"
    link.symlink_to(link)
    with pytest.raises(FileError, match=r"loop\.npz cannot be written: its symbolic link leads nowhere\."):
        writable(str(link))
