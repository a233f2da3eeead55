"""Damage to a network: what each kind does, and that the network itself stays as it is."""

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.insight.damage import KINDS, SOUND, Damage, damaged
from core.network.network import Network


@pytest.fixture(scope="module")
def network() -> Network:
    made = Network.create(Hyperparameters(hidden=(20, 12)), np.random.default_rng(3))
    for layer in made.layers:
        layer.biases[:] = np.linspace(-1, 1, len(layer.biases))
    return made.frozen_copy()


def test_without_damage_it_is_the_network_itself(network):
    assert SOUND.is_none
    assert damaged(network, Damage(layer=1, seed=4)) is network


@pytest.mark.parametrize("kind", KINDS)
def test_the_network_itself_is_never_touched_and_chance_begins_anew(network, kind: str):
    before = [array.copy() for array in network.parameters]
    once, again = (damaged(network, Damage(**{kind: 0.5})) for _ in range(2))
    for array, was in zip(network.parameters, before, strict=True):
        np.testing.assert_array_equal(array, was)
    for array, other in zip(once.parameters, again.parameters, strict=True):
        np.testing.assert_array_equal(array, other)
    assert any(
        not np.array_equal(ours, theirs) for ours, theirs in zip(once.parameters, network.parameters, strict=True)
    )


def test_noise_is_a_share_of_each_layers_deviation_and_grows(network):
    little, much = damaged(network, Damage(noise=0.1)), damaged(network, Damage(noise=0.2))
    for sound, one, two in zip(network.layers, little.layers, much.layers, strict=True):
        added = one.weights - sound.weights
        assert added.std() == pytest.approx(0.1 * sound.weights.std(), rel=0.3)
        np.testing.assert_allclose(two.weights - sound.weights, 2 * added, atol=1e-5)
    other = damaged(network, Damage(noise=0.1, seed=1))
    assert not np.array_equal(other.layers[0].weights, little.layers[0].weights)


def test_the_smallest_links_are_cut_whatever_noise_they_have(network):
    cut = damaged(network, Damage(cut=0.4, noise=0.5))
    for sound, rest in zip(network.layers, cut.layers, strict=True):
        is_cut = rest.weights == 0
        assert is_cut.sum() == round(0.4 * sound.weights.size)
        assert np.abs(sound.weights[is_cut]).max() <= np.abs(sound.weights[~is_cut]).min()
    assert all(not layer.weights.any() for layer in damaged(network, Damage(cut=1)).layers)


def test_biases_are_taken_away(network):
    for sound, rest in zip(network.layers, damaged(network, Damage(biases=0.75)).layers, strict=True):
        np.testing.assert_allclose(rest.biases, 0.25 * sound.biases, atol=1e-6)
        assert rest.weights is sound.weights


@pytest.mark.parametrize(("share", "moved"), [(0.5, 6), (1.0, 12)])
def test_links_of_a_layer_are_exchanged_and_none_is_lost(network, share: float, moved: int):
    mixed = damaged(network, Damage(shuffle=share, layer=1)).layers[2].weights
    sound = network.layers[2].weights
    assert int((mixed != sound).any(axis=1).sum()) == moved
    np.testing.assert_array_equal(np.sort(mixed, axis=0), np.sort(sound, axis=0))


def test_a_layer_that_is_not_there_is_not_mixed_up(network):
    same = damaged(network, Damage(shuffle=1, layer=2))
    assert all(ours.weights is theirs.weights for ours, theirs in zip(same.layers, network.layers, strict=True))


@pytest.mark.parametrize("wrong", [{"cut": 1.1}, {"noise": float("nan")}, {"biases": -1}, {"layer": -1}, {"noise": 9}])
def test_damage_that_cannot_be_is_refused(wrong: dict[str, float]):
    with pytest.raises(ValueError, match="has to be|counted"):
        Damage(**wrong)
