"""What the tests of the window share: a window on small data, dialogs that answer by themselves, nothing left over."""

import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMainWindow, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.data import idx
from core.data.dataset import Dataset
from core.errors import InklingError
from core.hyperparameters import Hyperparameters
from desktop import app
from desktop.background import training_thread
from desktop.background.jobs import Jobs
from desktop.background.training_thread import Report, Stopped
from desktop.models.training import State
from desktop.preferences import Preferences
from desktop.session.workbench import Workbench
from desktop.shell import notice_reader
from desktop.shell.window import MainWindow
from desktop.views import table

_HERE = Path(__file__).resolve().parent
PATIENCE_MS = 60_000  # a machine that others use as well may be slow; no test waits this long when all is well
NEVER_MS = 10**9


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let Qt's remark about what its offscreen platform cannot do pass; every other warning fails the test."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


@pytest.fixture(scope="session", autouse=True)
def garbage_stays_with_the_window() -> Iterator[None]:
    """Let no other thread collect Qt objects that a test has let go of, as in the running app."""
    gc.collect()
    gc.freeze()  # so that to collect after each test takes a moment only
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


@pytest.fixture(autouse=True)
def swept(garbage_stays_with_the_window: None) -> None:
    """Collect what the test before has let go of, on this thread.

    It is done here and not after a test, because pytest holds a test's fixtures for a moment longer: what
    is collected too early is taken for old, and stays.
    """
    gc.collect(1)  # all that was made since; what is older belongs to wider fixtures


@pytest.fixture(autouse=True)
def nothing_left(swept: None) -> Iterator[None]:
    """Fail the test that leaves a thread running or a window behind."""
    threads, windows = set(threading.enumerate()), set(_windows())
    yield
    delete_what_is_due()
    started = [thread for thread in threading.enumerate() if thread not in threads]
    for thread in started:
        thread.join(20.0)  # one that has said its last word needs a moment to leave, beside other work a longer one
    left = [f"thread {thread.name}" for thread in started if thread.is_alive()]
    left += [f"window {window!r}" for window in _windows() if window not in windows]
    assert not left, f"left behind: {left}"


def _windows() -> list[QWidget]:
    """Return what a person would see or close: windows, dialogs, and anything that is still on screen."""
    if QApplication.instance() is None:
        return []
    tops = QApplication.topLevelWidgets()
    return [top for top in tops if isinstance(top, (QMainWindow, QDialog)) or top.isVisible()]


def delete_what_is_due() -> None:
    """Carry out every deleteLater, which otherwise waits for an event loop."""
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


