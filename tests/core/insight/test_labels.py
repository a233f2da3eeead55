"""Labels: whether they go with their images."""

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.insight.labels import agreement


def test_sound_labels_agree_and_others_do_not(tiny_dataset: Dataset) -> None:
    images, labels = tiny_dataset.train.images, tiny_dataset.train.labels
    assert agreement(images, labels, images, labels) > 0.8
    shifted = np.roll(labels, 1)
    assert agreement(images, shifted, images, shifted) < 0.3
    test = tiny_dataset.test
    assert agreement(test.images, test.labels, images, labels) > 0.8
    renamed = ((test.labels + 1) % 10).astype(np.uint8)
    assert agreement(test.images, renamed, images, labels) < 0.1


def test_labels_renamed_on_both_sides_are_as_good_as_any(tiny_dataset: Dataset) -> None:
    images, labels = tiny_dataset.train.images, ((tiny_dataset.train.labels + 1) % 10).astype(np.uint8)
    assert agreement(images, labels, images, labels) > 0.8


def test_an_image_is_not_compared_to_itself() -> None:
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 0, 0], images[1, 0, 0], images[2, 9, 9] = 200, 190, 255
    labels = np.array([4, 5, 4], np.uint8)
    # The first two are most like each other, and the third is nearer to the second than to the first.
    assert agreement(images, labels, images, labels) == 0
    assert agreement(images, np.array([4, 4, 4], np.uint8), images, np.array([4, 4, 5], np.uint8)) == pytest.approx(1)
