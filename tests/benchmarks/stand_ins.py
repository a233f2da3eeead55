"""Stand-ins for people with pens: digits of styles, pens and tablets that no network was trained on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.data.dataset import Split
from core.data.ink.strokes import Ink, prepare
from core.data.writer import synthetic, writing
from core.data.writer.hands import ON_PAPER, ON_TABLET, Hands
from tests.benchmarks.other_styles import OTHER_STYLES
from tests.skeletons import perturbed, strokes_of

CAREFUL = replace(
    ON_TABLET,
    evenness=0.0,
    sloppiness=0.5,
    jitter=0.022,
    bend=0.022,
    joined=0.05,
    stretch=0.3,
    angular=0.0,
    stepped=0.0,
)
"""People who write so that nearly everyone can read it: of real digits on tablets, a person reads 99 %."""

EVEN = replace(CAREFUL, evenness=1.0)
"""The same people, were rare styles as frequent as usual ones: what is hard to read counts for more."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a tablet notes a line.

    Attributes
    ----------
    spacing : float
        Heights of the digit from one noted point to the next: large for a slow tablet or a quick hand.
    cells : int
        How many places a digit is high, for a coarse tablet; 0 for a fine one.
    noise : float
        How far a noted point is off, in heights.
    """

    spacing: float = 0.0
    cells: int = 0
    noise: float = 0.0

    def noted(self, line: Array, chance: np.random.Generator) -> Array:
        """Return the points, shape (n, 2), that the tablet tells of a line."""
        way = np.append(0.0, np.hypot(*np.diff(line, axis=0).T).cumsum())
        if self.spacing:
            at = np.append(np.arange(0, way[-1], self.spacing), way[-1])
            line = np.stack([np.interp(at, way, line[:, axis]) for axis in (0, 1)], axis=1)
        if self.cells:
            off = chance.random(2)
            line = (np.rint(line * self.cells + off) - off) / self.cells
        return line + chance.normal(0, self.noise, line.shape) if self.noise else line


SAMPLINGS = {
    "fine tablet": Sampling(),
    "quick hand, a point every fifth of the height": Sampling(spacing=0.2),
    "coarse tablet, 12 places high": Sampling(spacing=0.04, cells=12),
    "noisy tablet": Sampling(spacing=0.05, noise=0.015),
}


def on_tablet(count: int, sampling: Sampling, hands: Hands, seed: int) -> Split:
    """Return digits of the other styles as the pad makes images of them."""
    chance = np.random.default_rng(seed)
    labels = np.resize(np.arange(10, dtype=np.uint8), count)
    chosen = synthetic._chosen_styles(labels, chance, hands, OTHER_STYLES)
    images = np.empty((count, 28, 28), np.uint8)
    for number in np.unique(chosen):
        which = np.flatnonzero(chosen == number)
        places, strokes = writing.write(OTHER_STYLES[number], len(which), chance, hands)
        for at, line in zip(which, places.astype(float), strict=True):
            images[at] = prepare(Ink(tuple(_noted(line, strokes, sampling, chance))))
    return Split(images, labels)


def _noted(line: Array, strokes: np.ndarray, sampling: Sampling, chance: np.random.Generator) -> Iterator[Array]:
    for stroke in range(strokes.max() + 1):
        yield sampling.noted(line[strokes == stroke], chance)


def on_paper(count: int, thinnest: float, thickest: float, seed: int) -> Split:
    """Return digits of the other styles, drawn with pens of other widths."""
    hands = replace(
        CAREFUL, thinnest=thinnest, thickest=thickest, pen_scale=ON_PAPER.pen_scale, pressure=ON_PAPER.pressure
    )
    return Split(*synthetic.make_images(count, np.random.default_rng(seed), hands=hands, styles=OTHER_STYLES))


def traced(images: np.ndarray, labels: np.ndarray, seed: int) -> Split:
    """Return the lines in the middle of MNIST's ink, drawn again by another hand on the pad."""
    chance = np.random.default_rng(seed)
    again = [
        prepare(Ink(tuple(perturbed(strokes_of(image), chance, tremor=0.006, slant=0.15, spacing=2.0))))
        for image in images
    ]
    return Split(np.stack(again), labels)
