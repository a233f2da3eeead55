"""What spoke for the answer to the pad's image, and what little would flip it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from core.arrays import Bytes
from core.insight.answer import answer
from core.insight.attribution import attribute
from core.insight.regions import smoothed
from desktop.models.pad import PadModel
from desktop.session.workbench import Workbench
from desktop.widgets.tiles.push_picture import PushPicture
from tests.desktop.conftest import Person
from tests.desktop.helpers import wait_for_hidden

pytestmark = pytest.mark.panels("why", "neurons", "data", "pad")

SEVEN = [(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]


@pytest.fixture
def why(person: Person) -> Person:
    """Return someone who drew a digit and looks at the tab."""
    person.train_a_little(30)
    person.draw(*SEVEN)
    person.window.tabs.setCurrentWidget(person.window.panels["why"])
    return person


def message(person: Person) -> str:
    label = person.window.panels["why"]._message
    return label.text() if label.isVisible() else ""


def in_one_pass(pad: PadModel) -> int:
    """Return what the network reads in one pass, which is what is explained."""
    return answer(pad.network, pad.image).digit


def text(person: Person, name: str) -> str:
    return person.find(QLabel, name).text()


def wait_for_flip(person: Person) -> None:
    person.wait_until(lambda: person.workbench.counterfactuals.image is person.workbench.pad.image)


def test_an_empty_pad_asks_for_a_digit(person: Person):
    person.window.tabs.setCurrentWidget(person.window.panels["why"])
    assert message(person) == "Draw a digit on the pad, or pick a mistake."
    person.draw(*SEVEN)
    assert message(person) == ""
    person.trigger("clearInkAction")
    assert message(person).startswith("Draw a digit")


def test_the_pushes_are_those_towards_the_answer_against_the_second_best(why: Person):
    network, pad = why.workbench.timeline.latest.network, why.workbench.pad
    expected = attribute(network, pad.image)
    assert expected.winner == in_one_pass(pad)
    assert np.array_equal(why.find(PushPicture, "pushPicture")._values, smoothed(expected.pixels))
    assert why.find(QComboBox, "rivalCombo").currentText() == f"the second best ({expected.rival})"
    assert text(why, "whyLabel").startswith(f"{expected.winner} is ahead of {expected.rival} by {expected.lead:.1f}.")
    assert text(why, "exactnessLabel").startswith("An estimate, gradient times input")
    assert why.find(QLabel, "whyOnePassLabel").isVisible()
    assert "the mean of five looks" in text(why, "whyOnePassLabel")
    why.workbench.show_random_image()
    assert not why.find(QLabel, "whyOnePassLabel").isVisible()


def test_any_digit_can_be_the_one_to_compare_with(why: Person):
    pad, combo = why.workbench.pad, why.find(QComboBox, "rivalCombo")
    rival = (in_one_pass(pad) + 3) % 10
    combo.setCurrentIndex(combo.findData(rival))
    expected = attribute(why.workbench.timeline.latest.network, pad.image, in_one_pass(pad), rival)
    assert np.array_equal(why.find(PushPicture, "pushPicture")._values, smoothed(expected.pixels))
    assert combo.currentData() == rival
    wait_for_flip(why)
    why.wait_until(lambda: not why.workbench.counterfactuals._latest.is_busy)
    found = why.workbench.counterfactuals.found
    assert found is None or found.after == rival


def test_a_mistake_is_compared_with_what_it_should_have_been(why: Person):
    pad, combo = why.workbench.pad, why.find(QComboBox, "rivalCombo")
    label = (in_one_pass(pad) + 1) % 10
    why.workbench.show_on_pad(pad.image.copy(), label)
    digit = in_one_pass(pad)
    assert digit != label, "the image is read as before"
    assert combo.currentText() == f"the right one ({label})"
    assert text(why, "whyLabel").startswith(f"This {label} is taken for a")
    expected = attribute(why.workbench.timeline.latest.network, pad.image, digit, label)
    assert np.array_equal(why.find(PushPicture, "pushPicture")._values, smoothed(expected.pixels))
    why.workbench.show_on_pad(pad.image.copy(), digit)
    assert combo.currentText().startswith("the second best")


def test_a_hidden_tab_looks_for_no_flip(why: Person):
    wait_for_flip(why)
    why.window.tabs.setCurrentWidget(why.window.panels["data"])
    assert not why.workbench.counterfactuals._latest.is_busy


def test_the_answer_itself_is_not_offered_as_its_rival(why: Person):
    digit, combo = in_one_pass(why.workbench.pad), why.find(QComboBox, "rivalCombo")
    assert combo.findData(digit) == -1
    assert combo.count() == 10
    assert text(why, "whyLabel").startswith(f"{digit} is ahead of ")


def test_a_rival_that_becomes_the_answer_is_chosen_again_when_it_is_not(why: Person, monkeypatch: pytest.MonkeyPatch):
    panel, combo = why.window.panels["why"], why.find(QComboBox, "rivalCombo")
    rival = (in_one_pass(why.workbench.pad) + 3) % 10
    combo.setCurrentIndex(combo.findData(rival))
    latest = why.workbench.timeline.latest
    other = latest.network.working_copy()
    other.layers[-1].biases[rival] += 1000
    panel.draw(replace(latest, network=other.frozen_copy()))
    assert text(why, "whyLabel").startswith(f"{rival} is ahead of ")
    assert combo.currentData() is None
    panel.draw(latest)
    assert combo.currentData() == rival


def test_it_follows_drawing_and_scrubbing(why: Person):
    picture = why.find(PushPicture, "pushPicture")
    first = picture._values
    why.draw((0.3, 0.5), (0.7, 0.5))
    second = picture._values
    assert not np.array_equal(first, second)
    why.workbench.timeline.move_to(0)
    assert not np.array_equal(second, picture._values)
    why.trigger("liveAction")
    why.wait_until(lambda: np.array_equal(second, picture._values))  # the panel rests between two drawings


def test_a_hidden_tab_explains_nothing(person: Person):
    person.draw(*SEVEN)
    assert person.workbench.counterfactuals._asked is None
    assert person.window.panels["why"]._reasons is None


def test_without_a_hidden_layer_it_is_exact(why: Person):
    why.workbench.settings.propose("hidden", ())
    why.trigger("resetAction")
    wait_for_hidden(why, ())
    why.wait_until(lambda: text(why, "exactnessLabel").startswith("Exact"))


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_what_flips_the_answer_is_shown_told_and_put_on_the_pad(
    why: Person, monkeypatch: pytest.MonkeyPatch, kind: int
):
    on_pad: list[Bytes] = []
    monkeypatch.setattr(Workbench, "show_on_pad", lambda self, image, label=None: on_pad.append(image))
    why.find(QComboBox, "flipKindCombo").setCurrentIndex(kind)
    why.wait_until(lambda: not why.workbench.counterfactuals._latest.is_busy)
    found, before = why.workbench.counterfactuals.found, in_one_pass(why.workbench.pad)
    assert found is not None
    change = found.image.astype(int) - why.workbench.pad.image
    words = text(why, "flipLabel")
    assert f"{int((change > 0).sum())} pixel" in words or f"{int((change < 0).sum())} pixel" in words
    assert f"would make this a {found.after}".replace("a 8", "an 8") in words
    why.find(QPushButton, "putFlipButton").click()
    network = why.workbench.timeline.latest.network
    assert int(network.outputs(on_pad[0][np.newaxis]).argmax()) == found.after != before


def test_a_change_that_is_not_there_cannot_be_put_on_the_pad(why: Person):
    flips, pad = why.workbench.counterfactuals, why.workbench.pad
    wait_for_flip(why)
    flips._take((pad.image, None))
    assert text(why, "flipLabel") == "No small change of this kind was found that does it."
    assert not why.find(QPushButton, "putFlipButton").isEnabled()


def test_outputs_that_are_no_numbers_are_told(why: Person):
    network = why.workbench.timeline.latest.network
    *others, last = network.layers
    broken = replace(last, biases=np.full_like(last.biases, np.nan))
    latest = why.workbench.timeline.latest
    why.workbench.timeline.shown.emit(replace(latest, network=replace(network, layers=(*others, broken))))
    why.wait_until(lambda: bool(message(why)))
    assert "no longer numbers" in message(why)


def test_another_architecture_is_explained(why: Person):
    why.workbench.settings.propose("hidden", (2000,))
    why.trigger("resetAction")
    wait_for_hidden(why, (2000,))
    expected = attribute(why.workbench.timeline.latest.network, why.workbench.pad.image)
    picture = why.find(PushPicture, "pushPicture")
    why.wait_until(lambda: np.array_equal(picture._values, smoothed(expected.pixels)))


def test_neurons_that_are_switched_off_have_no_say(why: Person):
    picture = why.find(PushPicture, "pushPicture")
    before = picture._values
    why.workbench.selection.mute(frozenset((0, index) for index in range(11)))
    assert not np.array_equal(picture._values, before)
    why.workbench.selection.mute(frozenset())
    assert np.array_equal(picture._values, before)
