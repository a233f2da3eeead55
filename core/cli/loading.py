"""Loading a data set or a download, with a progress bar where someone watches."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Never

from tqdm import tqdm

from core import disk
from core.cli.output import complain
from core.data import catalog, own
from core.data.dataset import Dataset, is_complete
from core.data.look import Finding, look
from core.data.opening import Fit
from core.data.repairs import Treated
from core.files import pretrained, symbols
from core.training import own_classes


def load_dataset(name: str | None) -> Dataset:
    """Return the data set asked for, or the one a person would expect; what is taken for what is said on stderr.

    Raises
    ------
    DataError
        When there is none of that name, or it is damaged.
    """
    if name is None or name in catalog.names():
        disk.sweep()  # here and below, before something is written into the folders that are swept
        with _Bar("Loading", "img", 1) as progress:
            return catalog.load(name or catalog.default_name(), progress=progress)
    if own_classes.is_own(name):
        return symbols.load_dataset(name)
    treated = open_own(name)
    current = treated.current
    dataset = current.dataset()
    found = [f"Note: {finding.sentence}{advice(finding, name)}" for finding in findings_of(treated)]
    if found or current.notes or not is_complete(current.path):  # four files of the usual names speak for themselves
        for sentence in (current.found, current.taken, *current.notes, *found):
            complain(sentence)
    return dataset


def open_own(name: str, fit: Fit | None = None, repair: catalog.Choose | None = None) -> Treated:
    """Open a data set of one's own, by the way to a file or a folder.

    Raises
    ------
    DataError
        When there is none, or it is damaged.
    """
    disk.sweep()
    path = catalog.find(Path(name)).folder or Path(name)
    with _Bar("Reading", " pictures", 1) as progress:
        return catalog.open_own(path, fit=fit, repair=repair, progress=progress)


def findings_of(treated: Treated) -> tuple[Finding, ...]:
    """Return what is to be said of a data set before it is trained on; the network that comes with Inkling looks."""
    return look(treated.current, pretrained.reads, treated.repairs)


def advice(finding: Finding, name: str) -> str:
    """Return how a finding is put right, to be written behind its sentence; nothing where it cannot be."""
    if finding.repair is None:
        return ""
    return f" To put it right: inkling data open {shlex.quote(name)} --repair {finding.repair.name}"


def name_to_load(data_name: str, fingerprint: str) -> str | None:
    """Return how the data set of a network can be loaded: by its name, or where it lies; None where it is not known."""
    if data_name in catalog.names() or any(entry.name == data_name for entry in symbols.entries()):
        return data_name
    known = own.with_fingerprint(fingerprint)
    return known.path if known is not None else None


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
