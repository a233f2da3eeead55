"""Order: what a worker is told to train, and what it answers. Plain values, so that it can travel anywhere.

Wherever it is carried out, in this process, in another one or on another machine, :func:`carry_out` does it, in one
process with one thread of arithmetic: the same seed gives the same weights on equal machines, however many runs are
trained beside it.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from core.data.dataset import Dataset
from core.errors import TrainingError
from core.files.runs import packed, unpacked
from core.hyperparameters import Hyperparameters
from core.network.images import TrainingImages
from core.sweep.result import Result, Trial
from core.training.recording import Recording
from core.training.run import Run
from core.training.training import train

WAY = "one process"


@dataclass(frozen=True, slots=True)
class Order:
    """A run to train, or to go on with.

    Attributes
    ----------
    trial : Trial
        Which run of the sweep.
    rung : int
        How often it was chosen to go on.
    settings : dict
        As :meth:`Hyperparameters.to_dict` tells them.
    until : int
        Up to which epoch it is trained.
    name : str
        What the run is called.
    start : bytes
        The run to go on with, packed; nothing where it begins.
    is_last : bool
        Whether it goes on no further, so that what training needs is not kept.
    """

    trial: Trial
    rung: int
    settings: dict[str, Any]
    until: int
    name: str
    start: bytes = b""
    is_last: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, for a worker that can read nothing else."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return told | {"trial": (self.trial.setting, self.trial.seed)}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Order":
        """Return what :meth:`to_dict` told."""
        return cls(**{**told, "trial": Trial(*told["trial"])})


@dataclass(frozen=True, slots=True)
class Product:
    """What a worker answers: what is known of the run, and the run itself, packed.

    Attributes
    ----------
    result : Result
        For a table and a plot.
    run : bytes
        The run with its curves, its best weights, and where it may go on its latest moment.
    """

    result: Result
    run: bytes

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as a worker answers them."""
        return {"result": self.result.to_dict(), "run": self.run}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Product":
        """Return what :meth:`to_dict` told."""
        return cls(Result.from_dict(told["result"]), told["run"])


def carry_out(
    order: Order,
    dataset: Dataset,
    is_cancelled: Callable[[], bool] = lambda: False,
    *,
    packed_images: TrainingImages | None = None,
) -> Product | None:
    """Train as ordered, and return what came of it; nothing where it was cancelled.

    Images that are packed already, as for several processes, need not be packed once more. What keeps a run from being
    trained at all, such as a batch larger than the data, is told in its result.
    """
    began, reached = time.perf_counter(), 0.0

    def take(run: Run) -> None:
        nonlocal reached
        reached = run.epoch

    settings = Hyperparameters.from_dict(order.settings)
    try:
        run = train(
            settings,
            dataset,
            start=unpacked(order.start) if order.start else None,
            name=order.name,
            way=WAY,
            moments=0,
            reached=take,
            is_cancelled=lambda: reached >= order.until or is_cancelled(),
            packed=packed_images,
            is_one_of_many=True,
        )
    except TrainingError as error:
        run = replace(Run.begin(settings, dataset, order.name, 0), trouble=str(error))
    if not run.trouble and not run.is_finished and run.epoch < order.until:
        return None
    kept = _kept(run, goes_on=not order.is_last and not run.trouble and not run.is_finished)
    result = Result.of(order.trial, order.rung, run, time.perf_counter() - began)
    return Product(result, packed(kept))


def _kept(run: Run, *, goes_on: bool) -> Run:
    """Return a run with its best moment and, where it goes on, with its latest; of one without a best, the latest."""
    latest, best = run.last_sound, run.best
    recording = Recording()
    if latest is None:
        return replace(run, recording=recording)
    best = best if best is not None and best.is_sound else latest
    if not goes_on:
        recording.add(best.to_look_at())
    else:
        if best.step < latest.step:
            recording.add(best.to_look_at())
        recording.add(latest)
    return replace(run, recording=recording)
