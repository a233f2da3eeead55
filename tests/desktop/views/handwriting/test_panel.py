"""The panel of one's own digits, and training on them, as a person meets them in the window."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from core.data.dataset import Dataset
from core.data.ink.strokes import Ink
from core.files.handwriting import Handwriting
from core.hyperparameters import Hyperparameters, describe_change
from core.parts.activations import LeakyReLU
from core.parts.schedules import Constant, Cosine, Linear
from core.presets import preset
from core.training import personal
from core.training.history import Mark
from desktop.models.training import State
from desktop.widgets.tiles.image_grid import ImageGrid

pytestmark = pytest.mark.panels("handwriting", "pad", "neurons")


@pytest.fixture
def mine(person):
    """Return the model, with its tab in front and the file looked into."""
    person.window.tabs.setCurrentWidget(person.window.panels["handwriting"])
    person.wait_until(lambda: person.workbench.handwriting.is_ready)
    return person.workbench.handwriting


@pytest.fixture
def grid(person) -> ImageGrid:
    return person.find(ImageGrid, "ownDigits")


def draw(person, number: int = 0) -> None:
    person.draw((0.2, 0.2), (0.5 + number / 50, 0.3), (0.4, 0.8))


def press(person, name: str) -> None:
    person.find(QWidget, name).click()


def fill(person, count: int) -> None:
    """Keep digits without the pad: as many of each as of any other."""
    for number in range(count):
        line = np.linspace((0.2, 0.1), (0.3 + number / 100, 0.9), 6)
        person.workbench.handwriting.keep(number % 10, Ink((line,)))


def text(person, name: str) -> str:
    return person.find(QLabel, name).text()


def test_with_no_digits_it_says_what_to_do(person, mine, grid: ImageGrid):
    assert "press Enter" in grid._empty_text
    assert text(person, "wantedLabel") == "Please write a 0 on the pad."
    assert text(person, "handwritingSummary") == ""
    assert not person.window.actions_["trainHandwritingAction"].isEnabled()


def test_enter_on_the_pad_keeps_the_digit_and_asks_for_the_next(person, mine, grid: ImageGrid):
    pad = person.find(QWidget, "pad")
    person.window.activateWindow()
    for number in range(3):
        assert text(person, "wantedDigitLabel") == str(number)
        draw(person, number)
        pad.setFocus()
        QTest.keyClick(pad, Qt.Key.Key_Return)
        assert pad.is_empty
    assert [sample.label for sample in mine.samples] == [0, 1, 2]
    assert grid.count == 3
    assert [sample.label for sample in Handwriting().load().samples] == [0, 1, 2]  # the person's own file


def test_enter_keeps_nothing_while_another_tab_is_in_front(person, mine):
    person.window.tabs.setCurrentIndex(0)
    person.window.activateWindow()
    draw(person)
    pad = person.find(QWidget, "pad")
    pad.setFocus()
    QTest.keyClick(pad, Qt.Key.Key_Return)
    assert mine.samples == ()
    assert not pad.is_empty


def test_an_empty_pad_is_told_and_nothing_is_kept(person, mine):
    press(person, "keepDigitButton")
    assert mine.samples == ()
    assert text(person, "handwritingHint") == "The pad is empty: write the digit there first."
    draw(person)
    assert "Enter keeps it" in text(person, "handwritingHint")


def test_an_image_on_the_pad_is_not_one_s_own_handwriting(person, mine):
    person.workbench.pad.show_image(np.full((28, 28), 200, np.uint8), 3)
    press(person, "keepDigitButton")
    assert mine.samples == ()
    assert "not your handwriting" in text(person, "handwritingHint")
    draw(person)  # on top of the image
    press(person, "keepDigitButton")
    assert mine.samples == ()
    assert person.workbench.pad.ink.picture is not None


def test_a_digit_may_be_called_by_its_name_and_skipped(person, mine):
    press(person, "skipDigitButton")
    assert text(person, "wantedDigitLabel") == "1"
    draw(person)
    person.find(QLineEdit, "writerEdit").setText("Ada")
    press(person, "isDigit7Button")
    assert [(sample.label, sample.writer) for sample in mine.samples] == [(7, "Ada")]
    assert person.find(QToolButton, "isDigit7Button").text() == "7\n1"


def test_a_digit_that_cannot_be_written_stays_on_the_pad(person, mine):
    path = Handwriting().path
    path.mkdir(parents=True)
    draw(person)
    press(person, "keepDigitButton")
    assert "could not be kept" in person.notice
    assert not person.find(QWidget, "pad").is_empty
    assert mine.samples == ()


def test_the_chosen_digit_is_deleted_and_brought_back(person, mine, grid: ImageGrid):
    fill(person, 4)
    delete, undo = person.find(QToolButton, "deleteDigitButton"), person.find(QToolButton, "undoDeleteButton")
    assert not delete.isEnabled()
    grid._pick(0)  # the newest comes first
    delete.click()
    assert [sample.label for sample in mine.samples] == [0, 1, 2]
    assert not delete.isEnabled()  # nothing is chosen now
    undo.click()
    assert [sample.label for sample in mine.samples] == [0, 1, 2, 3]
    assert not undo.isEnabled()


def test_a_digit_that_was_called_by_a_wrong_name_is_called_by_another(person, mine, grid: ImageGrid):
    fill(person, 3)
    before = [sample.written for sample in mine.samples]
    label = mine.samples[2].label
    grid._pick(0)  # the newest
    assert text(person, "handwritingHint").startswith("Chosen: a")
    press(person, f"isDigit{(label + 1) % 10}Button")
    assert [sample.written for sample in mine.samples] == before
    assert mine.samples[2].label == (label + 1) % 10
    assert grid.chosen is None
    assert [sample.label for sample in mine._store.load().samples] == [sample.label for sample in mine.samples]
    press(person, "undoDeleteButton")
    assert mine.samples[2].label == label
    assert [sample.label for sample in mine._store.load().samples] == [sample.label for sample in mine.samples]


def test_keep_with_an_empty_pad_calls_no_digit_by_another_name(person, mine, grid: ImageGrid):
    fill(person, 3)
    before = mine.samples
    grid._pick(0)
    press(person, "keepDigitButton")
    assert mine.samples == before
    assert "pad is empty" in text(person, "handwritingHint")


def test_all_are_deleted_and_brought_back(person, mine):
    fill(person, 4)
    person.trigger("deleteHandwritingAction")
    assert mine.samples == ()
    person.find(QToolButton, "undoDeleteButton").click()
    assert len(mine.samples) == 4


def test_every_digit_tells_what_it_is_taken_for(person, mine, grid: ImageGrid):
    fill(person, 6)
    person.wait_until(lambda: mine.reading is not None)
    right = int(mine.reading.is_right.sum())
    assert sum("→" in caption for caption in grid._captions) == 6 - right
    assert grid._captions[0].startswith("5")
    assert "the network reads" in grid.tooltip(0)
    summary = text(person, "handwritingSummary")
    assert "of your 6 digits" in summary
    assert "of the test images (figures)" in summary
    assert "held back" not in summary  # none was trained on


def test_digits_are_exported_and_imported(person, mine, dialogs, tmp_path: Path):
    fill(person, 3)
    dialogs.path = tmp_path / "mine"
    person.trigger("exportHandwritingAction")
    person.wait_until(lambda: person.notice.startswith("mine.jsonl is written"))
    person.trigger("deleteHandwritingAction")
    dialogs.path = tmp_path / "mine.jsonl"
    person.trigger("importHandwritingAction")
    person.wait_until(lambda: len(mine.samples) == 3)
    assert person.notice == "3 digits were taken in from mine.jsonl."


def test_an_untrained_network_is_not_taught_a_hand(person, mine):
    fill(person, 3)
    person.trigger("trainHandwritingAction")
    assert person.notice.startswith("There is nothing yet to go on from.")
    assert person.step == 0


def teach(person) -> None:
    """Train on own digits and wait until that is done."""
    before = person.workbench.timeline.latest.data_fingerprint

    def is_under_way() -> bool:
        latest = person.workbench.timeline.latest
        return latest is not None and latest.data_fingerprint != before

    person.trigger("trainHandwritingAction")
    person.wait_until(is_under_way)
    person.wait_for_state(State.FINISHED)


def test_teaching_a_hand_goes_on_from_the_network_at_hand_which_can_be_had_back(
    person, mine, tiny_dataset: Dataset, preferences
):
    fill(person, 30)
    person.train_a_little(20)
    before, settings = person.workbench.timeline.latest, person.workbench.settings.value
    teach(person)
    after = person.workbench.timeline.latest
    assert after.step > before.step
    assert after.train_images > len(tiny_dataset.train)
    assert after.data_name.endswith("and my handwriting")
    assert after.hyperparameters.learning_rate == pytest.approx(0.2 * settings.learning_rate)
    assert person.workbench.library.dataset.fingerprint == tiny_dataset.fingerprint  # it is not what is browsed
    person.wait_until(lambda: "held back from training" in text(person, "handwritingSummary"))
    person.press("Bring it back")
    person.wait_until(lambda: person.step == before.step)
    assert person.workbench.settings.value == settings
    for one, other in zip(person.workbench.timeline.latest.network.parameters, before.network.parameters, strict=True):
        assert np.array_equal(one, other)


def test_a_second_lesson_does_not_slow_down_further_nor_mix_twice(person, mine):
    fill(person, 20)
    person.train_a_little(5)
    teach(person)
    first = person.workbench.timeline.latest
    fill(person, 5)
    teach(person)
    second = person.workbench.timeline.latest
    assert second.hyperparameters.learning_rate == first.hyperparameters.learning_rate
    assert second.train_images == first.train_images


def test_a_new_network_begins_with_the_usual_settings_and_so_does_the_next_day(person, mine, preferences):
    usual = person.workbench.settings.value
    fill(person, 20)
    person.train_a_little(5)
    teach(person)
    assert person.workbench.settings.value != usual
    person.trigger("resetAction")
    person.wait_until(lambda: person.step == 0)
    assert person.workbench.settings.value == usual
    assert isinstance(usual.schedule, Cosine)
    person.press("Bring it back")
    person.wait_until(lambda: person.step > 0)
    assert person.workbench.timeline.latest.data_name.endswith("and my handwriting")
    person.window.close()
    assert preferences.hyperparameters == usual


@pytest.fixture
def taught(person, mine) -> Hyperparameters:
    """Train a little and on the person's digits, and return the settings as they were before that."""
    fill(person, 20)
    before = person.workbench.settings.value
    person.train_a_little(5)
    teach(person)
    return before


