"""TrainingThread: commands go down between mini-batches, reports come up."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.training.trainer import Trainer
from desktop.background import training_thread
from desktop.background.outbox import Outbox
from desktop.background.training_thread import (
    Adopt,
    Begin,
    Command,
    Crashed,
    Failed,
    Pause,
    Reached,
    Refused,
    Report,
    Stopped,
    Train,
    TrainingThread,
)

SETTINGS = Hyperparameters(hidden=(8,), batch_size=30, epochs=100_000)  # an epoch is ten batches


class Listener:
    """A thread at work, and all it has reported so far."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._outbox: Outbox[Report] = Outbox()
        self._outbox.filled.connect(lambda: self.reports.extend(self._outbox.take()))
        self.reports: list[Report] = []
        self.thread = TrainingThread(self._outbox)

    def send(self, *commands: Command) -> None:
        for command in commands:
            self.thread.send(command)

    def wait_for(self, kind: type, count: int = 1) -> Report:
        """Wait for so many reports of a kind, and return the last."""
        self._qtbot.waitUntil(lambda: len(self.of(kind)) >= count, timeout=20_000)
        return self.of(kind)[-1]

    def of(self, kind: type) -> list[Report]:
        return [report for report in self.reports if isinstance(report, kind)]

    @property
    def steps(self) -> list[int]:
        return [report.snapshot.step for report in self.of(Reached)]


@pytest.fixture
def listener(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    # On a busy machine even a small network may be so long in the making that this is told.
    monkeypatch.setattr(training_thread, "_MAKING_REST", float("inf"))
    listener = Listener(qtbot)
    yield listener
    assert listener.thread.end(20.0)


def test_beginning_shows_the_new_network_and_does_not_train(listener: Listener, tiny_dataset: Dataset, qtbot: QtBot):
    listener.send(Begin(1, SETTINGS, tiny_dataset))
    assert listener.wait_for(Reached).run == 1
    qtbot.wait(30)
    assert listener.steps == [0]


def test_a_step_is_one_batch(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, SETTINGS, tiny_dataset))
    for steps in (1, 2):
        listener.send(Train(batches=1))
        listener.wait_for(Stopped, steps)
        assert listener.steps[-1] == steps


def test_a_step_adds_a_point_to_the_curves(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, replace(SETTINGS, batch_size=3), tiny_dataset))  # a hundred batches, twenty points
    for steps in (1, 2):
        listener.send(Train(batches=1))
        listener.wait_for(Stopped, steps)
        assert listener.of(Reached)[-1].snapshot.curves.column("step").tolist() == [*range(steps + 1)]


def test_a_step_of_an_epoch_ends_with_the_epoch(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, SETTINGS, tiny_dataset), Train(batches=4))
    listener.wait_for(Stopped)
    listener.send(Train(epochs=1))
    listener.wait_for(Stopped, 2)
    assert listener.steps[-1] == 10


def test_a_pause_stops_after_the_batch_at_hand_and_then_all_is_silent(
    listener: Listener, tiny_dataset: Dataset, qtbot: QtBot
):
    listener.send(Begin(1, SETTINGS, tiny_dataset), Train(), Pause())
    listener.wait_for(Stopped)
    count = len(listener.reports)
    qtbot.wait(80)
    assert len(listener.reports) == count
    assert listener.steps[-1] <= 1


def test_a_pause_while_nothing_runs_is_not_answered(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, SETTINGS, tiny_dataset), Pause(), Train(batches=1))
    listener.wait_for(Stopped)
    assert len(listener.of(Stopped)) == 1


def test_what_stopped_names_the_request_that_began_it(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, SETTINGS, tiny_dataset), Train(request=1), Pause(), Train(request=2), Pause())
    listener.wait_for(Stopped, 2)
    assert [report.request for report in listener.of(Stopped)] == [1, 2]


def test_snapshots_are_posted_thirty_times_a_second_at_most(
    listener: Listener, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
):
    clock = count()  # each look at the clock is a hundredth of a second later
    stopwatch = SimpleNamespace(perf_counter=lambda: next(clock) / 100)
    monkeypatch.setattr("desktop.background.training_thread.time", stopwatch)
    listener.send(Begin(1, SETTINGS, tiny_dataset), Train(batches=100))
    listener.wait_for(Stopped)
    assert np.diff(listener.steps)[:-1].min() >= 2
    assert len(listener.steps) < 100 / 2


def test_the_end_of_the_run_is_reported_as_such(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, replace(SETTINGS, epochs=2), tiny_dataset), Train())
    stopped = listener.wait_for(Stopped)
    assert stopped.is_finished
    assert listener.steps[-1] == 20
    listener.send(Train())
    assert listener.wait_for(Stopped, 2).is_finished
    assert listener.steps[-1] == 20


def test_settings_are_adopted_between_batches_while_it_trains(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, SETTINGS, tiny_dataset), Train(batches=3))
    listener.wait_for(Stopped)
    listener.send(Adopt(replace(SETTINGS, learning_rate=0.5)), Train(batches=1))
    listener.wait_for(Stopped, 2)
    latest = listener.of(Reached)[-1].snapshot
    assert latest.hyperparameters.learning_rate == 0.5
    assert [mark.text for mark in latest.marks] == ["learning rate 0.002 → 0.5"]


