"""Where ``--save`` writes to: found out before training, not after an hour of it."""

import os
import tempfile
from pathlib import Path

from core.disk import check_ordinary, followed
from core.errors import FileError
from core.files import weights


def writable(given: str) -> Path:
    """Return the path to write to, which ends with ``.npz``.

    Parameters
    ----------
    given : str
        What was written behind ``--save``; the suffix is added where it is missing.

    Raises
    ------
    FileError
        When no file can be written there.
    """
    try:
        path = _named(given)
        target = followed(path)
        check_ordinary(target)  # of a name that is too long it tells as well
        with tempfile.NamedTemporaryFile(dir=target.parent):  # a file is made, for only that tells for sure
            return path
    except OSError as error:
        raise FileError(
            f"{given} cannot be written: {error.strerror or error}.",
            "Give --save a file in a folder that is there and yours.",
        ) from error


def _named(given: str) -> Path:
    """Return the path with its suffix, or refuse what can only be a folder."""
    path = Path(given)
    is_name = path.name and not given.endswith((os.sep, os.altsep or os.sep)) and not path.is_dir()
    if is_name and path.suffix.lower() != weights.SUFFIX:
        path = path.with_name(path.name + weights.SUFFIX)
    if not is_name or path.is_dir():
        raise FileError(f"{given!r} is not the name of a file.", "Give --save a name such as digits.npz.")
    return path
