"""The timeline: scrub through the run so far, and return to the present."""

from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QSlider

from core.insight import neurons
from core.training.recording import Recording
from core.training.run import Saved
from desktop.widgets.tiles.image_grid import ImageGrid

pytestmark = pytest.mark.panels("timeline", "curves", "neurons")


def test_the_slider_has_a_place_for_every_moment(person):
    person.train_a_little(20)
    slider = person.find(QSlider, "timelineSlider")
    assert slider.maximum() == len(person.workbench.timeline.recording) - 1
    assert slider.value() == slider.maximum()


def test_with_nowhere_to_go_the_slider_stands_at_the_present_and_is_off(person):
    slider = person.find(QSlider, "timelineSlider")
    assert not slider.isEnabled()
    assert slider.value() == slider.maximum()
    person.trigger("stepAction")
    person.settle()
    assert slider.isEnabled()
    assert slider.value() == slider.maximum()


def test_scrubbing_shows_an_earlier_moment_and_live_the_latest(person):
    first = person.find(ImageGrid, "weightImages")._values.copy()
    person.train_a_little(20)
    latest = neurons.pictures(person.workbench.timeline.latest.network)
    grid = person.find(ImageGrid, "weightImages")
    person.wait_until(lambda: np.array_equal(grid._values, latest))
    person.find(QSlider, "timelineSlider").setValue(0)
    assert not person.workbench.timeline.is_live
    np.testing.assert_array_equal(person.find(ImageGrid, "weightImages")._values, first)
    person.trigger("liveAction")
    person.wait_until(lambda: np.array_equal(grid._values, latest))
    assert person.find(QSlider, "timelineSlider").value() == person.find(QSlider, "timelineSlider").maximum()


def test_the_past_stays_on_screen_while_training_goes_on(person):
    person.train_a_little()
    person.find(QSlider, "timelineSlider").setValue(0)
    person.train_a_little()
    assert person.workbench.timeline.snapshot.step == 0
    assert person.find(QSlider, "timelineSlider").value() == 0


def test_what_is_saved_is_the_latest_moment_whatever_is_shown(person, tmp_path):
    from core.files import weights

    person.train_a_little()
    person.workbench.timeline.move_to(0)
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.workbench.runs.current.is_unsaved)
    assert weights.load(tmp_path / "mine.npz").step == person.step


def test_the_best_moment_is_kept_and_a_key_leads_to_it(person):
    person.trigger("stepEpochAction")
    person.settle()
    person.train_a_little(40)
    timeline = person.workbench.timeline
    person.trigger("bestAction")
    assert not timeline.is_live
    assert timeline.snapshot.whole_accuracy == timeline.latest.curves.best().value


def test_less_memory_thins_the_run_at_once_and_is_remembered(person):
    person.train_a_little()
    person.workbench.set_timeline_memory(64)
    assert person.workbench.preferences.timeline_megabytes == 64
    assert person.workbench.timeline.recording._budget == 64 * 2**20


def test_a_weight_file_has_no_timeline_and_that_is_said_where_it_would_be(person):
    note, timeline = person.find(QLabel, "timelineNote"), person.workbench.timeline
    person.train_a_little(20)
    assert note.isHidden()
    run = person.workbench.runs.current
    alone = Recording()
    alone.add(run.recording[-1])
    person.workbench.session.begin(
        replace(run, id=uuid4(), recording=alone, saved=Saved(None, run.step, run.settings)),
        person.workbench.library.dataset,
    )
    person.wait_until(lambda: len(timeline.recording) == 1)
    assert not note.isHidden()
    assert note.text().endswith("a weight file has no timeline")
    assert "curves" in note.toolTip()
