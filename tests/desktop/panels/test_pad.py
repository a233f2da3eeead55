"""The pad in the window: a verdict with every stroke, every new snapshot, and when scrubbing."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget

from core.parts.activations import LinearOutput

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
    person.draw(*SEVEN)
    names = tuple(f"Kind {name}" for name in "abcdefghij")
    person.workbench.library.use(replace(tiny_dataset, class_names=names), "kinds")
    assert verdict(person) == names[person.workbench.pad.answer.digit]


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
