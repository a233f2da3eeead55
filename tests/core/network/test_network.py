"""The network: shapes, sizes, what it answers, and copies that keep to themselves."""

import numpy as np
import pytest

from core.arrays import Array
from core.errors import TrainingError
from core.hyperparameters import MOST_LAYERS, MOST_NEURONS, Hyperparameters
from core.network.network import MOST_PARAMETERS, PIXELS, Network, as_inputs
from core.parts.activations import ReLU, Sigmoid, Tanh
from core.parts.outputs import Softmax


def make(hidden: tuple[int, ...], seed: int = 1) -> Network:
    return Network.create(Hyperparameters(hidden=hidden), np.random.default_rng(seed))


@pytest.mark.parametrize("hidden", [(), (1,), (16, 16), (5000,), (2,) * MOST_LAYERS])
def test_any_depth_has_the_shapes_promised(hidden: tuple[int, ...]) -> None:
    network = make(hidden)
    sizes = (PIXELS, *hidden, 10)
    assert network.sizes == sizes
    assert [layer.weights.shape for layer in network.layers] == list(zip(sizes, sizes[1:], strict=False))
    assert [layer.biases.shape for layer in network.layers] == [(size,) for size in sizes[1:]]
    assert all(array.dtype == np.float32 for array in network.parameters)
    assert not any(layer.biases.any() for layer in network.layers)
    assert network.parameter_count == sum((a + 1) * b for a, b in zip(sizes, sizes[1:], strict=False))
    assert network.outputs(np.zeros((3, 28, 28), np.uint8)).shape == (3, 10)


def test_the_last_layer_has_the_output_and_the_others_the_activation() -> None:
    network = Network.create(Hyperparameters(hidden=(4, 3), activation=Tanh()), np.random.default_rng(1))
    assert [layer.activation for layer in network.layers] == [Tanh(), Tanh(), Softmax()]
    assert network.output == Softmax()


def test_a_last_layer_without_an_output_is_a_mistake_of_the_programmer() -> None:
    layer = make(()).layers[0]
    with pytest.raises(ValueError, match="not an output"):
        _ = Network((type(layer)(layer.weights, layer.biases, ReLU()),)).output


def test_parameters_are_the_layers_own_arrays_in_order() -> None:
    network = make((5,))
    first, second = network.layers
    wanted = (first.weights, first.biases, second.weights, second.biases)
    assert all(found is array for found, array in zip(network.parameters, wanted, strict=True))


def test_activity_is_the_arithmetic_of_the_textbook(generator: np.random.Generator) -> None:
    w: list[Array] = [generator.normal(size=shape) for shape in ((4, 3), (3, 10))]
    b: list[Array] = [generator.normal(size=size) for size in (3, 10)]
    x = generator.random((6, 4))
    network = Network.assemble(tuple(w), tuple(b), Sigmoid(), Softmax())
    activity = network.activity(x)
    hidden = 1 / (1 + np.exp(-(x @ w[0] + b[0])))
    sums = hidden @ w[1] + b[1]
    np.testing.assert_allclose(activity.values[0], hidden, rtol=1e-12)
    np.testing.assert_allclose(activity.sums[1], sums, rtol=1e-12)
    np.testing.assert_allclose(activity.outputs, np.exp(sums) / np.exp(sums).sum(axis=1, keepdims=True), rtol=1e-12)
    np.testing.assert_array_equal(activity.inputs, x)
    np.testing.assert_array_equal(network.outputs(x), activity.outputs)


def test_one_image_gets_the_answer_it_gets_among_others(generator: np.random.Generator) -> None:
    network = make((16,))
    images = generator.integers(0, 256, (50, 28, 28), np.uint8)
    together = network.outputs(images)
    for index in (0, 17, 49):
        np.testing.assert_allclose(network.outputs(images[index : index + 1])[0], together[index], rtol=1e-5)


def test_no_images_have_no_answers() -> None:
    assert make((4,)).outputs(np.zeros((0, PIXELS), np.uint8)).shape == (0, 10)


def test_bytes_and_floats_of_any_shape_are_inputs() -> None:
    images = np.arange(2 * PIXELS, dtype=np.int64).reshape(2, 28, 28).astype(np.uint8)
    rows = as_inputs(images)
    assert rows.shape == (2, PIXELS)
    assert rows.dtype == np.float32
    assert rows.min() == 0
    assert rows.max() == pytest.approx(1)
    np.testing.assert_allclose(rows, images.reshape(2, PIXELS) / 255, rtol=1e-6)
    np.testing.assert_array_equal(as_inputs(images.reshape(2, PIXELS)), rows)
    for dtype in (np.float32, np.float64):
        given: Array = rows.astype(dtype)
        floats = as_inputs(given)
        assert floats.dtype == dtype
        np.testing.assert_array_equal(floats, rows)


def test_a_frozen_copy_refuses_to_be_written_to_and_stays_as_it_was() -> None:
    network = make((4,))
    frozen = network.frozen_copy()
    before = [array.copy() for array in frozen.parameters]
    for array in network.parameters:
        array += 1
    for array, kept in zip(frozen.parameters, before, strict=True):
        np.testing.assert_array_equal(array, kept)
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_a_working_copy_can_be_trained_and_leaves_its_original_alone() -> None:
    frozen = make((4,)).frozen_copy()
    working = frozen.working_copy()
    for array, original in zip(working.parameters, frozen.parameters, strict=True):
        array += 1
        assert (array != original).all()
    assert working.output == frozen.output


def test_the_same_seed_makes_the_same_network() -> None:
    for array, same, other in zip(make((8,)).parameters, make((8,)).parameters, make((8,), 2).parameters, strict=True):
        np.testing.assert_array_equal(array, same)
        assert array.ndim == 1 or (array != other).any()


def test_a_network_too_large_for_memory_is_refused_with_the_figure() -> None:
    with pytest.raises(TrainingError, match="784-100000-100000-10 has 10,079,600,010 weights.*GiB") as raised:
        make((MOST_NEURONS, MOST_NEURONS))
    assert raised.value.remedy == "Use fewer or smaller hidden layers."
    assert 5000 * (PIXELS + 1 + 10) < MOST_PARAMETERS
