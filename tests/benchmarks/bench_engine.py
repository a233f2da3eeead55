"""Seconds an epoch of MNIST takes, beside JAX, PyTorch and scikit-learn: ``python -m tests.benchmarks.bench_engine``.

How the race is run is told in ``tests/benchmarks/race/__init__.py``. Libraries that are not installed are left out
with a word; they may be in an environment of their own, whose interpreter ``--python`` names. It ends with 1 when a
contestant learned something else than the others, or JAX was faster than Inkling.
"""

import argparse
import datetime
import functools
import os
import shlex
import sys
from pathlib import Path

from core.network.engine import WAYS
from tests.benchmarks import measuring
from tests.benchmarks.race import machine, model, table
from tests.benchmarks.race.rounds import Entry, Outcome, entries, race
from tests.benchmarks.race.rows import ROWS, Row, choose
from tests.benchmarks.race.runner import Runner
from tests.benchmarks.race.start import find_mnist


def main() -> int:
    """Run the race that was asked for and print its tables."""
    options = _options()
    mnist = find_mnist(options.mnist)
    if mnist is None:
        sys.exit(measuring.WITHOUT_MNIST)
    processors = machine.restrict(options.processors)
    measuring.say(f"{datetime.date.today()}: `{_command(sys.argv[1:])}`\n\n{machine.describe(processors)}\n")
    outcomes = []
    for row in options.rows:
        outcome = race(
            row,
            options.contestants,
            options.rounds,
            mnist,
            processors=processors,
            python=options.python,
            tell=measuring.tell,
        )
        measuring.tell(table.best_table([outcome]).splitlines()[-1])
        outcomes.append(outcome)
    is_same = report(outcomes, options.rounds)
    if options.model:
        measuring.tell("the model of a step")
        measuring.say("\nA model of a step: seconds an epoch with so many workers, and what was measured\n")
        measuring.say(modelled(outcomes, processors))
    slower = [outcome for outcome in outcomes if (table.lead_over_jax(outcome) or 1) < 1]
    return 0 if is_same and not slower else 1


def report(outcomes: list[Outcome], rounds: int) -> bool:
    """Print what came of the race, and return whether all learned the same thing."""
    results = [result for outcome in outcomes for result in outcome.results.values()]
    for facts in dict.fromkeys(result.facts for result in results if result.facts):
        who = dict.fromkeys(result.name for result in results if result.facts == facts)
        measuring.say(f"- {', '.join(who)}: {facts}")
    for lost in dict.fromkeys(f"{result.name} is left out: {result.lost}" for result in results if result.lost):
        measuring.say(f"- {lost}")
    measuring.say(f"\nSeconds an epoch, the best of {rounds} (in brackets, divided by Inkling's)\n")
    measuring.say(table.best_table(outcomes))
    measuring.say("\nThe median of them\n")
    measuring.say(table.median_table(outcomes))
    measuring.say("\nNoise\n")
    measuring.say(table.noise_table(outcomes) + "\n")
    different = [sentence for outcome in outcomes for sentence in table.differences(outcome)]
    measuring.say("\n".join(different) or f"All learned the same thing. {table.learned(outcomes)}")
    if figures := table.figures(outcomes):
        measuring.say("\n" + measuring.table(figures))
    return not different


def modelled(outcomes: list[Outcome], processors: int) -> str:
    """Return what the model of a step says of these rows; see ``tests/benchmarks/race/model.py``."""
    runner = Runner("pieces")
    try:
        here = model.Machine(os.cpu_count() or 1, **runner.ready())

        @functools.cache
        def pieces(row: Row, units: int, copies: int, shards: int) -> dict[str, float]:
            return runner.ask(f"{row.name} {units} {copies} {shards}")

        told = (
            f"A meeting of two takes {1e6 * here.meeting:.1f} µs, Python {1e6 * here.between:.1f} µs a step of a shard."
        )
        return f"{model.report(outcomes, dict(zip((1, processors), WAYS[1:3], strict=True)), here, pieces)}\n\n{told}"
    finally:
        runner.end()


def _options() -> argparse.Namespace:
    known = {entry.name.lower().replace(" ", "-"): entry for entry in entries(WAYS)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ", ".join(row.name for row in ROWS)
    parser.add_argument("--rows", nargs="+", default=[], help=f"only these, or those that begin so: {names}; or others")
    parser.add_argument("--contestants", nargs="+", default=list(known), help=f"only these: {', '.join(known)}")
    parser.add_argument("--rounds", type=int, default=6, help="how many epochs of each count (6)")
    parser.add_argument("--processors", type=int, default=2, help="how many processors all get (2)")
    parser.add_argument("--no-model", dest="model", action="store_false", help="without the model of a step")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has the other libraries")
    parser.add_argument("--mnist", type=Path, help="folder of the four IDX files, as .gz")
    options = parser.parse_args()
    try:
        options.rows = choose(options.rows)
        options.contestants = [_known(known, name) for name in options.contestants]
    except ValueError as error:
        parser.error(str(error))
    return options


def _command(arguments: list[str]) -> str:
    """Return the command as anybody may give it: where things lie on this machine is left out."""
    told = [
        argument
        for before, argument in zip(["", *arguments], arguments, strict=False)
        if not {before, argument} & {"--python", "--mnist"}
    ]
    return shlex.join(["python", "-m", "tests.benchmarks.bench_engine", *told])


def _known(known: dict[str, Entry], name: str) -> Entry:
    if name not in known:
        raise ValueError(f"no contestant is called {name}; there are {', '.join(known)}")
    return known[name]


if __name__ == "__main__":
    sys.exit(main())
