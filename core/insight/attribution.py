"""Attribution: which pixels and which hidden neurons spoke for the answer and against the runner-up."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes, read_only
from core.data.frame import SIDE
from core.insight.slopes import slopes_at, slopes_of_ink
from core.network.network import Activity, Network, as_inputs

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """Why a network prefers one class to another for one image.

    Attributes
    ----------
    winner, rival : int
        The two classes.
    lead : float
        By how much the winner's sum ``z`` is larger than the rival's; negative when it is not.
    pixels : ndarray, shape (28, 28), float32, read-only
        What each pixel's ink contributed to the lead; see :func:`reasons`.
    neurons : tuple of ndarray, shape (neurons,), float32, read-only
        The same for the neurons of each hidden layer, first layer first.
    """

    winner: int
    rival: int
    lead: float
    pixels: Array
    neurons: tuple[Array, ...]

    def loudest(self, layer: int, count: int = 8) -> Indices:
        """Return the neurons of a hidden layer that argued loudest, for or against, the loudest first."""
        return np.argsort(-np.abs(self.neurons[layer]), kind="stable")[:count]


def attribute(network: Network, image: Bytes, winner: int | None = None, rival: int | None = None) -> Attribution:
    """Return why a network prefers one class to another.

    Parameters
    ----------
    network : Network
        The network to ask.
    image : ndarray, shape (28, 28), uint8
        What it is asked about.
    winner, rival : int, optional
        The classes to compare; without them the two with the largest sums, in this order.

    Returns
    -------
    Attribution
        Each value times the lead's slope for it: *gradient times input* (Shrikumar, Greenside,
        Shcherbina and Kundaje, 2016). Without a hidden layer the pixels add up to the lead less
        the difference of the two biases, exactly, and so do the neurons of the last hidden layer;
        where pixels are standardized, the former do to the lead less that on bare paper.
        Elsewhere they are what a small change would do, scaled up: exact for ReLU if the biases of
        the layers between are counted too, else an approximation.

    Raises
    ------
    ValueError
        When both classes are the same.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverged may be asked as well
        ink, activity = as_inputs(image[np.newaxis]), network.activity(image[np.newaxis])
        z = activity.sums[-1][0]
        winner, rival = _two_digits(z, winner, rival)
        direction = np.zeros((1, len(z)), z.dtype)
        direction[0, [winner, rival]] = 1, -1
        hidden = range(len(network.layers) - 1)
        return Attribution(
            winner,
            rival,
            float(z[winner] - z[rival]),
            read_only((ink * slopes_of_ink(network, activity, direction)).reshape(SIDE, SIDE)),
            tuple(read_only(_contributions(network, activity, direction, layer)) for layer in hidden),
        )


def _contributions(network: Network, activity: Activity, direction: Array, layer: int) -> Array:
    contributions: Array = (activity.values[layer] * slopes_at(network, activity, direction, layer))[0]
    return contributions


def _two_digits(z: Array, winner: int | None, rival: int | None) -> tuple[int, int]:
    """Return the classes to compare: those given, else the best of those left, the lower one where two are equal."""
    ranking = [int(digit) for digit in np.argsort(-z, kind="stable")]
    if winner is None:
        winner = next(digit for digit in ranking if digit != rival)
    if rival is None:
        rival = next(digit for digit in ranking if digit != winner)
    if winner == rival:
        raise ValueError(f"a digit has no lead over itself: {winner}")
    return winner, rival
