"""SelectionModel: what a person points at, for every view alike: a neuron, a cell, neurons switched off."""

from PySide6.QtCore import QObject, Signal

Neuron = tuple[int, int]
"""Layer, from 0, and place in it."""

Cell = tuple[int, int]
"""The digit an image shows, and the one it was taken for."""


class SelectionModel(QObject):
    """What is chosen."""

    neuron_changed = Signal(object)  # Neuron or None
    cell_changed = Signal(object)  # Cell or None
    muted_changed = Signal(object)  # frozenset of Neuron
    neurons_forgotten = Signal()  # another network is at hand: none of its neurons was ever pointed at

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._neuron: Neuron | None = None
        self._cell: Cell | None = None
        self._muted: frozenset[Neuron] = frozenset()
        self._sizes: tuple[int, ...] = ()

    @property
    def neuron(self) -> Neuron | None:
        """The neuron looked at."""
        return self._neuron

    @property
    def cell(self) -> Cell | None:
        """The cell of the confusion matrix whose images are shown."""
        return self._cell

    @property
    def muted(self) -> frozenset[Neuron]:
        """The neurons that are switched off."""
        return self._muted

    def choose_neuron(self, neuron: Neuron | None) -> None:
        """Look at a neuron, or at none."""
        if neuron != self._neuron:
            self._neuron = neuron
            self.neuron_changed.emit(neuron)

    def choose_cell(self, cell: Cell | None) -> None:
        """Look at a cell's images, or at no cell's."""
        if cell != self._cell:
            self._cell = cell
            self.cell_changed.emit(cell)

    def mute(self, muted: frozenset[Neuron]) -> None:
        """Switch these neurons off, and all others on."""
        if muted != self._muted:
            self._muted = muted
            self.muted_changed.emit(muted)

    def toggle_muted(self, neuron: Neuron) -> None:
        """Switch a neuron off, or on again if it is off."""
        self.mute(self._muted ^ {neuron})

    def use_sizes(self, sizes: tuple[int, ...]) -> None:
        """Forget the neurons of another architecture: their numbers mean nothing in this one.

        Parameters
        ----------
        sizes : tuple of int
            How many values each layer of the network shown has, such as (784, 128, 10).
        """
        if sizes != self._sizes:
            self._sizes = sizes
            self.forget_neurons()

    def forget_neurons(self) -> None:
        """Choose no neuron and switch all on, for another network: what its numbers meant is gone."""
        self.choose_neuron(None)
        self.mute(frozenset())
        self.neurons_forgotten.emit()
