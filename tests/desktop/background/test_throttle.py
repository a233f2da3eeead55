"""Throttle: now or after a rest, and of what waits only the last."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.background.throttle import Rest, RestWhile, Throttle

_NEVER = Rest(600_000, most_ms=600_000)


class Clock:
    """Seconds that pass only when something is said to take them."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("rest", "seconds", "milliseconds"),
    [
        (Rest(), 5.0, 0),
        (Rest(40), 5.0, 40),
        (Rest(40, 9), 0.001, 40),
        (Rest(40, 9), 0.5, 4500),
        (Rest(40, 9), 3600, 30_000),
        (Rest(0, 9, most_ms=100), 3600, 100),
        (RestWhile(40, goes_on=lambda: True), 5.0, 40),
        (RestWhile(40, goes_on=lambda: False), 5.0, 0),
    ],
)
def test_a_rest_is_fixed_or_follows_what_the_thing_took(rest: Rest, seconds: float, milliseconds: int):
    assert rest.after(seconds) == milliseconds


def test_without_a_rest_each_call_is_answered_before_it_returns(qtbot: QtBot):
    told: list[int] = []
    throttle = Throttle(told.append, Rest())
    throttle(1)
    throttle(2)
    assert told == [1, 2]
    assert throttle.rest_ms == 0


def test_what_comes_in_a_rest_waits_and_of_that_the_last_is_done(qtbot: QtBot):
    told: list[int] = []
    throttle = Throttle(told.append, Rest(20))
    for number in range(5):
        throttle(number)
    assert told == [0]
    assert throttle.is_waiting
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [0, 4]
    assert not throttle.is_waiting


def test_the_rest_follows_what_the_thing_took(qtbot: QtBot):
    clock = Clock()

    def work(seconds: float) -> None:
        clock.now += seconds

    throttle = Throttle(work, Rest(10, 1000.0, most_ms=10**8), clock=clock)
    throttle(60.0)
    assert throttle.rest_ms == pytest.approx(60_000_000, rel=0.1)  # Qt's timer may be some percent late


def test_what_is_urgent_is_done_in_a_rest_and_begins_another(qtbot: QtBot):
    told: list[int] = []
    throttle = Throttle(told.append, _NEVER)
    throttle(1)
    throttle(2, is_urgent=True)
    throttle(3)
    assert told == [1, 2]
    assert throttle.rest_ms > 0


def test_a_delay_gathers_what_comes_together(qtbot: QtBot):
    told: list[int] = []
    throttle = Throttle(told.append, Rest(), delay_ms=5)
    throttle(1)
    throttle(2)
    assert told == []
    qtbot.waitUntil(lambda: told == [2])
    throttle(3)
    throttle(4, is_urgent=True)
    assert told == [2, 4]


def test_what_is_cancelled_is_never_done(qtbot: QtBot):
    told: list[int] = []
    throttle = Throttle(told.append, _NEVER)
    throttle(1)
    throttle(2)
    throttle.cancel()
    throttle.rest(1)
    qtbot.waitUntil(lambda: throttle.rest_ms == 0)
    throttle(3)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [1, 3]


def test_a_rest_can_be_ended(qtbot: QtBot):
    told: list[int] = []
    throttle = Throttle(told.append, _NEVER)
    throttle(1)
    throttle(2)
    throttle.rest(0)
    qtbot.waitUntil(lambda: told == [1, 2])


def test_while_it_is_held_even_what_is_urgent_waits_and_then_comes_before_any_rest(qtbot: QtBot):
    told: list[int] = []

    def begin(number: int) -> None:
        told.append(number)
        throttle.hold()

    throttle = Throttle(begin, _NEVER)
    throttle(1)
    throttle(2, is_urgent=True)
    throttle(3)  # what waits stays urgent
    assert told == [1]
    throttle.rest(600_000)
    qtbot.waitUntil(lambda: told == [1, 3])
    throttle(4)
    throttle.rest(600_000)
    assert told == [1, 3]


def test_what_calls_itself_goes_on_after_the_rest(qtbot: QtBot):
    told: list[int] = []

    def work(number: int) -> None:
        told.append(number)
        if number:
            throttle(number - 1, is_urgent=True)

    throttle = Throttle(work, _NEVER)
    throttle(2)
    assert told == [2]  # not within itself
    qtbot.waitUntil(lambda: told == [2, 1, 0])


def test_it_rests_after_what_failed(qtbot: QtBot):
    throttle = Throttle(lambda: 1 // 0, _NEVER)
    with pytest.raises(ZeroDivisionError):
        throttle()
    throttle()
    assert throttle.is_waiting


def test_it_ends_with_its_parent(qtbot: QtBot):
    told: list[int] = []
    parent = QObject()
    throttle = Throttle(told.append, Rest(1), parent=parent)
    throttle(1)
    throttle(2)
    with qtbot.waitSignal(throttle.destroyed):
        parent.deleteLater()
    assert told == [1]
