"""The second opinion: to a network of digits, what comes with Inkling tells as well what no digit is.

A network that learned for a minute tells a letter from a digit but poorly by its hidden neurons; those of the network
that comes with Inkling tell it better, and have seen more of both. So of other networks of the ten digits it is asked
as well, and what both say counts alike. A weight file says so (``second``), with a mark by which it is seen whether the
opinion is still the same.
"""

from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.data.classes import are_digits
from core.errors import FileError
from core.files.archive import Kind, opened
from core.files.weight_reader import WeightReader
from core.insight.novelty import NoveltyDetector
from core.training.snapshot import Snapshot

PATH = Path(__file__).resolve().parents[2] / "resources" / "networks" / "pretrained.npz"
"""The weight file that comes with Inkling."""

_KIND = Kind("an Inkling network", "Install Inkling anew.")


def second_for(names: tuple[str, ...]) -> NoveltyDetector | None:
    """Return whose opinion is asked as well of networks with classes called so; none where they are not the digits."""
    return _shipped() if are_digits(names) else None


def mark_of(second: NoveltyDetector) -> str:
    """Return by what an opinion is known again, 16 letters and digits."""
    mixed = sha256()
    for network in (second.network, second.head):
        for array in network.parameters:
            mixed.update(array.tobytes())
    return mixed.hexdigest()[:16]


def with_second(snapshot: Snapshot, told: dict[str, Any]) -> Snapshot:
    """Return what was read from a file with the second opinion that its own goes with, as its description tells.

    Where that is another one by now, the threshold is not true any more: nothing is known then of what is novel.
    """
    mark = (told.get("novelty") or {}).get("second")
    if snapshot.novelty is None or mark is None:
        return snapshot
    second = second_for(snapshot.class_names)
    if second is None or mark_of(second) != mark:
        return replace(snapshot, novelty=None)
    return replace(snapshot, novelty=replace(snapshot.novelty, second=second))


@lru_cache(maxsize=1)
def _shipped() -> NoveltyDetector | None:
    try:
        with opened(PATH, _KIND) as archive:
            return WeightReader(archive).snapshot().novelty
    except FileError:  # Inkling was not installed whole; whoever reads with that network is told
        return None
