"""How fast scrubbing shows another moment: the timeline moved to the panel painted, for each panel."""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from core.hyperparameters import Hyperparameters
from core.training.snapshot import Snapshot
from desktop.models.training import State
from desktop.shell.window import MainWindow
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_GOAL, _MATRIX_GOAL = 30.0, 150.0  # milliseconds
_SETTLE_MS = 60  # between two moves: a hand is no faster, and jobs of the last move end


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at.

    Attributes
    ----------
    name : str
        What it is called in the table.
    panel : str
        The panel that is shown.
    goal : float
        How many milliseconds it may take.
    is_current : callable
        Whether the panel has been given what it shows of a moment; to be asked when it is about to be painted.
    opens : tuple of int, optional
        The neuron that is opened.
    """

    name: str
    panel: str
    goal: float
    is_current: Callable[[MainWindow, Snapshot], bool]
    opens: tuple[int, int] | None = None


def _is_drawn(window: MainWindow, snapshot: Snapshot, panel: str) -> bool:
    return window.panels[panel]._undrawn is None and window.workbench.timeline.snapshot is snapshot


def _is_portrayed(window: MainWindow, snapshot: Snapshot) -> bool:
    found = window.panels["neurons"]._opened.portrayal  # type: ignore[attr-defined]
    return found is not None and found.network is snapshot.network


def _is_read(window: MainWindow, snapshot: Snapshot) -> bool:
    current = window.workbench.confusion.current
    return current is not None and current.network is snapshot.network


def _is_measured(window: MainWindow, snapshot: Snapshot) -> bool:
    moment = window.panels["statistics"]._moment  # type: ignore[attr-defined]
    return moment is not None and moment.step == snapshot.step


def _drawn(panel: str) -> Callable[[MainWindow, Snapshot], bool]:
    return lambda window, snapshot: _is_drawn(window, snapshot, panel)


VIEWS = (
    View("curves", "curves", _GOAL, _drawn("curves")),
    View("neurons", "neurons", _GOAL, _drawn("neurons")),
    View("a neuron's picture", "neurons", _GOAL, _drawn("neurons"), (0, 3)),
    View("a neuron's images (all 10,000)", "neurons", _MATRIX_GOAL, _is_portrayed, (0, 3)),
    View("an output's images (all 10,000)", "neurons", _MATRIX_GOAL, _is_portrayed, (1, 3)),
    View("network", "network", _GOAL, _drawn("network")),
    View("mistakes (matrix of 10,000)", "mistakes", _MATRIX_GOAL, _is_read),
    View("why", "why", _GOAL, _drawn("why")),
    View("statistics", "statistics", _MATRIX_GOAL, _is_measured),
)


class Watcher(QObject):
    """Waits until a panel has painted a moment."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._loop = QEventLoop(self)
        self._view: View | None = None
        self._snapshot: Snapshot | None = None
        self._painted = 0.0
        self._seen: set[QWidget] = set()

    def move(self, view: View, index: int) -> tuple[float, float] | None:
        """Move the timeline; return the ms until the view is painted and the processor's share; None for never."""
        panel = self._window.panels[view.panel]
        for widget in {panel, *panel.findChildren(QWidget)} - self._seen:
            widget.installEventFilter(self)
            self._seen.add(widget)
        timeline = self._window.workbench.timeline
        self._view, self._snapshot, self._painted = view, timeline.recording[index], 0.0
        start, busy = time.perf_counter(), time.thread_time()
        timeline.move_to(index)
        guard = QTimer(self, singleShot=True)
        guard.timeout.connect(self._loop.quit)
        guard.start(5000)
        self._loop.exec()
        guard.stop()
        self._view = None
        return None if not self._painted else (1000 * (self._painted - start), 1000 * (time.thread_time() - busy))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._view is not None and self._snapshot is not None:
            panel = self._window.panels[self._view.panel]
            is_inside = isinstance(watched, QWidget) and (watched is panel or panel.isAncestorOf(watched))
            if is_inside and self._view.is_current(self._window, self._snapshot):
                self._view = None
                # The filter is asked before the painting; a timer's turn comes when all of it is done.
                QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self._painted = time.perf_counter()
        self._loop.quit()


def scrub(application: QApplication, window: MainWindow, view: View, moves: int, how: str) -> list[Figure]:
    """Move the timeline about and return how long the view took, and how long the window stood still."""
    watcher, chance = Watcher(window), np.random.default_rng(1)
    window.workbench.selection.choose_neuron(view.opens)
    panel = window.panels[view.panel]
    if window.tabs.indexOf(panel) >= 0:
        window.tabs.setCurrentWidget(panel)
    measuring.run_events(application, 0.5)
    took = []
    before = 0
    for _ in range(moves):
        last = len(window.workbench.timeline.recording) - 1  # while training, moments come and are thinned
        index = int(chance.integers(1, last))
        if index == before:
            index += 1
        before = index
        measured = watcher.move(view, index)
        if measured is not None:
            took.append(measured)
        measuring.run_events(application, _SETTLE_MS / 1000)
    if not took:
        return [Figure(f"{view.name}, {how}", "ms", None, view.goal, note="never painted")]
    painted = [wall for wall, _ in took]
    middle, work = measuring.median(painted), [work for _, work in took]
    note = f"95th percentile {measuring.percentile(painted, 95):.0f}; of it the window's thread works "
    note += f"{measuring.median(work):.1f}, at most {max(work):.0f}; {len(took)} of {moves} moves"
    return [Figure(f"{view.name}, {how}", "ms", middle, view.goal, note=note)]


def run(dataset: str, moves: int, names: list[str], hidden: tuple[int, ...]) -> list[Figure]:
    """Train a while, then scrub while paused and while training."""
    application, window = measuring.open_window(dataset, Hyperparameters(hidden=hidden, epochs=100_000))
    training = window.workbench.training
    measuring.trigger(window, "trainAction")
    measuring.run_events(application, 5.0)
    window.workbench.show_random_image()
    figures = []
    views = [view for view in VIEWS if not names or any(name in view.name for name in names)]
    for how in ("training", "paused"):
        if how == "paused":
            measuring.trigger(window, "trainAction")
            measuring.wait(application, lambda: training.state is not State.RUNNING, "the pause")
        for view in views:
            measuring.tell(f"{view.name}, {how}")
            figures += scrub(application, window, view, moves, how)
    window.close()
    return figures


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--moves", type=int, default=40, help="how often the timeline is moved for each figure (40)")
    parser.add_argument("--hidden", type=int, nargs="*", default=[128], metavar="N", help="hidden layers (128)")
    parser.add_argument("--only", nargs="*", default=[], metavar="WORD", help="only the views whose names contain it")
    options = parser.parse_args()
    dataset = "mnist" if measuring.find_mnist() else "builtin"
    with tempfile.TemporaryDirectory() as home:
        measuring.use_private_home(Path(home))
        figures = run(dataset, options.moves, options.only, tuple(options.hidden))
    measuring.report(figures, options.json)


if __name__ == "__main__":
    main()
