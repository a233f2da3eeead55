"""One output from all sides, on networks that can be worked out by hand."""

import numpy as np
import pytest

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.insight.output import output_portrait
from core.network.network import Network


@pytest.fixture
def four_images() -> Bytes:
    """Return images with pixels 0 and 1 of (0, 0), (1, 0), (0, 1) and (0.2, 0.2)."""
    images = np.zeros((4, 28, 28), np.uint8)
    images[1, 0, 0] = images[2, 0, 1] = 255
    images[3, 0, :2] = 51
    return images


def test_an_output_by_hand(three_neurons: Network, four_images: Bytes) -> None:
    labels = np.array([4, 4, 5, 9], np.uint8)
    found = output_portrait(three_neurons, 4, four_images, labels, count=2)
    # Neuron 0 is 0, 1, 0, 0.2; neuron 1 is 0.25, 1.25, 2.25, 0.85; the sum is 3 × the first − the second + 0.04.
    assert found.values == pytest.approx([-0.21, 1.79, -2.21, -0.21], abs=1e-6)
    assert found.bias == pytest.approx(0.04)
    assert found.most.tolist()[0] == 1
    assert found.least.tolist()[0] == 2
    assert found.wins == 0.25
    assert found.precision == 1
    assert found.recall == 0.5
    assert found.picture[0, :3] == pytest.approx([3 - 1, -2, 0])


def test_the_neurons_that_feed_it_are_told_by_what_they_add_on_average(
    three_neurons: Network, four_images: Bytes
) -> None:
    found = output_portrait(three_neurons, 4, four_images, np.zeros(4, np.uint8))
    assert found.feeders is not None
    assert found.feeders.pushes == pytest.approx([0.9, -1.15, 0])
    assert found.feeders.loudest_for(5).tolist() == [0]
    assert found.feeders.loudest_against(5).tolist() == [1]
    assert output_portrait(three_neurons, 6, four_images, np.zeros(4, np.uint8)).feeders.loudest_for(5).size == 0


def test_values_are_those_of_the_network(learned: Network, tiny_dataset: Dataset) -> None:
    test = tiny_dataset.test
    found = output_portrait(learned, 3, test.images, test.labels)
    np.testing.assert_allclose(found.values, learned.outputs(test.images)[:, 3], atol=1e-6)
    assert found.wins == np.mean(np.argmax(learned.outputs(test.images), axis=1) == 3)


def test_without_a_hidden_layer_the_pixels_feed_it(pixel_reader: Network, four_images: Bytes) -> None:
    found = output_portrait(pixel_reader, 1, four_images, np.zeros(4, np.uint8))
    assert found.feeders is None
    assert found.most[0] == 2


def test_without_images_there_is_a_picture_and_no_more(three_neurons: Network) -> None:
    found = output_portrait(three_neurons, 4, np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    assert found.picture.any()
    assert np.isnan(found.wins)
    assert found.feeders is None
