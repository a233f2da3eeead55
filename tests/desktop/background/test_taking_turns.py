"""TakingTurns: one a round of the event loop, in order, the newest for each; at once where no turns are taken."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.background.taking_turns import TakingTurns, Turn


class Run:
    """A run that goes on, three views of it that take turns, and what each of them was last told."""

    def __init__(self) -> None:
        self.step = 0
        self.are_turns_taken = True
        self.told: list[tuple[str, int]] = []
        self.turns = TakingTurns(lambda: self.are_turns_taken)
        self.views = [Turn(lambda name=name: self.told.append((name, self.step)), self.turns) for name in "abc"]

    def reach(self, step: int) -> None:
        self.step = step
        for view in self.views:
            view.ask()


@pytest.fixture
def run(qapp: object) -> Run:
    return Run()


class Pen(QObject):
    """Takes events, and notes after which views each came."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run
        self.came_after: list[int] = []

    def move(self) -> None:
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def event(self, event: QEvent) -> bool:
        self.came_after.append(len(self._run.told))
        return True


def test_a_pen_comes_in_between_two_views(run: Run, qtbot: QtBot):
    pen = Pen(run)
    run.views[0] = Turn(lambda: (run.told.append(("a", run.step)), pen.move()), run.turns)
    run.reach(1)
    assert run.told == [], "whoever told them goes on first"
    qtbot.waitUntil(lambda: len(run.told) == 3)
    assert run.told == [("a", 1), ("b", 1), ("c", 1)]
    assert pen.came_after == [1]


def test_a_moment_overtaken_is_skipped_and_the_last_comes_to_all_in_the_order_in_which_they_asked(
    run: Run, qtbot: QtBot
):
    run.views[0] = Turn(lambda: (run.told.append(("a", run.step)), run.step < 2 and run.reach(2)), run.turns)
    run.reach(1)
    qtbot.waitUntil(lambda: len(run.told) == 4)
    assert run.told == [("a", 1), ("b", 2), ("c", 2), ("a", 2)]


def test_what_is_asked_for_where_no_turns_are_taken_is_done_at_once_and_once(run: Run, qtbot: QtBot):
    run.reach(1)
    run.are_turns_taken = False
    run.reach(2)
    assert run.told == [("a", 2), ("b", 2), ("c", 2)]
    QCoreApplication.processEvents()
    assert len(run.told) == 3


def test_all_that_wait_can_be_told_now(run: Run):
    run.reach(1)
    run.turns.finish()
    assert run.told == [("a", 1), ("b", 1), ("c", 1)]


def test_a_view_that_has_gone_loses_its_turn(run: Run, qtbot: QtBot):
    run.reach(1)
    delete(run.views[1])
    run.turns.finish()
    assert run.told == [("a", 1), ("c", 1)]
