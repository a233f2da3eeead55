"""Sets of symbols of one's own: classes that a person has named, and what was drawn of each.

Each set is a file of its own in the folder ``symbols`` of the person's data, with the lines that
:mod:`core.files.samples` tells of. Its classes stand in the first line, so that a class that nobody has drawn yet
is there as well, and to rename one is a change of that file under its lock, as every other change is.
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, TypeAlias

from core import disk
from core.data.catalog import Entry
from core.data.classes import FEWEST_CLASSES, MOST_CLASSES
from core.data.dataset import Dataset
from core.data.ink import pictures
from core.data.ink.strokes import Ink
from core.errors import DataError, FileError, InklingError
from core.files.handwriting import SUFFIX, Foreign, Handwriting, Loaded, Merged, head_of
from core.files.pages import Pages
from core.files.samples import LONGEST_CLASS, Head, Line, Sample, in_order, is_class_name
from core.plain import harmless
from core.training import own_classes
from core.training.own_classes import PREFIX

UNTITLED = "My symbols"

Names: TypeAlias = tuple[str, ...]

_FOLDER = "symbols"
_TAKEN_AWAY = ".removed"
_DAMAGED = re.compile(r"-damaged-\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d$")  # copies, which are no sets
_SEPARATORS = re.compile(r"[,;\n\r]")


class SymbolSet(Handwriting):
    """A file of symbols that grows: samples, and the classes they are of."""

    one: ClassVar[str] = "drawing"

    _are_symbols: ClassVar[bool] = True

    def __init__(self, path: Path) -> None:
        super().__init__(path)

    @property
    def title(self) -> str:
        """What the set is called: as its file is, which may have its name from elsewhere."""
        return harmless(self.path.name.removesuffix(SUFFIX), LONGEST_CLASS).strip() or UNTITLED

    def load(self) -> Loaded:
        """Return every sample and all classes; what cannot be read is set aside in a copy, and nothing is lost.

        Raises
        ------
        FileError
            When the file is there but cannot be opened.
        """
        found = super().load()
        names = self._names(self._lines())
        samples = tuple(sample for sample in found.samples if sample.label in names)
        trouble = [found.trouble] if found.trouble else []
        if len(samples) < len(found.samples):
            beyond = self.counted(len(found.samples) - len(samples))
            trouble.append(f"{beyond} of more than {MOST_CLASSES} symbols in {self.path.name} stay there unread.")
        return Loaded(samples, " ".join(trouble), names)

    def change_classes(
        self, change: Callable[[Names], Names], away: Iterable[Sample] = (), added: Iterable[Sample] = ()
    ) -> Names:
        """Change the classes, and put samples in the place of others, in one step.

        Parameters
        ----------
        change : callable
            Given the names of the classes as they are in the file, returns what they are to be.
        away, added : iterable of Sample
            Which go, and which come.

        Returns
        -------
        tuple of str
            The classes as they are now; one that is gone but has drawings all the same is at their end.

        Raises
        ------
        DataError
            When a class cannot be called so.
        FileError
            When the file cannot be read or written; it is as it was.
        """
        gone = {sample.line for sample in away}
        new = [Line(sample.line.encode(), sample) for sample in added]
        with disk.locked(self.path):
            lines = self._lines()
            names = checked(change(self._names(lines)), fewest=0)
            stay = [line for line in lines if line.head is None]
            stay = [line for line in stay if line.sample is None or line.sample.line not in gone]
            head = Head(self.title, names)
            after = [Line(head.line.encode(), None, head=head), *stay, *new]
            self._replace(after)
        return self._names(after)

    def merge(self, foreign: Foreign) -> Merged:
        """Take in the symbols of another file and their classes; those that are here already are not taken twice.

        Raises
        ------
        DataError
            When there would be too many classes.
        FileError
            When this file cannot be read or written.
        """
        before = self._names(self._lines())
        known = () if foreign.head is None else foreign.head.class_names
        theirs = _with_those_of(known, foreign.of_kind(are_symbols=True))
        new = tuple(name for name in theirs if name not in before)
        if new:
            self.change_classes(lambda names: (*names, *(name for name in new if name not in names)))
        return replace(super().merge(foreign), new_classes=new)

    def _text(self, samples: Iterable[Sample]) -> bytes:
        head = Head(self.title, self._names(self._lines()))
        return f"{head.line}\n".encode() + super()._text(samples)

    def _names(self, lines: Sequence[Line]) -> Names:
        head = head_of(lines)
        names = _with_those_of(() if head is None else head.class_names, in_order(self._samples(lines)))
        return names[:MOST_CLASSES]


def folder() -> Path:
    """Return where the sets are; it may not exist yet."""
    return disk.data_folder() / _FOLDER


def sets() -> tuple[SymbolSet, ...]:
    """Return all sets, by their titles."""
    try:
        found = sorted(folder().glob(f"*{SUFFIX}"), key=lambda path: path.name.casefold())
    except OSError:  # the folder may not be looked into
        return ()
    return tuple(SymbolSet(path) for path in found if not _DAMAGED.search(path.name.removesuffix(SUFFIX)))


def find(title: str) -> SymbolSet | None:
    """Return the set of a title."""
    return next((each for each in sets() if each.title == title), None)


def begin(names: Sequence[str], title: str = UNTITLED, *, fewest: int = FEWEST_CLASSES) -> SymbolSet:
    """Make a set with classes that nobody has drawn yet, at least so many.

    Raises
    ------
    DataError
        When a class cannot be called so, or they are too few or too many.
    FileError
        When it cannot be written.
    """
    classes = checked(names, fewest=fewest)
    made = SymbolSet(_free_place(title))
    made.change_classes(lambda nothing: classes)
    return made


def entries() -> tuple[Entry, ...]:
    """Return the sets as data sets; whether there is enough of each class is seen as one is loaded."""
    return tuple(Entry(PREFIX + each.title, each.title, "ready", each.path) for each in sets())


def load_dataset(name: str) -> Dataset:
    """Load a set as a data set, by the name that it has there.

    Raises
    ------
    InklingError
        When there is none, it cannot be read, or a class has no drawing to train on.
    """
    title = own_classes.title_of(name)
    found = find(title)
    if found is None:
        raise DataError(f"There are no symbols called “{title}” any more.", "Choose another data set.")
    loaded = found.load()
    return dataset_of(title, Pages.of(loaded.samples, loaded.class_names))


def dataset_of(title: str, pages: Pages) -> Dataset:
    """Return drawings as a data set.

    Raises
    ------
    TrainingError
        When a class has no drawing to train on.
    """
    return own_classes.dataset_of(title, pages.split, pages.is_held_back, pages.class_names)


def read_pictures(
    name: str, paths: Sequence[Path], writer: str = "", progress: Callable[[int, int], object] = lambda done, of: None
) -> tuple[list[Sample], list[InklingError]]:
    """Return pictures of files as samples of a class, and what was wrong with those that cannot be read.

    What is kept of each is the image that a network sees of it: dark on light or light on dark, framed as a drawing.
    """
    found: list[Sample] = []
    troubles: list[InklingError] = []
    for place, path in enumerate(paths):
        progress(place, len(paths))
        try:
            found.append(Sample.now(name, Ink(picture=pictures.read(path)), writer))
        except InklingError as error:
            troubles.append(error)
    return found, troubles


def take_away(gone: SymbolSet) -> Callable[[], SymbolSet]:
    """Take a set away, and return what brings it back, under another title where there is one of its own by then.

    Raises
    ------
    FileError
        When its file cannot be moved.
    """
    aside = _free_place(gone.title, SUFFIX + _TAKEN_AWAY)
    _move(gone.path, aside)

    def bring_back() -> SymbolSet:
        place = _free_place(gone.title) if os.path.lexists(gone.path) else gone.path
        _move(aside, place)
        return SymbolSet(place)

    return bring_back


def _move(path: Path, to: Path) -> None:
    try:
        with disk.locked(path):
            os.replace(path, to)
    except OSError as error:
        raise FileError(
            f"{path.name} could not be moved: {error.strerror or error}.", "Check that its folder may be written to."
        ) from error


def names_in(text: str) -> Names:
    """Return the names of classes that a person has typed, one a line or with commas between them."""
    found = (harmless(" ".join(part.split())).strip() for part in _SEPARATORS.split(text))
    return tuple(name for name in found if name)


def checked(names: Sequence[str], *, fewest: int = FEWEST_CLASSES) -> Names:
    """Return the names of classes of one's own, or refuse them.

    Raises
    ------
    DataError
        When they are too few or too many, one is empty, too long or there twice, or it holds what cannot be seen.
    """
    if len(names) < fewest:
        raise DataError("To tell symbols apart there have to be two.", "Name two or more, with commas between them.")
    if len(names) > MOST_CLASSES:
        raise DataError(f"{len(names):,} symbols are too many.", f"Name at most {MOST_CLASSES}.")
    for place, name in enumerate(names):
        if not name.strip():
            raise DataError("A symbol has no name.", "Give each a name of its own.")
        if len(name) > LONGEST_CLASS:
            raise DataError(f"“{name}” is too long for a name.", f"Choose one of at most {LONGEST_CLASS} letters.")
        if not is_class_name(name):
            raise DataError(f"“{name}” holds signs that cannot be seen.", "Choose a name of letters, or a picture.")
        if name in names[:place]:
            raise DataError(f"Two symbols are called “{name}”.", "Give each a name of its own.")
    return tuple(names)


def without(names: Names, gone: Names) -> Names:
    """Return names without some of them."""
    return tuple(name for name in names if name not in gone)


def with_other(names: Names, old: str, new: str) -> Names:
    """Return names, one of which is another."""
    return tuple(new if name == old else name for name in names)


def _with_those_of(names: Names, samples: Iterable[Sample]) -> Names:
    return tuple(dict.fromkeys((*names, *(sample.class_name for sample in samples))))


def _free_place(title: str, ending: str = SUFFIX) -> Path:
    """Return a file for a set: as it is called, with a number where there is one of that name."""
    plain = re.sub(r'[\\/:*?"<>|.]', " ", harmless(title, LONGEST_CLASS))  # what a file cannot be called everywhere
    stem = " ".join(plain.split()) or UNTITLED
    place = folder() / f"{stem}{ending}"
    number = 2
    while os.path.lexists(place):
        numbered = f" {number}"  # within what a title may have
        place = folder() / f"{stem[: LONGEST_CLASS - len(numbered)].rstrip()}{numbered}{ending}"
        number += 1
    return place
