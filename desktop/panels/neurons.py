"""NeuronsPanel: the wall of all neurons of a layer, one picture each, and a card for the one that is opened."""

from time import monotonic

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.arrays import Array
from core.data.dataset import Dataset, Split
from core.insight import neurons
from core.insight.liveliness import Liveliness
from core.insight.orders import Order
from core.training.snapshot import Snapshot
from desktop.models.neurons import Comparison, Portrayal, Survey
from desktop.panels.panel import Panel
from desktop.theme import Theme, ThemeKeeper
from desktop.widgets import neuron_words as words
from desktop.widgets.heat_map import HeatMap
from desktop.widgets.image_grid import ImageGrid
from desktop.widgets.labels import hint
from desktop.widgets.neuron_card import NeuronCard, Strip
from desktop.widgets.number_fields import Combo
from desktop.widgets.tile_colors import Scale
from desktop.widgets.tile_marks import MarkLegend
from desktop.words import percent
from desktop.workbench import Workbench

_FIRST = "Orange: ink excites it, blue inhibits. Click to open."
_DEEPER = "Multiplied through the layers before, as if these had no activation: what each neuron leans to."
_MATRIX = "Every weight: a row for each neuron before, a column for each neuron of this layer. A click opens it."
_OUTPUT_MATRIX = "Every weight: a row for each neuron of the last hidden layer, a column for each output."
_OUTPUTS = "What each output leans to. These are no hidden neurons: they cannot be opened or switched off."
_NO_HIDDEN = "This network has no hidden layer: these are the weights of the ten outputs themselves."
_WALL_BESIDE = 940  # pixels of width from which the wall stays in sight beside an open neuron
_EXAMPLES = 8
_SORTED_SECONDS = 4.0  # while training: tiles that change places all the time cannot be looked at


