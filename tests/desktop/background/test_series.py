"""Series: one thing after the other, and all of them before the window closes."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from core.errors import DataError, InklingError
from desktop.background.jobs import Jobs
from desktop.background.series import Series

TROUBLE = DataError("The disk is full.", "Make room on it.")


@pytest.fixture
def series(jobs: Jobs) -> Series:
    return Series(jobs)


def unexpected(error: InklingError) -> None:
    raise AssertionError(error)


def test_what_is_added_is_done_off_the_windows_thread_and_told_on_it(series: Series, qtbot: QtBot) -> None:
    told: list[object] = []
    series.add("name", lambda: threading.current_thread(), done=told.append, failed=unexpected)
    assert series.is_busy
    assert told == []  # never before add has returned
    qtbot.waitUntil(lambda: bool(told))
    assert told[0] is not threading.main_thread()
    assert not series.is_busy


def test_the_next_begins_when_the_one_before_has_ended(series: Series, qtbot: QtBot) -> None:
    may_end, log = threading.Event(), []

    def slow() -> None:
        log.append("slow begins")
        may_end.wait(20)
        log.append("slow ends")

    series.add("slow", slow, failed=unexpected)
    for name in ("second", "third"):
        series.add(name, lambda name=name: log.append(name), failed=unexpected)
    qtbot.waitUntil(lambda: log == ["slow begins"])
    assert [thread for thread in threading.enumerate() if thread.name in ("second", "third")] == []
    may_end.set()
    qtbot.waitUntil(lambda: not series.is_busy)
    assert log == ["slow begins", "slow ends", "second", "third"]


def test_to_finish_is_to_wait_for_all_and_to_hear_how_each_ended(series: Series) -> None:
    told: list[object] = []

    def fail() -> None:
        raise TROUBLE

    series.add("one", lambda: 1, done=told.append, failed=unexpected)
    series.add("two", fail, done=told.append, failed=told.append)
    series.add("three", lambda: 3, done=told.append, failed=unexpected)
    series.finish()
    assert told == [1, TROUBLE, 3]
    assert not series.is_busy
    series.finish()  # there is nothing to wait for


def test_what_is_added_while_one_is_told_of_is_done_as_well(series: Series) -> None:
    told: list[object] = []

    def go_on(result: object) -> None:
        told.append(result)
        series.add("two", lambda: 2, done=told.append, failed=unexpected)

    series.add("one", lambda: 1, done=go_on, failed=unexpected)
    series.finish()
    assert told == [1, 2]


def test_a_crash_goes_to_the_dialog_and_the_next_is_done_all_the_same(series: Series, crashes: list[Exception]) -> None:
    told: list[object] = []

    def crash() -> None:
        raise ZeroDivisionError

    series.add("crash", crash, done=told.append, failed=unexpected)
    series.add("next", lambda: "next", done=told.append, failed=unexpected)
    series.finish()
    assert told == ["next"]
    assert [type(error) for error in crashes] == [ZeroDivisionError]
    crashes.clear()


def test_a_handler_that_crashes_does_not_hold_up_the_next(series: Series, crashes: list[Exception]) -> None:
    told: list[object] = []

    def crash(result: object) -> None:
        raise ZeroDivisionError

    series.add("one", lambda: 1, done=crash, failed=unexpected)
    series.add("next", lambda: "next", done=told.append, failed=unexpected)
    series.finish()
    assert told == ["next"]
    assert len(crashes) == 1
    crashes.clear()


def test_closing_the_window_waits_for_what_is_being_done(jobs: Jobs, series: Series) -> None:
    may_end, told = threading.Event(), []
    series.add("slow", lambda: may_end.wait(20), done=told.append, failed=unexpected)
    threading.Timer(0.01, may_end.set).start()
    assert jobs.end(0.0)
    assert told == [True]
