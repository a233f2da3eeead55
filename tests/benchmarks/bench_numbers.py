"""Which digits side by side are told apart, which pairs are said to touch, and how often a single one is taken for two.

On the pad: digits of the built-in hand on paper and on a tablet, MNIST's test digits traced, and writers far apart,
alone and two or three in a row with gaps as people leave them or with none; all at once, and point by point as a line
grows. In pictures: MNIST's test images, alone and two that touch. What touches is told by the network that comes with
Inkling. Lines that end at the edge of the pad, several rows and sums are not looked at: they are not numbers.

The first half of MNIST's test images, and ``--seed 0``, were used to choose ``core.insight.pairs.CERTAIN``; the figures
are of the other half, and of seed 1.
"""

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from PIL import Image

from core.arrays import Array, Bytes
from core.data import catalog
from core.data.ink import pictures
from core.data.ink.groups import digits, part_of
from core.data.ink.part import Part
from core.data.ink.strokes import Ink
from core.data.writer import writing
from core.data.writer.hands import ON_PAPER, ON_TABLET, Hands
from core.data.writer.templates import STYLES
from core.files import pairs, pretrained, weights
from core.insight.rejection import Reason
from core.insight.verdict import of_part, verdict
from core.network.processors import limit_blas
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure
from tests.benchmarks.writers import Writer
from tests.skeletons import perturbed, strokes_of

MOST_SPLIT, LEAST_FOUND = 0.2, 95.0  # percent
MOST_TAKEN, LEAST_TOLD = 0.5, 85.0  # percent: single digits taken for two that touch, and such that are told
_GAPS, _TOUCHING = (0.1, 0.5), (-0.35, 0.0)  # from one digit to the next, in heights
_TALL = 100  # pixels of a digit in a picture
_AT = 6  # places of a line at which it is looked at while it grows

Digit = list[Array]
"""The strokes of one digit, in heights."""


def written(hands: Hands, count: int, seed: int) -> list[Digit]:
    """Return every style of the built-in hand, so often, as strokes."""
    chance = np.random.default_rng(seed)
    found = []
    for style in STYLES:
        places, numbers = writing.write(style, count, chance, hands)
        found += [[line[numbers == stroke].astype(float) for stroke in range(numbers.max() + 1)] for line in places]
    return found


def far_apart(count: int, seed: int) -> list[Digit]:
    """Return digits of writers of whom each has a hand of their own: wide, leaning, turned."""
    chance = np.random.default_rng(seed)
    return [list(Writer.draw(chance).write(number % 10, chance).strokes) for number in range(count)]


def mnist(seed: int) -> Bytes:
    """Return the half of MNIST's test images that belongs to a seed, mixed."""
    half: Bytes = np.array_split(catalog.load("mnist").test.images, 2)[min(seed, 1)]
    return np.random.default_rng(seed).permutation(half)


def traced(images: Bytes, seed: int = 1) -> list[Digit]:
    """Return images of digits as strokes along the middle of their ink."""
    chance = np.random.default_rng(seed)
    return [perturbed(strokes_of(image), chance, tremor=0.006, slant=0.15, spacing=2.0) for image in images]


def beside(pool: Sequence[Digit], count: int, chance: np.random.Generator, gaps: tuple[float, float]) -> list[Digit]:
    """Return some digits side by side on one line, about as tall as one another."""
    found: list[Digit] = []
    right = 0.0
    for number in chance.choice(len(pool), count, replace=False):
        points = np.concatenate(pool[number])
        height = float(np.ptp(points[:, 1]))
        scale = chance.normal(1, 0.08) / max(height, 0.4 * float(np.ptp(points[:, 0])), 1e-6)
        foot = np.array([points[:, 0].min(), points[:, 1].max()])
        place = np.array([right + (chance.uniform(*gaps) if found else 0), chance.normal(0, 0.04)])
        found.append([(stroke - foot) * scale + place for stroke in pool[number]])
        right = max(float(stroke[:, 0].max()) for stroke in found[-1])
    return found


