"""Outbox: post on one thread, take on another, one wake-up signal in between."""

from threading import Lock
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")


class Outbox(QObject, Generic[T]):
    """A list that any thread may add to and one thread empties.

    However fast the one side posts, the other wakes once per visit and misses
    nothing: ``filled`` is sent only when the list was empty.
    """

    filled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._waiting: list[T] = []

    def post(self, message: T) -> None:
        """Add a message, and wake the other side unless it was woken already."""
        with self._lock:
            was_empty = not self._waiting
            self._waiting.append(message)
        if was_empty:
            self.filled.emit()

    def take(self) -> list[T]:
        """Return all messages in the order they were posted, and forget them."""
        with self._lock:
            taken, self._waiting = self._waiting, []
        return taken
