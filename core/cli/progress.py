"""What ``inkling train`` says while it trains: lines of JSON, or a table and a progress bar."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Never

from tqdm import tqdm

from core.cli.output import figure, percent, say, say_json
from core.data.dataset import Dataset, Split
from core.insight.evaluation import Evaluation, evaluate
from core.training.snapshot import Snapshot
from core.training.stopping import reason
from core.training.validation import validation_of

_MEASURED = ("train_cost", "train_accuracy", "test_cost", "test_accuracy")
_HELD_OUT = ("validation_cost", "validation_accuracy")  # told of a run that holds images out
_HEADS = {"train": "train cost", "validation": "validation", "test": "test cost"}


@dataclass(slots=True)
class Report:
    """A run as it is told to whoever reads the terminal.

    Attributes
    ----------
    dataset : Dataset
        What is trained on.
    as_json : bool
        Whether a program reads.
    origin : dict
        What the settings came from, for the start event: ``preset`` or ``from``.
    """

    dataset: Dataset
    as_json: bool
    origin: dict[str, Any]
    _began: float = field(default_factory=time.perf_counter)
    _seconds_before: float = 0.0  # training done before this command

    @contextmanager
    def bar(self) -> Iterator[Callable[[int, int], None]]:
        """Give what moves a progress bar over the images still to be shown; it is seen on a terminal only."""
        is_disabled = self.as_json or sys.stderr is None or not sys.stderr.isatty()
        bar: tqdm[Never] | None = None

        def show(done: int, total: int) -> None:
            nonlocal bar
            if bar is None:
                bar = tqdm(
                    total=total,
                    desc="Training",
                    unit=" images",
                    unit_scale=True,
                    leave=False,
                    dynamic_ncols=True,
                    disable=is_disabled,
                )
            bar.update(done - bar.n)

        try:
            yield show
        finally:
            if bar is not None:
                bar.close()

    def start(self, snapshot: Snapshot) -> None:
        """Say what is about to be trained, and how good it is before."""
        self._seconds_before = snapshot.seconds
        test = self._test(snapshot)
        if self.as_json:
            say_json(self._start_event(snapshot, test))
            return
        network = snapshot.network
        layers = "-".join(map(str, network.sizes))
        images = snapshot.train_images
        held_out = self._held_out(snapshot)
        held = held_out.images
        more = f", and {held:,} held out for validation" if held else ""
        say(f"{layers}, {network.parameter_count:,} weights, on {self.dataset.title}: {images:,} images{more}")
        when = f"After {snapshot.epoch:.4g} epochs" if snapshot.step else "Before training"
        judge, kind = (test, "test") if test.images else (held_out, "validation")
        if judge.images:
            say(f"{when}, {percent(judge.accuracy)} of {judge.images:,} {kind} images are read correctly.")
        columns = "  ".join(f"{_HEADS[kind]:>10} {'accuracy':>9}" for kind in self._kinds(bool(held)))
        say(f"{'epoch':>9}  {columns}  {'images/s':>9}")

    def epoch(self, snapshot: Snapshot) -> None:
        """Say how good the network is at the end of an epoch."""
        last, has_validation = snapshot.curves.last, snapshot.curves.has_validation
        if self.as_json:
            say_json(
                {
                    "event": "epoch",
                    "epoch": snapshot.whole_epochs,
                    **{name: last(name) for name in (*_MEASURED, *(_HELD_OUT if has_validation else ()))},
                    "learning_rate": last("learning_rate"),
                    **self._times(snapshot),
                    "images_per_second": snapshot.images_per_second,
                }
            )
            return
        count = f"{snapshot.whole_epochs}/{snapshot.hyperparameters.epochs}"
        kinds = self._kinds(has_validation)
        told = (f"{figure(last(f'{kind}_cost')):>10} {percent(last(f'{kind}_accuracy')):>9}" for kind in kinds)
        line = f"{count:>9}  {'  '.join(told)}  {snapshot.images_per_second:9,.0f}"
        with tqdm.external_write_mode(file=sys.stdout):
            say(line)

    def end(
        self, snapshot: Snapshot, path: Path | None, *, is_interrupted: bool, outcome: Snapshot | None = None
    ) -> None:
        """Say how it ended, and with which moment where that is not the last one."""
        outcome = outcome or snapshot
        test, held = self._test(outcome), self._held_out(outcome)
        times = self._times(snapshot)
        early = reason(snapshot.hyperparameters, snapshot.ended_by)
        if self.as_json:
            say_json(
                {
                    "event": "end",
                    "epochs": snapshot.whole_epochs,
                    "interrupted": is_interrupted,
                    "test_cost": test.cost,
                    "test_accuracy": test.accuracy,
                    **_told_of(held),
                    **times,
                    "weights": str(path) if path else None,
                    **({"ended_by": list(snapshot.ended_by)} if early else {}),
                    **({"kept_epoch": outcome.epoch} if snapshot.hyperparameters.keep_best else {}),
                }
            )
            return
        done = f"{snapshot.epoch:.4g} epochs ({early})" if early else _epochs(snapshot.whole_epochs)
        how = f"Stopped after {snapshot.epoch:.4g} epochs" if is_interrupted else done
        result = f"; test accuracy {percent(test.accuracy)}" if test.images else ""
        result += f"; validation accuracy {percent(held.accuracy)}" if held.images else ""
        if outcome.step != snapshot.step:
            result += (
                f".\nThat is its best moment, the end of epoch {outcome.epoch:.4g}, to which the network went back"
            )
        say(f"{how}, {times['seconds']:.1f} s of training{result}.")
        if path is not None:
            say(f"The network is in {path}.")

    def _start_event(self, snapshot: Snapshot, test: Evaluation) -> dict[str, Any]:
        held = self._held_out(snapshot)
        return {
            "event": "start",
            "layers": list(snapshot.network.sizes),
            "parameters": snapshot.network.parameter_count,
            "dataset": self.dataset.name,
            "train_images": snapshot.train_images,
            "test_images": len(self.dataset.test),
            "test_cost": test.cost,
            "test_accuracy": test.accuracy,
            **({"validation_images": held.images} if held.images else {}),
            **_told_of(held),
            "epoch": snapshot.epoch,
            "epochs": snapshot.hyperparameters.epochs,
            **self.origin,
            "hyperparameters": snapshot.hyperparameters.to_dict(),
        }

    def _kinds(self, has_validation: bool) -> tuple[str, ...]:
        """Return of which images the table tells; of test images also where there are none, and none held out."""
        if not has_validation:
            return "train", "test"
        return ("train", "validation", "test") if len(self.dataset.test) else ("train", "validation")

    def _times(self, snapshot: Snapshot) -> dict[str, float]:
        """Return how long this command has trained, and how long it has been at it in all."""
        return {
            "seconds": snapshot.seconds - self._seconds_before,
            "elapsed": time.perf_counter() - self._began,
        }

    def _test(self, snapshot: Snapshot) -> Evaluation:
        # The curves may hold a sample's figures, or, in a run that goes on, those of other data.
        test = self.dataset.test
        return evaluate(snapshot.network, snapshot.hyperparameters.cost, test.images, test.labels)

    def _held_out(self, snapshot: Snapshot) -> Evaluation:
        settings = snapshot.hyperparameters
        held = validation_of(self.dataset.train, settings) or Split.empty()
        return evaluate(snapshot.network, settings.cost, held.images, held.labels)


def _told_of(held: Evaluation) -> dict[str, float]:
    """Return what a program is told of the images held out; nothing where there are none."""
    return dict(zip(_HELD_OUT, (held.cost, held.accuracy), strict=True)) if held.images else {}


def _epochs(count: int) -> str:
    return f"{count:,} epoch{'s' * (count != 1)}"
