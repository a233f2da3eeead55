"""Asking: which network answers on the pad, and what is put there to be asked about."""

import numpy as np
from PySide6.QtCore import QObject

from core.arrays import Bytes
from core.data.classes import are_digits
from core.training.snapshot import Snapshot
from desktop.models.library import LibraryModel
from desktop.models.pad import PadModel
from desktop.models.selection import SelectionModel
from desktop.models.timeline import TimelineModel


class Asking(QObject):
    """Lets the pad ask the network shown, and puts images on it."""

    def __init__(
        self,
        pad: PadModel,
        selection: SelectionModel,
        timeline: TimelineModel,
        library: LibraryModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pad = pad
        self._selection = selection
        self._timeline = timeline
        self._library = library
        self._stand_in: Snapshot | None = None  # answers in the place of one that knows nothing yet
        self._names: tuple[str, ...] | None = None  # of the classes of the network shown last
        self._chance = np.random.default_rng()  # for what is to differ each time: the image that is picked

    @property
    def class_names(self) -> tuple[str, ...]:
        """What the outputs of the network shown last stand for; before the first, the classes of the data at hand."""
        return self._library.class_names if self._names is None else self._names

    def ask(self, snapshot: Snapshot) -> None:
        """Let the pad ask a network as it is looked at; training has it whole and sound.

        While another stands in, that one is asked: it knows digits, and is no stand-in where others are learned.
        """
        self._selection.use_sizes(snapshot.network.sizes)
        if snapshot.class_names != self._names:
            self._take_names(snapshot.class_names)
        if self._stand_in is not None and are_digits(snapshot.class_names):
            self._pad.use_network(self._stand_in.network, self._stand_in.novelty, is_stand_in=True)
            return
        network = self._selection.as_seen(snapshot.network)
        self._pad.use_network(network, snapshot.novelty, reads_digits=are_digits(snapshot.class_names))

    def _take_names(self, names: tuple[str, ...]) -> None:
        """Take note of other classes: what was said of those before, by their places, means nothing any more."""
        if self._names is not None:
            self._pad.forget_label()
            self._selection.choose_cell(None)
        self._names = names

    def ask_again(self) -> None:
        """Let the pad ask the network shown once more, because it is looked at otherwise."""
        if self._timeline.snapshot is not None:
            self.ask(self._timeline.snapshot)

    def stand_in(self, snapshot: Snapshot) -> None:
        """Let another network answer in the place of the one on screen, which knows nothing yet."""
        self._stand_in = snapshot
        if are_digits(self.class_names):
            self._pad.use_network(snapshot.network, snapshot.novelty, is_stand_in=True)

    def let_go(self) -> None:
        """Let the network on screen answer for itself."""
        if self._stand_in is not None:
            self._stand_in = None
            self._pad.forget_network()
            self.ask_again()

    def wait(self) -> None:
        """Ask nobody while a network is made: the one before must not answer. Whoever stands in still does."""
        if self._stand_in is None or not are_digits(self._library.class_names):
            self._pad.forget_network()

    def show_random_image(self) -> None:
        """Put any one of the test images on the pad; of the training images, where there are none to test with."""
        dataset = self._library.dataset
        if dataset is None:
            return  # it is still being loaded
        split = dataset.test if len(dataset.test) else dataset.train
        place = int(self._chance.integers(len(split)))
        self.show_image(split.images[place], int(split.labels[place]))

    def show_image(self, image: Bytes, label: int | None = None) -> None:
        """Put an image on the pad, with what it shows, where that is known and a class of the network shown."""
        is_known = label is not None and label < len(self.class_names)
        self._pad.show_image(image, label if is_known else None)
