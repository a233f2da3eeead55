"""Data sets of one's own that were opened: where each lies, what it holds, and what was done to it.

A list of them is kept in the data folder, so that what was put right once is put right again, and that a network finds
the images it was trained on. What cannot be read of the list is as if it were not there: nothing is lost but memory.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import MISSING, asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

from core import disk
from core.errors import InklingError
from core.plain import LONGEST_NAME, harmless

_FILE = "datasets.json"
_MOST = 100  # data sets that are remembered, the newest
_MOST_BYTES = 4 << 20
_LONGEST_PATH = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """A data set of one's own.

    Attributes
    ----------
    path : str
        Where it lies, from the root.
    name : str
        What it is called.
    train_images, test_images, classes : int
        How many there are, as it was opened last.
    fit : str
        How images of other sizes are fitted: "ink" or "as it is".
    repairs : tuple of str
        The names of the repairs that are done.
    changes : tuple of str
        All that was done to it, in sentences.
    fingerprint : str
        That of the data set a network is trained on; empty where none can be.
    left : tuple of str
        The kinds of findings that a person has left as they are, so that nobody is asked again.
    """

    path: str
    name: str
    train_images: int
    test_images: int
    classes: int
    fit: str = "ink"
    repairs: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    fingerprint: str = ""
    left: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether something lies there now."""
        with suppress(OSError, ValueError):
            return Path(self.path).exists()
        return False


def remembered() -> tuple[OwnData, ...]:
    """Return all that are remembered, the newest first."""
    with suppress(OSError, InklingError), disk.open_to_read(_path()) as file:
        return _entries(file.read(_MOST_BYTES))
    return ()


def find(path: Path) -> OwnData | None:
    """Return what is remembered of what lies there; None where that is nothing."""
    return next((own for own in remembered() if own.path == place_of(path)), None)


def with_fingerprint(fingerprint: str) -> OwnData | None:
    """Return the data set of that fingerprint, if it is still there."""
    return next((own for own in _all_with(fingerprint) if own.is_there), None)


def moved(fingerprint: str) -> OwnData | None:
    """Return the data set of that fingerprint where nothing lies any more in its place; None where one is there."""
    known = _all_with(fingerprint)
    return known[0] if known and not any(own.is_there for own in known) else None


def changes_of(fingerprint: str) -> tuple[str, ...]:
    """Return all that was done to the data set of that fingerprint, in sentences, wherever it lies now."""
    return next((own.changes for own in _all_with(fingerprint)), ())


def _all_with(fingerprint: str) -> list[OwnData]:
    return [own for own in remembered() if fingerprint and own.fingerprint == fingerprint]


def remember(own: OwnData) -> None:
    """Take note of a data set, in place of what was known of it; where that cannot be written nothing is said."""
    _change(lambda before: (own, *_but(before, own.path))[:_MOST])


def leave(path: Path, kinds: Iterable[str]) -> None:
    """Take note that findings of these kinds are left as they are, and no others."""
    left = tuple(sorted(set(kinds)))
    place = place_of(path)
    _change(lambda before: tuple(replace(each, left=left) if each.path == place else each for each in before))


def forget(path: Path) -> None:
    """Take a data set from the list; what lies there stays as it is."""
    _change(lambda before: _but(before, place_of(path)))


def _but(before: tuple[OwnData, ...], path: str) -> tuple[OwnData, ...]:
    return tuple(each for each in before if each.path != path)


def _change(change: Callable[[tuple[OwnData, ...]], tuple[OwnData, ...]]) -> None:
    with suppress(InklingError), disk.locked(_path()):
        before = remembered()
        after = change(before)
        if after == before:
            return
        content = json.dumps({"format": 1, "datasets": [asdict(each) for each in after]}, indent=1)
        disk.replace_file(_path(), lambda file: file.write(content.encode(errors="replace")))


def place_of(path: Path) -> str:
    """Return the way from the root to what lies there, the same however it was written."""
    with suppress(OSError, RuntimeError):
        path = path.expanduser().resolve()
    return str(path)


def _path() -> Path:
    return disk.data_folder() / _FILE


def _entries(content: bytes) -> tuple[OwnData, ...]:
    try:
        told = json.loads(content)["datasets"]
        return tuple(own for entry in told[:_MOST] if (own := _entry(entry)) is not None)
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()


def _entry(told: Any) -> OwnData | None:
    """Return an entry whose every field is what it should be; None for any other."""
    if not isinstance(told, dict):
        return None
    kinds = get_type_hints(OwnData)
    found: dict[str, Any] = {}
    for field in fields(OwnData):
        if field.name not in told and field.default is not MISSING:
            continue  # what an earlier Inkling did not write
        value = told.get(field.name)
        if kinds[field.name] is str and isinstance(value, str):
            # A path is used, and only harmless where it is said.
            found[field.name] = value[:_LONGEST_PATH] if field.name == "path" else harmless(value, LONGEST_NAME)
        elif kinds[field.name] is int and type(value) is int and 0 <= value < 1 << 40:
            found[field.name] = value
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            found[field.name] = _texts(value)
        else:
            return None
    return OwnData(**found) if found["path"] and "\0" not in found["path"] else None


def _texts(value: Sequence[str]) -> tuple[str, ...]:
    return tuple(harmless(each) for each in value[:_MOST])
