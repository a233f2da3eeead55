"""What a file of a run would hold, told without writing it: equal runs are not written twice, nor longer ones lost."""

from typing import Any

import numpy as np

from core.training.run import Run


def has_sound(run: Run) -> bool:
    """Return whether the file of a run has moments; only sound ones are written."""
    return not run.is_whole or run.last_sound is not None


def state_of(run: Run) -> tuple[Any, ...]:
    """Return what a file of a run would hold: equal states, equal files."""
    told = (
        run.name,
        run.color,
        run.is_shown,
        run.is_pinned,
        run.trouble,
        run.saved,
        run.parent,
        run.marks,
        run.settings,
    )
    return (*told, run.step, len(run.curves), has_sound(run))


def goes_on_from(there: Run, run: Run) -> bool:
    """Return whether nothing that was measured of one run is lost when another takes its place."""
    measured = len(there.curves)
    if run.step < there.step or len(run.curves) < measured:
        return False
    if not measured:
        return True
    places = [0, measured - 1]
    return np.array_equal(there.curves.column("seconds")[places], run.curves.column("seconds")[places])
