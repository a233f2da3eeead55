"""Series: jobs of which one begins when the one before has ended, because they share what they work on."""

from collections import deque
from collections.abc import Callable
from typing import Any

from core.errors import InklingError
from desktop.background.jobs import Job, Jobs

_Start = Callable[[], Job]


class Series:
    """Does one thing after the other, off the window's thread; closing the window waits for all of them.

    Parameters
    ----------
    jobs : Jobs
        Does each.
    """

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._waiting: deque[_Start] = deque()
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._job is not None

    def add(
        self,
        name: str,
        work: Callable[[], Any],
        *,
        done: Callable[[Any], None] = lambda result: None,
        failed: Callable[[InklingError], None],
        crashed: Callable[[], None] = lambda: None,
    ) -> None:
        """Do something when all that was added before is done; the handlers are those of :meth:`Jobs.start`."""

        def start() -> Job:
            return self._jobs.start(
                name,
                lambda job: work(),
                done=lambda result: self._go_on(lambda: done(result)),
                failed=lambda error: self._go_on(lambda: failed(error)),
                crashed=lambda: self._go_on(crashed),
                must_finish=True,
            )

        self._waiting.append(start)
        if self._job is None:
            self._next()

    def finish(self) -> None:
        """Wait until all is done, and let each say how it ended before this returns."""
        while (job := self._job) is not None:
            self._jobs.finish(job)
            if self._job is job:  # nobody hears of jobs any more: the window has closed
                self._waiting.clear()
                self._job = None

    def _go_on(self, tell: Callable[[], None]) -> None:
        self._next()
        tell()

    def _next(self) -> None:
        self._job = self._waiting.popleft()() if self._waiting else None
