"""Visit: what a person does at the real window, clicks, strokes and waits, done with no one at the keyboard."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QPoint, Qt, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from core.errors import InklingError
from desktop.look.theme import ThemeChoice
from desktop.models.training import State
from desktop.shell.window import MainWindow

_PATIENCE = 120  # seconds for one stop of the tour, on a slow and busy machine


class Visit:
    """A window that is worked from outside, and a folder for the pictures taken of it.

    Parameters
    ----------
    application : QApplication
        Whose events are handled while the visit waits.
    window : MainWindow
        The window, not shown yet.
    folder : Path
        Where the pictures go.
    """

    def __init__(self, application: QApplication, window: MainWindow, folder: Path) -> None:
        self._application = application
        self._window = window
        self._workbench = window.workbench
        self._folder = folder
        self._errors: list[BaseException] = []
        self.count = 0

    def take_error(self, error: BaseException) -> None:
        """Take note of an error inside a slot or a job, which Qt would only print."""
        self._errors.append(error)

    def raise_errors(self) -> None:
        """Raise the first error that was taken, if there was one: a tour with errors has failed."""
        if self._errors:
            raise self._errors[0]

    # What a person would do

    def _draw(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw one stroke with the left button of the mouse."""
        pad = self._window.findChild(QWidget, "pad")
        assert pad is not None
        places = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in points]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
        for place in places[1:]:
            QTest.mouseMove(pad, place)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[-1])

    def _show_tab(self, name: str) -> None:
        self._window.tabs.setCurrentWidget(self._window.panels[name])

    def _trigger(self, name: str) -> None:
        """Give a command, or press a button."""
        found = self._window.findChild(QObject, name)
        assert isinstance(found, (QAction, QAbstractButton))
        (found.trigger if isinstance(found, QAction) else found.click)()

    def _train_until(self, epoch: float) -> None:
        training = self._workbench.training
        # The command does nothing in the moment after a run's end: it may have been meant to pause it.
        self._wait(lambda: not training.has_just_ended, "the moment after the end")
        if not training.is_running:
            self._trigger("trainAction")
        self._wait(lambda: self._epoch() >= epoch, f"epoch {epoch:g}")

    def _pause(self) -> None:
        """Pause, unless a small data set was done before this."""
        training = self._workbench.training
        if training.is_running:
            self._trigger("trainAction")
        self._wait(lambda: training.state in (State.PAUSED, State.FINISHED), "the pause")

    # How it waits and looks

    def _epoch(self) -> float:
        latest = self._workbench.timeline.latest
        return latest.epoch if latest is not None else 0.0

    def _step(self) -> int:
        latest = self._workbench.timeline.latest
        return latest.step if latest is not None else -1

    def _wait(self, is_so: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not is_so():
            if time.monotonic() > end:
                raise InklingError(f"The tour waited {_PATIENCE} s in vain for {what}.", "Try again.")
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    def _await(self, signal: SignalInstance, act: Callable[[], object], what: str) -> None:
        """Do something and wait for what it brings about."""
        told: list[object] = []
        signal.connect(told.append)
        act()
        self._wait(lambda: bool(told), what)
        signal.disconnect(told.append)

    def _picture(self, name: str) -> None:
        """Take the window in light and dark."""
        for theme in ("light", "dark"):
            self._use_theme(theme)
            self._save_picture(self._window, f"{name}-{theme}")
        self._use_theme("light")

    def _use_theme(self, theme: ThemeChoice) -> None:
        self._window.themes.choose(theme)

    def _save_picture(self, widget: QWidget, name: str) -> None:
        for _ in range(3):  # a layout settles in a few rounds of events
            self._application.processEvents()
        self.count += 1
        path = self._folder / f"{self.count:03d}-{name}.png"
        if not widget.grab().save(str(path)):
            raise InklingError(f"{path} could not be written.", "Choose another folder.")
