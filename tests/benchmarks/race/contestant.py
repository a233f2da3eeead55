"""What every contestant's program does: get ready, say so, then train one whole epoch each time it is told to.

It is told by a line on stdin, the number of the epoch, and answers with a line of JSON. At the end of the input it
leaves.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np

from tests.benchmarks.race.rows import Row
from tests.benchmarks.race.start import Images, accuracy, order_of, read_images


class Contestant(Protocol):
    """A network in training, by one library."""

    facts: str
    """Versions, kernels and threads, and what it does otherwise than the rest."""

    def loss(self, places: np.ndarray) -> float:
        """Return the mean cross-entropy of some training images, with the weights as they are."""

    def epoch(self, order: np.ndarray) -> None:
        """Train on all images in this order; return when the last step is done."""

    def weights(self) -> list[np.ndarray]:
        """Return the weights as :func:`.start.first_weights` lays them out."""


def compete(make: Callable[[Row, Images, str], Contestant]) -> None:
    """Make a contestant and lead it through the race.

    Parameters
    ----------
    make : callable
        Takes the row, the images and the way of training (where a library has several), and gets all ready.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("row", type=Row.parse)
    parser.add_argument("mnist", type=Path)
    parser.add_argument("way", nargs="?", default="")
    options = parser.parse_args()
    images = read_images(options.mnist)
    try:
        contestant = make(options.row, images, options.way)
    except ModuleNotFoundError as error:
        answer(absent=f"{error.name} is not installed")
        return
    answer(facts=contestant.facts, loss=contestant.loss(order_of(0)[: options.row.batch]))
    for line in sys.stdin:
        number = int(line)
        order = order_of(number)
        began = time.perf_counter()
        contestant.epoch(order)
        seconds = time.perf_counter() - began
        answer(seconds=seconds, accuracy=None if number else accuracy(contestant.weights(), images))


def answer(**facts: object) -> None:
    """Print facts as a line of JSON."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def blas() -> str:
    """Return the library and the kernels with which numpy multiplies in this process."""
    try:
        from threadpoolctl import threadpool_info
    except ModuleNotFoundError:
        return "an unknown BLAS"
    found = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    return ", ".join(
        f"{pool['internal_api']} {pool['version']} for {pool.get('architecture', '?')}, {pool['num_threads']} threads"
        for pool in found
    )
