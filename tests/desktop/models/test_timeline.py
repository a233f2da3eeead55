"""TimelineModel: the recording, the playhead, and the snapshot shown."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.training.recording import Recording
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.models.timeline import TimelineModel


@pytest.fixture
def first(tiny_dataset: Dataset) -> Snapshot:
    return Trainer(Hyperparameters(hidden=(4,)), tiny_dataset).snapshot()


@pytest.fixture
def shown() -> list[int]:
    return []


@pytest.fixture
def timeline(first: Snapshot, shown: list[int]) -> TimelineModel:
    """Return a timeline of the steps 0, 10 and 20."""
    timeline = TimelineModel()
    timeline.shown.connect(lambda snapshot: shown.append(snapshot.step))
    timeline.add([replace(first, step=step) for step in (0, 10, 20)])
    return timeline


def test_an_empty_timeline_shows_nothing():
    timeline = TimelineModel()
    assert timeline.snapshot is None
    assert timeline.latest is None
    assert timeline.is_live
    timeline.go_live()


def test_all_moments_are_recorded_and_the_last_is_shown(timeline: TimelineModel, shown: list[int]):
    assert len(timeline.recording) == 3
    assert shown == [20]


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


def test_every_movement_is_announced(timeline: TimelineModel, qtbot: QtBot):
    for movement in (lambda: timeline.move_to(1), timeline.go_live, timeline.start_over):
        with qtbot.waitSignal(timeline.changed):
            movement()


def test_the_playhead_stays_at_its_moment_when_the_recording_is_thinned(timeline: TimelineModel, first: Snapshot):
    timeline.move_to(1)
    timeline.start_over(Recording(budget=3 * first.bytes))
    for step in range(0, 200, 10):
        timeline.add([replace(first, step=step)])
    timeline.move_to(1)
    step = timeline.snapshot.step
    for later in range(200, 2000, 10):
        timeline.add([replace(first, step=later)])
    assert timeline.snapshot.step <= step
    assert timeline.snapshot is timeline.recording[timeline.index]


def test_starting_over_forgets_the_run_and_shows_another_one(
    timeline: TimelineModel, first: Snapshot, shown: list[int]
):
    timeline.move_to(0)
    timeline.start_over()
    assert timeline.snapshot is None
    assert timeline.is_live
    other = Recording()
    other.add(replace(first, step=7))
    timeline.start_over(other)
    assert shown[-1] == 7


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
    timeline = TimelineModel()
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


def test_the_budget_holds_for_this_run_and_the_next(timeline: TimelineModel, first: Snapshot):
    timeline.set_budget(1)
    assert len(timeline.recording) == 2
    timeline.start_over()
    timeline.add([replace(first, step=step) for step in range(6)])
    assert len(timeline.recording) == 2
