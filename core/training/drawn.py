"""Which runs are drawn beside the one at hand, and in which colors; and which are too slight to be kept at all."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import count

from core.training.run import Run

MOST_RECENT = 3
"""So many of the other runs are drawn unasked: those left last. Of all others the pinned ones are."""

COLORS = 8
"""Colors for runs, of one lightness; further runs have these again, each time nearer to the color of text."""

_LEAST_EPOCHS = 0.1
_LEAST_SECONDS = 60.0  # of training: in a very large network they are less than a tenth of an epoch, but work


def drawn(others: Sequence[Run]) -> tuple[Run, ...]:
    """Return which of the runs that are not at hand are drawn, in their order: the last ones and those pinned.

    Parameters
    ----------
    others : sequence of Run
        The runs, the one left longest ago first.
    """
    recent = others[-MOST_RECENT:]
    return tuple(run for run in others if run.is_pinned or (run.is_shown and run in recent))


def is_slight(run: Run, parent: Run | None) -> bool:
    """Return whether so little was trained that nothing is lost with a run.

    Parameters
    ----------
    run : Run
        The run.
    parent : Run or None
        The run it grew out of, where that is still here: then only what it was trained since counts.
    """
    if run.is_pinned or _began_elsewhere(run):
        return False
    begins_at = run.begins_at if parent is not None else 0.0
    seconds, epochs = run.curves.column("seconds"), run.curves.column("epoch")
    own = seconds[epochs >= begins_at]
    is_long = len(own) > 1 and own[-1] - own[0] >= _LEAST_SECONDS
    return run.epoch - begins_at < _LEAST_EPOCHS and not is_long


def _began_elsewhere(run: Run) -> bool:
    """Return whether a run began with a network that another program made, after a step and no epoch of Inkling's."""
    return run.parent is None and run.first is not None and run.first.step > 0 and run.first.epoch == 0


def free_color(drawn: Iterable[Run], hidden: Iterable[Run] = ()) -> int:
    """Return a color that none of the drawn runs has; nor one of the hidden, while there are enough."""
    taken, rather_not = {run.color for run in drawn}, {run.color for run in hidden}
    free = [color for color in range(COLORS) if color not in taken]
    fallback = free[0] if free else next(color for color in count(COLORS) if color not in taken)
    return next((color for color in free if color not in rather_not), fallback)


def told_apart(runs: Sequence[Run], settled: Collection[Run] = (), hidden: Collection[Run] = ()) -> tuple[Run, ...]:
    """Return runs that are drawn together, each in a color of its own.

    Parameters
    ----------
    runs : sequence of Run
        Those drawn.
    settled : collection of Run
        Those that were drawn before: they keep the color they are known by.
    hidden : collection of Run
        Those that are not drawn: their colors are taken last.
    """
    apart = list(runs)
    done: list[Run] = []
    for place in sorted(range(len(runs)), key=lambda place: runs[place] not in settled):
        if any(other.color == apart[place].color for other in done):
            apart[place] = replace(apart[place], color=free_color([*done, *settled], hidden))
        done.append(apart[place])
    return tuple(apart)
