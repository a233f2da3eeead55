"""Verdict: what a network reads in one image, and whether to take its word for it."""

from dataclasses import dataclass

from core.arrays import Bytes
from core.insight.answer import Answer, answer
from core.insight.rejection import USUAL_THRESHOLD, Rejection, rejection
from core.network.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What is said under a drawing.

    Attributes
    ----------
    answer : Answer
        What the network says.
    rejection : Rejection or None
        Why that should not be taken for a reading; none when it should.
    """

    answer: Answer
    rejection: Rejection | None


def verdict(network: Network, image: Bytes, threshold: float = USUAL_THRESHOLD) -> Verdict:
    """Return what a network reads in an image, shape (28, 28), uint8, unless it is not sure.

    ``threshold`` is that of :func:`core.insight.rejection.rejection`; with 0 nothing is ever doubted.
    """
    said = answer(network, image)
    return Verdict(said, rejection(network, image, said, threshold))
