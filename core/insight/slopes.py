"""Slopes of the outputs' sums: how these answer to a small change of a pixel, or of a hidden neuron's value."""

from core.arrays import Array
from core.network.network import Activity, Network


def slopes_at(network: Network, activity: Activity, directions: Array, layer: int = -1) -> Array:
    """Return the slope of a mix of the outputs' sums with respect to the values of a layer.

    Parameters
    ----------
    network : Network
        The network.
    activity : Activity
        Its values for n images, or for one, for which each direction is then taken.
    directions : ndarray, shape (n, classes)
        How much each output's sum ``z`` counts: 1 for the winner and -1 for its rival.
    layer : int
        Which hidden layer, from 0; -1 for what the first layer receives.

    Returns
    -------
    ndarray, shape (n, values of the layer)
        Mix per unit of the value, going backward through the activations as in
        :func:`core.network.backprop.gradients`.
    """
    slope: Array = directions @ network.layers[-1].weights.T
    for index in range(len(network.layers) - 2, layer, -1):
        network.layers[index].activation.backward(activity.sums[index], activity.values[index], slope)
        slope = slope @ network.layers[index].weights.T
    return slope


def slopes_of_ink(network: Network, activity: Activity, directions: Array) -> Array:
    """Return the slope of a mix of the outputs' sums with respect to ink, shape (n, 784): per full pixel of it.

    Parameters are those of :func:`slopes_at`. Where pixels are standardized, ink changes what the first layer receives
    by one over their spread.
    """
    slopes = slopes_at(network, activity, directions)
    return slopes if network.scaling is None else slopes / network.scaling.spread
