"""Autotune: which of several ways of doing the same work is the faster one at present.

Two processes are faster than one where two processors are free, and slower where another
program or a window wants one of them, and for the smallest networks always. That can't
be known beforehand, so it is measured: in the run itself, as every way gives the same
numbers, and again and again, as what else goes on in the machine changes.
"""

from collections.abc import Callable

_TRIALS = 3  # times each way is tried before one is chosen
_PATIENCE = 4.0  # seconds for which a choice holds
_SLOWDOWN = 1.3  # so many times slower than when it was chosen, a way is put to the test earlier
_REST = 0.25  # but never earlier than after this many seconds, twice as many after each test that changed nothing
_SHORT = 0.25  # of the images of the call before: a call of fewer tells little about the way
_NEWEST = 0.2  # how much the latest time counts in the average


class Autotune:
    """Chooses among so many ways by the time each takes."""

    def __init__(self, ways: int, clock: Callable[[], float]) -> None:
        self._ways, self._clock = ways, clock
        self._chosen, self._rest = ways - 1, _REST / 2
        self._started = self._chosen_at = clock()
        self._expected = self._average = 0.0  # seconds per image: when chosen, and of late
        self._images = 0  # of the latest call
        self._trials: list[int] = []
        self._times: dict[int, float] = {}
        if ways > 1:
            self._put_to_the_test()

    @property
    def way(self) -> int:
        """The way to take next."""
        return self._trials[-1] if self._trials else self._chosen

    def start(self) -> None:
        """Start the watch."""
        self._started = self._clock()

    def stop(self, images: int) -> None:
        """Note that so many images were done since the start, the present way."""
        now = self._clock()
        usual, self._images = self._images, images
        if images < usual * _SHORT:  # a single batch between many: to begin and to meet weigh more in it
            return
        time = (now - self._started) / max(images, 1)
        if self._trials:
            way = self._trials.pop()
            # The best time counts: what disturbs a measurement makes it longer, never shorter.
            self._times[way] = min(time, self._times.get(way, time))
            if not self._trials:
                self._choose(now)
        elif self._ways > 1:
            self._average += _NEWEST * (time - self._average)
            since = now - self._chosen_at
            if since > _PATIENCE or (since > self._rest and self._average > _SLOWDOWN * self._expected):
                self._put_to_the_test()

    def _put_to_the_test(self) -> None:
        self._times = {}
        self._trials = [way for _ in range(_TRIALS) for way in range(self._ways)]

    def _choose(self, now: float) -> None:
        before, self._chosen = self._chosen, min(self._times, key=self._times.__getitem__)
        # Where times vary by themselves a test is often called for, and each costs some calls of the slower ways.
        self._rest = min(2 * self._rest, _PATIENCE) if self._chosen == before else _REST
        self._expected = self._average = self._times[self._chosen]
        self._chosen_at = now
