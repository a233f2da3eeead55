"""Writing: one style of a digit, written by many hands with many pens.

Each writing is a mixture of the style's variants whose points are jittered, joined by
a smooth curve, bent, slanted and turned as a whole, and drawn with a pen of its own
width. How much of all this there is, :mod:`core.data.writer.hands` says.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes
from core.data.frame import BOX, MARGIN, centered
from core.data.ink.pen import DOT_SPACING, draw_dots
from core.data.writer.curves import sampling_matrix
from core.data.writer.hands import ON_PAPER, Hands
from core.data.writer.style import Style
from core.data.writer.templates import STYLES

FARTHEST = 1.8
"""Where every normal distribution below is cut off, in standard deviations."""

WAVES, WAVE_NUMBER = 3, 4.0
"""How many waves bend a digit, and how short they are (radians a height)."""

SHORTEST_GAP, LONGEST_GAP = 0.12, 0.26
"""How long a piece a skipping pen leaves out, in heights; its ends are round and fill about 0.12 of that."""

UNEVENNESS = 0.4
"""How far a corner of an angular digit is from where sides of equal length would put it, at most, in sides."""

_Places = npt.NDArray[np.intp]


def draw(style: Style, count: int, generator: np.random.Generator, hands: Hands = ON_PAPER) -> Bytes:
    """Draw one digit ``count`` times, each time by another hand and pen.

    Parameters
    ----------
    style : Style
        How it is written.
    count : int
        How many images.
    generator : numpy.random.Generator
        Where all chance comes from.
    hands : Hands
        Who writes.

    Returns
    -------
    ndarray, shape (count, 28, 28), uint8
        0 is paper, 255 is full ink; in MNIST's frame.
    """
    places, _ = write(style, count, generator, hands)
    return inked(places, generator, hands)


def inked(places: Array, generator: np.random.Generator, hands: Hands = ON_PAPER) -> Bytes:
    """Draw what :func:`write` has written, each writing by another pen; that may be several digits as one.

    Parameters
    ----------
    places : ndarray, shape (count, dots, 2), float32
        Where the pens pass.
    generator, hands
        As for :func:`draw`.

    Returns
    -------
    ndarray, shape (count, 28, 28), uint8
        As :func:`draw` returns it.
    """
    widths = _pressed(_pen_widths(len(places), generator, hands), places.shape[1], generator, hands)
    return centered(draw_dots(_boxed(places, widths), widths))


def write(style: Style, count: int, generator: np.random.Generator, hands: Hands = ON_PAPER) -> tuple[Array, _Places]:
    """Write one digit ``count`` times, each time by another hand.

    Parameters
    ----------
    style, count, generator, hands
        As for :func:`draw`.

    Returns
    -------
    places : ndarray, shape (count, dots, 2), float32
        Where the pen passes, (x, y) in heights of the template, y down.
    strokes : ndarray, shape (dots,), int
        The stroke each dot belongs to, counted from 0. The way from one stroke to
        the next belongs to the first of them; a pen that is lifted stays at its end.
    """
    matrix, strokes, resting = _template_curves(style)
    sloppiness = np.exp(hands.sloppiness * _spread((count, 1, 1), generator))
    places: Array = matrix @ _jittered_points(style, sloppiness, generator, hands)
    places += _tremor(places.shape, generator, hands)
    places = _slanted_and_turned(_bent(places, sloppiness, generator, hands), generator, hands)
    lifts = generator.random(count) >= hands.joined
    places[lifts] = places[lifts][:, resting]
    return _noted(places, strokes, generator, hands), strokes


def _noted(places: Array, strokes: _Places, generator: np.random.Generator, hands: Hands) -> Array:
    """Return what is left of each line when the tablet, or a dry pen, has had its way with it."""
    which = generator.random(len(places))
    is_angular = which < hands.angular
    if is_angular.any():
        places[is_angular] = _angular(places[is_angular], strokes, generator, hands)
    is_stepped = ~is_angular & (which < hands.angular + hands.stepped)
    if is_stepped.any():
        places[is_stepped] = _stepped(places[is_stepped], strokes, generator, hands)
    skips = generator.random(len(places)) < hands.skipping
    if skips.any():
        places[skips] = _skipping(places[skips], generator)
    return places


@lru_cache(maxsize=2 * len(STYLES))
def _template_curves(style: Style) -> tuple[Array, _Places, _Places]:
    """Return the style's sampling matrix, each dot's stroke, and the dot where a pen rests that is lifted there."""
    spacing = DOT_SPACING / BOX
    typical = style.points.mean(axis=0)
    matrix, strokes = sampling_matrix(typical, style.sections, spacing)
    rows: list[Array] = []
    numbers: list[_Places] = []
    resting: list[_Places] = []
    for stroke in range(strokes.max() + 1):
        inked = matrix[strokes == stroke]
        way = _way_to_next(inked[-1], matrix[strokes == stroke + 1][:1], typical, spacing)
        start = sum(len(row) for row in rows)
        end = start + len(inked) - 1
        rows += [inked, way]
        numbers.append(np.full(len(inked) + len(way), stroke))
        resting.append(np.minimum(np.arange(start, start + len(inked) + len(way)), end))
    return np.concatenate(rows), np.concatenate(numbers), np.concatenate(resting)


def _way_to_next(end: Array, beginnings: Array, typical: Array, spacing: float) -> Array:
    """Return the rows that lead straight from a stroke's end to the next one's beginning; none after the last."""
    if not len(beginnings):
        return beginnings
    length = np.hypot(*((beginnings[0] - end) @ typical))
    parts = np.linspace(0, 1, max(2, int(np.ceil(length / spacing))) + 1, dtype=np.float32)[1:-1, None]
    way: Array = end * (1 - parts) + beginnings * parts
    return way


@lru_cache(maxsize=2 * len(STYLES))
def _stroke_ends(style: Style) -> tuple[tuple[int, int], ...]:
    """Return both end points of each stroke, each with the point next to it."""
    ends = []
    for stroke in range(len(style.variants[0])):
        pieces = [(first, end) for number, first, end in style.sections if number == stroke]
        ends += [(pieces[0][0], pieces[0][0] + 1), (pieces[-1][1] - 1, pieces[-1][1] - 2)]
    return tuple(ends)


def _jittered_points(style: Style, sloppiness: Array, generator: np.random.Generator, hands: Hands) -> Array:
    """Return writings of the style's points, one for each writer: mixtures of its variants, a little off."""
    count = len(sloppiness)
    variants = style.points
    mixture = generator.dirichlet(np.full(len(variants), hands.mixing), count).astype(np.float32)
    points: Array = np.tensordot(mixture, variants, axes=1)
    off = _spread(points.shape, generator)
    # Half of it is shared with the points before and after, or round strokes would become polygons.
    off[:, 1:-1] = (off[:, :-2] + 2 * off[:, 1:-1] + off[:, 2:]) / 2.5
    points += hands.jitter * sloppiness * off
    for end, inner in _stroke_ends(style):  # strokes begin and end early or late
        reach = hands.overshoot * _spread((count, 1), generator)
        points[:, end] += reach * (points[:, end] - points[:, inner])
    return points


