"""InkCanvas: a square pad on which mouse, pen, finger or the arrow keys draw strokes, or rub them out.

The ink and how it is painted is in ``sheet``; here is what moves the tools.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.widgets.ink.line import USUAL_PRESSURE, Point
from desktop.widgets.ink.paper import on_pad
from desktop.widgets.ink.sheet import InkSheet, Tool
from desktop.widgets.ink.turns import Device, Turns, device_of, is_made

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
    A pen with an eraser at its other end erases with that, whatever the tool. What a system tells twice, of a pen
    and of the mouse it makes of that, is one stroke.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._turns = Turns()
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)  # Qt makes mouse events of a finger

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(device_of(event), self._paper.to_pad(event.position()), is_made=is_made(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hand is not None:
            return  # the keyboard draws
        point = self._paper.to_pad(event.position())
        if self._turns.is_of(device_of(event)):
            self._go_on(point)
        if self._tool is not Tool.PEN:
            self._put_eraser(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        device = device_of(event)
        if event.button() == Qt.MouseButton.LeftButton and self._turns.is_of(device):
            self._release(device, self._paper.to_pad(event.position()))

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw as hard as the pen is pressed, 0 to 1; its other end erases."""
        kind, point = event.type(), self._paper.to_pad(event.position())
        if kind == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            is_eraser = event.pointerType() == QPointingDevice.PointerType.Eraser and self._tool is Tool.PEN
            self._press(Device.PEN, point, event.pressure(), Tool.ERASER if is_eraser else None)
        elif kind == QEvent.Type.TabletMove and self._turns.is_of(Device.PEN):
            self._go_on(point, event.pressure())
        elif kind == QEvent.Type.TabletRelease and self._turns.is_of(Device.PEN):
            self._release(Device.PEN)
        event.accept()  # else Qt would send the same as mouse events

    def _press(
        self,
        device: Device,
        point: Point,
        pressure: float = USUAL_PRESSURE,
        tool: Tool | None = None,
        *,
        is_made: bool = False,
    ) -> None:
        if not self._is_drawing:
            self._turns.end()  # whatever ended it, and whether or not the release ever came here
        if self._turns.is_told_before(device, point):
            self._forget()
        if self._turns.take(device, point, is_made=is_made):
            self._put_hand(None)
            self._begin(point, pressure, tool)

    def _release(self, device: Device, point: Point | None = None) -> None:
        if point is not None:
            self._go_on(point)
        self._finish()
        self._turns.end()

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