def begin_anew(person) -> Hyperparameters:
    """Begin with a new network, and return the settings it was made with."""
    person.trigger("resetAction")
    person.wait_until(lambda: person.workbench.timeline.latest is not None and person.step == 0)
    made_with = person.workbench.timeline.latest.hyperparameters
    assert person.workbench.settings.value == made_with, "what is shown is what it has"
    return made_with


@pytest.mark.parametrize("name", ["default", "all-at-once"])
def test_a_preset_chosen_after_a_lesson_is_used_as_it_is_shown(person, taught: Hyperparameters, name: str):
    person.workbench.use_preset(name)
    shown = person.workbench.settings.value
    assert shown == preset(name).hyperparameters
    assert begin_anew(person) == shown


def test_a_preset_that_waits_after_a_lesson_is_there_the_next_day(person, taught: Hyperparameters, preferences):
    person.workbench.use_preset("diary-128")
    person.window.close()
    assert preferences.hyperparameters == preset("diary-128").hyperparameters


def test_a_preset_taken_back_after_a_lesson_leaves_the_earlier_settings(person, taught: Hyperparameters):
    person.workbench.use_preset("diary-128")
    person.workbench.settings.take_back()
    assert begin_anew(person) == taught


@pytest.mark.parametrize(
    ("name", "value"), [("learning_rate", 0.03), ("schedule", Linear()), ("epochs", 77), ("train_images", 90)]
)
def test_what_is_changed_after_a_lesson_is_used_and_the_rest_goes_back(
    person, taught: Hyperparameters, name: str, value: object
):
    person.workbench.settings.propose(name, value)
    assert begin_anew(person) == replace(taught, **{name: value})


