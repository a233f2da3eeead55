"""WalkModel: one image in slow motion: which image, what of the network is followed, and which frame is in sight."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.insight.walk.choice import Chosen, Link, Neuron
from core.insight.walk.frame import NAMES, Frame
from core.insight.walk.walk import Walk, walk
from core.training.next_batch import batch_length, next_batch
from core.training.snapshot import Snapshot
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest

PLAY_MS = 4_000  # a frame stays in sight: long enough to read a formula and a sentence
_MOST_VALUES = 100_000_000  # of all layers and images of a batch together: 400 MB for each copy of them
_TOO_LARGE = (
    "The next batch has {images:,} images: too many to keep every value of so large a network for all of them. "
    "Choose one training image, or a smaller batch."
)
_NO_TRAINING_IMAGES = "There are no training images: the data are still being loaded."


class Source(Enum):
    """Where the images of a walk are from."""

    SHOWN = "shown"  # what the view shows
    TRAINING = "training"  # one training image
    BATCH = "batch"  # those of the next batch


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """An image, shape (28, 28), uint8, and what it shows."""

    image: Bytes
    label: int


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """The images that follow a moment of a run."""

    snapshot: Snapshot
    images: Bytes
    labels: Bytes


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    walk: Walk
    batch: Batch | None
    is_next: bool


class WalkModel(QObject):
    """Walks one image through the network of a moment, frame by frame.

    Parameters
    ----------
    jobs : Jobs
        Reckon a walk off the window's thread; the newest request counts.
    """

    changed = Signal()  # another walk, none, or other controls of it
    moved = Signal()  # another frame is in sight
    ended = Signal()  # the last frame has come into sight

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._latest = Latest(jobs, "Slow motion", Rest(), self)
        self._moment: tuple[Snapshot, Dataset | None] | None = None
        self._batch: Batch | None = None
        self._names: tuple[str, ...] = NAMES
        self._clock = QTimer(self, interval=PLAY_MS)
        self._clock.timeout.connect(self._play_on)
        self.is_open = False
        self.is_held = False  # the moment walked through stays, whatever the run does
        self.is_next = False  # whether these images are those of the next step
        self.source = Source.SHOWN
        self.index = 0  # which training image
        self.shown: Labelled | None = None
        self.chosen = Chosen()
        self.walk: Walk | None = None
        self.trouble = ""  # why there is no walk
        self.place = 0  # which of the frames, from 0

    # What is in sight

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames that are gone through; none without a walk."""
        if self.walk is None:
            return ()
        return tuple(frame for frame in self.walk.frames if frame.name in self._names)

    @property
    def count(self) -> int:
        """How many frames are gone through."""
        return len(self._names)

    @property
    def frame(self) -> Frame | None:
        """The frame in sight."""
        frames = self.frames
        return frames[self.place] if frames else None

    @property
    def snapshot(self) -> Snapshot | None:
        """The moment that is walked through."""
        return None if self._moment is None else self._moment[0]

    @property
    def images(self) -> int:
        """How many images can be chosen from: training images, or those of the batch; 1 for the one shown."""
        if self._moment is None or self.source is Source.SHOWN:
            return 1
        snapshot, dataset = self._moment
        if self.source is Source.BATCH:
            return batch_length(snapshot)
        return 0 if dataset is None else len(dataset.train)

    @property
    def image(self) -> int:
        """Which of these, from 0."""
        return {Source.SHOWN: 0, Source.TRAINING: self.index, Source.BATCH: self.chosen.image}[self.source]

    @property
    def is_playing(self) -> bool:
        """Whether the frames follow one another by themselves."""
        return self._clock.isActive()

    # Open and leave

    def open(self, frames: tuple[str, ...] = ()) -> None:
        """Begin at the first frame; of all frames, or only of some by their names."""
        self._names = tuple(name for name in NAMES if name in frames) or NAMES
        self.is_open, self.is_held, self.place = True, False, 0
        self.changed.emit()

    def close(self) -> None:
        """Put the walk away; what was chosen stays for the next time."""
        if self.is_open:
            self._clock.stop()
            self._latest.forget()
            self.is_open = self.is_held = False
            self.walk = self._moment = self._batch = None
            self.changed.emit()

    # Which frame

    def go_to(self, place: int) -> None:
        """Bring a frame into sight, from 0; beyond the ends nothing changes."""
        self._clock.stop()
        self._show(place)

    def move_by(self, frames: int) -> None:
        """Bring the frame so many further into sight."""
        self.go_to(min(max(self.place + frames, 0), self.count - 1))

    def play_or_stop(self) -> None:
        """Let the frames follow one another, from the first where the last is in sight, or stop."""
        if self.is_playing:
            self._clock.stop()
        else:
            if self.place == self.count - 1:
                self._show(0)
            self._clock.start()
        self.moved.emit()

    def _play_on(self) -> None:
        if self.place + 1 >= self.count - 1:
            self._clock.stop()
        self._show(self.place + 1)

    def _show(self, place: int) -> None:
        if not 0 <= place < self.count or not self.is_open:
            return
        self.place = place
        self.moved.emit()
        self._tell_end()

    def _tell_end(self) -> None:
        if self.place == self.count - 1 and self.walk is not None:
            self.ended.emit()

    # Which image, and what of the network

    def show_image(self, shown: Labelled | None) -> None:
        """Take the image that the view shows; it is walked through where that is asked for."""
        before, self.shown = self.shown, shown
        is_same = (
            before is not None
            and shown is not None
            and before.label == shown.label
            and np.array_equal(before.image, shown.image)
        )
        if self.source is Source.SHOWN and not is_same:
            self._reckon()

    def choose_source(self, source: Source) -> None:
        """Walk through images from elsewhere."""
        if source is not self.source:
            self.source, self.chosen = source, Chosen()
            self._reckon()

    def choose_image(self, index: int) -> None:
        """Walk through another of the training images, or of those of the batch."""
        if self.source is Source.TRAINING:
            self.index = index
        elif self.source is Source.BATCH:
            self.chosen = replace(self.chosen, image=index)
        self._reckon()

    def follow_neuron(self, neuron: Neuron) -> None:
        """Follow a neuron, or an output, and the link with the largest slope there."""
        snapshot = self.snapshot
        if snapshot is None:
            return
        is_output = neuron[0] == len(snapshot.network.layers) - 1
        chosen = replace(self.chosen, link=None)
        self.chosen = replace(chosen, output=neuron[1]) if is_output else replace(chosen, neuron=neuron)
        self._reckon()

    def follow_link(self, link: Link) -> None:
        """Follow a link: what it begins in, and what it leads to."""
        self.chosen = Chosen(self.chosen.image, link=link)
        self._reckon()

    def follow_any(self) -> None:
        """Follow what matters most: the right digit's output, and the link into it with the largest slope."""
        self.chosen = Chosen(self.chosen.image)
        self._reckon()

    # Which moment

    def take_moment(self, snapshot: Snapshot, dataset: Dataset | None) -> None:
        """Walk through another moment of the run, unless the one at hand is held."""
        before = self._moment
        if self.is_held or (before is not None and _is_same(before[0], snapshot) and before[1] is dataset):
            return
        if before is not None and before[0].network.sizes != snapshot.network.sizes:
            self.chosen = Chosen()  # its numbers mean other neurons here
        self._moment = snapshot, dataset
        if self.source is Source.BATCH:
            self.chosen = replace(self.chosen, image=min(self.chosen.image, self.images - 1))
        if self.source is Source.TRAINING:
            self.index = min(self.index, max(self.images - 1, 0))
        self._reckon()

    def hold(self) -> None:
        """Stay with the moment at hand: its step is being taken."""
        self.is_held = True
        self.changed.emit()

    def go_on(self) -> None:
        """Follow the run again, from the first frame."""
        self.is_held, self.place = False, 0
        self._clock.stop()
        self.changed.emit()

    # Inside

    def _reckon(self) -> None:
        if not self.is_open or self._moment is None:
            return
        work, self.trouble = self._work(*self._moment)
        if work is None:
            self._latest.forget()
            self.walk, self.is_next = None, False
            self.changed.emit()
        else:
            self._latest.ask(work, self._take, is_urgent=True)

    def _work(self, snapshot: Snapshot, dataset: Dataset | None) -> tuple[Callable[[Job], _Found] | None, str]:
        """Return what is to be reckoned, or none and why."""
        chosen, batch = self.chosen, self._batch
        if batch is not None and not _is_same(batch.snapshot, snapshot):
            batch = None
        if self.source is Source.BATCH:
            values = batch_length(snapshot) * sum(snapshot.network.sizes)
            if dataset is None:
                return None, _NO_TRAINING_IMAGES
            if values > _MOST_VALUES:
                return None, _TOO_LARGE.format(images=batch_length(snapshot))
            return lambda job: _of_batch(snapshot, batch or _batch(snapshot, dataset), chosen), ""
        one = self.shown
        if self.source is Source.TRAINING:
            if dataset is None or not len(dataset.train):
                return None, _NO_TRAINING_IMAGES
            one = Labelled(dataset.train.images[self.index], int(dataset.train.labels[self.index]))
        if one is None:
            return None, "There is no image to walk through: draw a digit on the pad, or choose a training image."
        asked = one  # for the thread: what is meant now
        return lambda job: _of_one(snapshot, dataset, asked, replace(chosen, image=0)), ""

    def _take(self, found: _Found) -> None:
        if not self.is_open:
            return
        self.walk, self.is_next = found.walk, found.is_next
        self._batch = found.batch or self._batch
        self.changed.emit()
        self._tell_end()


def _is_same(one: Snapshot, other: Snapshot) -> bool:
    """Return whether two moments are one, from which training goes on with the same settings."""
    return one.network is other.network and one.hyperparameters == other.hyperparameters


def _batch(snapshot: Snapshot, dataset: Dataset) -> Batch:
    return Batch(snapshot, *next_batch(snapshot, dataset))


def _of_batch(snapshot: Snapshot, batch: Batch, chosen: Chosen) -> _Found:
    return _Found(walk(snapshot, batch.images, batch.labels, chosen), batch, is_next=True)


def _of_one(snapshot: Snapshot, dataset: Dataset | None, one: Labelled, chosen: Chosen) -> _Found:
    images, labels = one.image[np.newaxis], np.array([one.label], np.uint8)
    is_next = False
    if dataset is not None and batch_length(snapshot) == 1:
        following = _batch(snapshot, dataset)
        is_next = np.array_equal(following.images, images) and np.array_equal(following.labels, labels)
    return _Found(walk(snapshot, images, labels, chosen), None, is_next)
