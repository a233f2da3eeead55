"""TrainingModel: the run in progress, as the window sees it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.models.training import State, TrainingModel

SETTINGS = Hyperparameters(hidden=(8,), batch_size=30, epochs=100_000)


@pytest.fixture
def training(qtbot: QtBot) -> Iterator[TrainingModel]:
    training = TrainingModel()
    training.reached.connect(lambda snapshots: steps_of(training).extend(s.step for s in snapshots))
    yield training
    assert training.end()


def steps_of(training: TrainingModel) -> list[int]:
    """Return the steps that were announced so far."""
    if not hasattr(training, "steps"):
        training.steps = []
    return training.steps


def wait_for(qtbot: QtBot, training: TrainingModel, state: State) -> None:
    qtbot.waitUntil(lambda: training.state is state, timeout=20_000)


@pytest.fixture
def ready(training: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot) -> TrainingModel:
    """Return a model with a network that is not trained yet."""
    training.begin(SETTINGS, tiny_dataset)
    assert training.state is State.PREPARING
    wait_for(qtbot, training, State.READY)
    return training


def test_a_new_network_is_announced_and_not_trained(ready: TrainingModel):
    assert steps_of(ready) == [0]
    assert not ready.is_running


def test_train_and_pause_answer_at_once(ready: TrainingModel):
    states: list[State] = []
    ready.state_changed.connect(states.append)
    ready.train()
    ready.pause()
    assert states == [State.RUNNING, State.PAUSED]


def test_while_a_hand_draws_the_run_is_looked_at_less_often_and_nothing_of_it_is_missed(
    ready: TrainingModel, qtbot: QtBot
) -> None:
    looks: list[int] = []
    ready.reached.connect(lambda snapshots: looks.append(len(snapshots)))
    ready.is_hand_busy = lambda: True
    ready.train()
    qtbot.waitUntil(lambda: max(looks, default=0) > 1, timeout=20_000)  # what waited comes in one go
    ready.pause()
    wait_for(qtbot, ready, State.PAUSED)
    assert steps_of(ready) == sorted(steps_of(ready))  # the last moment may be told once more, at the pause


def test_steps_are_taken_only_while_nothing_runs(ready: TrainingModel, qtbot: QtBot):
    ready.step()
    ready.step()  # the first is under way
    wait_for(qtbot, ready, State.PAUSED)
    assert steps_of(ready)[-1] == 1
    ready.step_epoch()
    wait_for(qtbot, ready, State.PAUSED)
    assert steps_of(ready)[-1] == 10


def test_pause_while_nothing_runs_does_nothing(ready: TrainingModel):
    ready.pause()
    assert ready.state is State.READY


def test_the_end_of_a_pause_that_is_over_already_does_not_stop_what_was_begun_since(ready: TrainingModel, qtbot: QtBot):
    for _ in range(3):
        ready.train()
        ready.pause()
    ready.train()
    step = max(steps_of(ready))
    qtbot.waitUntil(lambda: steps_of(ready)[-1] > step + 10, timeout=20_000)
    assert ready.state is State.RUNNING


def test_a_run_that_is_done_is_finished(training: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot):
    training.begin(replace(SETTINGS, epochs=1), tiny_dataset)
    training.train()  # remembered until there is a network
    wait_for(qtbot, training, State.FINISHED)
    assert steps_of(training)[-1] == 10


@pytest.mark.parametrize("what", ["train", "step", "step_epoch"])
def test_what_is_asked_for_before_there_is_a_network_is_done_once_there_is(
    training: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot, what: str
):
    getattr(training, what)()
    assert training.is_waiting
    training.halt()  # as whoever begins does with what runs
    training.begin(replace(SETTINGS, epochs=3), tiny_dataset)
    wait_for(qtbot, training, State.FINISHED if what == "train" else State.PAUSED)
    assert steps_of(training)[-1] == {"train": 30, "step": 1, "step_epoch": 10}[what]
    assert not training.is_waiting


def test_what_is_asked_for_can_be_taken_back_before_it_is_done(
    training: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot
):
    training.train()
    training.pause()
    training.begin(SETTINGS, tiny_dataset)
    wait_for(qtbot, training, State.READY)


def test_what_is_asked_for_is_not_done_with_a_network_that_is_opened_instead(
    training: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot
):
    trainer = Trainer(SETTINGS, tiny_dataset)
    trainer.advance()
    training.train()
    training.begin(SETTINGS, tiny_dataset, trainer.snapshot())
    wait_for(qtbot, training, State.PAUSED)
    assert steps_of(training)[-1] == 1


def test_a_network_that_takes_long_is_told_of_and_can_be_left_for_another(
    training: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot, endless: list[int]
):
    training._slow.setInterval(0)
    with qtbot.waitSignal(training.busy, check_params_cb=lambda words, done, total: total == 10):
        training.begin(SETTINGS, tiny_dataset)
    assert training.is_slow
    endless.clear()
    with qtbot.waitSignal(training.idle):
        training.begin(SETTINGS, tiny_dataset)
    wait_for(qtbot, training, State.READY)


def test_a_network_that_is_given_up_is_never_heard_of(
    training: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot, endless: list[int]
):
    training.begin(SETTINGS, tiny_dataset)
    with qtbot.waitSignal(training.given_up):
        training.cancel()
    training.give_up_making()
    assert training.state is State.FAILED
    assert steps_of(training) == []


def test_going_back_to_a_moment_of_a_run_leaves_it_paused(ready: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot):
    trainer = Trainer(SETTINGS, tiny_dataset)
    trainer.advance()
    ready.begin(SETTINGS, tiny_dataset, trainer.snapshot())
    wait_for(qtbot, ready, State.PAUSED)
    assert steps_of(ready)[-1] == 1


def test_nothing_of_an_earlier_run_appears_after_a_reset(ready: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot):
    ready.train()
    qtbot.waitUntil(lambda: steps_of(ready)[-1] > 0, timeout=20_000)
    steps_of(ready).clear()
    ready.begin(SETTINGS, tiny_dataset)
    wait_for(qtbot, ready, State.READY)
    assert steps_of(ready) == [0]


def test_a_network_that_cannot_be_made_is_a_failure(training: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot):
    with qtbot.waitSignal(training.failed) as caught:
        training.begin(replace(SETTINGS, batch_size=301), tiny_dataset)
    assert isinstance(caught.args[0], TrainingError)
    assert training.state is State.FAILED
    training.train()
    assert training.state is State.FAILED
    training.begin(SETTINGS, tiny_dataset)
    wait_for(qtbot, training, State.READY)


def test_refused_settings_name_those_in_force(ready: TrainingModel, qtbot: QtBot):
    with qtbot.waitSignal(ready.refused) as caught:
        ready.adopt(replace(SETTINGS, batch_size=301))
    error, in_force = caught.args
    assert isinstance(error, TrainingError)
    assert in_force == SETTINGS


def test_more_epochs_make_a_finished_run_merely_paused_and_fewer_finish_it_again(
    training: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot
):
    training.begin(replace(SETTINGS, epochs=1), tiny_dataset)
    training.train()
    wait_for(qtbot, training, State.FINISHED)
    training.adopt(replace(SETTINGS, epochs=3))
    wait_for(qtbot, training, State.PAUSED)
    training.adopt(replace(SETTINGS, epochs=1))
    wait_for(qtbot, training, State.FINISHED)
    training.adopt(replace(SETTINGS, epochs=2))
    wait_for(qtbot, training, State.PAUSED)
    training.step()
    assert training.is_running
    wait_for(qtbot, training, State.PAUSED)
    assert steps_of(training)[-1] == 11


def test_settings_after_a_failure_are_taken_in_silence(
    ready: TrainingModel, tiny_dataset: Dataset, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    def diverge(self: Trainer, batches: int = 1) -> None:
        raise TrainingError("The cost is no longer a finite number.", "Start over.")

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "advance", diverge)
        with qtbot.waitSignal(ready.failed):
            ready.train()
    with qtbot.assertNotEmitted(ready.reached, wait=50), qtbot.assertNotEmitted(ready.refused):
        ready.adopt(replace(SETTINGS, learning_rate=0.5))
        ready.adopt(replace(SETTINGS, batch_size=301))
    assert ready.state is State.FAILED
    ready.begin(SETTINGS, tiny_dataset)
    wait_for(qtbot, ready, State.READY)


def test_an_error_nobody_foresaw_is_announced(ready: TrainingModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    def break_down(self: Trainer, batches: int = 1) -> Snapshot:
        raise ZeroDivisionError

    monkeypatch.setattr(Trainer, "advance", break_down)
    with qtbot.waitSignal(ready.crashed) as caught:
        ready.train()
    assert isinstance(caught.args[0], ZeroDivisionError)
    assert ready.state is State.FAILED


def test_it_ends_in_the_middle_of_a_run(ready: TrainingModel, qtbot: QtBot):
    ready.train()
    qtbot.waitUntil(lambda: steps_of(ready)[-1] > 0, timeout=20_000)
    assert ready.end()
