"""Rejection: dots, blots and wavering answers are held back, clear ones are not."""

import numpy as np
import pytest

from core.arrays import Bytes
from core.data.ink.strokes import Ink, prepare
from core.hyperparameters import Hyperparameters
from core.insight.rejection import Reason, Rejection
from core.insight.verdict import verdict
from core.network.network import Network
from core.parts.outputs import LinearOutput, Output, SigmoidOutput, Softmax

SEVEN = prepare(Ink((np.array([(0.2, 0.2), (0.8, 0.2), (0.4, 0.85)]),)))


def network(biases: list[float], output: Output) -> Network:
    """Return a network that says the same to every image."""
    made = Network.create(Hyperparameters(hidden=()), np.random.default_rng(1))
    (weights, _) = made.parameters
    return Network.assemble(
        (np.zeros_like(weights),), (np.array(biases, np.float32),), made.layers[0].activation, output
    )


def doubted(
    biases: list[float], image: Bytes = SEVEN, threshold: float = 0.45, output: Output | None = None
) -> Rejection | None:
    return verdict(network(biases, output or Softmax()), image, threshold).rejection


def test_a_clear_answer_is_not_doubted() -> None:
    assert doubted([0, 0, 0, 0, 0, 0, 0, 9, 0, 0]) is None


def test_two_digits_alike_are_named_the_likelier_first() -> None:
    assert doubted([0, 0, 0, 0, 4.0, 0, 0, 0, 0, 4.1]) is None
    assert doubted([0, 0, 0, 0, 4.0, 0, 0, 0, 0, 4.1], threshold=0.6) == Rejection(Reason.WAVERING, (9, 4))


def test_the_answer_that_is_shown_is_always_named() -> None:
    ink = SEVEN.ravel() > 0
    weights = np.zeros((784, 10), np.float32)
    weights[:, 7] = np.where(ink, 0.5, -5.0)  # moved by a pixel, the image is no seven at all
    assert not (np.roll(SEVEN, 1, axis=0).ravel() > 0)[ink].all()
    output = Network.create(Hyperparameters(hidden=()), np.random.default_rng(1)).layers[0]
    biases = np.array([0, 6, 0, 0, 0, 0, 0, 0, 0, 0], np.float32)
    shown = Network.assemble((weights,), (biases,), output.activation, Softmax())
    once = verdict(shown, SEVEN, is_read_once=True)
    assert once.answer.digit == 7
    assert once.rejection == Rejection(Reason.WAVERING, (7, 1))
    mean = verdict(shown, SEVEN)
    assert mean.answer.digit == 1
    assert mean.rejection is None


def test_where_no_digit_stands_out_none_is_named() -> None:
    assert doubted([0.0] * 10) == Rejection(Reason.WAVERING)


def test_a_dot_and_a_blackened_pad_are_no_digits(generator: np.random.Generator) -> None:
    sure = [9.0] + [0.0] * 9
    assert doubted(sure, prepare(Ink((np.array([(0.5, 0.5)]),)))) == Rejection(Reason.TOO_LITTLE_INK)
    assert doubted(sure, prepare(Ink((generator.random((2000, 2)),)))) == Rejection(Reason.TOO_MUCH_INK)


def test_a_threshold_of_zero_shows_every_answer() -> None:
    assert doubted([0.0] * 10, threshold=0.0) is None
    assert doubted([0.0] * 10, np.full((28, 28), 255, np.uint8), threshold=0.0) is None


def test_sigmoids_are_compared_by_their_share() -> None:
    clear = [-9.0] * 10
    clear[3] = -1.0  # an output of 0.27, and all others next to nothing
    assert doubted(clear, output=SigmoidOutput()) is None
    assert doubted([3.0] * 10, output=SigmoidOutput()) == Rejection(Reason.WAVERING)


def test_outputs_that_are_no_probabilities_are_not_compared() -> None:
    assert doubted([0.0] * 10, output=LinearOutput()) is None


@pytest.mark.filterwarnings("error")
def test_a_network_that_diverged_is_nobody_to_doubt() -> None:
    assert doubted([float("nan")] * 10) is None
