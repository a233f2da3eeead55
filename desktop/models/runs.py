"""RunsModel: every run of this and of earlier days: name, color, figures, and all it takes to have it back."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import count

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.files.runs import MOST_RUNS
from core.files.saved_runs import SavedRun
from desktop.look.words import epochs

_MOST_BYTES = 512 * 2**20
_FROM_EPOCH = re.compile(r"( from epoch [\d.,]+( \(\d+\))?)+$")
_GIVEN_NAME = re.compile(r"Run (\d{1,6})")


@dataclass(frozen=True, slots=True)
class Tag:
    """What a run is known by.

    Attributes
    ----------
    number : int
        Which run of this session it was, from 1.
    name : str
        What it is called; a person may change it.
    color : int
        Which of the colors and dash patterns for runs it has, from 0.
    begins_at : float
        The epoch from which its curves are its own: where it branched from another run, else 0.
    """

    number: int
    name: str
    color: int
    begins_at: float = 0.0


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run that is not the one at hand.

    Attributes
    ----------
    tag : Tag
        What it is known by.
    saved : SavedRun
        Its settings, its curves and its last moment.
    dataset : Dataset or None
        What it was trained on; none for a run from a file.
    dataset_name : str
        By which name that was asked for.
    is_shown : bool
        Whether its curves are drawn.
    """

    tag: Tag
    saved: SavedRun
    dataset: Dataset | None = None
    dataset_name: str = ""
    is_shown: bool = True

    @property
    def number(self) -> int:
        """Which run of this session it was, from 1."""
        return self.tag.number

    @property
    def as_saved(self) -> SavedRun:
        """The run as a file would hold it."""
        return replace(_tagged(self.saved, self.tag), is_shown=self.is_shown)


Removed = tuple[tuple[int, KeptRun], ...]
"""Runs that were removed, each with the place it had, in the order of their places."""


