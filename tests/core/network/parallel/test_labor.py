"""Jobs are shared out among workers, and whoever does them, the numbers are the same."""

from typing import Any

import numpy as np
import pytest

from core.data.augment import Shift
from core.hyperparameters import Hyperparameters
from core.network.engine import FastEngine
from core.network.fast.job import Job
from core.network.fast.shard import Shard
from core.network.images import TrainingImages
from core.network.network import Network
from core.network.parallel.crew import HelperLostError
from core.network.parallel.labor import LOST
from core.parts.adaptive import Adam
from core.parts.optimizers import GradientDescent, Optimizer
from tests.crew_of_threads import CrewOfThreads


@pytest.fixture
def images(monkeypatch: pytest.MonkeyPatch, generator: np.random.Generator) -> TrainingImages:
    """Return images to train on, and let helpers be threads, three at most."""
    monkeypatch.setattr("core.network.parallel.labor.Crew", CrewOfThreads)
    monkeypatch.setattr("core.network.engine.usable", lambda: 3)
    pixels = generator.integers(0, 256, (96, 6, 6), dtype=np.uint8)
    return TrainingImages(pixels, generator.integers(0, 10, 96).astype(np.uint8))


def engine_of(settings: Hyperparameters, images: TrainingImages, way: str, **more: Any) -> FastEngine:
    network = Network.create(settings, np.random.default_rng(1), inputs=36)
    return FastEngine(settings, network, settings.optimizer.begin(network.parameters), images, way=way, **more)


