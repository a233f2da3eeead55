"""Pointing at what a lesson speaks of."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.lessons.showing import Point
from desktop.shell.pointing import Pointing
from desktop.widgets.spotlight import Spotlight


@pytest.fixture
def pointing(window) -> Pointing:
    return Pointing(window, window.arrangement, window.workbench)


def _framed(window) -> list[str]:
    return [spot.parentWidget().objectName() for spot in window.findChildren(Spotlight)]


@pytest.mark.parametrize(
    ("at", "tab"), [("tab:mistakes", "Mistakes"), ("cell:7,1", "Mistakes"), ("output:5", "Network")]
)
def test_a_view_that_is_spoken_of_comes_to_the_front(window, pointing, at, tab):
    pointing.point_at(Point(1, at, "Look.", "next"))
    assert window.tabs.tabText(window.tabs.currentIndex()) == tab
    assert window.findChildren(Spotlight)


def test_a_widget_is_found_by_its_name(window, pointing):
    pointing.point_at(Point(1, "batchSizeSpin", "Turn it.", "next"))
    assert _framed(window) == ["batchSizeSpin"]


def test_what_is_not_there_is_passed_over(window, pointing):
    pointing.point_at(Point(1, "nobodyKnows", "Look.", "next"))
    assert _framed(window) == []


def test_a_click_on_it_goes_on(window, pointing, monkeypatch):
    went_on = []
    monkeypatch.setattr(window.workbench.lessons, "go_on", lambda: went_on.append(True))
    pointing.point_at(Point(1, "pad", "Draw.", "click"))
    pad = window.findChild(object, "pad")
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton)
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton)
    assert went_on == [True]
