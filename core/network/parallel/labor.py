"""Labor: has jobs done by as many helpers as are fastest at the moment, and repeats what a lost one spoiled."""

import pickle
import time
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from core.arrays import Arrays, Bytes
from core.network.fast.ground import Ground
from core.network.fast.job import Job
from core.network.images import put_rows
from core.network.parallel.autotune import Autotune
from core.network.parallel.crew import Crew, HelperLostError, Worker

_ALONE = 0.2  # seconds of processor time before helpers are called: a short run is over before they come
_PATIENCE = 0.2  # seconds to wait for helpers at a time
_KEPT = 0.1  # seconds of training after which what it has changed is kept anew: repeated when a helper is lost
_DEAR = 50  # and never before so many times what that took: a fiftieth of the time is spent on it at most

LOST = "A helper process ended before its time. Training goes on in one process."
HOMELESS = (
    "A part of these settings is not in a module of its own, where another process would find it: training uses one "
    "process."
)
REFUSED = "This system gives no other process, or no memory to share with it: training uses one process."

Given: TypeAlias = tuple[Bytes, Bytes]
"""Images and labels given for one job."""


class Labor:
    """Has the jobs of an engine done.

    There are so many ``helpers``, or none. Where it ``is_measured``, fewer do a job if that is faster; else it is
    always so many, once they are there. Until then, and without them, jobs are done here. In ``trouble`` stands what is
    to be told of them.
    """

    def __init__(
        self, ground: Ground, helpers: int, *, is_measured: bool, is_modest: bool, clock: Callable[[], float]
    ) -> None:
        self._ground, self._clock, self._helpers, self._is_modest = ground, clock, helpers, is_modest
        self._alone = Worker(ground, (), 0, lambda: None)
        self._counts = _counts_up_to(helpers) if is_measured else (helpers,)
        self._until_called = _ALONE if is_measured else 0.0  # seconds of processor time
        self._autotune = Autotune(len(self._counts), clock)
        self._crew: Crew | None = None
        self._is_there = False
        self._kept: Arrays = ()
        self._kept_until = 0.0
        self._since: list[tuple[Job, Given | None]] = []  # jobs done by several since it was kept
        self.trouble = ""

    def do(self, job: Job, images: int, given: Given | None = None) -> int:
        """Have a job of so many images done, and return how many batches were done.

        Where images are given for it, they are copied for the workers; but they are held for a while, as the job may
        have to be done once more, and so must not be written to.
        """
        if not self._has_crew():
            began = time.thread_time()
            self._since, done = [], self._do_alone(job, given)
            self._until_called -= time.thread_time() - began
            return done
        workers = self._counts[self._autotune.way]
        self._autotune.start()
        done = self._have_done(job, given, workers)
        self._autotune.stop(images)
        return done

    def forget(self) -> None:
        """Take note that the images of the jobs so far are others now."""
        self._since = []

    def wait(self) -> None:
        """Return when the helpers are there, where there are to be any."""
        self._until_called = 0.0
        while not self._has_crew(_PATIENCE) and self._crew is not None:
            pass

    def close(self) -> None:
        """Send the helpers home; they come back when there is work."""
        if self._crew is not None:
            self._crew.close()
        self._crew, self._is_there = None, False

    def _has_crew(self, patience: float = 0.0) -> bool:
        """Return whether the helpers are there, or come within so many seconds; call them when it is time."""
        if not self._helpers or self.trouble:
            return False
        try:
            if self._crew is None:
                if self._until_called <= 0:
                    self._crew = Crew(self._ground, self._helpers, is_modest=self._is_modest)
            elif not self._is_there and self._crew.is_there(patience):
                self._is_there, self._autotune = True, Autotune(len(self._counts), self._clock)
        except HelperLostError:
            self._give_up(LOST)
        except (OSError, ImportError):  # also a Python without semaphores
            self._give_up(REFUSED)
        except (pickle.PicklingError, AttributeError, TypeError):
            self._give_up(HOMELESS)
        return self._is_there

    def _do_alone(self, job: Job, given: Given | None) -> int:
        self._lay_out(given)
        return self._alone.do(job, 1)

    def _lay_out(self, given: Given | None) -> None:
        if given is not None:
            put_rows(self._ground.given, *given)

    def _have_done(self, job: Job, given: Given | None, workers: int) -> int:
        assert self._crew is not None
        if not self._since or self._clock() > self._kept_until:
            self._keep()
        self._lay_out(given)
        try:
            done = self._crew.do(job, workers)
        except HelperLostError:
            self._give_up(LOST)
            self._go_back()
            return self._do_alone(job, given)
        except BaseException:  # Ctrl+C, for one, between two steps of which a helper has done one more
            self.close()
            self._go_back()
            raise
        self._since.append((job, given))
        return done

    def _keep(self) -> None:
        """Keep what training changes, to go back to."""
        began, state = self._clock(), self._ground.state
        self._since = []  # first: who is interrupted here must not go back to this
        self._kept = self._kept or tuple(np.empty_like(array) for array in state)
        for kept, array in zip(self._kept, state, strict=True):
            np.copyto(kept, array)
        now = self._clock()
        self._kept_until = now + max(_KEPT, _DEAR * (now - began))

    def _go_back(self) -> None:
        """Bring the weights to where they were before the latest job."""
        for kept, array in zip(self._kept, self._ground.state, strict=True):
            np.copyto(array, kept)
        for job, given in self._since:
            self._do_alone(job, given)
        self._since = []

    def _give_up(self, trouble: str) -> None:
        self.trouble = trouble
        self.close()


def _counts_up_to(most: int) -> tuple[int, ...]:
    """Return how many helpers are tried: one, two, four, ... and all."""
    return (*(2**power for power in range(most.bit_length()) if 2**power < most), most)