def test_a_new_network_after_a_lesson_says_what_is_as_before_again(person, taught: Hyperparameters):
    now = person.workbench.settings.value
    begin_anew(person)
    assert f"as before it was taught your hand: {describe_change(now, taught)}." in person.notice
    assert begin_anew(person) == taught


def test_a_lesson_marks_the_curves_and_says_what_it_changes(person, mine):
    fill(person, 20)
    person.workbench.settings.propose("train_images", 240)
    person.wait_for_state(State.READY)
    person.train_a_little(5)
    before, left_at = person.workbench.settings.value, person.workbench.timeline.latest.epoch
    teach(person)
    taught = person.workbench.settings.value
    (mark,) = person.workbench.timeline.latest.marks
    change = describe_change(before, replace(taught, train_images=240))
    assert mark == Mark(left_at, f"taught your hand: {change}")
    for told in ("learning rate 0.002 → 0.0004", "schedule Cosine (ends at 0) → Constant", "epochs 100000 → "):
        assert told in change
    assert f"with your handwriting among the images, with {change}." in person.notice
    person.press("Bring it back")
    person.wait_until(lambda: person.workbench.settings.value == before)
    assert person.workbench.timeline.latest.marks == ()  # the network as it was is not marked


def test_what_is_changed_between_two_lessons_is_not_lost_by_the_second(person, taught: Hyperparameters):
    person.workbench.settings.propose("learning_rate", 0.03)
    person.workbench.settings.propose("schedule", Linear())
    fill(person, 5)
    teach(person)
    assert isinstance(person.workbench.settings.value.schedule, Constant)
    assert len(person.workbench.timeline.latest.marks) >= 2
    assert begin_anew(person) == replace(taught, learning_rate=0.03, schedule=Linear())


