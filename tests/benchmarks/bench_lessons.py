"""What lessons cost: how long one takes to open, and how much slower training is beside the panel of one.

Opening counts from the choice in the list until the card is painted at which the first step waits. The panel's cost
is a race in turns: one window trains without a pause inside a lesson, with the lesson's column in sight and with
nothing in its place.
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from core.hyperparameters import Hyperparameters
from core.lessons.lesson import Lesson
from desktop.views.lessons.card import Card
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.shell.window import MainWindow

_OPENING_MS, _SHARE = 100.0, 0.97
_SETTLING = 0.5  # seconds after the column came or went that do not count


def lessons_of(application: "QApplication", window: "MainWindow") -> list[Lesson]:
    """Open the list and return its lessons."""
    model = window.workbench.lessons
    measuring.trigger(window, "lessonsAction")
    measuring.wait(application, lambda: bool(model.entries), "the lessons")
    measuring.run_events(application, 0.3)
    return [entry.lesson for entry in model.entries if entry.lesson is not None]


def opening(application: "QApplication", window: "MainWindow", rounds: int) -> Figure:
    """Open every lesson on the data set in use, some times."""
    workbench = window.workbench
    painted: list[float] = []
    done: list[float] = []
    measuring.after_paint(Card, lambda card: done.append(time.perf_counter()))  # every first step has one
    for lesson in lessons_of(application, window) * rounds:
        if workbench.library.in_use not in lesson.images:
            continue
        done.clear()
        start = time.perf_counter()
        workbench.playing.begin(lesson, anew=True)
        measuring.wait(application, lambda: bool(done), "the lesson")
        painted.append(1000 * (done[0] - start))
        measuring.run_events(application, 1.0)  # what it tells of is measured
    note = f"95th percentile {measuring.percentile(painted, 95):.0f}; {measuring.spread(painted, 'ms')}"
    return Figure("a lesson opened: first step painted", "ms", measuring.median(painted), _OPENING_MS, note=note)


def panel_cost(application: "QApplication", window: "MainWindow", turns: int, seconds: float) -> Figure:
    """Train inside a lesson, with its column and without it in turns."""
    workbench = window.workbench
    lesson = next(one for one in lessons_of(application, window) if one.id == "wider")
    workbench.playing.begin(lesson, anew=True)
    measuring.run_events(application, 1.0)
    moments: list[tuple[float, float]] = []
    workbench.training.reached.connect(
        lambda snapshots: moments.append((time.perf_counter(), snapshots[-1].epoch * snapshots[-1].train_images))
    )
    workbench.try_settings(Hyperparameters(batch_size=64, epochs=100_000), anew=True)
    measuring.wait(application, lambda: workbench.training.is_running, "the training")
    panel = window.panels["lessons"]

    def speed(is_shown: bool) -> float:
        panel.setVisible(is_shown)
        measuring.run_events(application, _SETTLING)
        moments.clear()
        measuring.run_events(application, seconds)
        (start, before), (end, after) = moments[0], moments[-1]
        return (after - before) / (end - start)

    speed(is_shown=True)
    ratios = []
    for turn in range(turns):
        order = (True, False) if turn % 2 else (False, True)
        speeds = {is_shown: speed(is_shown) for is_shown in order}
        ratios.append(speeds[True] / speeds[False])
        measuring.tell(f"turn {turn + 1} of {turns}")
    name = "training speed with a lesson's column ÷ without, batch 64"
    return Figure(name, "", measuring.median(ratios), _SHARE, more_is_better=True, note=measuring.spread(ratios))


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--rounds", type=int, default=2, help="how often each lesson is opened (2)")
    parser.add_argument("--turns", type=int, default=12, help="turns of the race (12)")
    parser.add_argument("--seconds", type=float, default=1.5, help="length of a turn (1.5)")
    options = parser.parse_args()
    dataset = "mnist" if measuring.find_mnist() else "builtin"
    with tempfile.TemporaryDirectory() as home:
        measuring.use_private_home(Path(home))
        application, window = measuring.open_window(dataset)
        figures = [
            opening(application, window, options.rounds),
            panel_cost(application, window, options.turns, options.seconds),
        ]
        window.close()
    measuring.report(figures, options.json)


if __name__ == "__main__":
    main()
