"""Files that are replaced whole or not at all, and the folders Inkling may use."""

import errno
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from platformdirs import user_cache_path, user_data_path

from core.errors import FileError


def _read_umask() -> int:
    """Return which permissions new files are not to have; the system tells it only as it is changed."""
    umask = os.umask(0)
    os.umask(umask)
    return umask


_UMASK = _read_umask()  # read once, before there are threads: for a moment it is zero for all of them


def cache_folder() -> Path:
    """Return the folder for what can be made or fetched again (it may not exist yet)."""
    return user_cache_path("inkling", appauthor=False)


def data_folder() -> Path:
    """Return the folder for what belongs to the person and must not be lost (it may not exist yet)."""
    return user_data_path("inkling", appauthor=False)


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
        target.parent.mkdir(parents=True, exist_ok=True)
        # In the same folder, because os.replace is only atomic within one file system.
        handle, unfinished = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        check(Path(unfinished))
        _copy_permissions(target, unfinished)
        os.replace(unfinished, target)
    except OSError as error:
        _discard(unfinished)
        raise _unwritable(path, error.strerror or str(error)) from error
    except BaseException:
        _discard(unfinished)
        raise


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
