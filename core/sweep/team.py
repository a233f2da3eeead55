"""Team: who trains the runs of a sweep: processes of this machine (:mod:`.processes`), or a cluster's workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.sweep.order import Order, Product
from core.sweep.result import Trial

NO_MEMORY = "A run needs more memory than there is: use fewer workers, or smaller networks."
"""What a worker answers whose machine has no room for a run."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How an order ended.

    Attributes
    ----------
    order : Order
        What was ordered.
    worker : str
        Who was at it.
    product : Product or None
        What came of it; none where it was cancelled or its worker was lost.
    is_lost : bool
        Whether the worker ended before its time, so that another one may try.
    trouble : str
        What went wrong in the worker that is nobody's doing, in a sentence; empty where nothing did.
    """

    order: Order
    worker: str
    product: Product | None = None
    is_lost: bool = False
    trouble: str = ""


class Team(Protocol):
    """Workers that train a run each at a time. A team belongs to one thread."""

    @property
    def count(self) -> int:
        """How many workers there are now."""

    def free(self) -> Sequence[str]:
        """Return the names of those that have nothing to do."""

    def begin(self, worker: str, order: Order) -> None:
        """Have a free worker train a run."""

    def ended(self, patience: float) -> Sequence[Ended]:
        """Return what has ended since the last time, or ends within so many seconds."""

    def cancel(self, trial: Trial) -> None:
        """Have a run given up that is being trained: it ends soon, without a product."""

    def close(self) -> None:
        """Let go of all workers; what they are at is given up."""
