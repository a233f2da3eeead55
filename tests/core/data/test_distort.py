"""Bent pictures: known turns and moves land where they should, paper stays paper, ink stays ink."""

import numpy as np
import pytest

from core.arrays import Array, Bytes
from core.data.distort import Maps, affine_maps, maps_for, noise_for, warp_some, waves


@pytest.fixture
def blots(generator: np.random.Generator) -> Bytes:
    """Return five images with random ink within 6 pixels of the center, and paper around."""
    pixels = np.zeros((5, 28, 28), np.uint8)
    pixels[:, 8:21, 8:21] = generator.integers(0, 256, (5, 13, 13))
    pixels.flags.writeable = False
    return pixels


def one_map(
    rotation: float = 0.0,
    scale: tuple[float, float] = (1.0, 1.0),
    shear: float = 0.0,
    shift: tuple[float, float] = (0.0, 0.0),
) -> Maps:
    return affine_maps(np.array([rotation]), np.array([scale]), np.array([shear]), np.array([shift]))


def bend(images: Bytes, maps: Maps, thickness: float = 0.0) -> Bytes:
    bent = np.empty_like(images)
    warp_some(images, maps, np.full(len(maps), thickness), bent, first=0, of=len(maps))
    return bent


def center_of_mass(image: Bytes) -> Array:
    places = np.arange(28)
    ink: Array = image.astype(np.float64)
    return np.array([ink.sum(axis=1) @ places, ink.sum(axis=0) @ places]) / ink.sum()


def spread(image: Bytes) -> Array:
    """Return the ink's standard deviations, down and across."""
    ink: Array = image.astype(np.float64)
    away = np.arange(28) - center_of_mass(image)[:, np.newaxis]
    return np.sqrt(np.array([ink.sum(axis=1) @ away[0] ** 2, ink.sum(axis=0) @ away[1] ** 2]) / ink.sum())


def reference(image: Bytes, maps: Maps) -> Array:
    """Interpolate one picture pixel by pixel, as a textbook has it."""
    far = np.pad(image.astype(np.float64), 40)
    bent = np.zeros((28, 28))
    for row, column in np.ndindex(28, 28):
        down, across = (float(place) + 40 for place in maps[0, :, row, column])
        top, left = int(np.floor(down)), int(np.floor(across))
        below, right = down - top, across - left
        upper = (1 - right) * far[top, left] + right * far[top, left + 1]
        lower = (1 - right) * far[top + 1, left] + right * far[top + 1, left + 1]
        bent[row, column] = (1 - below) * upper + below * lower
    return bent


def test_nothing_to_do_changes_nothing(generator: np.random.Generator) -> None:
    images = generator.integers(0, 256, (50, 28, 28), dtype=np.uint8)
    np.testing.assert_array_equal(bend(images, np.repeat(one_map(), 7, axis=0)), images)


@pytest.mark.parametrize(("rotation", "quarters"), [(90, 1), (180, 2), (-90, 3), (360, 0)])
def test_quarter_turns_go_counterclockwise_about_the_center(rotation: float, quarters: int, blots: Bytes) -> None:
    bent = bend(blots, one_map(rotation=rotation))
    # The center, pixel 14, is in the middle of what remains without the first row and column.
    np.testing.assert_array_equal(bent[:, 1:, 1:], np.rot90(blots[:, 1:, 1:], quarters, axes=(1, 2)))


@pytest.mark.parametrize(("down", "across"), [(3, 0), (0, -2), (-5, 4)])
def test_whole_pixels_of_shift_move_the_ink_down_and_right(down: int, across: int, blots: Bytes) -> None:
    bent = bend(blots, one_map(shift=(down, across)))
    np.testing.assert_array_equal(bent, np.roll(blots, (down, across), (1, 2)))