class NeuronsPanel(Panel):
    """The weight images of a layer, live, and one neuron from all sides."""

    rest_ms = 100  # ten pictures of all neurons a second: the eye sees them change, and training keeps its pace

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._snapshot: Snapshot | None = None
        self._sizes: tuple[int, ...] = ()
        self._order: npt.NDArray[np.intp] = np.arange(0)
        self._sorted_at: float | None = None  # when, in seconds of a steady clock
        self._survey: Survey | None = None
        self._portrayal: Portrayal | None = None
        self._comparison: Comparison | None = None
        self._grid = ImageGrid(themes.theme, "neuron")
        self._grid.setObjectName("weightImages")
        self._grid.setAccessibleName("Weight images")
        self._grid.set_empty_text("The network is being made.")
        self._grid.set_legend_visible(True)
        self._grid.set_tooltips(self._describe)
        self._grid.opened.connect(self._open_tile)
        self._grid.picked.connect(self._follow_tile)
        self._grid.menu_asked.connect(self._show_menu)
        self._map = HeatMap(themes.theme)
        self._map.setObjectName("weightMatrix")
        self._map.setAccessibleName("Weight matrix")
        self._map.set_tooltips(self._describe_weight)
        self._map.column_picked.connect(self._open_tile)
        self._layer = _combo("layerCombo", "Layer", "Which layer's neurons are shown.")
        self._layer.currentIndexChanged.connect(self._change_view)
        self._order_combo = _combo("orderCombo", "Order", "")
        for kind, (title, _) in words.ORDERS.items():
            self._order_combo.addItem(title, kind)
        self._order_combo.setToolTip(
            "<p>The order of the neurons: "
            + "; ".join(f"<b>{title.lower()}</b>: {what}" for title, what in words.ORDERS.values())
            + ". While training it is renewed every few seconds.</p>"
        )
        self._order_combo.currentIndexChanged.connect(self._change_view)
        self._as_matrix = _check("matrixCheck", "Matrix", "Show the layer's weights as a matrix of colored cells.")
        self._as_matrix.toggled.connect(self._change_view)
        self._own_scale = _check(
            "ownScaleCheck",
            "Own scale",
            "Off: one color range for all pictures, so that they can be compared. "
            "On: each picture uses the full range, so that weak neurons can be seen as well.",
        )
        self._own_scale.setChecked(workbench.preferences.flag("own scale", False))
        self._own_scale.toggled.connect(self._change_scale)
        self._caption, self._legend = hint(), MarkLegend(themes.theme)
        self._caption.setWordWrap(False)
        self._caption.setMinimumWidth(40)
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._muted_words = hint()
        self._muted_words.setObjectName("mutedLabel")
        self._card = NeuronCard(themes.theme)
        self._card.setObjectName("neuronCard")
        self._card.hide()
        self._lay_out()
        self._join()

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
        self._wall = QWidget()
        wall = QVBoxLayout(self._wall)
        wall.setContentsMargins(0, 0, 0, 0)
        wall.setSpacing(0)
        wall.addLayout(bar)
        wall.addLayout(line)
        wall.addWidget(self._views, 1)
        all_on = QPushButton("Switch all on")
        all_on.setObjectName("allOnButton")
        all_on.setToolTip("<p>Let the network answer with all its neurons again.</p>")
        all_on.clicked.connect(lambda: self.workbench.selection.mute(frozenset()))
        self._muted_line = QWidget()
        muted = QHBoxLayout(self._muted_line)
        muted.setContentsMargins(8, 4, 8, 4)
        muted.addWidget(self._muted_words, 1)
        muted.addWidget(all_on)
        self._muted_line.hide()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._wall, 4)
        middle.addWidget(self._card, 7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._muted_line)
        layout.addLayout(middle, 1)

    def _join(self) -> None:
        workbench, card = self.workbench, self._card
        workbench.neurons.surveyed.connect(self._take_survey)
        workbench.neurons.portrayed.connect(self._take_portrayal)
        workbench.neurons.compared.connect(self._take_comparison)
        workbench.training.state_changed.connect(lambda state: self._ask_when_paused())
        workbench.selection.neuron_changed.connect(self._show_choice)
        workbench.selection.muted_changed.connect(self._show_muted)
        card.closed.connect(self._close)
        card.stepped.connect(self._step)
        card.mute_asked.connect(self._toggle_open)
        card.most_picked.connect(lambda place: self._put_on_pad(place, is_most=True))
        card.least_picked.connect(lambda place: self._put_on_pad(place, is_most=False))
        card.moment_picked.connect(self._go_to_moment)

    # What is shown ---------------------------------------------------------------------------------

    def draw(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        if snapshot.network.sizes != self._sizes:
            self._offer_layers(snapshot.network.sizes)
        self._redraw()

    def show_layer(self, layer: int) -> None:
        """Show a layer, from 0; nothing changes where there is no such layer."""
        if 0 <= layer < self._layer.count():
            self._layer.setCurrentIndex(layer)

    def set_theme(self, theme: Theme) -> None:
        for widget in (self._grid, self._map, self._legend, self._card):
            widget.set_theme(theme)

    @property
    def _layer_index(self) -> int:
        return max(0, self._layer.currentIndex())

    @property
    def _is_output(self) -> bool:
        return self._layer_index == len(self._sizes) - 2

    @property
    def _open(self) -> tuple[int, int] | None:
        """The hidden neuron on the card, if one is."""
        neuron = self.workbench.selection.neuron
        if neuron is None or not 0 <= neuron[0] < len(self._sizes) - 2:
            return None
        return neuron if neuron[1] < self._sizes[neuron[0] + 1] else None

    @property
    def _test(self) -> Split | None:
        dataset = self.workbench.library.dataset
        return None if dataset is None else dataset.test

    @property
    def _names(self) -> tuple[str, ...]:
        dataset: Dataset | None = self.workbench.library.dataset
        return dataset.class_names if dataset is not None else tuple(map(str, range(10)))

    def _offer_layers(self, sizes: tuple[int, ...]) -> None:
        chosen = self._layer.currentIndex()
        self._sizes = sizes
        self._survey = self._portrayal = self._comparison = None
        self._layer.blockSignals(True)
        self._layer.clear()
        for index, size in enumerate(sizes[1:-1]):
            self._layer.addItem(f"Layer {index + 1}: {size:,} neurons")
        self._layer.addItem(f"Outputs: {sizes[-1]} neurons")
        self._layer.setCurrentIndex(max(0, min(chosen, self._layer.count() - 1)))
        self._layer.blockSignals(False)
        self._take_positions()
        self._show_choice(self.workbench.selection.neuron)

    def _change_view(self) -> None:
        if self._snapshot is not None:
            self._take_positions()
            self._redraw(is_urgent=True)

    def _take_positions(self) -> None:
        """Lay out the neurons as they come, until the order asked for is found out."""
        self._order, self._sorted_at = np.arange(self._sizes[self._layer_index + 1]), None

    def _redraw(self, *, is_urgent: bool = False) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        if not self._wall.isHidden():
            self._draw_wall(snapshot)
        if self._open is not None:
            self._draw_card(snapshot, self._open)
        self._ask(snapshot, is_urgent=is_urgent or not self.workbench.is_followed_live)
        self._show_muted_words()

    def _draw_wall(self, snapshot: Snapshot) -> None:
        layer = self._layer_index
        is_matrix = layer > 0 and self._as_matrix.isChecked()
        self._as_matrix.setVisible(layer > 0)
        self._own_scale.setVisible(not is_matrix)
        self._order_combo.setEnabled(not self._is_output)
        self._views.setCurrentWidget(self._map if is_matrix else self._grid)
        if is_matrix:
            before = "layer" if layer else "pixels"
            self._map.show_matrix(
                snapshot.network.layers[layer].weights[:, self._order],
                f"neurons of {before} {layer}",
                "outputs" if self._is_output else f"neurons of layer {layer + 1}",
            )
        else:
            pictures = neurons.pictures(snapshot.network, layer, None if self._is_in_place else self._order)
            names = [self._names[index] for index in self._order] if self._is_output else None
            scale: Scale = "each" if self._own_scale.isChecked() else "common"
            self._grid.set_numbers(None if self._is_in_place else self._order.tolist())
            self._grid.show_images(pictures, scale, limit=_common_limit(pictures), captions=names)
            self._grid.choose(self._tile_of(self._open) if self._open else self._grid.chosen)
        self._caption.setText(self._words_for_layer(is_matrix))
        self._caption.setToolTip(f"<p>{self._caption.text()}</p>")
        self._show_marks()

    @property
    def _is_in_place(self) -> bool:
        return self._kind == "position"

    @property
    def _kind(self) -> Order:
        """The order asked for; the outputs stay in the order of the digits."""
        kind: Order = "position" if self._is_output else self._order_combo.currentData()
        return kind

    def _words_for_layer(self, is_matrix: bool) -> str:
        if len(self._sizes) == 2:
            return _NO_HIDDEN
        if self._is_output and not is_matrix:
            return _OUTPUTS
        if is_matrix:
            return _OUTPUT_MATRIX if self._is_output else _MATRIX
        return _DEEPER if self._layer_index else _FIRST

    def _show_marks(self) -> None:
        layer = self._layer_index
        off = [index for of_layer, index in self.workbench.selection.muted if of_layer == layer]
        by_neuron = words.marks(self._liveliness(layer), off)
        places = np.argsort(self._order)
        self._grid.set_marks({int(places[index]): several for index, several in by_neuron.items()})
        self._legend.show_counts(words.counts(by_neuron))

    def _liveliness(self, layer: int) -> Liveliness | None:
        """Return what was found out last about the neurons of a layer."""
        found = self._survey.liveliness if self._survey is not None else ()
        return found[layer] if layer < len(found) else None

    def _draw_card(self, snapshot: Snapshot, neuron: tuple[int, int]) -> None:
        layer, index = neuron
        deeper = "" if layer == 0 else _DEEPER
        picture = neurons.pictures(snapshot.network, layer, np.array([index]))[0]
        of_layer = f" in layer {layer + 1}" if len(self._sizes) > 3 else ""
        self._card.show_neuron(
            f"Neuron {index + 1:,} of {self._sizes[layer + 1]:,}{of_layer}",
            picture,
            f"weights from {picture.min():.3g} to {picture.max():.3g}\n{deeper}".strip(),
            is_muted=neuron in self.workbench.selection.muted,
        )
        self._card.set_class_names(self._names)
        self._show_portrayal(snapshot, neuron)

    def _show_portrayal(self, snapshot: Snapshot, neuron: tuple[int, int]) -> None:
        layer, index = neuron
        found = self._portrayal
        if found is not None and (found.portrait.layer, found.portrait.index) != neuron:
            found = None
        portrait = found.portrait if found is not None else None
        bias = float(snapshot.network.layers[layer].biases[index])
        marks = words.marks(self._liveliness(layer), ())  # its button says whether it is switched off
        told = words.facts(bias, portrait, found.means if found else None, self._names)
        self._card.show_facts("\n".join([*told, *(mark.words for mark in marks.get(index, ()))]))
        self._card.show_votes(portrait.votes if portrait else None, words.votes_note(layer == len(self._sizes) - 3))
        has_images = self._test is not None and len(self._test) > 0
        empty = "" if has_images else "This data set has no test images."
        most = self._examples(portrait.most, portrait.values) if portrait else Strip()
        least = self._examples(portrait.least, portrait.values) if portrait else Strip()
        self._card.show_examples(most, least, empty)
        if found is not None:
            self._show_film(found, snapshot)
        else:
            self._card.show_film(Strip(), None, "Through time")

    def _examples(self, places: npt.NDArray[np.intp], values: Array) -> Strip:
        test = self._test
        if test is None or len(values) != len(test):
            return Strip()
        labels = [self._names[label] for label in test.labels[places]]
        tips = [
            f"test image {place + 1:,}, labelled {label}, value {values[place]:.3g}\nA click puts it on the pad."
            for place, label in zip(places.tolist(), labels, strict=True)
        ]
        return Strip(test.images[places], labels, tips)

    def _show_film(self, found: Portrayal, snapshot: Snapshot) -> None:
        steps = [moment.step for moment in found.moments]
        now = int(np.searchsorted(steps, snapshot.step, side="right")) - 1 if steps else None
        captions = [words.batches(step) for step in steps]
        tips = [
            f"batch {moment.step:,}, epoch {moment.epoch:.3g}\nA click goes there on the timeline."
            for moment in found.moments
        ]
        note = "Through time, by batches" if len(steps) > 1 else "Through time: train, and there is more to see"
        self._card.show_film(Strip(found.film, captions, tips), now, note)

    # What jobs find out ----------------------------------------------------------------------------

    def _ask(self, snapshot: Snapshot, *, is_urgent: bool) -> None:
        """Ask for what takes a look at many images; the newest question wins."""
        test, model = self._test, self.workbench.neurons
        if test is None or not self.isVisible():
            return
        recording = self.workbench.timeline.recording
        start = recording[0].network if len(recording) else snapshot.network
        model.survey(snapshot.network, self._layer_index, self._kind, start, test.images, is_urgent=is_urgent)
        if self._open is not None:
            moments = recording.spread(_EXAMPLES)
            model.portray(snapshot.network, self._open, test, moments, _EXAMPLES, is_urgent=is_urgent)
        if self.workbench.selection.muted:
            cost = snapshot.hyperparameters.cost
            model.compare(snapshot.network, self.workbench.selection.muted, cost, test, is_urgent=is_urgent)

    def _ask_when_paused(self) -> None:
        """Have at once what was to wait while training ran."""
        if self._snapshot is not None and not self.workbench.is_followed_live:
            self._ask(self._snapshot, is_urgent=True)

    def _take_survey(self, survey: Survey) -> None:
        if survey.network.sizes != self._sizes:
            return
        self._survey = survey
        is_asked_for = survey.layer == self._layer_index and survey.kind == self._kind
        if is_asked_for and not self._is_order_held():
            self._put_in_order(survey.order)
        self._show_marks()

    def _is_order_held(self) -> bool:
        """Return whether the tiles have to stay where they are, as someone looks or points at them."""
        if self._sorted_at is None or not self.workbench.is_followed_live:
            return False
        return self._grid.underMouse() or monotonic() < self._sorted_at + _SORTED_SECONDS

    def _put_in_order(self, order: npt.NDArray[np.intp]) -> None:
        self._sorted_at = monotonic()
        if np.array_equal(order, self._order):
            return
        chosen = self._neuron_at(self._grid.chosen)
        self._order = order
        if self._snapshot is not None and not self._wall.isHidden():
            self._draw_wall(self._snapshot)
        if chosen is not None:
            self._grid.choose(self._tile_of(chosen))

    def _take_portrayal(self, found: Portrayal) -> None:
        if found.network.sizes == self._sizes:
            self._portrayal = found
            if self._snapshot is not None and self._open is not None:
                self._show_portrayal(self._snapshot, self._open)

    def _take_comparison(self, found: Comparison) -> None:
        self._comparison = found
        self._show_muted_words()

    # The neuron that is opened ---------------------------------------------------------------------

    def _tile_of(self, neuron: tuple[int, int]) -> int | None:
        """Return the place of a neuron on the wall, or None when its layer is not shown."""
        if neuron[0] != self._layer_index:
            return None
        found = np.flatnonzero(self._order == neuron[1])
        return int(found[0]) if found.size else None

    def _neuron_at(self, tile: int | None) -> tuple[int, int] | None:
        """Return the hidden neuron of a tile."""
        if tile is None or self._is_output or tile >= len(self._order):
            return None
        return self._layer_index, int(self._order[tile])

    def _open_tile(self, tile: int) -> None:
        neuron = self._neuron_at(tile)
        if neuron is not None:
            self.workbench.selection.choose_neuron(neuron)

    def _follow_tile(self, tile: int) -> None:
        """While a neuron is open, the arrow keys on the wall open the next."""
        if self._open is not None:
            self._open_tile(tile)

    def _show_choice(self, neuron: tuple[int, int] | None) -> None:
        """Open the card for a neuron, wherever it was chosen; close it for none."""
        was_shown, is_shown = not self._card.isHidden(), self._open is not None
        self._card.setVisible(is_shown)
        self._make_room()
        if self._open is not None and self._open[0] != self._layer_index:
            self._layer.setCurrentIndex(self._open[0])  # draws
        elif self.isVisible():
            self._redraw(is_urgent=True)
        if is_shown and not was_shown and self._wall.isHidden():
            self._card.setFocus()
        elif was_shown and not is_shown:
            self._grid.setFocus()

    def _make_room(self) -> None:
        self._wall.setVisible(self._open is None or self.width() >= _WALL_BESIDE)

    def _close(self) -> None:
        self.workbench.selection.choose_neuron(None)

    def _step(self, by: int) -> None:
        """Open the next neuron in the order of the wall, round at its ends."""
        tile = self._tile_of(self._open) if self._open is not None else None
        if tile is not None:
            self._open_tile((tile + by) % len(self._order))

    def _put_on_pad(self, place: int, *, is_most: bool) -> None:
        test, found = self._test, self._portrayal
        if test is not None and found is not None:
            index = int((found.portrait.most if is_most else found.portrait.least)[place])
            self.workbench.show_on_pad(test.images[index], int(test.labels[index]))

    def _go_to_moment(self, place: int) -> None:
        if self._portrayal is not None:
            timeline = self.workbench.timeline
            timeline.move_to(timeline.recording.at_step(self._portrayal.moments[place].step))

    # Neurons that are switched off -----------------------------------------------------------------

    def _toggle_open(self) -> None:
        if self._open is not None:
            self.workbench.selection.toggle_muted(self._open)

    def _show_muted(self, muted: frozenset[tuple[int, int]]) -> None:
        self._muted_line.setVisible(bool(muted))
        if self.isVisible():
            self._redraw(is_urgent=True)

    def _show_muted_words(self) -> None:
        muted, found, snapshot = self.workbench.selection.muted, self._comparison, self._snapshot
        if not muted or snapshot is None:
            return
        known = found if found is not None and found.muted == muted else None
        self._muted_words.setText(
            words.muted_sentence(muted, known.whole if known else None, known.rest if known else None)
        )

    def _show_menu(self, tile: int, place: QPoint) -> None:
        neuron = self._neuron_at(tile)
        if neuron is None:
            return
        selection = self.workbench.selection
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Open", lambda: selection.choose_neuron(neuron))
        is_muted = neuron in selection.muted
        menu.addAction("Switch &on" if is_muted else "Switch o&ff", lambda: selection.toggle_muted(neuron))
        if selection.muted:
            menu.addAction("Switch &all on", lambda: selection.mute(frozenset()))
        menu.popup(place)

    # Keys and size ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if is_key and event.key() == Qt.Key.Key_Escape and self._open is not None:  # type: ignore[attr-defined]
            event.accept()  # else the window takes it
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        neuron = self._open or self._neuron_at(self._grid.chosen)
        if key == Qt.Key.Key_M and not event.modifiers() and neuron is not None:
            self.workbench.selection.toggle_muted(neuron)
        elif key == Qt.Key.Key_Escape and self._open is not None:
            self._close()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._open is not None:
            self._step(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        was_hidden = self._wall.isHidden()
        self._make_room()
        if was_hidden and not self._wall.isHidden():
            self._redraw()

    def _change_scale(self, is_own: bool) -> None:
        self.workbench.preferences.set_flag("own scale", is_own)
        self._redraw()

    def _describe(self, tile: int) -> str:
        if self._snapshot is None or tile >= len(self._order):
            return ""
        layer, index = self._snapshot.network.layers[self._layer_index], self._order[tile]
        weights = layer.weights[:, index]
        found = self._liveliness(self._layer_index)
        active = f", active on {percent(float(found.active[index]))} of the test images" if found else ""
        return f"bias {layer.biases[index]:.3g}, weights from {weights.min():.3g} to {weights.max():.3g}{active}"

    def _describe_weight(self, row: int, column: int) -> str:
        if self._snapshot is None or column >= len(self._order):
            return ""
        index = int(self._order[column])
        weight = self._snapshot.network.layers[self._layer_index].weights[row, index]
        to = f"output {self._names[index]}" if self._is_output else f"neuron {index + 1}"
        return f"from neuron {row + 1} of layer {self._layer_index} to {to}: {weight:.3g}"


def _common_limit(pictures: Array) -> float:
    """Return the size of weight that has the full color: nearly the largest, so that a few do not pale the rest."""
    sizes = np.abs(pictures.reshape(-1)[:: max(1, pictures.size // 20_000)])
    return float(np.quantile(sizes, 0.998)) or float(np.abs(pictures).max())


def _combo(name: str, label: str, tip: str) -> Combo:
    combo = Combo()
    combo.setObjectName(name)
    combo.setAccessibleName(label)
    combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
    combo.setToolTip(f"<p>{tip}</p>")
    return combo


def _check(name: str, label: str, tip: str) -> QCheckBox:
    check = QCheckBox(label)
    check.setObjectName(name)
    check.setToolTip(f"<p>{tip}</p>")
    return check
