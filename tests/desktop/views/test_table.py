"""The table of panels: any row of it can go, and all the rest of the window works."""

import inspect
from collections import Counter
from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.coach.finding import CURVES, MATRIX, NEURONS, Finding
from core.lessons.guesses import Guess
from core.lessons.showing import Point
from desktop.commands import COMMANDS
from desktop.models.training import State
from desktop.shell.window import MainWindow
from desktop.views import table, wishes
from desktop.views.panel import Panel
from desktop.views.table import PANELS, PanelEntry
from desktop.views.wishes import Wish
from tests.desktop.conftest import Dialogs, OpenWindow, Person

NAMES = {entry.name for entry in PANELS}
WISHES: tuple[Wish, ...] = (
    wishes.ComeToFront(),
    wishes.TakeColumn(is_taken=True),
    wishes.TakeColumn(is_taken=False),
    wishes.DimTabs(("mistakes",)),
    wishes.DimTabs(()),
    wishes.ShowTab("mistakes"),
    wishes.ShowTab("nobody knows"),
    wishes.OfferTab("welcome", is_offered=True),
    wishes.PointAt(Point(1, "tab:why", "Look.", "next")),
    wishes.TakeMiddle(is_taken=True),
    wishes.TakeMiddle(is_taken=False),
    wishes.WalkThrough(0, (), lambda: None),
    wishes.MarkLines("z1 = x @ w1 + b1"),
    wishes.ShowNeuron((0, 3), "Elsewhere"),
    wishes.GoBack(),
    wishes.ShowWall(),
    wishes.ShowNeurons(1),
    wishes.ShowNeurons(),
    wishes.ShowCurves(),
    wishes.ShowMatrix((4, 9)),
    wishes.ShowMatrix(),
    wishes.ExplainPad(),
    wishes.WipePad(),
    wishes.KeepDigit(),
    wishes.RepeatRun(-1),  # there is none of this number
    wishes.LogarithmicCost(is_wanted=True),
    wishes.DrawGuesses((Guess("test_accuracy", 0.9), Guess("test_cost", 0.2))),
    wishes.ExportAnimation(0),
    wishes.SaveSweep("nothing", lambda path: None),
    wishes.DeleteSweep(-1),  # there is none of this number
    wishes.Export("nothing", "csv", lambda path: None),
)


