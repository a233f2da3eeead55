from dataclasses import replace

import numpy as np
import pytest

from core.data.frame import BOX, CENTER
from core.data.ink.strokes import Ink, prepare
from core.data.writer import writing
from core.data.writer.hands import ON_PAPER, ON_TABLET
from core.data.writer.style import Style
from core.data.writer.templates import STYLES

_CROSSED = next(style for style in STYLES if (style.digit, style.name) == (7, "crossed"))


@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.digit} {style.name}")
def test_digits_stand_in_the_frame_of_mnist(style: Style, generator: np.random.Generator) -> None:
    images = writing.draw(style, 20, generator)
    weights = images.astype(float)
    for axis in (1, 2):
        profile = weights.sum(axis=3 - axis)
        middle = profile @ np.arange(28) / profile.sum(axis=1)
        off = np.abs(middle - CENTER)
        # A very lopsided digit stays whole, at the edge, and a little off center.
        is_at_edge = (profile[:, [0, -1]] > 0).any(axis=1)
        assert ((off <= 0.5) | is_at_edge).all()
        assert off.max() <= 1.5
    sides = [np.ptp(np.flatnonzero(image.any(axis=axis))) + 1 for image in images for axis in (0, 1)]
    longer = np.array(sides).reshape(-1, 2).max(axis=1)
    # A pen that presses harder just beside the edge may reach a pixel farther.
    assert (longer == BOX).all()


def test_pens_are_as_wide_as_those_of_mnist(generator: np.random.Generator) -> None:
    widths = writing._pen_widths(5000, generator, ON_PAPER)
    assert widths.min() >= np.float32(ON_PAPER.thinnest)
    assert widths.max() <= np.float32(ON_PAPER.thickest)
    assert widths.mean() == pytest.approx(2.46, abs=0.05)


def test_no_two_writings_are_equal(generator: np.random.Generator) -> None:
    images = writing.draw(STYLES[0], 50, generator)
    assert len(np.unique(images.reshape(50, -1), axis=0)) == 50


def test_same_seed_draws_the_same() -> None:
    first, second = (writing.draw(STYLES[5], 10, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_pen_that_is_not_lifted_leaves_ink_between_strokes() -> None:
    lifted, joined = (
        writing.write(_CROSSED, 20, np.random.default_rng(3), replace(ON_PAPER, joined=part))[0] for part in (0.0, 1.0)
    )
    _, strokes = writing.write(_CROSSED, 1, np.random.default_rng(3))
    between = np.flatnonzero(strokes == 0)[-1]
    longest_step = np.hypot(*np.moveaxis(np.diff(joined, axis=1), 2, 0)).max(axis=1)
    assert (longest_step < 0.15).all()
    assert np.array_equal(lifted[:, between], lifted[:, between - 1])
    # On the way there is nothing else to tell the two apart.
    same = (lifted == joined).all(axis=2)
    assert same[:, 0].all()
    assert same[:, -1].all()
    assert not same.all(axis=1).any()


def test_few_points_are_joined_by_straight_lines(generator: np.random.Generator) -> None:
    hands = replace(ON_TABLET, angular=1.0, joined=0.0, skipping=0.0, fewest_sides=5, most_sides=5)
    round_zero = STYLES[0]
    places, _ = writing.write(round_zero, 30, generator, hands)
    steps = np.diff(places.astype(float), axis=1)
    directions = np.arctan2(steps[..., 1], steps[..., 0])
    turns = np.abs(np.angle(np.exp(1j * np.diff(directions, axis=1)))) > 0.02
    corners = [len(np.flatnonzero(np.diff(np.flatnonzero(row), prepend=-9) > 1)) for row in turns]
    assert max(corners) <= 4
    assert np.median(corners) == 4


def test_a_coarse_tablet_makes_staircases_of_slanting_lines(generator: np.random.Generator) -> None:
    hands = replace(ON_TABLET, angular=0.0, stepped=1.0, joined=0.0, skipping=0.0, fewest_cells=8.0, most_cells=8.0)
    places, _ = writing.write(_CROSSED, 30, generator, hands)
    places = places[:, : places.shape[1] // 2]  # the first stroke, which slants
    steps = np.abs(np.diff(places.astype(float), axis=1))
    runs = np.minimum(steps[..., 0], steps[..., 1]) < 1e-6  # along an axis, or not at all
    assert runs.mean() > 0.4
    smooth, _ = writing.write(_CROSSED, 30, generator, replace(hands, stepped=0.0))
    steps = np.abs(np.diff(smooth[:, : places.shape[1]].astype(float), axis=1))
    assert (steps.min(axis=2) < 1e-6).mean() < 0.1


def test_a_pen_that_skips_leaves_a_gap_and_goes_on(generator: np.random.Generator) -> None:
    hands = replace(ON_PAPER, joined=1.0)
    whole, skipping = (
        writing.write(_CROSSED, 30, np.random.default_rng(3), replace(hands, skipping=part))[0] for part in (0.0, 1.0)
    )
    differs = (whole != skipping).any(axis=2)
    assert (differs.sum(axis=1) > 2).all()
    longest_step = np.hypot(*np.moveaxis(np.diff(skipping, axis=1), 2, 0)).max(axis=1)
    assert (np.hypot(*np.moveaxis(np.diff(whole, axis=1), 2, 0)).max(axis=1) < 0.15).all()
    assert np.median(longest_step) > 0.1


@pytest.mark.parametrize("style", [STYLES[0], _CROSSED], ids=["one stroke", "two strokes"])
def test_a_digit_on_a_tablet_is_what_the_pad_would_show(style: Style) -> None:
    hands = replace(ON_TABLET, joined=0.0, skipping=0.0)
    images = writing.draw(style, 20, np.random.default_rng(3), hands)
    places, strokes = writing.write(style, 20, np.random.default_rng(3), hands)
    for image, dots in zip(images, places, strict=True):
        ink = Ink(tuple(dots[strokes == stroke].astype(float) for stroke in range(strokes.max() + 1)))
        assert np.abs(prepare(ink).astype(int) - image).mean() < 1
