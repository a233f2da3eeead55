"""Outbox: post on one thread, take on another, one wake-up signal in between."""

from threading import RLock
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")


class Outbox(QObject, Generic[T]):
    """A list that any thread may add to and one thread empties.

    However fast the one side posts, the other wakes once per visit and misses
    nothing: ``filled`` is sent only when the list was empty. A thread may outlive
    the outbox: what it posts after :meth:`close` goes nowhere.
    """

    filled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = RLock()  # it is held while filled is sent, and who hears that at once takes
        self._waiting: list[T] = []
        self._is_closed = False

    def post(self, message: T) -> None:
        """Add a message, and wake the other side unless it was woken already."""
        with self._lock:
            if self._is_closed:
                return
            was_empty = not self._waiting
            self._waiting.append(message)
            if was_empty:
                self.filled.emit()

    def take(self) -> list[T]:
        """Return all messages in the order they were posted, and forget them."""
        with self._lock:
            taken, self._waiting = self._waiting, []
        return taken

    def close(self) -> None:
        """Take no more messages; those that wait can still be taken. To be called before Qt deletes this object."""
        with self._lock:
            self._is_closed = True
