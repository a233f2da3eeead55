"""Every data set by name: the built-in one, those downloaded, and whatever of one's own can be opened."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from core import disk
from core.data import dataset, download, own, packed, repairs, sources
from core.data.dataset import Dataset
from core.data.download import Progress
from core.data.opened import Opened
from core.data.opening import Fit, open_data
from core.data.patience import Limits
from core.data.repairs import Treated
from core.data.sources import Source
from core.data.writer import synthetic
from core.errors import DataError
from core.plain import LONGEST_NAME, harmless

BUILT_IN = synthetic.NAME

State = Literal["ready", "not downloaded"]
Choose: TypeAlias = Callable[[Opened, tuple[str, ...]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A data set as a list shows it.

    Attributes
    ----------
    name : str
        The word used on the command line and in files.
    title : str
        The name on screen.
    state : str
        "ready", or "not downloaded" for one that can be fetched.
    folder : Path or None
        Where its files are; None for the built-in set (made when first asked for) and
        for one that is not downloaded.
    download_size : int
        Bytes to download before it is ready; 0 when it is.
    """

    name: str
    title: str
    state: State
    folder: Path | None = None
    download_size: int = 0

    @property
    def is_ready(self) -> bool:
        """Return whether it can be loaded without a network."""
        return self.state == "ready"


def entries() -> tuple[Entry, ...]:
    """Return every data set that has a name, the built-in one first."""
    return tuple(find(name) for name in names())


def names() -> tuple[str, ...]:
    """Return the names that :func:`find` and :func:`load` know."""
    return (BUILT_IN, *sources.names())


def default_name() -> str:
    """Return the data set to start on: "mnist" if its files are found, else "builtin"."""
    return "mnist" if find("mnist").is_ready else BUILT_IN


def find(name_or_path: str | Path) -> Entry:
    """Say what a name or a path stands for, without reading any file.

    Parameters
    ----------
    name_or_path : str or Path
        One of :func:`names`, or else a file or folder. One that has the name of a data set
        is reached with ``./``, or as a ``Path``.

    Raises
    ------
    DataError
        When it is neither: it lists the names there are.
    """
    if name_or_path == BUILT_IN:
        return Entry(BUILT_IN, synthetic.TITLE, "ready")
    if isinstance(name_or_path, str) and name_or_path in sources.names():
        return _find_source(sources.find(name_or_path))
    path = Path(os.path.expanduser(name_or_path))  # which leaves a person it does not know, as in ~nobody, as it is
    if not os.path.exists(path):  # Path.exists raises on names that are too long or hold odd signs
        raise DataError(
            f"There is no data set, and no folder or file, called {str(name_or_path)!r}.",
            f"Choose one of: {', '.join(names())}; or a folder or a file with images and their labels.",
        )
    own_name = harmless(path.resolve().name or str(path), LONGEST_NAME)
    return Entry(own_name, own_name, "ready", path)


