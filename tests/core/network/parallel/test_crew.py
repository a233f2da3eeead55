"""Processes beside the one that trains: they do the same, and trouble nobody when they or it are killed."""

import mmap
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from core.arrays import Arrays
from core.hyperparameters import Hyperparameters
from core.network import memory
from core.network.engine import FastEngine
from core.network.images import TrainingImages
from core.network.network import Network
from core.network.parallel import crew
from core.network.parallel.labor import HOMELESS, LOST, REFUSED
from core.parts.adaptive import Adam
from core.parts.optimizers import Optimizer, optimizers

REPOSITORY = Path(__file__).resolve().parents[4]
IMAGES, SIZE = 300, 20
RATES = [0.001] * (IMAGES // SIZE)
PATIENCE = 30.0

Make = Callable[..., FastEngine]


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Return a function that makes an engine of three shards."""
    monkeypatch.setattr("core.network.engine.usable", lambda: 2)
    chance = np.random.default_rng(3)
    images = TrainingImages(
        chance.integers(0, 256, (IMAGES, 6, 6), dtype=np.uint8), chance.integers(0, 10, IMAGES).astype(np.uint8)
    )
    settings = Hyperparameters(hidden=(9, 7), optimizer=Adam())
    network = Network.create(settings, np.random.default_rng(1), inputs=36)
    memory = settings.optimizer.begin(network.parameters)
    engines: weakref.WeakSet[FastEngine] = weakref.WeakSet()

    def make_one(
        way: str, optimizer: Optimizer = settings.optimizer, shards: int = 3, clip_norm: float = 0.0, **more: bool
    ) -> FastEngine:
        changed = replace(settings, optimizer=optimizer, clip_norm=clip_norm)
        engine = FastEngine(changed, network, memory, images, way=way, shards=shards, **more)
        engines.add(engine)
        return engine

    yield make_one
    for engine in list(engines):
        engine.close()


def helpers() -> list[psutil.Process]:
    """Return the helpers of this process; the tracker of multiprocessing is none."""
    children = psutil.Process().children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


def numbers(engine: FastEngine) -> Arrays:
    return (*engine.network().parameters, *engine.memory())


def train(engine: FastEngine, epochs: int) -> None:
    for epoch in range(epochs):
        engine.begin_epoch(np.random.default_rng(epoch).permutation(IMAGES))
        assert engine.train(0, 160, SIZE, RATES[:8]) == 8
        assert engine.train(160, IMAGES, SIZE, RATES[8:]) == 7


def assert_same(one: Arrays, other: Arrays) -> None:
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("clip_norm", [0.0, 0.05])
def test_two_processes_do_what_one_does_until_a_helper_is_killed_and_after_that(make: Make, clip_norm: float) -> None:
    alone, together = (make(way, clip_norm=clip_norm) for way in ("one process", "several processes"))
    assert not helpers()
    together.wait()
    assert len(helpers()) == 2
    for engine in (alone, together):
        train(engine, 3)
    assert_same(numbers(together), numbers(alone))
    assert not together.trouble
    helpers()[1].kill()
    for engine in (alone, together):
        train(engine, 2)
    assert_same(numbers(together), numbers(alone))
    assert together.trouble == LOST
    assert not helpers()


@pytest.mark.parametrize("gives_a_little", [False, True])
def test_where_no_memory_can_be_shared_one_process_trains_and_it_is_said(
    make: Make, monkeypatch: pytest.MonkeyPatch, gives_a_little: bool
) -> None:
    def refuse(size: int) -> object:
        if gives_a_little and size <= mmap.PAGESIZE:
            return object()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(memory, "_arena", refuse)
    alone, together = make("one process"), make("several processes")
    for engine in (alone, together):
        train(engine, 1)
    assert_same(numbers(together), numbers(alone))
    assert (together.trouble, alone.trouble) == (REFUSED, "")


def test_with_a_part_that_no_other_process_finds_one_trains_and_it_is_said(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optimizers, "_classes", dict(optimizers._classes))

    @optimizers.register("mine", label="Mine", help="Not in a module, as one that was written into a notebook.")
    class Mine(Adam):
        pass

    alone, together = make("one process"), make("several processes", Mine())
    together.wait()
    for engine in (alone, together):
        train(engine, 1)
    assert_same(numbers(together), numbers(alone))
    assert together.trouble == HOMELESS


def test_a_helper_that_is_killed_on_its_way_is_missed_and_training_goes_on(make: Make) -> None:
    alone, together = make("one process"), make("several processes")
    together.train(0, 160, SIZE, RATES[:8])  # calls the helpers, and does not wait for them
    helper = multiprocessing.active_children()[0]
    helper.kill()
    helper.join()
    together.train(160, IMAGES, SIZE, RATES[8:])
    alone.train(0, IMAGES, SIZE, RATES)
    assert_same(numbers(together), numbers(alone))
    assert together.trouble == LOST


def test_an_engine_that_nobody_has_any_longer_takes_its_helpers_along(make: Make) -> None:
    engine = make("several processes")
    engine.wait()
    assert helpers()
    del engine
    assert not helpers()


def test_helpers_give_way_only_where_they_are_told_to(make: Make) -> None:
    for is_modest in (False, True):
        engine = make("several processes", is_modest=is_modest)
        engine.wait()
        usual = psutil.Process().nice()
        assert all((helper.nice() != usual) == is_modest for helper in helpers())
        engine.close()


def test_a_network_of_one_shard_has_a_helper_as_well_so_that_a_window_beside_it_is_quick(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, helped = (make(way, shards=1) for way in ("one process", "measured"))
    helped.wait()
    assert len(helpers()) == 1
    for engine in (alone, helped):
        train(engine, 1)
    assert_same(numbers(helped), numbers(alone))
    monkeypatch.setattr("core.network.engine.usable", lambda: 1)
    make("several processes").wait()
    assert len(helpers()) == 1, "on a single processor there is no help in another process"


@pytest.mark.parametrize("kind", ["no semaphore", "a process of a pool"])
def test_where_no_process_can_be_had_one_trains_and_it_is_said(
    make: Make, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    if kind == "no semaphore":
        monkeypatch.setattr(multiprocessing.get_context("spawn"), "Semaphore", refuse)
    else:
        monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    engine = make("several processes")
    train(engine, 1)
    assert (engine.trouble, helpers()) == (REFUSED, [])


@pytest.mark.skipif(os.name == "nt", reason="Windows knows neither of these signals")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_whatever_ends_a_program_ends_its_helper_which_has_neither_its_main_file_nor_qt(
    tmp_path: Path, how: str
) -> None:
    script = tmp_path / "trains.py"
    script.write_text(_SCRIPT)
    with subprocess.Popen(
        [sys.executable, str(script)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(),
        start_new_session=True,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        ran = parent.stdout.readline()
        assert ran == "ran\n", "and so the helper did not run the script as well"
        helper = psutil.Process(int(parent.stdout.readline()))
        if psutil.LINUX:
            assert any("QtCore" in each.path for each in psutil.Process(parent.pid).memory_maps())
            assert not any("Qt" in each.path for each in helper.memory_maps())
        if how == "SIGINT":
            os.killpg(parent.pid, signal.SIGINT)  # as Ctrl+C does it in a terminal: to the helper as well
        else:
            parent.kill()
        began = time.monotonic()
        try:
            helper.wait(PATIENCE)
        except psutil.TimeoutExpired:
            parent.kill()
            raise
        assert time.monotonic() - began < PATIENCE / 2
        assert parent.stdout.read() == ""
        told = parent.stderr.read()
        assert told.count("Traceback") == told.count("KeyboardInterrupt") == (how == "SIGINT")
        assert "leaked" not in told, "it left no name of a semaphore to anybody"


# As a beginner writes it: nothing asks for __name__. A shell has Ctrl+C ignored by what it runs in the background.
_SCRIPT = """\
print("ran", flush=True)
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, ".")
import numpy as np, psutil, PySide6.QtCore
from core.hyperparameters import Hyperparameters
from core.network import engine as engines
from core.network.images import TrainingImages
from core.network.network import Network
engines.usable = lambda: 2
images = TrainingImages(np.ones((64, 6, 6), np.uint8), np.zeros(64, np.uint8))
settings = Hyperparameters(hidden=(16,))
network = Network.create(settings, np.random.default_rng(1), inputs=36)
memory = settings.optimizer.begin(network.parameters)
engine = engines.FastEngine(settings, network, memory, images, way="several processes", shards=2)
engine.wait()
print(next(c.pid for c in psutil.Process().children() if "spawn_main" in " ".join(c.cmdline())), flush=True)
while True:
    engine.train(0, 64, 16, [0.001] * 4)
"""


def _environment() -> dict[str, str]:
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1"}


def test_a_line_of_any_kind_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: Any = ["a pipe as Windows has them", "another"]
    monkeypatch.setattr(crew, "wait", lambda some, patience: some[1:])
    assert crew._ready(lines) == ["another"]
