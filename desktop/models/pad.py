"""PadModel: the ink, the image made of it, and what the network shown says to it."""

from PySide6.QtCore import QObject, Signal

from core.arrays import Bytes
from core.data.ink import Ink, prepare
from core.insight.answer import Answer, answer
from core.network.network import Network


class PadModel(QObject):
    """What is on the pad. The answer is new with every stroke and with every network shown."""

    image_changed = Signal(object)  # uint8 (28, 28)
    answered = Signal(object)  # Answer, or None on an empty pad

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ink = Ink()
        self._image: Bytes = prepare(self._ink)
        self._network: Network | None = None
        self._answer: Answer | None = None

    @property
    def ink(self) -> Ink:
        """What was drawn."""
        return self._ink

    @property
    def image(self) -> Bytes:
        """What the network sees of it, shape (28, 28)."""
        return self._image

    @property
    def answer(self) -> Answer | None:
        """What the network says; none on an empty pad."""
        return self._answer

    def change_ink(self, ink: Ink) -> None:
        """Take other ink, prepare it, and ask the network."""
        self._ink = ink
        self._image = prepare(ink)
        self.image_changed.emit(self._image)
        self._ask()

    def use_network(self, network: Network) -> None:
        """Ask this network from now on."""
        self._network = network
        if self._ink.is_empty and self._answer is None:
            return  # nothing to ask, and nothing on screen to change
        self._ask()

    def _ask(self) -> None:
        self._answer = None
        if self._network is not None and not self._ink.is_empty:
            self._answer = answer(self._network, self._image)
        self.answered.emit(self._answer)
