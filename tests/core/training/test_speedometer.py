"""The stopwatch runs only inside its block; the speed is a recent one."""

import pytest

from core.training.speedometer import Speedometer


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def work(speed: Speedometer, clock: Clock, seconds: float, images: int) -> None:
    with speed:
        clock.now += seconds
    speed.count(images)


def test_only_time_inside_the_block_counts() -> None:
    clock = Clock()
    speed = Speedometer(clock)
    assert (speed.seconds, speed.images_per_second) == (0, 0)
    work(speed, clock, 0.1, 64)
    clock.now += 1000
    work(speed, clock, 0.1, 64)
    assert speed.seconds == pytest.approx(0.2)
    assert speed.images_per_second == pytest.approx(640)


def test_the_first_batch_already_has_a_speed() -> None:
    clock = Clock()
    speed = Speedometer(clock)
    work(speed, clock, 0.001, 64)
    assert speed.images_per_second == pytest.approx(64_000)


def test_the_latest_speed_forgets_a_slow_start_at_once() -> None:
    clock = Clock()
    speed = Speedometer(clock)
    assert speed.latest == 0
    work(speed, clock, 0.2, 64)  # the images are packed in the first call
    work(speed, clock, 0.001, 64)
    assert speed.latest == pytest.approx(64_000)
    assert speed.images_per_second == pytest.approx(320)


def test_the_speed_follows_a_change() -> None:
    clock = Clock()
    speed = Speedometer(clock)
    for _ in range(100):
        work(speed, clock, 0.1, 100)
    assert speed.images_per_second == pytest.approx(1000)
    for _ in range(20):
        work(speed, clock, 0.1, 10)
    assert speed.images_per_second == pytest.approx(100)


def test_a_clock_that_stands_still_is_survived() -> None:
    speed = Speedometer(Clock())
    for _ in range(3):
        work(speed, Clock(), 0.0, 64)
    assert speed.images_per_second == 0


def test_an_error_inside_stops_the_watch_too() -> None:
    clock = Clock()
    speed = Speedometer(clock)

    def fail() -> None:
        with speed:
            clock.now += 2
            raise RuntimeError("the work went wrong")

    with pytest.raises(RuntimeError):
        fail()
    assert speed.seconds == 2