def looks(digit: Digit) -> list[int]:
    """Return how many digits are found each time one looks while these strokes are drawn."""
    now, counts = 1, []
    for number, stroke in enumerate(digit):
        for length in sorted({*np.linspace(1, len(stroke), _AT).astype(int).tolist()}):
            now = len(digits(Ink((*digit[:number], stroke[:length])), so_far=now))
            counts.append(now)
        now = len(digits(Ink(tuple(digit[: number + 1]))))
        counts.append(now)
    return counts


def pictured(images: Sequence[Bytes], chance: np.random.Generator) -> tuple[Part, ...]:
    """Return what is found in a picture, dark on light, of one digit, or of two that touch or overlap."""
    inks = [_standing(image, chance) for image in images]
    canvas = np.zeros((3 * _TALL, 2 * _TALL + sum(ink.shape[1] for ink in inks)), np.uint8)
    left = _TALL
    for ink in inks:
        foot = 2 * _TALL + round(_TALL * chance.normal(0, 0.04))
        place = canvas[foot - ink.shape[0] : foot, left : left + ink.shape[1]]
        np.maximum(place, ink, out=place)
        left = max(0, left + ink.shape[1] + round(_TALL * chance.uniform(*_TOUCHING)))
    return pictures.parts(1 - canvas.astype(np.float32) * (0.85 / 255), "a picture")


def _standing(image: Bytes, chance: np.random.Generator) -> Bytes:
    """Return a digit's ink as large as in a photo."""
    rows, columns = (np.flatnonzero(image.max(axis=axis) > 40) for axis in (1, 0))
    ink = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = _TALL * chance.normal(1, 0.06) / max(ink.shape[0], 0.4 * ink.shape[1])
    height, width = (max(1, round(length * scale)) for length in ink.shape)
    return np.asarray(Image.fromarray(ink).resize((width, height), Image.Resampling.BICUBIC))


class _Reader:
    """The network that comes with Inkling, as the pad and the terminal ask it."""

    def __init__(self) -> None:
        snapshot = weights.load(pretrained.PATH)
        self._network, self._novelty = snapshot.network, snapshot.novelty

    def holds_back(self, part: Part) -> Reason | None:
        """Return why what is read in a part is held back; none if it is not."""
        found = of_part(verdict(self._network, part.image, novelty=self._novelty), part, pairs.detector())
        return None if found.rejection is None else found.rejection.reason

    def takes_for_two(self, parts: Sequence[Part]) -> bool:
        """Return whether what was found is said to be two digits, apart or touching."""
        return len(parts) > 1 or self.holds_back(parts[0]) is Reason.TOUCHING


def measure(per_style: int, numbers: int, seed: int) -> Iterator[Figure]:
    """Take every figure of every hand."""
    reader = _Reader()
    pools = {
        "built-in hand on paper": written(ON_PAPER, per_style, 2 * seed),
        "built-in hand on a tablet": written(ON_TABLET, per_style, 2 * seed + 1),
        "writers far apart": far_apart(per_style * len(STYLES), seed),
    }
    if measuring.find_mnist():
        images = mnist(seed)
        pools["MNIST's test digits traced"] = traced(images[: per_style * len(STYLES)], seed)
    for name, pool in pools.items():
        yield from _singles(name, pool, reader)
        yield from _numbers(name, pool, numbers, reader)
    if measuring.find_mnist():
        yield from _pictures(images[: per_style * len(STYLES)], numbers, reader)


