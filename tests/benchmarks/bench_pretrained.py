"""What the network that comes with Inkling reads, and whether it is as often right as it is sure.

On MNIST's test images, and on stand-ins for people with pens: styles it never saw, drawn with other pens and noted by
other tablets; and MNIST's test digits traced and drawn again on the pad.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from core.data import catalog
from core.data.dataset import Split
from core.files import pretrained, weights
from core.network.network import Network
from core.network.processors import limit_blas
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure
from tests.benchmarks.stand_ins import CAREFUL, EVEN, SAMPLINGS, on_paper, on_tablet, traced
from tests.calibration import calibration_error

LEAST_ON_MNIST = 99.2  # percent
LARGEST_ERROR = 0.6  # percent between how sure it is and how often it is right


def stand_ins(count: int) -> Iterator[tuple[str, Split]]:
    """Return every kind of stand-in, so many digits of each."""
    for seed, (name, sampling) in enumerate(SAMPLINGS.items()):
        yield f"other styles, {name}", on_tablet(count, sampling, CAREFUL, seed)
    yield "other styles, all as frequent", on_tablet(count, SAMPLINGS["fine tablet"], EVEN, 10)
    yield "other styles, thin pens", on_paper(count, 1.2, 1.8, 11)
    yield "other styles, thick pens", on_paper(count, 3.0, 4.0, 12)
    if measuring.find_mnist():
        test = catalog.load("mnist").test
        yield "MNIST's test digits traced", traced(test.images[:count], test.labels[:count], 13)


def measure(network: Network, count: int) -> Iterator[Figure]:
    """Read MNIST and the stand-ins."""
    if measuring.find_mnist():
        yield from _figures("MNIST's test images", network, [catalog.load("mnist").test], LEAST_ON_MNIST)
    else:
        yield Figure("MNIST's test images", "%", None, note=measuring.WITHOUT_MNIST)
    seen = []
    for name, split in stand_ins(count):
        seen.append(split)
        yield from _figures(name, network, [split])
    yield from _figures("all stand-ins", network, seen, error=LARGEST_ERROR)


def _figures(
    name: str, network: Network, splits: list[Split], least: float | None = None, error: float | None = None
) -> Iterator[Figure]:
    images, labels = (np.concatenate([getattr(split, part) for split in splits]) for part in ("images", "labels"))
    outputs = network.outputs(images)
    is_right = outputs.argmax(axis=1) == labels
    note = f"{len(labels):,} digits, {int((~is_right & (outputs.max(axis=1) > 0.9)).sum())} wrong and over 90 % sure"
    yield Figure(f"read: {name}", "%", 100 * float(is_right.mean()), least, more_is_better=True, note=note)
    goal = LARGEST_ERROR if least else error
    yield Figure(f"calibration error: {name}", "%", 100 * calibration_error(outputs.max(axis=1), is_right), goal)


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--weights", type=Path, default=pretrained.PATH, help="a weight file (the one that comes along)"
    )
    parser.add_argument("--digits", type=int, default=2000, help="how many of each kind of stand-in (2000)")
    options = parser.parse_args()
    with limit_blas():
        measuring.report(measure(weights.load(options.weights).network, options.digits), options.json)


if __name__ == "__main__":
    main()
