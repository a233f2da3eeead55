"""What the tests of the engine share: small experiments, and snapshots of any moment without training."""

import signal
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from core.arrays import Array
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.network.processors import limit_blas
from core.network.scaling import Scaling
from core.training.history import NO_CURVES
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

_PATIENCE = 60.0  # seconds, for the slowest machine; a test that does not wait takes a thousandth of it

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture(scope="session", autouse=True)
def _one_processor() -> Iterator[None]:
    """Multiply with one thread, as training does: a second one slows these small networks down."""
    with limit_blas():
        yield


@pytest.fixture
def at_once() -> Iterator[None]:
    """Fail a test that waits for something that never comes, where the system can interrupt a wait."""

    def interrupt(*_: object) -> None:
        pytest.fail("it waits for something that never comes")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def quick() -> Hyperparameters:
    """Return settings with which the tiny data set is learned in a few epochs."""
    return Hyperparameters(hidden=(12,), batch_size=32, epochs=4, learning_rate=0.01)


@pytest.fixture
def train(tiny_dataset: Dataset) -> Callable[..., Trainer]:
    """Return a function that trains on the tiny data set for some batches, or to the end."""

    def run(settings: Hyperparameters, batches: int | None = None, start: Snapshot | None = None) -> Trainer:
        trainer = Trainer(settings, tiny_dataset, start=start)
        done = 0
        while done != batches and not trainer.is_finished:
            trainer.advance()
            done += 1
        return trainer

    return run


@pytest.fixture
def make_snapshot() -> MakeSnapshot:
    """Return a function that makes a snapshot of any step, with memory as large as Adam's."""
    settings = Hyperparameters(hidden=(4,))

    def make(step: int, hyperparameters: Hyperparameters = settings, **changes: object) -> Snapshot:
        scaling = Scaling(mean=0.1307, spread=0.3081) if hyperparameters.standardize else None
        network = Network.create(hyperparameters, np.random.default_rng(step), scaling=scaling).frozen_copy()
        memory: tuple[Array, ...] = hyperparameters.optimizer.begin(network.parameters)
        values: dict[str, object] = {
            "hyperparameters": hyperparameters,
            "network": network,
            "memory": memory,
            "step": step,
            "whole_epochs": step // 10,
            "position": step % 10 * 30,
            "train_images": 300,
            "seconds": 0.01 * step,
            "images_per_second": 3000.0,
            "curves": NO_CURVES,
            "marks": (),
            "data_name": "tiny",
            "data_fingerprint": "0" * 64,
        }
        return Snapshot(**(values | changes))  # type: ignore[arg-type]  # the names are those of the fields

    return make
