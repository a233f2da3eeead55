"""Hands: how much writers differ, and what they write with.

All lengths are in heights of the digit, angles in radians, pens in pixels. Where a
mean and a spread are given, the spread is a standard deviation.
"""

from dataclasses import dataclass, replace

from core.data.ink.strokes import PEN_WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """A crowd of writers, each of whom writes one digit.

    Attributes
    ----------
    evenness : float
        0: a style is as frequent as its share says; 1: all styles of a digit are equally frequent.
    mixing : float
        Concentration of the mixture of variants: small is near one, large is near the mean of all.
    sloppiness : float
        How much writers differ in care: the spread of the logarithm of what jitter and bend are multiplied by.
    jitter : float
        How far a point of the template is off.
    overshoot : float
        How far a stroke begins or ends early or late, by the distance between its first two points.
    joined : float
        Part of the writers who do not lift the pen between strokes.
    tremor : float
        How unsteady the most unsteady hand is.
    bend : float
        How far the waves push that bend a digit as a whole.
    stretch_mean, stretch : float
        Logarithm of the width beside the template's.
    slant_mean, slant : float
        How far the top leans to the right.
    turn : float
        How far the digit is turned, either way.
    angular : float
        Part of the writers whose pen is noted only now and then, so that straight lines join few points.
    fewest_sides, most_sides : int
        How many such lines a digit has.
    stepped : float
        Part of the writers whose pen is noted on a coarse grid, so that slanting lines become staircases.
    fewest_cells, most_cells : float
        How many cells of that grid a digit is high.
    skipping : float
        Part of the writers whose pen skips, which breaks the line here or there.
    thinnest, thickest : float
        The pen's width at least and at most.
    pen_shape, pen_scale : float
        Gamma distribution of what a pen is wider than the thinnest.
    pressure : float
        Part of its width that a pen gains or loses along the line, at most.
    """

    evenness: float = 0.2
    mixing: float = 0.5
    sloppiness: float = 0.4
    jitter: float = 0.037
    overshoot: float = 0.4
    joined: float = 0.03
    tremor: float = 0.012
    bend: float = 0.033
    stretch_mean: float = 0.12
    stretch: float = 0.24
    slant_mean: float = 0.12
    slant: float = 0.25
    turn: float = 0.14
    angular: float = 0.0
    fewest_sides: int = 8
    most_sides: int = 24
    stepped: float = 0.0
    fewest_cells: float = 8.0
    most_cells: float = 16.0
    skipping: float = 0.02
    thinnest: float = 1.6
    thickest: float = 3.9
    pen_shape: float = 3.0
    pen_scale: float = 0.29
    pressure: float = 0.3


ON_PAPER = Hands()
"""Those who filled in forms with pens of many widths (2.46 pixels on average), as for MNIST.

The amounts were found by eye beside real digits, and by training on synthetic digits
alone and counting the mistakes on MNIST's training images. More bending or jitter
would help a little there, but leaves digits that nobody can tell apart.
"""

ON_TABLET = Hands(
    evenness=0.4,
    sloppiness=0.5,
    jitter=0.04,
    joined=0.25,
    stretch_mean=0.05,
    stretch=0.4,
    slant_mean=0.08,
    slant=0.3,
    angular=0.5,
    fewest_sides=6,
    stepped=0.2,
    skipping=0.06,
    thinnest=PEN_WIDTH,
    thickest=PEN_WIDTH,
    pen_scale=0.0,
    pressure=0.0,
)
"""Those who draw with pen or mouse on a pad, which gives every line one width.

They come from anywhere, so the rarer styles are not so rare. Digits are very narrow or
very wide, the pen slips into the next stroke, a quick line is but a few points, and some
tablets know few places or lose the pen for a moment.
"""

LEGIBLE = replace(
    ON_TABLET,
    evenness=0.2,
    jitter=0.022,
    bend=0.022,
    joined=0.05,
    stretch=0.3,
    angular=0.2,
    stepped=0.1,
    skipping=0.03,
)
"""Those of them whom nearly everyone can read.

A network gains by being shown the others as well, whose 4 may look like a U and whose 1 like an L. How sure it may be
is found by these: of real digits from tablets, a person reads 99 in a hundred.
"""
