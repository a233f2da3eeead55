"""Training images changed a little: never what they mean, never the originals, only by the chance given."""

from typing import Any

import numpy as np
import pytest

from core import workers
from core.arrays import Bytes
from core.data.augment import Affine, Augmentation, Elastic, Shift, Unchanged, augmentations, versions
from core.data.dataset import Dataset, Split
from core.data.writer import synthetic
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate
from core.knob import knobs_of
from core.training.trainer import Trainer

EVERY = pytest.mark.parametrize("kind", list(augmentations), ids=lambda k: k.name)
BENDING = pytest.mark.parametrize("kind", [Affine, Elastic], ids=lambda k: k.name)

STILL = {"rotation": 0.0, "scale": 0.0, "shear": 0.0, "shift": 0.0, "thickness": 0.0}


@pytest.fixture
def images(generator: np.random.Generator) -> Bytes:
    """Return 200 images with ink in the middle only."""
    pixels = np.zeros((200, 28, 28), np.uint8)
    pixels[:, 10:18, 10:18] = generator.integers(1, 256, (200, 8, 8))
    pixels.flags.writeable = False
    return pixels


@pytest.fixture(scope="module")
def digits() -> Split:
    """Return 5,000 of the built-in digits."""
    return Split(*synthetic.make_images(5000, np.random.default_rng(5)))


@EVERY
def test_shape_and_type_stay_and_originals_are_not_written_to(kind: type[Augmentation], images: Bytes) -> None:
    before = images.copy()
    changed = kind().apply(images, np.random.default_rng(1))
    assert changed.shape == images.shape
    assert changed.dtype == np.uint8
    np.testing.assert_array_equal(images, before)


@EVERY
@pytest.mark.parametrize("count", [0, 1, 7, 1000])
def test_any_number_of_images_will_do(kind: type[Augmentation], count: int, images: Bytes) -> None:
    changed = kind().apply(np.resize(images, (count, 28, 28)), np.random.default_rng(1))
    assert changed.shape == (count, 28, 28)
    assert changed.any(axis=(1, 2)).all(), "no digit is lost"


