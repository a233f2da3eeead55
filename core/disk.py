"""Files that are replaced whole or not at all, the lock of a shared one, and the folders Inkling may use.

Only ordinary files are read and written. What else may bear a file's name (a pipe, a
device) never ends when it is read, waits for somebody on its other side, or would be
gone once a file had taken its place.
"""

import errno
import hashlib
import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from platformdirs import user_cache_path, user_data_path

from core.errors import BusyFileError, FileError


def _read_umask() -> int:
    """Return which permissions new files are not to have; the system tells it only as it is changed."""
    umask = os.umask(0)
    os.umask(umask)
    return umask


_UMASK = _read_umask()  # read once, before there are threads: for a moment it is zero for all of them

_LOCK_PATIENCE = 5.0  # seconds to wait for another window, which holds a lock for as long as it takes to write a file
_LOCK_PAUSE = 0.01  # seconds between two questions whether a lock is free

_UNFINISHED = (".inkling-", ".part")  # without the name of the file it becomes, which may be as long as a name can be
_SWEPT_AFTER = 24 * 3600.0  # seconds without a change
_LONGEST_NAME = 255  # bytes, of most file systems

_EXTRAORDINARY = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # a pipe is else opened only when somebody has opened its other side


def cache_folder() -> Path:
    """Return the folder for what can be made or fetched again (it may not exist yet)."""
    return user_cache_path("inkling", appauthor=False)


def data_folder() -> Path:
    """Return the folder for what belongs to the person and must not be lost (it may not exist yet)."""
    return user_data_path("inkling", appauthor=False)


def sweep() -> None:
    """Delete what killed programs left unfinished in Inkling's own folders.

    That is what :func:`replace_file` wrote and nobody has touched for a day, unless somebody is still at it: a
    computer may have slept for a week in the middle of a file. Nothing that goes wrong is told, for nothing is
    lost by it.
    """
    oldest = time.time() - _SWEPT_AFTER
    for root in {cache_folder(), data_folder()}:
        for folder, _, names in os.walk(root):  # which follows no links, and passes over what it may not look into
            for name in filter(_is_unfinished, names):
                _sweep_away(Path(folder, name), oldest)


def _is_unfinished(name: str) -> bool:
    return name.startswith(".") and name.endswith(_UNFINISHED[1])  # version 0.1 put the file's name between


def _sweep_away(path: Path, oldest: float) -> None:
    with suppress(OSError):
        state = path.lstat()
        if stat.S_ISREG(state.st_mode) and state.st_mtime < oldest and not _is_in_use(path):
            path.unlink()


def open_to_read(path: Path) -> BinaryIO:
    """Open an ordinary file for reading.

    Raises
    ------
    OSError
        As ``open`` does, and for what is no ordinary file; it says so in words that follow the name of the file.
    """
    return open(path, "rb", opener=_opened_if_ordinary)  # noqa: SIM115  # for the caller to close


