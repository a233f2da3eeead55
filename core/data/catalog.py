"""Every data set by name: the built-in one, those downloaded, and folders of one's own."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core import disk
from core.data import dataset, download, sources
from core.data.dataset import Dataset
from core.data.download import Progress
from core.data.patience import Limits
from core.data.sources import Source
from core.data.writer import synthetic
from core.errors import DataError
from core.plain import LONGEST_NAME, harmless

BUILT_IN = synthetic.NAME

State = Literal["ready", "not downloaded"]


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
    """Say what a name or a folder stands for, without reading its files.

    Parameters
    ----------
    name_or_path : str or Path
        One of :func:`names`, or else a folder. A folder that has the name of a data set
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
    folder = Path(os.path.expanduser(name_or_path))  # which leaves a person it does not know, as in ~nobody, as it is
    if not os.path.isdir(folder):  # Path.is_dir raises on names that are too long or hold odd signs
        raise DataError(
            f"There is no data set, and no folder, called {str(name_or_path)!r}.",
            f"Choose one of: {', '.join(names())}; or a folder with the four IDX files.",
        )
    own_name = harmless(folder.resolve().name or str(folder), LONGEST_NAME)
    return Entry(own_name, own_name, "ready", folder)


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
        Told how much is done of how much, while the built-in data set is made.
    is_cancelled : callable, optional
        Asked while the built-in data set is made.

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
    return dataset.from_folder(entry.folder)


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
    download.fetch(source, _cached(name), progress=progress, is_cancelled=is_cancelled, limits=limits)


def _find_source(source: Source) -> Entry:
    for folder in _places(source.name):
        if dataset.is_complete(folder):
            return Entry(source.name, source.title, "ready", folder)
    return Entry(source.name, source.title, "not downloaded", download_size=source.download_size)


def _places(name: str) -> list[Path]:
    """Return the folders in which a downloadable data set is looked for, the first match wins."""
    places = [_cached(name)]
    if own := os.environ.get("INKLING_DATA"):
        root = Path(os.path.expanduser(own))
        # The folder itself is MNIST's alone; the file names would fit any of them.
        places = [root / name, *([root] if name == "mnist" else []), *places]
    return places


def _load_source(source: Source, folder: Path) -> Dataset:
    try:
        return dataset.from_folder(folder, name=source.name, title=source.title, class_names=source.class_names)
    except DataError as error:
        if folder != _cached(source.name):
            raise
        raise DataError(
            f"The copy of {source.title} in {folder} is damaged: {error.what}",
            f"Fetch it again with `inkling data fetch {source.name}`, which replaces only what is damaged.",
        ) from error


def _cached(name: str) -> Path:
    return disk.cache_folder() / name
