"""Answer: what a network says to one image."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bytes, read_only
from core.network.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a network says to one image.

    Attributes
    ----------
    outputs : ndarray, shape (10,), read-only
        The ten outputs; probabilities with softmax.
    digit : int
        The digit with the largest output.
    confidence : float
        That output, held between 0 and 1.
    """

    outputs: Array
    digit: int
    confidence: float


def answer(network: Network, image: Bytes) -> Answer:
    """Return what the network says to an image, shape (28, 28), uint8."""
    outputs = network.outputs(image[np.newaxis])[0]
    digit = int(outputs.argmax())
    return Answer(read_only(outputs), digit, float(np.clip(outputs[digit], 0, 1)))
