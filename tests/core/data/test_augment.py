"""Training images changed a little: never what they mean, never the originals, only by the chance given."""

from typing import Any

import numpy as np
import pytest

from core.arrays import Bytes
from core.data.augment import Augmentation, Shift, Unchanged, augmentations

EVERY = pytest.mark.parametrize("kind", list(augmentations), ids=lambda k: k.name)


@pytest.fixture
def images(generator: np.random.Generator) -> Bytes:
    """Return 200 images with ink in the middle only."""
    pixels = np.zeros((200, 28, 28), np.uint8)
    pixels[:, 10:18, 10:18] = generator.integers(1, 256, (200, 8, 8))
    pixels.flags.writeable = False
    return pixels


@EVERY
def test_shape_and_type_stay_and_originals_are_not_written_to(kind: type[Augmentation], images: Bytes) -> None:
    before = images.copy()
    changed = kind().apply(images, np.random.default_rng(1))
    assert changed.shape == images.shape
    assert changed.dtype == np.uint8
    np.testing.assert_array_equal(images, before)


@EVERY
@pytest.mark.parametrize("count", [0, 1])
def test_few_images_are_images_too(kind: type[Augmentation], count: int, images: Bytes) -> None:
    assert kind().apply(images[:count], np.random.default_rng(1)).shape == (count, 28, 28)


@EVERY
def test_the_same_chance_makes_the_same_images(kind: type[Augmentation], images: Bytes) -> None:
    first, again, other = (kind().apply(images, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert kind is Unchanged or (first != other).any()


def test_unchanged_is_unchanged(images: Bytes) -> None:
    assert Unchanged().apply(images, np.random.default_rng(1)) is images


@pytest.mark.parametrize("pixels", [1, 2, 8])
def test_each_image_is_moved_whole_and_not_too_far(pixels: int, images: Bytes) -> None:
    shifted = Shift(pixels=pixels).apply(images, np.random.default_rng(3))
    moves = []
    for before, after in zip(images, shifted, strict=True):
        down, across = (int(np.flatnonzero(after.any(axis=axis))[0]) - 10 for axis in (1, 0))
        np.testing.assert_array_equal(after, np.roll(before, (down, across), (0, 1)))
        moves.append((down, across))
    assert np.abs(moves).max() == pixels
    assert len(set(moves)) == min((2 * pixels + 1) ** 2, len(set(moves)))
    for axis in (0, 1):
        column: Any = np.array(moves)[:, axis]
        assert column.min() == -pixels
        assert abs(column.mean()) < pixels / 2, "no direction is preferred"


def test_what_moves_out_is_gone_and_paper_moves_in() -> None:
    ink = np.full((100, 28, 28), 255, np.uint8)
    shifted = Shift(pixels=3).apply(ink, np.random.default_rng(1))
    for image in shifted:
        rows, columns = (image == 255).any(axis=1).sum(), (image == 255).any(axis=0).sum()
        assert 25 <= rows <= 28
        assert 25 <= columns <= 28
        assert (image == 255).sum() == rows * columns
        assert set(np.unique(image)) <= {0, 255}
