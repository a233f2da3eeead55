"""RunsModel: the run on screen and all the others; the only place that knows which one is on screen."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.files.runs import MOST_AT_HAND
from core.hyperparameters import Hyperparameters
from core.training import drawn, naming, room
from core.training.recording import DEFAULT_BUDGET, Recording
from core.training.run import Run
from core.training.snapshot import Snapshot
from desktop.look.words import epochs

_NO_MOMENTS = Recording()
_FROM_EPOCH = re.compile(r"( from epoch [\d.,]+( \(\d+\))?)+$")
_MOMENT = timedelta(microseconds=1)
_MOST_UNDONE = 5  # times that runs were deleted

_Removed = tuple[tuple[int, Run], ...]  # each with the place it had, in the order of their places


class RunsModel(QObject):
    """Every run of this and of earlier days, by its id; one of them is on screen, once there is a data set.

    Their moments share a budget. Where it runs out, the run that was left longest ago is thinned first: down to the
    first moment, the best and the latest, and in the end to its curves.
    """

    run_changed = Signal(object, object)  # Run on screen; the one it takes the place of, or None
    stored = Signal()  # one of them is on disk
    edited = Signal(object)  # Run whose name, or whether it is drawn, a person has changed
    changed = Signal()  # which runs there are, or what is told of one: its name, its color, whether a file holds it

    def __init__(self, parent: QObject | None = None, budget: int = DEFAULT_BUDGET) -> None:
        super().__init__(parent)
        self._runs: dict[UUID, Run] = {}  # the one left longest ago first, the one on screen last
        self._current: UUID | None = None
        self._left: list[UUID] = []  # of this session, the one left last at the end
        self._stored: dict[UUID, int] = {}  # up to which step a file has the moments of a run
        self._renewed: dict[UUID, UUID] = {}  # ids that runs had before they got others
        self._deleted: list[_Removed] = []  # what can be had back, those deleted last at the end
        self._gone: set[UUID] = set()  # what cannot
        self._unnamed: tuple[str, Hyperparameters | None] = ("", None)  # what _follow_settings has to know
        self._colored: tuple[Run, ...] = ()  # those drawn when colors were last looked at
        self._budget = budget

    @property
    def current(self) -> Run | None:
        """The run on screen; none before the first data set is there."""
        return None if self._current is None else self._runs[self._current]

    @property
    def recording(self) -> Recording:
        """The moments of the run on screen."""
        current = self.current
        return _NO_MOMENTS if current is None else current.recording

    @property
    def others(self) -> tuple[Run, ...]:
        """The runs that are not on screen, the one left longest ago first."""
        return tuple(run for run in self._runs.values() if run.id != self._current)

    @property
    def trained(self) -> tuple[Run, ...]:
        """All runs that were trained, the one on screen last."""
        return tuple(run for run in self._runs.values() if run.is_trained)

    @property
    def drawn(self) -> tuple[Run, ...]:
        """The runs drawn beside the one on screen: those left last, and the pinned ones, each in its own color."""
        return drawn.drawn(self.others)

    @property
    def kept(self) -> tuple[Run, ...]:
        """All runs that are worth keeping, the one on screen last."""
        return tuple(run for run in self.trained if run.id != self._current or self.is_kept(run))

    def is_kept(self, run: Run) -> bool:
        """Return whether a run is kept when another takes its place: only after a few batches it is not."""
        parent = None if run.parent is None else self.find(run.parent.run)
        return run.is_trained and not drawn.is_slight(run, parent)

    @property
    def title(self) -> str:
        """What the network on screen is called outside of the table: as its file, if it has one; empty without."""
        run = self.current
        if run is None or run.saved is None:
            return ""
        return run.name if run.saved.path is None else run.saved.path.name

    @property
    def last_left(self) -> Run | None:
        """The run of this session that another took the place of last, of those that are still here."""
        return next((self._runs[run] for run in reversed(self._left) if run in self._runs), None)

    @property
    def budget(self) -> int:
        """How many bytes the moments of the run on screen may take, and those of all others together."""
        return self._budget

    def find(self, run: UUID | None) -> Run | None:
        """Return a run by its id, if it is here."""
        return None if run is None else self._runs.get(self._id(run))

    # The run on screen

    def begun(self, settings: Hyperparameters, dataset: Dataset) -> Run:
        """Return a new run, to be put on screen: with a name that says what it is, and a color of its own."""
        before = self.current
        # In place of a network that is not kept it is against the same run as that one.
        against = before.settings if before is not None and self.is_kept(before) else self._unnamed[1]
        new = Run.begin(settings, dataset, naming.name_for(settings, against), self._budget)
        run = self.with_look(self._after_all(new))
        self._unnamed = (run.name, against)
        return run

    def branched(self, snapshot: Snapshot, words: str = "") -> Run:
        """Return a branch of the run on screen, to be put on screen; names of branches do not pile up.

        ``words`` are what its mark says; without them, which run it branched from.

        Raises
        ------
        LookupError
            When no run is on screen.
        """
        parent = self._runs[self._current] if self._current is not None else None
        if parent is None:
            raise LookupError("no run is on screen")
        name = f"{_FROM_EPOCH.sub('', parent.name)} from epoch {epochs(snapshot.epoch)}"
        return self.with_look(self._after_all(parent.branch_from(snapshot, words=words).renamed(name)))

    def with_look(self, run: Run) -> Run:
        """Return a run, to be put on screen, with a name that no other has and a color of its own."""
        return replace(run, name=self._unused(run), color=self._color_for(run))

    def show(self, run: Run, *, instead: bool = False) -> None:
        """Put a run on screen.

        Parameters
        ----------
        run : Run
            One of these, or a new one.
        instead : bool
            Whether the one on screen goes, as it does in any case when it is not worth keeping.
        """
        before = self.current
        if before is not None and before.id != run.id:
            if self.is_kept(before) and not instead:
                self._left.append(before.id)
            else:
                del self._runs[before.id]
                if before.is_trained:
                    self._gone.add(before.id)  # from its file as well: it does not come back the next day
        self._runs.pop(run.id, None)
        self._runs[run.id] = replace(run, recording=run.recording.within(self._budget))
        self._current = run.id
        self._fit()
        self._tell_apart()
        self.run_changed.emit(self.current, before)
        self.changed.emit()

    def reach(self, snapshots: Sequence[Snapshot]) -> None:
        """Take moments that the run on screen has come to, oldest first."""
        before = run = self.current
        if run is None or before is None:
            return
        for snapshot in snapshots:
            run = run.reached(snapshot)
        if run.is_trained and not before.is_trained:
            run = self._follow_settings(run)
        self._runs[run.id] = run
        if (run.is_unsaved, run.is_trained) != (before.is_unsaved, before.is_trained):
            self.changed.emit()

    def set_budget(self, budget: int) -> None:
        """Keep at most so many bytes of moments of the run on screen, and as many of all others together."""
        self._budget = budget
        current = self.current
        if current is not None:
            self._runs[current.id] = current.within(budget)
        self._fit()

    # What is told of them

    def update(self, run: Run) -> None:
        """Put a run in the place of the one with the same id, if that is still here."""
        if run.id in self._runs:
            self._runs[run.id] = run
            self.changed.emit()

    def note_stored(self, run: Run, known_as: UUID) -> None:
        """Take note that a file holds a run as it is given, and under which id, where that is a new one."""
        if known_as != run.id:
            if run.id in self._runs:
                self._renew(run.id, known_as)
            else:
                self._gone.add(known_as)  # it was deleted while it was written
        self._stored[known_as] = run.step
        here = self._runs.get(known_as)
        has_less = here is not None and here.step == run.step and len(here.recording) < len(run.recording)
        if here is not None and has_less and known_as != self._current:
            self._runs[known_as] = room.without_moments(here)  # else it would be written again with fewer of them
        self.stored.emit()

    def _id(self, run: UUID) -> UUID:
        """Return under which id a run is here that may have got another one since."""
        return self._renewed.get(run, run)

    def _renew(self, run: UUID, known_as: UUID) -> None:
        renewed = {known_as if id == run else id: each for id, each in self._runs.items()}
        self._runs = renewed | {known_as: replace(renewed[known_as], id=known_as)}
        self._left = [known_as if id == run else id for id in self._left]
        self._current = known_as if self._current == run else self._current
        self._renewed[run] = known_as
        self.changed.emit()

    def rename(self, run: UUID, name: str) -> None:
        """Call a run otherwise; an empty name changes nothing."""
        found = self.find(run)
        if found is not None:
            self._edit(found.renamed(name))
        self.changed.emit()

    def _edit(self, run: Run) -> None:
        self._runs[run.id] = run
        self.edited.emit(run)

    def set_shown(self, runs: Collection[UUID], is_shown: bool) -> None:
        """Draw the curves of runs, or leave them out."""
        for run in runs:
            found = self.find(run)
            if found is not None:
                # Drawn because a person asks for it, it stays so when others come.
                is_pinned = is_shown and (found.is_pinned or found not in self.drawn)
                self._edit(replace(found, is_shown=is_shown, is_pinned=is_pinned))
        self._announce()

    def pin(self, runs: Collection[UUID], is_pinned: bool = True) -> None:
        """Draw the curves of runs however many come after them, or only as long as they are among the last."""
        for run in runs:
            found = self.find(run)
            if found is not None:
                self._edit(replace(found, is_shown=True, is_pinned=is_pinned))
        self._announce()

    # Which there are

    def delete(self, runs: Collection[UUID]) -> tuple[Run, ...]:
        """Forget runs that are not on screen, and return them; :meth:`undo_delete` brings them back."""
        ids = {self._id(run) for run in runs}
        removed = tuple(
            (place, room.light(run, self._stored)) for place, run in enumerate(self.others) if run.id in ids
        )
        if removed:
            for _place, run in removed:
                del self._runs[run.id]
            self._deleted.append(removed)
            self._gone |= {run.id for each in self._deleted[:-_MOST_UNDONE] for _place, run in each}
            self._deleted = self._deleted[-_MOST_UNDONE:]  # not all: they hold memory
            self._announce()
        return tuple(run for _place, run in removed)

    @property
    def deleted(self) -> tuple[Run, ...]:
        """The runs that were deleted and can be had back, those deleted last at the end."""
        return tuple(run for removed in self._deleted for _place, run in removed)

    @property
    def deletions(self) -> int:
        """How many times :meth:`undo_delete` has something to bring back."""
        return len(self._deleted)

    @property
    def gone(self) -> frozenset[UUID]:
        """The ids of all that were deleted and are not here again, whether they can be had back or not."""
        return frozenset(self._gone | {run.id for run in self.deleted}) - self._runs.keys()

    def forget_others(self) -> None:
        """Forget all runs but the one on screen, and those that could have been had back, for good."""
        self._gone |= {run.id for run in (*self.others, *self.deleted)}
        self._deleted = []
        self._left = []
        self._arrange(())
        self.changed.emit()

    def undo_delete(self) -> None:
        """Put the runs back that were deleted last, each in the place it had."""
        if not self._deleted:
            return
        others = list(self.others)
        for place, run in self._deleted.pop():  # the first place first, so that those after it are right again
            if run.id not in self._runs:  # else a file has brought it back meanwhile
                others.insert(min(place, len(others)), run)
        self._arrange(others)
        self._fit()
        self._announce()

    def add(self, runs: Sequence[Run]) -> tuple[Run, ...]:
        """Add runs from a file, with colors of their own, and return those that were not here already.

        One of which only the curves were here gets the moments in the file.
        """
        new = [run for run in runs if run.id not in self._runs]
        for run in new:
            self._runs[run.id] = replace(run, color=self._color_for(run))
        for run in runs:
            here = self._runs[run.id]
            if not here.has_moments and run.has_moments:
                self._runs[run.id] = replace(here, recording=run.recording, is_whole=True)
        self._arrange([run for run in self._runs.values() if run.id != self._current])
        self._fit()
        self._announce()
        return tuple(self._runs[run.id] for run in new if run.id in self._runs)

    def add_of_other_days(self, runs: Sequence[Run]) -> None:
        """Put runs before all others, as they were left; names and colors go on after them."""
        new = [run for run in runs if run.id not in self._runs]
        self._stored |= {run.id: run.step for run in new}
        self._arrange([*new, *self.others])
        current = self.current
        if current is not None and not current.is_trained:
            is_taken = any(current.name == run.name for run in new)
            self._runs[current.id] = self._after_all(self._named_apart(current) if is_taken else current)
        self._fit()
        self._announce()

    def _arrange(self, others: Sequence[Run]) -> None:
        current = self.current
        self._runs = {run.id: run for run in others}
        if current is not None:
            self._runs[current.id] = current

    def _beside(self, run: Run) -> list[Run]:
        """Return the runs that a run is told apart from; one on screen that is not kept goes when it comes."""
        is_going = {run.id} if self.current is None or self.is_kept(self.current) else {run.id, self.current.id}
        return [other for other in self._runs.values() if other.id not in is_going]

    def _unused(self, run: Run) -> str:
        return naming.unused(run.name, {other.name for other in self._beside(run)})

    def _after_all(self, run: Run) -> Run:
        """Return a new run as one begun after all others, also where the clock was set back meanwhile."""
        begun = [other.created for other in self._runs.values() if other.id != run.id]
        return replace(run, created=max([run.created, *(each + _MOMENT for each in begun)]))

    def _color_for(self, run: Run) -> int:
        beside = self._beside(run)
        shown = drawn.drawn(beside)
        hidden = [other for other in beside if other not in shown]
        return drawn.free_color(shown, [*hidden, *self.deleted])

    def _tell_apart(self) -> None:
        """Give each run that is drawn, the one on screen among them, a color of its own."""
        shown = [*self.drawn, *(() if self.current is None else (self.current,))]
        hidden = [run for run in (*self.others, *self.deleted) if run not in shown]
        # One that was not trained is known by no color yet.
        settled = [run for run in self._colored if run.id != self._current or self._runs[run.id].is_trained]
        for run in drawn.told_apart(shown, settled, hidden):
            self._runs[run.id] = run
        self._colored = tuple(shown)

    def _announce(self) -> None:
        self._tell_apart()
        self.changed.emit()

    def _named_apart(self, run: Run) -> Run:
        """Return the run on screen with another name, unless a person gave it the one it has."""
        if run.name != self._unnamed[0]:
            return run
        renamed = self.with_look(replace(run, name=naming.name_for(run.settings)))
        self._unnamed = (renamed.name, None)
        return renamed

    def _follow_settings(self, run: Run) -> Run:
        """Return a run whose training begins, named after the settings it begins with; they may be others by now."""
        name, against = self._unnamed
        if run.name != name or run.first_settings in (None, run.settings):
            return run
        named = replace(run, name=naming.name_for(run.settings, against))
        return replace(named, name=self._unused(named))

    def _fit(self) -> None:
        """Bring the runs that are not on screen into their budget, those left longest ago first."""
        others = list(self.others)
        for run in others[: max(0, len(others) - MOST_AT_HAND)]:
            del self._runs[run.id]
        self._left = [run for run in self._left if run != self._current]
        for run in room.fitted(self.others, self._budget, self._stored):
            self._runs[run.id] = run
