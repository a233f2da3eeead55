"""How long a redraw of the curves takes: ``python -m tests.benchmarks.bench_curves``.

Two noisy curves, painted offscreen. The ratio against 1,000 points tells more than the milliseconds.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QApplication

from desktop.widgets.plot.line_plot import LinePlot
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_SIZES = (1_000, 100_000, 1_000_000)
_REPEATS = 31
_GOAL_MS = 10
_NEW_POINTS = 3


def _median_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(_REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def _measure(plot: LinePlot, size: int, rng: np.random.Generator) -> tuple[float, float, float]:
    """Return milliseconds of a first sight of the arrays, a redraw, and an update with a few points."""
    room = size + _NEW_POINTS * (_REPEATS + 1)
    x = np.arange(1, room + 1) * (100 / size)
    y = np.exp(-x / 30) * np.exp(rng.normal(size=room) * 0.15)
    plot.clear()
    start = time.perf_counter()
    plot.set_series("train", x[:size], y[:size], color="train", label="train")
    first = 1000 * (time.perf_counter() - start)
    plot.set_series("test", x[:size], y[:size] * 1.2, color="test", label="test")
    QApplication.processEvents()
    redraw = _median_ms(plot.grab)
    shown = size

    def update() -> None:
        nonlocal shown
        shown += _NEW_POINTS
        plot.set_series("train", x[:shown], y[:shown], color="train", label="train")

    return first, redraw, _median_ms(update)


def measure() -> list[Figure]:
    """Measure a redraw for each size."""
    application = QApplication.instance() or QApplication([])
    plot = LinePlot("Cost")
    plot.resize(900, 360)
    plot.show()
    application.processEvents()
    rng = np.random.default_rng(0)
    base = 0.0
    figures = []
    for size in _SIZES:
        first, redraw, update = _measure(plot, size, rng)
        base = base or redraw
        note = f"{redraw / base:.2f} of {_SIZES[0]:,} points; first sight {first:.1f} ms, update {update:.2f} ms"
        goal = _GOAL_MS if size == _SIZES[-1] else None
        figures.append(Figure(f"curves with {size:,} points: one redraw, median", "ms", redraw, goal, note=note))
    plot.close()
    return figures


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    measuring.report(measure(), parser.parse_args().json)


if __name__ == "__main__":
    main()
