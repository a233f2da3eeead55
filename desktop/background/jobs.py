"""Jobs: work of a second or a minute (download, load, save) with progress, cancel and error."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject

from core.errors import Cancelled, InklingError
from desktop.background.news import Cancellation, Crash, Failure, Handlers, Outcome, Progress, Result
from desktop.background.outbox import Outbox
from desktop.background.unforeseen import unforeseen


@dataclass(frozen=True, slots=True)
class _Message:
    job: "Job"
    news: Progress | Outcome


class Job:
    """One piece of work in a thread of its own; the work is given this object.

    The work calls :meth:`report` and looks at :meth:`is_cancelled`; both may be
    called from its thread.
    """

    def __init__(self, name: str, outbox: "Outbox[_Message]", handlers: Handlers, must_finish: bool) -> None:
        self.name = name
        self.must_finish = must_finish
        self.handlers = handlers
        self._outbox = outbox
        self._cancel = Event()

    def report(self, done: int, total: int) -> None:
        """Tell how far the work is."""
        self._outbox.post(_Message(self, Progress(done, total)))

    def is_cancelled(self) -> bool:
        """Return whether the work should stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; it does so when it next looks."""
        self._cancel.set()

    def run(self, work: Callable[["Job"], Any]) -> None:
        """Do the work and post how it ended."""
        crash = unforeseen(lambda: self._outbox.post(_Message(self, self._ended(work))))
        if crash is not None:
            self._outbox.post(_Message(self, Crash(crash)))

    def _ended(self, work: Callable[["Job"], Any]) -> Outcome:
        try:
            return Result(work(self))
        except Cancelled:
            return Cancellation()
        except InklingError as error:
            return Failure(error)


class Jobs(QObject):
    """All jobs of a window. Their handlers are called on the window's thread.

    Parameters
    ----------
    crashed : callable
        Called with an exception that nobody foresaw.
    troubled : callable
        Called with an ``InklingError`` that nobody else is told of: that of a job that was started without
        ``failed``, and one that a handler raises.
    """

    def __init__(
        self,
        crashed: Callable[[Exception], None],
        troubled: Callable[[InklingError], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._crashed = crashed
        self._troubled = troubled
        self._threads: dict[Job, Thread] = {}
        self._undelivered: deque[_Message] = deque()
        self._outbox: Outbox[_Message] = Outbox(self)
        self._outbox.filled.connect(self._deliver)

    def start(
        self,
        name: str,
        work: Callable[[Job], Any],
        *,
        done: Callable[[Any], None] = lambda result: None,
        failed: Callable[[InklingError], None] | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], None] = lambda: None,
        crashed: Callable[[], None] = lambda: None,
        must_finish: bool = False,
    ) -> Job:
        """Start ``work(job)`` in a thread and return the job.

        Parameters
        ----------
        name : str
            What it does, for the thread's name.
        work : callable
            Given the job; what it returns goes to ``done``. It may raise an
            ``InklingError`` (goes to ``failed``) or ``Cancelled``.
        done, failed, progress, cancelled, crashed : callable
            Called on the window's thread; of all but ``progress`` exactly one, once. An error that nobody
            foresaw goes to the crash dialog as well as calling ``crashed``. What one of these calls raises
            is no failure of the work: an ``InklingError`` is told as trouble, any other goes to the dialog.
        must_finish : bool
            Whether closing the window waits for it, as for a file that is being saved.
        """

        def crash(error: Exception) -> None:
            crashed()
            self._crashed(error)

        handlers = Handlers(done, failed or self._troubled, progress, cancelled, crash)
        job = Job(name, self._outbox, handlers, must_finish)
        # A daemon, so that a server that says nothing cannot keep a closed window's process alive.
        thread = Thread(target=job.run, args=(work,), name=name, daemon=True)
        self._threads[job] = thread
        thread.start()
        return job

    def write(
        self,
        path: Path,
        work: Callable[[], object],
        *,
        done: Callable[[], None] = lambda: None,
        failed: Callable[[InklingError], None] | None = None,
        crashed: Callable[[], None] = lambda: None,
    ) -> Job:
        """Start work that writes a file, which closing the window waits for; otherwise as :meth:`start`."""
        return self.start(
            f"write {path.name}",
            lambda job: work(),
            done=lambda _: done(),
            failed=failed,
            crashed=crashed,
            must_finish=True,
        )

    def finish(self, job: Job) -> None:
        """Wait for a job, and let it say how it ended before this returns."""
        thread = self._threads.get(job)
        if thread is not None:
            thread.join()
            self._deliver()

    def end(self, timeout_seconds: float = 0.3) -> bool:
        """Wait for jobs that must finish, cancel the others, and return whether all ended in time.

        One that did not may go on, but nobody hears of it, nor of a job that is started afterwards.
        """
        for job, thread in list(self._threads.items()):
            if job.must_finish:
                thread.join()
            else:
                job.cancel()
        end = monotonic() + timeout_seconds
        for thread in self._threads.values():
            thread.join(max(0.0, end - monotonic()))
        self._outbox.close()
        ended = not any(thread.is_alive() for thread in self._threads.values())
        self._threads = {job: thread for job, thread in self._threads.items() if job.must_finish}
        self._deliver()  # how a save ended still matters; the others are forgotten
        self._threads.clear()
        return ended

    def _deliver(self) -> None:
        # One at a time: a handler may wait for another job, whose message may be among those taken here.
        self._undelivered.extend(self._outbox.take())
        while self._undelivered:
            message = self._undelivered.popleft()
            if message.job not in self._threads:
                continue
            if not isinstance(message.news, Progress):
                del self._threads[message.job]
            crash = unforeseen(partial(self._tell, message))
            if crash is not None:
                self._crashed(crash)

    def _tell(self, message: _Message) -> None:
        try:
            message.job.handlers.hear(message.news)
        except InklingError as error:
            self._troubled(error)
