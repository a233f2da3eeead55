"""The plan of a job: every image once, batches cut as asked, blocks of a useful size."""

import pytest

from core.network.fast.job import BLOCK, PIECE, Job, Step, blocks


def blocks_of(start: int, stop: int, size: int) -> list[tuple[int, list[Step]]]:
    rates = tuple(0.1 * k for k in range(-(-(stop - start) // size)))
    return list(blocks(Job(is_given=False, start=start, stop=stop, size=size, rates=rates)))


def steps_of(start: int, stop: int, size: int) -> list[tuple[int, Step]]:
    return [(begin, step) for begin, steps in blocks_of(start, stop, size) for step in steps]


@pytest.mark.parametrize("size", [1, 7, 64, 256, 257, 1000, 2048, 5000])
@pytest.mark.parametrize(("start", "stop"), [(0, 6000), (123, 5901), (5, 6)])
def test_every_image_comes_once_and_in_its_batch(start: int, stop: int, size: int) -> None:
    place, images = start, 0
    for begin, step in steps_of(start, stop, size):
        assert begin + step.first == place
        if step.is_first:
            assert (place - start) % size == 0
            images = 0
        images += step.last - step.first
        place = begin + step.last
        if step.is_last:
            assert images == min(size, stop - (place - images))
        assert step.part == (step.last - step.first) / min(size, stop - start - (place - start - 1) // size * size)
    assert place == stop


def test_a_large_batch_is_done_in_pieces() -> None:
    steps = [step for _, step in steps_of(0, 5000, 5000)]
    assert [step.part for step in steps] == [PIECE / 5000, PIECE / 5000, (5000 - 2 * PIECE) / 5000]
    assert [step.is_first for step in steps] == [True, False, False]
    assert [step.is_last for step in steps] == [False, False, True]


def test_blocks_hold_several_small_batches_or_one_large() -> None:
    assert [steps[-1].last for _, steps in blocks_of(0, 1024, 16)] == [BLOCK] * (1024 // BLOCK)
    assert [len(steps) for _, steps in blocks_of(0, 4000, 1000)] == [1] * 4


def test_no_images_are_no_work() -> None:
    assert blocks_of(7, 7, 64) == []