def open_to_append(path: Path) -> BinaryIO:
    """Open an ordinary file for reading, and for writing at its end; it is made if it is missing.

    So is its folder, and what a symbolic link leads to.

    Raises
    ------
    OSError
        As :func:`open_to_read` does.
    """
    target = followed(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    return open(target, "ab+", opener=_opened_if_ordinary)  # noqa: SIM115  # for the caller to close


def check_ordinary(path: Path) -> None:
    """Refuse to write where something is that is no ordinary file; there may be nothing yet.

    Raises
    ------
    OSError
        As :func:`open_to_read` does.
    """
    with suppress(FileNotFoundError):
        _refuse_extraordinary(path, path.stat())


def replace_file(
    path: Path, write: Callable[[BinaryIO], object], check: Callable[[Path], object] = lambda unfinished: None
) -> None:
    """Write a file beside the old one, flush it to disk, then put it in its place.

    However the writing ends (an error, a full disk, a pulled plug), ``path`` holds
    either what it held before or everything that ``write`` wrote.

    Parameters
    ----------
    path : Path
        The file to replace. Its folder is made if it is missing. A symbolic link
        is followed, so that the link stays a link.
    write : callable
        Called once with a binary file open for writing.
    check : callable
        Called with the path of what was written, before that takes the old file's place; where it raises, the
        old file stays.

    Raises
    ------
    FileError
        When the folder cannot be made or the file cannot be written.
    """
    unfinished: str | None = None
    try:
        target = followed(path)
        check_ordinary(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        # In the same folder, because os.replace is only atomic within one file system.
        handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED[0], suffix=_UNFINISHED[1], dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            _claim(handle)
            write(file)
            file.flush()
            os.fsync(file.fileno())
        check(Path(unfinished))
        _copy_permissions(target, unfinished)
        os.replace(unfinished, target)
        unfinished = None
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error
    finally:
        _discard(unfinished)


@contextmanager
def locked(path: Path, patience: float = _LOCK_PATIENCE) -> Iterator[None]:
    """Hold the lock of a shared file inside the ``with`` block, in which it is read, changed and written again.

    Whoever else asks for the lock, in this process or another one, waits until the block is left. The
    system holds it, and lets go of it when a process ends, however it ends. It is not to be asked for
    again inside the block.

    The lock is on an empty file beside the shared one, because the shared one is replaced. That file
    stays: were it deleted, two processes could each hold a lock of that name. Where there can be none
    (some network drives know no locks, some folders may not be written to) the block is entered
    without: a single window, which is the usual case, loses nothing by it.

    Parameters
    ----------
    path : Path
        The shared file, which may not exist yet. Its folder is made if it is missing.
    patience : float
        Seconds to wait for whoever holds it; without, as long as any writing takes.

    Raises
    ------
    BusyFileError
        When someone else has held the lock for longer than that.
    """
    handle = _opened_lock(path)
    try:
        if handle is not None:
            _wait_for(handle, path, patience)
        yield
    finally:
        if handle is not None:
            os.close(handle)  # which lets go of the lock as well


def _opened_lock(path: Path) -> int | None:
    try:
        target = followed(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = target.with_name(_lock_name(target.name))
        check_ordinary(lock)
        return os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError:  # whoever then writes the shared file is told what is wrong with its folder
        return None


def _lock_name(name: str) -> str:
    """Return what the lock of a file is called; that of one with a very long name is told apart by a checksum."""
    lock = f".{name}.lock"
    return lock if len(os.fsencode(lock)) <= _LONGEST_NAME else f".{hashlib.sha256(os.fsencode(name)).hexdigest()}.lock"


def _wait_for(handle: int, path: Path, patience: float) -> None:
    """Take the lock, or find that there are no locks here; ask again while someone else holds it."""
    end = time.monotonic() + patience
    while True:
        try:
            _take_lock(handle)
            return
        except OSError as error:
            if error.errno not in _HELD:
                return
            if time.monotonic() >= end:
                raise BusyFileError(
                    f"{path.name} is being changed by another window, which has not come to an end.",
                    "Close the other windows of Inkling, then try again.",
                ) from error
        time.sleep(_LOCK_PAUSE)


if sys.platform == "win32":
    import msvcrt

    _HELD = (errno.EACCES, errno.EDEADLK)

    def _take_lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _claim(handle: int) -> None:
        """Show others that a file is in use: nothing to do, for Windows deletes no file that is open."""

    def _is_in_use(path: Path) -> bool:
        return False

else:
    import fcntl

    _HELD = (errno.EAGAIN, errno.EACCES)

    def _take_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _claim(handle: int) -> None:
        """Show others that a file is in use, until it is closed."""
        with suppress(OSError):  # some network drives know no locks: the age of the file has to do
            _take_lock(handle)

    def _is_in_use(path: Path) -> bool:
        with open_to_read(path) as file:
            try:
                _take_lock(file.fileno())
            except OSError as error:
                return error.errno in _HELD
        return False


def followed(path: Path) -> Path:
    """Return where symbolic links lead to, whether or not there is a file yet.

    Raises
    ------
    OSError
        When a link leads back to itself. Python's own ``Path.resolve`` tells it before 3.13 and no longer since.
    """
    target = Path(os.path.realpath(path))
    if any(os.path.islink(part) for part in (target, *target.parents)):  # no other link is left on a path followed
        raise OSError(errno.ELOOP, "its symbolic link leads nowhere", str(path))
    return target


def _opened_if_ordinary(name: str, flags: int) -> int:
    # Asked before as well, because already the opening of some devices and pipes does something.
    check_ordinary(Path(name))
    handle = os.open(name, flags | _AT_ONCE, 0o666)
    try:
        _refuse_extraordinary(Path(name), os.fstat(handle))
    except OSError:
        os.close(handle)
        raise
    return handle


def _refuse_extraordinary(path: Path, state: os.stat_result) -> None:
    kind = _EXTRAORDINARY.get(stat.S_IFMT(state.st_mode))
    if kind is not None:
        raise OSError(errno.EINVAL, f"it is {kind}, not a file", str(path))


def _unwritable(path: Path, reason: str) -> FileError:
    return FileError(
        f"{path.name} could not be written: {reason}.",
        "Check that the folder exists, that it may be written to and that the disk is not full, "
        "or choose another place.",
    )


def _copy_permissions(target: Path, unfinished: str) -> None:
    """Give the new file the old one's permissions (mkstemp makes files only their owner can read)."""
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_UMASK
    os.chmod(unfinished, mode)


def _discard(unfinished: str | None) -> None:
    if unfinished is not None:
        with suppress(OSError):
            os.unlink(unfinished)
