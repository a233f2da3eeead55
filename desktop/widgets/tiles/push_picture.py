"""PushPicture: a drawing, and over its ink what each pixel speaks for and against, or how it was changed."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.arrays import Array, Bytes
from core.data.frame import SIDE
from desktop.look.colormaps import ink_colors, signed_colors
from desktop.look.theme import LIGHT, Theme

_FAINT = 0.35  # the ink below is drawn so strong, that the colors above it can be seen
_SIGNED_FROM = 0.25  # of the largest: from here a pixel has its sign written into it
_SMALLEST_SIGN = 6.0  # pixels of the screen that one of the image has to cover for that

Floats = npt.NDArray[np.float64]


class PushPicture(QWidget):
    """A 28 × 28 image in faint ink under signed values: orange with a plus above zero, blue with a minus below.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    least : int
        The smallest edge, in logical pixels.
    """

    def __init__(self, theme: Theme = LIGHT, least: int = 86, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._least = theme, least
        self._image: Bytes = np.zeros((SIDE, SIDE), np.uint8)
        self._values: Array = np.zeros((SIDE, SIDE), np.float32)
        self._describe: Callable[[int, int], str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_push(self, image: Bytes, values: Array) -> None:
        """Show values over an image; the largest takes the full color.

        Parameters
        ----------
        image : ndarray, shape (28, 28), uint8
            0 is paper, 255 is full ink.
        values : ndarray, shape (28, 28)
            What is painted over it; values that are no numbers are left out.
        """
        self._image, self._values = image, np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
        self.update()

    def set_tooltips(self, describe: Callable[[int, int], str] | None) -> None:
        """Set who says what a pixel is about, given its row and column."""
        self._describe = describe

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(self._least, 8 * SIDE), max(self._least, 8 * SIDE))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, self._least)

    def pixel_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return row and column of the image's pixel at a point of the widget, or None beside it."""
        place = self._place()
        if not place.contains(point):
            return None
        unit = place.width() / SIDE
        row, column = int((point.y() - place.top()) / unit), int((point.x() - place.left()) / unit)
        return min(row, SIDE - 1), min(column, SIDE - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = np.ascontiguousarray(np.rint(self._colors()).astype(np.uint8))
        image = QImage(colors.data, SIDE, SIDE, 3 * SIDE, QImage.Format.Format_RGB888)
        place = self._place()
        painter = QPainter(self)
        painter.drawImage(place, image, QRectF(0, 0, SIDE, SIDE))
        if place.width() / SIDE >= _SMALLEST_SIGN:
            self._paint_signs(painter, place)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _place(self) -> QRectF:
        """Return where the image is: as large as whole pixels allow, in the middle above."""
        room = min(self.width(), self.height()) - 2
        side = float(room // SIDE * SIDE if room >= 3 * SIDE else max(room, 1))
        return QRectF((self.width() - side) // 2, 1, side, side)

    def _strengths(self) -> Floats:
        largest = float(np.abs(self._values).max())
        return np.abs(self._values).astype(np.float64) / (largest or 1.0)

    def _colors(self) -> Floats:
        """Return the color of every pixel, shape (28, 28, 3), 0 to 255."""
        ink = ink_colors(self._theme).astype(np.float64)
        below = ink[0] + (ink[self._image] - ink[0]) * _FAINT
        table = signed_colors(self._theme)
        above = np.where(self._values[..., np.newaxis] > 0, table[-1], table[1]).astype(np.float64)
        strength = np.sqrt(self._strengths())[..., np.newaxis]
        colors: Floats = below + (above - below) * strength
        return colors

    def _paint_signs(self, painter: QPainter, place: QRectF) -> None:
        """Write the signs of the strongest pixels, for those who do not tell the colors apart."""
        unit = place.width() / SIDE
        arm = max(2.0, round(unit * 0.28))
        painter.setPen(QPen(QColor(self._theme.surface), max(1.0, unit / 9)))
        for row, column in np.argwhere(self._strengths() >= _SIGNED_FROM):
            middle = place.topLeft() + QPointF((column + 0.5) * unit, (row + 0.5) * unit)
            painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
            if self._values[row, column] > 0:
                painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._describe is not None:
            pixel = self.pixel_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if pixel is None else self._describe(*pixel), self)
            return True
        return bool(super().event(event))
