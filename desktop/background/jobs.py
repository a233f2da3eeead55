"""Jobs: work of a second or a minute (download, load, save) with progress, cancel and error."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject

from core.errors import Cancelled, InklingError
from desktop.background.outbox import Outbox
from desktop.background.unforeseen import unforeseen


@dataclass(frozen=True, slots=True)
class Handlers:
    """What to call on the window's thread when a job has something to say."""

    done: Callable[[Any], None]
    failed: Callable[[InklingError], None]
    progress: Callable[[int, int], None]
    cancelled: Callable[[], None]
    crashed: Callable[[Exception], None]


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
        self._outbox.post(_Message(self, "progress", (done, total)))

    def is_cancelled(self) -> bool:
        """Return whether the work should stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; it does so when it next looks."""
        self._cancel.set()

    def run(self, work: Callable[["Job"], Any]) -> None:
        """Do the work and post how it ended."""
        crash = unforeseen(lambda: self._outbox.post(self._ended(work)))
        if crash is not None:
            self._outbox.post(_Message(self, "crashed", (crash,)))

    def _ended(self, work: Callable[["Job"], Any]) -> "_Message":
        try:
            return _Message(self, "done", (work(self),))
        except Cancelled:
            return _Message(self, "cancelled", ())
        except InklingError as error:
            return _Message(self, "failed", (error,))


@dataclass(frozen=True, slots=True)
class _Message:
    job: Job
    kind: str
    arguments: tuple[Any, ...]


class Jobs(QObject):
    """All jobs of a window. Their handlers are called on the window's thread.

    Parameters
    ----------
    crashed : callable
        Called with an exception that nobody foresaw.
    """

    def __init__(self, crashed: Callable[[Exception], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crashed = crashed
        self._threads: dict[Job, Thread] = {}
        self._outbox: Outbox[_Message] = Outbox(self)
        self._outbox.filled.connect(self._deliver)

    def start(
        self,
        name: str,
        work: Callable[[Job], Any],
        *,
        done: Callable[[Any], None] = lambda result: None,
        failed: Callable[[InklingError], None] = lambda error: None,
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
            Called on the window's thread. An error that nobody foresaw goes to the crash
            dialog as well as calling ``crashed``.
        must_finish : bool
            Whether closing the window waits for it, as for a file that is being saved.
        """

        def crash(error: Exception) -> None:
            crashed()
            self._crashed(error)

        job = Job(name, self._outbox, Handlers(done, failed, progress, cancelled, crash), must_finish)
        # A daemon, so that a server that says nothing cannot keep a closed window's process alive.
        thread = Thread(target=job.run, args=(work,), name=name, daemon=True)
        self._threads[job] = thread
        thread.start()
        return job

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
        for message in self._outbox.take():
            if message.job not in self._threads:
                continue
            if message.kind != "progress":
                del self._threads[message.job]
            crash = unforeseen(partial(getattr(message.job.handlers, message.kind), *message.arguments))
            if crash is not None:
                self._crashed(crash)