def _singles(name: str, pool: list[Digit], reader: _Reader) -> Iterator[Figure]:
    alone = [part_of(Ink(tuple(digit))) for digit in pool]
    taken = _percent(reader.takes_for_two([part]) for part in alone)
    yield Figure(f"{name}: said to touch", "%", taken, MOST_TAKEN, note=f"of {len(pool):,} digits")
    pool = [digit for digit in pool if len(digit) > 1]
    inks = [Ink(tuple(digit)) for digit in pool]
    start = time.process_time()
    counts = [len(digits(ink)) for ink in inks]
    spent = time.process_time() - start
    note = f"of {len(pool):,} digits of several strokes"
    yield Figure(f"{name}: split", "%", _percent(count > 1 for count in counts), MOST_SPLIT, note=note)
    few = pool[:: max(1, len(pool) // 400)]
    grown = [looks(digit) for digit in few]
    note = f"of {len(few):,}, at some moment while it was drawn"
    yield Figure(f"{name}: split for a while", "%", _percent(max(counts) > 1 for counts in grown), note=note)
    yield Figure(f"{name}: one drawing looked at", "ms", 1000 * spent / len(inks))


def _numbers(name: str, pool: list[Digit], count: int, reader: _Reader) -> Iterator[Figure]:
    chance = np.random.default_rng(2)
    rows = [beside(pool, 2 + turn % 2, chance, _GAPS) for turn in range(count)]
    found = [
        [len(part.strokes) for part in digits(Ink(tuple(sum(row, []))))] == [len(digit) for digit in row]
        for row in rows
    ]
    note = f"of {count:,} of two or three digits, {_GAPS[0]:g} to {_GAPS[1]:g} heights apart"
    yield Figure(f"{name}: numbers found", "%", _percent(found), LEAST_FOUND, more_is_better=True, note=note)
    grown = [looks(sum(row, [])) for row in rows[: count // 4]]
    back = _percent(any(after < before for before, after in zip(each, each[1:], strict=False)) for each in grown)
    yield Figure(f"{name}: numbers that flicker", "%", back, note="a digit was there, and was not any more")
    close = [digits(Ink(tuple(sum(beside(pool, 2, chance, _TOUCHING), [])))) for _ in range(count)]
    yield from _told(name, [[part_of(each) for each in found] for found in close], reader)


def _pictures(images: Bytes, count: int, reader: _Reader) -> Iterator[Figure]:
    name, chance = "pictures of MNIST's test images", np.random.default_rng(3)
    alone = [pictured([image], chance) for image in images]
    taken = _percent(reader.takes_for_two(parts) for parts in alone)
    yield Figure(f"{name}: taken for two", "%", taken, MOST_TAKEN, note=f"of {len(images):,} digits")
    chosen = chance.integers(len(images), size=(count, 2))
    yield from _told(name, [pictured(images[pair], chance) for pair in chosen], reader)
    detector = pairs.detector()
    if detector is not None:
        start = time.process_time()
        for part, *_ in alone:
            detector.share(part.image)
        yield Figure("asked whether it is a pair", "ms", 1000 * (time.process_time() - start) / len(alone))


def _told(name: str, found: Sequence[Sequence[Part]], reader: _Reader) -> Iterator[Figure]:
    """Take how many pairs that overlap or touch by up to a third of a height are told."""
    told = _percent(reader.takes_for_two(parts) for parts in found)
    note = f"of {len(found):,}, as two digits or as touching"
    yield Figure(f"{name}: pairs told", "%", told, LEAST_TOLD, more_is_better=True, note=note)
    read = _percent(len(parts) == 1 and reader.holds_back(parts[0]) is None for parts in found)
    yield Figure(f"{name}: pairs read as one digit", "%", read, note="the others are not sure for another reason")


def _percent(are_so: Iterable[bool]) -> float:
    return 100 * float(np.mean(list(are_so)))


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--per-style", type=int, default=40, help="how often each style is written (40)")
    parser.add_argument("--numbers", type=int, default=600, help="how many numbers of each hand (600)")
    parser.add_argument("--seed", type=int, default=1, help="0 for what the thresholds were chosen by (1)")
    options = parser.parse_args()
    with limit_blas():
        measuring.report(measure(options.per_style, options.numbers, options.seed), options.json)


if __name__ == "__main__":
    main()
