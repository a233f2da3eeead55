"""A file is replaced whole or not at all, whatever ends the writing."""

import errno
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from core import disk
from core.disk import cache_folder, check_ordinary, data_folder, locked, open_to_append, open_to_read, replace_file
from core.errors import BusyFileError, FileError

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="permissions and links work differently on Windows")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "net.npz"
    path.write_bytes(b"old")
    return path


def assert_untouched(old: Path) -> None:
    assert old.read_bytes() == b"old"
    assert list(old.parent.iterdir()) == [old], "something half-written was left behind"


def test_a_new_file_is_written_and_its_folder_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "net.npz"
    replace_file(path, lambda file: file.write(b"new"))
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_an_old_file_is_replaced_by_a_shorter_one(old: Path) -> None:
    replace_file(old, lambda file: file.write(b"n"))
    assert old.read_bytes() == b"n"
    assert list(old.parent.iterdir()) == [old]


def test_the_old_file_is_whole_while_the_new_one_is_written(old: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"new")
        file.flush()
        assert old.read_bytes() == b"old"

    replace_file(old, write)
    assert old.read_bytes() == b"new"


@pytest.mark.parametrize("error", [RuntimeError("a bug"), KeyboardInterrupt(), MemoryError()])
def test_an_error_in_the_middle_passes_through_and_leaves_the_old_file(old: Path, error: BaseException) -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"half")
        raise error

    with pytest.raises(type(error)) as raised:
        replace_file(old, write)
    assert raised.value is error
    assert_untouched(old)


