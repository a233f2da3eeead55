"""Latest: work for views that follow the run, where only the newest request matters."""

from collections.abc import Callable
from dataclasses import dataclass
from time import thread_time
from typing import Any

from PySide6.QtCore import QObject

from core.errors import InklingError
from desktop.background.jobs import Job, Jobs
from desktop.background.throttle import Rest, Throttle


@dataclass(frozen=True, slots=True)
class _Request:
    work: Callable[[Job], Any]
    done: Callable[[Any], None]


class Latest(QObject):
    """Does one piece of work at a time in a thread; of the requests that come meanwhile only the newest waits.

    Between two pieces it rests, so that work beside the training takes a small share of a processor;
    what is urgent, since a person waits for it, is done without a rest.

    Parameters
    ----------
    jobs : Jobs
        Who runs it.
    name : str
        What is done, for the thread's name.
    rest : Rest
        How long to rest after a piece of work, by what it took on its processor.
    """

    def __init__(self, jobs: Jobs, name: str, rest: Rest, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._name, self._rest = jobs, name, rest
        self._job: Job | None = None
        self._requests = Throttle(self._start, rest, parent=self)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done, or waits to be."""
        return self._job is not None or self._requests.is_waiting

    def ask(self, work: Callable[[Job], Any], done: Callable[[Any], None], *, is_urgent: bool = False) -> None:
        """Do ``work(job)`` as soon as may be, and give ``done`` the result; a request that still waits is dropped."""
        self._requests(_Request(work, done), is_urgent=is_urgent)

    def forget(self) -> None:
        """Drop what waits, and the result of what is being done: it is of no use any more."""
        self._requests.cancel()
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._requests.rest(0)

    def _start(self, request: _Request) -> None:
        self._requests.hold()

        def work(job: Job) -> tuple[Any, float]:
            start = thread_time()
            return request.work(job), thread_time() - start

        def done(outcome: tuple[Any, float]) -> None:
            if job is self._job:
                result, seconds = outcome
                self._finish(seconds)
                request.done(result)

        def stopped(error: InklingError | None = None) -> None:
            if job is self._job:
                self._finish(0.0)

        job = self._jobs.start(self._name, work, done=done, failed=stopped, cancelled=stopped, crashed=stopped)
        self._job = job

    def _finish(self, seconds: float) -> None:
        self._job = None
        self._requests.rest(self._rest.after(seconds))
