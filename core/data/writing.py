"""Writing: one style of a digit, written by many hands with many pens.

Each writing is a mixture of the style's variants whose points are jittered, joined by
a smooth curve, bent, slanted and turned as a whole, and drawn with a pen of its own
width. All lengths are in heights of the digit, angles in radians, pens in pixels.

The amounts were found by eye beside real digits, and by training on synthetic digits
alone and counting the mistakes on MNIST's training images. More bending or jitter
would help a little there, but leaves digits that nobody can tell apart.
"""

from functools import lru_cache

import numpy as np

from core.arrays import Array, Bytes
from core.data.curves import sampling_matrix
from core.data.frame import BOX, MARGIN, centered
from core.data.pen import DOT_SPACING, draw_dots
from core.data.templates import STYLES, Style

FARTHEST = 1.8
"""Where every normal distribution below is cut off, in standard deviations."""

MIXING = 0.5
"""Concentration of the mixture: small is near one variant, large is near the mean of all."""

SLOPPINESS = 0.4
"""How much writers differ in care: the spread of the logarithm of what jitter and bend are multiplied by."""

JITTER = 0.03
"""How far a point of the template is off."""

OVERSHOOT = 0.25
"""How far a stroke begins or ends early or late, by the distance between its first two points."""

TREMOR = 0.012
"""How unsteady the most unsteady hand is."""

WAVES, WAVE_NUMBER, BEND = 3, 4.0, 0.027
"""How many waves bend a digit, how short they are (radians a height), and how far they push."""

STRETCH_MEAN, STRETCH = 0.12, 0.2
"""Mean and spread of the logarithm of the width beside the template's."""

SLANT_MEAN, SLANT = 0.12, 0.25
"""How far the top leans to the right."""

TURN = 0.14

THINNEST, THICKEST = 1.6, 3.9
PEN_SHAPE, PEN_SCALE = 3.0, 0.29
"""Gamma distribution of what a pen is wider than the thinnest: 2.46 pixels on average, few thick ones."""

PRESSURE = 0.3
"""Part of its width that a pen gains or loses along the line, at most."""


def draw(style: Style, count: int, generator: np.random.Generator) -> Bytes:
    """Draw one digit ``count`` times, each time by another hand and pen.

    Parameters
    ----------
    style : Style
        How it is written.
    count : int
        How many images.
    generator : numpy.random.Generator
        Where all chance comes from.

    Returns
    -------
    ndarray, shape (count, 28, 28), uint8
        0 is paper, 255 is full ink; in MNIST's frame.
    """
    matrix, ends = _template_curves(style)
    sloppiness = np.exp(SLOPPINESS * _spread((count, 1, 1), generator))
    places: Array = matrix @ _jittered_points(style, ends, sloppiness, generator)
    places += _tremor(places.shape, generator)
    places = _slanted_and_turned(_bent(places, sloppiness, generator), generator)
    widths = _pressed(_pen_widths(count, generator), places.shape[1], generator)
    return centered(draw_dots(_boxed(places, widths), widths))


@lru_cache(maxsize=len(STYLES))
def _template_curves(style: Style) -> tuple[Array, tuple[tuple[int, int], ...]]:
    """Return the style's sampling matrix, and both ends of each stroke with the point next to each."""
    spacing = DOT_SPACING / BOX
    matrix, _ = sampling_matrix(style.points.mean(axis=0), style.sections, spacing)
    ends = []
    for stroke in range(len(style.variants[0])):
        pieces = [(first, end) for number, first, end in style.sections if number == stroke]
        ends += [(pieces[0][0], pieces[0][0] + 1), (pieces[-1][1] - 1, pieces[-1][1] - 2)]
    return matrix, tuple(ends)


def _jittered_points(
    style: Style, ends: tuple[tuple[int, int], ...], sloppiness: Array, generator: np.random.Generator
) -> Array:
    """Return writings of the style's points, one for each writer: mixtures of its variants, a little off."""
    count = len(sloppiness)
    variants = style.points
    mixture = generator.dirichlet(np.full(len(variants), MIXING), count).astype(np.float32)
    points: Array = np.tensordot(mixture, variants, axes=1)
    off = _spread(points.shape, generator)
    # Half of it is shared with the points before and after, or round strokes would become polygons.
    off[:, 1:-1] = (off[:, :-2] + 2 * off[:, 1:-1] + off[:, 2:]) / 2.5
    points += JITTER * sloppiness * off
    for end, inner in ends:  # strokes begin and end early or late
        reach = OVERSHOOT * _spread((count, 1), generator)
        points[:, end] += reach * (points[:, end] - points[:, inner])
    return points