def test_half_a_pixel_is_the_mean_of_two(blots: Bytes) -> None:
    bent = bend(blots, one_map(shift=(0, 0.5))).astype(int)
    pairs = blots.astype(int)
    np.testing.assert_array_equal(bent[:, :, 1:], (pairs[:, :, 1:] + pairs[:, :, :-1] + 1) // 2)


@pytest.mark.parametrize("scale", [(1.25, 1.25), (0.8, 1.0), (1.0, 1.5)])
def test_scale_stretches_down_and_across(scale: tuple[float, float]) -> None:
    image = np.zeros((28, 28), np.uint8)
    image[8:21, 8:21] = 200
    bent = bend(image[np.newaxis], one_map(scale=scale))[0]
    np.testing.assert_allclose(spread(bent) / spread(image), scale, rtol=0.03)
    np.testing.assert_allclose(center_of_mass(bent), center_of_mass(image), atol=0.02)


def test_shear_leans_to_the_right() -> None:
    upright = np.zeros((1, 28, 28), np.uint8)
    upright[0, 4:25, 14] = 255
    bent = bend(upright, one_map(shear=0.5))[0]
    for row in range(4, 25):
        assert bent[row].sum() in (254, 255, 256)
        assert bent[row] @ np.arange(28) / bent[row].sum() == pytest.approx(14 + 0.5 * (14 - row), abs=0.01)


def test_it_is_what_the_textbook_has(blots: Bytes, generator: np.random.Generator) -> None:
    maps = one_map(rotation=20, scale=(0.9, 1.2), shear=-0.3, shift=(1.3, -6.2)) + waves(
        noise_for(1, generator), 2.0, 3.0
    )
    # A weight is rounded to 1/256, and there are three to round.
    np.testing.assert_allclose(bend(blots[:1], maps)[0], reference(blots[0], maps), atol=3)


def test_each_image_follows_its_map(blots: Bytes) -> None:
    shifts = np.array([[1.0, 0.0], [0.0, 3.0]])
    bent = bend(blots, affine_maps(np.zeros(2), np.ones((2, 2)), np.zeros(2), shifts))
    for number, image in enumerate(blots):
        np.testing.assert_array_equal(bent[number], np.roll(image, shifts[number % 2].astype(int), (0, 1)))


def test_places_far_outside_are_paper() -> None:
    ink = np.full((3, 28, 28), 255, np.uint8)
    for shift in ((40.0, 0.0), (-40.0, 0.0), (0.0, 1e6), (0.0, -29.0)):
        assert not bend(ink, one_map(shift=shift)).any()


def test_paper_stays_paper_and_full_ink_full_ink(generator: np.random.Generator) -> None:
    maps = np.repeat(one_map(), 4, axis=0) + waves(noise_for(4, generator), 1.0, 3.0)
    assert not bend(np.zeros((4, 28, 28), np.uint8), maps, 1.0).any()
    assert (bend(np.full((4, 28, 28), 255, np.uint8), maps)[:, 8:20, 8:20] == 255).all()


def test_thickness_makes_strokes_wider_and_narrower() -> None:
    stroke = np.zeros((1, 28, 28), np.uint8)
    stroke[0, 10:18, 13:16] = 255
    wide, same, thin = (bend(stroke, one_map(), by)[0] for by in (1.0, 0.0, -1.0))
    np.testing.assert_array_equal(same, stroke[0])
    np.testing.assert_array_equal(wide[14, 11:18], [0, 127, 255, 255, 255, 127, 0])
    np.testing.assert_array_equal(thin[14, 11:18], [0, 0, 127, 255, 127, 0, 0])


def test_thickness_at_the_margin_meets_paper_outside() -> None:
    ink = np.full((1, 28, 28), 255, np.uint8)
    assert (bend(ink, one_map(), 2.0) == 255).all()
    thin = bend(ink, one_map(), -2.0)[0]
    assert (thin[1:-1, 1:-1] == 255).all()
    assert not thin[0].any()
    assert not thin[:, -1].any()


@pytest.mark.parametrize(("strength", "smoothness"), [(1.0, 1.0), (2.0, 4.0), (0.5, 20.0)])
def test_waves_are_as_strong_and_as_smooth_as_asked(
    strength: float, smoothness: float, generator: np.random.Generator
) -> None:
    moved = waves(noise_for(1000, generator), strength, smoothness)
    assert moved.shape == (1000, 2, 28, 28)
    np.testing.assert_allclose(np.sqrt((moved**2).mean(axis=(0, 1))), strength, rtol=0.15)
    assert abs(moved.mean()) < 0.1 * strength, "no direction is preferred"
    # Gaussian noise smoothed by a Gaussian: neighbors correlate as exp(-1 / (4 smoothness²)).
    alike = (moved[..., 14, 14] * moved[..., 14, 15]).mean() / strength**2
    assert alike == pytest.approx(np.exp(-1 / (4 * smoothness**2)), abs=0.1)


@pytest.mark.parametrize(
    ("images", "maps"), [(0, 0), (1, 1), (8, 1), (9, 2), (64, 8), (512, 64), (2048, 64), (60_000, 1875)]
)
def test_enough_maps_for_variety_and_few_enough_for_speed(images: int, maps: int) -> None:
    assert maps_for(images) == maps


def test_no_two_of_64_images_in_a_row_share_a_map() -> None:
    for images in (512, 700, 1000, 2048, 5000):
        assert maps_for(images) >= 64
