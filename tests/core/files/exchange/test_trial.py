"""Trial: the way in which a network was taught reads best, and outputs that read alike are told together."""

from dataclasses import replace

import numpy as np
import pytest

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.errors import Cancelled
from core.files.exchange import trial
from core.files.exchange.importing import Imported
from core.files.exchange.trial import Tried, activations_of, alike, likeliest, mismatch, reads_by_chance, tried
from core.parts.activations import LeakyReLU, ReLU, Sigmoid, Tanh, activations
from core.parts.outputs import LinearOutput, SigmoidOutput, Softmax


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


def test_the_activation_that_a_file_says_is_tried_as_it_says_it(images: Bytes) -> None:
    said = replace(imported(784, 6, 10), activation=LeakyReLU(leak=0.3), output=Softmax())
    assert len(activations_of(said)) == len(activations.names())
    assert LeakyReLU(leak=0.3) in activations_of(said)
    assert LeakyReLU() not in activations_of(said)
    ways = tried(said, images, np.zeros(1000, np.uint8))
    assert {way.activation for way in ways} == set(activations_of(said))


def test_the_likeliest_way_is_what_the_file_says_or_reads_best_or_is_met_most_often() -> None:
    network = imported(784, 6, 10)
    good = (Tried(Tanh(), (SigmoidOutput(), LinearOutput()), 0.9, 1000), Tried(ReLU(), (Softmax(),), 0.2, 1000))
    poor = tuple(replace(way, accuracy=way.accuracy / 5) for way in good)
    assert likeliest(network, good) == (Tanh(), SigmoidOutput())
    assert likeliest(network, poor) == likeliest(network, ()) == (ReLU(), Softmax())
    assert likeliest(replace(network, activation=Sigmoid(), output=Softmax()), good) == (Sigmoid(), Softmax())


def test_chance_reads_more_where_there_are_fewer_classes() -> None:
    ways = (Tried(Tanh(), (Softmax(),), 0.3, 1000),)
    assert not reads_by_chance(ways, 10)
    assert reads_by_chance(ways, 2)


def test_another_count_of_classes_is_told(tiny_dataset: Dataset) -> None:
    assert mismatch(imported(784, 10), tiny_dataset) == ""
    letters = replace(imported(784, 26), class_names=tuple(map(str, range(26))))
    assert mismatch(letters, tiny_dataset) == "it tells 26 classes apart, and Tiny figures has 10"


def test_a_trial_that_is_cancelled_ends_before_the_next_activation(images: Bytes) -> None:
    with pytest.raises(Cancelled):
        tried(imported(784, 6, 10), images, np.zeros(1000, np.uint8), is_cancelled=lambda: True)
