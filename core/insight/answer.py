"""Answer: what a network says to one image: in one pass, or as the mean of five looks."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bytes, read_only
from core.insight.looks import mean_of, outputs_of_looks
from core.network.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a network says to one image.

    Attributes
    ----------
    outputs : ndarray, shape (classes,), read-only
        The outputs; probabilities with softmax.
    digit : int
        The class with the largest output.
    confidence : float
        That output, held between 0 and 1.
    is_probability : bool
        Whether the outputs lie between 0 and 1 by their nature.
    """

    outputs: Array
    digit: int
    confidence: float
    is_probability: bool

    @property
    def is_finite(self) -> bool:
        """Whether there is a sense in it: weights that diverged give outputs that are not numbers."""
        return bool(np.isfinite(self.outputs).all())

    @property
    def margin(self) -> float:
        """How far the largest output is ahead of the next."""
        runner_up, winner = np.partition(self.outputs, -2)[-2:]
        return float(winner - runner_up)


def answer(network: Network, image: Bytes) -> Answer:
    """Return what the network says to an image, shape (28, 28), uint8, in one pass.

    So it is asked wherever its insides are shown beside what it says, and wherever a whole data set is read.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverged may be asked as well
        outputs = network.outputs(image[np.newaxis])[0]
    return answer_of(outputs, network)


def mean_answer(network: Network, image: Bytes) -> Answer:
    """Return the mean of what the network says to an image, shape (28, 28), uint8, in five looks.

    So a drawing and a picture are read. It is the mean of the outputs, whatever these are: shares stay shares and add
    up to 1, and ten sigmoids and plain numbers are averaged each for itself.
    """
    return answer_of(mean_of(outputs_of_looks(network, image)), network)


def answer_of(outputs: Array, network: Network) -> Answer:
    """Return outputs of a network, one for each of its classes, as its answer."""
    digit = int(outputs.argmax())
    confidence = float(np.clip(outputs[digit], 0, 1))
    return Answer(read_only(outputs), digit, confidence, network.output.is_probability)
