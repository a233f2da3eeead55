"""Garbage with a Qt object in it is collected on the window's thread, never on another."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from desktop.background.sweeper import Sweeper


class Cycle:
    """Garbage that only the collector finds; it tells on which thread it went."""

    def __init__(self, told: list[int]) -> None:
        self.me, self.told = self, told

    def __del__(self) -> None:
        self.told.append(threading.get_ident())


@pytest.fixture
def sweeper(qtbot: QtBot) -> Iterator[Sweeper]:
    parent = QObject()
    made = Sweeper(parent)
    yield made
    made.destroyed.disconnect()  # the tests of the window have a collector of their own, see conftest.py
    parent.deleteLater()
    gc.unfreeze()


def test_another_threads_work_collects_nothing(sweeper: Sweeper) -> None:
    told: list[int] = []
    Cycle(told)
    worker = threading.Thread(target=lambda: [[number] for number in range(200_000)])
    worker.start()
    worker.join()
    assert not gc.isenabled()
    assert not told
    sweeper.sweep()
    assert told == [threading.get_ident()]


def test_it_sweeps_by_itself(sweeper: Sweeper, qtbot: QtBot) -> None:
    told: list[int] = []
    Cycle(told)
    sweeper._timer.setTimerType(Qt.TimerType.PreciseTimer)
    sweeper._timer.start(1)
    qtbot.waitUntil(lambda: len(told) == 1)
