"""How fast slow motion shows the next frame, and how long the arithmetic of a walk takes, one image and a batch."""

import argparse
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from core.hyperparameters import Hyperparameters
from core.insight.walk.walk import walk
from desktop.models.walk import Source
from desktop.shell.window import MainWindow
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_GOAL = 30.0  # milliseconds
_SETTLE_SECONDS = 0.06  # between two steps: a hand is no faster
_BATCH = 100


def step(application: QApplication, window: MainWindow, place: int) -> tuple[float, float]:
    """Bring a frame into sight; return the ms until all of the window is painted, and the processor's share of them."""
    model = window.panels["network"]._slow.model  # type: ignore[attr-defined]
    start, busy = time.perf_counter(), time.thread_time()
    model.go_to(place)
    application.processEvents()  # lays out, and paints
    return 1000 * (time.perf_counter() - start), 1000 * (time.thread_time() - busy)


def paint(application: QApplication, window: MainWindow, source: Source, rounds: int) -> list[Figure]:
    """Step through all frames some times."""
    model = window.panels["network"]._slow.model  # type: ignore[attr-defined]
    before = model.walk
    model.choose_source(source)
    measuring.wait(
        application, lambda: model.walk is not None and (model.walk is not before or source is Source.SHOWN), "the walk"
    )
    took: dict[str, list[tuple[float, float]]] = {"forward": [], "backward": []}
    for place in [*range(1, model.count), 0] * rounds:
        measuring.run_events(application, _SETTLE_SECONDS)
        took["backward" if 7 <= place <= 11 else "forward"].append(step(application, window, place))
    figures = []
    for way, measured in took.items():
        walls, works = [wall for wall, _ in measured], [work for _, work in measured]
        note = f"95th percentile {measuring.percentile(walls, 95):.0f}; of it the window's thread works "
        note += f"{measuring.median(works):.1f}, at most {max(works):.0f}; {len(measured)} steps"
        name = f"a frame {way}, {'a batch' if source is Source.BATCH else 'one image'}"
        figures.append(Figure(name, "ms", measuring.median(walls), _GOAL, note=note))
    return figures


def reckon(window: MainWindow, images: int, rounds: int) -> Figure:
    """Return how long the arithmetic of a walk takes, which is done off the window's thread."""
    workbench = window.workbench
    dataset, snapshot = workbench.library.dataset, workbench.timeline.latest
    assert dataset is not None
    assert snapshot is not None
    took = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        walk(snapshot, dataset.train.images[:images], dataset.train.labels[:images])
        took.append(1000 * (time.perf_counter() - start))
    sizes = "-".join(map(str, snapshot.network.sizes))
    return Figure(f"the arithmetic of {images} image(s), {sizes}", "ms", measuring.median(took[1:]), None)


def run(dataset: str, rounds: int, hidden: tuple[int, ...]) -> list[Figure]:
    """Open slow motion on a network that is not trained yet, and take all figures."""
    settings = Hyperparameters(hidden=hidden, batch_size=_BATCH, epochs=100_000)
    application, window = measuring.open_window(dataset, settings)
    measuring.trigger(window, "slowMotionAction")
    figures = [one for source in (Source.SHOWN, Source.BATCH) for one in paint(application, window, source, rounds)]
    figures += [reckon(window, images, rounds) for images in (1, _BATCH)]
    window.close()
    return figures


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--rounds", type=int, default=5, help="how often all frames are gone through (5)")
    parser.add_argument("--hidden", type=int, nargs="*", default=[128], metavar="N", help="hidden layers (128)")
    options = parser.parse_args()
    dataset = "mnist" if measuring.find_mnist() else "builtin"
    with tempfile.TemporaryDirectory() as home:
        measuring.use_private_home(Path(home))
        figures = run(dataset, options.rounds, tuple(options.hidden))
    measuring.report(figures, options.json)


if __name__ == "__main__":
    main()
