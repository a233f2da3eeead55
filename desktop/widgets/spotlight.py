"""Spotlight: a frame around what is to be looked at, for a moment."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
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
    """

    def __init__(self, target: QWidget, color: str) -> None:
        super().__init__(target)
        self.setObjectName("spotlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._color = color
        self.setGeometry(target.rect())
        target.installEventFilter(self)
        self.raise_()
        self.show()
        QTimer.singleShot(SHOWN_MS, self, self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._color), _WIDTH))
        inset = _WIDTH // 2
        painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