def _angular(places: Array, strokes: _Places, generator: np.random.Generator, hands: Hands) -> Array:
    """Put straight lines in place of the curves, as a slow tablet does that notes a quick pen now and then."""
    writer = np.arange(len(places))[:, None]
    sides = generator.integers(hands.fewest_sides, hands.most_sides + 1, (len(places), 1))
    # A pen is not equally quick everywhere: each side may be longer or shorter than the next.
    early = UNEVENNESS * generator.uniform(-1, 1, (len(places), hands.most_sides + 1))
    angular = places.copy()
    for stroke in range(strokes.max() + 1):
        dots = np.flatnonzero(strokes == stroke)
        last = len(dots) - 1
        own = np.maximum(1, np.rint(sides * len(dots) / len(strokes)))  # sides of this stroke
        at = np.arange(len(dots)) * own / last
        before = np.minimum(at.astype(np.intp), own.astype(np.intp) - 1)
        part = (at - before).astype(np.float32)[..., None]
        knots = [np.where((knot > 0) & (knot < own), knot + early[writer, knot], knot) for knot in (before, before + 1)]
        begins, ends = (dots[np.rint(knot * last / own).astype(np.intp)] for knot in knots)
        angular[:, dots] = places[writer, begins] * (1 - part) + places[writer, ends] * part
    return angular


def _stepped(places: Array, strokes: _Places, generator: np.random.Generator, hands: Hands) -> Array:
    """Put every dot on the nearest place of a coarse grid, and lead straight from one such place to the next."""
    cells = generator.uniform(hands.fewest_cells, hands.most_cells, (len(places), 1, 1)).astype(np.float32)
    off = generator.random((len(places), 1, 2), np.float32)
    height = np.ptp(places[..., 1], axis=1)[:, None, None]
    cells /= np.maximum(height, np.float32(0.5))
    stepped: Array = (np.rint(places * cells + off) - off) / cells
    for stroke in range(strokes.max() + 1):
        dots = np.flatnonzero(strokes == stroke)
        # A jump of a cell takes four dots, or gaps would show between them.
        around = np.clip(np.arange(len(dots))[:, None] + np.arange(-2, 2), 0, len(dots) - 1)
        stepped[:, dots] = stepped[:, dots[around]].mean(axis=2)
    return stepped


