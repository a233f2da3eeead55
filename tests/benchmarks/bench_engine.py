"""Seconds an epoch of MNIST takes, beside other libraries: ``python tests/benchmarks/bench_engine.py``.

Every library trains the same network on the same images with batches of the same size,
in turn, a few thousand images at a time; the best of many short rounds counts, since
what disturbs a measurement only makes it longer. Evaluation is left out. Libraries that
are not installed are skipped with a word: ``pip install torch jax scikit-learn``.

"plain" is Inkling's readable engine, about what a careful textbook would do. "bound" is
what the multiplications alone take at the highest speed that a product of two large
matrices reached in this run.
"""

import argparse
import gzip
import importlib.util
import os
import platform
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_REPOSITORY))

import numpy as np  # noqa: E402  # the path has to be set first

from core.hyperparameters import Hyperparameters  # noqa: E402
from core.network.engine import make_engine  # noqa: E402
from core.network.fast.pixels import TrainingImages  # noqa: E402
from core.network.network import Network  # noqa: E402
from core.network.processors import limit_blas  # noqa: E402
from core.parts.adaptive import Adam  # noqa: E402
from core.parts.optimizers import GradientDescent  # noqa: E402

_EPOCH = 60_000
_SLICE = 8_000  # images a round
_RATE = 0.01
_PAUSE = 0.05  # seconds: the threads of some libraries keep the processors busy for a while after their work
_CALL = 2_048  # images a call of the engine: what the training thread hands over at a time

Work = Callable[[int], None]
"""Trains on the images from this place on, one slice of them."""


@dataclass(frozen=True)
class Case:
    """What is trained."""

    hidden: tuple[int, ...]
    optimizer: str
    batch: int

    @property
    def title(self) -> str:
        """Name the network, the optimizer and the batch size."""
        return f"{'-'.join(map(str, (784, *self.hidden, 10)))} {self.optimizer} {self.batch}"

    @property
    def operations(self) -> float:
        """Count the additions and multiplications of an epoch's matrix products."""
        sizes = (784, *self.hidden, 10)
        products = [before * after for before, after in zip(sizes, sizes[1:], strict=False)]
        return 2.0 * _EPOCH * (2 * products[0] + 3 * sum(products[1:]))


_CASES = (
    *(Case((128,), "SGD", batch) for batch in (16, 32, 64, 128, 256, 1000)),
    *(Case((128,), "Adam", batch) for batch in (64, 128)),
    Case((800,), "SGD", 64),
    Case((256, 128), "SGD", 64),
)

# Peer divided by Inkling: at least so much.
_GOALS = {
    "torch": dict(
        zip([case.title for case in _CASES], [3.5, 2.8, 2.3, 1.8, 1.0, 1.35, 1.7, 1.6, 1.4, 1.7], strict=True)
    ),
    "jax": {case.title: 1.0 for case in _CASES if case.hidden == (128,) and case.optimizer == "SGD"},
    "sklearn": {_CASES[2].title: 2.2, _CASES[3].title: 1.9},
    "bound": {_CASES[5].title: 1 / 1.3, _CASES[2].title: 1 / 1.85},
}


@dataclass(frozen=True)
class Data:
    """The training set, as bytes and as float32 rows from 0 to 1."""

    images: np.ndarray
    labels: np.ndarray
    order: np.ndarray
    rows: np.ndarray
    packed: TrainingImages


def _load(folder: Path) -> Data:
    def read(name: str, offset: int) -> np.ndarray:
        with gzip.open(folder / name) as file:
            return np.frombuffer(file.read(), np.uint8, offset=offset)

    images = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    labels = read("train-labels-idx1-ubyte.gz", 8)
    rows = images.reshape(len(images), -1).astype(np.float32) / 255
    order = np.random.default_rng(0).permutation(len(images))
    return Data(images, labels, order, rows, TrainingImages(images, labels))


