"""Speedometer: how long training has taken, and how fast it has been lately."""

from collections.abc import Callable
from types import TracebackType


class Speedometer:
    """A stopwatch that runs only inside its ``with`` block.

    Parameters
    ----------
    clock : callable
        Returns seconds from any starting point.

    Attributes
    ----------
    seconds : float
        Time spent inside the block so far.
    images_per_second : float
        Recent speed; 0 before anything was counted.
    latest : float
        Speed inside the latest block alone, which is less steady and more up to date; 0 before anything was counted.
    """

    _SPAN = 0.5  # seconds over which speed is averaged: steady enough to read, quick to show a change

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.seconds = 0.0
        self.images_per_second = 0.0
        self.latest = 0.0
        self._latest_seconds = 0.0
        self._images_in_span = 0
        self._seconds_in_span = 0.0
        self._entered = 0.0

    def __enter__(self) -> None:
        self._entered = self._clock()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        elapsed = self._clock() - self._entered
        self.seconds += elapsed
        self._latest_seconds = elapsed
        self._seconds_in_span += elapsed

    def count(self, images: int) -> None:
        """Add images that were trained on in the time measured."""
        if self._latest_seconds > 0:
            self.latest = images / self._latest_seconds
        self._images_in_span += images
        is_first = self.images_per_second == 0 and self._seconds_in_span > 0
        if is_first or self._seconds_in_span >= self._SPAN:
            self.images_per_second = self._images_in_span / self._seconds_in_span
        if self._seconds_in_span >= self._SPAN:
            self._images_in_span, self._seconds_in_span = 0, 0.0
