"""Teams for tests: one that trains in the test's own thread, and fails as a test tells it to."""

from collections.abc import Callable, Sequence

from core.data.dataset import Dataset
from core.sweep.order import Order, carry_out
from core.sweep.result import Trial
from core.sweep.team import Ended


class Bench:
    """So many workers, of whom one ends at a time: the one that was begun first.

    ``spoil`` is asked before a run is trained, and what it returns is how it ended instead.
    """

    def __init__(
        self, dataset: Dataset, count: int = 2, spoil: Callable[[Order], Ended | None] = lambda order: None
    ) -> None:
        self.dataset, self.names, self.spoil = dataset, [f"worker {number}" for number in range(count)], spoil
        self.at_work: dict[str, Order] = {}
        self.orders: list[Order] = []
        self.cancelled: set[Trial] = set()

    @property
    def count(self) -> int:
        return len(self.names)

    def free(self) -> Sequence[str]:
        return [name for name in self.names if name not in self.at_work]

    def begin(self, worker: str, order: Order) -> None:
        assert worker not in self.at_work
        self.at_work[worker] = order
        self.orders.append(order)

    def ended(self, patience: float) -> Sequence[Ended]:
        if not self.at_work:
            return []
        worker, order = next(iter(self.at_work.items()))
        del self.at_work[worker]
        if order.trial in self.cancelled:
            return [Ended(order, worker)]
        return [self.spoil(order) or Ended(order, worker, carry_out(order, self.dataset))]

    def cancel(self, trial: Trial) -> None:
        self.cancelled.add(trial)

    def close(self) -> None:
        self.at_work.clear()
