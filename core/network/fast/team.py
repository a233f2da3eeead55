"""Who does the shards' work: one thread that takes turns, or two that meet.

Numpy lets go of Python's interpreter lock while it multiplies, so two Python threads can
keep two processors busy, each with products of its own. The other way to use two
processors, to let BLAS divide every product among its threads, has them meet at each
product; it is slow for small batches, and on a busy machine, where one of the two is
always late, it is slower than one thread. Here they meet once or twice a step.

At a meeting each thread says that it has come so far, and waits for the other only if it
needs something from it: the semaphores of Dijkstra (1965), made of a queue each. A thread
that waits sleeps, and on a virtual machine it takes up to 50 microseconds to wake it,
which is why one thread is faster for the smallest batches. (To keep the processor busy
while waiting was tried: it gained a few percent on a quiet machine, and nothing or less on
a busy one.)

Whenever numpy is done with an array of more than 500 numbers it has to get the
interpreter lock back. If the other thread holds it just then, this one sleeps, for longer
than most calls take: ten short calls on each of two threads at the same time are several
times slower than twenty on one. So while one thread makes many short calls, the other is
given few long ones.

One thread does exactly what two do, so the results are the same to the last bit, and
:mod:`core.network.fast.autotune` may choose among them at any moment.
"""

import threading
import weakref
from collections.abc import Iterator, Sequence
from queue import SimpleQueue
from typing import Protocol

import numpy as np

from core.network.fast.shard import UnsoundError
from core.network.processors import held_to, two_sides

Work = Iterator[bool]
"""A shard's work; it yields where the shards meet: whether it has to wait there until the other has come as far."""


class Crew(Protocol):
    """Does the shards' work."""

    def do(self, works: Sequence[Work]) -> bool:
        """Do all of it, and return whether the numbers stayed finite; the work ends at once when they did not."""

    def close(self) -> None:
        """Send the threads home. The crew can be used again; they then come back."""


class Alone:
    """One thread: each shard's work up to the next meeting, in turn."""

    def do(self, works: Sequence[Work]) -> bool:
        """Do all works in this thread, and return whether the numbers stayed finite."""
        try:
            # When the first shard is done, the strict zip goes on to the others, so their last bit is done too.
            for _ in zip(*works, strict=True):
                pass
        except UnsoundError:
            return False
        return True

    def close(self) -> None:
        """Do nothing: there is no other thread."""


class _BrokenUp(Exception):
    """The other thread will not come to the meeting."""


class _Meeting:
    """Where two threads wait for each other."""

    def __init__(self) -> None:
        # What each has passed and the other has not yet taken note of: True for a meeting, False at its leave.
        self._passed: tuple[SimpleQueue[bool], SimpleQueue[bool]] = (SimpleQueue(), SimpleQueue())

    def attend(self, who: int, work: Work) -> None:
        """Do the work, and wait for the other wherever it says so."""
        tell, hear = self._passed[who].put, self._passed[1 - who].get
        unheard = 0
        for must_wait in work:
            tell(True)
            unheard += 1
            if must_wait:
                for _ in range(unheard):
                    if not hear():
                        raise _BrokenUp
                unheard = 0

    def leave(self, who: int) -> None:
        """Leave for good: the other is not to wait any longer."""
        self._passed[who].put(False)


class _Helper:
    """The second thread: waits for work, does it, says so."""

    def __init__(self, processors: frozenset[int] | None) -> None:
        self._processors = processors
        self._go, self._done = threading.Lock(), threading.Lock()
        self._go.acquire()
        self._done.acquire()
        self._work: Work | None = None
        self._meeting: _Meeting | None = None
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._live, name="inkling-team", daemon=True)
        self._thread.start()

    def begin(self, work: Work, meeting: _Meeting) -> None:
        """Start on a work."""
        self._work, self._meeting, self.error = work, meeting, None
        self._go.release()

    def wait(self) -> None:
        """Return when the work is done, even if Ctrl+C comes while waiting."""
        try:
            self._done.acquire()
        except KeyboardInterrupt:
            self._done.acquire()
            raise

    def go_home(self) -> None:
        """End the thread, and wait for its end."""
        if self._thread.is_alive():
            self._work = None
            self._go.release()
            if threading.current_thread() is not self._thread:  # where garbage is collected is up to Python
                self._thread.join()

    def _live(self) -> None:
        # Each thread has its own setting of what numpy warns of; trouble is found by looking at the slopes.
        with np.errstate(all="ignore"), held_to(self._processors):
            while True:
                self._go.acquire()
                work, meeting = self._work, self._meeting
                self._work = self._meeting = None
                if work is None or meeting is None:
                    return
                try:
                    meeting.attend(1, work)
                except _BrokenUp:
                    pass  # the other thread has told why
                except BaseException as error:  # noqa: BLE001  # it is raised again in the thread that waits
                    self.error = error
                    meeting.leave(1)
                del work, meeting
                self._done.release()


class Pair:
    """Two threads: the caller's, and a helper's that is started when it is first needed.

    An interruption (Ctrl+C) leaves the two shards usable, but perhaps a step apart.
    """

    def __init__(self) -> None:
        self._sides = two_sides() or (None, None)
        self._helper: _Helper | None = None
        self._send_home: weakref.finalize[[], Pair] | None = None

    def do(self, works: Sequence[Work]) -> bool:
        """Do two works, one in this thread and one in the helper's; return whether the numbers stayed finite."""
        mine, other = works
        helper = self._call_helper()
        meeting = _Meeting()
        helper.begin(other, meeting)
        is_sound = True
        try:
            with held_to(self._sides[0]):
                meeting.attend(0, mine)
        except UnsoundError:
            is_sound = False
        except _BrokenUp:
            pass  # the helper has told why
        finally:  # whatever happened here, Ctrl+C for one, the helper is not left waiting, nor at work
            meeting.leave(0)
            helper.wait()
        if helper.error is not None and not isinstance(helper.error, UnsoundError):
            raise helper.error
        return is_sound and helper.error is None

    def close(self) -> None:
        """Send the helper home; it is called again when it is needed."""
        if self._send_home is not None:
            self._send_home()
        self._helper = self._send_home = None

    def _call_helper(self) -> _Helper:
        if self._helper is None:
            self._helper = _Helper(self._sides[1])
            # The thread does not keep this object alive, and ends with it.
            self._send_home = weakref.finalize(self, self._helper.go_home)
        return self._helper
