"""InkCanvas: a square pad on which mouse, pen, finger or the arrow keys draw strokes, or rub them out.

The ink and how it is painted is in ``sheet``; here is what moves the tools.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.widgets.ink.line import Point
from desktop.widgets.ink.paper import on_pad
from desktop.widgets.ink.sheet import InkSheet, Tool

_KEY_STEP = 1 / 40
_KEY_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Home: (-1, -1),  # the corners of a number pad
    Qt.Key.Key_PageUp: (1, -1),
    Qt.Key.Key_End: (-1, 1),
    Qt.Key.Key_PageDown: (1, 1),
}


class InkCanvas(InkSheet):
    """A pad. A press, moves and a release of the left button are one stroke, or one move of the eraser.

    With the keyboard: arrow keys move a small ring, the space bar puts the pen down there and lifts it.
    A pen with an eraser at its other end erases with that, whatever the tool.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)  # Qt makes mouse events of a finger

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._put_hand(None)
            self._begin(self._paper.to_pad(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hand is not None:
            return  # the keyboard draws
        point = self._paper.to_pad(event.position())
        self._go_on(point)
        if self._tool is not Tool.PEN:
            self._put_eraser(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_on(self._paper.to_pad(event.position()))
            self._finish()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw as hard as the pen is pressed, 0 to 1; its other end erases."""
        kind, point = event.type(), self._paper.to_pad(event.position())
        if kind == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            self._put_hand(None)
            is_eraser = event.pointerType() == QPointingDevice.PointerType.Eraser and self._tool is Tool.PEN
            self._begin(point, event.pressure(), Tool.ERASER if is_eraser else None)
        elif kind == QEvent.Type.TabletMove:
            self._go_on(point, event.pressure())
        elif kind == QEvent.Type.TabletRelease:
            self._finish()
        event.accept()  # else Qt would send the same as mouse events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the ring a fortieth of the pad with an arrow key; the space bar lowers the pen and lifts it."""
        key, hand = Qt.Key(event.key()), self._hand or (0.5, 0.5)
        if key in _KEY_WAYS:
            x, y = (place + way * _KEY_STEP for place, way in zip(hand, _KEY_WAYS[key], strict=True))
            self._put_hand(on_pad(x, y))
            if self._hand is not None:
                self._go_on(self._hand)
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._put_hand(hand)
            if self._is_drawing:
                self._finish()
            else:
                self._begin(hand)
        else:
            super().keyPressEvent(event)

    def _put_hand(self, hand: Point | None) -> None:
        for place in (self._hand, hand):
            if place is not None:
                self._update_around([place])
        self._hand = hand

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self._is_drawing:
            self._put_eraser(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._finish()  # the release may go to another window
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._finish()
