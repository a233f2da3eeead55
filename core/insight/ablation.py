"""Ablation: the same network with some of its hidden neurons switched off.

What a part is for shows when it is missing: Mozer and Smolensky, *Skeletonization*
(NIPS 1988). The network given is not touched, so switching a neuron on again is to
leave it out of the set.
"""

from collections.abc import Collection

from core.network.network import Layer, Network


def without(network: Network, switched_off: Collection[tuple[int, int]]) -> Network:
    """Return a network in which some hidden neurons have no say.

    Parameters
    ----------
    network : Network
        The network as it is.
    switched_off : collection of (int, int)
        Layer and index of each, both from 0.

    Returns
    -------
    Network
        The weights from these neurons to the next layer are zero; the arrays that did not
        change are shared. For an empty collection the network itself.

    Raises
    ------
    ValueError
        When there is no such hidden neuron.
    """
    layers = list(network.layers)
    for layer in sorted({layer for layer, _ in switched_off}):
        if not 0 <= layer < len(layers) - 1:
            raise ValueError(f"hidden layers are 0 to {len(layers) - 2}, not {layer}")
        off = sorted(index for of_layer, index in switched_off if of_layer == layer)
        following = layers[layer + 1]
        if not 0 <= off[0] <= off[-1] < len(following.weights):
            raise ValueError(f"layer {layer} has neurons 0 to {len(following.weights) - 1}, not {off}")
        weights = following.weights.copy()
        weights[off] = 0
        layers[layer + 1] = Layer(weights, following.biases, following.activation)
    return Network(tuple(layers), network.scaling) if switched_off else network
