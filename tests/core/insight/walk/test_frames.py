"""The frames of core/insight/walk/forward.py, backward.py and steps.py: a small network worked out by hand."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.arrays import Array
from core.hyperparameters import Hyperparameters
from core.insight.walk.backward import frames_backward
from core.insight.walk.choice import Chosen
from core.insight.walk.forward import frames_forward
from core.insight.walk.frame import NAMES, Frame
from core.insight.walk.passage import passage
from core.network.network import Network
from core.parts.activations import ReLU
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.optimizers import GradientDescent, Momentum
from core.parts.outputs import LinearOutput, Softmax
from core.parts.schedules import Constant
from core.training.snapshot import Snapshot

SETTINGS = Hyperparameters(
    hidden=(3,),
    activation=ReLU(),
    output=LinearOutput(),
    cost=SquaredError(),
    optimizer=GradientDescent(),
    schedule=Constant(),
    learning_rate=0.1,
)
See = Callable[..., dict[str, Frame]]


@pytest.fixture
def see(three_neurons: Network, make_snapshot: Callable[..., Snapshot]) -> See:
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 0, :2] = 255, 51

    def see(settings: Hyperparameters = SETTINGS, **chosen: object) -> dict[str, Frame]:
        (w1, w2), (b1, b2) = three_neurons.parameters[::2], three_neurons.parameters[1::2]
        network = Network.assemble((w1, w2), (b1, b2), settings.activation, settings.output)
        snapshot = replace(make_snapshot(1, settings), network=network)
        seen = passage(snapshot, image, np.array([4], np.uint8), Chosen(**chosen))  # type: ignore[arg-type]  # its fields
        return dict(zip(NAMES, (*frames_forward(seen), *frames_backward(seen)), strict=True))

    return see


def test_forward_by_hand(see: See) -> None:
    frames = see(neuron=(0, 1))
    assert frames["sums"].numbers == ("z = 1·1 + 0.200·2 + 0.250 = 1.65",)
    assert frames["activation"].numbers == ("a = max(1.65, 0) = 1.65",)
    assert frames["output sums"].numbers == ("z[4] = 1·3 + 1.65·(−1) + 0.0400 = 1.39",)
    assert frames["target"].numbers == ("gap[4] = 1.39 − 1 = 0.390",)
    assert frames["activation"].arrays["dot"] == pytest.approx([1.65, 1.65])


def test_backward_by_hand(see: See) -> None:
    frames = see(neuron=(0, 1))
    assert frames["slope at the outputs"].numbers == ("d[4] = 1.39 − 1 = 0.390",)
    assert frames["slope of a weight"].numbers == ("dw = 1.65·0.390 = 0.643",)
    # Output 5 is at 0.5 * 1.65 + 0.05 and should be 0; the neuron votes -1 for 4 and 0.5 for 5.
    assert frames["back to the hidden layer"].numbers[0].endswith("= 0.0475")
    assert frames["slope picture"].numbers == ("dw = 1·0.0475 = 0.0475",)
    assert frames["update"].numbers == ("w = (−1) − 0.100·0.643 = −1.064",)
    picture: Array = frames["slope picture"].arrays["slopes"]
    assert np.count_nonzero(picture) == 2
    assert picture[0, 1] == pytest.approx(0.2 * picture[0, 0])


def test_lines_and_neurons_light_up(see: See) -> None:
    frames = see(link=(1, 0, 4))
    assert frames["picture"].lit.pixels
    assert frames["output sums"].lit.links == ((1, 0, 4), (1, 1, 4))
    assert frames["slope of a weight"].lit.links == ((1, 0, 4),)
    assert frames["slope of a weight"].lit.neurons == ((0, 0), (1, 4))
    assert len(frames["outputs"].lit.neurons) == 10
    assert [one.lit.is_backward for one in frames.values()] == [False] * 7 + [True] * 4 + [False] * 2


def test_a_small_step_is_told_from_none(see: See) -> None:
    line = see(replace(SETTINGS, learning_rate=1e-4), neuron=(0, 1))["update"].numbers[0]
    assert line.startswith("w = (−1) − ")
    assert line.endswith(" = −1.000064")


def test_a_link_into_a_hidden_neuron_says_that_its_slope_comes_next(see: See) -> None:
    assert "told next" in see(link=(0, 1, 1))["slope of a weight"].sentence
    assert "told next" not in see(link=(1, 1, 4))["slope of a weight"].sentence


def test_momentum_adds_its_memory(see: See) -> None:
    update = see(replace(SETTINGS, optimizer=Momentum(momentum=0.9)), link=(1, 0, 4))["update"]
    assert update.symbols == ("v = momentum·v − rate·dw", "w = w + v")
    assert len(update.numbers) == 2
    assert update.arrays["v_before"] == 0
    # The memory began at zero, so this first step is the rate times the slope.
    assert update.arrays["v_after"] == pytest.approx(-0.1 * 0.39)
    assert "what the optimizer remembers" in update.sentence


def test_softmax_with_cross_entropy_says_why_only_the_difference_is_left(see: See) -> None:
    frames = see(replace(SETTINGS, output=Softmax(), cost=CrossEntropy()))
    assert frames["slope at the outputs"].symbols == ("d = p − y",)
    assert "Nothing else is left" in frames["slope at the outputs"].sentence
    assert "Nothing else" not in see()["slope at the outputs"].sentence


def test_what_is_told_of_other_classes_names_them(
    three_neurons: Network, make_snapshot: Callable[..., Snapshot]
) -> None:
    (w1, w2), (b1, b2) = three_neurons.parameters[::2], three_neurons.parameters[1::2]
    network = Network.assemble((w1, w2), (b1, b2), SETTINGS.activation, SETTINGS.output)
    snapshot = replace(make_snapshot(1, SETTINGS), network=network, class_names=tuple("ABCDEFGHIJ"))
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 0, :2] = 255, 51
    frames = {
        frame.name: frame for frame in frames_forward(passage(snapshot, image, np.array([7], np.uint8), Chosen()))
    }
    assert frames["outputs"].sentence == "The largest is the answer: E, which is wrong: it is H."
    assert frames["target"].title == "The target: H"
    assert frames["target"].sentence.startswith("The label says H: ")


def test_a_weight_of_a_frozen_layer_stays(see: See) -> None:
    for settings in (
        replace(SETTINGS, frozen=(2,), weight_decay=0.5),
        replace(SETTINGS, frozen=(2,), optimizer=Momentum()),
    ):
        frame = see(settings, link=(1, 1, 4))["update"]
        assert frame.title == "The step: layer 2 is frozen"
        assert frame.symbols == ("w = w",)
        assert frame.numbers == ("w = −1 = −1",)
        assert frame.sentence.startswith("Layer 2 is frozen: whatever the slope, the weight stays as it is")
        np.testing.assert_array_equal(frame.arrays["before"], frame.arrays["after"])
        exec(frame.numpy, {})  # a line that does nothing
        other = see(settings, link=(0, 0, 1))["update"]
        assert other.title == "The step: every weight goes against its slope"
        assert (other.arrays["before"] != other.arrays["after"]).any()
