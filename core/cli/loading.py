"""Loading a data set or a download, with a progress bar where someone watches."""

import sys
from collections.abc import Callable
from typing import Never

from tqdm import tqdm

from core import disk
from core.data import catalog
from core.data.dataset import Dataset


def load_dataset(name: str | None) -> Dataset:
    """Return the data set asked for, or the one a person would expect.

    Raises
    ------
    DataError
        When there is none of that name, or it is damaged.
    """
    disk.sweep()  # here and below, before something is written into the folders that are swept
    with _Bar("Loading", "img", 1) as progress:
        return catalog.load(name or catalog.default_name(), progress=progress)


def fetch_dataset(name: str) -> None:
    """Download a data set into the cache folder.

    Raises
    ------
    DataError
        When no mirror gave the right files.
    """
    disk.sweep()
    with _Bar(f"Fetching {name}", "B", 1024) as progress:
        catalog.fetch(name, progress=progress)


class _Bar:
    """A progress bar on stderr that appears with the first progress, if stderr is a terminal."""

    def __init__(self, words: str, unit: str, divisor: int) -> None:
        self._words, self._unit, self._divisor = words, unit, divisor
        self._bar: tqdm[Never] | None = None

    def __enter__(self) -> Callable[[int, int], None]:
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def _show(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = tqdm(
                total=total,
                desc=self._words,
                unit=self._unit,
                unit_scale=True,
                unit_divisor=self._divisor,
                leave=False,
                disable=sys.stderr is None or not sys.stderr.isatty(),
            )
        self._bar.total = total
        self._bar.update(done - self._bar.n)