def test_measuring_tries_one_helper_and_several(images: TrainingImages, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    do = CrewOfThreads.do
    monkeypatch.setattr(CrewOfThreads, "do", lambda crew, job, workers: tried.append(workers) or do(crew, job, workers))
    engine = engine_of(Hyperparameters(hidden=(8,)), images, "measured", shards=3)
    engine.wait()
    for _ in range(12):
        engine.train(0, 96, 16, [0.01] * 6)
    assert set(tried) == {1, 2, 3}
    assert len(tried) == 12
    engine.close()


@pytest.mark.parametrize(("largest", "meetings"), [(0.0, 1), (0.3, 2)])
def test_only_clipping_asks_for_a_second_meeting_a_batch(largest: float, meetings: int, images: TrainingImages) -> None:
    engine = engine_of(Hyperparameters(hidden=(9, 7), clip_norm=largest), images, "one process", shards=3)
    shards = [Shard(engine._ground, number) for number in range(3)]
    job = Job(False, 0, 96, 16, (0.01,) * 6)
    # One more is for the block's images, before all batches.
    assert len(list(zip(*(shard.work(job) for shard in shards), strict=True))) == 1 + 6 * meetings
    assert {shard.batches_done for shard in shards} == {6}


@pytest.mark.parametrize("largest", [0.0, 0.3])
@pytest.mark.parametrize("optimizer", [GradientDescent(), Adam()])
def test_eight_shards_give_the_same_numbers_whoever_does_them(
    images: TrainingImages, monkeypatch: pytest.MonkeyPatch, optimizer: Optimizer, largest: float
) -> None:
    settings = Hyperparameters(hidden=(19, 7), optimizer=optimizer, clip_norm=largest)
    found = []
    for workers in (1, 2, 3, 4, 8):
        monkeypatch.setattr("core.network.engine.usable", lambda workers=workers: workers)
        engine = engine_of(settings, images, "several processes", shards=8)
        engine.wait()
        assert engine.train(0, 96, 16, [0.01] * 6) == 6
        found.append((*engine.network().parameters, *engine.memory()))
    for others in found[1:]:
        for one, other in zip(found[0], others, strict=True):
            np.testing.assert_array_equal(one, other)


def test_what_was_done_alone_after_a_pause_is_not_lost_with_a_helper(
    images: TrainingImages, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Hyperparameters(hidden=(8,))
    alone, together = (
        engine_of(settings, images, way, shards=2, clock=lambda: 0.0) for way in ("one process", "several processes")
    )
    together.wait()
    together.train(0, 32, 16, [0.01] * 2)
    together.close()
    together.train(32, 64, 16, [0.01] * 2)  # before the helpers are back

    def lose(crew: CrewOfThreads, job: Job, workers: int) -> int:
        raise HelperLostError

    monkeypatch.setattr(CrewOfThreads, "do", lose)
    together.train(64, 96, 16, [0.01] * 2)
    assert together.trouble == LOST
    alone.train(0, 96, 16, [0.01] * 6)
    for one, other in zip(alone.network().parameters, together.network().parameters, strict=True):
        np.testing.assert_array_equal(one, other)


def lost_after(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lose a helper after so many jobs, when it has moved the weights of one more."""
    do, left = CrewOfThreads.do, iter(range(jobs))

    def lose(crew: CrewOfThreads, job: Job, workers: int) -> int:
        done = do(crew, job, workers)
        if next(left, None) is None:
            raise HelperLostError
        return done

    monkeypatch.setattr(CrewOfThreads, "do", lose)


@pytest.mark.parametrize("jobs", [0, 1, 2, 5])
def test_images_given_for_jobs_are_there_when_these_are_done_once_more(
    images: TrainingImages, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    lost_after(jobs, monkeypatch)
    settings = Hyperparameters(hidden=(8,), optimizer=Adam(), augmentation=Shift())
    alone, together = (
        engine_of(settings, images, way, shards=2, clock=lambda: 0.0) for way in ("one process", "several processes")
    )
    together.wait()
    for start in range(0, 96, 16):
        given = images.images[start : start + 16], images.labels[start : start + 16]
        for engine in (alone, together):
            assert engine.train_on(*given, 8, [0.01] * 2, 0, start) == 2
    assert together.trouble == LOST
    for one, other in zip(alone.network().parameters, together.network().parameters, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("seconds", "jobs", "copies"), [(0.001, 40, 4), (0.01, 40, 1), (0.01, 80, 2)])
def test_what_takes_long_to_keep_is_kept_less_often(
    images: TrainingImages, monkeypatch: pytest.MonkeyPatch, seconds: float, jobs: int, copies: int
) -> None:
    now, kept = [0.0], list[float]()

    def keep(kept_array: object, array: object) -> None:
        kept.append(now[0])
        now[0] += seconds

    settings = Hyperparameters(hidden=(8,), optimizer=GradientDescent())  # which remembers nothing: one array
    engine = engine_of(settings, images, "several processes", shards=1, clock=lambda: now[0])
    engine.wait()
    monkeypatch.setattr("core.network.parallel.labor.np.copyto", keep)
    monkeypatch.setattr(CrewOfThreads, "do", lambda crew, job, workers: now.__setitem__(0, now[0] + 0.01) or 1)
    for _ in range(jobs):
        engine.train(0, 16, 16, [0.01])
    assert len(kept) == copies
    engine.close()


def test_helpers_are_called_once_training_has_taken_its_time_of_a_processor(
    images: TrainingImages, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[int] = []
    monkeypatch.setattr(CrewOfThreads, "is_there", lambda crew, patience=0.0: called.append(1) or True)
    monkeypatch.setattr("time.thread_time", lambda: 0.0)  # starved: hours by the clock, nothing of a processor
    hours = iter(range(0, 1_000_000, 3600))
    engine = engine_of(Hyperparameters(hidden=(8,)), images, "measured", shards=3, clock=lambda: float(next(hours)))
    for _ in range(5):
        engine.train(0, 96, 16, [0.01] * 6)
    assert not called
    seconds = iter(range(1_000))
    monkeypatch.setattr("time.thread_time", lambda: float(next(seconds)))
    for _ in range(5):
        engine.train(0, 96, 16, [0.01] * 6)
    assert called
