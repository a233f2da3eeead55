"""Mini-batches: each image once an epoch, in an order that only the seed and the epoch decide."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.augment import Shift
from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.network.backprop import one_hot
from core.network.network import as_inputs
from core.training.batches import AUGMENTATION, SAMPLING, SHUFFLING, WEIGHTS, Batches, generator_for


@pytest.fixture
def numbered() -> Split:
    """Return 101 images that carry their number in their first pixel."""
    images = np.zeros((101, 28, 28), np.uint8)
    images[:, 14, 14] = np.arange(101)
    return Split(images, (np.arange(101) % 10).astype(np.uint8))


def numbers_of(x: np.ndarray) -> list[int]:
    return [int(n) for n in np.rint(x.max(axis=1) * 255)]


def taken(batches: Batches, settings: Hyperparameters, epoch: int, position: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a mini-batch as a network receives it."""
    stop = min(position + (settings.batch_size or len(batches)), len(batches))
    images, labels = batches.changed(settings, epoch, position, stop)
    return as_inputs(images), one_hot(labels, 10)


def whole_epoch(batches: Batches, settings: Hyperparameters, epoch: int) -> list[int]:
    shown: list[int] = []
    while len(shown) < len(batches):
        x, y = taken(batches, settings, epoch, len(shown))
        numbers = numbers_of(x)
        np.testing.assert_array_equal(y.argmax(axis=1), np.array(numbers) % 10)
        assert x.dtype == y.dtype == np.float32
        assert 1 <= len(numbers) <= (settings.batch_size or len(batches))
        shown += numbers
    return shown


@pytest.mark.parametrize("size", [0, 1, 7, 100, 101])
@pytest.mark.parametrize("shuffle", [True, False])
def test_every_image_is_shown_once_an_epoch(numbered: Split, size: int, shuffle: bool) -> None:
    shown = whole_epoch(Batches(numbered), Hyperparameters(batch_size=size, shuffle=shuffle), epoch=0)
    assert sorted(shown) == list(range(101))
    assert (shown == list(range(101))) is not shuffle


def test_the_order_changes_with_epoch_and_seed_and_not_with_the_batch_size(numbered: Split) -> None:
    batches, settings = Batches(numbered), Hyperparameters(batch_size=10)
    first = whole_epoch(batches, settings, 0)
    assert whole_epoch(batches, settings, 1) != first
    assert whole_epoch(batches, replace(settings, seed=2), 0) != first
    assert whole_epoch(batches, replace(settings, batch_size=33), 0) == first
    assert whole_epoch(batches, settings, 0) == first, "also after other epochs were looked at"
    assert whole_epoch(Batches(numbered), settings, 0) == first


def test_the_last_batch_holds_what_is_left(numbered: Split) -> None:
    x, y = taken(Batches(numbered), Hyperparameters(batch_size=40), 0, 80)
    assert x.shape == (21, 784)
    assert y.shape == (21, 10)


def test_augmentation_depends_on_seed_epoch_and_place_only(tiny_dataset: Dataset) -> None:
    batches, settings = Batches(tiny_dataset.train), Hyperparameters(batch_size=20, augmentation=Shift(), shuffle=False)
    x, _ = taken(batches, settings, 0, 0)
    np.testing.assert_array_equal(taken(batches, settings, 0, 0)[0], x)
    assert (taken(batches, settings, 1, 0)[0] != x).any()
    assert (taken(batches, replace(settings, seed=9), 0, 0)[0] != x).any()
    plain, _ = taken(batches, Hyperparameters(batch_size=20, shuffle=False), 0, 0)
    assert (plain != x).any()


def test_equal_images_are_changed_differently_at_each_place_of_an_epoch() -> None:
    images = np.zeros((40, 28, 28), np.uint8)
    images[:, 14, 14] = 255
    batches = Batches(Split(images, np.zeros(40, np.uint8)))
    options = Hyperparameters(batch_size=20, augmentation=Shift(), shuffle=False)
    assert (taken(batches, options, 0, 0)[0] != taken(batches, options, 0, 20)[0]).any()


def test_a_seed_is_split_per_purpose_and_place() -> None:
    streams = {
        tuple(generator_for(seed, purpose, *places).integers(0, 2**62, 2).tolist())
        for seed in (0, 1)
        for purpose in (WEIGHTS, SHUFFLING, AUGMENTATION, SAMPLING)
        for places in ((), (1,), (1, 1), (2,))
    }
    assert len(streams) == 2 * 4 * 4
