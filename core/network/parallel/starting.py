"""How a process is started that works for this program: without its main file, and deaf to Ctrl+C."""

import contextlib
import signal
import sys
import types
from collections.abc import Iterator


@contextlib.contextmanager
def without_main() -> Iterator[None]:
    """Return a context in which a process that is started does not run the main program's file once more.

    A script that trains without asking for ``__name__ == "__main__"`` would train again in every helper.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextlib.contextmanager
def without_interruption() -> Iterator[None]:
    """Return a context in which a process that is started never hears of Ctrl+C, from its first moment on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
