"""Navigation: a wish goes to the panel that answers it, and leads back from there."""

import pytest
from PySide6.QtWidgets import QApplication, QTabWidget
from pytestqt.qtbot import QtBot

from desktop.look.theme import ThemeKeeper
from desktop.session.workbench import Workbench
from desktop.shell.navigation import Navigation
from desktop.views.panel import Panel
from desktop.views.wishes import Answers, ComeToFront, ExplainPad, GoBack, RepeatRun, ShowCurves, Wish


class Answering(Panel):
    """Answers one kind of wish, and remembers what was wished for."""

    def __init__(self, workbench: Workbench, themes: ThemeKeeper, kind: type[Wish]) -> None:
        super().__init__(workbench, themes)
        self.kind, self.heard = kind, list[Wish]()

    def answers(self) -> Answers:
        return {self.kind: self.heard.append}


@pytest.fixture
def panels(workbench: Workbench, qapp: QApplication) -> tuple[Answering, Answering]:
    themes = ThemeKeeper(qapp, "light")
    return Answering(workbench, themes, ExplainPad), Answering(workbench, themes, ShowCurves)


@pytest.fixture
def tabs(qtbot: QtBot, panels: tuple[Answering, Answering]) -> QTabWidget:
    made = QTabWidget()
    qtbot.addWidget(made)
    for panel in panels:
        made.addTab(panel, "")
    return made


def test_a_wish_is_heard_where_it_is_answered_and_leads_there_and_back(
    tabs: QTabWidget, panels: tuple[Answering, Answering]
) -> None:
    first, second = panels
    Navigation(tabs, panels, {}, tabs)
    tabs.setCurrentWidget(second)
    second.wished.emit(ExplainPad())
    assert first.heard == [ExplainPad()]
    assert tabs.currentWidget() is first
    first.wished.emit(GoBack())
    assert tabs.currentWidget() is second
    first.wished.emit(ComeToFront())
    assert tabs.currentWidget() is first


def test_what_the_window_does_itself_goes_to_no_panel(tabs: QTabWidget, panels: tuple[Answering, Answering]) -> None:
    heard: list[Wish] = []
    Navigation(tabs, panels, {ShowCurves: heard.append}, tabs)
    panels[0].wished.emit(ShowCurves())
    assert heard == [ShowCurves()]
    assert panels[1].heard == []


def test_a_panel_knows_which_wishes_are_answered(tabs: QTabWidget, panels: tuple[Answering, Answering]) -> None:
    Navigation(tabs, panels, {}, tabs)
    assert panels[0].is_answered(ShowCurves)
    assert not panels[0].is_answered(RepeatRun)
