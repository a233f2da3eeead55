"""What the open window costs: training speed with it, in parts of the speed without.

Two processes train the same settings in turns, a few seconds each, so that whatever else the machine does meets
both alike. One has the real window open; the other drives a Trainer as the terminal does. Speed is images
by the wall clock, measurements on the way included.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from core.hyperparameters import Hyperparameters
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_GOAL = 0.93
_CALL = 0.02  # seconds between two looks at the clock, as in the terminal
_WARM_UP = 0.3  # seconds at the start of a turn that do not count


class Racer:
    """A process that trains when told to, and otherwise waits."""

    def __init__(self, kind: str, dataset: str, batch_size: int) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.bench_speed", "--racer", kind]
        command += ["--dataset", dataset, "--batches", str(batch_size)]
        self._process = subprocess.Popen(
            command, cwd=measuring.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, seconds: float) -> float:
        """Train for a while and return images per second."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def end(self) -> None:
        """Close its input, at which it leaves."""
        self._process.communicate()


def compare(dataset: str, batch_size: int, turns: int, seconds: float) -> list[Figure]:
    """Let the two race in turns, and return the median of their ratios."""
    racers = {kind: Racer(kind, dataset, batch_size) for kind in ("terminal", "window")}
    for racer in racers.values():
        racer.run(1.0)
    speeds: dict[str, list[float]] = {kind: [] for kind in racers}
    for turn in range(turns):
        order = ("terminal", "window") if turn % 2 == 0 else ("window", "terminal")
        for kind in order:
            speeds[kind].append(racers[kind].run(seconds))
    for racer in racers.values():
        racer.end()
    ratios = [window / terminal for window, terminal in zip(speeds["window"], speeds["terminal"], strict=True)]
    with_window, without = (measuring.median(speeds[kind]) for kind in ("window", "terminal"))
    note = f"{with_window:,.0f} ÷ {without:,.0f} images/s; {measuring.spread(ratios)}"
    what = f"training speed with the window ÷ without, batch {batch_size}"
    return [Figure(what, "", measuring.median(ratios), _GOAL, more_is_better=True, note=note)]


def race_terminal(dataset: str, settings: Hyperparameters) -> None:
    """Train in turns without Qt, as long as each line read from stdin says."""
    from core.data import catalog
    from core.network.processors import limit_blas
    from core.training.trainer import Trainer

    trainer = Trainer(settings, catalog.load(dataset))
    with limit_blas():
        for line in sys.stdin:
            start, begun = time.perf_counter(), None
            while (now := time.perf_counter()) - start < float(line):
                if begun is None and now - start >= _WARM_UP:
                    begun = (now, trainer.epoch)
                trainer.advance(trainer.batches_in(_CALL))
            assert begun is not None
            images = (trainer.epoch - begun[1]) * trainer.snapshot().train_images
            measuring.say(str(images / (now - begun[0])))


def race_window(dataset: str, settings: Hyperparameters) -> None:
    """Train in turns in the real window, as long as each line read from stdin says."""
    application, window = measuring.open_window(dataset, settings)
    moments: list[tuple[float, float]] = []
    window.workbench.training.reached.connect(
        lambda snapshots: moments.append((time.perf_counter(), snapshots[-1].epoch * snapshots[-1].train_images))
    )
    for line in sys.stdin:
        moments.clear()
        start = time.perf_counter()
        measuring.trigger(window, "trainAction")
        measuring.run_events(application, float(line))
        measuring.trigger(window, "trainAction")
        counted = [moment for moment in moments if moment[0] - start >= _WARM_UP]
        (first, before), (last, after) = counted[0], counted[-1]
        measuring.run_events(application, 0.2)  # the last batch, which may take long
        measuring.say(str((after - before) / (last - first)))
    window.close()


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--batches", type=int, nargs="+", default=[16, 64, 1000], help="batch sizes (16 64 1000)")
    parser.add_argument("--turns", type=int, default=6, help="turns for each of the two (6)")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a turn (3)")
    parser.add_argument("--racer", choices=("window", "terminal"), help=argparse.SUPPRESS)
    parser.add_argument("--dataset", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.racer:
        settings = Hyperparameters(batch_size=options.batches[0], epochs=100_000)
        race = race_window if options.racer == "window" else race_terminal
        race(options.dataset, settings)
        return
    dataset = "mnist" if measuring.find_mnist() else "builtin"
    with tempfile.TemporaryDirectory() as home:
        measuring.use_private_home(Path(home))
        figures = []
        for batch_size in options.batches:
            measuring.tell(f"batch {batch_size}")
            figures += compare(dataset, batch_size, options.turns, options.seconds)
    measuring.report(figures, options.json)


if __name__ == "__main__":
    main()
