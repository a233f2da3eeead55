"""The faster way is taken, and found again when things change; the clock is the test's."""

from collections.abc import Sequence

from core.network.parallel.autotune import Autotune


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def work(
    autotune: Autotune, clock: Clock, seconds_per_image: Sequence[float], jobs: int, images: int = 1000
) -> list[int]:
    taken = []
    for _ in range(jobs):
        taken.append(autotune.way)
        autotune.start()
        clock.now += seconds_per_image[autotune.way] * images
        autotune.stop(images)
    return taken


def test_a_single_way_needs_no_test() -> None:
    clock = Clock()
    assert work(Autotune(1, clock), clock, [1e-5], 1000) == [0] * 1000


def test_the_faster_way_is_taken_after_both_were_tried() -> None:
    for times, faster in (([1e-5, 2e-5], 0), ([2e-5, 1e-5], 1)):
        clock = Clock()
        autotune = Autotune(2, clock)
        assert sorted(work(autotune, clock, times, 6)) == [0, 0, 0, 1, 1, 1]
        assert set(work(autotune, clock, times, 10)) == {faster}


def test_a_disturbed_measurement_does_not_count() -> None:
    clock = Clock()
    autotune = Autotune(2, clock)
    work(autotune, clock, [2e-5, 9e-5], 2)
    work(autotune, clock, [2e-5, 1e-5], 4)
    assert autotune.way == 1


def test_the_other_way_is_tried_again_after_a_while() -> None:
    clock = Clock()
    autotune = Autotune(2, clock)
    work(autotune, clock, [1e-5, 2e-5], 6)
    taken = work(autotune, clock, [1e-5, 0.5e-5], 600)
    assert taken[:50] == [0] * 50
    assert taken[-50:] == [1] * 50


def test_a_drop_puts_the_way_to_the_test_early() -> None:
    clock = Clock()
    autotune = Autotune(2, clock)
    work(autotune, clock, [2e-5, 1e-5], 6)
    began = clock.now
    while autotune.way == 1 and clock.now < began + 10:
        work(autotune, clock, [2e-5, 9e-5], 1)
    assert clock.now - began < 1.0
    work(autotune, clock, [2e-5, 9e-5], 6)
    assert work(autotune, clock, [2e-5, 9e-5], 20) == [0] * 20


def test_other_ways_cost_little() -> None:
    clock = Clock()
    autotune = Autotune(2, clock)
    taken = work(autotune, clock, [2e-5, 1e-5], 5000)
    assert taken.count(0) < 0.02 * len(taken)


def test_other_ways_cost_little_where_times_vary_by_themselves() -> None:
    clock = Clock()
    autotune = Autotune(2, clock)
    taken: list[int] = []
    for turn in range(3000):
        usual = 1e-5 if turn % 2 else 2e-5  # in the mean more than the best by what calls for a test
        taken += work(autotune, clock, [4e-5, usual], 1, images=2000)
    assert taken.count(0) < 0.03 * len(taken)


def test_a_single_batch_between_many_does_not_count() -> None:
    clock = Clock()
    autotune = Autotune(2, clock)
    work(autotune, clock, [1e-5, 2e-5], 1)
    work(autotune, clock, [1e-7, 1e-7], 1, images=30)  # as quick as nothing
    work(autotune, clock, [1e-5, 2e-5], 5)
    assert autotune.way == 0


def test_single_batches_count_where_there_is_nothing_else() -> None:
    clock = Clock()
    autotune = Autotune(2, clock)
    work(autotune, clock, [2e-5, 1e-5], 1)
    work(autotune, clock, [1e-5, 2e-5], 6, images=30)
    assert autotune.way == 0
