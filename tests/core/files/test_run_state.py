"""What a file of a run would hold."""

from collections.abc import Callable
from dataclasses import replace

from core.files.run_state import goes_on_from, has_sound, state_of
from core.training.run import Run
from core.training.snapshot import Snapshot


def test_equal_runs_have_equal_states_and_a_name_makes_another(make_snapshot: Callable[..., Snapshot]) -> None:
    run = Run.of(make_snapshot(5), "mine")
    assert state_of(run) == state_of(replace(run))
    assert state_of(run) != state_of(run.renamed("yours"))
    assert state_of(run) != state_of(run.reached(make_snapshot(7)))


def test_a_longer_run_goes_on_from_a_shorter_one_and_not_the_other_way_round(
    make_snapshot: Callable[..., Snapshot],
) -> None:
    short = Run.of(make_snapshot(5), "mine")
    long = short.reached(make_snapshot(7))
    assert goes_on_from(short, long)
    assert not goes_on_from(long, short)


def test_a_run_without_a_moment_has_no_sound_one(make_snapshot: Callable[..., Snapshot]) -> None:
    run = Run.of(make_snapshot(5), "mine")
    assert has_sound(run)
    assert not has_sound(run.curves_only())
