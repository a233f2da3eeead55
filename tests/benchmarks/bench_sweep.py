"""What a sweep costs: on two processors beside one after another, a run beyond its training, in memory and on disk.

24 runs of 3 epochs on MNIST are trained one after another in one process, and by two workers, each in a program of its
own, in turn. Memory is the proportional set size (a page that two processes share counts half in each). Then a sweep of
a thousand runs is made up, and read as the window and ``inkling sweep`` read it.

    python -m tests.benchmarks.bench_sweep
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import psutil

from core.data import catalog
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.network.processors import limit_blas
from core.presets import preset
from core.sweep import file
from core.sweep.conductor import Conductor, Progress
from core.sweep.findings import findings
from core.sweep.journal import Journal
from core.sweep.order import Order, carry_out
from core.sweep.plan import Sweep
from core.sweep.processes import Processes
from core.sweep.result import Trial
from core.sweep.shared import SharedDataset
from core.sweep.space import Axis, Range
from core.sweep.words import told
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_RUNS, _EPOCHS, _WORKERS, _ROUNDS = 24, 3, 2, 2
_FASTER = 1.8  # times
_MOST_OVERHEAD = 0.2  # seconds of a run
_MANY, _OPEN_SECONDS, _OPEN_MB = 1000, 1.0, 300.0
_MB = 1e6


def sweep_of(runs: int, epochs: int) -> Sweep:
    """Return a sweep of so many runs, an even number, of the default preset."""
    base = replace(preset("default").hyperparameters, epochs=epochs)
    rates = Axis.over("learning_rate", Range(0.0005, 0.02, runs // 2, is_logarithmic=True))
    return Sweep(base=base, axes=(rates,), seeds=2)


def one_after_another(sweep: Sweep, dataset: Dataset) -> dict[str, float]:
    """Train all runs in this process; return the seconds it took, and those of training alone."""
    began, trained = time.perf_counter(), 0.0
    with limit_blas():
        for trial in sweep.trials:
            settings = sweep.of(trial)
            product = carry_out(Order(trial, 0, settings.to_dict(), settings.epochs, "run"), dataset)
            assert product is not None
            trained += product.result.seconds
    return {"seconds": time.perf_counter() - began, "trained": trained}


def by_workers(sweep: Sweep, dataset: Dataset) -> dict[str, float]:
    """Train all runs by workers; return the seconds it took, overhead, and what they hold in memory."""
    with tempfile.TemporaryDirectory() as folder:
        began, held = time.perf_counter(), [0.0, 0.0]
        journal = Journal.begin(Path(folder) / "sweep", sweep, "sweep", dataset)
        team = Processes(SharedDataset(dataset), _WORKERS)

        def look(progress: Progress) -> None:
            if len(progress.running) == _WORKERS and progress.done >= _WORKERS and not held[0]:
                of_workers = [process.memory_full_info() for process in psutil.Process().children()]
                held[0] = sum(info.pss for info in of_workers) / _MB
                held[1] = sum(info.rss for info in of_workers) / _MB

        conductor = Conductor(journal, team, look)
        conductor.run()
        seconds = time.perf_counter() - began
        team.close()
        spare = [result.elapsed - result.seconds for result in conductor.results]
        return {"seconds": seconds, "overhead": measuring.median(spare), "pss": held[0], "rss": held[1]}


def many(dataset: Dataset) -> list[Figure]:
    """Make up a sweep of a thousand runs, and read it as a window does."""
    sweep = sweep_of(_MANY, 20)
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal.begin(Path(folder) / "sweep", sweep, "sweep", dataset)
        small = replace(Hyperparameters(hidden=(128,), epochs=1, batch_size=1000), train_images=5000)
        product = carry_out(Order(Trial(0, 1), 0, small.to_dict(), 1, "run"), dataset)
        assert product is not None
        curve = tuple((epoch, *product.result.curve[0][1:]) for epoch in range(1, 21))
        for trial in sweep.trials:
            accuracy = 0.9 + 0.05 * ((trial.setting * 7919) % 997) / 997
            result = replace(product.result, trial=trial, epochs=20.0, accuracy=accuracy, curve=curve)
            journal.add(replace(product, result=result))
        path = Path(folder) / "sweep.npz"
        saved = _timed(lambda: file.save(path, journal))
        figures = {}
        for name, what in (("folder", journal.folder), ("file", path)):
            program = [sys.executable, "-m", "tests.benchmarks.bench_sweep", "--read", str(what)]
            answer = json.loads(subprocess.run(program, stdout=subprocess.PIPE, check=True).stdout)
            figures[name] = answer
        size = path.stat().st_size / _MB
    return [
        *(
            Figure(f"{_MANY:,} runs: read {name}, table and words", "s", told["seconds"], _OPEN_SECONDS)
            for name, told in figures.items()
        ),
        *(Figure(f"the same, memory ({name})", "MB", told["mb"], _OPEN_MB) for name, told in figures.items()),
        Figure("one file of them: to write it", "s", saved, note=f"{size:.0f} MB"),
    ]


def read(path: Path) -> dict[str, float]:
    """Read a sweep with its table and what it says, and return how long it took and what it holds."""
    before = psutil.Process().memory_info().rss
    began = time.perf_counter()
    kept = Journal.open(path) if path.is_dir() else file.load(path)
    told(kept.sweep, findings(kept.sweep, kept.results()))
    seconds = time.perf_counter() - began
    kept.run(kept.sweep.trials[500])
    return {"seconds": seconds, "mb": (psutil.Process().memory_info().rss - before) / _MB}


def _timed(what: object) -> float:
    began = time.perf_counter()
    what()  # type: ignore[operator]
    return time.perf_counter() - began


def measure() -> list[Figure]:
    """Take all figures."""
    if not measuring.find_mnist():
        return [Figure("a sweep on MNIST", "s", None, note=measuring.WITHOUT_MNIST)]
    answers: dict[str, list[dict[str, float]]] = {"--alone": [], "--workers": []}
    for turn in range(_ROUNDS):
        for way, found in answers.items():
            measuring.tell(f"{way[2:]}, round {turn + 1}")
            program = [sys.executable, "-m", "tests.benchmarks.bench_sweep", way]
            found.append(json.loads(subprocess.run(program, stdout=subprocess.PIPE, check=True).stdout))
    alone = min(answer["seconds"] for answer in answers["--alone"])
    team = min(answers["--workers"], key=lambda answer: answer["seconds"])
    dataset = catalog.load("mnist")
    data = sum(split.images.nbytes for split in (dataset.train, dataset.train, dataset.test)) / _MB
    what = f"{_RUNS} runs of {_EPOCHS} epochs"
    ratio = alone / team["seconds"]
    seconds = f"{alone:.1f} s, {team['seconds']:.1f} s"
    memory = f"the data set, read and packed, has {data:.0f} MB; resident {team['rss']:.0f} MB, each page in each"
    return [
        Figure(f"{what}: one after another ÷ two workers", "times", ratio, _FASTER, more_is_better=True, note=seconds),
        Figure("a run beyond its training, median", "s", team["overhead"], _MOST_OVERHEAD),
        Figure("memory of two workers, each page once", "MB", team["pss"], note=memory),
        *many(dataset),
    ]


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    for way in ("alone", "workers"):
        parser.add_argument(f"--{way}", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read is not None:
        measuring.say(json.dumps(read(options.read)))
    elif options.alone or options.workers:
        train = one_after_another if options.alone else by_workers
        measuring.say(json.dumps(train(sweep_of(_RUNS, _EPOCHS), catalog.load("mnist"))))
    else:
        measuring.report(measure(), options.json)


if __name__ == "__main__":
    main()
