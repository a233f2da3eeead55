"""Latest: one piece of work at a time, the newest request waits, and rests in between."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from core.errors import Cancelled, DataError
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest

_NEVER = Rest(600_000, most_ms=600_000)


class Gate:
    """Work that ends when it is let through."""

    def __init__(self, result: object = None) -> None:
        self.result, self.open = result, threading.Event()

    def __call__(self, job: Job) -> object:
        while not self.open.wait(0.01):
            if job.is_cancelled():
                raise Cancelled
        return self.result


def test_of_those_that_wait_only_the_newest_is_done(qtbot: QtBot, jobs: Jobs):
    latest, told, first = Latest(jobs, "work", Rest(), jobs), [], Gate("first")
    latest.ask(first, told.append)
    for number in range(5):
        latest.ask(lambda job, number=number: number, told.append)
    first.open.set()
    qtbot.waitUntil(lambda: not latest.is_busy)
    assert told == ["first", 4]


def test_it_rests_between_two_pieces_of_work(qtbot: QtBot, jobs: Jobs):
    latest, told = Latest(jobs, "work", _NEVER, jobs), []
    latest.ask(lambda job: 1, told.append)
    qtbot.waitUntil(lambda: told == [1])
    latest.ask(lambda job: 2, told.append)
    assert latest._job is None  # it waits
    latest._requests.rest(0)  # the rest is over
    qtbot.waitUntil(lambda: told == [1, 2])


def test_long_work_is_followed_by_a_long_rest(qtbot: QtBot, jobs: Jobs):
    latest, told = Latest(jobs, "work", Rest(1, 1e6), jobs), []
    latest.ask(lambda job: sum(range(100_000)), told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert latest._requests.rest_ms > 1000


def test_what_is_urgent_does_not_wait_for_the_rest(qtbot: QtBot, jobs: Jobs):
    latest, told, first = Latest(jobs, "work", _NEVER, jobs), [], Gate(1)
    latest.ask(first, told.append)
    latest.ask(lambda job: 2, told.append, is_urgent=True)  # while another is being done
    first.open.set()
    qtbot.waitUntil(lambda: told == [1, 2])
    latest.ask(lambda job: 3, told.append, is_urgent=True)  # in the rest
    qtbot.waitUntil(lambda: told == [1, 2, 3])


def test_what_was_forgotten_is_never_told(qtbot: QtBot, jobs: Jobs):
    latest, told, first = Latest(jobs, "work", Rest(), jobs), [], Gate("stale")
    latest.ask(first, told.append)
    latest.ask(lambda job: "stale too", told.append)
    latest.forget()
    assert not latest.is_busy
    latest.ask(lambda job: "new", told.append)
    first.open.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["new"]


@pytest.mark.parametrize("error", [DataError("It is torn.", "Mend it."), ValueError("a mistake"), Cancelled()])
def test_work_that_fails_does_not_stop_what_comes_after(
    qtbot: QtBot, jobs: Jobs, crashes: list[Exception], error: Exception
):
    latest, told = Latest(jobs, "work", Rest(), jobs), []

    def fail(job: Job) -> None:
        raise error

    latest.ask(fail, told.append)
    qtbot.waitUntil(lambda: not latest.is_busy)
    latest.ask(lambda job: "well", told.append)
    qtbot.waitUntil(lambda: told == ["well"])
    assert crashes == ([error] if isinstance(error, ValueError) else [])
    crashes.clear()