def test_a_full_disk_is_told_and_leaves_the_old_file(old: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(FileError, match=r"net\.npz could not be written: No space left") as raised:
        replace_file(old, write)
    assert "disk is not full" in raised.value.remedy
    assert isinstance(raised.value.__cause__, OSError)
    assert_untouched(old)


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
def test_a_failure_after_writing_leaves_the_old_file(old: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(f"core.disk.os.{step}", fail)
    with pytest.raises(FileError, match="Input/output error"):
        replace_file(old, lambda file: file.write(b"new"))
    monkeypatch.undo()
    assert_untouched(old)


def test_what_is_refused_when_it_is_looked_at_leaves_the_old_file(old: Path) -> None:
    seen: list[bytes] = []

    def check(unfinished: Path) -> None:
        seen.append(unfinished.read_bytes())
        raise FileError("It makes no sense.", "Write something else.")

    with pytest.raises(FileError, match="makes no sense"):
        replace_file(old, lambda file: file.write(b"new"), check)
    assert seen == [b"new"], "it is looked at when it is whole"
    assert_untouched(old)


def test_the_content_is_on_the_disk_before_it_takes_the_old_place(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def watch(name: str) -> None:
        real = getattr(os, name)

        def call(*arguments: object) -> None:
            order.append(name)
            real(*arguments)

        monkeypatch.setattr(f"core.disk.os.{name}", call)

    watch("fsync")
    watch("replace")
    replace_file(old, lambda file: file.write(b"new"))
    assert order == ["fsync", "replace"]


def test_a_place_that_cannot_be_a_file_is_told(tmp_path: Path, old: Path) -> None:
    for impossible in (tmp_path / "folder", old / "below a file" / "net.npz", tmp_path / ("n" * 300)):
        if impossible.name == "folder":
            impossible.mkdir()
        with pytest.raises(FileError, match="could not be written"):
            replace_file(impossible, lambda file: file.write(b"new"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "net.npz"]
    assert old.read_bytes() == b"old"


@POSIX_ONLY
def test_a_link_stays_a_link(tmp_path: Path, old: Path) -> None:
    link = tmp_path / "link.npz"
    link.symlink_to(old)
    replace_file(link, lambda file: file.write(b"new"))
    assert link.is_symlink()
    assert old.read_bytes() == b"new"


@POSIX_ONLY
def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    link = tmp_path / "link.npz"
    link.symlink_to(link)
    for path in (link, link / "net.npz"):
        with pytest.raises(FileError, match=rf"{path.name} could not be written: its symbolic link leads nowhere\."):
            replace_file(path, lambda file: file.write(b"new"))
    assert link.is_symlink()
    assert list(tmp_path.iterdir()) == [link]


@POSIX_ONLY
def test_a_link_to_a_file_that_is_yet_to_be_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link.npz"
    link.symlink_to(tmp_path / "folder" / "net.npz")
    replace_file(link, lambda file: file.write(b"new"))
    assert link.is_symlink()
    assert (tmp_path / "folder" / "net.npz").read_bytes() == b"new"


@POSIX_ONLY
def test_permissions_are_those_of_the_old_file_or_of_the_umask(tmp_path: Path, old: Path) -> None:
    old.chmod(0o640)
    replace_file(old, lambda file: file.write(b"new"))
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    program = (
        "import os, sys\nos.umask(0o027)\nfrom pathlib import Path\nfrom core.disk import replace_file\n"
        "replace_file(Path(sys.argv[1]), lambda file: file.write(b'new'))"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "fresh")], check=True)
    assert stat.S_IMODE((tmp_path / "fresh").stat().st_mode) == 0o640


@pytest.mark.parametrize("length", [242, 250, 255])
def test_a_name_may_be_as_long_as_the_disk_allows(tmp_path: Path, length: int) -> None:
    path = tmp_path / ("n" * length)
    replace_file(path, lambda file: file.write(b"new"))
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


# What is no file


@POSIX_ONLY
@pytest.mark.parametrize("is_linked", [False, True])
@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_what_is_no_file_is_neither_replaced_nor_read(
    tmp_path: Path, at_once: None, kind: str, *, is_linked: bool
) -> None:
    target = path = tmp_path / "odd.npz"
    with socket.socket(socket.AF_UNIX) as listener:
        os.mkfifo(target) if kind == "pipe" else listener.bind(str(target))
        if is_linked:
            path = tmp_path / "link.npz"
            path.symlink_to(target)
        before = target.lstat()
        with pytest.raises(FileError, match=rf"{path.name} could not be written: it is a {kind}, not a file\."):
            replace_file(path, lambda file: file.write(b"new"))
        for take in (open_to_read, open_to_append):
            with pytest.raises(OSError, match=f"it is a {kind}, not a file"):
                take(path)
        assert (target.lstat().st_ino, target.lstat().st_mode) == (before.st_ino, before.st_mode)


@POSIX_ONLY
@pytest.mark.parametrize("name", ["null", "zero", "full"])
def test_a_device_is_refused(name: str) -> None:
    # Not by replacing it, which might succeed in a test that fails.
    path = Path("/dev") / name
    if not path.exists():
        pytest.skip("this system has no such device")
    for take in (check_ordinary, open_to_read):
        with pytest.raises(OSError, match="it is a device, not a file"):
            take(path)


def test_a_folder_is_no_file_to_read(tmp_path: Path) -> None:
    with pytest.raises((IsADirectoryError, PermissionError)):  # the second on Windows
        open_to_read(tmp_path)


@POSIX_ONLY
def test_what_is_written_on_goes_where_a_link_leads_to(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "folder" / "log")
    for _ in range(2):
        with open_to_append(link) as file:
            file.write(b"more")
    assert link.is_symlink()
    assert (tmp_path / "folder" / "log").read_bytes() == b"moremore"


_WRITES_HALF_THEN_WAITS = """
import sys
from collections.abc import Iterator
from pathlib import Path
from core.disk import replace_file

def write(file):
    file.write(b"half of the new content")
    file.flush()
    print("half written", flush=True)
    sys.stdin.read()

replace_file(Path(sys.argv[1]), write)
"""


def test_a_process_killed_while_writing_leaves_the_old_file(old: Path) -> None:
    command = [sys.executable, "-c", _WRITES_HALF_THEN_WAITS, str(old)]
    root = Path(disk.__file__).parents[1]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == b"half written"
        writer.kill()
        writer.wait()
    assert old.read_bytes() == b"old"
    replace_file(old, lambda file: file.write(b"new"))  # what the dead process left is in nobody's way
    assert old.read_bytes() == b"new"


# What killed programs leave


@pytest.fixture
def writer(private_home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start another process that is in the middle of writing a file in Inkling's own folder."""
    command = [sys.executable, "-c", _WRITES_HALF_THEN_WAITS, str(data_folder() / "runs" / "a.npz")]
    root = Path(disk.__file__).parents[1]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"half written"
        yield process
        process.kill()


def _aged(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, times=(0, 0))
    return path


def test_what_a_killed_program_left_is_swept_when_it_is_a_day_old(writer: subprocess.Popen[bytes]) -> None:
    writer.kill()
    writer.wait()
    (left,) = (data_folder() / "runs").iterdir()
    disk.sweep()
    assert left.exists(), "it may still be written to"
    _aged(left)
    disk.sweep()
    assert not left.exists()


def test_what_is_still_written_is_not_swept_however_old_it_is(writer: subprocess.Popen[bytes]) -> None:
    (unfinished,) = (data_folder() / "runs").iterdir()
    _aged(unfinished)
    disk.sweep()
    writer.communicate(b"")
    assert writer.returncode == 0
    assert (data_folder() / "runs" / "a.npz").read_bytes() == b"half of the new content"


def test_only_unfinished_files_in_inklings_own_folders_are_swept(tmp_path: Path) -> None:
    earlier = _aged(data_folder() / "kept" / ".net.npz.ab12cd34.part")  # as version 0.1 called it
    deep = _aged(cache_folder() / "mnist" / "more" / ".inkling-ab12cd34.part")
    stay = [
        _aged(data_folder() / "handwriting.jsonl"),
        _aged(data_folder() / ".handwriting.jsonl.lock"),
        _aged(cache_folder() / "mnist" / "train-images-idx3-ubyte.gz.part"),  # to go on with
        _aged(tmp_path / ".inkling-ab12cd34.part"),
    ]
    if os.name != "nt":
        (data_folder() / "elsewhere").symlink_to(tmp_path)
    disk.sweep()
    assert all(path.exists() for path in stay)
    assert not earlier.exists()
    assert not deep.exists()


def test_there_may_be_nothing_to_sweep(private_home: Path) -> None:
    disk.sweep()
    assert not data_folder().exists()


def test_the_folders_are_inside_the_persons_home(private_home: Path) -> None:
    for folder in (cache_folder(), data_folder()):
        assert folder.is_relative_to(private_home)
        assert not folder.exists()
    assert cache_folder() != data_folder()


# The lock of a shared file

HOLD = """
import sys
from collections.abc import Iterator
from pathlib import Path
from core.disk import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start another process that holds the lock of the file "shared" until it is told to leave, or is killed."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "shared")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.mark.usefixtures("holder")
def test_a_lock_that_is_held_elsewhere_is_told_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_LOCK_PATIENCE", 0.05)
    with pytest.raises(BusyFileError, match="shared is being changed by another window"), locked(tmp_path / "shared"):
        pytest.fail("two hold the lock")


@pytest.mark.parametrize("end", ["told to leave", "killed"])
def test_a_lock_is_free_once_its_holder_has_ended_however_it_ended(
    tmp_path: Path, holder: subprocess.Popen[str], end: str
) -> None:
    if end == "killed":
        holder.kill()
        holder.wait()
    else:
        holder.communicate("")
    with locked(tmp_path / "shared"):
        pass


def test_a_lock_is_free_after_an_error_and_holds_within_a_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_LOCK_PATIENCE", 0.0)
    with pytest.raises(RuntimeError), locked(tmp_path / "shared"):
        raise RuntimeError
    with locked(tmp_path / "shared"), pytest.raises(BusyFileError), locked(tmp_path / "shared"):
        pytest.fail("two hold the lock")


@POSIX_ONLY
def test_a_link_and_the_file_it_leads_to_have_one_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_LOCK_PATIENCE", 0.0)
    (tmp_path / "link").symlink_to(tmp_path / "shared")
    with locked(tmp_path / "link"), pytest.raises(BusyFileError), locked(tmp_path / "shared"):
        pytest.fail("two hold the lock")


def test_the_lock_of_a_file_with_a_very_long_name_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_LOCK_PATIENCE", 0.0)
    shared, other = tmp_path / ("n" * 254 + "1"), tmp_path / ("n" * 254 + "2")
    with locked(shared), locked(other), pytest.raises(BusyFileError), locked(shared):
        pytest.fail("two hold the lock")


def test_where_there_are_no_locks_work_goes_on_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(disk, "_take_lock", refuse)
    with locked(tmp_path / "shared"):
        pass


def test_where_no_lock_can_be_made_work_goes_on_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with locked(tmp_path / "file" / "shared"):
        pass
