"""How a page looks on its paper, with the part of a stroke in progress that will not change any more."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.look.theme import Theme
from desktop.widgets.ink.line import LinePainter, Point
from desktop.widgets.ink.page import Page
from desktop.widgets.ink.paper import Paper
from desktop.widgets.ink.picture import paint_picture

CORNER = 4
"""How round the corners of the paper are, in logical pixels."""


class PagePainting:
    """A picture of a page, kept between paints; a stroke in progress grows on it piece by piece.

    Parameters
    ----------
    size, ratio : QSize, float
        Of the widget, in logical pixels, and device pixels per logical pixel.
    page : Page
        What is painted.
    theme : Theme
        The colors to paint with.
    """

    def __init__(self, size: QSize, ratio: float, page: Page, theme: Theme) -> None:
        self._paper, self._theme = Paper.within(size), theme
        self.pixmap = QPixmap(size * ratio)
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.paper))
        painter.drawRoundedRect(self._paper.square, CORNER, CORNER)
        painter.end()
        painter = self._painter()
        if page.picture is not None:
            paint_picture(painter, self._paper.square, page.picture, theme.ink)
        for line in page.lines:
            self._lines(painter, line.width).paint(line.points, line.pressures)
        painter.end()

    def grow(self, points: Sequence[Point], pressures: Sequence[float], pieces: range, width: float) -> None:
        """Paint those pieces of a stroke; each bends at the point of its number, which is not the last."""
        painter = self._painter()
        lines = self._lines(painter, width)
        for at in pieces:
            lines.paint_piece(points, at, pressures[at])
        painter.end()

    def _painter(self) -> QPainter:
        painter = QPainter(self.pixmap)
        painter.setClipRect(self._paper.square)
        return painter

    def _lines(self, painter: QPainter, width: float) -> LinePainter:
        return LinePainter(painter, self._paper.square, self._theme.ink, width)
