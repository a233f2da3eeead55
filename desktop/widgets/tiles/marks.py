"""Marks: signs drawn over a tile of an image grid, and the line that explains them.

Three signs, told apart by shape and not by color: a barred ring for a neuron that never says anything,
two bars for one that is always at an end of its range, a stroke across the tile for one that is switched off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import LIGHT, Theme

Sign = Literal["dead", "saturated", "off"]
NAMES: Mapping[Sign, str] = {"dead": "dead", "saturated": "saturated", "off": "switched off"}
"""What each sign is called in the legend, in the order in which the legend tells them."""

_VEIL: Mapping[Sign, float] = {"dead": 0.6, "saturated": 0.35, "off": 0.45}
_SIGN, _SPACE = 12, 5


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign on a tile.

    Attributes
    ----------
    sign : str
        Which of the three.
    words : str
        What it means, for the tile's tooltip.
    """

    sign: Sign
    words: str


def paint_marks(painter: QPainter, place: QRectF, marks: Sequence[Mark], theme: Theme) -> None:
    """Draw signs over a tile: it is paler, and says why in its upper right corner or across."""
    veil = QColor(theme.background)
    veil.setAlphaF(max(_VEIL[mark.sign] for mark in marks))
    painter.fillRect(place, veil)
    size = max(8.0, min(14.0, place.width() * 0.28))
    corner = QRectF(place.right() - size - 2, place.top() + 2, size, size)
    for mark in sorted(marks, key=lambda mark: mark.sign != "off"):  # the stroke first, below the others
        if mark.sign == "off":
            paint_sign(painter, place.adjusted(2, 2, -2, -2), "off", theme)
        else:
            painter.fillRect(corner.adjusted(-1, -1, 1, 1), QColor(theme.background))
            paint_sign(painter, corner, mark.sign, theme)
            corner.translate(-size - 3, 0)


def paint_sign(painter: QPainter, place: QRectF, sign: Sign, theme: Theme) -> None:
    """Draw one sign into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inside = place.adjusted(1, 1, -1, -1)
    pen = QPen(QColor(theme.text), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    if sign == "dead":
        painter.drawEllipse(inside)
        slant = inside.width() * 0.354
        middle = inside.center()
        painter.drawLine(middle + QPointF(-slant, slant), middle + QPointF(slant, -slant))
    elif sign == "saturated":
        bar = QRectF(inside.left(), inside.top(), inside.width(), inside.height() * 0.3)
        painter.fillRect(bar, QColor(theme.text))
        painter.fillRect(bar.translated(0, inside.height() * 0.7), QColor(theme.text))
    else:
        stroke = QLineF(inside.bottomLeft(), inside.topRight())
        painter.setPen(QPen(QColor(theme.background), 5))  # an edge, so that the stroke is seen on any picture
        painter.drawLine(stroke)
        painter.setPen(QPen(QColor(theme.error), 2.4))
        painter.drawLine(stroke)
    painter.restore()


class MarkLegend(QWidget):
    """One line that names the signs in use and says how many tiles have each."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts: Mapping[Sign, int] = {}
        self.setAccessibleName("Marks")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_counts(self, counts: Mapping[Sign, int]) -> None:
        """Show how many tiles have each sign; without any, the line is hidden."""
        if counts != self._counts:
            self._counts = dict(counts)
            self.setAccessibleDescription(", ".join(self._words()))
            self.setVisible(bool(self._shown()))
            self.updateGeometry()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        advance = self.fontMetrics().horizontalAdvance
        width = sum(_SIGN + 3 * _SPACE + advance(words) for words in self._words())
        return QSize(width, max(_SIGN, self.fontMetrics().height()) + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, middle = float(_SPACE), self.height() / 2
        for sign, words in zip(self._shown(), self._words(), strict=True):
            paint_sign(painter, QRectF(x, middle - _SIGN / 2, _SIGN, _SIGN), sign, self._theme)
            x += _SIGN + _SPACE
            width = self.fontMetrics().horizontalAdvance(words)
            painter.setPen(QColor(self._theme.faint_text))
            painter.drawText(QRectF(x, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            x += width + 2 * _SPACE

    def _shown(self) -> list[Sign]:
        return [sign for sign in NAMES if self._counts.get(sign)]

    def _words(self) -> list[str]:
        return [f"{self._counts[sign]:,} {NAMES[sign]}" for sign in self._shown()]
