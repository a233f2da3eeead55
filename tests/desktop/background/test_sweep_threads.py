"""Several sweeps are conducted at once, and share the processors."""

import threading
from collections.abc import Iterator, Sequence
from uuid import UUID, uuid4

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.sweep.order import Order
from core.sweep.shelf import Shelf
from core.sweep.team import Ended as RunEnded
from desktop.background.sweep_thread import Ended
from desktop.background.sweep_threads import MOST, SweepThreads
from tests.core.sweep.teams import Bench
from tests.desktop.sweep_helpers import SMALL


class Hall:
    """Where all teams of a test are at work: counts, and lets nobody end before it is opened."""

    def __init__(self) -> None:
        self.lock, self.is_open = threading.Lock(), threading.Event()
        self.at_work = self.most = 0
        self.teams: list[Worker] = []

    def team(self, dataset: Dataset) -> "Worker":
        made = Worker(dataset, self)
        self.teams.append(made)
        return made

    def add(self, count: int) -> None:
        with self.lock:
            self.at_work += count
            self.most = max(self.most, self.at_work)


class Worker(Bench):
    """A team of three, in a hall."""

    def __init__(self, dataset: Dataset, hall: Hall) -> None:
        super().__init__(dataset, 3)
        self.hall = hall

    def begin(self, worker: str, order: Order) -> None:
        super().begin(worker, order)
        self.hall.add(1)

    def ended(self, patience: float) -> Sequence[RunEnded]:
        found = super().ended(patience) if self.hall.is_open.wait(0.01) or self.cancelled else []
        self.hall.add(-len(found))
        return found


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def threads(qtbot: QtBot, hall: Hall) -> Iterator[SweepThreads]:
    made = SweepThreads(hall.team, turns=3)
    yield made
    hall.is_open.set()
    assert made.end(30.0)


def begin(threads: SweepThreads, dataset: Dataset) -> UUID:
    id = uuid4()
    threads.begin(id, Shelf().begin(SMALL, "rates", dataset).journal, dataset)
    return id


def test_together_they_train_no_more_at_a_time_than_there_are_turns(
    qtbot: QtBot, threads: SweepThreads, hall: Hall, tiny_dataset: Dataset
) -> None:
    heard: dict[UUID, Ended] = {}
    threads.ended.connect(heard.__setitem__)
    first = begin(threads, tiny_dataset)
    qtbot.waitUntil(lambda: hall.at_work == 3)  # one alone has all of them
    second = begin(threads, tiny_dataset)
    qtbot.waitUntil(lambda: len(hall.teams) == 2)
    hall.is_open.set()
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == {first: Ended(is_done=True), second: Ended(is_done=True)}
    assert hall.most == 3
    assert threads.sweeps == ()


def test_a_pause_and_a_stop_are_of_one_of_them(
    qtbot: QtBot, threads: SweepThreads, hall: Hall, tiny_dataset: Dataset
) -> None:
    heard: dict[UUID, Ended] = {}
    threads.ended.connect(heard.__setitem__)
    first = begin(threads, tiny_dataset)
    qtbot.waitUntil(lambda: hall.at_work == 3)
    threads.pause(first)
    second = begin(threads, tiny_dataset)
    hall.is_open.set()
    qtbot.waitUntil(lambda: second in heard)
    assert threads.sweeps == (first,)
    assert hall.at_work == 0
    threads.stop(first)
    qtbot.waitUntil(lambda: first in heard)
    assert (heard[first].is_done, heard[second].is_done) == (False, True)


def test_there_is_no_room_for_more_than_a_few(threads: SweepThreads, tiny_dataset: Dataset) -> None:
    ids = [begin(threads, tiny_dataset) for _ in range(MOST)]
    assert not threads.has_room
    with pytest.raises(ValueError, match="too many"):
        begin(threads, tiny_dataset)
    assert list(threads.sweeps) == ids


def test_closing_ends_all_of_them(qtbot: QtBot, threads: SweepThreads, hall: Hall, tiny_dataset: Dataset) -> None:
    heard: dict[UUID, Ended] = {}
    threads.ended.connect(heard.__setitem__)
    for _ in range(2):
        begin(threads, tiny_dataset)
    qtbot.waitUntil(lambda: hall.at_work == 3)
    assert threads.end(30.0)
    assert not any(team.at_work for team in hall.teams)
    assert heard == {}
