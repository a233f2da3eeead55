"""Autosave: the run that trains is written in time, at little cost, and trouble with it is told once."""

import time
from collections.abc import Callable

from core.errors import FileError
from core.files.store import Store
from core.training.run import Run

EVERY = 60.0
"""Seconds: so long the latest work of a run that trains may be in memory alone."""

PRICE = 0.01
"""Of the time of training: so much writing may take; of a network of hundreds of megabytes it is seldomer."""


class Autosave:
    """Writes a run again and again while it trains.

    Parameters
    ----------
    store : Store
        Where it is written to.
    clock : callable
        Returns seconds.
    own_time : callable
        Returns the seconds of a processor that this thread has had: waiting for a disk costs training nothing.
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], float] = time.monotonic,
        own_time: Callable[[], float] = time.thread_time,
    ) -> None:
        self.store = store
        self._clock, self._own_time = clock, own_time
        self._next = clock() + EVERY
        self._is_told = False

    @property
    def is_due(self) -> bool:
        """Whether a run that has changed is to be written now."""
        return self._clock() >= self._next

    def write(self, run: Run) -> tuple[Run | None, str]:
        """Write a run, due or not: as it pauses, ends, or the window closes.

        Returns
        -------
        Run or None
            The run as the store knows it from now on; see :meth:`Store.write`. None where it could not be written.
        str
            What is to be said: why it could not be written, once until it can be again; else empty. Training can go
            on in any case.
        """
        began = self._own_time()
        try:
            written = self.store.write(run, is_on_screen=True)
        except FileError as error:
            was_told, self._is_told = self._is_told, True
            return None, "" if was_told else f"This run is not being kept. {error}"
        else:
            self._is_told = False
            return written, ""
        finally:
            self._next = self._clock() + max(EVERY, (self._own_time() - began) / PRICE)
