"""Update ratio: how far a step of training goes, next to the weights it starts from, measured on the step itself.

The weights are copied before a step and after it. So whatever takes part in a step is in
the figure: optimizer and what it remembers, schedule, weight decay, augmentation. Two
snapshots could be compared instead, but hundreds of steps lie between them that partly
undo each other.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.insight.statistics import update_ratios
from core.network.network import Network

PRICE = 0.003
"""Of the time of training: so much measuring may take."""


class UpdateRatios:
    """Measures a step now and then, at a price below a hundredth of the time of training.

    Parameters
    ----------
    clock : callable
        Returns seconds.
    own_time : callable
        Returns the seconds of a processor that this thread has had: on a busy machine the clock runs while
        it waits, which is no price of measuring.
    latest : tuple of float
        What was measured before, in a run that goes on.

    Attributes
    ----------
    latest : tuple of float
        The size of the latest step measured over that of the weights before it, for each layer, as
        :func:`core.insight.statistics.update_ratios` tells it; empty before one was measured.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        own_time: Callable[[], float] = time.thread_time,
        latest: tuple[float, ...] = (),
    ) -> None:
        self._clock, self._own_time = clock, own_time
        self._next = clock()
        self.latest = latest

    @property
    def is_due(self) -> bool:
        """Whether it is time to measure again; a first step is measured at once."""
        return self._clock() >= self._next

    @contextmanager
    def measured(self, network: Callable[[], Network]) -> Iterator[None]:
        """Measure the one step that is taken inside the ``with`` block; ``network`` returns the network as it is."""
        began = self._own_time()
        before = network()
        spent = self._own_time() - began
        yield
        began = self._own_time()
        self.latest = update_ratios(before, network())
        spent += self._own_time() - began
        self._next = self._clock() + spent / PRICE
