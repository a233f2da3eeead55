"""How long a run still takes: no figure that is five times too long, and no jumps."""

import math

import pytest

from core.training.time_left import TimeLeft


def told(epoch_at, until: float, epochs: float) -> list[tuple[float, float]]:
    """Return what is told thirty times a second, beside what it really takes."""
    left, found = TimeLeft(), []
    for tick in range(int(30 * until)):
        left.note(tick / 30, epoch_at(tick / 30))
        found.append((tick / 30, left.seconds(epochs)))
    return found


def test_at_first_nothing_is_told() -> None:
    assert math.isnan(TimeLeft().seconds(10))
    assert all(math.isnan(seconds) for now, seconds in told(lambda now: 0.1 * now, 1.9, 10))


def test_slow_first_batches_do_not_make_a_minute_of_a_quarter_of_an_hour() -> None:
    """A tenth of the speed for a fifth of a second, as while a network is warming up."""
    figures = told(lambda now: 0.0125 * now if now < 0.2 else 0.125 * (now - 0.18), 30, 8)
    for now, seconds in figures:
        assert math.isnan(seconds) or seconds == pytest.approx(64 - now, rel=0.15)


def test_a_look_at_the_test_images_hardly_moves_it() -> None:
    """Every second the training stands still for a tenth of it."""
    figures = [seconds for now, seconds in told(lambda now: 0.1 * (int(now) + min(now % 1, 0.9) / 0.9), 40, 8)]
    known = [seconds for seconds in figures if not math.isnan(seconds)][60:]
    assert all(abs(after - before) < 2 for before, after in zip(known, known[1:], strict=False))


def test_a_new_speed_is_followed_within_half_a_minute() -> None:
    figures = told(lambda now: 0.1 * now if now < 30 else 3 + 0.02 * (now - 30), 60, 10)
    assert figures[-1][1] == pytest.approx((10 - 3.6) / 0.02, rel=0.05)


def test_another_run_begins_anew() -> None:
    left = TimeLeft()
    for tick in range(100):
        left.note(tick / 10, tick / 10)
    left.note(10.0, 0.0)
    assert math.isnan(left.seconds(5))


def test_beyond_its_end_nothing_is_left() -> None:
    left = TimeLeft()
    for tick in range(100):
        left.note(tick / 10, tick / 10)
    assert left.seconds(5) == 0
