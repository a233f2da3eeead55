"""Confusion: counted by hand, and the same as the evaluation finds."""

import math

import numpy as np
import pytest

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.errors import Cancelled
from core.insight.confusion import read
from core.insight.evaluation import evaluate
from core.network.network import Network
from core.parts.costs import SquaredError


def images_saying(answers: list[int], ink: list[int] | None = None) -> Bytes:
    images = np.zeros((len(answers), 28, 28), np.uint8)
    images[np.arange(len(answers)), 0, answers] = ink or 255
    return images


def test_five_images_by_hand(pixel_reader: Network) -> None:
    # Three sevens, of which one is taken for a 1; a 1; a 2 taken for a 7.
    found = read(pixel_reader, images_saying([7, 1, 7, 1, 7]), np.array([7, 7, 7, 1, 2], np.uint8))
    assert len(found) == 5
    assert found.accuracy == pytest.approx(3 / 5)
    assert found.counts[7, 7] == 2
    assert found.counts[7, 1] == found.counts[1, 1] == found.counts[2, 7] == 1
    assert found.counts.sum() == 5
    assert found.recall[[7, 1, 2]] == pytest.approx([2 / 3, 1, 0])
    assert found.precision[[7, 1]] == pytest.approx([2 / 3, 1 / 2])
    assert math.isnan(found.precision[2]), "2 was never answered"
    assert found.commonest() == ((2, 7, 1), (7, 1, 1))


def test_the_surest_mistakes_come_first(pixel_reader: Network) -> None:
    images = images_saying([3, 3, 3, 5, 3], ink=[100, 255, 200, 250, 255])
    found = read(pixel_reader, images, np.array([8, 3, 8, 8, 8], np.uint8))
    assert found.cell(8, 3).tolist() == [4, 2, 0]
    assert found.cell(3, 3).tolist() == [1]
    assert found.cell(0, 3).tolist() == []
    assert found.mistakes().tolist() == [4, 3, 2, 0]
    assert found.confidence == pytest.approx(np.array([100, 255, 200, 250, 255]) / 255)


def test_it_agrees_with_the_evaluation(learned: Network, tiny_dataset: Dataset) -> None:
    images, labels = np.tile(tiny_dataset.test.images, (6, 1, 1)), np.tile(tiny_dataset.test.labels, 6)
    found = read(learned, images, labels)
    np.testing.assert_array_equal(found.counts, evaluate(learned, SquaredError(), images, labels).confusion)
    np.testing.assert_array_equal(found.digits, learned.outputs(images).argmax(axis=1))


def test_no_images_are_read_without_complaint(pixel_reader: Network) -> None:
    found = read(pixel_reader, np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    assert math.isnan(found.accuracy)
    assert found.mistakes().tolist() == []
    assert found.commonest() == ()


def test_weights_that_are_not_numbers_are_read_without_complaint(pixel_reader: Network) -> None:
    broken = pixel_reader.working_copy()
    broken.layers[0].weights[:] = np.nan
    found = read(broken, images_saying([1, 2]), np.array([1, 2], np.uint8))
    assert found.counts.sum() == 2
    assert len(found.mistakes()) == 2


def test_reading_can_be_stopped(pixel_reader: Network) -> None:
    asked: list[bool] = []

    def is_cancelled() -> bool:
        asked.append(True)
        return len(asked) == 2

    with pytest.raises(Cancelled):
        read(pixel_reader, np.zeros((1000, 28, 28), np.uint8), np.zeros(1000, np.uint8), is_cancelled)
    assert len(asked) == 2  # soon, not after all images
