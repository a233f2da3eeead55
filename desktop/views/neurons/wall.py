"""NeuronWall: all neurons of a layer at once, one picture each or their weights as a matrix, in any order."""

from itertools import pairwise
from time import monotonic

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from core.arrays import Array
from core.data.frame import SIDE
from core.insight import neurons
from core.insight.liveliness import Liveliness
from core.insight.orders import Order
from core.network.network import Network
from desktop.look.theme import Theme
from desktop.look.tips import wrapped
from desktop.look.words import percent
from desktop.models.neurons import Projection, Survey
from desktop.models.selection import Neuron
from desktop.session.workbench import Workbench
from desktop.views.neurons.heat_map import HeatMap
from desktop.widgets.form.number_fields import Combo
from desktop.widgets.labels import hint
from desktop.widgets.tiles.colors import Scale
from desktop.widgets.tiles.image_grid import ImageGrid
from desktop.widgets.tiles.marks import MarkLegend
from desktop.widgets.words import neurons as words

_SORTED_SECONDS = 4.0  # while training: tiles that change places all the time cannot be looked at
_MOST_EFFORT = 30_000_000  # multiplications that fit into a frame; what takes more is worked out in a job
_MOST_SAMPLED = 20_000  # weights that are looked at for the color scale
_SAMPLED = np.random.default_rng(0).permutation(SIDE * SIDE)  # which pixels, the first of them first
_NO_PICTURES = np.zeros((0, 28, 28), np.float32)