@EVERY
def test_the_same_chance_makes_the_same_images(kind: type[Augmentation], images: Bytes) -> None:
    first, again, other = (kind().apply(images, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert kind is Unchanged or (first != other).any()


@EVERY
def test_mean_ink_is_roughly_kept(kind: type[Augmentation], digits: Split) -> None:
    changed = kind().apply(digits.images, np.random.default_rng(1))
    assert changed.mean() == pytest.approx(digits.images.mean(), rel=0.04)


@EVERY
def test_margins_stay_empty(kind: type[Augmentation], images: Bytes) -> None:
    """Ink that is smeared along the border, or comes in on the other side, would show here."""
    changed = kind().apply(images, np.random.default_rng(1)).copy()
    changed[:, 4:-4, 4:-4] = 0
    assert not changed.any()


@EVERY
def test_knobs_at_their_ends_still_make_images(kind: type[Augmentation], images: Bytes) -> None:
    for end in ("low", "high"):
        extreme: dict[str, Any] = {name: getattr(declared, end) for name, (declared, _) in knobs_of(kind).items()}
        assert kind(**extreme).apply(images, np.random.default_rng(1)).shape == images.shape


@EVERY
def test_images_not_in_one_piece_are_read_rightly(kind: type[Augmentation], images: Bytes) -> None:
    scattered = np.asfortranarray(images)[::2]
    changed, expected = (kind().apply(given, np.random.default_rng(1)) for given in (scattered, images[::2].copy()))
    np.testing.assert_array_equal(changed, expected)


def test_unchanged_is_unchanged(images: Bytes) -> None:
    np.testing.assert_array_equal(Unchanged().apply(images, np.random.default_rng(1)), images)


@EVERY
def test_it_makes_no_difference_who_changes_which_images_when(kind: type[Augmentation], images: Bytes) -> None:
    expected = kind().apply(images, np.random.default_rng(1))
    changed = np.zeros_like(images)
    count, change = kind().begin(images, np.random.default_rng(1), changed)
    for part in reversed(workers.spread(count, 3)):
        change(part)
    np.testing.assert_array_equal(changed, expected)
    np.testing.assert_array_equal(kind().apply(images, np.random.default_rng(1), threads=3), expected)


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


@BENDING
def test_no_strength_leaves_images_as_they_are(kind: type[Affine], digits: Split) -> None:
    still: dict[str, Any] = STILL | ({"strength": 0.0} if kind is Elastic else {})
    np.testing.assert_array_equal(kind(**still).apply(digits.images, np.random.default_rng(1)), digits.images)


@BENDING
def test_images_differ_in_how_they_are_changed(kind: type[Affine], images: Bytes) -> None:
    alike = np.repeat(images[:1], 640, axis=0)
    changed = kind().apply(alike, np.random.default_rng(1))
    assert len(np.unique(changed[:64], axis=0)) == 64


def test_without_waves_elastic_is_affine(images: Bytes) -> None:
    elastic, affine = (
        part.apply(images, np.random.default_rng(1))
        for part in (Elastic(strength=0.0, rotation=30.0), Affine(rotation=30.0))
    )
    np.testing.assert_array_equal(elastic, affine)


@pytest.mark.parametrize("knob", list(STILL))
def test_each_knob_does_something_and_more_does_more(knob: str, digits: Split) -> None:
    before = digits.images.astype(int)

    def change(value: float) -> float:
        changed = Affine(**STILL | {knob: value}).apply(digits.images, np.random.default_rng(1))
        return float(np.abs(changed - before).mean())

    high = knobs_of(Affine)[knob][0].high
    assert 0 < change(0.05 * high) < change(0.15 * high)


def test_turns_go_both_ways_and_no_farther_than_asked() -> None:
    bar = np.zeros((3000, 28, 28), np.uint8)
    bar[:, 14, 4:25] = 255
    turned = Affine(**STILL | {"rotation": 20.0}).apply(bar, np.random.default_rng(1)).astype(float)
    places = np.arange(28) - 14
    # The slope of the bar: how its rows go with its columns.
    slopes = (turned * np.outer(places, places)).sum(axis=(1, 2)) / (turned * places**2).sum(axis=(1, 2))
    angles = np.degrees(np.arctan(-slopes))
    assert 15 < angles.max() < 20.5
    assert -15 > angles.min() > -20.5
    assert abs(angles.mean()) < 3


GENTLY: dict[str, Any] = {"rotation": 6.0, "scale": 0.08, "shear": 0.08, "shift": 0.5, "thickness": 0.2}


@pytest.fixture(scope="module")
def reader(digits: Split) -> Trainer:
    """Return a run that learned to read built-in digits, never having seen a bent one."""
    data = Dataset("built-in", "Built-in digits", digits, Split(digits.images[:100], digits.labels[:100]))
    trainer = Trainer(Hyperparameters(hidden=(64,), epochs=10, learning_rate=0.005), data)
    while not trainer.is_finished:
        trainer.advance()
    return trainer


@pytest.mark.parametrize("part", [Affine(**GENTLY), Elastic(**GENTLY, strength=0.3)], ids=lambda part: part.name)
def test_gently_bent_digits_can_still_be_read(part: Affine, reader: Trainer) -> None:
    unseen, labels = synthetic.make_images(1000, np.random.default_rng(6))
    network, cost = reader.snapshot().network, reader.hyperparameters.cost
    bent = part.apply(unseen, np.random.default_rng(2))
    plain = evaluate(network, cost, unseen, labels).accuracy
    assert plain > 0.85
    # Two or three in a hundred are lost to bending; bent three times as far, it would be twenty.
    assert evaluate(network, cost, bent, labels).accuracy >= plain - 0.05


@EVERY
def test_versions_of_a_few_images_all_differ(kind: type[Augmentation], digits: Split) -> None:
    few = digits.images[:12]
    shown = versions(kind(), few, 4, np.random.default_rng(1))
    assert shown.shape == (4, 12, 28, 28)
    if kind is Unchanged:
        np.testing.assert_array_equal(shown, np.stack([few] * 4))
    elif kind is not Shift:
        assert len(np.unique(shown.reshape(48, -1), axis=0)) == 48


def test_versions_of_one_image_are_bent_differently(digits: Split) -> None:
    alike = np.repeat(digits.images[:1], 12, axis=0)
    assert len(np.unique(versions(Affine(), alike, 5, np.random.default_rng(1)).reshape(60, -1), axis=0)) == 60
