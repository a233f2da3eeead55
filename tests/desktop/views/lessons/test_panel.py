"""The lesson in the window: chosen, answered, read and left, with mouse and keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QSpinBox, QToolButton, QWidget

from core.data.dataset import Dataset
from core.lessons.reading import parsed
from desktop.models.training import State
from desktop.widgets.spotlight import Spotlight
from tests.core.lessons.lesson_texts import LESSON, changed
from tests.desktop.lesson_helpers import Learner, put_lesson_there, use_tiny_images

pytestmark = pytest.mark.panels("lessons", "settings", "curves", "neurons", "network", "statistics", "numpy", "pad")


@pytest.fixture
def learner(person, monkeypatch: pytest.MonkeyPatch, tiny_dataset: Dataset, figures_folder: Path) -> Learner:
    use_tiny_images(monkeypatch, tiny_dataset, figures_folder)
    put_lesson_there(changed('images = ["builtin"]', 'images = ["builtin"]\npanels = ["mistakes"]\nknobs = ["hidden"]'))
    return Learner(person)


def _texts(learner: Learner) -> str:
    QApplication.processEvents()
    labels = [label for label in learner.seen("lessonPanel").findChildren(QLabel) if label.isVisible()]
    return "\n".join(label.accessibleName() or label.text() for label in labels)


def test_a_bad_lesson_is_listed_with_its_sentence_and_cannot_be_chosen(learner):
    put_lesson_there(changed("epochs = 2", "epochs = 0"), "bad")
    learner.open_list()
    found = learner.seen("lessonList")
    rows = {found.item(row).text(): found.item(row) for row in range(found.count())}
    (bad,) = [row for row in rows if row.startswith("bad.md, line")]
    assert rows[bad].flags() == Qt.ItemFlag.NoItemFlags


def test_nothing_below_the_question_is_in_sight_before_it_is_answered(learner):
    learner.begin()
    assert "What happens?" in _texts(learner)
    assert not learner.is_seen("lessonRunButton")
    assert not learner.seen("lessonGuessButton").isEnabled()
    learner.guess(0)
    assert learner.is_seen("lessonRunButton")
    assert "Something did." not in _texts(learner)
    learner.run()
    assert "Something did." in _texts(learner)
    assert "your guess" in _texts(learner)
    assert "It reads" in _texts(learner)


def test_a_hint_is_told_when_it_is_asked_for(learner):
    learner.begin()
    assert "Think of steps." not in _texts(learner)
    learner.press("lessonHintButton")
    assert "Think of steps." in _texts(learner)
    assert not learner.seen("lessonHintButton").isEnabled()


def test_the_keyboard_alone_plays_a_lesson(learner):
    learner.begin()
    player = learner.lessons.player
    panel = learner.seen("lessonPanel")
    panel.activateWindow()
    QTest.keyClick(learner.seen("lessonAnswer0"), Qt.Key.Key_2)
    assert learner.seen("lessonAnswer1").isChecked()
    QTest.keyClick(learner.seen("lessonAnswer1"), Qt.Key.Key_Return)
    block = player.waits_for
    QTest.keyClick(learner.seen("lessonRunButton"), Qt.Key.Key_Space)
    learner.person.wait_until(lambda: player.waits_for is not block)
    QTest.keyClick(learner.seen("lessonNextButton"), Qt.Key.Key_Space)
    field = learner.seen("lessonNumberSpin")
    field.setValue(99)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert player.is_done


def test_a_wrong_number_gets_its_own_explanation(learner):
    learner.begin()
    learner.guess(1)
    learner.run()
    learner.press("lessonNextButton")
    learner.seen("lessonNumberSpin").setValue(0)
    learner.press("lessonGuessButton")
    assert "Less than that?" in _texts(learner)


def test_who_does_not_know_goes_on(learner):
    learner.begin()
    learner.press("lessonDontKnowButton")
    assert learner.is_seen("lessonRunButton")


def test_a_step_that_is_left_open_is_skipped_and_may_be_gone_back_to(learner):
    learner.begin()
    assert learner.seen("lessonNextButton").text() == "Skip"
    learner.press("lessonNextButton")
    assert learner.lessons.player.step.id == "now"
    learner.press("lessonBackButton")
    assert learner.lessons.player.step.id == "guess"


def test_a_check_that_fails_offers_the_run_again(learner):
    put_lesson_there(changed("test_accuracy > 5%", "test_accuracy > 200%"))
    learner.begin()
    learner.guess(1)
    learner.run()
    assert "This run found another way." in _texts(learner)
    learner.press("lessonRepeatButton")
    learner.run()
    learner.press("lessonGoOnButton")
    assert "It reads" in _texts(learner)


def test_the_settings_it_names_stay_and_the_others_come_back_when_asked_for(learner):
    learner.begin()
    assert not learner.is_seen("learningRateSpin")
    fields = [
        widget
        for widget in learner.seen("lessonPanel").findChildren(object)
        if widget.objectName() == "hiddenLayersEdit"
    ]
    assert len(fields) <= 1
    learner.press("lessonAllSettingsButton")
    assert learner.is_seen("learningRateSpin")
    learner.press("lessonAllSettingsButton")
    assert not learner.is_seen("learningRateSpin")


def test_tabs_that_are_not_needed_are_dim_and_can_be_used(learner):
    learner.begin()
    tabs = learner.person.window.tabs
    dim = {tabs.tabText(index) for index in tabs.tabBar()._dim}
    assert "Neurons" in dim
    assert "Mistakes" not in dim
    assert all(tabs.isTabEnabled(index) for index in range(tabs.count()))
    learner.press("lessonLeaveButton")
    assert not tabs.tabBar()._dim


def test_the_list_tells_what_was_played(learner):
    learner.begin()
    learner.guess(1)
    learner.run()
    learner.press("lessonNextButton")
    learner.press("lessonDontKnowButton")
    learner.press("lessonLeaveButton")
    learner.open_list()
    found = learner.seen("lessonList")
    assert any(found.item(row).text() == "3 · Small  ✓" for row in range(found.count()))


def test_every_question_and_state_has_a_name(learner):
    learner.begin()
    assert learner.seen("lessonAnswer0").accessibleName() == "Nothing"
    assert learner.seen("lessonAnswer0").accessibleDescription() == "Key 1"
    texts = [label for label in learner.seen("lessonPanel").findChildren(QLabel) if label.objectName() == "lessonText"]
    assert texts
    assert not any("<" in label.accessibleName() for label in texts)


def _tab(learner: Learner) -> str:
    tabs = learner.person.window.tabs
    return tabs.tabText(tabs.currentIndex()).partition(" (")[0]


def _show(fields: str) -> str:
    return changed("The end.\n", f"```show\n{fields}\n```\nThe end.\n")


def _play_to_the_end(learner: Learner) -> None:
    learner.begin()
    learner.guess(1)
    learner.run()
    learner.press("lessonNextButton")
    learner.press("lessonDontKnowButton")


def test_a_run_brings_its_tab_to_the_front(learner):
    put_lesson_there(changed("epochs = 2", 'epochs = 2\ntab = "statistics"'))
    learner.begin()
    learner.guess(1)
    assert _tab(learner) != "Statistics"
    learner.run()
    assert _tab(learner) == "Statistics"


def test_lines_of_numpy_bring_their_tab_to_the_front(learner):
    put_lesson_there(changed("Look.", '```numpy\nlines = "update"\n```'))
    learner.begin()
    assert _tab(learner) == "numpy"


def test_neurons_that_are_shown_are_those_of_the_first_layer_whatever_was_looked_at_before(learner):
    put_lesson_there(changed("Look.", '```show\ntab = "neurons"\n```'))
    layer = learner.person.find(QComboBox, "layerCombo")
    layer.setCurrentIndex(layer.count() - 1)
    learner.begin()
    assert _tab(learner) == "Neurons"
    assert layer.currentIndex() == 0


def test_the_marks_of_the_steps_are_those_of_the_lesson_that_is_played(learner):
    learner.begin()
    buttons = learner.seen("lessonPanel").findChildren(QToolButton)
    before = [button for button in buttons if button.isVisible() and button.accessibleName().startswith("Step ")]
    assert before
    longer, _ = parsed(f"{LESSON}## More {{#more}}\nText.\n")
    learner.lessons.begin(longer, "builtin")
    assert not any(button.isVisible() for button in before)


def test_an_epoch_that_is_shown_is_gone_back_to(learner):
    put_lesson_there(_show("epoch = 1"))
    _play_to_the_end(learner)
    assert learner.person.workbench.timeline.snapshot.epoch == 1


def test_runs_that_are_shown_are_drawn(learner):
    second = (
        '```set\npreset = "diary-128"\nhidden = [8]\nbatch_size = 50\n```\n```run\nname = "second"\nepochs = 1\n```\n'
    )
    put_lesson_there(changed("The end.\n", f'{second}```show\nruns = ["first"]\n```\n'))
    _play_to_the_end(learner)
    runs = learner.person.workbench.runs
    (first,) = [run for run in runs.trained if run.name == "3 Small: first"]
    runs.set_shown([first.id], False)
    assert runs.drawn == ()
    learner.run()
    assert [run.name for run in runs.drawn] == ["3 Small: first"]


def test_the_cost_has_a_logarithmic_axis_as_long_as_the_lesson_is_played(learner):
    put_lesson_there(changed("Look.", "```show\nlog_cost = true\n```"))
    cost = learner.person.window.panels["curves"].cost
    before = cost.axis_choice
    learner.begin()
    assert cost.is_logarithmic
    learner.press("lessonLeaveButton")
    assert cost.axis_choice == before


def test_a_number_that_is_guessed_is_drawn_on_its_plot_until_the_lesson_is_left(learner):
    ask = 'id = "soon"\nkind = "number"\nquestion = "How many percent?"\nsays = "Yes."\notherwise = "No."\nnear = 5\n'
    put_lesson_there(changed("Look.", f'```ask\n{ask}fact = "run.first.test_accuracy"\n```'))
    plots = learner.person.window.panels["curves"]
    learner.begin()
    learner.seen("lessonNumberSpin").setValue(70)
    learner.press("lessonGuessButton")
    learner.guess(1)
    learner.run()
    assert list(plots.accuracy._cursor.guesses) == [(0.7, "your guess")]
    assert not plots.cost._cursor.guesses
    learner.press("lessonNextButton")
    learner.seen("lessonNumberSpin").setValue(20)
    learner.press("lessonGuessButton")
    assert [y for y, _ in plots.accuracy._cursor.guesses] == [0.7, 0.2]
    learner.press("lessonBackButton")
    assert [y for y, _ in plots.accuracy._cursor.guesses] == [0.7]
    learner.press("lessonLeaveButton")
    assert not plots.accuracy._cursor.guesses


def test_an_image_that_is_looked_at_slowly_is_walked_through_to_its_last_frame(learner):
    put_lesson_there(changed("Look.", '```slow\ntrain_image = 2\nframes = ["cost", "update"]\n```'))
    learner.open_list()
    learner.choose("Small")
    workbench, window = learner.person.workbench, learner.person.window
    assert _tab(learner) == "Network"
    assert workbench.pad.label == workbench.library.dataset.train.labels[2]
    place, block = window.findChild(QWidget, "slowPlaceLabel"), learner.lessons.player.waits_for
    learner.person.wait_until(lambda: place.accessibleName() == "Frame 1 of 2: cost")
    assert window.findChild(QSpinBox, "slowImageSpin").value() == 3
    assert not window.findChild(QPushButton, "slowTakeButton").isEnabled()
    QTest.keyClick(window.findChild(QWidget, "networkView"), Qt.Key.Key_Right)
    assert place.accessibleName() == "Frame 2 of 2: update"
    assert learner.lessons.player.waits_for is not block
    learner.press("lessonLeaveButton")
    assert not place.isVisible()


def test_who_is_to_draw_is_shown_the_pad(learner):
    put_lesson_there(changed("The end.\n", '```draw\ntext = "Draw a three."\n```\n'))
    _play_to_the_end(learner)
    learner.press("lessonShowButton")
    assert [spot.parentWidget().objectName() for spot in learner.person.window.findChildren(Spotlight)] == ["pad"]


def test_a_run_that_cannot_begin_is_there_to_be_begun_again(learner):
    put_lesson_there(changed("batch_size = 50", "batch_size = 1000"))
    learner.open_list()
    learner.choose("Small")
    learner.guess(1)
    learner.press("lessonRunButton")
    learner.person.wait_until(lambda: learner.person.workbench.training.state is State.FAILED)
    assert learner.seen("lessonRunButton").isEnabled()
    assert not learner.person.workbench.playing.is_running
