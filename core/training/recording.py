"""Recording: the snapshots of a run, to scrub through, thinned to a memory budget.

Where memory runs out, early moments stay dense (:mod:`core.training.thinning`). The first
snapshot, the best and the latest are always kept.

A run can go on from a moment exactly as it did only with what the optimizer had learned by then,
and that can be twice as large as the weights (Adam). It may take half of the budget, and is thinned
in the same way: with 256 MB, Adam and 2,000 epochs of 784-128-10, 330 moments can be looked at, and
from 160 of them training goes on exactly; kept with all, it would leave 210. Of 784-800-10 it is 54
moments in place of 34.
"""

import bisect
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from core.training.snapshot import Snapshot
from core.training.thinning import evenly, most_crowded

DEFAULT_BUDGET = 256 * 2**20
_MEMORY_SHARE = 0.5  # of the budget: what optimizers have learned may take so much of it
_ASTRAY = 2.0  # times the first training cost: a network worse than that does not learn any more
_FREED = 0.1  # of the budget: thinning frees a little more than it has to, so that it happens seldom


class Recording:
    """Snapshots in the order of their steps.

    Parameters
    ----------
    budget : int
        How many bytes to keep at most, of weights and of optimizers' memory; the first, the best and the
        latest snapshot are kept whatever their size.
    """

    def __init__(self, budget: int = DEFAULT_BUDGET) -> None:
        self._budget = budget
        self._snapshots: list[Snapshot] = []
        self._bytes = self._memory_bytes = 0
        self._best: tuple[float, int] | None = None  # accuracy and step
        self._judged = ""  # by which accuracy it is the best

    def __len__(self) -> int:
        return len(self._snapshots)

    def __getitem__(self, index: int) -> Snapshot:
        return self._snapshots[index]

    def __iter__(self) -> Iterator[Snapshot]:
        return iter(tuple(self._snapshots))

    @property
    def bytes(self) -> int:
        """Memory held by the snapshots."""
        return self._bytes

    @property
    def best(self) -> int | None:
        """The index of the best moment, as :attr:`Snapshot.whole_accuracy` judges; none before one was measured."""
        return None if self._best is None else self.at_step(self._best[1])

    def set_budget(self, budget: int) -> None:
        """Keep at most so many bytes from now on."""
        self._budget = budget
        self._thin()

    def copy(self) -> "Recording":
        """Return a recording of the same snapshots, which goes on by itself."""
        other = Recording(self._budget)
        other._snapshots, other._best, other._judged = list(self._snapshots), self._best, self._judged
        other._bytes, other._memory_bytes = self._bytes, self._memory_bytes
        return other

    def within(self, budget: int) -> "Recording":
        """Return a recording of as many of these snapshots as fit into a budget; this one stays as it is."""
        other = self.copy()
        other.set_budget(budget)
        return other

    def to_keep(self, between: int) -> "Recording":
        """Return what a file keeps of these snapshots; this one stays as it is.

        The first, the best and the last whose weights are finite, and so many bytes of others, the early ones dense;
        what an optimizer had learned by the last alone.
        """
        last = self.last_sound()
        if last is None:
            return Recording()
        before = self._snapshots[: self.at_step(last.step)]
        steps = np.array([snapshot.step for snapshot in before])
        size = max(1, last.bytes - last.memory_bytes)  # that of all of them: layers do not change within a run
        chosen = {0, *evenly(steps, between // size)}
        if self.best is not None:
            chosen.add(self.best)
        other = Recording(self._budget + between)
        for place in sorted(chosen):
            if place < len(before):
                other.add(before[place].to_look_at())
        other.add(last)
        return other

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
            if snapshot.step == last.step:
                self._count(self._snapshots.pop(), -1)
        # What an optimizer knows before its first step is known without being kept.
        self._snapshots.append(snapshot if snapshot.step else snapshot.to_look_at())
        self._count(self._snapshots[-1], 1)
        self._judge(snapshot)
        self._thin()

    def clear(self) -> None:
        """Forget everything."""
        self._snapshots.clear()
        self._bytes = self._memory_bytes = 0
        self._best = None

    def cut_after(self, step: int) -> None:
        """Forget the snapshots taken after ``step``: the run goes on differently from there."""
        kept = [snapshot for snapshot in self._snapshots if snapshot.step <= step]
        for snapshot in self._snapshots[len(kept) :]:
            self._count(snapshot, -1)
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

    def last_healthy(self) -> Snapshot | None:
        """Return the latest sound snapshot that had not begun to go astray; the latest sound one if none is known.

        Weights may be finite and lost all the same: a step that was far too long leaves numbers so large that
        the next one ends in infinity. A moment counts as healthy when the training cost that was measured next, at
        that moment or later, was at most twice the one that the run began with.
        """
        if len(self):
            curves = self._snapshots[-1].curves
            costs = curves.column("train_cost")
            healthy = curves.column("step")[costs <= _ASTRAY * costs[:1]]
            for snapshot in reversed(self._snapshots):
                if len(healthy) and snapshot.step <= healthy[-1] and snapshot.is_sound:
                    return snapshot
        return self.last_sound()

    def _count(self, snapshot: Snapshot, times: int) -> None:
        self._bytes += times * snapshot.bytes
        self._memory_bytes += times * snapshot.memory_bytes

    def _judge(self, snapshot: Snapshot) -> None:
        """Take note when a moment is the best so far; one measured on a sample of the images does not count.

        Nor do moments before, where other images judge from here on: own digits are trained on without holding out.
        """
        accuracy, judged = snapshot.whole_accuracy, snapshot.curves.judged
        if accuracy == accuracy and judged != self._judged:
            self._best, self._judged = None, judged
        if accuracy == accuracy and (self._best is None or accuracy > self._best[0]):  # NaN differs from itself
            self._best = (accuracy, snapshot.step)

    def _thin(self) -> None:
        self._forget_memories()
        while self._bytes > self._budget:
            excess = self._bytes - (1 - _FREED) * self._budget
            dropped = self._most_crowded(range(len(self._snapshots)), excess, lambda snapshot: snapshot.bytes)
            if not dropped:
                return
            for index in dropped:
                self._count(self._snapshots[index], -1)
            self._snapshots = [kept for index, kept in enumerate(self._snapshots) if index not in dropped]

    def _forget_memories(self) -> None:
        """Leave some moments only to be looked at, where what the optimizer learned takes more than its share."""
        share = _MEMORY_SHARE * self._budget
        while self._memory_bytes > share:
            having = [index for index, snapshot in enumerate(self._snapshots) if snapshot.memory]
            excess = self._memory_bytes - (share - _FREED * self._budget)
            chosen = self._most_crowded(having, excess, lambda snapshot: snapshot.memory_bytes)
            if not chosen:
                return
            for index in chosen:
                self._count(self._snapshots[index], -1)
                self._snapshots[index] = self._snapshots[index].to_look_at()
                self._count(self._snapshots[index], 1)

    def _most_crowded(self, places: Sequence[int], excess: float, size: Callable[[Snapshot], int]) -> set[int]:
        """Return those of ``places`` to give up first; never the first, the best or the latest of the recording."""
        kept = {0, self.best, len(self._snapshots) - 1}
        chosen = most_crowded(
            [self._snapshots[place].step for place in places],
            [size(self._snapshots[place]) for place in places],
            {at for at, place in enumerate(places) if place in kept},
            excess,
        )
        return {places[at] for at in chosen}
