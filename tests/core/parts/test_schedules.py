"""Schedules: where they begin, where they end, and that they never leave what makes sense."""

import math

import numpy as np
import pytest

from core.parts.schedules import Constant, Cosine, Exponential, Linear, Plateau, Schedule, Step, WarmUp, schedules


@pytest.mark.parametrize("epochs", [1, 3, 20, 100_000])
@pytest.mark.parametrize("kind", list(schedules), ids=lambda k: k.name)
def test_the_factor_stays_between_nothing_and_all(kind: type[Schedule], epochs: int) -> None:
    # Also beyond the end: a person may lower the number of epochs in the middle of a run.
    for epoch in np.linspace(0, 1.5 * epochs, 301):
        factor = kind().factor(float(epoch), epochs)
        assert isinstance(factor, float)
        assert 0 <= factor <= 1


@pytest.mark.parametrize(
    ("schedule", "first", "middle", "last"),
    [
        (Constant(), 1, 1, 1),
        (Linear(), 1, 0.5, 0),
        (Linear(end=0.2), 1, 0.6, 0.2),
        (Cosine(), 1, 0.5, 0),
        (Cosine(end=0.2), 1, 0.6, 0.2),
        (Step(), 1, 0.5, 0.25),
        (Step(every=5, drop=0.1), 1, 0.01, 0.0001),
        (Exponential(), 1, 0.95**10, 0.95**20),
        (Exponential(keep=1.0), 1, 1, 1),
        (WarmUp(rise=10.0), 0.01, 1, 0),
        (WarmUp(rise=10.0, end=0.5), 0.01, 1, 0.5),
    ],
    ids=repr,
)
def test_first_middle_and_last_of_twenty_epochs(schedule: Schedule, first: float, middle: float, last: float) -> None:
    found = [schedule.factor(epoch, 20) for epoch in (0.0, 10.0, 20.0)]
    assert found == pytest.approx([first, middle, last], abs=1e-12)


@pytest.mark.parametrize("kind", [Linear, Cosine, Step, Exponential], ids=lambda k: k.name)
def test_what_falls_never_rises(kind: type[Schedule]) -> None:
    factors = [kind().factor(float(epoch), 20) for epoch in np.linspace(0, 25, 200)]
    assert all(later <= earlier + 1e-15 for earlier, later in zip(factors, factors[1:], strict=False))


@pytest.mark.parametrize("kind", list(schedules), ids=lambda k: k.name)
def test_one_that_says_so_leaves_the_rate_as_it_was_set_and_no_other_does(kind: type[Schedule]) -> None:
    moves = any(kind().factor(float(epoch), 20, [1.0] * 20) != 1 for epoch in range(21))
    assert kind().is_constant is not moves


def test_steps_drop_at_once_and_only_there() -> None:
    schedule = Step(every=3, drop=0.5)
    assert [schedule.factor(epoch, 9) for epoch in (0.0, 2.999, 3.0, 5.999, 6.0)] == [1, 1, 0.5, 0.5, 0.25]


def test_a_plateau_is_when_the_cost_has_not_fallen_for_so_many_epochs() -> None:
    costs = [2.0, 1.0, 1.0, 0.99995, 0.5, 0.6, 0.5, 0.7, 0.5]
    found = [Plateau(patience=2, drop=0.5).factor(float(epoch), 20, costs) for epoch in range(9)]
    assert found == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125]
    assert Plateau().factor(8.0, 20, costs[:3]) == 1
    assert Plateau().factor(2.9, 20, costs) == 1, "what is measured later is not known yet"


def test_a_cosine_falls_slowest_at_both_ends() -> None:
    first, middle, last = (Cosine().factor(e, 20) - Cosine().factor(e + 1, 20) for e in (0.0, 9.5, 19.0))
    assert first == pytest.approx(last)
    assert middle > 10 * first


def test_warming_up_rises_evenly_and_goes_over_into_the_fall_without_a_jump() -> None:
    schedule = WarmUp(rise=4.0)
    assert schedule.factor(1.0, 20) == 0.25
    assert schedule.factor(3.0, 20) == 0.75
    assert schedule.factor(math.nextafter(4.0, 0), 20) == pytest.approx(schedule.factor(4.0, 20)) == 1
    assert schedule.factor(0.0, 20) > 0, "or the first batch would teach nothing"


def test_a_run_shorter_than_its_warm_up_still_rises() -> None:
    schedule = WarmUp(rise=10.0)
    assert [schedule.factor(epoch, 5) for epoch in (1.0, 2.5, 4.9)] == pytest.approx([0.1, 0.25, 0.49])
