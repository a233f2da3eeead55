"""What is read of pictures of digits under each of the conditions in which people take them, and in what time.

The digits are half MNIST's test images, where they are at hand, and half the built-in hand's. With ``--digits`` more of
them are taken, with ``--only`` some of the conditions, and with ``--weights`` another network than the one that comes
with Inkling.
"""

import argparse
import time
import warnings
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.arrays import Bytes
from core.data import catalog
from core.data.ink import picture_file, pictures
from core.data.ink.pictures import WORKING_SIDE
from core.data.writer import synthetic
from core.errors import FileError
from core.files import pretrained, weights
from core.insight.verdict import verdict
from core.network.network import Network
from core.network.processors import limit_blas
from tests.benchmarks import measuring
from tests.conditions import CONDITIONS, Condition

_SURE = 0.9
_COLUMNS = ("right", "sure and wrong", "several", "refused", "ms each")


def main() -> None:
    """Print one line for each condition: shares in per cent, and the time that the preparation takes."""
    options = _options()
    network = weights.load(options.weights).network
    images, labels = _digits(options.digits)
    measuring.say(f"{'condition':18}" + "".join(f"{column:>16}" for column in _COLUMNS))
    rows = []
    with limit_blas():
        for name in options.only or CONDITIONS:
            rows.append(_row(network, CONDITIONS[name], name, images, labels))
            measuring.say(f"{name:18}" + "".join(f"{value:16.1f}" for value in rows[-1]))
    measuring.say(f"{'mean':18}" + "".join(f"{value:16.1f}" for value in np.mean(rows, axis=0)))


def _row(network: Network, condition: Condition, name: str, images: Bytes, labels: Bytes) -> Sequence[float]:
    chance = np.random.default_rng(zlib.crc32(name.encode()))
    right = wrong = several = refused = 0
    seconds = 0.0
    for image, label in zip(images, labels, strict=True):
        content = condition(image, chance)
        started = time.perf_counter()
        try:
            shades = picture_file.shades_in(content, name, WORKING_SIDE)
            parts = pictures.preparation(shades, name).parts
        except FileError:
            refused += 1
            continue
        finally:
            seconds += time.perf_counter() - started
        if len(parts) != 1:
            several += 1
            continue
        answer = verdict(network, parts[0].image).answer
        right += answer.digit == label
        wrong += answer.digit != label and answer.confidence > _SURE
    shares = [100 * count / len(images) for count in (right, wrong, several, refused)]
    return [*shares, 1000 * seconds / len(images)]


def _digits(count: int) -> tuple[Bytes, Bytes]:
    """Return so many digits, half of them MNIST's if it is at hand."""
    chance = np.random.default_rng(0)
    if not measuring.find_mnist():
        warnings.warn("MNIST is not at hand: all digits are the built-in hand's.", stacklevel=2)
        return synthetic.make_images(count, chance)
    test = catalog.load("mnist").test
    chosen = chance.permutation(len(test))[: count // 2]
    written, of_written = synthetic.make_images(count - len(chosen), chance)
    return np.concatenate([test.images[chosen], written]), np.concatenate([test.labels[chosen], of_written])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--digits", type=int, default=40, help="how many under each condition")
    parser.add_argument("--only", nargs="+", choices=CONDITIONS, help="some of the conditions")
    parser.add_argument("--weights", type=Path, default=pretrained.PATH, help="a weight file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
