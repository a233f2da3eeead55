"""Who takes part, and the turns they take."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.race.rows import Row
from tests.benchmarks.race.runner import LostError, Runner

INKLING, JAX = "Inkling", "JAX"
WARM_UPS = 2
_PAUSE = 0.05  # seconds before a turn: the threads of some libraries look for work for a while after it is done


@dataclass(frozen=True, slots=True)
class Entry:
    """Who takes part: a program and its way of training."""

    name: str
    module: str
    way: str = ""


@dataclass(slots=True)
class Result:
    """What one contestant did in one row.

    Attributes
    ----------
    seconds : list of float
        Of each epoch that counts.
    accuracy, loss : float
        After the first epoch; of the first batch, before it.
    others : float
        What part of the processors somebody else used during its turns.
    lost : str
        Why it did not take part; empty where it did.
    """

    name: str
    seconds: list[float] = field(default_factory=list)
    accuracy: float = float("nan")
    loss: float = float("nan")
    others: float = float("nan")
    facts: str = ""
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the table: what everybody did, and the GFLOP/s of the product before each turn."""

    row: Row
    results: dict[str, Result]
    gflops: list[float]


def entries(ways: Sequence[str]) -> list[Entry]:
    """Return all who may take part: the engine as it comes, others, and the engine's further ways."""
    first, *further = ways
    return [
        Entry(INKLING, "contestant_inkling", first),
        Entry(JAX, "contestant_jax"),
        Entry(f"{JAX} on bytes", "contestant_jax", "bytes"),
        Entry("PyTorch", "contestant_torch"),
        Entry("torch.compile", "contestant_torch", "compile"),
        Entry("scikit-learn", "contestant_sklearn"),
        *(Entry(way, "contestant_inkling", way) for way in further),
    ]


def race(
    row: Row,
    taking_part: Sequence[Entry],
    rounds: int,
    mnist: Path,
    *,
    processors: int,
    python: str,
    tell: Callable[[str], None],
) -> Outcome:
    """Let contestants train in turn.

    Parameters
    ----------
    row : Row
        What they train.
    taking_part : sequence of Entry
        Who.
    rounds : int
        How many epochs of each count.
    mnist : Path
        Folder of the images.
    processors : int
        How many there are for them.
    python : str
        The interpreter of those who need a library.
    tell : callable
        Takes a line on how far it is.
    """
    outcome = Outcome(row, {entry.name: Result(entry.name) for entry in taking_part}, [])
    with _started(taking_part, row, mnist, python) as runners, _yardstick() as yardstick:
        for name in list(runners):
            with _lost(outcome.results[name], runners):
                told = runners[name].ready()
                outcome.results[name].facts, outcome.results[name].loss = told["facts"], told["loss"]
        tell(f"{row.title}: {', '.join(runners)} are ready")
        spent: dict[str, list[tuple[float, float]]] = {name: [] for name in runners}
        for number in range(WARM_UPS + rounds):
            names = list(runners)
            for name in names[number % max(len(names), 1) :] + names[: number % max(len(names), 1)]:
                time.sleep(_PAUSE)
                outcome.gflops.append(yardstick.ask()["gflops"])
                time.sleep(_PAUSE)
                with _lost(outcome.results[name], runners):
                    turn = runners[name].turn(number)
                    if turn.accuracy is not None:
                        outcome.results[name].accuracy = turn.accuracy
                    if number >= WARM_UPS:
                        outcome.results[name].seconds.append(turn.seconds)
                        spent[name].append((turn.others, turn.seconds * processors))
    for name, pairs in spent.items():
        if pairs:
            outcome.results[name].others = sum(own for own, _ in pairs) / sum(all_ for _, all_ in pairs)
    return outcome


@contextlib.contextmanager
def _started(taking_part: Sequence[Entry], row: Row, mnist: Path, python: str) -> Iterator[dict[str, Runner]]:
    """Start all programs at once: getting ready is not timed."""
    with contextlib.ExitStack() as stack:
        runners = {}
        for entry in taking_part:
            interpreter = {} if entry.module == "contestant_inkling" else {"python": python}
            runner = Runner(entry.module, (row.name, str(mnist), *([entry.way] if entry.way else [])), **interpreter)
            stack.callback(runner.end)
            runners[entry.name] = runner
        yield runners


@contextlib.contextmanager
def _yardstick() -> Iterator[Runner]:
    runner = Runner("yardstick")
    try:
        runner.ready()
        yield runner
    finally:
        runner.end()


@contextlib.contextmanager
def _lost(result: Result, runners: dict[str, Runner]) -> Iterator[None]:
    """Go on without a contestant that cannot take part, and note why."""
    try:
        yield
    except LostError as error:
        result.lost = str(error)
        runners.pop(result.name)
