"""Diagram: the links and sums of small networks, worked out by hand, and large ones within bounds."""

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.ablation import without
from core.insight.diagram import diagram, links_into, links_out_of, pushes
from core.network.network import Network


@pytest.fixture
def image() -> np.ndarray:
    image = np.zeros((28, 28), np.uint8)
    image[0, :3] = 255, 51, 255
    return image


def test_three_neurons_by_hand(three_neurons: Network, image: np.ndarray) -> None:
    found = diagram(three_neurons, image)
    assert found.values[0] == pytest.approx([1, 1.65, 0])
    assert found.sums[0][2] == -1
    assert [shown.tolist() for shown in found.shown] == [[0, 1, 2], list(range(10))]
    first, second = found.links
    assert list(zip(first.sources.tolist(), first.targets.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 1)]
    assert first.carried == pytest.approx([1, 1, 0.4])
    assert first.weights.tolist() == [1, 1, 2]
    assert list(zip(second.sources.tolist(), second.targets.tolist(), strict=True)) == [(0, 4), (1, 4), (1, 5)]
    assert second.carried == pytest.approx([3, -1.65, 0.825])


def test_of_few_links_the_strongest_are_drawn(three_neurons: Network, image: np.ndarray) -> None:
    second = diagram(three_neurons, image, most_links=1).links[1]
    assert second.carried == pytest.approx([3])


def test_a_blank_image_lights_no_link_from_the_pixels(three_neurons: Network) -> None:
    first, second = diagram(three_neurons, np.zeros((28, 28), np.uint8)).links
    assert len(first.carried) == 0
    assert second.sources.tolist() == [1, 1]


def test_every_neuron_has_its_share_of_the_links_from_the_pixels(
    generator: np.random.Generator, tiny_dataset: Dataset
) -> None:
    network = Network.create(Hyperparameters(hidden=(20,)), generator)
    first = diagram(network, tiny_dataset.test.images[0]).links[0]
    assert np.bincount(first.targets, minlength=20).tolist() == [3] * 20
    for neuron in range(20):
        products = network.layers[0].weights[:, neuron] * (tiny_dataset.test.images[0].ravel() / 255)
        largest = np.sort(np.abs(products))[::-1][:3]
        assert np.abs(first.carried[first.targets == neuron]) == pytest.approx(largest, rel=1e-4)


def test_a_neuron_that_is_off_is_drawn_without_links(three_neurons: Network, image: np.ndarray) -> None:
    found = diagram(three_neurons, image, off={(0, 1)})
    assert found.off == {(0, 1)}
    assert found.shown[0].tolist() == [0, 1, 2]
    assert found.values[0].tolist() == [1, 0, 0]
    assert found.sums[0][1] == pytest.approx(1.65)
    assert [links.targets.tolist() for links in found.links] == [[0], [4]]
    assert found.links[1].sources.tolist() == [0]
    assert found.values[1] == pytest.approx(without(three_neurons, {(0, 1)}).outputs(image[np.newaxis])[0])
    assert not len(links_into(three_neurons, found, 0, 1).carried)
    assert not len(links_out_of(three_neurons, found, 0, 1).carried)
    assert links_into(three_neurons, found, 1, 4).sources.tolist() == [0]


def test_a_layer_stays_as_it_is_when_one_of_its_neurons_is_switched_off(
    generator: np.random.Generator, tiny_dataset: Dataset
) -> None:
    network = Network.create(Hyperparameters(hidden=(100,)), generator)
    whole = diagram(network, tiny_dataset.test.images[0], most_neurons=10)
    missing = next(index for index in range(40) if index not in whole.shown[0])
    wanted = diagram(network, tiny_dataset.test.images[0], most_neurons=10, always=[(0, missing), (0, 10**6)])
    assert missing in wanted.shown[0]
    assert len(wanted.shown[0]) == 10
    off = diagram(network, tiny_dataset.test.images[0], most_neurons=10, off={(0, int(whole.shown[0][3]))})
    assert off.shown[0].tolist() == whole.shown[0].tolist()


def test_pushes_are_what_the_pixels_add(three_neurons: Network, image: np.ndarray) -> None:
    found = pushes(three_neurons, diagram(three_neurons, image), 1)
    assert found.shape == (28, 28)
    assert found[0, :3] == pytest.approx([1, 0.4, 0])
    assert np.count_nonzero(found) == 2


@pytest.mark.parametrize("hidden", [(), (16, 16), (800,), (2000, 300)])
def test_any_size_stays_within_bounds(
    hidden: tuple[int, ...], generator: np.random.Generator, tiny_dataset: Dataset
) -> None:
    network = Network.create(Hyperparameters(hidden=hidden), generator)
    found = diagram(network, tiny_dataset.test.images[0], most_links=50, most_neurons=20)
    assert len(found.links) == len(hidden) + 1
    for layer, links in enumerate(found.links):
        assert len(links.carried) <= 50
        assert (np.diff(np.abs(links.carried)) <= 0).all()
        assert set(links.targets.tolist()) <= set(found.shown[layer].tolist())
        if layer:
            assert set(links.sources.tolist()) <= set(found.shown[layer - 1].tolist())
    assert [len(shown) for shown in found.shown] == [*(min(20, size) for size in hidden), 10]


def test_the_links_of_one_neuron_are_found_however_weak_they_are(three_neurons: Network, image: np.ndarray) -> None:
    seen = diagram(three_neurons, image, most_links=1)
    into = links_into(three_neurons, seen, 0, 1)
    assert into.sources.tolist() == [0, 1]
    assert into.targets.tolist() == [1, 1]
    assert into.carried == pytest.approx([1, 0.4])
    out = links_out_of(three_neurons, seen, 0, 1)
    assert out.targets.tolist() == [4, 5]
    assert out.carried == pytest.approx([-1.65, 0.825])
    assert links_into(three_neurons, seen, 1, 5).sources.tolist() == [1]


def test_of_many_outputs_the_largest_are_drawn_and_those_asked_for(image: np.ndarray) -> None:
    network = Network.create(Hyperparameters(hidden=(8,)), np.random.default_rng(3), classes=60)
    found = diagram(network, image, most_outputs=12)
    assert len(found.values[-1]) == 60
    assert len(found.shown[-1]) == 12
    assert int(found.values[-1].argmax()) in found.shown[-1]
    assert set(found.links[-1].targets.tolist()) <= set(found.shown[-1].tolist())
    missing = next(index for index in range(60) if index not in found.shown[-1])
    wanted = diagram(network, image, most_outputs=12, always=[(1, missing)])
    assert missing in wanted.shown[-1]
    assert len(wanted.shown[-1]) == 12
