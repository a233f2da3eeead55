"""Measurements that are only ever appended, and the views lent out on the way."""

import math

import numpy as np
import pytest

from core.training.history import COLUMNS, NO_CURVES, NO_FIGURE, Curves, Figure, History, Rises


def filled(count: int) -> History:
    history = History()
    for step in range(count):
        history.append(step=step, train_cost=1 / (step + 1))
    return history


def test_what_is_appended_is_read_back() -> None:
    history = History()
    values = {name: float(index) for index, name in enumerate(COLUMNS)}
    history.append(**values)
    curves = history.curves()
    assert len(curves) == 1
    assert {name: curves.column(name)[0] for name in COLUMNS} == values


def test_what_is_not_named_is_not_measured() -> None:
    curves = filled(3).curves()
    np.testing.assert_array_equal(curves.column("step"), [0, 1, 2])
    assert np.isnan(curves.column("test_cost")).all()
    assert np.isnan(curves.last("test_cost"))


def test_an_unknown_measurement_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        History().append(speed=3)
    with pytest.raises(ValueError, match="not in tuple"):
        NO_CURVES.column("speed")


def test_views_are_read_only() -> None:
    for curves in (filled(2).curves(), NO_CURVES, History().curves()):
        for array in (curves.table, curves.column("step")):
            assert not array.flags.writeable


def test_views_stay_as_they_were_while_the_buffer_grows() -> None:
    history = History()
    views: list[Curves] = []
    for step in range(5000):  # the buffer grows three times on the way
        history.append(step=step, seconds=2 * step)
        if step % 250 == 0:
            views.append(history.curves())
    for index, curves in enumerate(views):
        np.testing.assert_array_equal(curves.column("step"), np.arange(250 * index + 1))
        np.testing.assert_array_equal(curves.column("seconds"), 2 * np.arange(250 * index + 1))
        assert np.isnan(curves.column("test_cost")).all()
    assert len(history.curves()) == 5000


def test_the_costs_of_epochs_leave_out_a_look_at_all_images_within_one() -> None:
    history = History()
    for step, (epoch, whole) in enumerate([(0, 1), (0.5, 0), (1, 1), (1.4, 1), (2, 1)]):
        history.append(step=step, epoch=epoch, whole=whole, train_cost=float(9 - step))
    assert history.curves().costs_of_epochs() == (9, 7, 5)


def test_a_view_costs_no_memory() -> None:
    history = filled(100)
    assert np.shares_memory(history.curves().table, history.curves().table)


@pytest.mark.parametrize("count", [0, 1, 1023, 1024, 1025, 3000])
def test_a_history_goes_on_from_earlier_curves_and_leaves_them_alone(count: int) -> None:
    earlier = filled(count).curves()
    history = History(earlier)
    history.append(step=count)
    np.testing.assert_array_equal(history.curves().column("step"), np.arange(count + 1))
    assert len(earlier) == count
    assert not np.shares_memory(history.curves().table, earlier.table)


def test_last_is_the_latest_that_was_measured() -> None:
    history = History()
    assert np.isnan(history.curves().last("test_cost"))
    history.append(step=0, test_cost=0.5)
    history.append(step=1, test_cost=0.25)
    history.append(step=2)
    assert history.curves().last("test_cost") == 0.25
    assert history.curves().last("step") == 2


def measured(*rows: tuple[float, int]) -> Curves:
    """Return curves with these accuracies, an epoch each, looked at whole (1) or not (0)."""
    history = History()
    for step, (accuracy, whole) in enumerate(rows):
        history.append(step=step, epoch=step, test_accuracy=accuracy, whole=whole)
    return history.curves()


def test_the_best_is_the_best_whole_measurement_and_the_last_the_latest_point() -> None:
    curves = measured((0.1, 1), (0.5, 0), (0.8, 1), (0.9, 0), (0.8, 1), (0.85, 0))
    assert curves.best() == Figure(0.8, 2.0, is_estimate=False)
    assert curves.latest("test_accuracy") == Figure(0.85, 5.0, is_estimate=True)
    assert curves.last("test_accuracy") == 0.85


def test_until_the_first_whole_measurement_the_best_is_an_estimate() -> None:
    assert measured((0.1156, 1), (0.95, 0), (0.94, 0)).best() == Figure(0.95, 1.0, is_estimate=True)
    assert measured((0.1156, 1)).best() == Figure(0.1156, 0.0, is_estimate=False)
    assert measured((0.2, 1), (0.1, 0), (0.1, 1)).best() == Figure(0.2, 0.0, is_estimate=False)
    assert NO_CURVES.best() is NO_FIGURE


def test_a_rise_is_counted_where_a_value_is_higher_than_the_one_measured_before() -> None:
    history = History()
    for epoch, cost in enumerate((2.0, 1.0, 1.5, math.nan, 1.5, 1.6, 0.4)):
        history.append(epoch=epoch, train_cost=cost)
    curves = history.curves()
    assert curves.rises("train_cost") == Rises(2, 5)
    assert curves.rises("train_cost", until=2.0) == Rises(1, 2)
    assert curves.rises("train_cost", since=2.0) == Rises(1, 3)
    assert curves.rises("train_cost", until=0.0) == Rises(0, 0)
    assert NO_CURVES.rises("train_cost") == Rises(0, 0)


def test_without_test_images_a_run_is_told_by_those_held_out_and_says_so() -> None:
    history = History()
    for step, (accuracy, whole) in enumerate([(0.1, 1), (0.9, 0), (0.8, 1), (0.7, 1)]):
        history.append(step=step, epoch=step, validation_accuracy=accuracy, whole=whole)
    curves = history.curves()
    assert curves.told == "validation_accuracy"
    assert curves.best() == Figure(0.8, 2.0, is_estimate=False, kind="validation")
    assert curves.latest(curves.told) == Figure(0.7, 3.0, is_estimate=False, kind="validation")
    history.append(step=4, epoch=4, validation_accuracy=0.9, test_accuracy=0.6, whole=1)
    assert history.curves().told == "test_accuracy"
    assert history.curves().best() == Figure(0.6, 4.0, is_estimate=False)
    assert NO_CURVES.told == "test_accuracy"
