"""Pointing at what a lesson speaks of."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea

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


def test_a_click_inside_it_goes_on_where_the_lesson_waits_for_it_and_only_once(window, pointing, monkeypatch):
    went_on = []
    lessons = window.workbench.lessons
    point = Point(1, "tab:data", "Click an image.", "click")
    monkeypatch.setattr(lessons, "player", SimpleNamespace(waits_for=point))
    monkeypatch.setattr(lessons, "go_on", lambda: went_on.append(True))
    pointing.point_at(point)
    images = window.findChild(QAbstractScrollArea, "dataImages").viewport()
    QTest.keyRelease(images, Qt.Key.Key_Tab)  # it came there by this key
    assert not went_on
    QTest.mouseClick(images, Qt.MouseButton.LeftButton)
    QTest.mouseClick(images, Qt.MouseButton.LeftButton)
    assert went_on == [True]
    pointing.point_at(point)
    monkeypatch.setattr(lessons, "player", SimpleNamespace(waits_for=None))
    QTest.mouseClick(images, Qt.MouseButton.LeftButton)  # the button of the lesson was pressed meanwhile
    assert went_on == [True]