def _skipping(places: Array, generator: np.random.Generator) -> Array:
    """Let the pen rest where it stops giving ink, and go on where it gives ink again."""
    count, dots, _ = places.shape
    length = (generator.uniform(SHORTEST_GAP, LONGEST_GAP, (count,)) * (BOX / DOT_SPACING)).astype(np.intp)
    first = (generator.random((count,)) * np.maximum(dots - length, 1)).astype(np.intp)
    at = np.arange(dots)
    is_skipped = (at >= first[:, None]) & (at < (first + length)[:, None])
    skipped: Array = np.where(is_skipped[..., None], places[np.arange(count), first][:, None], places)
    return skipped


def _tremor(shape: tuple[int, ...], generator: np.random.Generator, hands: Hands) -> Array:
    """Return the unsteadiness of each hand along its line, changing smoothly from dot to dot."""
    count, dots, _ = shape
    knots = dots // 8 + 2
    at = np.linspace(0, knots - 1.001, dots)
    before = at.astype(np.intp)
    part = (at - before).astype(np.float32)[:, None]
    noise = generator.standard_normal((count, knots, 2), np.float32)
    noise *= hands.tremor * generator.random((count, 1, 1), np.float32)
    tremor: Array = noise[:, before] * (1 - part) + noise[:, before + 1] * part
    return tremor


def _bent(places: Array, sloppiness: Array, generator: np.random.Generator, hands: Hands) -> Array:
    """Bend each digit as if drawn on rubber: waves about as long as the digit, in any direction."""
    count = len(places)
    bent = places.copy()
    for _ in range(WAVES):
        direction = generator.normal(0, WAVE_NUMBER, (count, 2, 1)).astype(np.float32)
        phase = generator.uniform(0, 2 * np.pi, (count, 1, 1)).astype(np.float32)
        push = hands.bend * sloppiness * _spread((count, 1, 2), generator)
        bent += push * np.sin(places @ direction + phase)
    return bent


def _slanted_and_turned(places: Array, generator: np.random.Generator, hands: Hands) -> Array:
    """Stretch, slant and turn each digit as a whole."""
    count = len(places)
    stretch = np.exp(hands.stretch_mean + hands.stretch * _spread((count,), generator))
    slant = hands.slant_mean + hands.slant * _spread((count,), generator)
    turn = hands.turn * _spread((count,), generator)
    # Slant moves what is high up (small y) to the right.
    shape = np.stack([np.stack([stretch, -slant]), np.stack([np.zeros(count), np.ones(count)])])
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = np.einsum("ijn,jkn->nki", rotation, shape).astype(np.float32)
    turned: Array = places @ matrix
    return turned


def _spread(shape: tuple[int, ...], generator: np.random.Generator) -> Array:
    """Return standard normal numbers that never go beyond FARTHEST: a rare extreme is no handwriting."""
    return np.clip(generator.standard_normal(shape, np.float32), -FARTHEST, FARTHEST)


def _pen_widths(count: int, generator: np.random.Generator, hands: Hands) -> Array:
    """Return pen widths in pixels, shape (count, 1): few writers use a thick pen."""
    wider = generator.gamma(hands.pen_shape, hands.pen_scale, (count, 1)).astype(np.float32)
    widths: Array = np.minimum(hands.thinnest + wider, np.float32(hands.thickest))
    return widths


def _pressed(widths: Array, dots: int, generator: np.random.Generator, hands: Hands) -> Array:
    """Return the width at each dot: the pen presses harder here and there."""
    wave = generator.uniform(1, 9, widths.shape).astype(np.float32)
    phase = generator.uniform(0, 2 * np.pi, widths.shape).astype(np.float32)
    depth = hands.pressure * generator.random(widths.shape, np.float32)
    along = np.linspace(0, 1, dots, dtype=np.float32)
    pressed: Array = widths * (1 + depth * np.sin(wave * along + phase))
    return np.minimum(pressed, np.float32(hands.thickest))


def _boxed(places: Array, widths: Array) -> Array:
    """Scale each digit so that its longer side, with the pen's width at both ends, is 20 pixels."""
    half = widths[..., None] / 2
    sides = np.maximum(np.ptp(places, axis=1), np.float32(0.01))
    scale = BOX / sides.max(axis=1)[:, None]
    # Which dot reaches farthest depends on how large the digit is beside the pen: a third look changes nothing to see.
    for _ in range(2):
        inked = places * scale[:, None]
        beyond = (inked + half).max(axis=1) - (inked - half).min(axis=1) - BOX
        scale = (scale - beyond / sides).min(axis=1)[:, None]
    scaled = places * scale[:, None]
    boxed: Array = scaled + (MARGIN - (scaled - half).min(axis=1))[:, None]
    return boxed
