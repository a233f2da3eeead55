"""Where the values of an axis lie, and which figures are fenced off."""

import math

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.parts.adaptive import Adam
from core.parts.optimizers import Momentum
from core.sweep.goal import COST, Goal
from core.sweep.places import ends_of, jitter, merits, places_of
from core.sweep.plan import Sweep
from core.sweep.space import Axis, Range

BASE = Hyperparameters(epochs=2)
DRAWN = Axis.over("learning_rate", Range(0.001, 0.1, 3, is_logarithmic=True))


def swept(*axes: Axis, draws: int = 0) -> Sweep:
    return Sweep(base=BASE, axes=axes, draws=draws)


def test_the_values_of_a_grid_have_slots_of_one_width_in_rising_order() -> None:
    places = places_of(swept(Axis("batch_size", (500, 10, 20))), 0)
    assert not places.is_line
    assert [text for _, text in places.ticks] == ["10", "20", "500"]
    assert [place for place, _ in places.ticks] == pytest.approx([1 / 6, 1 / 2, 5 / 6])
    assert places.slot(500) == 2


def test_names_keep_their_order_and_a_batch_of_all_images_is_no_number_on_a_line() -> None:
    names = places_of(swept(Axis("optimizer", (Momentum(), Adam()))), 0, on_line=True)
    assert [text for _, text in names.ticks] == ["Momentum", "Adam"]
    batches = places_of(swept(Axis("batch_size", (100, 0, 10))), 0, on_line=True)
    assert [text for _, text in batches.ticks] == ["100", "all", "10"]


def test_what_is_drawn_from_a_range_lies_on_its_line() -> None:
    places = places_of(swept(DRAWN, draws=4), 0)
    assert places.is_line
    assert places.is_logarithmic
    assert places.at(0.001) == 0
    assert places.at(0.01) == pytest.approx(0.5)
    assert places.at(0.1) == pytest.approx(1)
    even = places_of(swept(Axis.over("batch_size", Range(10, 110, 3)), draws=4), 0)
    assert not even.is_logarithmic
    assert even.at(35) == pytest.approx(0.25)
    assert not places_of(swept(DRAWN), 0).is_line  # a grid over the same range


@pytest.mark.parametrize(("values", "expected"), [((10, 1000), False), ((10, 1010), True)])
def test_numbers_that_span_much_are_shown_by_their_logarithms(values: tuple[int, ...], expected: bool) -> None:
    places = places_of(swept(Axis("batch_size", values)), 0, on_line=True)
    assert places.is_line
    assert places.is_logarithmic == expected


def test_a_line_of_one_value_has_it_in_the_middle() -> None:
    assert places_of(swept(Axis("batch_size", (10,))), 0, on_line=True).at(10) == 0.5


def test_dots_beside_one_another_keep_a_distance_and_stay_in_their_slot() -> None:
    first = np.sort([jitter(order) for order in range(100)])
    assert -0.25 <= first[0] < -0.24
    assert 0.24 < first[-1] <= 0.25
    assert np.diff(first).min() > 0.001
    assert np.diff(first).max() < 0.01
    assert jitter(7) == jitter(7)


def test_the_odd_run_out_is_fenced_off_only_on_the_worse_side() -> None:
    accuracies = [0.97, 0.975, 0.98, 0.982, 0.113]
    assert ends_of(Goal(), accuracies) == (0.97, 0.982)
    assert ends_of(Goal(), [0.10, 0.11, 0.12, 0.115, 0.98]) == (0.10, 0.98)  # the best is never cut
    costs = [0.07, 0.08, 0.09, 0.1, 2.3]
    assert ends_of(Goal(COST), costs) == (0.07, 0.1)
    assert ends_of(Goal(COST), [2.3, 2.2, 2.25, 2.31, 0.07]) == (0.07, 2.31)


def test_few_figures_are_all_shown_and_without_any_there_are_no_ends() -> None:
    assert ends_of(Goal(), [0.98, 0.1, math.nan]) == (0.1, 0.98)
    assert all(math.isnan(end) for end in ends_of(Goal(), [math.nan]))


def test_a_merit_says_how_good_a_figure_is_among_the_others() -> None:
    figures = np.array([0.9, 0.95, 1.0, 0.1, np.nan])
    np.testing.assert_allclose(merits(Goal(), figures, (0.9, 1.0)), [0, 0.5, 1, 0, np.nan])
    np.testing.assert_allclose(merits(Goal(COST), figures, (0.9, 1.0)), [1, 0.5, 0, 1, np.nan])
    np.testing.assert_allclose(merits(Goal(), np.array([0.9, np.nan]), (0.9, 0.9)), [1, np.nan])