def _inkling(way: str, case: Case, data: Data) -> Work:
    optimizer = Adam() if case.optimizer == "Adam" else GradientDescent()
    settings = Hyperparameters(hidden=case.hidden, optimizer=optimizer)
    network = Network.create(settings, np.random.default_rng(1))
    engine = make_engine(settings, network, optimizer.begin(network.parameters), data.packed, way=way)
    engine.begin_epoch(data.order)
    call = max(_CALL // case.batch, 1) * case.batch

    def work(start: int) -> None:
        with limit_blas():
            for first in range(start, start + _SLICE, call):
                last = min(first + call, start + _SLICE)
                engine.train(first, last, case.batch, [_RATE] * -(-(last - first) // case.batch))

    return work


def _torch(case: Case, data: Data) -> Work:
    import torch

    torch.manual_seed(0)
    sizes = (784, *case.hidden, 10)
    layers: list[Any] = []
    for before, after in zip(sizes, sizes[1:], strict=False):
        layers += [torch.nn.Linear(before, after), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    cost = torch.nn.CrossEntropyLoss()
    kind = torch.optim.Adam if case.optimizer == "Adam" else torch.optim.SGD
    optimizer = kind(model.parameters(), lr=_RATE)
    x, y, order = (torch.from_numpy(array) for array in (data.rows, data.labels.astype(np.int64), data.order))

    def work(start: int) -> None:
        for first in range(start, start + _SLICE, case.batch):
            chosen = order[first : min(first + case.batch, start + _SLICE)]
            optimizer.zero_grad()
            cost(model(x[chosen]), y[chosen]).backward()
            optimizer.step()

    return work


def _jax(case: Case, data: Data) -> Work:
    import jax
    import jax.numpy as jnp

    sizes = (784, *case.hidden, 10)
    chance = np.random.default_rng(1)
    weights: Any = [
        (jnp.asarray(chance.normal(0, np.sqrt(2 / a), (a, b)), jnp.float32), jnp.zeros(b, jnp.float32))
        for a, b in zip(sizes, sizes[1:], strict=False)
    ]
    zeros = jax.tree.map(jnp.zeros_like, weights)
    state: Any = (weights, zeros, zeros, jnp.zeros(())) if case.optimizer == "Adam" else (weights,)
    x, y = jnp.asarray(data.rows), jnp.asarray(data.labels.astype(np.int32))

    def cost(weights: Any, x: Any, y: Any) -> Any:
        for w, b in weights[:-1]:
            x = jax.nn.relu(x @ w + b)
        w, b = weights[-1]
        return -jnp.take_along_axis(jax.nn.log_softmax(x @ w + b), y[:, None], axis=1).mean()

    def descend(state: Any, chosen: Any) -> Any:
        slopes = jax.grad(cost)(state[0], x[chosen], y[chosen])
        return (jax.tree.map(lambda w, g: w - _RATE * g, state[0], slopes),), None

    def adam(state: Any, chosen: Any) -> Any:
        weights, means, squares, t = state
        slopes = jax.grad(cost)(weights, x[chosen], y[chosen])
        t = t + 1
        means = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, means, slopes)
        squares = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, squares, slopes)
        rate = _RATE * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        weights = jax.tree.map(lambda w, m, v: w - rate * m / (jnp.sqrt(v) + 1e-8), weights, means, squares)
        return (weights, means, squares, t), None

    step = adam if case.optimizer == "Adam" else descend
    epoch = jax.jit(lambda state, order: jax.lax.scan(step, state, order)[0])
    whole = _SLICE // case.batch * case.batch

    def work(start: int) -> None:
        nonlocal state
        state = epoch(state, jnp.asarray(data.order[start : start + whole].reshape(-1, case.batch)))
        jax.block_until_ready(state)

    return work


def _sklearn(case: Case, data: Data) -> Work:
    from sklearn.neural_network import MLPClassifier

    solver = {"solver": "adam"} if case.optimizer == "Adam" else {"solver": "sgd", "momentum": 0.0}
    model = MLPClassifier(
        case.hidden, batch_size=case.batch, alpha=0.0, learning_rate_init=_RATE, max_iter=1, warm_start=True, **solver
    )

    def work(start: int) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says each time that one epoch is not enough
            model.fit(data.rows[start : start + _SLICE], data.labels[start : start + _SLICE])

    return work


_PEERS: dict[str, Callable[[Case, Data], Work]] = {"torch": _torch, "jax": _jax, "sklearn": _sklearn}


def _peak() -> Work:
    """Return the work of one large product: its speed is the best that this machine's sgemm reaches."""
    a, b, c = (np.ones((1500, 1500), np.float32) for _ in range(3))
    return lambda _: np.matmul(a, b, c)  # type: ignore[return-value]


def _measure(workers: dict[str, Work], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each round of each worker; they take turns."""
    times: dict[str, list[float]] = {name: [] for name in workers}
    for name, work in workers.items():
        for _ in range(1 if name in _PEERS else 3):
            work(0)  # compiles, makes arrays, measures ways
    for number in range(rounds):
        start = number * _SLICE % (_EPOCH - _SLICE)
        for name, work in workers.items():
            time.sleep(_PAUSE)
            began = time.perf_counter()
            work(start)
            times[name].append(time.perf_counter() - began)
    return times


def _run(case: Case, data: Data, peers: list[str], ways: dict[str, str], rounds: int) -> dict[str, float]:
    workers = {name: _PEERS[name](case, data) for name in peers}
    workers |= {name: _inkling(way, case, data) for name, way in ways.items()}
    times = _measure({**workers, "bound": _peak()}, rounds)
    seconds = {name: min(values) * _EPOCH / _SLICE for name, values in times.items()}
    speed = 2 * 1500**3 / min(times["bound"])
    if "jax" in seconds:  # it leaves out the smaller last batch
        seconds["jax"] *= _SLICE / (_SLICE // case.batch * case.batch)
    seconds["bound"] = case.operations / speed
    # How noisy it was: the median round of the engine against its best.
    noise = statistics.median(times["inkling"]) / min(times["inkling"])
    cells = "".join(f"{name} {value:6.3f}   " for name, value in seconds.items())
    print(f"{case.title:24}{cells}(noise {noise:.2f}, {speed / 1e9:.0f} GFLOP/s)", flush=True)  # noqa: T201
    return seconds


def _report(results: dict[Case, dict[str, float]]) -> None:
    print("\nratios: the other one's time divided by Inkling's, and the goal")  # noqa: T201
    for case, seconds in results.items():
        cells = []
        for name, value in seconds.items():
            if name != "inkling":
                goal = _GOALS.get(name, {}).get(case.title)
                ratio = value / seconds["inkling"]
                verdict = "" if goal is None else f" (goal {goal:.2f}{'' if ratio >= goal else ', missed'})"
                cells.append(f"{name} {ratio:.2f}{verdict}")
        print(f"{case.title:24}{'   '.join(cells)}")  # noqa: T201


def _machine() -> str:
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{model}, {os.cpu_count()} processors{load}; Python {platform.python_version()}, numpy {np.__version__}"


def main() -> None:
    """Print a table of seconds, and one of ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", type=Path, default=None, help="folder of the four IDX files, as .gz")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default="", help="only cases whose title contains this")
    parser.add_argument("--ways", action="store_true", help="show one thread and two threads as well")
    arguments = parser.parse_args()
    home = os.environ.get("INKLING_DATA")
    folders = [arguments.mnist, home and Path(home) / "mnist", home and Path(home), _REPOSITORY.parent / "shared/mnist"]
    folder = next((f for f in folders if f and (f / "train-images-idx3-ubyte.gz").exists()), None)
    if folder is None:
        sys.exit("Real MNIST is absent: give its folder with --mnist.")
    peers = [name for name in _PEERS if importlib.util.find_spec(name)]
    for name in _PEERS.keys() - set(peers):
        print(f"{name} is not installed: skipped")  # noqa: T201
    ways = {"plain": "plain", "inkling": "measured"}
    if arguments.ways:
        ways |= {"one": "one thread", "two": "two threads"}
    print(f"{_machine()}\nseconds an epoch of {_EPOCH:,} images, best of {arguments.rounds} rounds")  # noqa: T201
    data = _load(folder)
    cases = [case for case in _CASES if arguments.only in case.title]
    _report({case: _run(case, data, peers, ways, arguments.rounds) for case in cases})


if __name__ == "__main__":
    main()
