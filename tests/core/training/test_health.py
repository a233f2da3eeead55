"""A network that can no longer learn is noticed, one that can is left in peace, and looking is cheap."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.liveliness import liveliness
from core.network.backprop import gradients, one_hot
from core.network.network import Network, as_inputs
from core.parts.activations import Activation, activations
from core.parts.initializers import Uniform
from core.parts.optimizers import GradientDescent
from core.training.health import IMAGES, Health, HealthCheck, examine, warning_for
from core.training.trainer import Trainer


def network_of(settings: Hyperparameters) -> Network:
    return Network.create(settings, np.random.default_rng(1))


def test_a_fresh_network_is_well(tiny_dataset: Dataset) -> None:
    settings = Hyperparameters(hidden=(16, 16))
    health = examine(
        network_of(settings), settings.cost, tiny_dataset.train.images[:64], tiny_dataset.train.labels[:64]
    )
    assert all(part < 0.5 for part in health.dead)
    assert health.flow > 0.01
    assert warning_for(health, settings) == ""


def test_the_flow_is_that_of_the_gradients(tiny_dataset: Dataset) -> None:
    """With one image and one unit a layer, a bias's slope is the slope of its sum."""
    settings = Hyperparameters(hidden=(1, 1), activation=activations.create("tanh"))
    network, split = network_of(settings), tiny_dataset.train
    health = examine(network, settings.cost, split.images[:1], split.labels[:1])
    slopes = gradients(network, settings.cost, as_inputs(split.images[:1]), one_hot(split.labels[:1], 10)).slopes
    at_outputs = float(np.sqrt(np.mean(slopes[-1] ** 2)))
    assert health.flow == pytest.approx(abs(float(slopes[1][0])) / at_outputs, rel=1e-4)


def test_dead_neurons_are_counted_and_a_dead_layer_is_told(tiny_dataset: Dataset) -> None:
    settings = Hyperparameters(hidden=(4, 3))
    network, split = network_of(settings).working_copy(), tiny_dataset.train
    network.layers[0].biases[:] = -1000, -1000, 1000, 1000
    assert examine(network, settings.cost, split.images[:64], split.labels[:64]).dead[0] == 0.5
    network.layers[1].biases[:] = -1000
    health = examine(network, settings.cost, split.images[:64], split.labels[:64])
    assert health.dead[1] == 1
    assert health.flow == 0
    warning = warning_for(health, settings)
    assert "All 3 neurons of hidden layer 2 are silent" in warning
    rate = settings.learning_rate
    assert warning.endswith(f"Start over with a learning rate of {rate / 10:g} or less instead of {rate:g}."), (
        "no other activation stands such steps"
    )


@pytest.mark.parametrize("activation", [kind() for kind in activations], ids=lambda a: a.name)
def test_what_is_dead_is_what_liveliness_says(activation: Activation, tiny_dataset: Dataset) -> None:
    settings = Hyperparameters(hidden=(6, 5), activation=activation)
    network, split = network_of(settings).working_copy(), tiny_dataset.train
    network.layers[0].biases[:] = -1000, -9, -1, 0, 9, 1000
    seen = liveliness(network, split.images[:64])
    health = examine(network, settings.cost, split.images[:64], split.labels[:64])
    assert health.dead == tuple(np.mean(layer.is_dead) for layer in seen)


def test_a_layer_of_sigmoids_whose_slopes_are_all_zero_is_not_dead_but_told_of(tiny_dataset: Dataset) -> None:
    settings = Hyperparameters(hidden=(3,), activation=activations.create("sigmoid"))
    network, split = network_of(settings).working_copy(), tiny_dataset.train
    network.layers[0].biases[:] = 1000
    health = examine(network, settings.cost, split.images[:64], split.labels[:64])
    assert health == Health((0.0,), 0.0)
    assert "With a hidden layer of sigmoid neurons they vanish" in warning_for(health, settings)


def test_a_layer_of_one_neuron_is_spoken_of_as_one() -> None:
    assert warning_for(Health((1,), 0), Hyperparameters(hidden=(1,))).startswith("The one neuron of hidden layer 1 is")


def test_no_rate_is_named_that_the_settings_do_not_allow() -> None:
    dead = Health((1,), 0)
    assert "a learning rate of 1e-06 or less" in warning_for(dead, Hyperparameters(hidden=(9,), learning_rate=4e-6))
    assert warning_for(dead, Hyperparameters(hidden=(9,), learning_rate=1e-6)).endswith("Start over with leaky ReLU.")


