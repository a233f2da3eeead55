"""BreakStrip: sliders that damage the network as it is looked at; folded away until someone wants to break it."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.insight.damage import MOST_NOISE, Damage
from desktop.background.throttle import Rest, Throttle
from desktop.look.tips import wrapped
from desktop.look.words import percent
from desktop.models.selection import SelectionModel
from desktop.widgets.labels import plain

_KINDS = {
    "noise": (
        "Noise",
        "Add chance to every weight: this much of the deviation of its layer's weights.",
        round(100 * MOST_NOISE),
    ),
    "cut": ("Links cut", "Cut this share of each layer's links, those of the smallest weights first.", 100),
    "biases": ("Biases gone", "Take this much of every bias away.", 100),
    "shuffle": ("Mixed up", "Let this share of a layer's neurons speak through the links of one another.", 100),
}
_FOLD = (
    "Damage the network and see what is left: the accuracy, the matrix and the pad answer at once. "
    "Training goes on with the sound network, and the key W brings it back."
)
_REST = Rest(times=2, most_ms=500)  # millions of weights take a tenth of a second: a slider that is drawn has the rest


class BreakStrip(QWidget):
    """A button, and below it a slider for each kind of damage.

    Parameters
    ----------
    selection : SelectionModel
        Who knows the damage.
    """

    def __init__(self, selection: SelectionModel) -> None:
        super().__init__()
        self._selection = selection
        self._fold = QToolButton()
        self._fold.setObjectName("breakButton")
        self._fold.setText("Break it")
        self._fold.setCheckable(True)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.setArrowType(Qt.ArrowType.RightArrow)
        self._fold.setAutoRaise(True)
        self._fold.setToolTip(wrapped(_FOLD))
        self._fold.toggled.connect(self._show_sliders)
        self._layer = QComboBox()
        self._layer.setObjectName("breakLayerBox")
        self._layer.setAccessibleName("Layer whose neurons are mixed up")
        self._layer.setToolTip(wrapped("The hidden layer whose neurons are mixed up."))
        self._layer.currentIndexChanged.connect(lambda index: self._tell())
        self._break_soon = Throttle(self._break, _REST, parent=self)
        self._sliders = {kind: _slider(kind) for kind in _KINDS}
        self._labels = {kind: plain() for kind in _KINDS}
        for slider in self._sliders.values():
            slider.valueChanged.connect(lambda value: self._tell())
        self._grid, self._columns = QGridLayout(), 0
        self._lay_out()
        selection.damage_changed.connect(self._show)
        self._show(selection.damage)

    def use_layers(self, hidden: int) -> None:
        """Offer so many hidden layers to be mixed up."""
        if hidden != self._layer.count():
            with QSignalBlocker(self._layer):
                self._layer.clear()
                self._layer.addItems([f"Layer {layer + 1}" for layer in range(hidden)])
        self._sliders["shuffle"].setEnabled(hidden > 0)
        self._layer.setVisible(self._fold.isChecked() and hidden > 1)

    def _lay_out(self) -> None:
        self._sheet = QWidget()
        self._sheet.hide()
        cells = QVBoxLayout(self._sheet)
        cells.setContentsMargins(8, 0, 8, 6)
        cells.setSpacing(6)
        cells.addLayout(self._grid)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 2)
        head.setSpacing(8)
        head.addWidget(self._fold)
        head.addStretch(1)
        head.addWidget(self._layer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._sheet)
        self._place(len(_KINDS))
        self._show_sliders(False)

    def _place(self, columns: int) -> None:
        """Put so many sliders beside each other."""
        if columns == self._columns:
            return
        self._columns = columns
        for place, kind in enumerate(_KINDS):
            row, column = divmod(place, columns)
            self._grid.addWidget(self._labels[kind], 2 * row, column)
            self._grid.addWidget(self._sliders[kind], 2 * row + 1, column)
        for column in range(len(_KINDS)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest = max(label.fontMetrics().horizontalAdvance("Biases gone 100 %") for label in self._labels.values())
        self._place(len(_KINDS) if self.width() >= len(_KINDS) * (widest + 24) else 2)

    def _show_sliders(self, is_open: bool) -> None:
        self._sheet.setVisible(is_open)
        self._fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._layer.setVisible(is_open and self._layer.count() > 1)

    def _show(self, damage: Damage) -> None:
        """Show the damage, whoever did it; damage that is done opens the fold."""
        self._break_soon.cancel()  # where the sliders stood is over
        for kind, slider in self._sliders.items():
            with QSignalBlocker(slider):
                slider.setValue(round(100 * getattr(damage, kind)))
            self._name(kind, getattr(damage, kind))
        with QSignalBlocker(self._layer):
            self._layer.setCurrentIndex(min(damage.layer, self._layer.count() - 1))
        if not damage.is_none:
            self._fold.setChecked(True)

    def _name(self, kind: str, share: float) -> None:
        self._labels[kind].setText(f"{_KINDS[kind][0]} {percent(share, 0)}")

    def _tell(self) -> None:
        """Name the shares at once, and have the network damaged as soon as there is time for it."""
        for kind, slider in self._sliders.items():
            self._name(kind, slider.value() / 100)
        self._break_soon()

    def _break(self) -> None:
        shares: dict[str, Any] = {kind: slider.value() / 100 for kind, slider in self._sliders.items()}
        self._selection.do_damage(Damage(layer=max(self._layer.currentIndex(), 0), **shares))


def _slider(kind: str) -> QSlider:
    name, tip, most = _KINDS[kind]
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setObjectName(f"break{kind.title()}Slider")
    slider.setAccessibleName(f"{name}, in percent")
    slider.setToolTip(wrapped(tip))
    slider.setRange(0, most)
    slider.setPageStep(10)
    return slider
