"""Turns: which device draws, where one press of a pen or a finger is told twice.

What a pen does comes as events of a pen; many systems tell it again as events of a mouse, marked as made from a pen or
not, before the pen's own, between them or after them. A finger comes as a mouse that Qt makes of it, and may be told
again as well.
"""

from collections import deque
from collections.abc import Callable
from enum import IntEnum
from math import dist
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice

from desktop.widgets.ink.line import Point

_SAME_PLACE = 0.02  # of the pad: a pen knows its place more finely than the mouse that is made of it
_AT_ONCE = 1.0  # seconds after a stroke in which it may be told again: nobody changes to the mouse in that time
_MOST_UNTOLD = 16  # strokes whose mouse events have not come yet: a window that was busy gets them all together


class Device(IntEnum):
    """What draws; while one is down, those before it draw nothing: a hand may rest beside its pen."""

    MOUSE = 1
    FINGER = 2
    PEN = 3


class Turns:
    """Gives a press to the device that makes it, and none to the mouse for what a pen or a finger has drawn.

    Parameters
    ----------
    clock : callable
        Tells the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._down: Device | None = None
        self._place: Point = (0.0, 0.0)  # of the last press that counted
        self._untold: deque[Point] = deque(maxlen=_MOST_UNTOLD)  # presses that may come again as a mouse's
        self._lifted = 0.0  # when that was last of a pen or a finger
        self._has_pen = False  # whether a pen has told of itself, and not only a mouse in its place

    def is_of(self, device: Device) -> bool:
        """Return whether what is down was put down by this device."""
        return self._down is device

    def is_told_before(self, device: Device, place: Point) -> bool:
        """Return whether a pen presses where the mouse that is made of it has just pressed."""
        return device is Device.PEN and self._down is Device.MOUSE and dist(place, self._place) < _SAME_PLACE

    def take(self, device: Device, place: Point, *, is_made: bool = False) -> bool:
        """Take a press down and return True, or return False where it is one that was told already.

        Parameters
        ----------
        device : Device
            Who presses.
        place : (float, float)
            Where.
        is_made : bool
            Whether the event is marked as one that no mouse has sent.
        """
        if device is Device.MOUSE and (self._is_told(place) or (is_made and self._has_pen)):
            return False
        if self._down is not None and device < self._down:
            return False
        if device is Device.PEN:
            self._has_pen = True
        if device is not Device.MOUSE and not self.is_told_before(device, place):
            self._untold.append(place)
        self._down, self._place = device, place
        return True

    def end(self) -> None:
        """Take note that nothing is down any more."""
        if self._down in (Device.PEN, Device.FINGER):
            self._lifted = self._clock()
        self._down = None

    def _is_told(self, place: Point) -> bool:
        """Return whether a pen or a finger has pressed there and was not told again so far."""
        if self._down is None and self._clock() - self._lifted > _AT_ONCE:
            self._untold.clear()
        for told in self._untold:
            if dist(told, place) < _SAME_PLACE:
                self._untold.remove(told)
                return True
        return False


def device_of(event: QMouseEvent) -> Device:
    """Return what an event of the mouse comes from."""
    return Device.FINGER if event.pointerType() == QPointingDevice.PointerType.Finger else Device.MOUSE


def is_made(event: QMouseEvent) -> bool:
    """Return whether an event of the mouse is marked as one that no mouse has sent."""
    pens = QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser
    return event.source() != Qt.MouseEventSource.MouseEventNotSynthesized or event.pointerType() in pens
