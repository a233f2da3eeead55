"""Interfaces: how Qt asks for the parts of a widget, and who keeps what it was given.

Qt's side keeps a pointer to each interface that it was ever given, until it is told that the interface is gone; an
object of Python's that is collected before is a crash. So a widget's interface keeps those of its parts until the
widget is destroyed, and is itself kept in ``_KEPT``. PySide6 has no class for Qt's table interface; rows and cells
are told by their roles and their places in the tree.
"""

from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleEvent, QAccessibleInterface, QColor
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget, QWidget
from shiboken6 import VoidPtr

from desktop.widgets.access.parts import Part, Path, Speaking

_Text = QAccessible.Text
_NONE: Any = None  # where there is none, which Qt allows and PySide6's stubs do not
_NULL = VoidPtr(0)  # what interface_cast has to return for none: None ends the program there
_KEPT: set[QAccessibleWidget] = set()


def _is_qts(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractScrollArea) or widget.objectName().startswith("qt_")


def image_of(widget: QWidget) -> QAccessibleWidget:
    """Return the interface of a widget that is one image."""
    made = QAccessibleWidget(widget, QAccessible.Role.Graphic)
    _KEPT.add(made)
    widget.destroyed.connect(lambda: _KEPT.discard(made))
    return made


class SpeakingInterface(QAccessibleWidget):
    """What Qt knows of a widget that speaks; made when a screen reader first asks for it."""

    def __init__(self, widget: QWidget) -> None:
        assert isinstance(widget, Speaking)
        super().__init__(widget, widget.accessible_role)
        self._parts: dict[Path, PartInterface] = {}
        _KEPT.add(self)
        widget.destroyed.connect(self._forget)

    @property
    def living(self) -> QWidget | None:
        """The widget, as long as there is one; a reference to it would keep it alive."""
        found = self.object()
        return found if isinstance(found, QWidget) else None

    @property
    def speaking(self) -> Speaking | None:
        """The same, to ask for its parts."""
        found = self.object()
        return found if isinstance(found, Speaking) and found.has_parts else None

    def look(self, path: Path) -> Part | None:
        """Return a part as it is now; none where it is no more."""
        speaking = self.speaking
        if speaking is None:
            return None
        if any(place >= speaking.part_count(path[:depth]) for depth, place in enumerate(path)):
            return None
        return speaking.part(path)

    def told(self, path: Path) -> range:
        """Return which of its parts a part is told to have."""
        speaking = self.speaking
        return range(0) if speaking is None or (path and self.look(path) is None) else speaking.told_parts(path)

    def at(self, path: Path) -> QAccessibleInterface:
        """Return the interface of a part, the same one each time; that of the widget for the whole."""
        if not path:
            return self
        if path not in self._parts:
            self._parts[path] = PartInterface(self, path)
        return self._parts[path]

    def tell_changes(self) -> None:
        """Say which of the parts that were asked for are called otherwise now."""
        for part in self._parts.values():
            if part.has_other_name():
                QAccessible.updateAccessibility(QAccessibleEvent(part, QAccessible.Event.NameChanged))

    def _forget(self) -> None:
        for part in self._parts.values():
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(part))
        self._parts.clear()
        _KEPT.discard(self)

    # What Qt asks

    def text(self, kind: QAccessible.Text, /) -> str:
        found = self.object()
        if kind == _Text.Description and isinstance(found, Speaking) and isinstance(found, QWidget):
            return found.accessibleDescription() or found.accessible_summary() or super().text(kind)
        return super().text(kind)

    def childCount(self) -> int:
        return super().childCount() if self.speaking is None else len(self.told(())) + len(self._inner())

    def child(self, index: int, /) -> QAccessibleInterface:
        if self.speaking is None:
            return super().child(index)
        told, inner = self.told(()), self._inner()
        if 0 <= index < len(told):
            return self.at((told[index],))
        index -= len(told)
        return QAccessible.queryAccessibleInterface(inner[index]) if 0 <= index < len(inner) else _NONE

    def indexOfChild(self, child: QAccessibleInterface, /) -> int:
        if self.speaking is None:
            return super().indexOfChild(child)
        told = self.told(())
        if isinstance(child, PartInterface):
            return _place(child, told)
        inner: list[QObject] = [*self._inner()]
        return len(told) + inner.index(child.object()) if child.object() in inner else -1

    def childAt(self, x: int, y: int, /) -> QAccessibleInterface:
        widget, speaking = self.living, self.speaking
        if widget is None or speaking is None:
            return super().childAt(x, y)
        path = speaking.part_at(widget.mapFromGlobal(QPoint(x, y)).toPointF())
        return self.at(path[:1]) if path else super().childAt(x, y)

    def focusChild(self) -> QAccessibleInterface:
        widget, speaking = self.living, self.speaking
        if widget is None or speaking is None or not widget.hasFocus():
            return super().focusChild()
        return self.at(speaking.current_part())

    def _inner(self) -> list[QWidget]:
        """Return the widgets that lie in this one, as its legend; without Qt's own inside of a scrolled area."""
        inside = [each for each in ([] if self.living is None else self.living.children()) if isinstance(each, QWidget)]
        return [each for each in inside if each.isVisible() and not each.isWindow() and not _is_qts(each)]


