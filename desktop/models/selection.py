"""SelectionModel: what a person points at, for every view alike: a neuron, a cell, neurons switched off, damage."""

from PySide6.QtCore import QObject, Signal

from core.insight.ablation import without
from core.insight.damage import SOUND, Damage, damaged
from core.network.network import Network

Neuron = tuple[int, int]
"""Layer, from 0, and place in it."""

Cell = tuple[int, int]
"""The class an image shows, and the one it was taken for."""


class SelectionModel(QObject):
    """What is chosen."""

    neuron_changed = Signal(object)  # Neuron or None
    cell_changed = Signal(object)  # Cell or None
    muted_changed = Signal(object)  # frozenset of Neuron
    damage_changed = Signal(object)  # Damage
    altered = Signal()  # the network is looked at otherwise than before: neurons are off or on, it is damaged or sound
    neurons_forgotten = Signal()  # another network is at hand: none of its neurons was ever pointed at

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._neuron: Neuron | None = None
        self._cell: Cell | None = None
        self._muted: frozenset[Neuron] = frozenset()
        self._damage = SOUND
        self._damaged: tuple[Network, Network] | None = None  # the network seen last, and as it is damaged
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

    @property
    def damage(self) -> Damage:
        """What is done to the network, to see what is left of it."""
        return self._damage

    @property
    def is_altered(self) -> bool:
        """Whether the network is looked at otherwise than it is trained."""
        return bool(self._muted) or not self._damage.is_none

    def as_seen(self, network: Network) -> Network:
        """Return a network as it is looked at: damaged, and without the neurons that are off; training has it whole."""
        return without(self.as_damaged(network), self._muted)

    def as_damaged(self, network: Network) -> Network:
        """Return a network damaged, with all its neurons; the latest is kept, for several views ask for the same."""
        if self._damage.is_none:
            return network
        if self._damaged is None or self._damaged[0] is not network:
            self._damaged = (network, damaged(network, self._damage))
        return self._damaged[1]

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
            self.altered.emit()

    def do_damage(self, damage: Damage) -> None:
        """Look at the network as it is with some damage, in the place of any that was done before."""
        if damage != self._damage:
            self._damage = damage
            self._damaged = None
            self.damage_changed.emit(damage)
            self.altered.emit()

    def make_whole(self) -> None:
        """Switch all neurons on and undo all damage."""
        self.mute(frozenset())
        self.do_damage(SOUND)

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
        """Choose no neuron and look at all of another network: what the numbers meant is gone."""
        self.choose_neuron(None)
        self.make_whole()
        self.neurons_forgotten.emit()
