"""Recording: the snapshots of a run, to scrub through, thinned to a memory budget.

A run begins fast and ends slowly: between its first and second batch more happens
than between its last two epochs. So where memory runs out, the snapshot to go is
the one whose neighbors are closest together *in proportion* to how far the run had
come; early moments stay dense. The first snapshot, the best and the latest are always kept.
"""

import bisect

import numpy as np

from core.training.snapshot import Snapshot

DEFAULT_BUDGET = 256 * 2**20


class Recording:
    """Snapshots in the order of their steps.

    Parameters
    ----------
    budget : int
        How many bytes of weights to keep at most; the first, the best and the latest snapshot are kept
        whatever their size.
    """

    def __init__(self, budget: int = DEFAULT_BUDGET) -> None:
        self._budget = budget
        self._snapshots: list[Snapshot] = []
        self._bytes = 0
        self._best: tuple[float, int] | None = None  # accuracy and step

    def __len__(self) -> int:
        return len(self._snapshots)

    def __getitem__(self, index: int) -> Snapshot:
        return self._snapshots[index]

    @property
    def bytes(self) -> int:
        """Memory held by the snapshots."""
        return self._bytes

    @property
    def best(self) -> int | None:
        """The index of the moment that knew most of the test images, when all were looked at; none before one was."""
        return None if self._best is None else self.at_step(self._best[1])

    def set_budget(self, budget: int) -> None:
        """Keep at most so many bytes of weights from now on."""
        self._budget = budget
        self._thin()

    def add(self, snapshot: Snapshot) -> None:
        """Keep a snapshot at the end; one of the same step as the last replaces it.

        Raises
        ------
        ValueError
            When it is older than the last one.
        """
        if self._snapshots:
            last = self._snapshots[-1]
            if snapshot.step < last.step:
                raise ValueError(f"a snapshot of step {snapshot.step} after one of step {last.step}")
            self._snapshots.pop()
            self._bytes -= last.bytes
            if snapshot.step > last.step:
                self._keep(last.to_look_at())  # only the latest has to be able to go on
        self._keep(snapshot)
        self._judge(snapshot)
        self._thin()

    def clear(self) -> None:
        """Forget everything."""
        self._snapshots.clear()
        self._bytes = 0
        self._best = None

    def cut_after(self, step: int) -> None:
        """Forget the snapshots taken after ``step``: the run goes on differently from there."""
        kept = [snapshot for snapshot in self._snapshots if snapshot.step <= step]
        self._bytes -= sum(snapshot.bytes for snapshot in self._snapshots[len(kept) :])
        self._snapshots = kept
        self._best = None
        for snapshot in kept:
            self._judge(snapshot)

    def at_step(self, step: int) -> int:
        """Return the index of the last snapshot taken at or before ``step``."""
        return max(0, bisect.bisect_right(self._snapshots, step, key=lambda snapshot: snapshot.step) - 1)

    def spread(self, count: int) -> tuple[Snapshot, ...]:
        """Return moments from the first to the latest, the early ones closer together; fewer where there are fewer.

        Evenly spread in the logarithm of their steps, as most happens at the beginning. Where no
        moment was kept near a step looked for, steps are looked for more densely.
        """
        if len(self._snapshots) <= count:
            return tuple(self._snapshots)
        chosen: list[int] = []
        for goals in range(count, 4 * count):
            steps = np.expm1(np.linspace(0.0, np.log1p(self._snapshots[-1].step), goals))
            found = sorted({self.at_step(round(step)) for step in steps})
            if len(chosen) < len(found) <= count:
                chosen = found
        return tuple(self._snapshots[index] for index in chosen)

    def last_sound(self) -> Snapshot | None:
        """Return the latest snapshot whose weights are all finite, if there is one."""
        return next((snapshot for snapshot in reversed(self._snapshots) if snapshot.is_sound), None)

    def _keep(self, snapshot: Snapshot) -> None:
        self._snapshots.append(snapshot)
        self._bytes += snapshot.bytes

    def _judge(self, snapshot: Snapshot) -> None:
        """Take note when a moment is the best so far; one measured on a sample of the test images does not count."""
        accuracy = snapshot.whole_accuracy
        if accuracy == accuracy and (self._best is None or accuracy > self._best[0]):  # NaN differs from itself
            self._best = (accuracy, snapshot.step)

    def _thin(self) -> None:
        """Drop the most crowded snapshots until a tenth of the budget is free, so that this happens seldom."""
        if self._bytes <= self._budget:
            return
        droppable = (index for index in range(1, len(self._snapshots) - 1) if index != self.best)
        by_crowding = sorted(droppable, key=self._gap)
        dropped: set[int] = set()
        for index in by_crowding:
            if self._bytes <= 0.9 * self._budget:
                break
            # A neighbor of one already dropped has a wider gap now: it gets its turn in the next round.
            if index - 1 not in dropped and index + 1 not in dropped:
                dropped.add(index)
                self._bytes -= self._snapshots[index].bytes
        self._snapshots = [kept for index, kept in enumerate(self._snapshots) if index not in dropped]
        if dropped:
            self._thin()

    def _gap(self, index: int) -> float:
        """Return how far apart the neighbors of a snapshot are, in proportion to how far the run had come."""
        before, after = self._snapshots[index - 1].step, self._snapshots[index + 1].step
        return (after - before) / (after + 100)
