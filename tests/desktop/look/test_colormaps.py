"""The color tables: symmetric around zero, even to the eye, different to color-blind eyes."""

import numpy as np
import pytest

from desktop.look.colormaps import STEPS, ZERO, ink_colors, pixels, signed_colors, signed_rows, to_oklab
from desktop.look.theme import DARK, LIGHT, Theme

themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)

# Viénot, Brettel and Mollon (1999): what linear RGB looks like without long- or medium-wave cones.
PROTAN = np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]])
DEUTAN = np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]])


def lab_of(theme: Theme) -> np.ndarray:
    return to_oklab(signed_colors(theme)[1:] / 255.0)


@themes
def test_steps_are_even_to_the_eye(theme: Theme) -> None:
    table = lab_of(theme)
    for arm in (table[: STEPS + 1], table[STEPS:]):
        # Six rows at a time: single rows differ by the rounding to whole bytes.
        steps = np.linalg.norm(arm[6::6] - arm[:-6:6], axis=1)
        assert steps.max() / steps.min() < 1.35


@themes
def test_both_arms_are_equally_light(theme: Theme) -> None:
    lightness = lab_of(theme)[:, 0]
    np.testing.assert_allclose(lightness, lightness[::-1], atol=0.01)


@themes
def test_strength_reads_without_color(theme: Theme) -> None:
    arm = lab_of(theme)[STEPS:, 0]
    assert (np.diff(arm) * (1 if theme.is_dark else -1) > -1e-3).all()
    assert abs(arm[-1] - arm[0]) > 0.4


@themes
@pytest.mark.parametrize("sight", [PROTAN, DEUTAN], ids=["protan", "deutan"])
def test_blue_and_orange_differ_to_color_blind_eyes(theme: Theme, sight: np.ndarray) -> None:
    srgb = signed_colors(theme) / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4) @ sight.T
    seen = to_oklab(
        np.clip(np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear.clip(0) ** (1 / 2.4) - 0.055), 0, 1)
    )
    for step in (40, 80, STEPS):
        assert np.linalg.norm(seen[ZERO + step] - seen[ZERO - step]) > 0.06


def test_zero_is_white_in_light_and_the_surface_in_dark() -> None:
    assert signed_colors(LIGHT)[ZERO].tolist() == [255, 255, 255]
    assert "#" + bytes(signed_colors(DARK)[ZERO]).hex() == DARK.surface


@themes
def test_ink_runs_from_paper_to_ink(theme: Theme) -> None:
    ends = ["#" + bytes(ink_colors(theme)[row]).hex() for row in (0, 255)]
    assert ends == [theme.paper, theme.ink]


def test_a_pixel_is_opaque_red_green_blue() -> None:
    assert pixels(np.array([[1, 2, 3]], np.uint8)).tolist() == [0xFF010203]


def test_rows_are_symmetric_and_clipped() -> None:
    rows = signed_rows(np.array([-9, -1, -0.5, 0, 0.5, 1, 9], np.float32), 1.0).astype(int)
    assert rows.tolist() == [1, 1, 65, 128, 192, 255, 255] or (rows + rows[::-1] == 2 * ZERO).all()


def test_what_is_not_a_number_is_drawn_as_zero() -> None:
    values = np.array([np.nan, np.inf, -np.inf, 1.0], np.float32)
    assert signed_rows(values, 1.0).tolist() == [ZERO, 255, 1, 255]


def test_a_picture_of_zeros_is_zero_whatever_the_limit() -> None:
    assert signed_rows(np.zeros(3, np.float32), 0.0).tolist() == [ZERO] * 3


def test_tables_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        signed_colors(LIGHT)[0] = 0
