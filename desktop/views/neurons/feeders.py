"""FeederStrips: the hidden neurons that speak loudest for an output, and against it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.views.neurons.strip import ImageStrip, Strip, strip_height, strip_width

_EDGES = (84, 56, 28)


class FeederStrips(QWidget):
    """Two strips, each with as many neurons as there is room for.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    for_opened = Signal(int)  # place in the strip of those that speak for it
    against_opened = Signal(int)

    def __init__(self, theme: Theme = LIGHT) -> None:
        super().__init__()
        self._for = ImageStrip("feedersFor", "Speak for it", "", theme)
        self._against = ImageStrip("feedersAgainst", "Speak against it", "", theme)
        self._for.opened.connect(self.for_opened)
        self._against.opened.connect(self.against_opened)
        self._strips, self._empty = (Strip(), Strip()), ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._for)
        layout.addWidget(self._against)
        layout.addStretch(1)

    def show_strips(self, speak_for: Strip, speak_against: Strip, empty: str) -> None:
        """Show which neurons speak for and against an output, the loudest first; or say why there are none."""
        self._strips, self._empty = (speak_for, speak_against), empty
        self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        for strip in (self._for, self._against):
            strip.set_theme(theme)

    def minimumSizeHint(self) -> QSize:
        """Return the room of one row of the smallest pictures for each: what fills it follows the room there is."""
        return QSize(strip_width(_EDGES[-1], 4), round(2 * strip_height(_EDGES[-1], self.fontMetrics().height())) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        most = max(len(strip.pictures) for strip in self._strips)
        edge, columns, rows = _fit(self.width(), self.height(), self.fontMetrics().height(), max(1, most))
        for widget, strip in zip((self._for, self._against), self._strips, strict=True):
            count = columns * rows
            shown = Strip(strip.pictures[:count], strip.captions[:count], strip.tips[:count])
            widget.set_size(edge, max(1, -(-len(shown.pictures) // columns)))
            widget.show_strip(shown, empty=self._empty or ("No neuron does." if most else ""))


def _fit(width: float, height: float, line: float, count: int) -> tuple[int, int, int]:
    """Return the largest pictures of which all fit, with columns and rows; else the smallest, as many as fit."""
    for edge in _EDGES:
        columns = _columns(edge, width)
        rows = -(-count // columns)
        if 2 * strip_height(edge, line, rows) + 2 <= height:
            return edge, columns, rows
    rows = 2 if 2 * strip_height(_EDGES[-1], line, 2) + 2 <= height else 1
    return _EDGES[-1], _columns(_EDGES[-1], width), rows


def _columns(edge: int, width: float) -> int:
    pitch = strip_width(edge, 2) - strip_width(edge, 1)
    return max(1, int((width - (strip_width(edge, 1) - pitch)) // pitch))
