"""What a network's answer is in words."""

import numpy as np
import pytest

from core.data.classes import DIGITS
from core.data.ink.steps import ALL_STEPS
from core.data.ink.strokes import Ink
from core.hyperparameters import Hyperparameters
from core.insight.answer import Answer
from core.insight.reasons import rejection_words
from core.insight.rejection import Reason, Rejection
from core.insight.stages import Stage, stages
from core.network.network import Network
from desktop.views.pad.verdict_words import outcome_words, short_verdict, without_words

IMAGE = np.zeros((28, 28), np.uint8)


def answer(digit: int, confidence: float = 0.9) -> Answer:
    outputs = np.full(10, (1 - confidence) / 9, np.float32)
    outputs[digit] = confidence
    return Answer(outputs, digit, confidence, True)


def after(step: str | None, said: int, without: int) -> Stage:
    return Stage(step, IMAGE, answer(said), answer(without))


SEVEN = (Stage(None, IMAGE, answer(1), None), after("box", 1, 7), after("size", 1, 2), after("center", 7, 3))
SEVEN = (*SEVEN, after("gray", 7, 7))


@pytest.mark.parametrize(
    ("doubt", "words"),
    [
        (Rejection(Reason.WAVERING, (4, 9)), "Not sure: 4 or 9"),
        (Rejection(Reason.WAVERING), "Not sure: no digit stands out."),
        (Rejection(Reason.NOVEL, (8,)), "Not sure: unlike any digit it has learned from. It would guess 8."),
        (Rejection(Reason.TOO_MUCH_INK), "Not sure: more ink than any digit has."),
        (Rejection(Reason.TOO_LITTLE_INK), "Not sure: this is hardly more than a dot."),
    ],
)
def test_every_doubt_is_told(doubt: Rejection, words: str) -> None:
    assert rejection_words(doubt, DIGITS) == words


def test_the_steps_that_decide_are_named() -> None:
    expected = "It would read 2 without scaling and 3 without centering."
    assert outcome_words(SEVEN, ALL_STEPS, DIGITS) == expected
    same = tuple(after(stage.step, 7, 7) for stage in SEVEN)
    assert outcome_words(same, ALL_STEPS, DIGITS) == "Without any one step it still reads 7."


def test_steps_that_are_off_are_named() -> None:
    off = ALL_STEPS.without("box").without("gray")
    assert outcome_words(SEVEN, off, DIGITS) == "The network's answer is without the box and gray pixels."
    assert without_words(SEVEN[1], off, DIGITS) == ""
    assert without_words(SEVEN[2], off, DIGITS).startswith("Without scaling the network would say 2 90")


def test_an_empty_pad_asks_for_a_digit() -> None:
    network = Network.create(Hyperparameters(hidden=()), np.random.default_rng(1))
    assert outcome_words(stages(network, Ink(), ALL_STEPS), ALL_STEPS, DIGITS).startswith("Draw a digit")


def test_a_long_name_leaves_no_room_for_a_figure() -> None:
    assert short_verdict(answer(2), tuple(f"Kind {digit}" for digit in DIGITS)) == "Kind 2"
    assert short_verdict(None, DIGITS) == "–"