def leave_out(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Take rows out of the table; windows that are opened from now on lack these panels."""
    monkeypatch.setattr(table, "PANELS", tuple(entry for entry in PANELS if entry.name not in names))


@pytest.fixture
def left_out(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of the row that is taken out of the table before the window is made."""
    leave_out(monkeypatch, request.param)
    return request.param


def without(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("left_out", names, indirect=True)


def use_everything(person: Person) -> None:
    """Look at every view, press what is there, and wish for everything; each panel wishes for something."""
    window = person.window
    for place in range(window.tabs.count()):
        window.tabs.setCurrentIndex(place)
    if "pad" in window.panels:
        person.draw((0.3, 0.2), (0.7, 0.2), (0.4, 0.9))
        person.trigger("undoInkAction")
    for wish, panel in zip(WISHES, cycle(window.panels.values())):
        panel.wished.emit(wish)
    for menu in window.findChildren(QMenu):
        if menu.actions():
            menu.aboutToShow.emit()
            assert any(action.isVisible() for action in menu.actions()), menu.title()
    person.trigger("projectorAction")
    person.trigger("themeAction")
    person.trigger("projectorAction")


@without(*(entry.name for entry in PANELS))
def test_the_window_trains_and_closes_without_any_one_of_its_panels(
    still_window: MainWindow, left_out: str, person: Person, dialogs: Dialogs
):
    window = person.window
    assert set(window.panels) == NAMES - {left_out}
    assert_nothing_is_offered_of(still_window.panels[left_out], left_out, window)
    person.train_a_little()
    use_everything(person)
    person.train_a_little()
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    assert window.close()


def assert_nothing_is_offered_of(panel: Panel, name: str, window: MainWindow) -> None:
    """Check that commands, menus and toggles of a panel that is missing are missing as well, and no others."""
    hidden = [command for command in COMMANDS if not window.actions_[command.name].isVisible()]
    assert {command.name for command in hidden} == set(panel.commands())
    assert not set(dict(window.actions_.keys())) & {command.text.replace("&", "") for command in hidden}
    assert ("&Pad" in [action.text() for action in window.menuBar().actions()]) is (name != "pad")
    tabs = {entry.name for entry in PANELS if entry.place == "tabs"}
    assert set(window.arrangement.toggles) == ({"settings", "pad", "timeline"} | tabs) - {name}
    if name == "settings":
        window.grab()  # lays out what waits for it
        assert window.tabs.width() > window.panels["pad"].width(), "the middle takes the room at the side"


def test_a_window_with_no_panel_at_all_still_trains(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, open_window: OpenWindow
):
    leave_out(monkeypatch, *NAMES)
    person = Person(qtbot, open_window())
    person.train_a_little()
    use_everything(person)
    assert not person.window.actions_["exportViewPngAction"].isEnabled()
    assert person.window.close()


# What the whole table promises


def test_every_command_does_something(still_window: MainWindow):
    assert [command.name for command in COMMANDS if not still_window.actions_[command.name].isVisible()] == []


def test_no_two_panels_bring_the_same_command(still_window: MainWindow):
    brought = Counter(name for panel in still_window.panels.values() for name in panel.commands())
    assert [name for name, count in brought.items() if count > 1] == []


def test_every_wish_is_answered_and_tried_here(still_window: MainWindow):
    kinds = {
        kind for _, kind in inspect.getmembers(wishes, inspect.isclass) if issubclass(kind, Wish) and kind is not Wish
    }
    assert {type(wish) for wish in WISHES} == kinds
    assert all(still_window.panels["mistakes"].is_answered(kind) for kind in kinds)


def test_every_view_has_its_row():
    folders = {path.parent.name for path in Path(table.__file__).parent.glob("*/panel.py")}
    assert {entry.panel_class.__module__.split(".")[-2] for entry in PANELS} == folders


def test_only_the_tabs_hold_several_panels():
    places = Counter(entry.place for entry in PANELS)
    assert {place for place, count in places.items() if count > 1} == {"tabs"}


# What is not offered where a panel is missing


@pytest.mark.parametrize(
    ("left_out", "finding_in"), [("curves", CURVES), ("neurons", NEURONS), ("mistakes", MATRIX)], indirect=["left_out"]
)
def test_the_coach_points_at_nothing_that_is_not_there(left_out: str, finding_in: str, person: Person):
    coach, settings = person.window.panels["coach"], person.workbench.settings.in_force
    person.window.tabs.setCurrentWidget(coach)
    person.wait_until(lambda: person.workbench.coach.findings is not None)
    views = (CURVES, NEURONS, MATRIX)
    findings = tuple(
        Finding(rule=view, title=view, evidence="So.", view=view, advice="Try.", experiment=settings) for view in views
    )
    person.workbench.coach.look = lambda *arguments, **others: None
    person.workbench.coach._take(findings)
    shown = [button.isVisible() for button in coach.findChildren(QPushButton, "showFindingButton")]
    assert shown == [view != finding_in for view in views]


@pytest.mark.parametrize(("left_out", "is_asked"), [("why", False), ("data", True)], indirect=["left_out"])
def test_a_mistake_is_explained_only_where_there_is_why(left_out: str, is_asked: bool, person: Person):
    mistakes = person.window.panels["mistakes"]
    person.window.tabs.setCurrentWidget(mistakes)
    person.wait_until(lambda: mistakes._moment is not None)
    gallery = mistakes._gallery
    assert gallery.count
    gallery.opened.emit(0)
    assert mistakes._arguments.isVisible()
    assert person.find(QPushButton, "whyMistakeButton").isVisible() == is_asked


def test_a_new_row_is_a_tab_and_nothing_else_is_touched(monkeypatch: pytest.MonkeyPatch, open_window: OpenWindow):
    class Plain(table.Panel):
        """A view that wishes for nothing, answers nothing and has no commands."""

    monkeypatch.setattr(table, "PANELS", (*PANELS, PanelEntry("plain", "Plain", "tabs", Plain)))
    window = open_window()
    window.tabs.setCurrentWidget(window.panels["plain"])
    assert window.tabs.tabText(window.tabs.currentIndex()) == "Plain"
    assert not window.actions_["exportTableAction"].isEnabled()
