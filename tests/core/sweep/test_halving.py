"""Successive halving: how many settings come how far, and which."""

import math

import pytest

from core.sweep.goal import ACCURACY, COST, SECONDS, Goal
from core.sweep.halving import Rung, chosen, latest, rungs
from core.sweep.result import Result, Trial


def result(setting: int, accuracy: float, seed: int = 1, rung: int = 0, trouble: str = "", cost: float = 0.5) -> Result:
    curve = ((1.0, 2.0, accuracy / 2, cost, 0.5, 0.5), (2.0, 4.0, accuracy, cost, 0.5, 0.5))
    return Result(Trial(setting, seed), rung, 2.0, accuracy, cost, 4.0, 4.5, curve, trouble)


@pytest.mark.parametrize(
    ("settings", "epochs", "rate", "expected"),
    [
        (9, 9, 3, [(9, 1), (3, 3), (1, 9)]),
        (27, 9, 3, [(27, 1), (9, 3), (3, 9)]),  # no run is shorter than an epoch
        (5, 81, 3, [(5, 27), (1, 81)]),
        (8, 20, 2, [(8, 2), (4, 5), (2, 10), (1, 20)]),
        (9, 9, 0, [(9, 9)]),
        (2, 9, 3, [(2, 9)]),
        (9, 2, 3, [(9, 2)]),
    ],
)
def test_rungs_leave_fewer_settings_for_longer(
    settings: int, epochs: int, rate: int, expected: list[tuple[int, int]]
) -> None:
    assert rungs(settings, epochs, rate) == tuple(Rung(*pair) for pair in expected)


def test_the_best_go_on_by_the_mean_over_their_seeds() -> None:
    results = [result(0, 0.9), result(0, 0.5, seed=2), result(1, 0.8), result(1, 0.8, seed=2), result(2, 0.6)]
    assert chosen(Goal(ACCURACY), results, 2) == (1, 0)


def test_of_equal_settings_the_earlier_goes_on() -> None:
    assert chosen(Goal(ACCURACY), [result(3, 0.5), result(1, 0.5), result(2, 0.5)], 2) == (1, 2)


def test_a_run_in_trouble_does_not_go_on() -> None:
    assert chosen(Goal(ACCURACY), [result(0, 0.9, trouble="no"), result(1, 0.1)], 2) == (1,)


def test_the_lowest_cost_and_the_fewest_seconds_are_best() -> None:
    results = [result(0, 0.9, cost=0.4), result(1, 0.7, cost=0.2)]
    assert chosen(Goal(COST), results, 1) == (1,)
    assert chosen(Goal(SECONDS, 80), results, 2) == (0, 1)  # the second never got there
    assert math.isnan(Goal(SECONDS, 80).of(results[1]))
    assert Goal(SECONDS, 80).of(results[0]) == 4.0


def test_where_none_is_at_the_target_yet_the_nearest_goes_on() -> None:
    results = [result(0, 0.3), result(1, 0.7), result(2, 0.9), result(2, 0.7, seed=2), result(3, 0.96)]
    assert chosen(Goal(SECONDS, 95), results, 4) == (3, 2, 1, 0)


def test_the_furthest_result_of_a_run_counts() -> None:
    early, late = result(0, 0.5), result(0, 0.6, rung=1)
    assert latest([early, late]) == {"0-1": late}


def test_what_was_known_earlier() -> None:
    assert result(0, 0.8).up_to(1).accuracy == pytest.approx(0.4)
    assert result(0, 0.8).up_to(1).epochs == 1
