"""What ``inkling sweep`` says while it trains and at the end: lines of JSON, or a progress bar and a table."""

import math
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Never

from tqdm import tqdm

from core.cli.output import complain, say, say_json
from core.data.dataset import Dataset
from core.hyperparameters import in_sentence, plain_value
from core.plain import counted, duration
from core.sweep.conductor import Progress
from core.sweep.findings import Findings, Row, findings
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial
from core.sweep.space import Axis
from core.sweep.words import difference_in_words, told

_MOST_ROWS = 20  # of the table for people; programs are told all


class SweepReport:
    """A sweep as it is told to whoever reads the terminal."""

    def __init__(self, sweep: Sweep, *, as_json: bool) -> None:
        self._sweep, self._as_json = sweep, as_json
        self._began = time.perf_counter()
        self._told: set[tuple[Trial, int]] = set()  # which results were told

    def start(self, dataset: Dataset, workers: int, done: int) -> None:
        """Say what is about to be trained."""
        sweep = self._sweep
        settings, runs = len(sweep.settings), len(sweep.trials)
        if self._as_json:
            say_json(
                {
                    "event": "start",
                    "runs": runs,
                    "settings": settings,
                    "seeds": sweep.seeds,
                    "epochs": sweep.epochs,
                    "rungs": [[rung.settings, rung.epochs] for rung in sweep.rungs],
                    "workers": workers,
                    "dataset": dataset.name,
                    "best_by": sweep.goal.kind,
                    "done": done,
                    "axes": {axis.name: [plain_value(value) for value in axis.values] for axis in sweep.axes},
                    "hyperparameters": sweep.base.to_dict(),
                }
            )
            return
        varied = " × ".join(_counts(axis, is_drawn=sweep.draws > 0) for axis in sweep.axes) or "no setting varies"
        drawn = f"{settings} drawn at random from {varied}" if sweep.draws else varied
        seeds = f", {counted(sweep.seeds, 'seed')} each"
        who = counted(workers, "worker")
        epochs = f"{counted(sweep.epochs, 'epoch')} in all"
        say(f"{counted(runs, 'run')} on {dataset.title} ({drawn}{seeds}), {epochs}, {who}.")
        if len(sweep.rungs) > 1:
            steps = ", then ".join(f"{rung.settings} to epoch {rung.epochs}" for rung in sweep.rungs)
            say(f"Successive halving: {steps}.")
        if done:
            say(f"{counted(done, 'run')} of them {'is' if done == 1 else 'are'} done already.")

    @contextmanager
    def bar(self) -> Iterator[Callable[[Progress], None]]:
        """Give what is told of the progress: a line of JSON a run, or a bar with the best so far on a terminal."""
        is_disabled = self._as_json or sys.stderr is None or not sys.stderr.isatty()
        bar: tqdm[Never] = tqdm(
            total=len(self._sweep.trials),
            desc="Sweep",
            unit=" runs",
            leave=False,
            dynamic_ncols=True,
            disable=is_disabled,
        )

        def show(progress: Progress) -> None:
            if progress.note:
                complain(f"Note: {progress.note}")
            if self._as_json:
                self._tell_new(progress)
            if is_disabled:
                return
            bar.total = progress.done + progress.left + len(progress.running)
            bar.n = progress.done
            best = _best_of(self._sweep, progress.results)
            left = "" if math.isnan(progress.seconds_left) else f", {duration(progress.seconds_left)} left"
            bar.set_postfix_str(f"best {best}{left}")

        try:
            yield show
        finally:
            bar.close()

    def _tell_new(self, progress: Progress) -> None:
        for result in progress.results:
            if (result.trial, result.rung) not in self._told:
                self._told.add((result.trial, result.rung))
                say_json({"event": "run", **self._values(result.trial.setting), **_plain_result(result)})

    def end(self, results: Sequence[Result], path: Path | None, *, is_interrupted: bool) -> None:
        """Say which settings were best, how far seeds spread, and what matters."""
        found = findings(self._sweep, results)
        elapsed = time.perf_counter() - self._began
        if self._as_json:
            say_json(self._end_event(results, found, path, elapsed, is_interrupted=is_interrupted))
            return
        for line in self._table(found):
            say(line)
        failed = [result for result in results if result.trouble]
        if failed:
            say(f"{counted(len(failed), 'run')} came to nothing. The first of them: {failed[0].trouble}")
        for sentence in told(self._sweep, found, is_done=not is_interrupted):
            say(sentence)
        how = "Stopped" if is_interrupted else "Done"
        say(f"{how} after {duration(elapsed)}: {counted(len(results), 'run')}.")
        if path is not None:
            say(f"The runs are in {path}.")

    def _table(self, found: Findings) -> list[str]:
        titles = [
            *(in_sentence(axis.label) for axis in self._sweep.axes),
            self._sweep.goal.label,
            "spread",
            "runs",
            "epochs",
        ]
        rows = [titles, *(self._cells(row) for row in found.rows[:_MOST_ROWS])]
        widths = [max(len(row[column]) for row in rows) for column in range(len(titles))]
        width = shutil.get_terminal_size((100, 24)).columns
        lines = ["  ".join(cell.rjust(size) for cell, size in zip(row, widths, strict=True))[:width] for row in rows]
        left = len(found.rows) - _MOST_ROWS
        return [*lines, *([f"and {left:,} more; --json and the file have them all."] if left > 0 else [])]

    def _cells(self, row: Row) -> list[str]:
        goal = self._sweep.goal
        values = (axis.written(value) for axis, value in zip(self._sweep.axes, row.values, strict=True))
        spread = "–" if math.isnan(row.spread) else f"± {difference_in_words(goal, row.spread)}"
        epochs = max(result.epochs for result in row.results)
        return [*values, goal.written(row.mean), spread, str(len(row.results)), f"{epochs:g}"]

    def _end_event(
        self,
        results: Sequence[Result],
        found: Findings,
        path: Path | None,
        elapsed: float,
        *,
        is_interrupted: bool,
    ) -> dict[str, Any]:
        return {
            "event": "end",
            "runs": len(results),
            "interrupted": is_interrupted,
            "table": [
                {**self._values(row.setting), "mean": row.mean, "spread": row.spread, "runs": len(row.results)}
                for row in found.rows
            ],
            "seed_spread": found.seed_spread,
            "effects": [
                {"name": effect.axis.name, "span": effect.span, "share": effect.share} for effect in found.effects
            ],
            "chance": None if found.lead is None else found.lead.chance,
            "words": list(told(self._sweep, found, is_done=not is_interrupted)),
            "seconds": sum(result.seconds for result in results),
            "elapsed": elapsed,
            "file": None if path is None else str(path),
        }

    def _values(self, setting: int) -> dict[str, Any]:
        values = zip(self._sweep.axes, self._sweep.values[setting], strict=True)
        return {"setting": setting, "values": {axis.name: plain_value(value) for axis, value in values}}


def _counts(axis: Axis, *, is_drawn: bool) -> str:
    """Return how many values of a setting there are: of a range that is drawn from, as many as one likes."""
    among = axis.range if is_drawn else None
    which = f"{len(axis.values)} of" if among is None else f"{among.low:g} to {among.high:g} of"
    return f"{which} {in_sentence(axis.label)}"


def _plain_result(result: Result) -> dict[str, Any]:
    told_of = result.to_dict()
    return {name: told_of[name] for name in told_of if name not in ("setting", "curve")}


def _best_of(sweep: Sweep, results: Sequence[Result]) -> str:
    goal = sweep.goal
    best = min((goal.of(result) for result in results if not result.trouble), key=goal.rank, default=math.nan)
    return goal.written(best)
