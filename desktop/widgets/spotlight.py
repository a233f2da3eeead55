"""Spotlight: a frame around what is to be looked at, for a moment."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

SHOWN_MS = 2500
_WIDTH = 3


class Spotlight(QWidget):
    """A frame on top of a widget, which can be used as if it were not there; it goes by itself.

    Parameters
    ----------
    target : QWidget
        What to point at.
    color : str
        The frame's color.
    place : callable, optional
        Returns which part of it, a rectangle; asked again when its size changes. Without it, all of it.
    """

    def __init__(self, target: QWidget, color: str, place: Callable[[], QRectF] | None = None) -> None:
        super().__init__(target)
        self._target, self._place = target, place or (lambda: QRectF(target.rect()))
        self.setObjectName("spotlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._color = color
        self._settle()
        target.installEventFilter(self)
        self.raise_()
        self.show()
        QTimer.singleShot(SHOWN_MS, self, self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the target, which takes no notice."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._settle)  # only then does the target know its own places
        return False

    def _settle(self) -> None:
        frame = self._place().toAlignedRect().adjusted(-_WIDTH, -_WIDTH, _WIDTH, _WIDTH)
        self.setGeometry(frame.intersected(self._target.rect()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._color), _WIDTH))
        inset = _WIDTH // 2
        painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
