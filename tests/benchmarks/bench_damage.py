"""What breaking a network costs: 784-128-10 damaged, and asked about all 10,000 test images of MNIST.

``python tests/benchmarks/bench_damage.py``; the goal is 150 ms from a slider moved to the accuracy known.
One thread does it. Where other programs run, only the time of the processor tells what it takes.
"""

import statistics
import sys
import time
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_REPOSITORY))

import numpy as np  # noqa: E402  # the path has to be set first

from core.data import catalog  # noqa: E402
from core.hyperparameters import Hyperparameters  # noqa: E402
from core.insight.damage import Damage, damaged  # noqa: E402
from core.insight.evaluation import evaluate  # noqa: E402
from core.network.network import Network  # noqa: E402
from core.network.processors import limit_blas  # noqa: E402
from tests.benchmarks import measuring  # noqa: E402

_ROUNDS, _GOAL = 25, 0.150


def main() -> None:
    """Take the figures and print them."""
    if not measuring.find_mnist():
        sys.exit(measuring.WITHOUT_MNIST)
    test, settings = catalog.load("mnist").test, Hyperparameters(hidden=(128,))
    network = Network.create(settings, np.random.default_rng(1))
    doing: list[float] = []
    looking: list[float] = []
    passed: list[float] = []
    with limit_blas():
        for number in range(_ROUNDS):
            damage = Damage(noise=0.02 * (number + 1), cut=0.01 * number, biases=0.5, shuffle=0.5)
            start, began = time.perf_counter(), time.process_time()
            broken = damaged(network, damage)
            middle = time.process_time()
            evaluate(broken, settings.cost, test.images, test.labels)
            doing.append(middle - began)
            looking.append(time.process_time() - middle)
            passed.append(time.perf_counter() - start)
    whole = [one + other for one, other in zip(doing, looking, strict=True)]
    figures = {"damage": doing, "10,000 images": looking, "both": whole, "both, by the clock": passed}
    for name, seconds in figures.items():
        print(f"{name}: {1000 * statistics.median(seconds):.1f} ms, the best {1000 * min(seconds):.1f} ms")  # noqa: T201
    print(f"goal {1000 * _GOAL:.0f} ms: {'met' if statistics.median(whole) <= _GOAL else 'missed'}")  # noqa: T201


if __name__ == "__main__":
    main()
