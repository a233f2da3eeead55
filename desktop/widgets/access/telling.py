"""Telling: gives Qt the interfaces of Inkling's own widgets, and tells a screen reader what changes in them."""

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget

from desktop.widgets.access.interfaces import SpeakingInterface, image_of
from desktop.widgets.access.parts import Speaking


@cache  # Qt would ask as often as it was told to
def install() -> None:
    """Let Qt ask here for interfaces; it does so once for each widget, and only for a screen reader."""
    QAccessible.installFactory(_interface)


def _interface(class_name: str, widget: QObject) -> QAccessibleInterface | None:
    """Return the interface of a widget that speaks, or that paints itself; None leaves all others to Qt."""
    if isinstance(widget, Speaking) and isinstance(widget, QWidget):
        return SpeakingInterface(widget)
    if isinstance(widget, QWidget) and _is_painted(type(widget)) and widget.layout() is None:
        return image_of(widget)
    return None


def _is_painted(kind: type) -> bool:
    """Return whether a class is a plain widget that was taught to paint itself: an image, for a screen reader."""
    own = kind.__mro__[: kind.__mro__.index(QWidget)]
    return all(each.__module__.startswith("desktop.") for each in own) and any("paintEvent" in vars(e) for e in own)


def tell_current(widget: QWidget) -> None:
    """Say at which part of a widget the keys are, while they are there."""
    if QAccessible.isActive() and widget.hasFocus():
        part = QAccessible.queryAccessibleInterface(widget).focusChild()
        if part is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(part, QAccessible.Event.Focus))


def tell_changes(widget: QWidget) -> None:
    """Say which parts of a widget are called otherwise than before."""
    if QAccessible.isActive():
        found = QAccessible.queryAccessibleInterface(widget)
        if isinstance(found, SpeakingInterface):
            found.tell_changes()
