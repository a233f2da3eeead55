"""The pad in the window: a verdict with every stroke, every new snapshot, and when scrubbing."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QMenu, QWidget

from core.data.ink.steps import ALL_STEPS
from core.parts.outputs import LinearOutput
from desktop.views.pad.preparation_strip import PreparationStrip
from desktop.widgets.ink.line import WIDTHS
from desktop.widgets.ink.sheet import Tool

pytestmark = pytest.mark.panels("pad", "data")

SEVEN = ((0.2, 0.2), (0.5, 0.2), (0.8, 0.2), (0.6, 0.5), (0.4, 0.85))


def verdict(person) -> str:
    return person.find(QLabel, "predictionLabel").text()


def bars(person) -> str:
    return person.find(QWidget, "digitBars").accessibleDescription()


def outputs(person) -> list[float]:
    return person.workbench.pad.answer.outputs.tolist()


def test_an_empty_pad_shows_no_verdict(person):
    assert verdict(person) == "–"
    assert "%" not in person.find(QLabel, "confidenceLabel").text()
    assert bars(person) == "Nothing to read yet."


def test_an_empty_pad_shows_no_verdict_after_training_either(person):
    person.train_a_little()
    assert verdict(person) == "–"


def test_a_stroke_gives_a_verdict_with_the_digit_alone(person):
    person.workbench.set_doubt_threshold(0.0)
    person.draw(*SEVEN)
    assert verdict(person) in set("0123456789")
    assert "%" in person.find(QLabel, "confidenceLabel").text()
    assert bars(person).startswith(verdict(person))


def test_every_stroke_changes_the_answer(person):
    person.draw(*SEVEN)
    first = outputs(person)
    person.draw((0.3, 0.5), (0.7, 0.5))
    assert outputs(person) != first


def test_every_snapshot_changes_the_answer_while_training_runs(person):
    person.draw(*SEVEN)
    first = outputs(person)
    person.trigger("trainAction")
    person.wait_until(lambda: outputs(person) != first)
    second = outputs(person)
    person.wait_until(lambda: outputs(person) != second)
    person.pause()


def test_scrubbing_changes_the_answer(person):
    person.draw(*SEVEN)
    first = outputs(person)
    person.train_a_little()
    trained = outputs(person)
    person.workbench.timeline.move_to(0)
    assert outputs(person) == first
    person.trigger("liveAction")
    assert outputs(person) == trained


def test_undo_redo_and_clear_are_commands(person):
    person.draw(*SEVEN)
    first = outputs(person)
    person.draw((0.3, 0.5), (0.7, 0.5))
    second = outputs(person)
    person.trigger("undoInkAction")
    assert outputs(person) == first
    person.trigger("redoInkAction")
    assert outputs(person) == second
    person.trigger("clearInkAction")
    assert verdict(person) == "–"
    person.trigger("undoInkAction")
    assert outputs(person) == second


def show_network_with(person, **changes) -> None:
    """Show the pad a network whose output layer is changed."""
    network = person.workbench.timeline.latest.network
    *others, last = network.layers
    person.workbench.pad.use_network(replace(network, layers=(*others, replace(last, **changes))))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_outputs_that_are_no_numbers_give_no_verdict(person, bad: float):
    person.draw(*SEVEN)
    biases = person.workbench.timeline.latest.network.layers[-1].biases
    show_network_with(person, biases=np.full_like(biases, bad))
    assert verdict(person) == "–"
    assert person.find(QLabel, "confidenceLabel").text() == "The outputs are no longer numbers."
    person.trigger("clearInkAction")
    assert person.find(QLabel, "confidenceLabel").text() == "Draw a digit on the pad."


def test_outputs_that_are_no_probabilities_are_told_as_numbers_with_their_margin(person):
    person.draw(*SEVEN)
    show_network_with(person, activation=LinearOutput())
    answer = person.workbench.pad.answer
    first, second = sorted(answer.outputs.tolist())[:-3:-1]
    assert answer.margin == pytest.approx(first - second)
    assert not answer.is_probability
    assert person.find(QLabel, "confidenceLabel").text() == f"{answer.margin:.3g} ahead of the next"
    assert "%" not in bars(person)


def test_other_class_names_are_the_verdict(person, tiny_dataset):
    person.workbench.set_doubt_threshold(0.0)
    person.draw(*SEVEN)
    names = tuple(f"Kind {name}" for name in "abcdefghij")
    kinds = replace(tiny_dataset, class_names=names)
    person.workbench.library.use(kinds, "kinds")
    person.workbench.library.loaded.emit(kinds)
    person.wait_until(lambda: person.workbench.class_names == names and person.workbench.pad.answer is not None)
    assert verdict(person) == names[person.workbench.pad.answer.digit]


def confidence(person) -> str:
    return person.find(QLabel, "confidenceLabel").text()


def test_an_answer_in_doubt_is_a_question_mark_with_words(person):
    person.draw((0.5, 0.5))
    assert verdict(person) == "?"
    assert confidence(person) == "Not sure: this is hardly more than a dot."
    person.trigger("clearInkAction")
    assert verdict(person) == "–"


def test_two_digits_alike_are_both_named(person):
    person.draw(*SEVEN)
    last = person.workbench.timeline.latest.network.layers[-1]
    biases = np.full_like(last.biases, -20)
    biases[[4, 9]] = 20
    show_network_with(person, weights=np.zeros_like(last.weights), biases=biases)
    person.workbench.set_doubt_threshold(0.75)
    assert verdict(person) == "?"
    assert confidence(person) == "Not sure: 4 or 9"
    person.workbench.set_doubt_threshold(0.45)
    assert verdict(person) == "4"


def test_the_menu_offers_when_not_to_be_sure(person):
    person.draw((0.5, 0.5))
    menu = next(menu for menu in person.window.menuBar().findChildren(QMenu) if menu.title() == "&Not sure")
    menu.aboutToShow.emit()
    never, usual, *_ = menu.actions()
    assert usual.isChecked()
    never.trigger()
    assert verdict(person) in set("0123456789")
    assert person.workbench.preferences.doubt_threshold == 0.0


def test_a_test_image_is_read_drawn_on_wiped_and_taken_back(person):
    person.trigger("testImageAction")
    pad = person.workbench.pad
    image = pad.image
    assert any((image == one).all() for one in person.workbench.library.dataset.test.images)
    assert pad.label is not None
    assert verdict(person) != "–"
    person.draw((0.1, 0.9), (0.9, 0.9))
    assert (pad.image >= image).all()
    assert (pad.image != image).any()
    assert pad.label is None
    person.trigger("undoInkAction")
    np.testing.assert_array_equal(pad.image, image)
    person.trigger("clearInkAction")
    assert verdict(person) == "–"
    person.trigger("undoInkAction")
    np.testing.assert_array_equal(pad.image, image)
    assert pad.label is not None


def test_another_panel_can_put_an_image_on_the_pad(person):
    person.draw(*SEVEN)
    image = person.workbench.library.dataset.train.images[3]
    person.workbench.pad.show_image(image, 3)
    np.testing.assert_array_equal(person.window.panels["pad"].canvas.ink.picture, image)
    np.testing.assert_array_equal(person.workbench.pad.image, image)
    person.trigger("undoInkAction")
    assert len(person.workbench.pad.ink.strokes) == 1


def test_the_erasers_are_commands_and_one_of_them_is_on_at_a_time(person):
    part, whole = (person.find(QAction, name) for name in ("eraserAction", "lineEraserAction"))
    person.draw(*SEVEN)
    person.draw((0.1, 0.9), (0.9, 0.9))
    person.trigger("eraserAction")
    assert part.isChecked()
    person.trigger("lineEraserAction")
    assert whole.isChecked()
    assert not part.isChecked()
    person.draw((0.5, 0.8), (0.5, 1.0))
    assert len(person.workbench.pad.ink.strokes) == 1
    person.trigger("lineEraserAction")
    assert not whole.isChecked()
    person.draw((0.1, 0.9), (0.9, 0.9))
    assert len(person.workbench.pad.ink.strokes) == 2


def test_a_broader_line_is_remembered_and_changes_nothing_for_the_network(person):
    person.draw(*SEVEN)
    image = person.workbench.pad.image
    person.trigger("clearInkAction")
    person.trigger("broaderLineAction")
    person.trigger("broaderLineAction")
    person.draw(*SEVEN)
    np.testing.assert_array_equal(person.workbench.pad.image, image)
    assert person.workbench.preferences.line_width == max(WIDTHS)


def strip(person) -> PreparationStrip:
    return person.window.panels["pad"].strip


def test_the_steps_are_shown_on_demand_and_switch_what_the_network_sees(person):
    assert strip(person).isHidden()
    person.draw(*((0.05 + 0.3 * x, 0.6 + 0.3 * y) for x, y in SEVEN))
    person.trigger("preparationAction")
    assert strip(person).isVisible()
    prepared, preview = person.workbench.pad.image, person.find(QWidget, "padPreview")
    QTest.mouseClick(person.find(QCheckBox, "sizeSwitch"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert not person.workbench.pad.steps.size
    small = person.workbench.pad.image
    assert np.count_nonzero(small) < np.count_nonzero(prepared)
    np.testing.assert_array_equal(preview._image, small)
    person.wait_until(lambda: "without scaling" in person.find(QLabel, "preparationLabel").text())


def test_no_step_stays_off_out_of_sight(person):
    person.trigger("preparationAction")
    person.find(QCheckBox, "centerSwitch").click()
    person.trigger("preparationAction")
    assert person.workbench.pad.steps == ALL_STEPS
    assert person.find(QCheckBox, "centerSwitch").isChecked()


def test_the_steps_cannot_be_switched_for_an_image_that_is_prepared(person):
    person.trigger("preparationAction")
    person.trigger("testImageAction")
    person.wait_until(lambda: not person.find(QCheckBox, "boxSwitch").isEnabled())
    person.trigger("clearInkAction")
    person.wait_until(lambda: person.find(QCheckBox, "boxSwitch").isEnabled())


@pytest.mark.parametrize("name", ["undoInkAction", "redoInkAction", "clearInkAction"])
def test_a_command_without_effect_is_off(person, name: str):
    assert not person.find(QAction, name).isEnabled()


def test_a_small_digit_in_a_corner_is_seen_as_a_large_one(person):
    person.draw(*SEVEN)
    large = person.workbench.pad.image.astype(int)
    person.trigger("clearInkAction")
    person.draw(*((0.05 + 0.3 * x, 0.6 + 0.3 * y) for x, y in SEVEN))
    small = person.workbench.pad.image.astype(int)
    assert abs(large - small).mean() < 0.1 * large.mean() + 5


def test_a_network_that_says_the_same_to_everything_is_not_called_sure(person):
    person.workbench.set_doubt_threshold(0.0)
    person.draw(*SEVEN)
    biases = np.zeros(10, np.float32)
    biases[1] = 1000
    show_network_with(person, biases=biases)
    said = person.find(QLabel, "confidenceLabel")
    person.wait_until(lambda: said.text() == "It answers 1 whatever you draw.")
    assert verdict(person) == "1"
    person.workbench.pad.use_network(person.workbench.timeline.latest.network)
    person.wait_until(lambda: "%" in said.text())


def test_the_button_of_the_eraser_looks_on_with_either_eraser_in_hand(person):
    panel, actions = person.window.panels["pad"], person.window.actions_
    button = panel._buttons["eraserAction"]
    assert not button.isChecked()
    for name in ("eraserAction", "lineEraserAction"):
        person.trigger(name)
        assert button.isChecked()
        assert button.defaultAction() is actions[name]
        assert not button.icon().isNull()
        button.click()
        assert not button.isChecked(), "a click puts it down"
        assert panel.canvas.tool is Tool.PEN
        assert button.defaultAction() is actions["eraserAction"]
