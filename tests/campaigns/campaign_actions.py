"""Random actions at the real window while it trains: no error, no hang, and all that it shows agrees.

A trial is a window in a home of its own, 250 actions, and its end. The seed tells the actions; how far
training is at each of them is the clock's.
"""

import gc
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from core.data import export
from core.data.dataset import Dataset, Split
from core.data.writer import synthetic
from core.files import runs, weights
from core.files.store import Store
from core.hyperparameters import Hyperparameters
from desktop import app
from desktop.background.sweeper import Sweeper
from desktop.models.training import State
from desktop.preferences import Preferences
from desktop.session.workbench import Workbench
from desktop.shell.window import MainWindow
from tests.campaigns import damage
from tests.campaigns.campaign import Campaign, Trial, Wrong
from tests.campaigns.hands import Hands
from tests.campaigns.kinds_of_file import KINDS, a_moment, a_run

_ACTIONS, _FEW = 250, 60
_ANSWERS_WITHIN = 5.0  # seconds, for what follows from one action on the window's own thread
_PATIENCE = 60.0  # seconds for the window to come to rest
_LOOKS_EVERY = 10  # actions
_TOLD = 12  # last actions of a failure
_HARMLESS = ("This plugin does not support", "libpng warning")  # what only the platform without a screen says


class _Errors:
    """Everything that goes wrong where nobody catches it: in slots, in jobs, in threads, and what Qt warns of."""

    def __init__(self) -> None:
        self.found: list[BaseException] = []
        sys.excepthook = lambda kind, error, trace: self.found.append(error)
        threading.excepthook = lambda crash: self.found.append(crash.exc_value or crash.exc_type())
        qInstallMessageHandler(self._take)

    def _take(self, kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and kind is not QtMsgType.QtInfoMsg and not any(map(text.count, _HARMLESS)):
            self.found.append(Wrong(f"Qt says: {text}"))

    def raise_first(self) -> None:
        if self.found:
            error = self.found[0]
            self.found.clear()
            raise error


def attempt(trial: Trial) -> int:
    """Open a window, do anything, close it, and return how much was done."""
    errors = _errors()
    files = _files(trial.folder, trial.chance)
    threads = set(threading.enumerate())
    window = _opened(files[0])
    window.workbench.crashed.connect(errors.found.append)
    hands = Hands(window, trial.chance, files)
    try:
        for number in range(_FEW if trial.is_quick else _ACTIONS):
            _act(hands, window, trial.patience)
            errors.raise_first()
            if number % _LOOKS_EVERY == 0:
                _check(window.workbench)
        hands.leave()
        _close(window, threads)
        errors.raise_first()
        _check_kept()
    except Exception as error:
        last = "\n  ".join(hands.done[-_TOLD:])
        raise Wrong(f"after action {len(hands.done)}: {type(error).__name__}: {error}\n  {last}") from error
    finally:
        hands.leave()
        _forget(window)
    return len(hands.done)


def _act(hands: Hands, window: MainWindow, patience: float) -> None:
    began, own = time.monotonic(), time.thread_time()
    hands.act()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    # Of its own time as well: on a busy machine the clock says nothing.
    took, worked = time.monotonic() - began, time.thread_time() - own
    if min(took, worked) > _ANSWERS_WITHIN * patience:
        raise Wrong(f"the window did not answer for {took:.1f} s")
    if not window.isVisible():
        raise Wrong("the window is gone")


@cache
def _errors() -> _Errors:
    """Make ready for windows, once: nothing reaches a network, and the built-in digits are few."""
    gc.collect()
    synthetic.TRAIN_COUNT, synthetic.TEST_COUNT = 600, 200

    def nowhere(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(-2, "no network here")

    socket.getaddrinfo = nowhere  # type: ignore[assignment]  # as it is for whoever asks for an address
    app.application()
    return _Errors()


def _files(folder: Path, chance: np.random.Generator) -> list[Path]:
    """Return a folder of images, and files good and bad."""
    images = folder / "figures"
    figures = np.kron(np.random.default_rng(7).random((10, 7, 7)) < 0.4, np.full((4, 4), 255, np.uint8))
    train, test = (np.resize(np.arange(10, dtype=np.uint8), count) for count in (300, 100))
    export.to_folder(Dataset("figures", "Figures", Split(figures[train], train), Split(figures[test], test)), images)
    made = folder / "made"
    made.mkdir()
    network, several, digits = made / "net.npz", made / "all.runs.npz", made / "digits.jsonl"
    weights.save(network, a_moment())
    runs.save(several, (a_run(),))
    digits.write_bytes(KINDS["handwriting"].make(made))
    bad = made / "bad.npz"
    bad.write_bytes(damage.archive_changed(network.read_bytes(), chance))
    return [images, network, several, digits, bad, made / "missing.npz"]


def _opened(images: Path) -> MainWindow:
    """Return a window as the next start opens it, ready to train."""
    preferences = Preferences()
    preferences.hyperparameters = Hyperparameters(hidden=(12,), batch_size=30, epochs=1000)
    window = app.assemble(app.application(), preferences)
    window.actions_["quitAction"].setEnabled(False)  # closing is what a trial ends with
    window.workbench.open_first(None, str(images))
    window.resize(1280, 800)
    window.show()
    Sweeper(window)
    _wait(lambda: window.workbench.training.state is State.READY, "the first network")
    return window


def _wait(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise Wrong(f"waited {_PATIENCE:g} s in vain for {what}")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def _check(workbench: Workbench) -> None:
    """See that what the models say of one thing agrees."""
    all_runs, timeline = workbench.runs, workbench.timeline
    current = all_runs.current
    if current is None:
        raise Wrong("no run is on screen")
    ids = [run.id for run in (*all_runs.others, current)]
    if len(set(ids)) != len(ids):
        raise Wrong("a run is there twice")
    steps = [moment.step for moment in timeline.recording]
    if any(before >= after for before, after in zip(steps, steps[1:], strict=False)):
        raise Wrong(f"the moments are not in order: {steps}")
    if steps and not 0 <= timeline.index < len(steps):
        raise Wrong(f"moment {timeline.index} of {len(steps)} is shown")
    if steps and current.settings.hidden != timeline.recording[-1].network.sizes[1:-1]:
        raise Wrong("the network on screen is not of its run's settings")
    if steps and current.step < steps[-1]:
        raise Wrong(f"the run is at step {current.step}, its last moment at {steps[-1]}")
    notice = workbench.notices.current
    if notice is not None and not notice.text.isprintable():
        raise Wrong(f"this is no sentence: {notice.text!r}")


def _close(window: MainWindow, threads: set[threading.Thread]) -> None:
    """Close the window; no thread may be left besides those that there were."""
    window.workbench.training.pause()
    _wait(lambda: not window.workbench.training.is_running, "the pause")
    # Where all cannot be kept it asks, and may be told to stay.
    _wait(window.close, "the window to close")
    gc.collect()  # the engine's own threads end with what they worked for
    for thread in set(threading.enumerate()) - threads:
        thread.join(_PATIENCE)
        if thread.is_alive():
            raise Wrong(f"the thread {thread.name} is left")


def _check_kept() -> None:
    """See that the next start finds what was kept, whole."""
    store = Store()
    found = store.load()
    if found.trouble:
        raise Wrong(found.trouble)
    for run in found.runs:
        store.open(run.id)


def _forget(window: MainWindow) -> None:
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()


CAMPAIGN = Campaign(
    name="actions",
    things="actions",
    attempt=attempt,
    each=_ACTIONS,
    count=20_000,
    quick=1,
    seconds=600.0,
    megabytes=1000.0,
)
