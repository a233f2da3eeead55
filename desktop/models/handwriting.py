"""HandwritingModel: a person's own digits, what is asked for next, and how they are read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.arrays import Bytes
from core.data.dataset import Split
from core.data.ink.strokes import Ink
from core.errors import InklingError
from core.files.handwriting import Foreign, Handwriting, read_foreign
from core.files.pages import Pages
from core.files.samples import Sample
from core.files.symbols import Names
from core.insight.reading import Reading, read
from core.network.network import Network
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest

ChangeNames = Callable[[Names], Names]


@dataclass(frozen=True, slots=True)
class Change:
    """What comes, what goes for that, and what becomes of the names of the classes, if anything."""

    back: tuple[Sample, ...]
    away: tuple[Sample, ...] = ()
    names: ChangeNames | None = None


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
        self._pages = Pages()
        self._is_ready = False
        self._wanted = 0
        self._undone: list[Callable[[], None]] = []  # what undo does, the latest last
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
    def pages(self) -> Pages:
        """The samples, with all that is known of them."""
        return self._pages

    @property
    def class_names(self) -> tuple[str, ...]:
        """What they may be, in order."""
        return self._pages.class_names

    @property
    def counts(self) -> tuple[int, ...]:
        """How many there are of each class."""
        return self._pages.counts

    @property
    def wanted(self) -> int:
        """The number of the class to be written next; that of a digit is the digit."""
        return self._wanted

    @property
    def can_undo(self) -> bool:
        """Whether something can be had back."""
        return bool(self._undone)

    @property
    def undo_steps(self) -> int:
        """How many times :meth:`undo` has something to bring back."""
        return len(self._undone)

    @property
    def one(self) -> str:
        """What one of the samples is called: a digit, or a drawing."""
        return self._store.one

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

        def work(job: Job) -> tuple[Pages, str]:
            loaded = self._store.load()
            return Pages.of(loaded.samples, loaded.class_names), loaded.trouble

        def done(result: tuple[Pages, str]) -> None:
            pages, trouble = result
            self._is_ready = True
            self._wanted = next_class(pages.counts, len(pages.counts) - 1)
            self._show(pages)
            if trouble:
                self.told.emit(trouble)

        def failed(error: InklingError) -> None:
            self._is_ready = True
            self.changed.emit()
            self.failed.emit(error)

        self._jobs.start("read handwriting", work, done=done, failed=failed)

    def keep(self, label: int, ink: Ink, writer: str = "") -> None:
        """Keep ink as one of a class, by its number; it is on disk when this returns. Then another is asked for.

        Raises
        ------
        FileError
            When it cannot be written.
        ValueError
            When there is no ink.
        """
        sample = Sample.now(self._label(label), ink, writer)
        self._store.add([sample])
        self._take_in([sample])
        self.skip(after=label)

    def correct(self, label: int, ink: Ink, writer: str = "") -> Callable[[], None] | None:
        """Keep ink that was read as something else as one of a class, by its number. :meth:`undo` takes it back.

        The same ink is there once: what was kept as another class is called by this one from now on.

        Returns
        -------
        callable or None
            Takes it back, whatever else was done since; none where it is kept so already.

        Raises
        ------
        FileError
            When it cannot be written; all is then as it was.
        """
        sample = Sample.now(self._label(label), ink, writer)
        before = tuple(kept for kept in self.samples if kept.is_drawn_as(sample))
        if any(kept.label == sample.label for kept in before):
            return None
        change, undo = Change((sample,), before), Change(before, (sample,))
        self._do(change, undo)

        def take_back() -> None:
            if any(kept.line == sample.line for kept in self.samples):
                self._do(undo, change)

        return take_back

    def skip(self, after: int | None = None) -> None:
        """Ask for another class than the one asked for, or than the one just written."""
        self._wanted = next_class(self.counts, self._wanted if after is None else after)
        self.changed.emit()

    def ask_for(self, label: int) -> None:
        """Ask for one class, by its number."""
        self._wanted = label
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
        self._undone.append(partial(self._put_into_effect, Change(gone.samples)))
        stay = self._pages.without(gone.samples)
        if not stay.samples:
            self._wanted = 0
        self._show(stay)

    def relabel(self, place: int, label: int) -> None:
        """Count one among another class: a slip of the button is not taught to a network. :meth:`undo` takes it back.

        Raises
        ------
        FileError
            When the file cannot be written; the digit is then there by its old name.
        """
        sample = self.samples[place]
        if self._label(label) != sample.label:
            other = replace(sample, label=self._label(label))
            self._do(Change((other,), (sample,)), Change((sample,), (other,)))

    def undo(self) -> None:
        """Bring back what was deleted last, or called by another name.

        Raises
        ------
        FileError
            When the file cannot be written.
        """
        if self._undone:
            self._undone[-1]()
            self._undone.pop()
            self.changed.emit()

    def merge(self, path: Path) -> None:
        """Take in the digits of another file, which is read as a job."""
        self._jobs.start(
            f"read {path.name}",
            lambda job: read_foreign(path),
            done=lambda foreign: self.take_in(foreign, path.name),  # what goes wrong there is told as the job's trouble
            failed=self.failed.emit,
        )

    def take_in(self, foreign: Foreign, name: str) -> None:
        """Take in what was read of another file of this name, and say so.

        Raises
        ------
        InklingError
            When the person's own file cannot be read or written, or there would be too many classes.
        """
        merged = self._store.merge(foreign)
        if merged.new_classes:
            self._pages = self._pages.with_classes((*self.class_names, *merged.new_classes))
        self._take_in(merged.added)
        self.told.emit(merged.told(name, self._store.one))

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

    def _label(self, number: int) -> int | str:
        """Return what a sample of a class is labelled with."""
        return number

    def _do(self, change: Change, undo: Change) -> None:
        """Change something, so that it can be undone."""
        self._put_into_effect(change)
        self._undone.append(partial(self._put_into_effect, undo))
        self.changed.emit()

    def _put_into_effect(self, change: Change) -> None:
        self._store.exchange(change.away, change.back)
        self._exchange(change, self.class_names)

    def _exchange(self, change: Change, class_names: Names) -> None:
        """Show other samples in the place of some, and the classes as they are now."""
        names = tuple(dict.fromkeys((*class_names, *(sample.class_name for sample in change.back))))
        stay = self._pages.without(change.away)
        is_there = [place for place, sample in enumerate(stay.samples) if sample.class_name in names]
        self._wanted = max(min(self._wanted, len(names) - 1), 0)
        self._show(stay.chosen(np.array(is_there, np.intp)).with_classes(names).with_more(change.back))

    def _take_in(self, added: Sequence[Sample]) -> None:
        self._show(self._pages.with_more(added))

    def _show(self, pages: Pages) -> None:
        self._pages, self._reading = pages, None
        self.changed.emit()
        self._ask()


def next_class(counts: Sequence[int], after: int) -> int:
    """Return the class to ask for: one of those that are fewest, never the same twice, in turn after the last."""
    others = [number for number in range(len(counts)) if number != after]
    return min(others, key=lambda number: (counts[number], (number - after) % len(counts)), default=0)