class RunsModel(QObject):
    """The run at hand, and all the others of this session that were trained."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._earlier: list[KeptRun] = []
        self._count = 0
        self._looks = 0  # how many names and colors were given; other runs than these may have come from files
        self._at_hand = self._next_tag()

    @property
    def earlier(self) -> tuple[KeptRun, ...]:
        """The runs that are not at hand, oldest first."""
        return tuple(self._earlier)

    @property
    def at_hand(self) -> Tag:
        """What the run at hand is known by."""
        return self._at_hand

    def find(self, number: int) -> KeptRun | None:
        """Return the earlier run of that number, if it is still here."""
        return next((run for run in self._earlier if run.number == number), None)

    def put_aside(self, saved: SavedRun, dataset: Dataset | None = None, dataset_name: str = "") -> None:
        """Keep the run at hand; another one is at hand from here on."""
        tag = self._at_hand
        run = KeptRun(tag, _tagged(saved, tag), dataset, dataset_name)
        self._earlier = _in_budget([*self._earlier, run])
        self._at_hand = self._next_tag()
        self.changed.emit()

    def bring_back(self, number: int) -> None:
        """Take a run to be the one at hand; it keeps its name and its color."""
        run = self.find(number)
        if run is not None:
            self._earlier.remove(run)
            self._at_hand = run.tag
            self.changed.emit()

    def begin_anew(self) -> None:
        """Take note that the run at hand has curves of its own from the beginning."""
        if self._at_hand.begins_at:
            self._at_hand = replace(self._at_hand, begins_at=0.0)
            self.changed.emit()

    def begin_branch(self, parent: str, epoch: float) -> None:
        """Take note that the run at hand grows out of one called ``parent``; names of branches do not pile up."""
        name = f"{_FROM_EPOCH.sub('', parent)} from epoch {epochs(epoch)}"
        self._at_hand = replace(self._at_hand, name=self._unused(name), begins_at=epoch)
        self.changed.emit()

    def _unused(self, name: str) -> str:
        """Return a name, with a number after it where other runs have it."""
        used = {run.tag.name for run in self._earlier}
        numbered = (f"{name} ({number})" for number in count(2))
        return name if name not in used else next(other for other in numbered if other not in used)

    def rename(self, number: int, name: str) -> None:
        """Call a run otherwise; an empty name changes nothing."""
        name = name.strip()
        if not name:
            pass
        elif number == self._at_hand.number:
            self._at_hand = replace(self._at_hand, name=name)
        else:
            self._earlier = [
                replace(run, tag=replace(run.tag, name=name)) if run.number == number else run for run in self._earlier
            ]
        self.changed.emit()

    def show(self, numbers: Collection[int], is_shown: bool) -> None:
        """Draw the curves of earlier runs, or leave them out."""
        self._earlier = [replace(run, is_shown=is_shown) if run.number in numbers else run for run in self._earlier]
        self.changed.emit()

    def remove(self, numbers: Collection[int]) -> Removed:
        """Forget earlier runs, and return them with their places, to be given to :meth:`restore`."""
        removed = tuple((place, run) for place, run in enumerate(self._earlier) if run.number in numbers)
        if removed:
            self._earlier = [run for run in self._earlier if run.number not in numbers]
            self.changed.emit()
        return removed

    def restore(self, removed: Removed) -> None:
        """Put runs back that were removed."""
        for place, run in removed:  # the first place first, so that those after it are right again
            self._earlier.insert(min(place, len(self._earlier)), run)
        self.changed.emit()

    def add(self, runs: tuple[SavedRun, ...], dataset: Dataset | None = None) -> None:
        """Add runs from a file, with colors of their own; ``dataset`` is the one in use."""
        for saved in runs:
            own = dataset if dataset is not None and dataset.fingerprint == saved.data_fingerprint else None
            tag = replace(self._next_tag(), name=saved.name, begins_at=saved.begins_at)
            self._earlier.append(KeptRun(tag, _tagged(saved, tag), own, own.name if own else "", saved.is_shown))
        self._earlier = _in_budget(self._earlier)
        self.changed.emit()

    def add_of_other_days(self, runs: Sequence[SavedRun]) -> tuple[int, ...]:
        """Put runs before all others, as they were left, and return their numbers; names and colors go on after them.

        A run that is here already gets the number 0, and is not added.
        """
        known = {run.saved.identity for run in self._earlier}
        numbers, added = [], []
        for saved in runs:
            if saved.identity in known:
                numbers.append(0)
                continue
            self._count += 1
            tag = Tag(self._count, saved.name, saved.color, saved.begins_at)
            numbers.append(tag.number)
            added.append(KeptRun(tag, saved, is_shown=saved.is_shown))
        self._earlier = _in_budget([*added, *self._earlier])
        self._go_on_after(runs)
        self.changed.emit()
        return tuple(numbers)

    def _go_on_after(self, runs: Sequence[SavedRun]) -> None:
        """Give no name and no color twice: not to the run at hand either, if it has the name it began with."""
        given = [int(found[1]) for run in runs if (found := _GIVEN_NAME.fullmatch(run.name)) is not None]
        highest = max([*given, *(run.color + 1 for run in runs)], default=0)
        if highest <= 0 or _GIVEN_NAME.fullmatch(self._at_hand.name) is None:
            self._looks = max(self._looks, highest)
            return
        self._looks = max(self._looks, highest) + 1
        self._at_hand = replace(self._at_hand, name=f"Run {self._looks}", color=self._looks - 1)

    def _next_tag(self) -> Tag:
        self._count += 1
        self._looks += 1
        return Tag(self._count, f"Run {self._looks}", self._looks - 1)


def _tagged(saved: SavedRun, tag: Tag) -> SavedRun:
    """Return a run as a file would hold it that is known by ``tag``."""
    return replace(saved, name=tag.name, color=tag.color, begins_at=tag.begins_at)


def _in_budget(runs: list[KeptRun]) -> list[KeptRun]:
    """Return the latest runs; the moments of the oldest go where memory runs out, their curves stay."""
    kept: list[KeptRun] = []
    held = 0
    for run in reversed(runs[-MOST_RUNS:]):
        held += run.saved.moment_bytes
        kept.append(run if held <= _MOST_BYTES else replace(run, saved=run.saved.curves_only))
    return kept[::-1]