class PartInterface(QAccessibleInterface):
    """What Qt knows of a part; the part itself is looked up each time."""

    def __init__(self, whole: SpeakingInterface, path: Path) -> None:
        super().__init__()
        self.path = path
        self._whole = whole
        self._press = _Press(whole, path)
        self._name = ""  # as it was told last

    def has_other_name(self) -> bool:
        """Return whether it is called otherwise than it was told."""
        part = self._whole.look(self.path)
        return part is not None and bool(self._name) and part.name != self._name

    # What Qt asks

    def isValid(self) -> bool:
        return self._whole.isValid() and self._whole.look(self.path) is not None

    def object(self) -> Any:
        return None  # it is no object of Qt's

    def parent(self) -> QAccessibleInterface:
        return self._whole.at(self.path[:-1])

    def childCount(self) -> int:
        return len(self._whole.told(self.path))

    def child(self, index: int, /) -> QAccessibleInterface:
        told = self._whole.told(self.path)
        return self._whole.at((*self.path, told[index])) if 0 <= index < len(told) else _NONE

    def indexOfChild(self, child: QAccessibleInterface, /) -> int:
        return _place(child, self._whole.told(self.path)) if isinstance(child, PartInterface) else -1

    def childAt(self, x: int, y: int, /) -> QAccessibleInterface:
        inside = (self.child(index) for index in range(self.childCount()))
        return next((child for child in inside if child.rect().contains(x, y)), _NONE)

    def role(self) -> QAccessible.Role:
        part = self._whole.look(self.path)
        return QAccessible.Role.NoRole if part is None else part.role

    def text(self, kind: QAccessible.Text, /) -> str:
        part = self._whole.look(self.path)
        if part is None or kind != _Text.Name:
            return ""
        self._name = part.name
        return part.name

    def setText(self, kind: QAccessible.Text, text: str, /) -> None:
        """Take no text: what a part says follows from what is painted."""

    def rect(self) -> QRect:
        part, widget = self._whole.look(self.path), self._whole.living
        if part is None or widget is None:
            return QRect()
        place = part.place.toAlignedRect()
        return QRect(widget.mapToGlobal(place.topLeft()), place.size())

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        part, widget, speaking = self._whole.look(self.path), self._whole.living, self._whole.speaking
        if part is None or widget is None or speaking is None:
            state.invalid = True
            return state
        is_leaf = not self.childCount()
        state.focusable = state.selectable = is_leaf
        state.selected = part.is_chosen
        state.focused = is_leaf and widget.hasFocus() and speaking.current_part() == self.path
        state.invisible = not widget.isVisible()
        state.offscreen = not part.place.intersects(widget.rect().toRectF())
        return state

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()

    def interface_cast(self, kind: QAccessible.InterfaceType, /) -> Any:
        is_asked = kind == QAccessible.InterfaceType.ActionInterface
        return self._press if is_asked and not self.childCount() else _NULL


def _place(part: PartInterface, told: range) -> int:
    """Return at which place among those that are told a part is; -1 where it is none of them."""
    return told.index(part.path[-1]) if part.path[-1] in told else -1


class _Press(QAccessibleActionInterface):
    """What can be done with a part: what a click on it does."""

    def __init__(self, whole: SpeakingInterface, path: Path) -> None:
        super().__init__()
        self._whole, self._path = whole, path

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction()]

    def doAction(self, name: str, /) -> None:
        speaking = self._whole.speaking
        if speaking is not None and name in self.actionNames() and self._whole.look(self._path) is not None:
            speaking.press_part(self._path)

    def keyBindingsForAction(self, name: str, /) -> list[str]:
        return []
