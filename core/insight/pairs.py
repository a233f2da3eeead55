"""Pairs: whether what is to be read as one digit looks like two that touch or overlap.

The network that reads digits has to choose one of them, and is often sure of a pair: it says 0 to two of them that
overlap. So a second, small network is asked beside it: it was shown single digits and pairs, and says of an image how
likely it is a pair (``resources/networks/make_pairs.py`` tells how it came about). Where that is nearly certain, it is
enough. Where something else speaks for a pair, it is enough that one is well possible. Two things do: that the strokes
of a drawing fall into two groups (:func:`core.data.ink.groups.are_joined`), and that the network that reads is not
sure, which holds the answer back in any case, and then the reason is said that can be mended.

``tests/benchmarks/bench_numbers.py`` measures how many pairs are told, and how many single digits are taken for some.
"""

from dataclasses import dataclass

from core.arrays import Bytes
from core.network.network import Network

CERTAIN, LIKELY = 0.85, 0.3
"""Shares from which on it is a pair: by itself, and where something else speaks for it."""

_PAIR = 1  # the class of the pairs, after that of the single digits


@dataclass(frozen=True, slots=True, eq=False)
class PairDetector:
    """Tells two digits that touch from one.

    Attributes
    ----------
    network : Network
        Who is asked: its first class are single digits, its second are pairs.
    """

    network: Network

    def share(self, image: Bytes) -> float:
        """Return how sure it is, 0 to 1, that an image, shape (28, 28), uint8, shows two digits."""
        return float(self.network.outputs(image[None])[0, _PAIR])

    def is_pair(self, image: Bytes, *, is_likely: bool) -> bool:
        """Return whether an image shows two digits; ``is_likely`` says that something else speaks for that."""
        return self.share(image) > (LIKELY if is_likely else CERTAIN)
