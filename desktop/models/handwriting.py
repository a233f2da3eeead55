"""HandwritingModel: a person's own digits, which one is asked for next, and how the network shown reads them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from core.arrays import Bytes
from core.data.classes import DIGITS
from core.data.dataset import Split
from core.data.ink.strokes import Ink
from core.errors import InklingError
from core.files.handwriting import Foreign, Handwriting, Merged, read_foreign
from core.files.samples import Sample, split_of
from core.insight.reading import Reading, read
from core.network.network import Network
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest


@dataclass(frozen=True, slots=True, eq=False)
class _Pages:
    """Samples in the order written, with what is dear to find out of each."""

    samples: tuple[Sample, ...] = ()
    split: Split = field(default_factory=Split.empty)
    is_held_back: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    @classmethod
    def of(cls, samples: Sequence[Sample]) -> "_Pages":
        held_back = np.array([sample.is_held_back for sample in samples], np.bool_)
        return cls(tuple(samples), split_of(samples), held_back)

    def chosen(self, places: npt.NDArray[np.intp]) -> "_Pages":
        """Return the samples at some places, in their order."""
        split = Split(self.split.images[places], self.split.labels[places])
        return _Pages(tuple(self.samples[place] for place in places), split, self.is_held_back[places])

    def with_more(self, more: "_Pages") -> "_Pages":
        """Return these samples and others, in the order written."""
        both = _Pages(
            (*self.samples, *more.samples),
            Split(
                np.concatenate([self.split.images, more.split.images]),
                np.concatenate([self.split.labels, more.split.labels]),
            ),
            np.concatenate([self.is_held_back, more.is_held_back]),
        )
        times = np.array([sample.written.timestamp() for sample in both.samples])
        return both.chosen(np.argsort(times, kind="stable"))

    @property
    def counts(self) -> tuple[int, ...]:
        return tuple(np.bincount(self.split.labels, minlength=len(DIGITS)).tolist())


@dataclass(frozen=True, slots=True)
class _Change:
    """What undo brings back, and what it takes away for that."""

    back: tuple[Sample, ...]
    away: tuple[Sample, ...] = ()


class HandwritingModel(QObject):
    """The digits a person has written, newest last.

    Everything that changes the file happens on the window's thread, in the order asked for; only
    reading files and asking the network are jobs. Other windows may change it as well: the store's
    lock lets one at a time.
    """

    changed = Signal()  # the samples, or the digit asked for
    read = Signal()  # what the network says to them
    told = Signal(str)  # something was set aside, or taken in
    failed = Signal(object)  # InklingError

    def __init__(self, store: Handwriting, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._pages = _Pages()
        self._is_ready = False
        self._wanted = 0
        self._undone: list[_Change] = []  # what undo does, the latest last
        self._network: Network | None = None  # that to ask
        self._questions = Latest(jobs, "read own digits", Rest(), self)
        self._reading: Reading | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the file was looked into; nothing is added or deleted before."""
        return self._is_ready

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The digits, in the order written."""
        return self._pages.samples

    @property
    def images(self) -> Bytes:
        """What a network sees of them, shape (n, 28, 28)."""
        return self._pages.split.images

    @property
    def counts(self) -> tuple[int, ...]:
        """How many there are of each digit."""
        return self._pages.counts

    @property
    def wanted(self) -> int:
        """The digit to be written next."""
        return self._wanted

    @property
    def can_undo(self) -> bool:
        """Whether something was deleted or called by another name that can be had back."""
        return bool(self._undone)

    @property
    def undo_steps(self) -> int:
        """How many times :meth:`undo` has something to bring back."""
        return len(self._undone)

    @property
    def reading(self) -> Reading | None:
        """What the network takes the digits for, in their order; None while it is not known."""
        return self._reading

    @property
    def for_training(self) -> Split:
        """The digits to train on: all that are not held back."""
        return self._pages.chosen(np.flatnonzero(~self._pages.is_held_back)).split

    def load(self) -> None:
        """Read the file as a job."""

        def work(job: Job) -> tuple[_Pages, str]:
            loaded = self._store.load()
            return _Pages.of(loaded.samples), loaded.trouble

        def done(result: tuple[_Pages, str]) -> None:
            pages, trouble = result
            self._is_ready = True
            self._wanted = next_digit(pages.counts, len(DIGITS) - 1)
            self._show(pages)
            if trouble:
                self.told.emit(trouble)

        def failed(error: InklingError) -> None:
            self._is_ready = True
            self.changed.emit()
            self.failed.emit(error)

        self._jobs.start("read handwriting", work, done=done, failed=failed)

    def keep(self, label: int, ink: Ink, writer: str = "") -> None:
        """Keep ink as a digit; it is on disk when this returns. Then another digit is asked for.

        Raises
        ------
        FileError
            When it cannot be written.
        ValueError
            When there is no ink, or it lies on an image.
        """
        sample = Sample.now(label, ink, writer)
        self._store.add([sample])
        self._take_in([sample])
        self.skip(after=label)

    def skip(self, after: int | None = None) -> None:
        """Ask for another digit than the one asked for, or than the one just written."""
        self._wanted = next_digit(self.counts, self._wanted if after is None else after)
        self.changed.emit()

    def delete(self, places: Iterable[int]) -> None:
        """Delete digits by their places in :attr:`samples`; :meth:`undo` brings them back.

        Raises
        ------
        FileError
            When the file cannot be written; nothing is deleted then.
        """
        gone = self._pages.chosen(np.unique(np.array(list(places), np.intp)))
        if not gone.samples:
            return
        self._store.remove(gone.samples)
        self._undone.append(_Change(gone.samples))
        stays = [place for place, sample in enumerate(self.samples) if sample not in gone.samples]
        if not stays:
            self._wanted = 0
        self._show(self._pages.chosen(np.array(stays, np.intp)))

    def relabel(self, place: int, label: int) -> None:
        """Call a digit by another name: a slip of the button is not taught to a network. :meth:`undo` takes it back.

        Raises
        ------
        FileError
            When the file cannot be written; the digit is then there by its old name.
        """
        sample = self.samples[place]
        if label == sample.label:
            return
        other = replace(sample, label=label)
        self._store.exchange([sample], [other])
        self._undone.append(_Change((sample,), (other,)))
        self._exchange((sample,), (other,))

    def undo(self) -> None:
        """Bring back what was deleted last, or called by another name.

        Raises
        ------
        FileError
            When the file cannot be written.
        """
        if self._undone:
            change = self._undone[-1]
            self._store.exchange(change.away, change.back)
            self._undone.pop()
            self._exchange(change.away, change.back)

    def merge(self, path: Path) -> None:
        """Take in the digits of another file, which is read as a job."""

        def done(foreign: Foreign) -> None:
            merged = self._store.merge(foreign)  # what goes wrong here is told as trouble of the job
            self._take_in(merged.added)
            self.told.emit(_told_of(merged, path.name))

        self._jobs.start(f"read {path.name}", lambda job: read_foreign(path), done=done, failed=self.failed.emit)

    def export(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Write all digits to another file as a job, and go on with ``then``."""
        samples = self.samples
        self._jobs.write(path, lambda: self._store.export(path, samples), done=then, failed=self.failed.emit)

    def ask(self, network: Network) -> None:
        """Ask a network what it takes the digits for, as a job; of several that wait only the last is asked."""
        self._network = network
        self._ask()

    def _ask(self) -> None:
        network, pages = self._network, self._pages
        if network is None or not pages.samples:
            return

        def done(reading: Reading) -> None:
            if pages is self._pages:
                self._reading = reading
                self.read.emit()

        self._questions.ask(lambda job: read(network, pages.split, pages.is_held_back), done)

    def _exchange(self, away: tuple[Sample, ...], added: tuple[Sample, ...]) -> None:
        stays = [place for place, sample in enumerate(self.samples) if sample not in away]
        self._pages = self._pages.chosen(np.array(stays, np.intp))
        self._take_in(added)

    def _take_in(self, added: Sequence[Sample]) -> None:
        self._show(self._pages.with_more(_Pages.of(added)))

    def _show(self, pages: _Pages) -> None:
        self._pages, self._reading = pages, None
        self.changed.emit()
        self._ask()


def next_digit(counts: Sequence[int], after: int) -> int:
    """Return the digit to ask for: one of those that are fewest, never the same twice, in turn after the last."""
    others = (digit for digit in range(len(DIGITS)) if digit != after)
    return min(others, key=lambda digit: (counts[digit], (digit - after) % len(DIGITS)))


def _told_of(merged: Merged, name: str) -> str:
    """Return in a sentence or two what was taken in."""
    count = len(merged.added)
    what = "No digit was" if not count else "One digit was" if count == 1 else f"{count:,} digits were"
    text = f"{what} taken in from {name}"
    if merged.known:
        text += f"; {merged.known:,} {'was' if merged.known == 1 else 'were'} here already"
    if merged.unread:
        text += f". {merged.unread:,} {'line' if merged.unread == 1 else 'lines'} of it could not be read"
    return text + "."
