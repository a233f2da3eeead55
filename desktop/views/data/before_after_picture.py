"""BeforeAfterPicture: a few images of a data set as they are, and below as a repair makes them, with their labels."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Bytes
from core.data.before_after import BeforeAfter
from core.data.frame import SIDE
from desktop.look.colormaps import ink_colors, pixels
from desktop.look.theme import Theme

AS_IT_IS = "As they are"
_GAP = 6
_LINES = 2  # of text, that an image is as high as


@dataclass(frozen=True, slots=True)
class _Row:
    """A title, and behind it images or their labels."""

    title: str
    images: Bytes | None = None
    labels: tuple[str, ...] = ()


class BeforeAfterPicture(QWidget):
    """Two rows of small images; where only their labels are others, one row of images and two of labels.

    Parameters
    ----------
    pictures : BeforeAfter
        What is shown.
    after : str
        What the images are after the repair: "Turned upright".
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, pictures: BeforeAfter, after: str, theme: Theme) -> None:
        super().__init__()
        self._rows, self._theme = _rows(pictures, after), theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(". ".join(filter(None, map(_told, self._rows))) or "Images before and after")

    @property
    def titles(self) -> tuple[str, ...]:
        """What stands before the rows."""
        return tuple(row.title for row in self._rows)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        count = max((len(row.labels) if row.images is None else len(row.images) for row in self._rows), default=0)
        return QSize(self._left() + count * (self._edge() + _GAP), sum(map(self._height, self._rows)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, top = QPainter(self), 0
        for row in self._rows:
            painter.setPen(QColor(self._theme.faint_text))
            left, high = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._height(row) - _GAP
            painter.drawText(QRect(0, top, self._left() - _GAP, high), left, row.title)
            if row.images is not None:
                self._paint_images(painter, row.images, top)
            else:
                self._paint_labels(painter, row.labels, QRect(0, top, self._edge(), high))
            top += self._height(row)

    def _paint_images(self, painter: QPainter, images: Bytes, top: int) -> None:
        colors = np.take(pixels(ink_colors(self._theme)), images)
        for place, image in enumerate(colors):
            frame = QRect(self._left() + place * (self._edge() + _GAP), top + 1, self._edge(), self._edge())
            painter.fillRect(frame.adjusted(-1, -1, 1, 1), QColor(self._theme.border))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(frame), QImage(image.data, SIDE, SIDE, 4 * SIDE, QImage.Format.Format_RGB32))

    def _paint_labels(self, painter: QPainter, labels: tuple[str, ...], place: QRect) -> None:
        painter.setPen(QColor(self._theme.text))
        for number, label in enumerate(labels):
            where = place.translated(self._left() + number * (self._edge() + _GAP), 0)
            shown = self.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, self._edge() + _GAP)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, shown)

    def _left(self) -> int:
        """Return where the first column begins."""
        return max(self.fontMetrics().horizontalAdvance(row.title) for row in self._rows) + 2 * _GAP

    def _edge(self) -> int:
        return _LINES * QFontMetrics(self.font()).height()

    def _height(self, row: _Row) -> int:
        return (self.fontMetrics().height() if row.images is None else self._edge() + 2) + _GAP


def _rows(pictures: BeforeAfter, after: str) -> tuple[_Row, ...]:
    before = _Row(AS_IT_IS, pictures.before)
    if not len(pictures.after):
        return _Row("Images", pictures.before), _Row("Labels", labels=pictures.labels_before)
    if pictures.labels_before == pictures.labels_after:
        return before, _Row(after, pictures.after)
    labels = _Row(AS_IT_IS, labels=pictures.labels_before), _Row(after, labels=pictures.labels_after)
    return _Row("Images", pictures.before), *labels


def _told(row: _Row) -> str:
    return "" if row.images is not None else f"{row.title}: {', '.join(row.labels)}"
