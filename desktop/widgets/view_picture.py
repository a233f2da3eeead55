"""A view made ready for a picture: without what is there to press, with fields as words, and with whole tiles.

It is so for as long as the picture takes to draw: nothing is painted meanwhile, so nothing of it is seen on screen.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QSlider,
    QWidget,
)

from desktop.widgets.tiles.tile_area import TileArea

_TALLEST = 1.4  # of its width, as a sheet of paper: of thousands of tiles only the first are in the picture
_TURNS = 3  # a longer view may have another width inside, and be longer again


@contextmanager
def ready_for_picture(view: QWidget) -> Iterator[None]:
    """Have a view be what its picture is to show, and then again what it was."""
    focus = QApplication.focusWidget()
    with ExitStack() as after:
        if focus is not None:
            after.callback(focus.setFocus, Qt.FocusReason.OtherFocusReason)
        after.callback(_lay_out, view)
        _keep_places(view, after)
        after.callback(_resize, view, view.size())
        for area in _areas_of(view):
            after.callback(area.setVerticalScrollBarPolicy, area.verticalScrollBarPolicy())
            area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for control in _controls_of(view):
            after.callback(_take_away(control))
        _lay_out(view)
        _lengthen(view)
        for area in view.findChildren(TileArea):
            after.callback(area.set_only_whole, False)
            area.set_only_whole(True)
        yield


def _controls_of(view: QWidget) -> list[QWidget]:
    """Return what a person presses, pulls or types into, and can see now."""
    kinds = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QSlider)
    found = [child for child in view.findChildren(QWidget) if isinstance(child, kinds) and child.isVisibleTo(view)]
    return [control for control in found if not isinstance(control.parent(), kinds)]


def _take_away(control: QWidget) -> Callable[[], None]:
    """Hide a control, with its words in its place where it has a value; returns what puts it back."""
    words, parent = _words_of(control), control.parentWidget()
    layout = None if parent is None else parent.layout()
    label = QLabel(words, parent) if words and layout is not None else None
    replaced = layout.replaceWidget(control, label) if layout is not None and label is not None else None
    control.hide()
    if label is not None:
        label.show()

    def put_back() -> None:
        if layout is not None and label is not None and replaced is not None:
            layout.replaceWidget(label, control)
        control.show()
        if label is not None:
            label.setParent(None)

    return put_back


def _words_of(control: QWidget) -> str:
    if isinstance(control, QComboBox):
        return control.currentText()
    return control.text() if isinstance(control, QAbstractSpinBox | QLineEdit) else ""


def _lengthen(view: QWidget) -> None:
    """Make a view so long that nothing in it has to be scrolled to, as far as that goes."""
    for _ in range(_TURNS):
        more = max(map(_hidden_height, _areas_of(view)), default=0)
        height = min(view.height() + more, max(round(_TALLEST * view.width()), view.height()))
        if height == view.height():
            break
        _resize(view, QSize(view.width(), height))


def _areas_of(view: QWidget) -> list[QAbstractScrollArea]:
    return [area for area in view.findChildren(QAbstractScrollArea) if area.isVisibleTo(view)]


def _hidden_height(area: QAbstractScrollArea) -> int:
    bar = area.verticalScrollBar()
    hidden = bar.maximum() - bar.minimum()
    is_in_rows = isinstance(area, QAbstractItemView) and (
        area.verticalScrollMode() == QAbstractItemView.ScrollMode.ScrollPerItem
    )
    return hidden * cast(QAbstractItemView, area).sizeHintForRow(0) if is_in_rows else hidden


def _keep_places(view: QWidget, after: ExitStack) -> None:
    """Have every scroll bar of a view be put back to where it is now."""
    for bar in view.findChildren(QScrollBar):
        after.callback(bar.setValue, bar.value())


def _resize(view: QWidget, size: QSize) -> None:
    view.resize(size)
    _lay_out(view)


def _lay_out(view: QWidget) -> None:
    """Let every layout place its widgets now, from the outermost to the innermost."""
    for widget in (view, *view.findChildren(QWidget)):
        layout = widget.layout()
        if layout is not None:
            layout.activate()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # those that scroll are told of it by these
