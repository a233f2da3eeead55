"""Cells of a sweep's map: the runs that have the same values of two settings, whatever else they have."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import fmean

from core.sweep.findings import Row, figures_of, pooled_spread
from core.sweep.goal import Goal
from core.sweep.places import AxisPlaces, index_of
from core.sweep.plan import Sweep
from core.sweep.result import Trial


@dataclass(frozen=True, slots=True)
class Cell:
    """Runs that have the same values of two settings.

    Attributes
    ----------
    column, line : int
        The slots of the two values.
    figures : tuple of float
        Those of all its runs that have one.
    mean : float
        Over all its runs; NaN without any.
    spread : float
        What the seed alone moves: the standard deviation within its settings, taken together; NaN where none has two
        seeds.
    settings : tuple of int
        Its settings that have a run, the best first.
    running : int
        How many of its runs are being trained.
    """

    column: int
    line: int
    figures: tuple[float, ...] = ()
    mean: float = math.nan
    spread: float = math.nan
    settings: tuple[int, ...] = ()
    running: int = 0


def cells(
    sweep: Sweep, rows: Sequence[Row], running: Collection[Trial], across: AxisPlaces, down: AxisPlaces
) -> tuple[Cell, ...]:
    """Return the cells of a map: one for each pair of values, row by row.

    Parameters
    ----------
    sweep : Sweep
        The sweep.
    rows : sequence of Row
        Its settings that have a run, the best first.
    running : collection of Trial
        Runs that are being trained.
    across, down : AxisPlaces
        Two of its axes, with slots.
    """
    at_x, at_y = index_of(sweep, across), index_of(sweep, down)
    values = sweep.values
    of_cells: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        place = across.slot(row.values[at_x]), down.slot(row.values[at_y])
        of_cells.setdefault(place, []).append(row)
    busy: dict[tuple[int, int], int] = {}
    for trial in running:
        place = across.slot(values[trial.setting][at_x]), down.slot(values[trial.setting][at_y])
        busy[place] = busy.get(place, 0) + 1
    every = [(column, line) for line in range(len(down.slots)) for column in range(len(across.slots))]
    return tuple(_cell(sweep.goal, *place, of_cells.get(place, []), busy.get(place, 0)) for place in every)


def _cell(goal: Goal, column: int, line: int, rows: Sequence[Row], running: int) -> Cell:
    of_settings = [figures_of(goal, row) for row in rows]
    figures = tuple(figure for of_setting in of_settings for figure in of_setting)
    mean = fmean(figures) if figures else math.nan
    settings = tuple(row.setting for row in rows)
    return Cell(column, line, figures, mean, pooled_spread(of_settings)[0], settings, running)
