"""What the crosshair reads: measured points, never what lies between them."""

import numpy as np
import pytest

from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.readouts import in_words, nearest_x, next_x, readouts, step_from, summary


def curve(label: str, *xs: float, is_faint: bool = False) -> Curve:
    made = Curve(label, label, "test", is_faint=is_faint)
    made.points.take(np.array(xs), np.array(xs) / 10)
    return made


OWN, EARLIER = curve("test", 1.0, 2.0, 4.0), curve("first", 1.5, 3.0, 9.0, is_faint=True)


@pytest.mark.parametrize(("x", "nearest"), [(-5.0, 1.0), (2.9, 2.0), (3.1, 4.0), (99.0, 4.0)])
def test_it_snaps_to_the_run_at_hand(x: float, nearest: float) -> None:
    assert nearest_x([OWN, EARLIER], x) == nearest


def test_with_earlier_runs_alone_it_snaps_to_them() -> None:
    assert nearest_x([EARLIER], 2.9) == 3.0
    assert nearest_x([], 2.9) is None


def test_a_curve_that_ended_long_before_says_nothing() -> None:
    assert [reading.label for reading in readouts([EARLIER, OWN], 2.0)] == ["test", "first"]
    assert [reading.label for reading in readouts([EARLIER, OWN], 9.0)] == ["first"]


def test_steps_go_from_point_to_point_and_stop_at_the_ends() -> None:
    assert next_x(OWN, 1.0, 1, 0.1) == 2.0
    assert next_x(OWN, 1.0, 1, 1.5) == 4.0  # the next is too near to be seen
    assert next_x(OWN, 1.0, -1, 0.1) == 1.0
    assert step_from([OWN, EARLIER], 2.0, 1, 0.1) == 4.0
    assert step_from([EARLIER], 2.0, 1, 0.1) is None


def test_the_readings_are_one_sentence() -> None:
    words = in_words([OWN], 2.0, "epoch", 4.0, is_percent=False)
    assert words.startswith("epoch 2")
    assert "test 0.2" in words


def with_values(label: str, *ys: float, is_faint: bool = False) -> Curve:
    made = Curve(label, label, "#000000", is_faint=is_faint)
    made.points.take(np.arange(len(ys), dtype=float), np.array(ys))
    return made


def test_a_cost_is_summed_up_by_its_ends_and_its_lowest_point() -> None:
    said = summary([with_values("training", 2.0, 0.25, 0.5)], "epoch", is_percent=False)
    assert said.startswith("training: 3 points, from 2.0")
    assert "to 0.5" in said.split(", lowest")[0]
    assert ", lowest 0.25" in said


def test_a_share_is_summed_up_by_its_highest_point() -> None:
    said = summary([with_values("test", 0.1, 0.9, 0.8)], "epoch", is_percent=True)
    assert ", highest 90.00" in said
    assert "lowest" not in said


def test_a_single_point_and_earlier_curves_are_summed_up() -> None:
    earlier = [with_values("a", 3.0, is_faint=True), with_values("b", 3.0, is_faint=True)]
    said = summary([with_values("test", 0.5), *earlier], "epoch", is_percent=False)
    assert said.startswith("test: 0.5")
    assert "points" not in said
    assert said.endswith("2 earlier curves are drawn faintly.")


def test_values_that_are_no_numbers_are_no_extremes() -> None:
    assert "lowest 1.0" in summary([with_values("test", np.nan, 2.0, 1.0)], "epoch", is_percent=False)
    assert "lowest" not in summary([with_values("test", np.nan, np.nan)], "epoch", is_percent=False)
    assert summary([], "epoch", is_percent=False) == ""