def load(
    name_or_path: str | Path,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Dataset:
    """Load a data set; this never reaches for the network.

    Parameters
    ----------
    name_or_path : str or Path
        As for :func:`find`.
    progress : callable, optional
        Told how much is done of how much, while the built-in data set is made or pictures are read.
    is_cancelled : callable, optional
        Asked while the built-in data set is made, or one of one's own is read.

    Raises
    ------
    Cancelled
        When ``is_cancelled`` said yes.
    DataError
        When there is no such data set, it is not downloaded, or a file of it is damaged.
    """
    entry = find(name_or_path)
    if entry.name == BUILT_IN and entry.folder is None:
        return synthetic.load_or_make(_cached(BUILT_IN), progress=progress, is_cancelled=is_cancelled)
    if entry.folder is None:
        raise DataError(
            f"{entry.title} is not on this machine yet.",
            f"Fetch it with `inkling data fetch {entry.name}`, or use the built-in data set.",
        )
    if isinstance(name_or_path, str) and name_or_path in sources.names():
        return _load_source(sources.find(name_or_path), entry.folder)
    return open_own(entry.folder, progress=progress, is_cancelled=is_cancelled).current.dataset()


def open_own(
    path: Path,
    *,
    fit: Fit | None = None,
    repair: Choose | None = None,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Treated:
    """Open a data set of one's own as it was opened the last time, and remember it.

    Parameters
    ----------
    path : Path
        A file or a folder; see :func:`core.data.opening.open_data`.
    fit : {"ink", "as it is"}, optional
        How images of other sizes are fitted; as the last time where it is not given.
    repair : callable, optional
        Returns the names of the repairs to do, given what was opened and those of the last time; the same as then
        where it is not given.
    progress, is_cancelled : callable, optional
        As for :func:`load`.

    Raises
    ------
    Cancelled, DataError
        As :func:`core.data.opening.open_data` does.
    """
    before = own.find(path)
    last_fit: Fit = "as it is" if before is not None and before.fit == "as it is" else "ink"
    chosen = fit or last_fit
    opened = open_data(path, fit=chosen, progress=progress, is_cancelled=is_cancelled)
    last = _still_known(before, opened)
    treated = repairs.of(opened, last if repair is None else repair(opened, last))
    _remember(path, treated, chosen, () if before is None else before.left)
    return treated


def repair_own(treated: Treated, names: Iterable[str]) -> Treated:
    """Return a data set of one's own that is open with these repairs and no others, and remember them.

    Raises
    ------
    DataError
        As :func:`core.data.repairs.of` does.
    """
    path = treated.original.path
    changed, before = repairs.of(treated.original, names), own.find(path)
    fit, left = ("ink", ()) if before is None else (before.fit, before.left)
    _remember(path, changed, fit, left)
    return changed


def _remember(path: Path, treated: Treated, fit: str, left: tuple[str, ...]) -> None:
    current = treated.current
    own.remember(
        own.OwnData(
            path=own.place_of(path),
            name=current.name,
            train_images=len(current.train),
            test_images=len(current.test),
            classes=len(current.class_names),
            fit=fit,
            repairs=treated.repairs,
            changes=current.notes,
            fingerprint=_fingerprint(current),
            left=left,
        )
    )


def _still_known(before: own.OwnData | None, opened: Opened) -> tuple[str, ...]:
    """Return the repairs of the last time; none where they do not fit what lies there now."""
    names = before.repairs if before is not None else ()
    try:
        repairs.of(opened, names)
    except DataError:
        return ()
    return names


def _fingerprint(opened: Opened) -> str:
    try:
        return opened.dataset().fingerprint
    except DataError:  # no network can be trained on it yet
        return ""


def fetch(
    name: str,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    limits: Limits | None = None,
) -> None:
    """Download a data set into the cache folder; files that are there and right are kept.

    The arguments and what it raises are those of :func:`core.data.download.fetch`; a
    name that cannot be downloaded is a ``DataError``.
    """
    if name == BUILT_IN:
        raise DataError("The built-in data set needs no download.", "It is made when it is first used.")
    source = sources.find(name)
    download.fetch(source, _cached(source.folder), progress=progress, is_cancelled=is_cancelled, limits=limits)


def _find_source(source: Source) -> Entry:
    for folder in _places(source.folder):
        is_archive = source.packed is not None
        if (folder / source.files[0].name).is_file() if is_archive else dataset.is_complete(folder):
            return Entry(source.name, source.title, "ready", folder)
    return Entry(source.name, source.title, "not downloaded", download_size=source.download_size)


def _places(name: str) -> list[Path]:
    """Return the folders in which a downloadable data set is looked for, the first match wins."""
    places = [_cached(name)]
    if given := os.environ.get("INKLING_DATA"):
        root = Path(os.path.expanduser(given))
        # The folder itself is MNIST's alone; the file names would fit any of them.
        places = [root / name, *([root] if name == "mnist" else []), *places]
    return places


def _load_source(source: Source, folder: Path) -> Dataset:
    try:
        if source.packed is not None:
            return packed.load(source, source.packed, folder)
        return dataset.from_folder(folder, name=source.name, title=source.title, class_names=source.class_names)
    except DataError as error:
        if folder != _cached(source.folder):
            raise
        raise DataError(
            f"The copy of {source.title} in {folder} is damaged: {error.what}",
            f"Fetch it again with `inkling data fetch {source.name}`, which replaces only what is damaged.",
        ) from error


def _cached(name: str) -> Path:
    return disk.cache_folder() / name
