"""A flip as a hand would make it: pieces of strokes at the ink, and the answer really is another one."""

import numpy as np
import pytest

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.insight.dabs import pen_and_eraser
from core.network.network import Network
from core.parts.activations import ReLU
from core.parts.outputs import LinearOutput


def digit(network: Network, image: Bytes) -> int:
    return int(network.outputs(image[np.newaxis]).argmax())


def near_ink(image: Bytes, distance: int) -> np.ndarray:
    inked = np.pad(image > 0.35 * 255, distance)
    reach = range(2 * distance + 1)
    return np.any([inked[row : row + 28, column : column + 28] for row in reach for column in reach], axis=0)


@pytest.fixture
def corner_reader() -> Network:
    """Return a linear network: 3 is read in the ink of the column 10, 5 in ink at its right."""
    weights = np.zeros((28, 28, 10), np.float32)
    weights[:, 10, 3] = 1
    weights[:, 11:, 5] = 1.5
    return Network.assemble((weights.reshape(784, 10),), (np.zeros(10, np.float32),), ReLU(), LinearOutput())


def test_the_answer_is_another_one_afterwards(learned: Network, tiny_dataset: Dataset) -> None:
    for image in tiny_dataset.test.images[:10]:
        found = pen_and_eraser(learned, image)
        assert found is not None
        assert found.before == digit(learned, image)
        assert found.after == digit(learned, found.image) != found.before


def test_ink_is_added_at_the_ink_only(corner_reader: Network) -> None:
    image = np.zeros((28, 28), np.uint8)
    image[8:20, 10] = 255
    found = pen_and_eraser(corner_reader, image, 5)
    assert found is not None
    assert (found.before, found.after) == (3, 5)
    assert found.added > 0
    changed = found.image != image
    assert (changed <= near_ink(found.image, 1)).all(), "every dab hangs together with the ink"
    assert not changed[:, 20:].any(), "though far away a speck would do as well"
    assert not changed[:, :9].any()


def test_a_certain_digit_can_be_asked_for_and_what_it_reads_already_needs_nothing(
    learned: Network, tiny_dataset: Dataset
) -> None:
    image = tiny_dataset.test.images[0]
    ranking = learned.outputs(image[np.newaxis])[0].argsort()
    found = pen_and_eraser(learned, image, int(ranking[-3]))
    assert found is None or found.after == ranking[-3]
    assert pen_and_eraser(learned, image, int(ranking[-1])) is None


def test_an_empty_page_has_nothing_to_begin_at(learned: Network) -> None:
    assert pen_and_eraser(learned, np.zeros((28, 28), np.uint8)) is None


def test_a_search_that_is_called_off_ends(learned: Network, tiny_dataset: Dataset) -> None:
    assert pen_and_eraser(learned, tiny_dataset.test.images[0], goes_on=lambda: False) is None


def test_outputs_that_are_no_numbers_are_not_flipped(learned: Network, tiny_dataset: Dataset) -> None:
    broken = learned.working_copy()
    broken.layers[0].weights[:] = np.nan
    assert pen_and_eraser(broken, tiny_dataset.test.images[0]) is None
