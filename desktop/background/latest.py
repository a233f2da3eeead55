"""Latest: work for views that follow the run, where only the newest request matters."""

from collections.abc import Callable
from dataclasses import dataclass
from time import thread_time
from typing import Any

from PySide6.QtCore import QObject, QTimer

from core.errors import InklingError
from desktop.background.jobs import Job, Jobs

_LONGEST_REST_MS = 30_000


@dataclass(frozen=True, slots=True)
class _Request:
    work: Callable[[Job], Any]
    done: Callable[[Any], None]
    is_urgent: bool


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
    rest_ms : int
        The shortest rest after a piece of work, in milliseconds.
    rest_factor : float
        How many times as long as the work took on its processor the rest is, if that is longer.
    """

    def __init__(
        self, jobs: Jobs, name: str, rest_ms: int = 300, rest_factor: float = 9.0, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._name = jobs, name
        self._rest_ms, self._rest_factor = rest_ms, rest_factor
        self._job: Job | None = None
        self._waiting: _Request | None = None
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._start_waiting)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done, or waits to be."""
        return self._job is not None or self._waiting is not None

    def ask(self, work: Callable[[Job], Any], done: Callable[[Any], None], *, is_urgent: bool = False) -> None:
        """Do ``work(job)`` as soon as may be, and give ``done`` the result; a request that still waits is dropped."""
        self._waiting = _Request(work, done, is_urgent)
        if self._job is None and (is_urgent or not self._rest.isActive()):
            self._start_waiting()

    def forget(self) -> None:
        """Drop what waits, and the result of what is being done: it is of no use any more."""
        self._waiting = None
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _start_waiting(self) -> None:
        if self._waiting is None or self._job is not None:
            return
        request, self._waiting = self._waiting, None
        self._rest.stop()

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
        rest = max(self._rest_ms, round(1000 * seconds * self._rest_factor))
        self._rest.start(min(rest, _LONGEST_REST_MS))
        if self._waiting is not None and self._waiting.is_urgent:
            self._start_waiting()
