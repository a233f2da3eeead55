"""Kills of the processes that help to train, and of the one they help: nothing is left, and no weight is wrong.

In every other trial a helper is killed while a job is done: the weights must be those of a run that was left alone, to
the last bit. In the others the program that trains is killed: its helpers must be gone within seconds, and what they
shared with it.
"""

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import psutil

from core.arrays import Arrays
from core.hyperparameters import Hyperparameters
from core.network import engine as engines
from core.network.engine import FastEngine
from core.network.images import TrainingImages
from core.network.network import Network
from core.network.parallel.labor import LOST
from core.parts.adaptive import Adam
from tests.benchmarks.measuring import ROOT
from tests.campaigns.campaign import Campaign, Trial, Wrong

_IMAGES, _SIZE, _SIDE = 2_000, 20, 12
_EPOCHS, _CALL = 6, 500
_WORKERS = 3  # whatever the machine has: its processors are shared then
_MOST_SECONDS = 0.4  # into the training: about as long as it takes
_GONE_WITHIN = 2.0  # seconds after the program was killed
_SHARED = Path("/dev/shm")


def attempt(trial: Trial) -> None:
    """Kill a helper, or the program that it helps."""
    if trial.number % 2:
        _kill_the_program(trial)
    else:
        _kill_a_helper(trial)


def _kill_a_helper(trial: Trial) -> None:
    alone = _engine("one process")
    expected = _trained(alone)
    together = _engine("several processes")
    try:
        together.wait()
        helpers = _helpers_of(psutil.Process())
        if len(helpers) != _WORKERS:
            raise Wrong(f"there are {len(helpers)} helpers")
        victim = helpers[int(trial.chance.integers(len(helpers)))]
        killing = threading.Timer(float(trial.chance.random()) * _MOST_SECONDS * trial.patience, victim.kill)
        killing.start()
        found = _trained(together)
        killing.join()
        if not all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True)):
            raise Wrong(f"other weights, after {together.trouble or 'no trouble'}")
        if together.trouble not in ("", LOST):
            raise Wrong(f"it says: {together.trouble}")
    finally:
        together.close()
    if left := _helpers_of(psutil.Process()):
        raise Wrong(f"left behind: {left}")


def _kill_the_program(trial: Trial) -> None:
    command = [sys.executable, "-m", "tests.campaigns.campaign_helpers"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        if process.stdout.readline() != b"trains\n":
            raise Wrong("the program did not begin to train")
        helpers = _helpers_of(psutil.Process(process.pid))
        threading.Event().wait(float(trial.chance.random()) * _MOST_SECONDS)
        process.kill()
        end = time.monotonic() + _GONE_WITHIN * trial.patience
        while left := [helper for helper in helpers if _runs(helper)]:
            if time.monotonic() > end:
                raise Wrong(f"still there: {left}")
            threading.Event().wait(0.02)
    if left_over := _shared_by(process.pid):
        raise Wrong(f"left in the memory that is shared: {left_over}")


def _runs(process: psutil.Process) -> bool:
    """Return whether it is more than an entry that nobody has taken note of, as where no program reaps orphans."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _shared_by(program: int) -> list[str]:
    return [name for name in os.listdir(_SHARED) if _mark(program) in name] if _SHARED.is_dir() else []


def _mark(program: int) -> str:
    """Return how the semaphores of one of these programs are called, lest those of others are taken for its own."""
    return f"inkling{program}-"


def _helpers_of(process: psutil.Process) -> list[psutil.Process]:
    children = process.children(recursive=True)
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


def _engine(way: str) -> FastEngine:
    engines.usable = lambda: _WORKERS  # as on a machine with so many processors
    chance = np.random.default_rng(3)
    pixels = chance.integers(0, 256, (_IMAGES, _SIDE, _SIDE), dtype=np.uint8)
    images = TrainingImages(pixels, chance.integers(0, 10, _IMAGES).astype(np.uint8))
    settings = Hyperparameters(hidden=(96, 24), optimizer=Adam())
    network = Network.create(settings, np.random.default_rng(1), inputs=_SIDE**2)
    memory = settings.optimizer.begin(network.parameters)
    return FastEngine(settings, network, memory, images, way=way, shards=_WORKERS)


def _trained(engine: FastEngine) -> Arrays:
    rates = [0.001] * (_CALL // _SIZE)
    for epoch in range(_EPOCHS):
        engine.begin_epoch(np.random.default_rng(epoch).permutation(_IMAGES))
        for start in range(0, _IMAGES, _CALL):
            if engine.train(start, start + _CALL, _SIZE, rates) != len(rates):
                raise Wrong("the numbers are no longer finite")
    return (*engine.network().parameters, *engine.memory())


def _train_until_killed() -> None:
    multiprocessing.current_process()._config["semprefix"] = f"/{_mark(os.getpid())}"  # type: ignore[attr-defined]  # no public way
    engine = _engine("several processes")
    engine.wait()
    sys.stdout.write("trains\n")
    sys.stdout.flush()
    end = time.monotonic() + 60  # in case nobody kills it
    while time.monotonic() < end:
        _trained(engine)


CAMPAIGN = Campaign(
    name="helpers", things="kills of a helper or its program", attempt=attempt, count=200, quick=2, seconds=60.0
)

if __name__ == "__main__":
    _train_until_killed()
