"""Throttle: does something now or after a rest, so that what comes often costs little.

A mouse reports a thousand times a second and a run is shown twenty times; drawing or measuring for each would
leave nothing to the training. Of the calls that come in a rest only the last is answered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import thread_time
from typing import Generic, TypeVarTuple

from PySide6.QtCore import QObject, QTimer

Arguments = TypeVarTuple("Arguments")


@dataclass(frozen=True, slots=True)
class Rest:
    """How long to rest after something was done.

    Attributes
    ----------
    least_ms : int
        The shortest rest, in milliseconds.
    times : float
        How many times as long as the thing took the rest is, if that is longer: with 9 the thing takes a tenth of a
        processor at most.
    most_ms : int
        The longest rest, in milliseconds: a thing that was held up once is not to be forgotten for an hour.
    """

    least_ms: int = 0
    times: float = 0.0
    most_ms: int = 30_000

    def after(self, seconds: float) -> int:
        """Return the rest in milliseconds after something that took so many seconds."""
        return min(max(self.least_ms, round(1000 * seconds * self.times)), self.most_ms)


@dataclass(frozen=True, slots=True)
class RestWhile(Rest):
    """A rest that is taken only while something goes on.

    Attributes
    ----------
    goes_on : callable
        Returns whether it does.
    """

    goes_on: Callable[[], bool] = lambda: True

    def after(self, seconds: float) -> int:
        return Rest.after(self, seconds) if self.goes_on() else 0


class Throttle(QObject, Generic[*Arguments]):
    """Does something each time it is called, but not sooner than a rest after the time before.

    What comes in a rest waits, and of that only the last: its arguments count. Where the thing only begins when it
    is called, as a job does, :meth:`hold` inside of it says so, and :meth:`rest` once it has ended.

    Parameters
    ----------
    act : callable
        What to do, on the thread of this object.
    rest : Rest
        How long to rest afterwards.
    delay_ms : int
        How long a call waits where there is no rest, so that others may come that it is done with as well, and what
        the window has to paint is painted first. With 0 it is done at once, before the call returns.
    clock : callable
        Returns the seconds by which it is measured how long the thing took.
    """

    def __init__(
        self,
        act: Callable[[*Arguments], object],
        rest: Rest,
        *,
        delay_ms: int = 0,
        clock: Callable[[], float] = thread_time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._act, self._rest, self._delay_ms, self._clock = act, rest, delay_ms, clock
        self._waiting: tuple[*Arguments] | None = None
        self._is_urgent = False  # what waits
        self._is_acting = self._is_held = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._do_waiting)

    @property
    def is_waiting(self) -> bool:
        """Whether something waits to be done."""
        return self._waiting is not None

    @property
    def rest_ms(self) -> int:
        """How long the rest, or the delay, still is in milliseconds; 0 without one."""
        return max(0, self._timer.remainingTime())

    def __call__(self, *arguments: *Arguments, is_urgent: bool = False) -> None:
        """Do it now, or as soon as may be; ``is_urgent`` says that a person waits, so there is neither rest nor delay.

        What waits stays urgent when other arguments take its place.
        """
        self._waiting = arguments
        self._is_urgent |= is_urgent
        if self._is_acting or self._is_held:
            return
        if self._is_urgent or not (self._delay_ms or self._timer.isActive()):
            self._do_waiting()
        elif not self._timer.isActive():
            self._timer.start(self._delay_ms)

    def cancel(self) -> None:
        """Drop what waits; a rest goes on."""
        self._waiting, self._is_urgent = None, False

    def hold(self) -> None:
        """Let all that comes wait, also what is urgent, until :meth:`rest` is called."""
        self._is_held = True

    def rest(self, milliseconds: int) -> None:
        """Rest so long from now on, in place of a rest or a hold there may be; what waits and is urgent comes next."""
        self._is_held = False
        if self._waiting is not None and self._is_urgent:
            self._timer.start(0)
        elif milliseconds or self._waiting is not None:
            self._timer.start(milliseconds)
        else:
            self._timer.stop()

    def _do_waiting(self) -> None:
        if self._waiting is None or self._is_acting or self._is_held:
            return
        arguments, self._waiting, self._is_urgent = self._waiting, None, False
        self._timer.stop()
        self._is_acting, began = True, self._clock()
        try:
            self._act(*arguments)
        finally:
            self._is_acting = False
            if not self._is_held:
                self.rest(self._rest.after(self._clock() - began))
