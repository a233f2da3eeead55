"""What a view costs while it is shown: training speed with it, in parts of the speed with only the curves.

One window trains without a pause. The view and the data set's images (which stand still) are shown in turns, so that
whatever else the machine does meets both alike. Speed is images by the wall clock, between the first and the last
moment that reached the window in a turn. A digit is on the pad throughout, since some views explain it.
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from core.hyperparameters import Hyperparameters
from desktop.views.table import PANELS
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.shell.window import MainWindow

_GOAL = 0.90
_STILL = "data"  # the view that follows nothing
_SETTLING = 0.4  # seconds after a view came to the front that do not count
VIEWS = tuple(entry.name for entry in PANELS if entry.place == "tabs" and entry.name not in (_STILL, "handwriting"))


class Pacer:
    """The speed of a window that trains."""

    def __init__(self, application: "QApplication", window: "MainWindow") -> None:
        self._application, self._window = application, window
        self._moments: list[tuple[float, float]] = []
        window.workbench.training.reached.connect(
            lambda snapshots: self._moments.append(
                (time.perf_counter(), snapshots[-1].epoch * snapshots[-1].train_images)
            )
        )

    def speed(self, view: str, seconds: float) -> float:
        """Show a view for a while and return images per second."""
        self._window.tabs.setCurrentWidget(self._window.panels[view])
        measuring.run_events(self._application, _SETTLING)
        self._moments.clear()
        measuring.run_events(self._application, seconds)
        (start, before), (end, after) = self._moments[0], self._moments[-1]
        return (after - before) / (end - start)


def measure(dataset: str, batch_size: int, turns: int, seconds: float, views: tuple[str, ...]) -> list[Figure]:
    """Let every view race against the one that stands still."""
    application, window = measuring.open_window(dataset, Hyperparameters(batch_size=batch_size, epochs=100_000))
    workbench = window.workbench
    assert workbench.library.dataset is not None
    test = workbench.library.dataset.test
    workbench.pad.show_image(test.images[0], int(test.labels[0]))
    pacer = Pacer(application, window)
    measuring.trigger(window, "trainAction")
    measuring.wait(application, lambda: workbench.training.is_running, "the training")
    pacer.speed(_STILL, 2.0)
    ratios: dict[str, list[float]] = {view: [] for view in views}
    for turn in range(turns):
        for view in views:
            order = (_STILL, view) if turn % 2 == 0 else (view, _STILL)
            speeds = {shown: pacer.speed(shown, seconds) for shown in order}
            ratios[view].append(speeds[view] / speeds[_STILL])
        measuring.tell(f"turn {turn + 1} of {turns}")
    window.close()
    return [
        Figure(
            f"training speed with {view} ÷ with only the curves, batch {batch_size}",
            "",
            measuring.median(taken),
            _GOAL,
            more_is_better=True,
            note=measuring.spread(taken),
        )
        for view, taken in ratios.items()
    ]


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--batch", type=int, default=64, help="batch size (64)")
    parser.add_argument("--turns", type=int, default=8, help="turns for each of the views (8)")
    parser.add_argument("--seconds", type=float, default=1.5, help="length of a turn (1.5)")
    parser.add_argument("--views", nargs="+", default=VIEWS, choices=VIEWS, help="only these")
    options = parser.parse_args()
    dataset = "mnist" if measuring.find_mnist() else "builtin"
    with tempfile.TemporaryDirectory() as home:
        measuring.use_private_home(Path(home))
        figures = measure(dataset, options.batch, options.turns, options.seconds, tuple(options.views))
    measuring.report(figures, options.json)


if __name__ == "__main__":
    main()