def test_fewer_epochs_than_are_done_end_the_run(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, SETTINGS, tiny_dataset), Train(batches=25))
    listener.wait_for(Stopped)
    listener.send(Train(), Adopt(replace(SETTINGS, epochs=1)))
    assert listener.wait_for(Stopped, 2).is_finished


def test_settings_that_cannot_be_are_refused_and_training_goes_on(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, SETTINGS, tiny_dataset), Train(), Adopt(replace(SETTINGS, batch_size=301)))
    refused = listener.wait_for(Refused)
    assert isinstance(refused.error, TrainingError)
    assert refused.in_force == SETTINGS
    listener.wait_for(Reached, len(listener.of(Reached)) + 2)
    listener.send(Pause())
    listener.wait_for(Stopped)


def test_a_network_that_cannot_begin_fails_and_the_thread_lives_on(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, replace(SETTINGS, batch_size=301), tiny_dataset), Train())
    assert listener.wait_for(Failed).run == 1
    assert listener.steps == []
    listener.send(Begin(2, SETTINGS, tiny_dataset))
    assert listener.wait_for(Reached).run == 2


def test_an_error_nobody_foresaw_is_reported_and_the_thread_lives_on(
    listener: Listener, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
):
    def break_down(self: Trainer, batches: int = 1) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "advance", break_down)
        listener.send(Begin(1, SETTINGS, tiny_dataset), Train())
        assert isinstance(listener.wait_for(Crashed).error, ZeroDivisionError)
    listener.send(Begin(2, SETTINGS, tiny_dataset), Train(batches=1))
    listener.wait_for(Stopped)


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (TrainingError("The cost is no longer a finite number.", "Start over."), Failed),
        (MemoryError(), Failed),
        (ZeroDivisionError(), Crashed),
    ],
    ids=["foreseen", "memory", "unforeseen"],
)
def test_after_a_failure_nothing_is_said_of_a_network_that_is_of_no_use(
    listener: Listener, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, trouble: Exception, kind: type
):
    def break_down(self: Trainer, batches: int = 1) -> None:
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "advance", break_down)
        listener.send(Begin(1, SETTINGS, tiny_dataset), Train())
        listener.wait_for(kind)
    said = len(listener.reports)
    listener.send(Adopt(replace(SETTINGS, learning_rate=0.5)), Adopt(replace(SETTINGS, batch_size=301)))
    listener.send(Train(batches=1), Pause(), Begin(2, SETTINGS, tiny_dataset))
    listener.wait_for(Reached, 2)
    assert [type(report) for report in listener.reports[said:]] == [Reached]
    assert listener.reports[-1].run == 2


def test_commands_before_there_is_a_network_do_nothing(listener: Listener, tiny_dataset: Dataset):
    listener.send(Train(), Pause(), Adopt(SETTINGS), Begin(1, SETTINGS, tiny_dataset))
    listener.wait_for(Reached)
    assert listener.steps == [0]
    assert len(listener.reports) == 1


def test_it_goes_on_from_a_snapshot_bit_for_bit(listener: Listener, tiny_dataset: Dataset):
    listener.send(Begin(1, SETTINGS, tiny_dataset), Train(batches=7))
    listener.wait_for(Stopped)
    middle = listener.of(Reached)[-1].snapshot
    listener.send(Train(batches=7))
    listener.wait_for(Stopped, 2)
    unbroken = listener.of(Reached)[-1].snapshot
    listener.send(Begin(2, SETTINGS, tiny_dataset, middle), Train(batches=7))
    listener.wait_for(Stopped, 3)
    again = listener.of(Reached)[-1].snapshot
    assert again.step == unbroken.step == 14
    for ours, theirs in zip(again.network.parameters, unbroken.network.parameters, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_it_ends_while_it_trains(qtbot: QtBot, tiny_dataset: Dataset):
    listener = Listener(qtbot)
    listener.send(Begin(1, SETTINGS, tiny_dataset), Train())
    listener.wait_for(Reached, 2)
    assert listener.thread.end(20.0)


def test_of_many_runs_asked_for_at_once_only_the_last_is_made(listener: Listener, tiny_dataset: Dataset, monkeypatch):
    made: list[int] = []
    is_let_on = threading.Event()
    make = Trainer.__init__

    def make_slowly(trainer: Trainer, settings: Hyperparameters, *others: object, **more: object) -> None:
        made.append(settings.seed)
        is_let_on.wait(20)
        make(trainer, settings, *others, **more)

    monkeypatch.setattr(Trainer, "__init__", make_slowly)
    runs = [Begin(number, replace(SETTINGS, seed=number), tiny_dataset) for number in range(1, 51)]
    listener.send(runs[0])
    listener._qtbot.waitUntil(lambda: made == [1], timeout=20_000)
    for run in runs[1:]:
        listener.send(run, Train(batches=1))
    is_let_on.set()
    assert listener.wait_for(Stopped).run == 50
    assert made == [1, 50]
