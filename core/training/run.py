"""Run: one training, from its settings to all that is known of it, wherever it is just now.

On screen, put aside, in a table, in a file: it is the same class, and the same ``id``. A run is frozen, its recording
included: whoever trains it takes the run that :meth:`Run.reached` returns in the place of the one before.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from uuid import UUID, uuid4

from core.data.classes import DIGITS
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters, describe_value, label_of
from core.plain import LONGEST_NAME, harmless
from core.training import glance
from core.training.history import NO_CURVES, Curves, Mark
from core.training.personal import HandTraining
from core.training.recording import Recording
from core.training.snapshot import Snapshot
from core.training.stopping import ended_by

MOMENT_BYTES = 30 * 2**20
"""What the moments between the first, the best and the last may take in a file, the early ones dense."""


@dataclass(frozen=True, slots=True)
class Parent:
    """Where a branch grew out of another run.

    Attributes
    ----------
    run : UUID or None
        The id of that run; none where an early file does not say it.
    step : int
        The moment it grew out of.
    epoch : float
        The same place in epochs: from there on the branch's curves are its own.
    """

    run: UUID | None
    step: int
    epoch: float


@dataclass(frozen=True, slots=True)
class Saved:
    """What of a run can be had again without Inkling keeping it.

    Attributes
    ----------
    path : Path or None
        The file of the person's that holds it; none where it comes from elsewhere, as the network that comes
        with Inkling.
    step : int
        The moment that is there.
    settings : Hyperparameters
        The settings that are there.
    """

    path: Path | None
    step: int
    settings: Hyperparameters


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Run:
    """A run; two are equal when they have the same id, whatever either has been called or trained since.

    Attributes
    ----------
    id : UUID
        What it is known by, in memory and in files; it never changes.
    name : str
        What it is, in words; see :func:`core.training.naming.name_for`.
    created : datetime
        When it began, in UTC.
    settings : Hyperparameters
        Those in force.
    data_name, data_fingerprint : str
        The data set trained on.
    class_names : tuple of str
        What the outputs stand for.
    recording : Recording
        Its moments. It is never added to: :meth:`reached` makes another one.
    curves : Curves
        Everything measured.
    marks : tuple of Mark
        Where settings were changed.
    step : int
        Mini-batches so far.
    epoch : float
        How far it was trained: 1.5 is the middle of the second epoch.
    first_settings : Hyperparameters or None
        The settings at its first moment; none where that is not known.
    first_epoch : float
        Where its first moment stands; not zero for one that goes on from another moment.
    parent : Parent or None
        Where it grew out of another run; none for one that did not.
    saved : Saved or None
        What of it a file of the person's holds.
    is_whole : bool
        Whether its moments are in ``recording``. Those of a run whose file was only looked at are not: it has
        moments, which :meth:`core.files.store.Store.open` reads.
    hand : HandTraining or None
        What it had before it was taught a person's hand; none if it was not. Files do not keep it.
    trouble : str
        Why training could not go on, as when the cost was no longer finite; empty where it can.
    color : int
        Which of the colors for runs it has beside others, from 0.
    is_shown : bool
        Whether its curves may be drawn beside those of others; see :func:`core.training.drawn.drawn`.
    is_pinned : bool
        Whether they are, however many runs come after it.
    """

    id: UUID = field(default_factory=uuid4)
    name: str
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    settings: Hyperparameters
    data_name: str
    data_fingerprint: str
    class_names: tuple[str, ...] = DIGITS
    recording: Recording = field(default_factory=Recording)
    curves: Curves = NO_CURVES
    marks: tuple[Mark, ...] = ()
    step: int = 0
    epoch: float = 0.0
    first_settings: Hyperparameters | None = None
    first_epoch: float = 0.0
    parent: Parent | None = None
    saved: Saved | None = None
    is_whole: bool = True
    hand: HandTraining | None = None
    trouble: str = ""
    color: int = 0
    is_shown: bool = True
    is_pinned: bool = False

    def __repr__(self) -> str:
        return f"<Run {self._in_a_line}>"

    def _repr_html_(self) -> str:
        """Return the run as a notebook shows it: a line, and its curves."""
        return glance.drawn(self.curves, self.marks, escape(self._in_a_line))

    @property
    def _in_a_line(self) -> str:
        layers = glance.layers_of(self.settings, self.class_names)
        trouble = f", ended: {self.trouble}" if self.trouble else ""
        where = f"{layers} on {self.data_name}, epoch {self.epoch:.4g}"
        return f"{self.name!r}: {where}, {glance.figures_of(self.curves)}{trouble}"

    def __post_init__(self) -> None:
        if self.created.tzinfo is None:
            raise ValueError("a run's time of creation needs a time zone")

    def __eq__(self, other: object) -> bool:
        return self.id == other.id if isinstance(other, Run) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.id)

    @classmethod
    def begin(cls, settings: Hyperparameters, dataset: Dataset, name: str = "", budget: int | None = None) -> "Run":
        """Return a run that has no moment yet.

        Parameters
        ----------
        settings : Hyperparameters
            What it is trained with.
        dataset : Dataset
            What it is trained on.
        name : str
            What it is called.
        budget : int, optional
            How many bytes of moments it keeps; the usual ones without.
        """
        recording = Recording() if budget is None else Recording(budget)
        return cls(
            name=name,
            settings=settings,
            data_name=dataset.name,
            data_fingerprint=dataset.fingerprint,
            class_names=dataset.class_names,
            recording=recording,
        )

    @classmethod
    def of(cls, moment: Snapshot, name: str = "") -> "Run":
        """Return a run of which one moment is known."""
        run = cls(
            name=name,
            settings=moment.hyperparameters,
            data_name=moment.data_name,
            data_fingerprint=moment.data_fingerprint,
            class_names=moment.class_names,
        )
        return run.reached(moment)

    # Its moments

    @property
    def first(self) -> Snapshot | None:
        """The first of its moments."""
        return self.recording[0] if len(self.recording) else None

    @property
    def best(self) -> Snapshot | None:
        """The moment that knew most of all test images, or validation images where some are held out; none at first."""
        best = self.recording.best
        return None if best is None else self.recording[best]

    @property
    def latest(self) -> Snapshot | None:
        """The latest of its moments, sound or not."""
        return self.recording[-1] if len(self.recording) else None

    @property
    def outcome(self) -> Snapshot | None:
        """The moment whose network is what the run has come to: the latest that is sound.

        Where the settings keep the best and the run is at its end, it is the best one.
        """
        best = self.best if self.settings.keep_best and self.is_finished else None
        return best if best is not None and best.is_sound else self.last_sound

    @property
    def last_sound(self) -> Snapshot | None:
        """The latest of its moments whose weights are all finite."""
        return self.recording.last_sound()

    @property
    def has_moments(self) -> bool:
        """Whether there is a network to go back to, here or in its file; of some runs only the curves are left."""
        return len(self.recording) > 0 or not self.is_whole

    @property
    def bytes(self) -> int:
        """Memory that its moments hold."""
        return self.recording.bytes

    def reached(self, snapshot: Snapshot) -> "Run":
        """Return the run with a moment more; its settings, data, curves and marks are the run's from there on.

        Raises
        ------
        ValueError
            When the moment is older than the latest.
        """
        recording = self.recording.copy()
        recording.add(snapshot)
        is_first = not len(self.recording)
        return replace(
            self,
            recording=recording,
            settings=snapshot.hyperparameters,
            data_name=snapshot.data_name,
            data_fingerprint=snapshot.data_fingerprint,
            class_names=snapshot.class_names,
            curves=snapshot.curves,
            marks=snapshot.marks,
            step=snapshot.step,
            epoch=snapshot.epoch,
            first_settings=snapshot.hyperparameters if is_first else self.first_settings,
            first_epoch=snapshot.epoch if is_first else self.first_epoch,
        )

    def going_on_from(self, snapshot: Snapshot) -> "Run":
        """Return what goes on from a moment: this run where it is its last one, else a branch."""
        return self if snapshot.step == self.step else self.branch_from(snapshot)

    def branch_from(self, snapshot: Snapshot, words: str = "") -> "Run":
        """Return a run of its own that grows out of a moment of this one, and says so in a mark.

        Parameters
        ----------
        snapshot : Snapshot
            The moment.
        words : str
            What the mark says; without them, which run it branched from.
        """
        recording = self.recording.copy()
        recording.clear()  # its budget stays
        mark = Mark(snapshot.epoch, words or f"branched from {self.name}")
        branch = replace(
            self,
            id=uuid4(),
            created=datetime.now(UTC),
            recording=recording,
            parent=Parent(self.id, snapshot.step, snapshot.epoch),
            saved=None,
            trouble="",
            is_shown=True,
            is_pinned=False,
        )
        return branch.reached(replace(snapshot, marks=(*snapshot.marks, mark)))

    def back_at(self, snapshot: Snapshot) -> "Run":
        """Return the run as it was at one of its moments, with an id of its own: it goes on differently from there.

        What a file holds of a later moment is not of this line any more; the file is still the run's.
        """
        recording = self.recording.copy()
        recording.cut_after(snapshot.step - 1)
        saved = self.saved
        if saved is not None and saved.step > snapshot.step:
            saved = replace(saved, step=0)
        parent = Parent(self.id, snapshot.step, self.begins_at)  # its curves are its own from where they were before
        gone_back = replace(self, id=uuid4(), recording=recording, saved=saved, trouble="", parent=parent)
        return gone_back.reached(snapshot)

    def on_data(self, dataset: Dataset) -> "Run":
        """Return the run as one that is trained on a data set from here on."""
        names = dataset.class_names
        return replace(self, data_name=dataset.name, data_fingerprint=dataset.fingerprint, class_names=names)

    def as_trained(self) -> "Run":
        """Return the run without the settings that were changed at its end, with which nothing was trained."""
        moments = self.recording
        if not self.marks or self.marks[-1].epoch != self.epoch or len(moments) < 2:
            return self
        return replace(self, settings=moments[len(moments) - 2].hyperparameters, marks=self.marks[:-1])

    def to_keep(self, most_bytes: int = MOMENT_BYTES) -> "Run":
        """Return the run as a file of Inkling's own keeps it.

        With its first, best and last sound moment and so many bytes of others, the early ones dense; with what its
        optimizer learned for the last alone.
        """
        return replace(self, recording=self.recording.to_keep(most_bytes))

    def within(self, budget: int) -> "Run":
        """Return the run with no more moments than fit into so many bytes, but with its first, best and latest."""
        return replace(self, recording=self.recording.within(budget))

    def curves_only(self) -> "Run":
        """Return the run without its moments."""
        return replace(self, recording=Recording(), is_whole=True)

    # What is known of it

    @property
    def seed(self) -> int:
        """Where its chance started."""
        return self.settings.seed

    @property
    def begins_at(self) -> float:
        """The epoch from which its curves are its own: where it branched from another run, else 0."""
        return 0.0 if self.parent is None else self.parent.epoch

    @property
    def is_trained(self) -> bool:
        """Whether something would be lost with it."""
        return self.step > 0

    @property
    def is_finished(self) -> bool:
        """Whether all epochs asked for are done, or it was to end before that."""
        return self.epoch >= self.settings.epochs or bool(ended_by(self.settings, self.curves, self.marks))

    @property
    def is_unsaved(self) -> bool:
        """Whether something was trained that no file of the person's holds."""
        if not self.is_trained:
            return False
        if self.saved is None or self.settings != self.saved.settings:
            return True
        outcome = self.outcome
        return self.saved.step not in (self.step, self.step if outcome is None else outcome.step)

    def saved_as(self, path: Path | None, snapshot: Snapshot | None = None) -> "Run":
        """Return the run with a file of the person's that holds a moment of it, the latest where none is given."""
        held = snapshot if snapshot is not None else self.latest
        step, settings = (self.step, self.settings) if held is None else (held.step, held.hyperparameters)
        return replace(self, saved=Saved(path, step, settings))

    def renamed(self, name: str) -> "Run":
        """Return the run under another name; an empty one changes nothing."""
        return replace(self, name=harmless(name, LONGEST_NAME).strip() or self.name)

    def was_changed(self, name: str) -> bool:
        """Return whether a setting was changed on the way, and is not now what it was at first."""
        if self.first_settings is None or getattr(self.first_settings, name) == getattr(self.settings, name):
            return False
        # What was changed before the first step, or where a branch begins, was not changed on the way.
        label = f"{label_of(name).lower()} "
        return any(label in mark.text and mark.epoch > self.first_epoch for mark in self.marks)

    def setting(self, name: str) -> str:
        """Return a setting as people read it: ``0.1 → 0.0025`` where it was changed on the way."""
        end = describe_value(getattr(self.settings, name))
        if self.first_settings is None or not self.was_changed(name):
            return end
        return f"{describe_value(getattr(self.first_settings, name))} → {end}"
