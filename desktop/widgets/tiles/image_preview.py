"""ImagePreview: one 28 × 28 image, every pixel a sharp square."""

import numpy as np
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Bytes
from core.data.frame import SIDE
from desktop.look.theme import LIGHT, Theme


class ImagePreview(QWidget):
    """A small image of ink on paper, drawn large enough to see its pixels.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._zoom = 3
        self._image: Bytes = np.zeros((SIDE, SIDE), np.uint8)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_image(self, image: Bytes) -> None:
        """Show an image, shape (28, 28), 0 for paper to 255 for ink."""
        self._image = image
        self.update()

    def set_zoom(self, zoom: int) -> None:
        """Set how many pixels of the screen a pixel of the image has on a side."""
        if zoom != self._zoom:
            self._zoom = zoom
            self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._zoom * SIDE + 2, self._zoom * SIDE + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        paper, ink = QColor(self._theme.paper), QColor(self._theme.ink)
        levels = np.linspace(0, 1, 256)[:, None]
        ends = np.array([[paper.red(), paper.green(), paper.blue()], [ink.red(), ink.green(), ink.blue()]])
        table = (ends[0] + (ends[1] - ends[0]) * levels).astype(np.uint8)
        pixels = np.ascontiguousarray(table[self._image])
        image = QImage(pixels.data, SIDE, SIDE, 3 * SIDE, QImage.Format.Format_RGB888)
        painter = QPainter(self)
        inside = self.rect().adjusted(1, 1, -1, -1)
        side = min(inside.width(), inside.height())
        painter.drawImage(QRect(inside.topLeft(), QSize(side, side)), image)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.drawRect(QRect(inside.topLeft(), QSize(side, side)).adjusted(-1, -1, 0, 0))
