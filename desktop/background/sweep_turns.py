"""SweepTurns: sweeps that are trained at once go by turns: together they use no more processors than there are.

Each has as many processes of its own as there are processors; most of them wait. What is shared is the right to train.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Condition

from core.sweep.order import Order
from core.sweep.result import Trial
from core.sweep.team import Ended, Team


@dataclass(eq=False, slots=True)
class _Taker:
    """Who takes turns."""

    held: int = 0  # turns it has
    wanted: int = 0  # further ones it asked for when it asked last
    took: int = 0  # when it took one last, as a count of all that were taken


class SweepTurns:
    """So many turns at training, for any number of threads.

    A turn that is free goes to who has the fewest of those that want one; of several to who took one longest ago. So
    one alone has all of them, and two have the half each as soon as what was begun before has ended.

    Parameters
    ----------
    most : int
        How many turns there are.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._changed = Condition()
        self._takers: list[_Taker] = []
        self._taken = 0

    def join(self) -> _Taker:
        """Return one more that takes turns, until it leaves."""
        with self._changed:
            self._takers.append(_Taker())
            return self._takers[-1]

    def leave(self, taker: _Taker) -> None:
        """Give back all turns, for good."""
        with self._changed:
            if taker in self._takers:
                self._takers.remove(taker)
                self._changed.notify_all()

    def take(self, taker: _Taker, wanted: int) -> int:
        """Take as many turns as are due, and at most as many as are wanted; return how many these are.

        What is wanted beyond them is remembered, until it is taken, or wanted no more: others wait for that.
        """
        with self._changed:
            taker.wanted, before = wanted, taker.held
            while self._next() is taker:
                self._taken += 1
                taker.held, taker.wanted, taker.took = taker.held + 1, taker.wanted - 1, self._taken
            return taker.held - before

    def give_back(self, taker: _Taker, count: int) -> None:
        """Give back turns that were taken."""
        with self._changed:
            taker.held -= count
            self._changed.notify_all()

    def want_no_more(self, taker: _Taker) -> None:
        """Let others have what was asked for and not taken."""
        with self._changed:
            if taker.wanted:
                taker.wanted = 0
                self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Wait until a turn may be free, so many seconds at most."""
        with self._changed:
            self._changed.wait(seconds)

    def share_of(self, taker: _Taker) -> int:
        """Return how many turns one has in the long run, among those that are at work now."""
        with self._changed:
            at_work = [each for each in self._takers if each is taker or each.held or each.wanted]
            return max(self._most // max(len(at_work), 1), 1)

    def _next(self) -> _Taker | None:
        """Return whose turn it is; nobody's where none is free, or nobody wants one."""
        if sum(each.held for each in self._takers) >= self._most:
            return None
        waiting = (each for each in self._takers if each.wanted > 0)
        return min(waiting, key=lambda each: (each.held, each.took), default=None)


class TeamByTurns:
    """A team that begins a run only where it has a turn for it; see :class:`core.sweep.team.Team`.

    Parameters
    ----------
    team : Team
        Who trains.
    turns : SweepTurns
        What it shares with the teams of other sweeps.
    """

    def __init__(self, team: Team, turns: SweepTurns) -> None:
        self._team, self._turns = team, turns
        self._taker = turns.join()
        self._in_hand = 0  # turns that were taken, and nothing was begun yet with
        self._busy = 0
        self._has_asked = False  # since somebody looked last at what has ended

    @property
    def count(self) -> int:
        """How many workers are to be reckoned with: others want some as well."""
        return min(self._team.count, self._turns.share_of(self._taker))

    def free(self) -> Sequence[str]:
        """Return the names of as many that have nothing to do as there are turns for; who asks wants them."""
        names = self._team.free()
        self._put_down()
        self._has_asked = True
        self._in_hand = self._turns.take(self._taker, len(names))
        return names[: self._in_hand]

    def begin(self, worker: str, order: Order) -> None:
        """Have a free worker train a run."""
        self._in_hand -= 1
        self._busy += 1
        self._team.begin(worker, order)

    def ended(self, patience: float) -> Sequence[Ended]:
        """Return what has ended since the last time, or ends within so many seconds."""
        if self._in_hand or not self._has_asked:  # there was more than it could use, or it is paused
            self._put_down()
            self._turns.want_no_more(self._taker)
        self._has_asked = False
        if not self._busy:
            self._turns.wait(patience)
        ended = self._team.ended(patience if self._busy else 0.0)
        self._busy -= len(ended)
        self._turns.give_back(self._taker, len(ended))
        return ended

    def cancel(self, trial: Trial) -> None:
        """Have a run given up that is being trained; its turn is given back when it has ended."""
        self._team.cancel(trial)

    def close(self) -> None:
        """Let go of all workers; what they are at is given up."""
        try:
            self._team.close()
        finally:
            self._turns.leave(self._taker)

    def _put_down(self) -> None:
        if self._in_hand:
            self._turns.give_back(self._taker, self._in_hand)
            self._in_hand = 0
