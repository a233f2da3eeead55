"""The model of slow motion: which frame is in sight, which images are walked through, and what is followed."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.walk.frame import NAMES
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.background.jobs import Jobs
from desktop.models import walk as walk_module
from desktop.models.walk import Labelled, Source, WalkModel


def moment(dataset: Dataset, **changes: object) -> Snapshot:
    settings = replace(Hyperparameters(hidden=(8,), batch_size=5, shuffle=False), **changes)
    trainer = Trainer(settings, dataset, way="plain")
    trainer.close()
    return trainer.snapshot()


@pytest.fixture
def model(jobs: Jobs) -> WalkModel:
    return WalkModel(jobs, jobs)


@pytest.fixture
def walking(qtbot: QtBot, model: WalkModel, tiny_dataset: Dataset) -> WalkModel:
    """Return a model that walks through the second training image."""
    model.open()
    model.source, model.index = Source.TRAINING, 1
    with qtbot.waitSignal(model.changed):
        model.take_moment(moment(tiny_dataset), tiny_dataset)
    return model


def test_it_goes_from_frame_to_frame_and_tells_when_the_last_is_seen(walking: WalkModel) -> None:
    ended: list[int] = []
    walking.ended.connect(lambda: ended.append(walking.place))
    assert (walking.count, walking.place, walking.frame.name) == (13, 0, "picture")
    walking.move_by(-1)
    assert walking.place == 0
    walking.move_by(8)
    assert walking.frame.name == "slope of a weight"
    walking.go_to(13)  # beyond the last
    assert walking.place == 8
    assert not ended
    walking.move_by(99)
    assert (walking.frame.name, ended) == ("again", [12])


def test_it_plays_to_the_last_frame_and_from_there_begins_again(walking: WalkModel) -> None:
    walking.go_to(10)
    walking.play_or_stop()
    assert walking.is_playing
    walking._play_on()
    assert walking.is_playing
    walking._play_on()
    assert (walking.frame.name, walking.is_playing) == ("again", False)
    walking.play_or_stop()
    assert (walking.place, walking.is_playing) == (0, True)
    walking.move_by(1)  # a hand stops it
    assert not walking.is_playing


def test_of_some_frames_only_these_are_gone_through(walking: WalkModel) -> None:
    walking.open(("update", "cost"))
    assert [frame.name for frame in walking.frames] == ["cost", "update"]
    assert walking.count == 2
    walking.open()
    assert [frame.name for frame in walking.frames] == list(NAMES)


def test_a_batch_is_that_of_the_next_step_and_its_images_can_be_gone_through(
    qtbot: QtBot, walking: WalkModel, tiny_dataset: Dataset
) -> None:
    assert not walking.is_next
    with qtbot.waitSignal(walking.changed):
        walking.choose_source(Source.BATCH)
    assert walking.is_next
    assert (walking.images, walking.walk.passage.images) == (5, 5)
    with qtbot.waitSignal(walking.changed):
        walking.choose_image(3)
    np.testing.assert_array_equal(walking.walk.passage.image, tiny_dataset.train.images[3])
    with qtbot.waitSignal(walking.changed):
        walking.take_moment(moment(tiny_dataset, batch_size=2), tiny_dataset)
    assert (walking.image, walking.walk.passage.images) == (1, 2)  # the fourth is in it no more


def test_one_image_is_the_next_batch_where_that_has_one_image(
    qtbot: QtBot, walking: WalkModel, tiny_dataset: Dataset
) -> None:
    with qtbot.waitSignal(walking.changed):
        walking.take_moment(moment(tiny_dataset, batch_size=1), tiny_dataset)
    assert not walking.is_next
    with qtbot.waitSignal(walking.changed):
        walking.choose_image(0)
    assert walking.is_next


def test_what_is_chosen_is_followed_until_a_network_of_another_shape_comes(
    qtbot: QtBot, walking: WalkModel, tiny_dataset: Dataset
) -> None:
    def after(act: object, *given: object) -> object:
        with qtbot.waitSignal(walking.changed):
            act(*given)
        return walking.walk.passage.followed

    assert after(walking.follow_neuron, (0, 6)).neuron == (0, 6)
    followed = after(walking.follow_neuron, (1, 3))
    assert (followed.output, followed.link) == (3, (1, 6, 3))
    assert after(walking.follow_link, (0, 400, 2)).link == (0, 400, 2)
    assert after(walking.follow_any).output == tiny_dataset.train.labels[1]
    after(walking.follow_neuron, (0, 7))
    assert after(walking.take_moment, moment(tiny_dataset, hidden=(4,)), tiny_dataset).neuron[1] < 4


def test_a_moment_that_is_held_stays_until_one_goes_on(qtbot: QtBot, walking: WalkModel, tiny_dataset: Dataset) -> None:
    held, later = walking.snapshot, moment(tiny_dataset, seed=9)
    walking.hold()
    walking.take_moment(later, tiny_dataset)
    assert walking.snapshot is held
    walking.go_to(5)
    walking.go_on()
    with qtbot.waitSignal(walking.changed):
        walking.take_moment(later, tiny_dataset)
    assert (walking.snapshot, walking.place) == (later, 0)


def test_without_images_it_says_why_and_closed_it_keeps_nothing(
    qtbot: QtBot, walking: WalkModel, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    walking.choose_source(Source.SHOWN)
    assert walking.walk is None
    assert "no image" in walking.trouble
    with qtbot.waitSignal(walking.changed):
        walking.show_image(Labelled(tiny_dataset.test.images[0], 4))
    assert (walking.walk.passage.label, walking.trouble) == (4, "")
    monkeypatch.setattr(walk_module, "_MOST_VALUES", 4000)
    walking.choose_source(Source.BATCH)
    assert walking.walk is None
    assert "5 images: too many" in walking.trouble
    walking.close()
    assert (walking.is_open, walking.walk, walking.snapshot) == (False, None, None)