def _tremor(shape: tuple[int, ...], generator: np.random.Generator) -> Array:
    """Return the unsteadiness of each hand along its line, changing smoothly from dot to dot."""
    count, dots, _ = shape
    knots = dots // 8 + 2
    at = np.linspace(0, knots - 1.001, dots)
    before = at.astype(np.intp)
    part = (at - before).astype(np.float32)[:, None]
    noise = generator.standard_normal((count, knots, 2), np.float32)
    noise *= TREMOR * generator.random((count, 1, 1), np.float32)
    tremor: Array = noise[:, before] * (1 - part) + noise[:, before + 1] * part
    return tremor


def _bent(places: Array, sloppiness: Array, generator: np.random.Generator) -> Array:
    """Bend each digit as if drawn on rubber: waves about as long as the digit, in any direction."""
    count = len(places)
    bent = places.copy()
    for _ in range(WAVES):
        direction = generator.normal(0, WAVE_NUMBER, (count, 2, 1)).astype(np.float32)
        phase = generator.uniform(0, 2 * np.pi, (count, 1, 1)).astype(np.float32)
        push = BEND * sloppiness * _spread((count, 1, 2), generator)
        bent += push * np.sin(places @ direction + phase)
    return bent


def _slanted_and_turned(places: Array, generator: np.random.Generator) -> Array:
    """Stretch, slant and turn each digit as a whole."""
    count = len(places)
    stretch = np.exp(STRETCH_MEAN + STRETCH * _spread((count,), generator))
    slant = SLANT_MEAN + SLANT * _spread((count,), generator)
    turn = TURN * _spread((count,), generator)
    # Slant moves what is high up (small y) to the right.
    shape = np.stack([np.stack([stretch, -slant]), np.stack([np.zeros(count), np.ones(count)])])
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = np.einsum("ijn,jkn->nki", rotation, shape).astype(np.float32)
    turned: Array = places @ matrix
    return turned


def _spread(shape: tuple[int, ...], generator: np.random.Generator) -> Array:
    """Return standard normal numbers that never go beyond FARTHEST: a rare extreme is no handwriting."""
    return np.clip(generator.standard_normal(shape, np.float32), -FARTHEST, FARTHEST)


def _pen_widths(count: int, generator: np.random.Generator) -> Array:
    """Return pen widths in pixels, shape (count, 1), 2.46 on average: few writers use a thick pen."""
    widths: Array = THINNEST + generator.gamma(PEN_SHAPE, PEN_SCALE, (count, 1)).astype(np.float32)
    return np.minimum(widths, np.float32(THICKEST))


def _pressed(widths: Array, dots: int, generator: np.random.Generator) -> Array:
    """Return the width at each dot: the pen presses harder here and there."""
    wave = generator.uniform(1, 9, widths.shape).astype(np.float32)
    phase = generator.uniform(0, 2 * np.pi, widths.shape).astype(np.float32)
    depth = PRESSURE * generator.random(widths.shape, np.float32)
    along = np.linspace(0, 1, dots, dtype=np.float32)
    pressed: Array = widths * (1 + depth * np.sin(wave * along + phase))
    return np.minimum(pressed, np.float32(THICKEST))


def _boxed(places: Array, widths: Array) -> Array:
    """Scale each digit so that its longer side, with the pen's width at both ends, is 20 pixels."""
    digit = np.arange(len(places))[:, None]
    first, last = places.argmin(axis=1), places.argmax(axis=1)
    low = places.min(axis=1)
    before, after = widths[digit, first] / 2, widths[digit, last] / 2
    scale = ((BOX - before - after) / (places.max(axis=1) - low)).min(axis=1)
    boxed: Array = (places - low[:, None]) * scale[:, None, None] + (MARGIN + before[:, None])
    return boxed
