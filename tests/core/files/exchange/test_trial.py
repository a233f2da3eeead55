"""Trial: the way in which a network was taught reads best, and outputs that read alike are told together."""

import numpy as np
import pytest

from core.arrays import Bytes
from core.files.exchange import trial
from core.files.exchange.importing import Imported
from core.files.exchange.trial import alike, tried
from core.parts.activations import Tanh
from core.parts.outputs import Softmax


def imported(*sizes: int) -> Imported:
    chance = np.random.default_rng(4)
    pairs = list(zip(sizes, sizes[1:], strict=False))
    weights = tuple(chance.normal(0, 1 / np.sqrt(before), (before, after)).astype("f4") for before, after in pairs)
    return Imported(
        name="net", weights=weights, biases=tuple(np.zeros(after, np.float32) for _, after in pairs), found=""
    )


def test_the_way_it_was_taught_in_comes_first(images: Bytes) -> None:
    network = imported(784, 40, 40, 10)
    labels = network.network(Tanh(), Softmax()).outputs(images).argmax(axis=1).astype(np.uint8)
    best, *others = tried(network, images, labels)
    assert (best.activation, best.accuracy, best.images) == (Tanh(), 1.0, 1000)
    assert best.words.startswith("Tanh and softmax, sigmoid")
    assert all(other.accuracy < 1 for other in others)
    assert alike((best, *others)) == (best,)
    assert [one.words for one in tried(network, images, labels, Tanh(), Softmax())] == ["Tanh and softmax"]


def test_without_hidden_neurons_their_activation_is_no_question(images: Bytes) -> None:
    network = imported(784, 10)
    labels = network.network(Tanh(), Softmax()).outputs(images).argmax(axis=1).astype(np.uint8)
    assert len({one.activation for one in tried(network, images, labels)}) == 1


def test_a_large_network_is_tried_on_fewer_images(images: Bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "_MOST_WORK", 300 * 784 * 10)
    found = tried(imported(784, 10), images, np.zeros(1000, np.uint8), Tanh(), Softmax())
    assert found[0].images == 300