def test_a_lesson_after_a_change_that_waited_for_the_present_goes_by_it(person, mine):
    fill(person, 20)
    person.train_a_little(5)
    person.workbench.timeline.move_to_first()
    person.workbench.settings.propose("learning_rate", 0.01)
    teach(person)
    assert person.workbench.timeline.latest.hyperparameters.learning_rate == pytest.approx(0.002)
    assert begin_anew(person).learning_rate == 0.01


def test_an_experiment_that_begins_anew_after_a_lesson_has_the_earlier_settings(person, taught: Hyperparameters):
    now = person.workbench.settings.value
    person.workbench.try_settings(replace(now, activation=LeakyReLU()), anew=True)
    person.wait_until(lambda: person.workbench.settings.value.activation == LeakyReLU())
    assert person.workbench.settings.value == replace(taught, activation=LeakyReLU())
    person.pause()


@pytest.mark.parametrize("rate", [1e-6, 4e-6])
def test_a_hand_is_taught_at_the_smallest_rates_there_are(person, mine, rate: float):
    fill(person, 20)
    person.workbench.settings.propose("learning_rate", rate)
    person.train_a_little(5)
    teach(person)
    assert person.workbench.timeline.latest.hyperparameters.learning_rate == 1e-6
    assert begin_anew(person).learning_rate == rate


def test_a_taught_network_is_saved_and_opened_again(person, mine, tmp_path: Path):
    fill(person, 20)
    person.train_a_little(5)
    teach(person)
    step = person.step
    person.workbench.save_file(tmp_path / "mine.npz")
    runs = person.workbench.runs
    taught = runs.current
    person.wait_until(lambda: runs.title == "mine.npz")
    person.trigger("resetAction")
    person.wait_until(lambda: person.step == 0)
    person.workbench.open_file(tmp_path / "mine.npz")
    person.wait_until(lambda: person.step == step)
    assert runs.current == taught, "it is here still, with its images"
    assert not personal.is_mixed(person.workbench.library.dataset.name)
    person.trigger("resetAction")
    person.wait_until(lambda: person.step == 0)
    runs.forget_others()
    person.workbench.open_file(tmp_path / "mine.npz")
    person.wait_until(lambda: person.step == step)
    assert "figures and my handwriting" in person.notice


def test_the_panel_is_the_same_at_the_next_start(person, mine, open_window):
    fill(person, 3)
    person.find(QLineEdit, "writerEdit").setText("Ada")
    person.find(QLineEdit, "writerEdit").editingFinished.emit()
    person.window.close()
    again = open_window()
    again.tabs.setCurrentWidget(again.panels["handwriting"])
    person.wait_until(lambda: len(again.workbench.handwriting.samples) == 3)
    assert again.findChild(ImageGrid, "ownDigits").count == 3
    assert again.findChild(QLineEdit, "writerEdit").text() == "Ada"
    assert again.findChild(QPushButton, "keepDigitButton").isEnabled()
    assert isinstance(again.workbench.settings.value, Hyperparameters)
