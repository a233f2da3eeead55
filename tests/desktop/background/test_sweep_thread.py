"""A sweep is conducted off the window's thread, and what comes of it is told on it."""

import threading
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.sweep.conductor import Progress
from core.sweep.journal import Journal
from core.sweep.plan import Sweep
from core.sweep.result import Trial
from core.sweep.shelf import Shelf
from core.sweep.team import Team
from core.sweep.typed import axis
from desktop.background.sweep_thread import Ended, SweepThread
from tests.core.sweep.teams import Bench

SWEEP = Sweep(
    base=Hyperparameters(hidden=(4,), epochs=1, batch_size=100), axes=(axis("learning_rate", "0.01 0.1"),), seeds=2
)


class Gate(Bench):
    """A team whose workers wait until they are let go."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset)
        self.is_open, self.closed = threading.Event(), threading.Event()

    def ended(self, patience: float):
        return super().ended(patience) if self.is_open.wait(0.01) or self.cancelled else []

    def close(self) -> None:
        super().close()
        self.closed.set()


class Listener:
    """Hears what a thread tells."""

    def __init__(self, thread: SweepThread) -> None:
        self.progress: list[Progress] = []
        self.ended: list[tuple[UUID, Ended]] = []
        self.threads: set[threading.Thread] = set()
        thread.progressed.connect(self._take)
        thread.ended.connect(lambda id, ended: self.ended.append((id, ended)))

    def _take(self, id: UUID, progress: Progress) -> None:
        self.threads.add(threading.current_thread())
        self.progress.append(progress)


@pytest.fixture
def journal(tiny_dataset: Dataset) -> Journal:
    return Shelf().begin(SWEEP, "rates", tiny_dataset).journal


@pytest.fixture
def gate(tiny_dataset: Dataset) -> Gate:
    return Gate(tiny_dataset)


@pytest.fixture
def thread(qtbot: QtBot, gate: Gate) -> Iterator[SweepThread]:
    made = SweepThread(lambda dataset: gate)
    yield made
    gate.is_open.set()
    assert made.end(30.0)


def test_a_sweep_is_trained_to_its_end(
    qtbot: QtBot, thread: SweepThread, gate: Gate, journal: Journal, tiny_dataset: Dataset
) -> None:
    heard, id = Listener(thread), uuid4()
    gate.is_open.set()
    thread.begin(id, journal, tiny_dataset)
    assert thread.sweep == id
    qtbot.waitUntil(lambda: bool(heard.ended))
    assert heard.ended == [(id, Ended(is_done=True))]
    assert len(heard.progress[-1].results) == len(journal.results()) == 4
    assert heard.threads == {threading.main_thread()}
    assert thread.sweep is None
    assert gate.closed.is_set()


def test_a_pause_begins_nothing_further(
    qtbot: QtBot, thread: SweepThread, gate: Gate, journal: Journal, tiny_dataset: Dataset
) -> None:
    heard = Listener(thread)
    thread.begin(uuid4(), journal, tiny_dataset)
    qtbot.waitUntil(lambda: len(gate.orders) == 2)
    thread.pause()
    gate.is_open.set()
    qtbot.waitUntil(lambda: len(journal.results()) == 2)
    thread.go_on()
    qtbot.waitUntil(lambda: bool(heard.ended))
    assert heard.ended[0][1].is_done


def test_it_is_stopped_and_gone_on_with(
    qtbot: QtBot, thread: SweepThread, gate: Gate, journal: Journal, tiny_dataset: Dataset
) -> None:
    heard = Listener(thread)
    thread.begin(uuid4(), journal, tiny_dataset)
    qtbot.waitUntil(lambda: len(gate.orders) == 2)
    thread.stop()
    qtbot.waitUntil(lambda: bool(heard.ended))
    assert heard.ended[0][1] == Ended(is_done=False)
    assert journal.results() == ()
    gate.cancelled.clear()
    gate.is_open.set()
    thread.begin(uuid4(), journal, tiny_dataset)
    qtbot.waitUntil(lambda: len(heard.ended) == 2)
    assert heard.ended[1][1].is_done


def test_one_run_is_cancelled(
    qtbot: QtBot, thread: SweepThread, gate: Gate, journal: Journal, tiny_dataset: Dataset
) -> None:
    heard = Listener(thread)
    thread.begin(uuid4(), journal, tiny_dataset)
    thread.cancel(Trial(1, 2))  # perhaps before anybody conducts
    gate.is_open.set()
    qtbot.waitUntil(lambda: bool(heard.ended))
    troubled = [result for result in journal.results() if result.trouble]
    assert [(result.trial, result.trouble) for result in troubled] == [(Trial(1, 2), "It was cancelled.")]


def test_closing_leaves_what_was_done(
    qtbot: QtBot, thread: SweepThread, gate: Gate, journal: Journal, tiny_dataset: Dataset
) -> None:
    heard = Listener(thread)
    thread.begin(uuid4(), journal, tiny_dataset)
    qtbot.waitUntil(lambda: len(gate.orders) == 2)
    assert thread.end(30.0)
    assert gate.closed.is_set()
    assert journal.results() == ()
    assert heard.ended == []
    with journal.held():
        pass  # nobody holds it any more


def test_two_at_once_are_a_mistake(thread: SweepThread, journal: Journal, tiny_dataset: Dataset) -> None:
    thread.begin(uuid4(), journal, tiny_dataset)
    with pytest.raises(ValueError, match="already"):
        thread.begin(uuid4(), journal, tiny_dataset)


def test_trouble_is_told(qtbot: QtBot, journal: Journal, tiny_dataset: Dataset) -> None:
    trouble = TrainingError("There is no memory.", "Close something.")

    def refuse(dataset: Dataset) -> Team:
        raise trouble

    def break_down(dataset: Dataset) -> Team:
        raise RuntimeError("nobody foresaw it")

    for make, error, crash in ((refuse, trouble, None), (break_down, None, RuntimeError)):
        thread = SweepThread(make)
        heard = Listener(thread)
        thread.begin(uuid4(), journal, tiny_dataset)
        qtbot.waitUntil(lambda heard=heard: bool(heard.ended))
        ended = heard.ended[0][1]
        assert (ended.error, type(ended.crash)) == (error, crash or type(None))
        assert thread.end()


def test_a_sweep_that_another_program_trains_is_left_to_it(
    qtbot: QtBot, thread: SweepThread, journal: Journal, tiny_dataset: Dataset
) -> None:
    heard = Listener(thread)
    with journal.held():
        thread.begin(uuid4(), journal, tiny_dataset)
        qtbot.waitUntil(lambda: bool(heard.ended))
    assert heard.ended[0][1].error is not None
