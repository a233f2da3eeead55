"""How long a redraw of the curves takes: ``python -m tests.benchmarks.bench_curves`` or run the file.

Two noisy curves, painted offscreen. The ratio against 1,000 points tells more than the milliseconds.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np  # noqa: E402  # the platform has to be chosen first
from PySide6.QtWidgets import QApplication  # noqa: E402

from desktop.widgets.line_plot import LinePlot  # noqa: E402

_SIZES = (1_000, 100_000, 1_000_000)
_REPEATS = 31
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
        plot.update_series("train", x[:shown], y[:shown])

    return first, redraw, _median_ms(update)


def main() -> None:
    """Print a line a size."""
    application = QApplication.instance() or QApplication([])
    plot = LinePlot("Cost")
    plot.resize(900, 360)
    plot.show()
    application.processEvents()
    rng = np.random.default_rng(0)
    base = 0.0
    print(f"{'points':>10} {'first':>9} {'redraw':>9} {'ratio':>6} {'update':>9}")  # noqa: T201
    for size in _SIZES:
        first, redraw, update = _measure(plot, size, rng)
        base = base or redraw
        print(f"{size:>10,} {first:>6.1f} ms {redraw:>6.2f} ms {redraw / base:>6.2f} {update:>6.3f} ms")  # noqa: T201
    plot.close()


if __name__ == "__main__":
    main()
