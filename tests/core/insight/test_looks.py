"""The mean of five looks: as it is, and moved by a pixel to each side."""

import numpy as np
import pytest

from core.data.ink.strokes import Ink, prepare
from core.hyperparameters import Hyperparameters
from core.insight.answer import answer, mean_answer
from core.insight.looks import looks
from core.insight.verdict import verdict
from core.network.network import Network
from core.parts.costs import SquaredError
from core.parts.outputs import LinearOutput, Output, SigmoidOutput, Softmax

FOUR = prepare(Ink((np.array([(0.6, 0.1), (0.2, 0.6), (0.8, 0.6)]), np.array([(0.6, 0.4), (0.6, 0.9)]))))


def network(output: Output) -> Network:
    """Return a network whose outputs change much with a pixel's move."""
    return Network.create(Hyperparameters(hidden=(30,), output=output, cost=SquaredError()), np.random.default_rng(3))


def test_the_looks_are_the_image_and_its_four_neighbors():
    np.testing.assert_array_equal(
        looks(FOUR), [FOUR, np.roll(FOUR, 1, 1), np.roll(FOUR, -1, 1), np.roll(FOUR, 1, 0), np.roll(FOUR, -1, 0)]
    )


def test_ink_at_the_edge_does_not_come_in_at_the_other():
    full = np.full((28, 28), 255, np.uint8)
    as_it_is, right, left, down, up = looks(full)
    assert as_it_is.all()
    for look, edge in ((right, right[:, 0]), (left, left[:, -1]), (down, down[0]), (up, up[-1])):
        assert not edge.any()
        assert np.count_nonzero(look) == 28 * 27


@pytest.mark.parametrize("output", [Softmax(), SigmoidOutput(), LinearOutput()])
def test_the_verdict_is_the_mean_of_what_is_said_to_each_whatever_the_outputs_are(output: Output):
    shown = network(output)
    each = [answer(shown, image).outputs for image in looks(FOUR)]
    assert np.std(each, axis=0).max() > 0.001
    mean = np.mean(each, axis=0)
    for said in (mean_answer(shown, FOUR), verdict(shown, FOUR, 0).answer):
        np.testing.assert_allclose(said.outputs, mean, rtol=1e-4, atol=1e-6)
        assert said.digit == mean.argmax()
    once = verdict(shown, FOUR, 0, is_read_once=True).answer
    np.testing.assert_allclose(once.outputs, each[0], rtol=1e-4, atol=1e-6)


def test_the_mean_of_equal_answers_is_that_answer(generator: np.random.Generator):
    shown = network(Softmax())
    blank = np.zeros((28, 28), np.uint8)
    np.testing.assert_array_equal(mean_answer(shown, blank).outputs, shown.outputs(np.stack([blank] * 5))[0])


def test_a_verdict_asks_the_network_once(monkeypatch: pytest.MonkeyPatch):
    asked: list[int] = []
    outputs = Network.outputs

    def counted(self: Network, images: np.ndarray) -> np.ndarray:
        asked.append(len(images))
        return outputs(self, images)

    monkeypatch.setattr(Network, "outputs", counted)
    verdict(network(Softmax()), FOUR)
    assert asked == [5]
