"""TimelineModel: the recording, the playhead, and the snapshot shown."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.models.runs import RunsModel
from desktop.models.timeline import TimelineModel


@pytest.fixture
def first(tiny_dataset: Dataset) -> Snapshot:
    return Trainer(Hyperparameters(hidden=(4,)), tiny_dataset).snapshot()


@pytest.fixture
def shown() -> list[int]:
    return []


@pytest.fixture
def runs(tiny_dataset: Dataset) -> RunsModel:
    """Return runs of which one is on screen, without a moment yet."""
    runs = RunsModel()
    runs.show(runs.begun(Hyperparameters(hidden=(4,)), tiny_dataset))
    return runs


def empty(tiny_dataset: Dataset) -> Run:
    return Run.begin(Hyperparameters(hidden=(4,)), tiny_dataset)


@pytest.fixture
def timeline(runs: RunsModel, first: Snapshot, shown: list[int]) -> TimelineModel:
    """Return a timeline of the steps 0, 10 and 20."""
    timeline = TimelineModel(runs)
    timeline.shown.connect(lambda snapshot: shown.append(snapshot.step))
    timeline.add([replace(first, step=step, whole_epochs=step // 10) for step in (0, 10, 20)])
    return timeline


def test_an_empty_timeline_shows_nothing():
    timeline = TimelineModel(RunsModel())
    assert timeline.snapshot is None
    assert timeline.latest is None
    assert timeline.is_live
    timeline.go_live()


def test_all_moments_are_recorded_and_the_last_is_shown(timeline: TimelineModel, shown: list[int]):
    assert len(timeline.recording) == 3
    assert shown == [20]


def test_the_moments_are_those_of_the_run_on_screen(timeline: TimelineModel, runs: RunsModel):
    assert timeline.recording is runs.recording
    assert runs.current is not None
    assert runs.current.latest is timeline.latest


def test_the_past_stays_on_screen_while_the_run_goes_on(timeline: TimelineModel, first: Snapshot, shown: list[int]):
    timeline.move_to(1)
    timeline.add([replace(first, step=30)])
    assert shown == [20, 10]
    assert timeline.snapshot.step == 10
    assert timeline.latest.step == 30
    assert not timeline.is_live


def test_going_live_shows_the_latest_and_follows_the_run(timeline: TimelineModel, first: Snapshot, shown: list[int]):
    timeline.move_to(0)
    timeline.go_live()
    timeline.add([replace(first, step=30)])
    assert shown == [20, 0, 20, 30]
    assert timeline.is_live


def test_every_movement_is_announced(timeline: TimelineModel, runs: RunsModel, tiny_dataset: Dataset, qtbot: QtBot):
    for movement in (lambda: timeline.move_to(1), timeline.go_live, lambda: runs.show(empty(tiny_dataset))):
        with qtbot.waitSignal(timeline.changed):
            movement()


def test_the_playhead_stays_at_its_moment_when_the_recording_is_thinned(
    timeline: TimelineModel, runs: RunsModel, first: Snapshot, tiny_dataset: Dataset
):
    timeline.move_to(1)
    runs.set_budget(3 * first.bytes)
    runs.show(empty(tiny_dataset))
    for step in range(0, 200, 10):
        timeline.add([replace(first, step=step)])
    timeline.move_to(1)
    step = timeline.snapshot.step
    for later in range(200, 2000, 10):
        timeline.add([replace(first, step=later)])
    assert timeline.snapshot.step <= step
    assert timeline.snapshot is timeline.recording[timeline.index]


def test_another_run_on_screen_is_shown_from_its_latest_moment_on(
    timeline: TimelineModel, runs: RunsModel, first: Snapshot, shown: list[int], tiny_dataset: Dataset
):
    timeline.move_to(0)
    runs.show(empty(tiny_dataset))
    assert timeline.snapshot is None
    assert timeline.is_live
    runs.show(Run.of(replace(first, step=7)))
    assert shown[-1] == 7
    assert runs.last_left is not None
    runs.show(runs.last_left)
    assert shown[-1] == 20
    assert len(timeline.recording) == 3


def test_another_run_on_screen_ends_the_film(timeline: TimelineModel, runs: RunsModel, tiny_dataset: Dataset):
    timeline.play_or_stop()
    runs.show(empty(tiny_dataset))
    assert not timeline.is_playing


def test_keys_lead_to_first_best_and_neighbors(timeline: TimelineModel, first: Snapshot):
    best = timeline.recording.best
    assert best == 0  # the only one measured
    timeline.move_by(-1)
    assert (timeline.index, timeline.is_live) == (1, False)
    timeline.move_by(5)
    assert timeline.index == 2
    timeline.move_to_best()
    assert timeline.index == best
    timeline.go_live()
    timeline.move_to_first()
    assert timeline.index == 0


def test_an_empty_timeline_has_nowhere_to_go():
    timeline = TimelineModel(RunsModel())
    for movement in (timeline.move_to_first, timeline.move_to_best, timeline.play_or_stop):
        movement()
    timeline.move_by(1)
    assert timeline.is_live
    assert not timeline.is_playing


def test_the_run_plays_from_its_beginning_to_the_present(timeline: TimelineModel, shown: list[int], qtbot: QtBot):
    timeline.play_or_stop()
    assert timeline.is_playing
    qtbot.waitUntil(lambda: timeline.is_live)
    assert shown == [20, 0, 10, 20]
    assert not timeline.is_playing


def test_scrubbing_stops_the_film(timeline: TimelineModel):
    timeline.play_or_stop()
    timeline.move_to(1)
    assert not timeline.is_playing
    timeline.play_or_stop()
    timeline.play_or_stop()
    assert (timeline.is_playing, timeline.index) == (False, 1)


def test_the_budget_holds_for_this_run_and_the_next(
    timeline: TimelineModel, runs: RunsModel, first: Snapshot, tiny_dataset: Dataset
):
    timeline.set_budget(1)
    assert len(timeline.recording) == 2
    runs.show(runs.begun(Hyperparameters(hidden=(4,)), tiny_dataset))
    timeline.add([replace(first, step=step) for step in range(6)])
    assert len(timeline.recording) == 2
