"""Room: which moments of the runs that are not at hand stay in memory; those left longest ago are thinned first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from core.training.run import Run

_MOST_BYTES = 512 * 2**20  # of moments of runs that are not at hand


def fitted(others: Sequence[Run], budget: int, stored: Mapping[UUID, int]) -> tuple[Run, ...]:
    """Return the runs that are not at hand as they fit into their budget, in their order.

    Parameters
    ----------
    others : sequence of Run
        The runs, the one left longest ago first.
    budget : int
        How many bytes their moments may take together.
    stored : mapping of UUID to int
        Up to which step a file has the moments of a run, by its id.
    """
    room, held = budget, 0
    fit: list[Run] = []
    for run in reversed(others):
        kept = run
        if run.bytes > room:
            kept = light(run, stored, max(0, room))
        if held + kept.bytes > _MOST_BYTES:
            kept = light(kept, stored)
        room, held = room - kept.bytes, held + kept.bytes
        fit.append(kept)
    return tuple(reversed(fit))


def light(run: Run, stored: Mapping[UUID, int], room: int = 0) -> Run:
    """Return a run that takes little memory: its moments in its file alone; as few as fit where it has none."""
    if not run.is_whole or not len(run.recording):
        return run
    return without_moments(run) if _is_stored(run, stored) else run.within(room)


def without_moments(run: Run) -> Run:
    """Return a run of which a file has the moments."""
    return replace(run.curves_only(), is_whole=False)


def _is_stored(run: Run, stored: Mapping[UUID, int]) -> bool:
    """Return whether a file has all moments of a run."""
    return stored.get(run.id) == run.step
