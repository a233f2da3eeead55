"""Ctrl+C, and what else ends a command, turned into a question that training asks itself between two batches."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def until_interrupted() -> Iterator[Callable[[], bool]]:
    """Give a question that the first Ctrl+C turns to yes, and ``kill`` or the closing of the terminal as well.

    Pressing it again changes nothing: the batch is over in a moment, and a save
    that is going on has to come to its end. A terminal that is closed does not matter to
    a command that was started so that it does not (``nohup``).
    """
    asked = False

    def take(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    before = {number: signal.signal(number, take) for number in _signals()}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _signals() -> list[signal.Signals]:
    """Return what is listened to; Windows knows no closing of a terminal."""
    hang_up: signal.Signals | None = getattr(signal, "SIGHUP", None)
    if hang_up is None or signal.getsignal(hang_up) is signal.SIG_IGN:
        return [signal.SIGINT, signal.SIGTERM]
    return [signal.SIGINT, signal.SIGTERM, hang_up]
