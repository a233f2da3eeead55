"""When the system asks the program to end, the window closes and keeps what was not saved."""

import os
import signal
from collections.abc import Iterator

import pytest

from desktop.dialogs.shortcuts import ShortcutsDialog
from desktop.shell.shutdown import Shutdown
from tests.desktop.helpers import kept_runs

_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@pytest.fixture
def farewell(qapp) -> Iterator[Shutdown]:
    before = [signal.getsignal(number) for number in _SIGNALS]
    made = Shutdown()
    yield made
    made.end()
    assert [signal.getsignal(number) for number in _SIGNALS] == before


@pytest.mark.skipif(os.name == "nt", reason="there, os.kill ends a process without asking it")
@pytest.mark.parametrize("number", _SIGNALS)
def test_a_signal_closes_the_window_and_keeps_the_work(person, farewell: Shutdown, number: signal.Signals):
    person.train_a_little()
    os.kill(os.getpid(), number)
    person.wait_until(lambda: not person.window.isVisible())
    assert [run.step for run in kept_runs()] == [person.step]


@pytest.mark.skipif(os.name == "nt", reason="there, os.kill ends a process without asking it")
def test_a_dialog_that_is_open_does_not_keep_the_window_from_closing(person, farewell: Shutdown):
    person.trigger("shortcutsAction")
    person.wait_until(lambda: person.window.findChild(ShortcutsDialog) is not None)
    os.kill(os.getpid(), signal.SIGTERM)
    person.wait_until(lambda: not person.window.isVisible())