@pytest.fixture(autouse=True)
def panels_asked_for(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the windows of a test the panels alone that its mark ``panels`` names, where it has one.

    For tests of what happens to runs and settings, or in one view: a window of all panels takes four times as long to
    open, and draws eighteen panels at every step. Any panel may be missing; ``views/test_table.py`` sees to that.
    """
    mark = request.node.get_closest_marker("panels")
    if mark is not None:
        assert set(mark.args) <= {entry.name for entry in table.PANELS}, f"no such panel among {mark.args}"
        kept = tuple(entry for entry in table.PANELS if entry.name in mark.args)
        monkeypatch.setattr(table, "PANELS", kept)


@pytest.fixture(scope="session")
def figures_folder(tmp_path_factory: pytest.TempPathFactory, tiny_dataset: Dataset) -> Path:
    """Return a folder with the four IDX files of the tiny data set."""
    folder = tmp_path_factory.mktemp("data") / "figures"
    folder.mkdir()
    for name, split in (("train", tiny_dataset.train), ("t10k", tiny_dataset.test)):
        idx.write(folder / f"{name}-images-idx3-ubyte", split.images)
        idx.write(folder / f"{name}-labels-idx1-ubyte", split.labels)
    return folder


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    """Return preferences in a file of the test's own."""
    return preferences_in(tmp_path)


def preferences_in(folder: Path) -> Preferences:
    kept = Preferences(QSettings(str(folder / "inkling.ini"), QSettings.Format.IniFormat))
    kept.theme = "light"
    kept.way_in = "play"  # not the first launch: nobody is welcomed, and the network on screen answers
    kept.set_flag("something was trained", True)
    # Many epochs, so that a run does not end while a test looks at it.
    kept.hyperparameters = Hyperparameters(hidden=(12,), batch_size=30, epochs=100_000)
    return kept


@dataclass
class Dialogs:
    """What the person answers in the next modal dialogs, and what they were asked."""

    path: Path | None = None  # the file or folder picked; none is Cancel
    button: QMessageBox.StandardButton = QMessageBox.StandardButton.Cancel
    asked: list[str] = field(default_factory=list)
    more: tuple[Path, ...] = ()  # files picked beside that one, where several may be

    def pick(self, parent: QWidget, title: str, *others: object) -> tuple[str, str]:
        self.asked.append(title)
        return (str(self.path) if self.path else "", "")

    def pick_several(self, parent: QWidget, title: str, *others: object) -> tuple[list[str], str]:
        first, kind = self.pick(parent, title)
        return ([first, *map(str, self.more)] if first else [], kind)

    def answer(self, box: QMessageBox) -> int:
        self.asked.append(box.text())
        return self.button.value

    def question(self, parent: QWidget, title: str, text: str, *others: object) -> QMessageBox.StandardButton:
        self.asked.append(text)
        return self.button


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    """Answer modal dialogs at once; they would wait for a person."""
    stand_in = Dialogs()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", stand_in.pick)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", stand_in.pick_several)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", stand_in.pick)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: stand_in.pick(*arguments)[0])
    monkeypatch.setattr(QMessageBox, "exec", lambda box: stand_in.answer(box))
    monkeypatch.setattr(QMessageBox, "question", stand_in.question)
    return stand_in


@pytest.fixture
def crashes() -> list[BaseException]:
    """Return the errors nobody foresaw; a test that provokes one empties the list."""
    return []


@pytest.fixture
def troubles() -> list[InklingError]:
    """Return what a window would post as notices; a test that provokes one empties the list."""
    return []


@pytest.fixture
def jobs(qtbot: QtBot, crashes: list[BaseException], troubles: list[InklingError]) -> Iterator[Jobs]:
    """Return what runs jobs; all of them end with the test, and none has failed unless the test expects it."""
    made = Jobs(crashes.append, troubles.append)
    yield made
    assert made.end(20.0)
    assert not crashes
    assert not troubles


OpenWindow = Callable[[], MainWindow]


