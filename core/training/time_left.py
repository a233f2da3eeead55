"""TimeLeft: how long a run still takes, reckoned from how far it has come in the last seconds.

From the speed of the latest batches alone it would jump: the first ones take ten times as long as those after them,
and each look at the test images stops the training for a while.
"""

from collections import deque

_LEAST, _SPAN = 2.0, 20.0  # seconds: before the one nothing is said; what lies further back than the other is forgotten


class TimeLeft:
    """Takes notes of how far a run is, and tells when it ends if it goes on like that."""

    def __init__(self) -> None:
        self._notes: deque[tuple[float, float]] = deque()

    def forget(self) -> None:
        """Begin anew: training rests, or another run is trained."""
        self._notes.clear()

    def note(self, now: float, epoch: float) -> None:
        """Take note of how many epochs are done at a moment of a steady clock, in seconds."""
        if self._notes and epoch < self._notes[-1][1]:
            self.forget()
        self._notes.append((now, epoch))
        while now - self._notes[0][0] > _SPAN:
            self._notes.popleft()

    def seconds(self, epochs: float) -> float:
        """Return how long it takes until so many epochs are done; NaN while that cannot be told."""
        if not self._notes:
            return float("nan")
        (before, start), (now, epoch) = self._notes[0], self._notes[-1]
        if now - before < _LEAST or epoch <= start:
            return float("nan")
        return max(0.0, epochs - epoch) * (now - before) / (epoch - start)
