"""Which runs are drawn, in colors of their own, and which are too slight to be kept."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.training.drawn import COLORS, MOST_RECENT, drawn, free_color, is_slight, told_apart
from core.training.history import COLUMNS, NO_CURVES, Curves
from core.training.run import Run
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def make(make_snapshot: MakeSnapshot) -> Callable[..., Run]:
    """Return a function that makes a run with a color."""
    moment = make_snapshot(5, Hyperparameters(hidden=(4,)))

    def make_one(color: int = 0, **changes: object) -> Run:
        return replace(Run.of(moment), color=color, **changes)

    return make_one


def test_of_many_runs_the_last_are_drawn_unless_hidden_and_others_where_they_are_pinned(
    make: Callable[..., Run],
) -> None:
    runs = [make() for _ in range(MOST_RECENT + 3)]
    assert drawn(runs) == tuple(runs[3:])
    assert drawn(runs[:2]) == tuple(runs[:2])
    runs[0], runs[-1] = replace(runs[0], is_pinned=True), replace(runs[-1], is_shown=False)
    assert drawn(runs) == (runs[0], *runs[3:-1])


def test_a_color_of_a_hidden_run_is_taken_last(make: Callable[..., Run]) -> None:
    assert free_color([]) == 0
    assert free_color([make(0), make(2)]) == 1
    assert free_color([make(0)], [make(1), make(2)]) == 3
    assert free_color([make(color) for color in range(COLORS - 1)], [make(COLORS - 1)]) == COLORS - 1
    assert free_color([make(color) for color in range(COLORS)]) == COLORS


def test_what_was_drawn_before_keeps_its_color(make: Callable[..., Run]) -> None:
    new, before, other = make(0), make(0), make(1)
    apart = told_apart([new, before, other], [before, other])
    assert [run.color for run in apart] == [2, 0, 1]
    assert apart == (new, before, other)
    everything = told_apart([make(3) for _ in range(3 * COLORS)])
    assert len({run.color for run in everything}) == 3 * COLORS


@pytest.mark.parametrize(
    ("epoch", "seconds", "expected"), [(0.09, 1.0, True), (0.11, 1.0, False), (0.09, 59.0, True), (0.09, 61.0, False)]
)
def test_little_training_is_slight_but_not_a_minute_of_it(
    make: Callable[..., Run], epoch: float, seconds: float, expected: bool
) -> None:
    table = np.zeros((len(COLUMNS), 2))
    table[COLUMNS.index("epoch")] = 0.0, epoch
    table[COLUMNS.index("seconds")] = 0.0, seconds
    assert is_slight(make(epoch=epoch, curves=Curves(table)), None) is expected
    assert not is_slight(make(epoch=epoch, curves=Curves(table), is_pinned=True), None)


def test_a_network_that_another_program_made_is_not_slight_but_what_branched_from_it_at_once_is(
    make_snapshot: MakeSnapshot,
) -> None:
    moment = replace(make_snapshot(1), whole_epochs=0, position=0, curves=NO_CURVES)
    imported = Run.of(moment, "net")
    assert not is_slight(imported, None)
    assert is_slight(imported.branch_from(moment), imported)
