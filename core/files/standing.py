"""Standing: which file holds a network, and which moment of it."""

from dataclasses import dataclass
from pathlib import Path

from core.hyperparameters import Hyperparameters
from core.training.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Standing:
    """Which file holds a network, and which moment of it.

    Attributes
    ----------
    path : Path or None
        The file last saved to or opened.
    step : int
        The moment it holds.
    hyperparameters : Hyperparameters or None
        The settings it holds; none without a file.
    name : str
        What the network is called while it has no file of the person's; empty where it has no name.
    """

    path: Path | None = None
    step: int = 0
    hyperparameters: Hyperparameters | None = None
    name: str = ""

    @classmethod
    def of(cls, path: Path | None, snapshot: Snapshot | None) -> "Standing":
        """Return how a network stands whose moment ``snapshot`` is in the file ``path``."""
        if path is None or snapshot is None:
            return cls(path)
        return cls(path, snapshot.step, snapshot.hyperparameters)

    @classmethod
    def given(cls, name: str, snapshot: Snapshot) -> "Standing":
        """Return how a network stands that can be had again at any time, but not be saved where it came from."""
        return cls(None, snapshot.step, snapshot.hyperparameters, name)

    def is_modified(self, snapshot: Snapshot | None) -> bool:
        """Return whether a moment has something in it that the file does not hold."""
        if snapshot is None or snapshot.step == 0:
            return False
        return (snapshot.step, snapshot.hyperparameters) != (self.step, self.hyperparameters)
