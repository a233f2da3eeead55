"""The welcome without a window: who is in a hurry is served as soon as can be."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from core.files.store import Store
from core.lessons.reading import parsed
from core.presets import preset
from desktop.models.training import State
from desktop.models.welcome import Stage
from desktop.preferences import Preferences
from desktop.session.workbench import Workbench
from tests.core.lessons.lesson_texts import LESSON
from tests.desktop.conftest import wait_for


def test_watching_asked_for_before_there_are_images_begins_once_there_are(
    preferences: Preferences, figures_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    workbench = Workbench(preferences, Store(tmp_path / "store"))
    try:
        workbench.welcoming.watch()
        assert workbench.welcome.stage is Stage.LEARNING
        workbench.use_first_dataset(str(figures_folder))
        wait_for(qtbot, lambda: workbench.training.state is State.FINISHED)
        assert workbench.settings.in_force.hidden == preset("default").hyperparameters.hidden
        assert workbench.timeline.latest is not None
        assert workbench.timeline.latest.whole_epochs == 3
        wait_for(qtbot, lambda: workbench.welcome.stage is Stage.ASKING)
        assert 0 <= workbench.welcome.before <= 1
    finally:
        workbench.end()


def test_what_is_cut_short_before_anything_is_known_leads_to_the_doors(
    preferences: Preferences, qtbot: QtBot, tmp_path: Path
) -> None:
    workbench = Workbench(preferences, Store(tmp_path / "store"))
    try:
        workbench.welcoming.watch()
        assert not workbench._downloads._offers_images  # a notice would lie over the page
        workbench.welcoming.end_watching()
        assert workbench.welcome.stage is Stage.DOORS
        workbench.welcoming.skip()
        assert workbench.welcome.stage is Stage.CLOSED
        assert preferences.way_in == "play"  # it was so before
    finally:
        workbench.end()


def test_what_was_asked_for_and_put_away_does_not_begin_later_and_a_lesson_is_left_alone(
    preferences: Preferences, figures_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    workbench = Workbench(preferences, Store(tmp_path / "store"))
    try:
        workbench.welcoming.watch()
        workbench.welcoming.skip()
        workbench.use_first_dataset(str(figures_folder))
        wait_for(qtbot, lambda: workbench.training.state is State.READY)
        workbench.welcoming.open()
        assert workbench.welcome.stage is Stage.GREETING
        workbench.welcome.enter(Stage.LEARNING)  # as by Train
        workbench.session.begin_new()
        wait_for(qtbot, lambda: workbench.training.state is State.READY)
        assert not workbench.training.is_running
        workbench.lessons.begin(parsed(LESSON)[0], "builtin")
        assert workbench.welcome.stage is Stage.CLOSED  # else the end of the lesson's run would be asked about
    finally:
        workbench.end()
