"""A crew whose helpers are threads: what processes do, without the time to start them."""

import threading
from typing import Any

import numpy as np

from core.network.fast.ground import Ground
from core.network.fast.job import Job
from core.network.parallel.crew import Worker


class CrewOfThreads:
    """Stands in for :class:`core.network.parallel.crew.Crew`."""

    def __init__(self, ground: Ground, helpers: int, *, is_modest: bool = False) -> None:
        doors: Any = [threading.Semaphore(0) for _ in range(helpers)]
        self._workers = [Worker(ground, doors, place, lambda: None) for place in range(helpers)]

    def is_there(self, patience: float = 0.0) -> bool:
        """Return that they are there."""
        return True

    def do(self, job: Job, workers: int) -> int:
        """Do a job in so many threads."""

        done: list[int] = []

        def help(worker: Worker) -> None:
            with np.errstate(all="ignore"):
                done.append(worker.do(job, workers))

        threads = [threading.Thread(target=help, args=(worker,)) for worker in self._workers[:workers]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return done[0]

    def close(self) -> None:
        """Do nothing: they are gone after each job."""
