"""Which digits side by side on the pad are told apart, and how often a single one is taken for two.

Digits of the built-in hand on paper and on a tablet, and MNIST's test digits traced, alone and two or three in a row
with gaps as people leave them; all at once, and point by point as a line grows. Lines that end at the edge of the
pad, several rows and sums are not looked at: they are not numbers.
"""

import argparse
import time
from collections.abc import Iterator, Sequence

import numpy as np

from core.arrays import Array
from core.data import catalog
from core.data.ink.groups import are_joined, digits
from core.data.ink.strokes import Ink
from core.data.writer import writing
from core.data.writer.hands import ON_PAPER, ON_TABLET, Hands
from core.data.writer.templates import STYLES
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure
from tests.skeletons import perturbed, strokes_of

MOST_SPLIT, LEAST_FOUND = 0.2, 95.0  # percent
_GAPS, _TOUCHING = (0.1, 0.5), (-0.35, 0.0)  # from one digit to the next, in heights
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


def traced(count: int) -> list[Digit]:
    """Return MNIST's test digits as strokes along the middle of their ink."""
    chance = np.random.default_rng(1)
    images = catalog.load("mnist").test.images[:count]
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


def measure(per_style: int, numbers: int) -> Iterator[Figure]:
    """Take every figure of every hand."""
    pools = {
        "built-in hand on paper": written(ON_PAPER, per_style, 0),
        "built-in hand on a tablet": written(ON_TABLET, per_style, 1),
    }
    if measuring.find_mnist():
        pools["MNIST's test digits traced"] = traced(per_style * len(STYLES))
    for name, pool in pools.items():
        yield from _singles(name, [digit for digit in pool if len(digit) > 1])
        yield from _numbers(name, pool, numbers)


def _singles(name: str, pool: list[Digit]) -> Iterator[Figure]:
    inks = [Ink(tuple(digit)) for digit in pool]
    start = time.process_time()
    counts = [len(digits(ink)) for ink in inks]
    spent = time.process_time() - start
    note = f"of {len(pool):,} digits of several strokes"
    yield Figure(f"{name}: split", "%", _percent(count > 1 for count in counts), MOST_SPLIT, note=note)
    yield Figure(f"{name}: said to touch", "%", _percent(are_joined(ink) for ink in inks), MOST_SPLIT, note=note)
    few = pool[:: max(1, len(pool) // 400)]
    grown = [looks(digit) for digit in few]
    note = f"of {len(few):,}, at some moment while it was drawn"
    yield Figure(f"{name}: split for a while", "%", _percent(max(counts) > 1 for counts in grown), note=note)
    yield Figure(f"{name}: one drawing looked at", "ms", 1000 * spent / len(inks))


def _numbers(name: str, pool: list[Digit], count: int) -> Iterator[Figure]:
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
    close = [Ink(tuple(sum(beside(pool, 2, chance, _TOUCHING), []))) for _ in range(count)]
    told = _percent(len(digits(ink)) > 1 or are_joined(ink) for ink in close)
    yield Figure(f"{name}: pairs that overlap, told", "%", told, note="as two digits or as touching; else one is read")


def _percent(are_so: Iterator[bool] | list[bool]) -> float:
    return 100 * float(np.mean(list(are_so)))


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--per-style", type=int, default=40, help="how often each style is written (40)")
    parser.add_argument("--numbers", type=int, default=600, help="how many numbers of each hand (600)")
    options = parser.parse_args()
    measuring.report(measure(options.per_style, options.numbers), options.json)


if __name__ == "__main__":
    main()
