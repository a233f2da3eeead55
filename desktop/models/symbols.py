"""SymbolsModel: the drawings of a set of one's own symbols, and its classes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from core.errors import InklingError
from core.files.samples import Sample
from core.files.symbols import Names, SymbolSet, checked, read_pictures, with_other, without
from desktop.background.jobs import Job, Jobs
from desktop.models.handwriting import Change, HandwritingModel


class SymbolsModel(HandwritingModel):
    """The drawings of one set of symbols, newest last, and its classes."""

    def __init__(self, store: SymbolSet, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(store, jobs, parent)
        self._set = store

    @property
    def store(self) -> SymbolSet:
        """The file of the set."""
        return self._set

    @property
    def undo_kind(self) -> str:
        """What kind of thing undo takes back here."""
        return f"drawings of {self._set.title}"

    def forget_changes(self) -> None:
        """Have nothing to undo any more."""
        self._undone.clear()
        self.changed.emit()

    def add_classes(self, names: Names) -> None:
        """Add classes at the end; nobody has drawn them yet, so the first of them is asked for. Can be undone.

        A class that was drawn until then stays all the same.

        Raises
        ------
        InklingError
            When one cannot be called so, or the file cannot be written.
        """
        first = len(self.class_names)
        self._do(
            Change((), names=lambda now: (*now, *names)),
            Change((), names=lambda now: without(now, names)),
        )
        self.ask_for(first)

    def rename_class(self, number: int, name: str) -> None:
        """Call a class otherwise, with all that was drawn of it. Can be undone.

        Raises
        ------
        InklingError
            When it cannot be called so, or the file cannot be written.
        """
        old = self.class_names[number]
        if name != old:
            self._rename(old, name)
            self._undone.append(partial(self._rename, name, old))  # with what is drawn until then
            self.changed.emit()

    def _rename(self, old: str, new: str) -> None:
        checked(with_other(self.class_names, old, new), fewest=0)  # before there are drawings that are called so
        before = tuple(sample for sample in self.samples if sample.label == old)
        after = tuple(replace(sample, label=new) for sample in before)
        self._put_into_effect(Change(after, before, lambda now: with_other(now, old, new)))

    def remove_class(self, number: int) -> None:
        """Take a class away, and what was drawn of it. Can be undone.

        Raises
        ------
        InklingError
            When the file cannot be written.
        """
        name = self.class_names[number]
        gone = tuple(sample for sample in self.samples if sample.label == name)
        self._do(
            Change((), gone, lambda now: without(now, (name,))),
            Change(gone, (), lambda now: (*now[:number], name, *now[number:])),
        )

    def add_pictures(self, number: int, paths: Sequence[Path], writer: str = "") -> None:
        """Read pictures as a job, and keep each as a drawing of a class; those that cannot be read are told."""
        name = self.class_names[number]

        def work(job: Job) -> tuple[list[Sample], list[InklingError]]:
            return read_pictures(name, paths, writer, job.report)

        def done(result: tuple[list[Sample], list[InklingError]]) -> None:
            found, troubles = result
            if name not in self.class_names:  # it was taken away, or is called otherwise, meanwhile
                found = []
            self._store.add(found)
            self._take_in(found)
            if found or not troubles:
                self.told.emit(_told_of_pictures(len(found), len(paths), name))
            if troubles:
                self.failed.emit(troubles[0])

        self._jobs.start("read pictures", work, done=done, failed=self.failed.emit)

    def _label(self, number: int) -> int | str:
        return self.class_names[number]

    def _put_into_effect(self, change: Change) -> None:
        if change.names is None:
            super()._put_into_effect(change)
        else:
            self._exchange(change, self._set.change_classes(change.names, change.away, change.back))


def _told_of_pictures(kept: int, count: int, name: str) -> str:
    whole = "The picture was" if kept == 1 else f"{kept} pictures were"
    return f"{whole if kept == count else f'{kept} of {count} pictures were'} kept as “{name}”."
