"""Rows of packed images hold the pixels that were chosen, and are packed once."""

import numpy as np

from core.network.images import TrainingImages, padded_length
from core.network.memory import VECTOR


def some_images() -> TrainingImages:
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 0, 1], images[1, 5, 5], images[2, 27, 27] = 7, 8, 9
    return TrainingImages(images, np.array([4, 0, 2], np.uint8))


def test_a_row_has_the_chosen_pixels_then_an_input_that_is_always_on_then_nothing() -> None:
    images = some_images()
    assert images.inked_columns.tolist() == [1, 5 * 28 + 5, 783]
    arrays = images.packed(images.inked_columns, is_shared=False).arrays()
    expected = np.zeros((3, VECTOR), np.uint8)
    expected[:, :3], expected[:, 3] = np.diag([7, 8, 9]), 255
    np.testing.assert_array_equal(arrays["rows"], expected)
    assert arrays["labels"].tolist() == [4, 0, 2]


def test_images_are_packed_anew_only_where_what_there_is_does_not_serve() -> None:
    images = some_images()
    shared = images.packed(images.inked_columns, is_shared=True)
    assert images.packed(images.inked_columns, is_shared=True) is shared
    assert images.packed(images.inked_columns, is_shared=False) is shared
    own = images.packed(images.all_columns, is_shared=False)
    assert own is not shared
    assert images.packed(images.all_columns, is_shared=True) is not own


def test_rows_are_whole_vectors() -> None:
    assert [padded_length(pixels) for pixels in (0, 15, 16, 717, 784)] == [16, 16, 32, 720, 800]
    assert all(padded_length(pixels) % VECTOR == 0 for pixels in range(100))
