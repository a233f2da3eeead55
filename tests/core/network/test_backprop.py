"""The gradients of one batch; the contract over every combination is in parts/test_contracts.py."""

import numpy as np
import pytest

from core.network.backprop import backward, gradients, one_hot
from core.network.network import Network
from core.parts.activations import ReLU, Sigmoid
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.outputs import LinearOutput, Softmax


def three_layers(generator: np.random.Generator) -> Network:
    """Return a network of 6 inputs and two hidden layers, with random weights."""
    shapes = ((6, 5), (5, 4), (4, 10))
    return Network.assemble(
        tuple(generator.normal(size=shape) for shape in shapes),
        tuple(generator.normal(size=shape[1]) for shape in shapes),
        Sigmoid(),
        Softmax(),
    )


def test_one_hot_rows_have_one_one() -> None:
    targets = one_hot(np.array([3, 0, 9], np.uint8), 10)
    assert targets.dtype == np.float32
    assert targets.shape == (3, 10)
    np.testing.assert_array_equal(targets.argmax(axis=1), [3, 0, 9])
    np.testing.assert_array_equal(np.sort(targets, axis=1)[:, -2:], [[0, 1]] * 3)
    assert one_hot(np.zeros(0, np.uint8), 10).shape == (0, 10)
    assert one_hot(np.array([1], np.uint8), 10, np.float64).dtype == np.float64


def test_a_linear_network_by_hand() -> None:
    w = np.zeros((2, 10))
    w[0, 0], w[1, 9] = 2.0, 3.0
    network = Network.assemble((w,), (np.zeros(10),), ReLU(), LinearOutput())
    x = np.array([[1.0, 0.5]])
    y = one_hot(np.array([0], np.uint8), 10, np.float64)
    found = gradients(network, SquaredError(), x, y)
    error = np.zeros(10)
    error[0], error[9] = 2 - 1, 1.5 - 0
    assert found.cost == pytest.approx((1 + 1.5**2) / 2)
    np.testing.assert_allclose(found.slopes[0], np.outer(x[0], error))
    np.testing.assert_allclose(found.slopes[1], error)


def test_the_slopes_of_a_batch_are_the_mean_of_those_of_its_images(generator: np.random.Generator) -> None:
    network = three_layers(generator)
    x, y = generator.random((7, 6)), one_hot(np.arange(7, dtype=np.uint8), 10, np.float64)
    whole = gradients(network, CrossEntropy(), x, y)
    single = [gradients(network, CrossEntropy(), x[i : i + 1], y[i : i + 1]) for i in range(7)]
    assert whole.cost == pytest.approx(np.mean([one.cost for one in single]))
    for index, slope in enumerate(whole.slopes):
        np.testing.assert_allclose(slope, np.mean([one.slopes[index] for one in single], axis=0), rtol=1e-10)


def test_a_look_leaves_the_network_and_the_batch_alone(generator: np.random.Generator) -> None:
    network = Network.assemble(
        (generator.normal(size=(6, 5)), generator.normal(size=(5, 10))),
        (generator.normal(size=5), generator.normal(size=10)),
        ReLU(),
        Softmax(),
    ).frozen_copy()
    x, y = generator.random((7, 6)), one_hot(np.arange(7, dtype=np.uint8), 10, np.float64)
    x.flags.writeable = y.flags.writeable = False
    first, second = (gradients(network, CrossEntropy(), x, y) for _ in range(2))
    for one, other in zip(first.slopes, second.slopes, strict=True):
        np.testing.assert_array_equal(one, other)
        assert one.flags.writeable, "an optimizer may use it as scratch space"
        assert not any(np.shares_memory(one, parameter) for parameter in network.parameters)


def test_the_slopes_of_each_layer_are_those_of_the_whole_from_the_outputs_back(generator: np.random.Generator) -> None:
    network = three_layers(generator)
    x, y = generator.random((7, 6)), one_hot(np.arange(7, dtype=np.uint8), 10, np.float64)
    whole = gradients(network, CrossEntropy(), x, y).slopes
    layers = list(backward(network, CrossEntropy(), network.activity(x), y))
    assert [layer.d.shape for layer in layers] == [(7, 10), (7, 4), (7, 5)]
    for index, layer in enumerate(reversed(layers)):
        np.testing.assert_array_equal(layer.weights, whole[2 * index])
        np.testing.assert_array_equal(layer.biases, whole[2 * index + 1])
        # What was yielded is not written over on the way back.
        np.testing.assert_array_equal(layer.biases, layer.d.sum(axis=0))
