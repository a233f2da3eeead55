"""Asking: which network answers on the pad, and what is put there to be asked about."""

import numpy as np
from PySide6.QtCore import QObject

from core.network.network import Network
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
        self._stand_in: Network | None = None  # answers in the place of one that knows nothing yet
        self._chance = np.random.default_rng()  # for what is to differ each time: the image that is picked

    def ask(self, snapshot: Snapshot) -> None:
        """Let the pad ask a network as it is looked at; training has it whole and sound.

        While another stands in, that one is asked.
        """
        self._selection.use_sizes(snapshot.network.sizes)
        if self._stand_in is not None:
            self._pad.use_network(self._stand_in, is_stand_in=True)
            return
        self._pad.use_network(self._selection.as_seen(snapshot.network))

    def ask_again(self) -> None:
        """Let the pad ask the network shown once more, because it is looked at otherwise."""
        if self._timeline.snapshot is not None:
            self.ask(self._timeline.snapshot)

    def stand_in(self, network: Network) -> None:
        """Let another network answer in the place of the one on screen, which knows nothing yet."""
        self._stand_in = network
        self._pad.use_network(network, is_stand_in=True)

    def let_go(self) -> None:
        """Let the network on screen answer for itself."""
        if self._stand_in is not None:
            self._stand_in = None
            self._pad.forget_network()
            self.ask_again()

    def wait(self) -> None:
        """Ask nobody while a network is made: the one before must not answer. Whoever stands in still does."""
        if self._stand_in is None:
            self._pad.forget_network()

    def show_random_image(self) -> None:
        """Put any one of the test images on the pad; of the training images, where there are none to test with."""
        dataset = self._library.dataset
        if dataset is None:
            return  # it is still being loaded
        split = dataset.test if len(dataset.test) else dataset.train
        place = int(self._chance.integers(len(split)))
        self._pad.show_image(split.images[place], int(split.labels[place]))
