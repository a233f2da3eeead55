"""A network that says the same to everything is told from one that reads, and from data that shows one digit."""

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.insight.confusion import Confusion, read
from core.insight.constant import FEWEST_IMAGES, constant_answer
from core.network.network import Network
from core.parts.activations import ReLU
from core.parts.outputs import Softmax


def reading_of(digits: list[int], labels: list[int], largest: float = 0.9) -> Confusion:
    """Return what was read, by hand."""
    counts = np.zeros((10, 10), np.int64)
    np.add.at(counts, (labels, digits), 1)
    several = np.array(labels, np.uint8), np.array(digits, np.uint8)
    return Confusion(*several, np.full(len(labels), largest, np.float32), counts)


LABELS = [at % 10 for at in range(100)]


def stuck_at(digit: int) -> Network:
    """Return a network that is a hundred percent sure of a digit, whatever it is shown."""
    biases = np.zeros(10, np.float32)
    biases[digit] = 50
    return Network.assemble((np.zeros((784, 10), np.float32),), (biases,), ReLU(), Softmax())


def test_a_network_that_says_1_to_everything_is_found_out(tiny_dataset: Dataset) -> None:
    test = tiny_dataset.test
    assert constant_answer(read(stuck_at(1), test.images, test.labels)) == 1


def test_a_network_that_reads_is_not(learned: Network, tiny_dataset: Dataset) -> None:
    assert constant_answer(read(learned, tiny_dataset.test.images, tiny_dataset.test.labels)) is None


@pytest.mark.parametrize(("others", "expected"), [(0, 3), (1, 3), (5, None), (50, None)])
def test_few_other_answers_change_nothing_and_some_do(others: int, expected: int | None) -> None:
    assert constant_answer(reading_of([7] * others + [3] * (100 - others), LABELS)) == expected


def test_images_that_all_show_the_digit_tell_nothing() -> None:
    assert constant_answer(reading_of([3] * 100, [3] * 100)) is None


def test_few_images_tell_nothing() -> None:
    few = FEWEST_IMAGES - 1
    assert constant_answer(reading_of([3] * few, LABELS[:few])) is None


def test_outputs_that_are_no_numbers_tell_nothing() -> None:
    assert constant_answer(reading_of([0] * 100, LABELS, float("nan"))) is None
