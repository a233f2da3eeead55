"""Digits side by side are told apart by their strokes, and the strokes of one digit stay together."""

import numpy as np
import pytest

from core.data.ink.groups import MOST_DIGITS, are_joined, digits, part_of
from core.data.ink.strokes import Ink, prepare
from core.data.writer.hands import ON_PAPER, ON_TABLET
from tests.benchmarks.bench_numbers import beside, written

ONE = [(0.15, 0.2), (0.15, 0.8)]
RING = [(0.5 + 0.15 * np.cos(a), 0.5 + 0.3 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 30)]
FOUR = [[(0.3, 0.2), (0.15, 0.55), (0.45, 0.55)], [(0.4, 0.25), (0.4, 0.8)]]
FOUR_THAT_STOPS_SHORT = [[(0.3, 0.2), (0.15, 0.55), (0.35, 0.55)], [(0.45, 0.2), (0.45, 0.85)]]
FIVE = [[(0.2, 0.2), (0.2, 0.45), (0.45, 0.6), (0.2, 0.8)], [(0.25, 0.2), (0.5, 0.2)]]
SEVEN = [[(0.2, 0.2), (0.5, 0.2), (0.3, 0.8)], [(0.25, 0.5), (0.5, 0.5)]]


def moved(stroke: list[tuple[float, float]], by: float) -> list[tuple[float, float]]:
    return [(x + by, y) for x, y in stroke]


def ink(*strokes: list[tuple[float, float]]) -> Ink:
    return Ink(tuple(np.array(stroke) for stroke in strokes))


@pytest.mark.parametrize("strokes", [FOUR, FOUR_THAT_STOPS_SHORT, FIVE, SEVEN], ids=["4", "open 4", "5", "7"])
def test_the_strokes_of_one_digit_are_one(strokes):
    drawing = ink(*strokes)
    assert digits(drawing) == (drawing,)
    assert not are_joined(drawing)


def test_digits_come_from_left_to_right_whatever_was_drawn_first():
    four = [moved(stroke, 0.4) for stroke in FOUR]
    first, second = digits(ink(four[0], ONE, four[1]))
    assert [len(first.strokes), len(second.strokes)] == [1, 2]
    assert np.array_equal(first.strokes[0], ONE)
    assert np.array_equal(second.strokes[1], four[1])


def test_the_built_in_hand_is_split_between_its_digits_and_not_within_them():
    pool = [*written(ON_PAPER, 3, 4), *written(ON_TABLET, 3, 5)]
    assert [len(digits(Ink(tuple(digit)))) for digit in pool] == [1] * len(pool)
    chance = np.random.default_rng(6)
    rows = [beside(pool, 2 + turn % 2, chance, (0.1, 0.5)) for turn in range(60)]
    found = [[len(part.strokes) for part in digits(Ink(tuple(sum(row, []))))] for row in rows]
    assert np.mean([counts == [len(digit) for digit in row] for counts, row in zip(found, rows, strict=True)]) >= 0.95


def test_a_line_that_grows_is_no_digit_before_it_is_tall():
    stem = moved(ONE, 0.5)
    begun = [(0.65, 0.2), (0.65, 0.35)]
    almost = [(0.65, 0.2), (0.65, 0.7)]
    assert len(digits(ink(ONE, begun), so_far=1)) == 1
    assert len(digits(ink(ONE, almost), so_far=1)) == 1
    assert len(digits(ink(ONE, almost))) == 2
    assert len(digits(ink(ONE, stem), so_far=1)) == 2
    # Two there were, and a third that has begun does not bring them together.
    assert len(digits(ink(ONE, stem, [(0.9, 0.2), (0.9, 0.3)]), so_far=2)) == 2


def test_two_rings_that_overlap_are_said_to_be_joined_and_are_not_split():
    drawing = ink(RING, moved(RING, 0.26))
    assert digits(drawing) == (drawing,)
    assert are_joined(drawing)
    assert part_of(drawing).is_joined
    assert not are_joined(ink(RING))


def test_a_part_is_prepared_alone_and_has_a_box_on_the_pad():
    _, second = digits(ink(ONE, moved(RING, 0.2)))
    part = part_of(second)
    assert part.box == pytest.approx((0.55, 0.2, 0.3, 0.6), abs=0.01)
    assert np.array_equal(part.image, prepare(ink(RING)))


def test_a_row_of_very_many_strokes_and_ink_over_a_picture_are_one_drawing():
    row = [[(x, 0.4), (x, 0.6)] for x in np.linspace(0.05, 0.95, MOST_DIGITS + 1)]
    assert len(digits(ink(*row))) == 1
    assert len(digits(ink(*row[:-1]))) == MOST_DIGITS
    over = Ink(ink(ONE, moved(ONE, 0.5)).strokes, np.full((28, 28), 9, np.uint8))
    assert digits(over) == (over,)
