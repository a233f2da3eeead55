"""CoachModel: looks off the window's thread, at the latest moment asked for, and forgets the run before."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.parts.initializers import Zeros
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.background.jobs import Jobs
from desktop.models.coach import CoachModel


@pytest.fixture
def coach(jobs: Jobs) -> CoachModel:
    return CoachModel(jobs)


def snapshot_of(settings: Hyperparameters, dataset: Dataset) -> Snapshot:
    trainer = Trainer(settings, dataset)
    trainer.advance(5)
    return trainer.snapshot()


def test_says_what_is_wrong_and_nothing_where_nothing_is(coach: CoachModel, tiny_dataset: Dataset, qtbot: QtBot):
    assert coach.findings is None
    with qtbot.waitSignal(coach.changed):
        coach.look(snapshot_of(Hyperparameters(hidden=(4,), initializer=Zeros()), tiny_dataset), tiny_dataset)
    assert [finding.rule for finding in coach.findings] == ["start"]
    coach.forget()
    assert coach.findings is None
    with qtbot.waitSignal(coach.changed):
        coach.look(snapshot_of(Hyperparameters(hidden=(4,), seed=5), tiny_dataset), tiny_dataset)
    assert coach.findings == ()


def test_a_run_that_failed_is_said_to_have_failed(coach: CoachModel, tiny_dataset: Dataset, qtbot: QtBot):
    with qtbot.waitSignal(coach.changed):
        coach.look(snapshot_of(Hyperparameters(hidden=(4,)), tiny_dataset), tiny_dataset, has_failed=True)
    assert coach.findings[0].rule == "diverging"


def test_an_answer_about_the_run_before_is_dropped(coach: CoachModel, tiny_dataset: Dataset, qtbot: QtBot):
    coach.look(snapshot_of(Hyperparameters(hidden=(4,)), tiny_dataset), tiny_dataset, has_failed=True)
    coach.forget()
    with qtbot.waitSignal(coach.changed):
        coach.look(snapshot_of(Hyperparameters(hidden=(4,), seed=5), tiny_dataset), tiny_dataset)
    assert coach.findings == ()


def test_of_the_moments_asked_about_meanwhile_the_last_is_looked_at(
    coach: CoachModel, tiny_dataset: Dataset, qtbot: QtBot
):
    sound = snapshot_of(Hyperparameters(hidden=(4,), seed=5), tiny_dataset)
    said = []
    coach.changed.connect(lambda: said.append([finding.rule for finding in coach.findings]))
    with qtbot.waitSignal(coach.changed):
        coach.look(sound, tiny_dataset)
        coach.look(replace(sound, step=sound.step + 1), tiny_dataset)
        coach.look(sound, tiny_dataset, has_failed=True)
    qtbot.waitUntil(lambda: len(said) == 2, timeout=20_000)
    assert said == [[], ["diverging"]]


def test_rests_far_longer_than_it_looked(
    coach: CoachModel, tiny_dataset: Dataset, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    clock = iter([100.0, 101.5])  # a look that took one and a half seconds
    monkeypatch.setattr("desktop.background.latest.thread_time", lambda: next(clock))
    with qtbot.waitSignal(coach.changed):
        coach.look(snapshot_of(Hyperparameters(hidden=(4,)), tiny_dataset), tiny_dataset)
    assert coach._latest._requests.rest_ms >= 20_000


def test_another_run_is_looked_at_without_a_rest(coach: CoachModel, tiny_dataset: Dataset, qtbot: QtBot):
    snapshot = snapshot_of(Hyperparameters(hidden=(4,)), tiny_dataset)
    with qtbot.waitSignal(coach.changed):
        coach.look(snapshot, tiny_dataset)
    coach._latest._requests.rest(3_600_000)
    coach.forget()
    with qtbot.waitSignal(coach.changed):
        coach.look(snapshot, tiny_dataset)
    coach.look(snapshot, tiny_dataset)
    assert coach._latest._requests.is_waiting


@pytest.mark.parametrize("hidden", [(), (4, 4), (2000,)])
def test_any_network_can_be_looked_at_also_without_test_images(
    coach: CoachModel, tiny_dataset: Dataset, qtbot: QtBot, hidden: tuple[int, ...]
):
    none = Split(tiny_dataset.test.images[:0], tiny_dataset.test.labels[:0])
    untested = Dataset("untested", "Untested", tiny_dataset.train, none)
    with qtbot.waitSignal(coach.changed):
        coach.look(snapshot_of(Hyperparameters(hidden=hidden), untested), untested)
    assert coach.findings is not None
