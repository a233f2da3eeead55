"""What a class hands in and looks at, asked for in the window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QInputDialog, QLabel

from core.data.dataset import Dataset
from core.lessons import course
from core.lessons.sheets.again import train_again
from core.lessons.sheets.handed_in import read
from desktop.dialogs.predictions import PredictionsDialog
from desktop.models.training import State
from tests.core.lessons.lesson_texts import changed
from tests.desktop.lesson_helpers import Learner, put_lesson_there, use_tiny_images


@pytest.fixture
def learner(person, monkeypatch: pytest.MonkeyPatch, tiny_dataset: Dataset, figures_folder: Path) -> Learner:
    use_tiny_images(monkeypatch, tiny_dataset, figures_folder)
    put_lesson_there()
    return Learner(person)


def test_answers_are_written_and_their_runs_can_be_trained_again(
    learner, dialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(QInputDialog, "getText", lambda *arguments: ("Ada", True))
    learner.begin()
    learner.guess(0)
    learner.run()
    path = tmp_path / "ada.html"
    dialogs.path = str(path)
    learner.person.trigger("answersAction")
    learner.person.wait_until(path.exists)
    handed_in = read(path)
    assert handed_in.name == "Ada"
    played = handed_in.lessons["small"]
    assert played.answers["guess"].options == ("nothing",)
    dataset = learner.person.workbench.session.dataset
    (found,) = train_again("small", played, lambda name: dataset)
    assert found.is_reproduced is True, found.words

    # A second run of the class: the guesses of all as bars, without names.
    dialogs.path = str(tmp_path)
    learner.person.trigger("predictionsAction")
    window = learner.person.window
    learner.person.wait_until(lambda: bool(window.findChildren(PredictionsDialog)))
    (dialog,) = window.findChildren(PredictionsDialog)
    assert dialog.findChild(QComboBox).count() == 2
    rows = [label.accessibleName() for label in dialog.findChildren(QLabel)]
    assert "Nothing: 1" in rows
    assert "It gets better: 0" in rows
    assert not any("Ada" in label.text() for label in dialog.findChildren(QLabel))
    dialog.close()

    # And a lesson from the run that is on screen.
    dialogs.path = str(tmp_path / "new.md")
    learner.person.trigger("newLessonAction")
    learner.person.wait_until((tmp_path / "new.md").exists)
    assert course.load(tmp_path / "new.md").title == "3 Small: first"


def test_what_cannot_be_is_said(learner):
    notices = learner.person.workbench.notices
    learner.person.trigger("predictionsAction")
    assert "Begin the lesson" in notices.current.text
    learner.person.trigger("newLessonAction")
    assert "no trained network" in notices.current.text


def test_a_run_whose_settings_were_changed_is_not_handed_in_as_the_lesson_s(learner):
    put_lesson_there(changed("epochs = 2", "epochs = 500"))
    learner.begin()
    learner.guess(1)
    learner.press("lessonRunButton")
    workbench = learner.person.workbench
    learner.person.wait_until(lambda: workbench.training.is_running and workbench.runs.current.step > 20)
    workbench.settings.propose("learning_rate", 0.5)
    learner.person.wait_until(lambda: workbench.runs.current.settings.learning_rate == 0.5)
    workbench.settings.propose("epochs", int(workbench.runs.current.epoch) + 5)
    learner.person.wait_for_state(State.FINISHED)
    assert not learner.lessons.progress("small").records
    assert learner.lessons.player.waits_for.name == "first"
