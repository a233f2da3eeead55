"""PadModel: an answer to every stroke and to every network shown."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.ink.strokes import Ink, prepare
from core.hyperparameters import Hyperparameters
from core.insight.answer import answer, mean_answer
from core.insight.novelty import HEAD_SETTINGS, NoveltyDetector
from core.insight.rejection import Reason, Rejection
from core.network.network import Network
from desktop.models.pad import PadModel

RING = np.array([[0.3 + 0.16 * np.sin(angle), 0.5 - 0.32 * np.cos(angle)] for angle in np.linspace(0, 6.4, 30)])
LINE = Ink((np.array([[0.4, 0.2], [0.5, 0.8]]),))


def network(seed: int) -> Network:
    return Network.create(Hyperparameters(hidden=(6,)), np.random.default_rng(seed)).frozen_copy()


@pytest.fixture
def pad() -> PadModel:
    return PadModel()


def test_an_empty_pad_has_no_answer(pad: PadModel, qtbot: QtBot):
    pad.use_network(network(1))
    assert pad.answer is None
    pad.change_ink(Ink())
    assert pad.answer is None
    assert not pad.image.any()


def test_without_a_network_there_is_an_image_and_no_answer(pad: PadModel):
    pad.change_ink(LINE)
    assert pad.image.any()
    assert pad.answer is None


def test_the_answer_is_that_of_the_network_to_the_prepared_image(pad: PadModel):
    pad.use_network(network(1))
    pad.change_ink(LINE)
    np.testing.assert_array_equal(pad.answer.outputs, mean_answer(network(1), pad.image).outputs)


def test_an_image_of_the_data_is_read_in_one_pass_until_it_is_drawn_on(pad: PadModel):
    pad.use_network(network(1))
    pad.change_ink(LINE)
    assert not pad.is_read_once
    pad.show_image(pad.image, 3)
    assert pad.is_read_once
    np.testing.assert_allclose(pad.answer.outputs, answer(network(1), pad.image).outputs, rtol=1e-5)
    np.testing.assert_array_equal(pad.stages()[-1].answer.outputs, answer(network(1), pad.image).outputs)
    pad.change_ink(Ink(LINE.strokes, pad.ink.picture))
    assert not pad.is_read_once
    np.testing.assert_array_equal(pad.answer.outputs, mean_answer(network(1), pad.image).outputs)


def test_an_opened_picture_is_read_by_five_looks(pad: PadModel):
    pad.use_network(network(1))
    pad.turn_to_image(prepare(LINE), in_place=False)
    np.testing.assert_array_equal(pad.answer.outputs, mean_answer(network(1), pad.image).outputs)


def test_every_stroke_and_every_network_gives_another_answer(pad: PadModel, qtbot: QtBot):
    pad.use_network(network(1))
    pad.change_ink(LINE)
    first = pad.answer.outputs
    with qtbot.waitSignal(pad.answered):
        pad.use_network(network(2))
    second = pad.answer.outputs
    with qtbot.waitSignals([pad.answered, pad.image_changed]):
        pad.change_ink(Ink((*LINE.strokes, np.array([[0.2, 0.2], [0.8, 0.2]]))))
    third = pad.answer.outputs
    assert not np.array_equal(first, second)
    assert not np.array_equal(second, third)


def test_wiping_the_pad_takes_the_answer_away(pad: PadModel, qtbot: QtBot):
    pad.use_network(network(1))
    pad.change_ink(LINE)
    with qtbot.waitSignal(pad.answered) as caught:
        pad.change_ink(Ink())
    assert caught.args == [None]


def test_an_empty_pad_says_nothing_to_another_network(pad: PadModel, qtbot: QtBot):
    with qtbot.assertNotEmitted(pad.answered):
        pad.use_network(network(1))


def test_ink_that_grows_fast_is_answered_at_once_and_again_a_little_later(pad: PadModel, qtbot: QtBot):
    pad.use_network(network(1))
    answers: list[object] = []
    pad.answered.connect(answers.append)
    points = np.linspace((0.2, 0.1), (0.5, 0.9), 50)
    for count in range(2, 50):
        pad.follow(Ink((points[:count],)))
    assert 1 <= len(answers) < 48
    grown = Ink((points,))
    pad.follow(grown)
    qtbot.waitUntil(lambda: np.array_equal(pad.image, prepare(grown)))
    np.testing.assert_array_equal(pad.answer.outputs, mean_answer(network(1), pad.image).outputs)


def test_ink_that_has_grown_is_answered_at_once(pad: PadModel):
    pad.use_network(network(1))
    pad.follow(Ink((np.array([[0.1, 0.1], [0.1, 0.2]]),)))
    pad.follow(LINE)
    pad.change_ink(LINE)
    np.testing.assert_array_equal(pad.image, prepare(LINE))


def novel(someone: Network, threshold: float = -1e9) -> NoveltyDetector:
    """Return what takes everything for new, unless its threshold is another."""
    head = Network.create(HEAD_SETTINGS, np.random.default_rng(1), inputs=6, classes=11)
    return NoveltyDetector(someone, head, threshold)


def sure(seed: int) -> Network:
    """Return a network that says 4 to everything."""
    made = network(seed)
    biases = np.zeros(10, np.float32)
    biases[4] = 100.0
    return replace(made, layers=(*made.layers[:-1], replace(made.layers[-1], biases=biases)))


def test_what_is_unlike_all_that_was_learned_is_held_back(pad: PadModel):
    pad.use_network(sure(1))
    pad.change_ink(LINE)
    assert pad.rejection is None
    pad.use_novelty(novel(sure(1)))
    assert pad.rejection == Rejection(Reason.NOVEL, (4,))
    pad.use_novelty(novel(sure(1), threshold=1e9))
    assert pad.rejection is None


def test_what_comes_with_a_network_is_its_own_and_goes_with_it(pad: PadModel):
    pad.use_network(sure(1), novel(sure(1)))
    pad.change_ink(LINE)
    assert pad.has_own_novelty
    pad.use_novelty(None)
    assert pad.rejection == Rejection(Reason.NOVEL, (4,))
    pad.use_network(sure(2))
    assert not pad.has_own_novelty
    assert pad.rejection is None


def test_what_was_made_is_used_until_there_is_another_of_another_shape(pad: PadModel):
    pad.use_network(sure(1))
    pad.change_ink(LINE)
    pad.use_novelty(novel(sure(1)))
    pad.use_network(sure(2))
    assert pad.rejection is not None
    pad.forget_network()
    pad.use_network(sure(3))
    assert pad.rejection is None


def test_two_digits_are_said_to_touch_when_the_line_has_ended(pad: PadModel):
    pad.use_network(network(1))
    rings = Ink(tuple(RING + [right, 0] for right in (0.0, 0.28)))
    pad.follow(rings)
    assert pad.rejection is None or pad.rejection.reason is not Reason.TOUCHING
    pad.change_ink(rings)
    assert pad.rejection == Rejection(Reason.TOUCHING)
    pad.change_ink(Ink((RING,)))
    assert pad.rejection is None or pad.rejection.reason is not Reason.TOUCHING
