"""What the open window costs: training speed with it, in parts of the speed without.

Two processes train the same settings in turns, so that whatever else the machine does meets both alike. One has the
real window open; the other drives a Trainer as the terminal does. A turn is the same number of whole epochs for both:
they do the same work to the last batch, the looks at the test images that end an epoch and the curves' points on the
way included. What counts is the time by the wall clock, once training has been going on for a while: at the start of a
turn the engine's helpers are called and its way is chosen.
"""

import argparse
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from core.hyperparameters import Hyperparameters
from core.training.snapshot import Snapshot
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_GOAL = 0.93
_CALL = 0.02  # seconds between two looks at the clock, as in the terminal
_WARM_UP = 1.0  # seconds at the start of a turn that do not count, in whole epochs of which there is one at least
_FEWEST = 2  # epochs of a turn that count


class Racer:
    """A process that trains when told to, and otherwise waits."""

    def __init__(self, kind: str, dataset: str, batch_size: int) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.bench_speed", "--racer", kind]
        command += ["--dataset", dataset, "--batches", str(batch_size)]
        self._process = subprocess.Popen(
            command, cwd=measuring.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, uncounted: int, counted: int) -> float:
        """Train for some epochs and return the seconds that one of the counted ones took."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{uncounted} {counted}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def end(self) -> None:
        """Close its input, at which it leaves."""
        self._process.communicate()


def compare(dataset: str, batch_size: int, turns: int, seconds: float) -> list[Figure]:
    """Let the two race in turns, and return the median of their ratios."""
    racers = {kind: Racer(kind, dataset, batch_size) for kind in ("terminal", "window")}
    racers["window"].run(1, _FEWEST)
    epoch = racers["terminal"].run(1, _FEWEST)
    uncounted, counted = max(round(_WARM_UP / epoch), 1), max(round(seconds / epoch), _FEWEST)
    taken: dict[str, list[float]] = {kind: [] for kind in racers}
    for turn in range(turns):
        order = ("terminal", "window") if turn % 2 == 0 else ("window", "terminal")
        for kind in order:
            taken[kind].append(racers[kind].run(uncounted, counted))
    for racer in racers.values():
        racer.end()
    ratios = [terminal / window for window, terminal in zip(taken["window"], taken["terminal"], strict=True)]
    with_window, without = (measuring.median(taken[kind]) for kind in ("window", "terminal"))
    note = f"an epoch in {with_window:.3f} and {without:.3f} s, {counted} a turn; {measuring.spread(ratios)}"
    what = f"training speed with the window ÷ without, batch {batch_size}"
    return [Figure(what, "", measuring.median(ratios), _GOAL, more_is_better=True, note=note)]


class Turn:
    """Some whole epochs, of which the first do not count, from wherever training stands."""

    def __init__(self, line: str, epoch: float) -> None:
        uncounted, counted = map(int, line.split())
        self._from = math.ceil(epoch) + uncounted
        self._to = self._from + counted
        self._moments: list[tuple[float, float]] = []

    def note(self, epoch: float) -> None:
        """Take note of where training stands now."""
        if epoch >= (self._from, self._to, math.inf)[len(self._moments)]:
            self._moments.append((time.perf_counter(), epoch))

    @property
    def is_over(self) -> bool:
        return len(self._moments) == 2

    @property
    def seconds(self) -> float:
        """What an epoch took; a moment is noted a little after the epoch's end, and how much is known."""
        (began, first), (ended, last) = self._moments
        return (ended - began) / (last - first)


def race_terminal(dataset: str, settings: Hyperparameters) -> None:
    """Train in turns without Qt, as each line read from stdin says."""
    from core.data import catalog
    from core.network.processors import limit_blas
    from core.training.trainer import Trainer

    trainer = Trainer(settings, catalog.load(dataset))
    with limit_blas():
        for line in sys.stdin:
            turn = Turn(line, trainer.epoch)
            while not turn.is_over:
                trainer.advance(trainer.batches_in(_CALL))
                turn.note(trainer.epoch)
            measuring.say(str(turn.seconds))
    trainer.close()


def race_window(dataset: str, settings: Hyperparameters) -> None:
    """Train in turns in the real window, as each line read from stdin says."""
    application, window = measuring.open_window(dataset, settings)
    reached = [0.0]
    turns: list[Turn] = []

    def note(snapshots: Sequence[Snapshot]) -> None:
        for snapshot in snapshots:
            reached[0] = snapshot.epoch
            for turn in turns:
                turn.note(snapshot.epoch)

    window.workbench.training.reached.connect(note)
    for line in sys.stdin:
        turns[:] = [Turn(line, reached[0])]
        measuring.trigger(window, "trainAction")
        measuring.wait(application, lambda: turns[0].is_over, "the last epoch of a turn")
        measuring.trigger(window, "trainAction")
        measuring.run_events(application, 0.2)  # the last batch, which may take long
        measuring.say(str(turns[0].seconds))
    window.close()


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--batches", type=int, nargs="+", default=[16, 64, 1000], help="batch sizes (16 64 1000)")
    parser.add_argument("--turns", type=int, default=6, help="turns for each of the two (6)")
    parser.add_argument(
        "--seconds", type=float, default=3.0, help="about how long the epochs of a turn that count take (3)"
    )
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