class NeuronWall(QWidget):
    """Shows a layer; knows which neuron stands where.

    Parameters
    ----------
    workbench : Workbench
        Whose class names, jobs and switched off neurons are shown.
    theme : Theme
        The colors to draw with.
    """

    opened = Signal(object)  # Neuron that was clicked, or chosen with Enter
    picked = Signal(object)  # Neuron the arrow keys went to
    menu_asked = Signal(object, QPoint)  # Neuron, place of the screen
    view_changed = Signal()  # another layer or order was chosen

    def __init__(self, workbench: Workbench, theme: Theme) -> None:
        super().__init__()
        self._workbench = workbench
        self._network: Network | None = None
        self._sizes: tuple[int, ...] = ()
        self._order: npt.NDArray[np.intp] = np.arange(0)
        self._sorted_at: float | None = None  # when, in seconds of a steady clock
        self._survey: Survey | None = None
        self._projection: Projection | None = None
        self._grid = ImageGrid(theme, "neuron")
        self._grid.setObjectName("weightImages")
        self._grid.setAccessibleName("Weight images")
        self._grid.set_empty_text("The network is being made.")
        self._grid.set_legend_visible(True)
        self._grid.set_tooltips(self._describe)
        self._grid.opened.connect(lambda tile: self._announce(self.opened, tile))
        self._grid.picked.connect(lambda tile: self._announce(self.picked, tile))
        self._grid.menu_asked.connect(self._ask_for_menu)
        self._map = HeatMap(theme)
        self._map.setObjectName("weightMatrix")
        self._map.setAccessibleName("Weight matrix")
        self._map.set_tooltips(self._describe_weight)
        self._map.column_picked.connect(lambda tile: self._announce(self.opened, tile))
        self._layer = _combo("layerCombo", "Layer", "Which layer's neurons are shown.")
        self._layer.currentIndexChanged.connect(self._change_view)
        self._order_combo = _combo("orderCombo", "Order", words.ORDERS_TIP)
        for kind, (title, _) in words.ORDERS.items():
            self._order_combo.addItem(title, kind)
        self._order_combo.currentIndexChanged.connect(self._change_view)
        self._as_matrix = _check("matrixCheck", "Matrix", "Show the layer's weights as a matrix of colored cells.")
        self._as_matrix.toggled.connect(self._change_view)
        self._own_scale = _check("ownScaleCheck", "Own scale", words.OWN_SCALE_TIP)
        self._own_scale.setChecked(workbench.preferences.flag("own scale", False))
        self._own_scale.toggled.connect(self._change_scale)
        self._caption, self._legend = hint(), MarkLegend(theme)
        self._caption.setObjectName("wallLabel")
        self._caption.setWordWrap(False)
        self._caption.setMinimumWidth(40)
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay_out()
        in_turn = (self._layer, self._order_combo, self._as_matrix, self._own_scale, self._grid)
        for before, after in pairwise(in_turn):
            self.setTabOrder(before, after)
        workbench.neurons.projected.connect(self._take_projection)
        workbench.selection.neurons_forgotten.connect(lambda: self._grid.choose(None))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 2)
        bar.setSpacing(8)
        for widget in (self._layer, self._order_combo):
            bar.addWidget(widget)
        bar.addStretch(1)
        for check in (self._as_matrix, self._own_scale):
            bar.addWidget(check)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 2)
        line.addWidget(self._caption, 1)
        line.addWidget(self._legend)
        self._views = QStackedWidget()
        self._views.addWidget(self._grid)
        self._views.addWidget(self._map)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addLayout(line)
        layout.addWidget(self._views, 1)

    def take_focus(self) -> None:
        """Let the arrow keys go from neuron to neuron."""
        self._grid.setFocus()

    # What is shown ---------------------------------------------------------------------------------

    @property
    def layer(self) -> int:
        """Which layer is shown, from 0; the last one is the output layer."""
        return max(0, self._layer.currentIndex())

    @property
    def kind(self) -> Order:
        """The order asked for; the outputs stay in the order of the classes."""
        kind: Order = "position" if self._is_output else self._order_combo.currentData()
        return kind

    @property
    def chosen(self) -> Neuron | None:
        """The neuron whose tile is outlined."""
        return self.neuron_at(self._grid.chosen)

    @property
    def _is_output(self) -> bool:
        return self.layer == len(self._sizes) - 2

    def show_network(self, network: Network, chosen: Neuron | None) -> None:
        """Show the neurons of a network, one of them outlined if its layer is shown.

        Parameters
        ----------
        network : Network
            The network; its layers are offered anew when they are other ones.
        chosen : Neuron, optional
            Which to outline; without it, the one that was.
        """
        self._network = network
        if network.sizes != self._sizes:
            self._offer_layers(network.sizes)
        if self.isHidden():
            return
        is_matrix = self.layer > 0 and self._as_matrix.isChecked()
        self._as_matrix.setVisible(self.layer > 0)
        self._own_scale.setVisible(not is_matrix)
        self._order_combo.setEnabled(not self._is_output)
        self._views.setCurrentWidget(self._map if is_matrix else self._grid)
        if is_matrix:
            self._show_matrix(network)
        else:
            self._show_pictures(network)
            self._grid.choose(self.tile_of(chosen) if chosen else self._grid.chosen)
        text = words.wall_caption(self.layer, len(self._sizes) - 2, is_matrix=is_matrix)
        self._caption.setText(text)
        self._caption.setToolTip(wrapped(text))
        self.show_marks()

    def show_layer(self, layer: int) -> None:
        """Show a layer, from 0; nothing changes where there is no such layer."""
        if 0 <= layer < self._layer.count():
            self._layer.setCurrentIndex(layer)

    def show_marks(self) -> None:
        """Mark the neurons that are dead, saturated or switched off."""
        off = [index for of_layer, index in self._workbench.selection.muted if of_layer == self.layer]
        by_neuron = words.marks(self.liveliness(self.layer), off)
        places = np.argsort(self._order)
        self._grid.set_marks({int(places[index]): several for index, several in by_neuron.items()})
        self._legend.show_counts(words.counts(by_neuron))

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        for widget in (self._grid, self._map, self._legend):
            widget.set_theme(theme)

    def _offer_layers(self, sizes: tuple[int, ...]) -> None:
        chosen = self._layer.currentIndex()
        self._sizes = sizes
        self._survey = self._projection = None
        self._layer.blockSignals(True)
        self._layer.clear()
        for index, size in enumerate(sizes[1:-1]):
            self._layer.addItem(f"Layer {index + 1}: {size:,} neurons")
        self._layer.addItem(f"Outputs: {sizes[-1]} neurons")
        self._layer.setCurrentIndex(max(0, min(chosen, self._layer.count() - 1)))
        self._layer.blockSignals(False)
        self._take_positions()

    def _show_matrix(self, network: Network) -> None:
        weights = network.layers[self.layer].weights
        self._map.show_matrix(
            weights if self.kind == "position" else weights[:, self._order],
            f"neurons of layer {self.layer}",
            "outputs" if self._is_output else f"neurons of layer {self.layer + 1}",
            self._workbench.class_names if self._is_output else (),
        )

    def _show_pictures(self, network: Network) -> None:
        pictures = self._pictures(network)
        names = self._workbench.class_names
        captions = [names[index] for index in self._order] if self._is_output and len(pictures) else None
        scale: Scale = "each" if self._own_scale.isChecked() else "common"
        self._grid.set_empty_text("The pictures are being worked out, through all layers before.")
        self._grid.set_numbers(None if self.kind == "position" else self._order.tolist())
        self._grid.show_images(pictures, scale, limit=_common_limit(pictures), captions=captions)

    def _pictures(self, network: Network) -> Array:
        """Return the pictures to show; where they take long, those known so far, while a job makes others."""
        order = None if self.kind == "position" else self._order
        if neurons.effort(network, self.layer) <= _MOST_EFFORT:
            return neurons.pictures(network, self.layer, order)
        known = self._projection
        if known is None or known.layer != self.layer or known.network is not network:
            self._workbench.neurons.project(network, self.layer, is_urgent=not self._workbench.is_followed_live)
        if known is None or known.layer != self.layer:
            return _NO_PICTURES
        return known.pictures if order is None else known.pictures[order]

    def _take_projection(self, found: Projection) -> None:
        if found.network.sizes != self._sizes:
            return
        self._projection = found
        if self._network is not None and self.isVisible() and found.layer == self.layer:
            self._redraw()

    def _redraw(self) -> None:
        if self._network is not None:
            self.show_network(self._network, None)

    def _change_view(self) -> None:
        if self._network is not None:
            self._take_positions()
            self._redraw()
            self.view_changed.emit()

    def _change_scale(self, is_own: bool) -> None:
        self._workbench.preferences.set_flag("own scale", is_own)
        self._redraw()

    # What jobs find out, and the order -------------------------------------------------------------

    def liveliness(self, layer: int) -> Liveliness | None:
        """Return what was found out last about the neurons of a layer."""
        found = self._survey.liveliness if self._survey is not None else ()
        return found[layer] if layer < len(found) else None

    def take_survey(self, survey: Survey) -> None:
        """Mark the neurons, and put them in the order that was asked for."""
        if survey.network.sizes != self._sizes:
            return
        self._survey = survey
        is_asked_for = survey.layer == self.layer and survey.kind == self.kind
        if is_asked_for and not self._is_order_held():
            self._put_in_order(survey.order)
        self.show_marks()

    def _is_order_held(self) -> bool:
        """Return whether the tiles have to stay where they are, as someone looks or points at them."""
        if self._sorted_at is None or not self._workbench.is_followed_live:
            return False
        return self._grid.underMouse() or monotonic() < self._sorted_at + _SORTED_SECONDS

    def _put_in_order(self, order: npt.NDArray[np.intp]) -> None:
        self._sorted_at = monotonic()
        if np.array_equal(order, self._order):
            return
        chosen = self.chosen
        self._order = order
        self._redraw()
        if chosen is not None:
            self._grid.choose(self.tile_of(chosen))

    def _take_positions(self) -> None:
        """Lay out the neurons as they come, until the order asked for is found out."""
        self._order, self._sorted_at = np.arange(self._sizes[self.layer + 1]), None

    # Neurons and tiles -----------------------------------------------------------------------------

    def tile_of(self, neuron: Neuron) -> int | None:
        """Return the place of a neuron on the wall, or None when its layer is not shown."""
        if neuron[0] != self.layer:
            return None
        found = np.flatnonzero(self._order == neuron[1])
        return int(found[0]) if found.size else None

    def neuron_at(self, tile: int | None) -> Neuron | None:
        """Return the neuron of a tile."""
        return None if tile is None or tile >= len(self._order) else (self.layer, int(self._order[tile]))

    def beside(self, neuron: Neuron, by: int) -> Neuron | None:
        """Return the neuron so many places further on the wall, round at its ends."""
        tile = self.tile_of(neuron)
        return None if tile is None else self.neuron_at((tile + by) % len(self._order))

    def _announce(self, signal: SignalInstance, tile: int) -> None:
        neuron = self.neuron_at(tile)
        if neuron is not None:
            signal.emit(neuron)

    def _ask_for_menu(self, tile: int, place: QPoint) -> None:
        neuron = self.neuron_at(tile)
        if neuron is not None:
            self.menu_asked.emit(neuron, place)

    # Tooltips --------------------------------------------------------------------------------------

    def _describe(self, tile: int) -> str:
        if self._network is None or tile >= len(self._order):
            return ""
        layer, index = self._network.layers[self.layer], self._order[tile]
        weights = layer.weights[:, index]
        found = self.liveliness(self.layer)
        active = f", active on {percent(float(found.active[index]))} of the test images" if found else ""
        return f"bias {layer.biases[index]:.3g}, weights from {weights.min():.3g} to {weights.max():.3g}{active}"

    def _describe_weight(self, row: int, column: int) -> str:
        if self._network is None or column >= len(self._order):
            return ""
        index = int(self._order[column])
        weight = self._network.layers[self.layer].weights[row, index]
        to = f"output {self._workbench.class_names[index]}" if self._is_output else f"neuron {index + 1}"
        return f"from neuron {row + 1} of layer {self.layer} to {to}: {weight:.3g}"


def _common_limit(pictures: Array) -> float:
    """Return the size of weight that has the full color: nearly the largest, so that a few do not pale the rest.

    The same pixels of every picture are looked at, so that it is the same in any order of the pictures.
    """
    if not pictures.size:
        return 1.0
    sizes = np.abs(pictures.reshape(len(pictures), -1)[:, _SAMPLED[: max(8, _MOST_SAMPLED // len(pictures))]])
    return float(np.quantile(sizes, 0.998)) or float(np.abs(pictures).max())


def _combo(name: str, label: str, tip: str) -> Combo:
    combo = Combo()
    combo.setObjectName(name)
    combo.setAccessibleName(label)
    combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
    combo.setToolTip(wrapped(tip))
    return combo


def _check(name: str, label: str, tip: str) -> QCheckBox:
    check = QCheckBox(label)
    check.setObjectName(name)
    check.setToolTip(wrapped(tip))
    return check
