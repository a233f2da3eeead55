"""How long a fetch waits for a mirror, what it takes from it at most, and when it ends."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from core.errors import Cancelled

T = TypeVar("T")

PAUSE = 0.1
"""Seconds that a wait lasts at most before :meth:`Watch.look` is called again."""

_HEAD_ROOM = 1 << 16  # bytes of an answer besides what was asked for: its head, a few that say "go on", trailers
_WRAPPING = 2  # how much more than its content a body may have that comes in chunks, each with its length before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How patient a fetch is with a mirror before it turns to the next one.

    Attributes
    ----------
    silence_seconds : float
        How long a mirror may send nothing at all, and how long it may take for each of these: its address is
        found, it is reached, it begins to send what it was asked for.
    slowest : float
        How many bytes per second a mirror must send at least.
    window_seconds : float
        Over how long at a time that is measured.
    attempts : int
        How often one mirror is asked for one file. It is asked again only when it sent
        a part before it broke off, or when what was there before did not fit.
    whole_seconds : float
        How long a fetch may take, with all its files and mirrors.
    """

    silence_seconds: float = 10.0
    slowest: float = 2_000.0
    window_seconds: float = 20.0
    attempts: int = 3
    whole_seconds: float = 3600.0


class Trouble(Exception):
    """What a mirror did wrong, in words that follow its name: "answered 404"."""


class BrokeOff(Trouble):
    """A mirror that ended early; it may be worth asking for the rest."""


class OutOfTime(Exception):
    """The whole fetch has taken too long; no other mirror is asked."""


class Watch:
    """Watches over a fetch: whatever its mirrors do, it ends.

    Nothing waits for a mirror but by way of :meth:`waited` or with a :meth:`look` every :data:`PAUSE`. A head
    that drips, a body without end, trailers that go on and on are all the same here: bytes, too slow or too many.

    Parameters
    ----------
    limits : Limits
        How patient to be. The time of the whole fetch begins now.
    is_cancelled : callable
        Whether the person has asked to stop.
    """

    _since: float  # when the last byte came, or what is waited for began
    _window: float  # since when the bytes that arrived are counted
    _arrived: int
    _room: int  # bytes that there may still be
    _is_steady: bool  # whether bytes should come all the time
    _silence: str

    def __init__(self, limits: Limits, is_cancelled: Callable[[], bool]) -> None:
        self._limits, self._is_cancelled = limits, is_cancelled
        self._end = time.monotonic() + limits.whole_seconds
        self.reaches_out()

    def reaches_out(self) -> None:
        """Take note that a mirror is looked for, or an address of it is called, from now on."""
        self._begin(_HEAD_ROOM, "could not be reached", is_steady=False)

    def asks(self) -> None:
        """Take note that a mirror is asked for something, and has to answer from now on."""
        self._begin(_HEAD_ROOM, f"gave no answer for {self._limits.silence_seconds:g} seconds", is_steady=False)

    def expects(self, size: int) -> None:
        """Take note that a file of so many bytes comes from now on."""
        words = f"was silent for {self._limits.silence_seconds:g} seconds"
        self._begin(_WRAPPING * size + _HEAD_ROOM, words, is_steady=True)

    def check(self) -> None:
        """End the fetch if it is time.

        Raises
        ------
        Cancelled
            When the person wishes so.
        OutOfTime
            When the whole has taken too long.
        """
        if self._is_cancelled():
            raise Cancelled
        if time.monotonic() >= self._end:
            raise OutOfTime

    def look(self) -> None:
        """End the fetch, or the wait for a mirror, if it is time; for when nothing has come for a moment.

        Raises
        ------
        Cancelled, OutOfTime
            As :meth:`check` does.
        Trouble
            When the mirror has taken too long.
        """
        self.check()
        if time.monotonic() - self._since >= self._limits.silence_seconds:
            raise Trouble(self._silence)

    def waited(self, attempt: Callable[[], T]) -> T:
        """Return what an attempt gives that raises ``TimeoutError`` every :data:`PAUSE`, again and again."""
        while True:
            self.check()
            try:
                return attempt()
            except TimeoutError:
                self.look()

    def took(self, size: int) -> None:
        """Take note that so many bytes came.

        Raises
        ------
        Trouble
            When they are too many, or come too slowly.
        """
        self._room -= size
        if self._room < 0:
            raise Trouble("sent far more than there can be")
        if not self._is_steady:  # until a mirror answers it does not help to send a byte now and then
            self.look()
            return
        now = time.monotonic()
        if size:
            self._since = now
        self._arrived += size
        elapsed = now - self._window
        if elapsed >= self._limits.window_seconds:
            if self._arrived < self._limits.slowest * elapsed:
                raise Trouble(f"was too slow ({self._arrived / elapsed:,.0f} bytes per second)")
            self._window, self._arrived = now, 0

    def _begin(self, room: int, silence: str, *, is_steady: bool) -> None:
        self._since = self._window = time.monotonic()
        self._arrived, self._room = 0, room
        self._silence, self._is_steady = silence, is_steady
