"""Of the moments of a run those go first that are closest together, for how far the run had come."""

import numpy as np
import pytest

from core.training.thinning import evenly, most_crowded

SPARSE = [0, 1, 2, 3, 1000, 1001, 5000]
ONES = [1] * len(SPARSE)


def test_the_moment_that_is_least_missed_goes_first() -> None:
    assert most_crowded(SPARSE, ONES, (), 1) == {2}, "from 1 to 3 is next to nothing, also as early as that"
    assert most_crowded([0, 10, 20, 1000, 1004, 1008, 2000], ONES, (), 1) == {4}


def test_the_ends_stay_and_so_does_what_is_to_be_kept() -> None:
    found = most_crowded(SPARSE, ONES, {2}, 100)
    assert not found & {0, 2, len(SPARSE) - 1}
    assert found


def test_of_two_neighbors_one_stays() -> None:
    found = most_crowded(list(range(20)), [1] * 20, (), 100)
    assert all(at + 1 not in found for at in found)
    assert len(found) >= 6


def test_no_more_goes_than_has_to() -> None:
    assert most_crowded(list(range(20)), [5] * 20, (), 0) == set()
    assert len(most_crowded(list(range(20)), [5] * 20, (), 11)) == 3


@pytest.mark.parametrize("count", [1, 2, 5, 20, 99])
def test_places_are_spread_over_the_whole_run_early_ones_densely(count: int) -> None:
    steps = np.arange(0, 10_000, 100)
    found = sorted(evenly(steps, count))
    assert 0.5 * count <= len(found) <= count
    if count > 2:
        assert (found[0], found[-1]) == (0, 99)
        assert found[1] - found[0] <= found[-1] - found[-2]


def test_where_there_are_fewer_all_are_kept_and_for_none_there_is_none() -> None:
    assert evenly(np.array([3, 9, 27]), 3) == {0, 1, 2}
    assert evenly(np.array([3, 9, 27]), 0) == set()