def test_slopes_that_vanish_are_told_with_their_figure() -> None:
    settings = Hyperparameters(hidden=(9, 9, 9, 9, 9), activation=activations.create("sigmoid"))
    warning = warning_for(Health((0, 0, 0, 0, 0), 1e-7), settings)
    assert "10,000,000 times smaller" in warning
    assert "5 hidden layers of sigmoid neurons" in warning


def test_without_a_hidden_layer_all_is_well(tiny_dataset: Dataset) -> None:
    settings = Hyperparameters(hidden=())
    health = examine(network_of(settings), settings.cost, tiny_dataset.train.images[:9], tiny_dataset.train.labels[:9])
    assert health == Health((), 1.0)
    assert warning_for(health, settings) == ""


def test_a_run_whose_layer_dies_says_so_in_its_next_moment(tiny_dataset: Dataset) -> None:
    settings = Hyperparameters(hidden=(8,), optimizer=GradientDescent(), learning_rate=0.01, batch_size=32)
    trainer = Trainer(settings, tiny_dataset)
    trainer.advance()
    assert trainer.snapshot().warning == ""
    doomed = replace(trainer.snapshot(), network=_with_dead_layer(trainer.snapshot().network))
    other = Trainer(settings, tiny_dataset, start=doomed)
    other.advance()
    assert "All 8 neurons of hidden layer 1 are silent" in other.snapshot().warning


def test_many_layers_of_sigmoids_with_small_weights_are_noticed_after_one_batch(tiny_dataset: Dataset) -> None:
    settings = Hyperparameters(
        hidden=(10, 10, 10, 10, 10), activation=activations.create("sigmoid"), initializer=Uniform(limit=0.05)
    )
    trainer = Trainer(settings, tiny_dataset)
    trainer.advance()
    assert "The first layer hardly learns" in trainer.snapshot().warning


def test_looking_takes_less_than_a_hundredth_of_the_time(tiny_dataset: Dataset) -> None:
    now = [0.0]
    looks = []

    def network() -> Network:
        looks.append(now[0])
        now[0] += 0.002  # a look takes two milliseconds
        return network_of(Hyperparameters(hidden=(4,)))

    check = HealthCheck(tiny_dataset.train, lambda: now[0])
    while now[0] < 10:
        check.look(network, Hyperparameters(hidden=(4,)))
        now[0] += 0.01
    assert len(looks) > 5
    assert len(looks) * 0.002 < 0.01 * now[0]


def test_a_data_set_of_few_images_is_enough(tiny_dataset: Dataset) -> None:
    assert len(tiny_dataset.train) > IMAGES
    check = HealthCheck(
        replace(tiny_dataset.train, images=tiny_dataset.train.images[:0], labels=tiny_dataset.train.labels[:0])
    )
    check.look(lambda: network_of(Hyperparameters()), Hyperparameters())
    assert check.warning == ""


def _with_dead_layer(network: Network) -> Network:
    dead = network.working_copy()
    dead.layers[0].biases[:] = -1000
    return dead.frozen_copy()


def test_a_frozen_layer_is_not_to_learn() -> None:
    settings = Hyperparameters(hidden=(4, 3))
    dead_first, weak = Health((1.0, 0.0), 0.1), Health((0.0, 0.0), 1e-9)
    assert "hidden layer 1 are silent" in warning_for(dead_first, settings)
    assert "The first layer hardly learns" in warning_for(weak, settings)
    for health in (dead_first, weak):
        assert warning_for(health, replace(settings, frozen=(1,))) == ""
    behind = Health((0.0, 1.0), 0.1)
    assert "hidden layer 2 are silent" in warning_for(behind, replace(settings, frozen=(2,))), "layer 1 cannot learn"
    assert warning_for(behind, replace(settings, frozen=(1, 2))) == ""


def test_slopes_that_vanish_in_several_kinds_of_neurons_name_them() -> None:
    each = (activations.create("sigmoid"), activations.create("tanh"), activations.create("sigmoid"))
    settings = Hyperparameters(hidden=(4, 3, 3), hidden_activations=each)
    assert "3 hidden layers of sigmoid and tanh neurons" in warning_for(Health((0.0,) * 3, 1e-9), settings)
