"""The network that tells two digits that touch from one, which comes with Inkling.

``resources/networks/make_pairs.py`` made it. It is a network as any other, in a weight file as any other, so it can be
opened and looked at.
"""

from functools import lru_cache
from pathlib import Path

from core.errors import FileError
from core.files import weights
from core.insight.pairs import PairDetector

PATH = Path(__file__).resolve().parents[2] / "resources" / "networks" / "pairs.npz"
"""The weight file."""


@lru_cache(maxsize=1)
def detector() -> PairDetector | None:
    """Return what tells pairs; none where the file is missing or damaged, as where Inkling was not installed whole.

    Digits are read without it, too, so that nothing is said of it.
    """
    try:
        return PairDetector(weights.load(PATH).network)
    except FileError:
        return None
