import numpy as np

from core.data.dataset import Dataset, Split
from core.data.joining import joined


def test_training_images_are_joined_and_test_images_stay(tiny_dataset: Dataset) -> None:
    more = Split(np.full((3, 28, 28), 9, np.uint8), np.array([1, 2, 3], np.uint8))
    both = joined(tiny_dataset, more, title="Both")
    assert np.array_equal(both.train.images[:300], tiny_dataset.train.images)
    assert np.array_equal(both.train.labels[:300], tiny_dataset.train.labels)
    assert np.array_equal(both.train.images[300:], more.images)
    assert np.array_equal(both.train.labels[300:], more.labels)
    assert np.array_equal(both.test.images, tiny_dataset.test.images)
    assert (both.name, both.title) == (tiny_dataset.name, "Both")
    assert both.fingerprint != tiny_dataset.fingerprint


def test_nothing_more_leaves_the_same_images(tiny_dataset: Dataset) -> None:
    assert joined(tiny_dataset, Split.empty(), title="Both").fingerprint == tiny_dataset.fingerprint
