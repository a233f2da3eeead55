"""Arguments: the hidden neurons that argued loudest for what an image was taken for, and against it."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.arrays import Bytes
from core.insight import neurons
from core.insight.attribution import Attribution, attribute
from core.network.network import Network
from desktop.look.theme import Theme
from desktop.widgets.labels import hint
from desktop.widgets.tiles.image_grid import ImageGrid
from desktop.widgets.words.matrix import tenths

_MOST_NEURONS = 12
_NO_HIDDEN = "Without a hidden layer the pixels speak for themselves: see Why."
_SILENT = "No neuron of the last hidden layer says anything about this image: all pass on nothing to both outputs."


class Arguments(QWidget):
    """A title, and a picture of each neuron with what it said.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    least_height : int
        Pixels: the pictures are never lower than that.
    """

    picked = Signal(object)  # Neuron that was chosen, with the mouse or the arrow keys
    opened = Signal(object)  # Neuron that was clicked, or chosen with Enter; ``picked`` comes before it

    def __init__(self, theme: Theme, least_height: int) -> None:
        super().__init__()
        self._reasons: Attribution | None = None
        self._names: tuple[str, ...] = ()
        self._shown: npt.NDArray[np.intp] = np.arange(0)
        self._title = hint()
        self._title.setObjectName("argumentsTitle")
        self._title.setContentsMargins(6, 2, 8, 0)
        self._grid = ImageGrid(theme, "argument")
        self._grid.setObjectName("argumentImages")
        self._grid.setAccessibleName("Neurons that argued loudest for the mistake")
        self._grid.setMinimumHeight(least_height)
        self._grid.set_tile_edge(56, grows=True)
        self._grid.set_tooltips(self._describe)
        self._grid.picked.connect(lambda place: self._announce(self.picked, place))
        self._grid.opened.connect(lambda place: self._announce(self.opened, place))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._title)
        layout.addWidget(self._grid, 1)

    def show_image(self, network: Network, image: Bytes, label: int, digit: int, names: tuple[str, ...]) -> None:
        """Show who argued for what an image was taken for.

        Parameters
        ----------
        network : Network
            Whose neurons.
        image : ndarray, shape (28, 28), uint8
            What it looked at.
        label, digit : int
            What the image shows, and what it was taken for.
        names : tuple of str
            What the classes are called.
        """
        is_right = label == digit
        why = attribute(network, image, digit, None if is_right else label)
        self._reasons, self._names, self._shown = why, names, np.arange(0)
        if why.neurons:
            loudest, said = why.loudest(self._layer, _MOST_NEURONS), why.neurons[self._layer]
            loudest = loudest[said[loudest] != 0]
            self._shown = loudest[np.argsort(-said[loudest], kind="stable")]  # for it first, against it last
        if not len(self._shown):
            self._title.setText("Read correctly now." if is_right else "")
            self._grid.set_empty_text(_SILENT if why.neurons else _NO_HIDDEN)
            self._grid.clear()
            return
        start = "Read correctly now: why" if is_right else "Why"
        of_layer = f" of layer {self._layer + 1}" if self._layer else ""
        words = f"{start} {names[digit]} and not {names[why.rival]}: the neurons{of_layer} that argued loudest"
        self._title.setText(f"{words}. A click opens one.")
        captions = [f"{neuron + 1}: {tenths(self._said_by(neuron))}" for neuron in self._shown.tolist()]
        self._grid.show_images(neurons.pictures(network, self._layer, self._shown), "each", captions=captions)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._grid.set_theme(theme)

    @property
    def _layer(self) -> int:
        """The last hidden layer, from 0: it speaks to the outputs directly."""
        return len(self._reasons.neurons) - 1 if self._reasons is not None else 0

    def _said_by(self, neuron: int) -> float:
        assert self._reasons is not None  # asked only then
        return float(self._reasons.neurons[self._layer][neuron])

    def _describe(self, place: int) -> str:
        if self._reasons is None or place >= len(self._shown):
            return ""
        neuron = int(self._shown[place])
        of_layer = f" of layer {self._layer + 1}" if self._layer else ""
        winner, rival = self._names[self._reasons.winner], self._names[self._reasons.rival]
        return f"neuron {neuron + 1}{of_layer} {tenths(self._said_by(neuron))} for {winner} over {rival}"

    def _announce(self, signal: SignalInstance, place: int) -> None:
        if place < len(self._shown):
            signal.emit((self._layer, int(self._shown[place])))
