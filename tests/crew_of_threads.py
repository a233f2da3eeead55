"""A crew whose helpers are threads: what processes do, without the time to start them."""

import threading
from typing import Any

import numpy as np

from core.network.fast.crew import Worker
from core.network.fast.ground import Ground
from core.network.fast.job import Job


class CrewOfThreads:
    """Stands in for :class:`core.network.fast.crew.Crew`."""

    def __init__(self, ground: Ground, workers: int) -> None:
        doors: Any = [threading.Semaphore(0) for _ in range(workers)]
        self._workers = [Worker(ground, doors, place, lambda: None) for place in range(workers)]

    def is_there(self, patience: float = 0.0) -> bool:
        """Return that they are there."""
        return True

    def do(self, job: Job, workers: int) -> int:
        """Do a job in so many threads."""

        def help(worker: Worker) -> None:
            with np.errstate(all="ignore"):
                worker.do(job, workers)

        first, *others = self._workers[:workers]
        threads = [threading.Thread(target=help, args=(worker,)) for worker in others]
        for thread in threads:
            thread.start()
        done = first.do(job, workers)
        for thread in threads:
            thread.join()
        return done

    def close(self) -> None:
        """Do nothing: they are gone after each job."""
