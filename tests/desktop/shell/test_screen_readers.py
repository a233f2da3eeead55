"""What a screen reader finds in the window: every text is heard as it stands there, and no description has tags."""

import re

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

Text = QAccessible.Text


@pytest.fixture
def heard(person) -> list[QWidget]:
    """Return all widgets of a window in which something was trained and drawn."""
    person.train_a_little()
    person.draw((0.3, 0.2), (0.5, 0.8))
    for at in range(person.window.tabs.count()):
        person.window.tabs.setCurrentIndex(at)
    return person.window.findChildren(QWidget)


def interface(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def test_no_description_has_tags(heard):
    described = {w: interface(w).text(Text.Description) for w in heard}
    assert sum(map(bool, described.values())) > 100
    assert {words for words in described.values() if "<" in words or "&lt;" in words or "&amp;" in words} == set()


def test_a_text_that_is_shown_is_heard(heard):
    """A fixed name on a label or a button whose text changes would be spoken in place of the text."""
    texts = [w for w in heard if isinstance(w, QLabel | QAbstractButton) and w.text()]
    assert len(texts) > 100
    silent = {w.objectName() or w.text() for w in texts if not is_heard(w)}
    assert silent == set()


def is_heard(widget: QLabel | QAbstractButton) -> bool:
    words = re.findall(r"\w+", widget.text().replace("&", "").casefold())
    name = interface(widget).text(Text.Name).casefold()
    return all(word in name for word in words)
