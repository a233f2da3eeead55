"""Ctrl+C, turned into a question that training asks itself between two batches."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def until_interrupted() -> Iterator[Callable[[], bool]]:
    """Give a question that the first Ctrl+C turns to yes.

    Pressing it again changes nothing: the batch is over in a moment, and a save
    that is going on has to come to its end.
    """
    asked = False

    def take(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    before = signal.signal(signal.SIGINT, take)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
