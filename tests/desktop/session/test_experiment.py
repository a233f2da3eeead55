"""A person changes a setting in a lesson: they are told, may put it back or see what happens, and the lesson waits."""

from pathlib import Path

import pytest

from core.data.dataset import Dataset
from core.lessons.running import RunBlock
from desktop.models.training import State
from desktop.session.experiment import Stage
from tests.core.lessons.lesson_texts import changed
from tests.desktop.lesson_helpers import Learner, put_lesson_there, use_tiny_images

pytestmark = pytest.mark.panels("lessons", "settings", "choices", "pad", "curves")


@pytest.fixture
def learner(person, monkeypatch: pytest.MonkeyPatch, tiny_dataset: Dataset, figures_folder: Path) -> Learner:
    use_tiny_images(monkeypatch, tiny_dataset, figures_folder)
    put_lesson_there()
    return Learner(person)


def _words(learner: Learner) -> str:
    return learner.seen("lessonExperimentLabel").text()


def test_a_changed_setting_is_told_put_back_and_tried_while_the_lesson_waits(learner):
    workbench, experiment = learner.person.workbench, learner.person.workbench.playing.experiment
    learner.begin()
    learner.guess(1)
    asked, waited_for = workbench.settings.in_force, learner.lessons.player.waits_for
    assert not learner.is_seen("lessonExperimentCard")

    workbench.settings.propose("batch_size", 0)
    assert _words(learner) == "You set the batch size to all."
    workbench.settings.propose("learning_rate", 3.0)
    assert _words(learner) == "You set the learning rate to 3 and the batch size to all."
    learner.press("lessonPutBackButton")
    assert workbench.settings.value == workbench.settings.in_force == asked
    assert not learner.is_seen("lessonExperimentCard")

    workbench.settings.propose("batch_size", 100)
    learner.press("lessonTryButton")
    learner.person.wait_until(lambda: experiment.stage is Stage.OVER)
    assert workbench.runs.current.name == "3 Small: my own"
    assert (workbench.runs.current.epoch, workbench.settings.in_force.batch_size) == (2, 100)
    assert "(batch size 100) is over. It reads" in _words(learner)
    assert learner.lessons.player.waits_for is waited_for
    assert not learner.is_seen("lessonRunAgainButton")  # it was not run yet, and has its own button

    learner.run()
    assert workbench.runs.current.name == "3 Small: first"
    assert workbench.settings.in_force.batch_size == asked.batch_size
    assert not learner.is_seen("lessonExperimentCard")
    known = learner.lessons.player.known

    workbench.settings.propose("learning_rate", 3.0)
    assert not workbench.lessons.is_own  # nothing is trained with it yet
    learner.press("lessonTryButton")
    learner.person.wait_until(lambda: experiment.stage is Stage.OVER)
    assert workbench.lessons.is_own
    assert learner.is_seen("lessonRepeatButton")  # of the check
    assert learner.lessons.player.known == known
    learner.press("lessonRunAgainButton")
    assert isinstance(learner.lessons.player.waits_for, RunBlock)
    assert workbench.settings.value.learning_rate == asked.learning_rate
    assert not workbench.lessons.is_own
    learner.run()
    assert learner.lessons.player.known["test_accuracy"] == known["test_accuracy"]  # the same network again
    learner.press("lessonLeaveButton")
    assert experiment.stage is Stage.NONE


def test_a_run_that_is_changed_on_its_way_is_nobodys_answer(learner):
    put_lesson_there(changed("epochs = 2", "epochs = 1000"))
    person, workbench = learner.person, learner.person.workbench
    experiment = workbench.playing.experiment
    learner.begin()
    learner.guess(1)
    waited_for = learner.lessons.player.waits_for
    learner.press("lessonRunButton")
    person.wait_until(lambda: person.step > 2)
    workbench.settings.propose("learning_rate", 0.5)
    person.wait_until(lambda: experiment.stage is Stage.RUNNING)
    workbench.settings.propose("epochs", workbench.runs.current.latest.whole_epochs + 2)
    person.wait_for_state(State.FINISHED)
    person.wait_until(lambda: experiment.stage is Stage.OVER)
    assert learner.lessons.player.waits_for is waited_for
    assert not workbench.playing.is_running
    learner.press("lessonPutBackButton")
    person.wait_for_state(State.READY)
    assert (person.step, workbench.settings.value.learning_rate) == (0, 1.0)
    assert not learner.is_seen("lessonExperimentCard")
