"""One style for all: what can be clicked can be hit, and icons are as large as the words beside them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from desktop.look.style import LEAST_TARGET, Style, scale_style, use_style
from desktop.look.text_size import TextSizeKeeper

_CLICKABLE = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractSlider)


@pytest.fixture(autouse=True)
def text_as_it_was(qapp) -> Iterator[None]:
    yield
    TextSizeKeeper(qapp, 1.0)
    scale_style(qapp, 1.0)


def is_target(widget: QWidget) -> bool:
    is_part = isinstance(widget.parent(), (QAbstractSpinBox, QComboBox)) or isinstance(widget, QScrollBar)
    can_be_used = isinstance(widget, _CLICKABLE) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    return widget.isVisible() and can_be_used and not is_part


def test_nothing_that_can_be_clicked_is_hard_to_hit(person):
    window = person.window
    for place in range(window.tabs.count()):
        window.tabs.setCurrentIndex(place)
        person.wait_until(window.tabs.currentWidget().isVisible)
        window.grab()  # lays out what waits for it
        small = [
            (type(widget).__name__, widget.objectName(), widget.accessibleName(), widget.size().toTuple())
            for widget in window.findChildren(QWidget)
            if is_target(widget) and min(widget.size().toTuple()) < LEAST_TARGET
        ]
        assert not small, window.tabs.tabText(place)


def test_icons_grow_with_the_text_and_shrink_again(person):
    bar = person.find(QToolBar, "toolBar")
    undo = next(each for each in person.find(QWidget, "pad").parent().findChildren(QToolButton) if each.defaultAction())
    before = bar.iconSize().width(), undo.iconSize().width()
    for _ in range(4):
        person.trigger("largerTextAction")
    large = [round(1.75 * size) for size in before]
    person.wait_until(lambda: [bar.iconSize().width(), undo.iconSize().width()] == large)
    person.trigger("usualTextAction")
    person.wait_until(lambda: (bar.iconSize().width(), undo.iconSize().width()) == before)


def test_the_style_is_made_once(qapp):
    use_style(qapp)
    before = qapp.style()
    use_style(qapp)
    assert qapp.style() is before
    assert isinstance(before, Style)
