"""What a screen reader finds in the window: every text is heard as it stands there, and no description has tags."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

Role, Text = QAccessible.Role, QAccessible.Text


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


def test_no_place_to_scroll_that_the_keys_reach_is_nameless(heard):
    areas = [w for w in heard if isinstance(w, QScrollArea) and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert areas
    assert [type(w.parent()).__name__ for w in areas if not interface(w).text(Text.Name)] == []


def test_what_paints_itself_is_no_nameless_area(heard):
    """Qt's role for a widget that it knows nothing of is "client area", which says nothing."""
    painted = [w for w in heard if type(w).__module__.startswith("desktop.") and "paintEvent" in vars(type(w))]
    assert len(painted) > 20
    plain = {type(w).__name__ for w in painted if w.layout() is None and interface(w).role() == Role.Client}
    assert plain == set()


def test_the_matrix_can_be_walked(person):
    person.window.tabs.setCurrentWidget(person.window.panels["mistakes"])
    matrix = person.find(QWidget, "confusionMatrix")
    person.wait_until(lambda: person.workbench.confusion.current is not None and matrix.isVisible())
    counts = person.workbench.confusion.current.reading.counts
    table = interface(matrix)
    assert (table.role(), table.childCount()) == (Role.Table, 11)
    for row in range(10):
        cells = [table.child(row).child(at).text(Text.Name) for at in range(10)]
        expected = ["once" if count == 1 else f"{count} times" for count in counts[row]]
        assert cells == [f"{row} read as {at}: {often}" for at, often in enumerate(expected)]
    cell = table.child(4).child(9)
    cell.actionInterface().doAction(QAccessibleActionInterface.pressAction())
    assert person.workbench.selection.cell == (4, 9)


def test_the_neurons_can_be_walked(person):
    person.window.tabs.setCurrentWidget(person.window.panels["neurons"])
    wall = interface(person.find(QWidget, "weightImages"))
    assert wall.role() == Role.List
    names = [wall.child(at).text(Text.Name) for at in range(12)]
    assert [name.split(".")[0] for name in names] == [f"Neuron {at} of 12" for at in range(1, 13)]
    assert all("weights from" in name for name in names)
    wall.child(3).actionInterface().doAction(QAccessibleActionInterface.pressAction())
    assert person.workbench.selection.neuron == (0, 3)


def test_a_plot_is_summed_up(person):
    person.train_a_little()
    person.window.panels["curves"].cost.choose_axis("linear")  # automatic, it hangs on how far that little went
    plot = interface(person.find(QWidget, "costPlot"))
    assert plot.role() == Role.Chart
    assert plot.text(Text.Name) == "Cost over epochs"
    assert plot.text(Text.Description).startswith("training: ")


def is_heard(widget: QLabel | QAbstractButton) -> bool:
    words = re.findall(r"\w+", widget.text().replace("&", "").casefold())
    name = interface(widget).text(Text.Name).casefold()
    return all(word in name for word in words)
