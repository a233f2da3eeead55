"""ShrinkArea: lets what it holds shrink to its least size, and scrolls only when there is less room than that."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class ShrinkArea(QScrollArea):
    """A scroll area that comes second: what is in it gives up room first.

    A resizable QScrollArea scrolls as soon as a widget whose height follows from its width has less than the
    height it would like; here it does not scroll before there is less than the least.

    Parameters
    ----------
    inner : QWidget
        What it holds.
    least : QSize
        The least this area itself asks for; a dimension of 0 asks for as much as ``inner`` needs.
    """

    def __init__(self, inner: QWidget, least: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inner = inner
        self._least = least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is inside takes it, and is scrolled into sight then
        self.setWidget(inner)
        inner.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        return self._inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least that was asked for; without one, what is inside needs, and room for the scroll bar."""
        inner = self._inner.minimumSizeHint()
        # With room for the scroll bar, so that it hides nothing when it comes.
        return QSize(self._least.width() or inner.width() + self._bar(), self._least.height() or inner.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit what is inside anew as soon as it needs more, or less."""
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give what is inside all the room there is, but no less than it needs."""
        room, least = self.maximumViewportSize(), self._inner.minimumSizeHint()  # asked for once: it asks every panel
        width = max(room.width(), least.width())
        if self._height_at(width, least) > room.height():
            width = max(room.width() - self._bar(), least.width())  # a scroll bar takes room of its own
        below = self._bar() if width > room.width() else 0
        self._inner.resize(width, max(self._height_at(width, least), room.height() - below))

    def _height_at(self, width: int, least: QSize) -> int:
        """Return how high what is inside has to be where it is so wide."""
        layout = self._inner.layout()
        if layout is not None and layout.hasHeightForWidth():
            return max(least.height(), layout.minimumHeightForWidth(width))  # words that are wrapped need more
        return least.height()

    def _bar(self) -> int:
        return self.verticalScrollBar().sizeHint().width()
