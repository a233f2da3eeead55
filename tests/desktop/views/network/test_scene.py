"""Scene: which neurons of a network have a place in its drawing."""

import numpy as np

from core.hyperparameters import Hyperparameters
from core.insight.diagram import diagram
from core.network.network import Network
from desktop.views.network.scene import Scene

NAMES = tuple("0123456789")


def scene_of(*hidden: int, most_neurons: int) -> Scene:
    network = Network.create(Hyperparameters(hidden=hidden), np.random.default_rng(3))
    image = np.full((28, 28), 200, np.uint8)
    return Scene(diagram(network, image, most_neurons=most_neurons), image, NAMES, are_shares=True)


def test_as_many_neurons_are_drawn_as_there_is_room_for() -> None:
    assert scene_of(16, 8, most_neurons=12).counts == (12, 8, 10)


def test_a_drawn_neuron_is_found_among_the_drawn_and_another_is_not() -> None:
    scene = scene_of(16, most_neurons=12)
    shown = scene.diagram.shown[0].tolist()
    hidden = sorted(set(range(16)) - set(shown))
    assert [scene.spot((0, neuron)) for neuron in shown] == list(range(12))
    assert [scene.spot((0, neuron)) for neuron in hidden] == [None] * 4


def test_a_layer_that_the_network_lacks_has_no_places() -> None:
    scene = scene_of(16, most_neurons=16)
    assert scene.spot((2, 0)) is None
    assert scene.spot((-1, 0)) is None
