"""Remainder: what is left of a sweep, by what is written down of it."""

from collections.abc import Iterable, Sequence

from core.sweep.halving import chosen
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial


def left_at(sweep: Sweep, results: Sequence[Result], rung: int) -> list[Trial]:
    """Return the runs that are still to be trained at a rung, in the order in which they are begun.

    Which settings come so far is known once the rung before is done.
    """
    done = {result.trial for result in results if result.rung >= rung or result.trouble}
    trials: Iterable[Trial] = sweep.trials
    if rung:
        at_rung = [result for result in results if result.rung == rung - 1]
        going_on = frozenset(chosen(sweep.goal, at_rung, sweep.rungs[rung].settings))
        trials = [trial for trial in trials if trial.setting in going_on]
    return [trial for trial in trials if trial not in done]


def is_done(sweep: Sweep, results: Sequence[Result]) -> bool:
    """Return whether nothing is left of a sweep."""
    return not any(left_at(sweep, results, rung) for rung in range(len(sweep.rungs)))