@pytest.fixture
def notices_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no notice go by itself while a slow test is about to look at it."""
    monkeypatch.setattr(notice_reader, "TICK_MS", NEVER_MS)


@pytest.fixture
def open_window(
    notices_stay: None,
    qtbot: QtBot,
    preferences: Preferences,
    figures_folder: Path,
    dialogs: Dialogs,
    crashes: list[BaseException],
) -> Iterator[OpenWindow]:
    """Return a function that opens a window as the next start of Inkling would, and waits for its first network."""
    opened: list[MainWindow] = []

    def open_one() -> MainWindow:
        opened.append(open_on(figures_folder, preferences, crashes))
        wait_for(qtbot, lambda: opened[-1].workbench.training.state is State.READY)
        return opened[-1]

    yield open_one
    for window in opened:
        dispose(window)
    assert not crashes


@pytest.fixture(scope="module")
def still_window(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, figures_folder: Path
) -> Iterator[MainWindow]:
    """Return a window as ``window`` does, for all tests of a module: they look at it and change nothing."""
    crashes: list[BaseException] = []
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(notice_reader, "TICK_MS", NEVER_MS)
        window = open_on(figures_folder, preferences_in(tmp_path_factory.mktemp("still")), crashes)
        wait_for(QtBot(request), lambda: window.workbench.training.state is State.READY)
        yield window
        dispose(window)
    assert not crashes


def open_on(folder: Path, preferences: Preferences, crashes: list[BaseException]) -> MainWindow:
    """Open a window on a folder of data, as the next start of Inkling would."""
    window = app.assemble(app.application(), preferences)
    window.workbench.crashed.connect(crashes.append)
    window.workbench.open_first(None, str(folder))
    window.show()
    return window


def dispose(window: MainWindow) -> None:
    """Close a window and forget it."""
    window.close()
    window.deleteLater()
    delete_what_is_due()


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """Return a window on the tiny data set, with a network that is not trained yet."""
    return open_window()


@pytest.fixture
def workbench(window: MainWindow) -> Workbench:
    return window.workbench


def wait_for(qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    """Let the window live until something is so."""
    qtbot.waitUntil(is_so, timeout=PATIENCE_MS)


class Person:
    """Someone at the window: presses what can be pressed, draws, and waits for what they expect to see."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window, self.workbench = qtbot, window, window.workbench
        self._training = window.workbench.training
        self._reports = self._training._reports
        self._said: list[object] = []
        post = self._reports.post

        def listen(report: Report) -> None:
            post(report)
            self._said.append(report)  # after it: who finds it here is to find it in the outbox as well, or taken

        self._reports.post = listen

    @property
    def step(self) -> int:
        """How many batches the latest moment of the run has behind it."""
        latest = self.workbench.timeline.latest
        return -1 if latest is None else latest.step

    @property
    def notice(self) -> str:
        """What the notice bar says."""
        current = self.workbench.notices.current
        return "" if current is None else current.text

    def trigger(self, name: str) -> None:
        action = self.window.findChild(QAction, name)
        assert action is not None
        assert action.isEnabled()
        action.trigger()

    def find(self, kind: type, name: str) -> QWidget:
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        wait_for(self.qtbot, is_so)

    def wait_for_state(self, state: State) -> None:
        self.wait_until(lambda: self.workbench.training.state is state)

    def press(self, label: str) -> None:
        """Press a button of the notice bar."""
        self.window.notice_bar.acted.emit(label)

    def train_a_little(self, steps: int = 5) -> None:
        """Train for some batches and pause; the thread is at rest afterwards."""
        goal = self.step + steps
        self.trigger("trainAction")
        self.wait_until(lambda: self.step >= goal)
        self.pause()

    def pause(self) -> None:
        """Pause what trains, once it does, and wait until the thread has said its last word."""
        self.wait_until(lambda: self.workbench.training.state is not State.PREPARING)
        self.trigger("trainAction")
        self.settle()

    def settle(self) -> None:
        """Wait until the training thread has stopped, and the window has heard all it said."""

        def is_at_rest() -> bool:
            last = self._said[-1] if self._said else None
            return isinstance(last, Stopped) and last.request == self._training._request and not self._reports._waiting

        self.wait_until(is_at_rest)

    def take_a_moment(self) -> None:
        """Let some seconds pass, by the clock that training goes by."""
        clock = self._training._clock
        self._training._clock = lambda: clock() + 5

    def draw(self, *points: tuple[float, float]) -> None:
        """Draw one stroke with the left button; places from 0 to 1 across the pad."""
        pad = self.find(QWidget, "pad")
        places = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in points]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
        for place in places[1:]:
            QTest.mouseMove(pad, place)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[-1])


@pytest.fixture
def person(qtbot: QtBot, window: MainWindow) -> Person:
    return Person(qtbot, window)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let every network take for ever to be made, as a huge one seems to; until the list that is returned is empty."""
    forever, make = [1], training_thread.Trainer

    def make_slowly(*arguments: object, progress: Callable[[int, int], None], **others: object) -> object:
        is_new = others.get("start") is None
        while forever and is_new:
            progress(1, 10)
            threading.Event().wait(0.01)  # leaves the processor to the window
        return make(*arguments, progress=progress, **others)

    monkeypatch.setattr(training_thread, "Trainer", make_slowly)
    return forever
