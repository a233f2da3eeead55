"""How fast the window answers while it trains, a run or a sweep: first point, stroke, and the event loop's lateness."""

import argparse
import math
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from core.hyperparameters import Hyperparameters
from core.presets import preset
from core.sweep.plan import Sweep
from core.sweep.space import Axis, Range
from desktop.models.training import State
from desktop.shell.window import MainWindow
from desktop.widgets.bars.digit_bars import DigitBars
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_TICK_MS = 5
_MOVES_PER_SECOND = 60  # as often as a mouse usually reports
_MOVES_PER_STROKE = 40
_ROUNDS = 5  # of pressing Train
_STROKE_GOAL, _LOOP_GOAL, _SWEEP_GOAL = 10, 8, 12  # milliseconds, for 99 of 100
_FIRST_RUNS = 3  # of a sweep, before it is measured


class Clockwork(QObject):
    """Something to do at regular times, each with the moment at which it was due.

    A busy event loop handles an event late; so lateness counts from when the event was due, and all that fell
    due meanwhile is counted, not only what was handled (else the worst moments would be looked at least).
    """

    def __init__(self, period_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._period = period_ms / 1000
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(period_ms)
        self._timer.timeout.connect(self._catch_up)
        self._next = 0.0

    def start(self) -> None:
        self._next = time.perf_counter() + self._period
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _catch_up(self) -> None:
        while self._next <= time.perf_counter():
            due, self._next = self._next, self._next + self._period
            self.act(due)

    def act(self, due: float) -> None:
        raise NotImplementedError


class Ticker(Clockwork):
    """How late the event loop comes to a timer, in seconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_TICK_MS, parent)
        self.lateness: list[float] = []

    def act(self, due: float) -> None:
        self.lateness.append(time.perf_counter() - due)


class Hand(Clockwork):
    """Draws circles on the pad with mouse events, and measures until the bars that show the answer are painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(round(1000 / _MOVES_PER_SECOND), window)
        pad = window.findChild(QWidget, "pad")
        assert pad is not None
        self._pad = pad
        bars = window.findChild(DigitBars, "digitBars")
        assert bars is not None
        self._bars = bars
        self._window = window
        self._moves = 0
        self._asked: list[float] = []  # when the moves were due whose answer is not on screen yet
        self.delays: list[float] = []

    def act(self, due: float) -> None:
        place = self._moves % _MOVES_PER_STROKE
        self._moves += 1
        before = self._bars.looks()
        if place == 0:
            measuring.trigger(self._window, "clearInkAction")
            self._send(QEvent.Type.MouseButtonPress, place)
        elif place == _MOVES_PER_STROKE - 1:
            self._send(QEvent.Type.MouseButtonRelease, place)
            return  # it asks nothing new
        else:
            self._send(QEvent.Type.MouseMove, place)
        if self._bars.looks() == before:
            self.delays.append(time.perf_counter() - due)  # the bars need no paint: what they show is the answer
        else:
            self._asked.append(due)

    def bars_painted(self) -> None:
        """Take note that what was asked so far is on screen."""
        now = time.perf_counter()
        self.delays += [now - due for due in self._asked]
        self._asked.clear()

    def _send(self, kind: QEvent.Type, place: int) -> None:
        angle = 2 * math.pi * place / _MOVES_PER_STROKE
        center, radius = QPointF(self._pad.rect().center()), 0.3 * min(self._pad.width(), self._pad.height())
        point = center + QPointF(radius * math.cos(angle), radius * math.sin(angle))
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind == QEvent.Type.MouseMove else left
        held = none if kind == QEvent.Type.MouseButtonRelease else left
        globally = QPointF(self._pad.mapToGlobal(point.toPoint()))
        event = QMouseEvent(kind, point, globally, button, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self._pad, event)


def first_point(dataset: str) -> Figure:
    """Measure from Train pressed until a new point is painted on the cost plot, with the default preset."""

    application, window = measuring.open_window(dataset)
    watcher = _PaintWatcher(window.panels["curves"].cost)
    delays = []
    reached: list[float] = []  # when there first was a point beyond the one before training

    def note_point() -> None:
        if not reached and _points(window) >= 2:
            reached.append(time.perf_counter())

    window.workbench.timeline.changed.connect(note_point)
    for _ in range(_ROUNDS):
        measuring.wait(application, lambda: window.workbench.training.state is State.READY, "a fresh network")
        measuring.run_events(application, 0.2)
        reached.clear()
        start = time.perf_counter()
        measuring.trigger(window, "trainAction")
        # The plot is painted only when there is something new on it, so the paint after the point is the one.
        measuring.wait(application, lambda: bool(reached) and watcher.painted > reached[0], "a point to be painted")
        delays.append(watcher.painted - start)
        measuring.trigger(window, "trainAction")
        measuring.trigger(window, "resetAction")
    window.close()
    note = f"on {dataset}; {measuring.spread(delays)}"
    return Figure("Train pressed to first new point painted, median", "s", measuring.median(delays), 0.3, note=note)


class _PaintWatcher(QObject):
    """When anything inside a widget was last painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.painted = 0.0
        for child in (widget, *widget.findChildren(QWidget)):
            child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            # The filter is asked before the painting; a timer's turn comes when all of it is done.
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.painted = time.perf_counter()


def _points(window: MainWindow) -> int:
    latest = window.workbench.timeline.latest
    return 0 if latest is None else len(latest.curves)


def drawing(dataset: str, batch_size: int, seconds: float) -> list[Figure]:
    """Measure strokes and the event loop while training at full speed."""
    hands: list[Hand] = []

    def bars_painted(_: object) -> None:
        for hand in hands:
            hand.bars_painted()

    measuring.after_paint(DigitBars, bars_painted)
    application, window = measuring.open_window(dataset, Hyperparameters(batch_size=batch_size, epochs=100_000))
    hand, ticker = Hand(window), Ticker(window)
    hands.append(hand)
    shown: list[float] = []
    window.workbench.timeline.shown.connect(lambda snapshot: shown.append(time.perf_counter()))
    measuring.trigger(window, "trainAction")
    measuring.run_events(application, 0.5)
    hand.start()
    ticker.start()
    shown.clear()
    start = time.perf_counter()
    measuring.run_events(application, seconds)
    rate = len(shown) / (time.perf_counter() - start)
    hand.stop()
    ticker.stop()
    hands.clear()
    window.close()
    about = f"batch {batch_size}, {rate:.0f} frames/s"
    return [
        _late("stroke to bars painted", hand.delays, _STROKE_GOAL, about),
        _late("event loop late", ticker.lateness, _LOOP_GOAL, about),
    ]


def sweeping(dataset: str, seconds: float) -> list[Figure]:
    """Measure the event loop while a sweep is trained and looked at, and nothing else."""
    settings = replace(preset("default").hyperparameters, epochs=3)
    application, window = measuring.open_window(dataset, settings)
    rates = Axis.over("learning_rate", Range(0.0005, 0.05, 100, is_logarithmic=True))
    sweeps, ticker = window.workbench.sweeps, Ticker(window)
    window.workbench.sweeping.begin(Sweep(base=settings, axes=(rates,), seeds=4), "rates")
    some = f"{_FIRST_RUNS} runs of the sweep"
    measuring.wait(application, lambda: sweeps.current is not None and sweeps.current.done >= _FIRST_RUNS, some)
    before = sweeps.current.done if sweeps.current is not None else 0
    ticker.start()
    measuring.run_events(application, seconds)
    ticker.stop()
    done = (sweeps.current.done if sweeps.current is not None else 0) - before
    window.close()
    late = _late("event loop late", ticker.lateness, _SWEEP_GOAL, f"{done} runs ended meanwhile")
    return [replace(late, what="event loop late while a sweep is trained, 99th percentile")]


def _late(what: str, seconds: list[float], goal: float, about: str) -> Figure:
    milliseconds = [1000 * value for value in seconds]
    middle, worst = measuring.median(milliseconds), max(milliseconds)
    note = f"{about}; median {middle:.1f}, most {worst:.0f}, of {len(milliseconds)}"
    return Figure(
        f"{what} while training, 99th percentile", "ms", measuring.percentile(milliseconds, 99), goal, note=note
    )


def main() -> None:
    """Take the figures asked for and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long to draw (10)")
    parser.add_argument("--batch", type=int, nargs="+", default=[64], help="batch sizes while drawing (64)")
    parser.add_argument("--only", choices=("first-point", "drawing", "sweeping"), help="one of them")
    options = parser.parse_args()
    dataset = "mnist" if measuring.find_mnist() else "builtin"
    with tempfile.TemporaryDirectory() as home:
        measuring.use_private_home(Path(home))
        figures = []
        if options.only in (None, "first-point"):
            figures.append(first_point(dataset))
        if options.only in (None, "sweeping"):
            figures += sweeping(dataset, options.seconds)
        if options.only in (None, "drawing"):
            for batch_size in options.batch:
                figures += drawing(dataset, batch_size, options.seconds)
    measuring.report(figures, options.json)


if __name__ == "__main__":
    main()
