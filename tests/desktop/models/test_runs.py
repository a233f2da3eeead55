"""RunsModel: the curves of earlier runs."""

from pytestqt.qtbot import QtBot

from core.training.history import NO_CURVES
from desktop.models.runs import MOST_EARLIER, RunsModel


def test_runs_are_numbered_through_the_session(qtbot: QtBot):
    runs = RunsModel()
    with qtbot.waitSignal(runs.changed):
        runs.put_aside("784-10", NO_CURVES)
    runs.put_aside("784-128-10", NO_CURVES)
    assert [(run.number, run.title) for run in runs.earlier] == [(1, "784-10"), (2, "784-128-10")]


def test_the_oldest_of_many_is_forgotten():
    runs = RunsModel()
    for number in range(MOST_EARLIER + 2):
        runs.put_aside(str(number), NO_CURVES)
    assert [run.number for run in runs.earlier] == [*range(3, MOST_EARLIER + 3)]


def test_the_latest_is_brought_back_and_all_can_be_forgotten(qtbot: QtBot):
    runs = RunsModel()
    runs.bring_back()
    runs.put_aside("first", NO_CURVES)
    runs.put_aside("second", NO_CURVES)
    with qtbot.waitSignal(runs.changed):
        runs.bring_back()
    assert [run.title for run in runs.earlier] == ["first"]
    runs.clear()
    assert runs.earlier == ()
