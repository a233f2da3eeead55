"""A process that trains and keeps work as the window does, tells what is on disk, and may kill itself at a given call.

``python -m tests.campaigns.bookkeeper SEED LIFE CALLS``, in a home of its own. Each line that it writes is a promise:
what it names is on disk, whatever happens from then on. It ends by itself after a while.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from core import disk
from core.data.dataset import Dataset, Split
from core.data.ink.strokes import Ink
from core.errors import TrainingError
from core.files import runs, weights
from core.files.handwriting import Handwriting
from core.files.samples import Sample
from core.files.store import Store
from core.hyperparameters import Hyperparameters
from core.network.processors import limit_blas
from core.training.run import Run
from core.training.trainer import Trainer

NETWORK, RUNS = "mine.npz", "mine.runs.npz"
"""Files of the person's, in the folder where the process runs."""

_DEEDS = 60
_IMAGES = 200


class Bookkeeper:
    """Does one thing after the other.

    Parameters
    ----------
    chance : numpy.random.Generator
        What it does, and in which order.
    """

    def __init__(self, chance: np.random.Generator) -> None:
        self._chance = chance
        images = (chance.random((_IMAGES, 28, 28)) * 255).astype(np.uint8)
        split = Split(images, np.resize(np.arange(10, dtype=np.uint8), _IMAGES))
        self._dataset = Dataset("noise", "Noise", split, split)
        disk.sweep()
        self._store, self._handwriting = Store(), Handwriting()
        self._others = list(self._store.load().runs)
        self._samples = list(self._handwriting.load().samples)
        self._run, self._trainer = self._begun()
        say("began", "")

    def _begun(self) -> tuple[Run, Trainer]:
        hidden = (int(self._chance.choice([4, 40, 200])),)
        settings = Hyperparameters(hidden=hidden, batch_size=20, epochs=1000, seed=int(self._chance.integers(1000)))
        return Run.begin(settings, self._dataset, "mine"), Trainer(settings, self._dataset, way="one process")

    def work(self) -> None:
        """Do all there is to do."""
        deeds: tuple[Callable[[], None], ...] = (
            *(self._train, self._train, self._keep, self._keep, self._save, self._export),
            *(self._write, self._write, self._delete, self._exchange, self._begin_anew, self._rename),
        )
        for _ in range(_DEEDS):
            deeds[self._chance.integers(len(deeds))]()

    def _train(self) -> None:
        try:
            for _ in range(int(self._chance.integers(1, 20))):
                self._trainer.advance()
        except TrainingError:
            self._begin_anew()
        self._run = self._run.reached(self._trainer.snapshot())

    def _begin_anew(self) -> None:
        self._keep()
        self._others.append(self._run)
        self._run, self._trainer = self._begun()

    def _keep(self) -> None:
        if self._run.is_trained:
            self._run = self._store.write(self._run, is_on_screen=True)
            say("kept", f"{self._run.id} {self._run.step}")

    def _rename(self) -> None:
        if self._others:
            place = int(self._chance.integers(len(self._others)))
            run = self._store.write(self._others[place].renamed(f"other {self._chance.integers(1000)}"))
            self._others[place] = run
            say("named", f"{run.id} {run.name}")

    def _save(self) -> None:
        weights.save(Path(NETWORK), self._trainer.snapshot())
        say("saved", f"{self._trainer.snapshot().step}")

    def _export(self) -> None:
        trained = [run for run in (*self._others, self._run) if run.is_trained]
        if trained:
            runs.save(Path(RUNS), [replace(run, is_whole=True) for run in trained])
            say("exported", f"{len(trained)}")

    def _write(self) -> None:
        new = self._new(int(self._chance.integers(1, 6)))
        self._handwriting.add(new)
        self._samples += new
        for sample in new:
            say("wrote", sample.line)

    def _delete(self) -> None:
        gone = self._taken()
        self._handwriting.remove(gone)
        for sample in gone:
            say("deleted", sample.line)

    def _exchange(self) -> None:
        gone, new = self._taken(), self._new(2)
        self._handwriting.exchange(gone, new)
        self._samples += new
        for sample in gone:
            say("deleted", sample.line)
        for sample in new:
            say("wrote", sample.line)

    def _taken(self) -> list[Sample]:
        places = sorted(self._chance.integers(0, len(self._samples), min(3, len(self._samples))).tolist(), reverse=True)
        gone = [self._samples.pop(place) for place in dict.fromkeys(places)]
        for sample in gone:
            say("deleting", sample.line)
        return gone

    def _new(self, count: int) -> list[Sample]:
        then = datetime(2026, 1, 31, tzinfo=UTC)
        return [
            Sample(
                int(self._chance.integers(10)),
                Ink((self._chance.random((int(self._chance.integers(5, 400)), 2)),)),
                then + timedelta(seconds=float(self._chance.random() * 1e6)),
            )
            for _ in range(count)
        ]


def say(what: str, which: str) -> None:
    """Tell the process outside, with nothing in between that could be lost."""
    line = f"{what}\t{which}\n".encode()
    while line:
        line = line[os.write(1, line) :]


def _die_after(calls: int) -> None:
    """Kill this process after so many calls of functions, those of C among them, on any thread."""
    left = calls

    def count(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(count)
    sys.setprofile(count)


def main(arguments: list[str]) -> None:
    """Work until the end, or until it is killed."""
    seed, life, calls = map(int, arguments)
    chance = np.random.default_rng([seed, life])
    if calls:
        _die_after(calls)
    with limit_blas():
        Bookkeeper(chance).work()


if __name__ == "__main__":
    main(sys.argv[1:])
