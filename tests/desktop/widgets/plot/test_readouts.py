"""What the crosshair reads: measured points, never what lies between them."""

import numpy as np
import pytest

from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.readouts import in_words, nearest_x, next_x, readouts, step_from


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
