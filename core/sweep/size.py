"""Size: what a sweep takes, said before it starts; what would not fit is refused with figures."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.data.dataset import Dataset
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.network.processors import free_memory
from core.sweep.estimate import weights_of
from core.sweep.plan import Sweep
from core.training.fitting import check_batch, check_room, check_stopping, images_used
from core.training.validation import check_validation

_PROGRAM = 90 * 2**20  # bytes that a worker takes before it trains: Python, numpy and what they load
_NUMBER = 4  # bytes
_COPIES = 4  # of a network while it trains: weights, slopes, scratch, and its best moment
_KINDS = 2  # of memory that an optimizer has, at most: two for each weight
_BLOCK = 2048  # images whose values are held at a time, at most
_PER_RUN = 24 * 2**10  # bytes of a run on disk, but for its weights: settings and curves


@dataclass(frozen=True, slots=True)
class Size:
    """What a sweep takes.

    Attributes
    ----------
    runs, epochs : int
        Runs, and epochs of all together.
    images : int
        Images shown, of all together.
    memory : int
        Bytes of memory that a worker may take, beside the data set, which all share.
    disk : int
        Bytes on disk.
    """

    runs: int
    epochs: int
    images: int
    memory: int
    disk: int


def size_of(sweep: Sweep, dataset: Dataset) -> Size:
    """Return what a sweep takes on a data set."""
    classes, settings = len(dataset.class_names), sweep.settings
    weights = [weights_of(each, classes) for each in settings]
    trials = sweep.trials
    goes_on = len(sweep.rungs) > 1
    kept = 1 + (1 + _KINDS) * goes_on  # the best moment; to go on, the latest and what its optimizer learned as well
    return Size(
        len(trials),
        sweep.epochs,
        sum(
            settings[trial.setting].epochs * images_used(settings[trial.setting], len(dataset.train))
            for trial in trials
        )
        * sweep.epochs
        // max(sum(settings[trial.setting].epochs for trial in trials), 1),
        _PROGRAM + max(map(_memory, weights, settings)),
        sum(_PER_RUN + kept * _NUMBER * weights[trial.setting] for trial in trials),
    )


def check_fits(sweep: Sweep, dataset: Dataset, workers: int, folder: Path, *, copies: int = 1) -> Size:
    """Refuse a sweep of which a run can't be trained on this data, or that this machine has no room for.

    Parameters
    ----------
    sweep : Sweep
        What is to be trained.
    dataset : Dataset
        What on.
    workers : int
        How many processes of this machine; 0 where others train.
    folder : Path
        Where its runs are to be kept.
    copies : int
        How often they are there at a time.

    Returns
    -------
    Size
        What it takes.

    Raises
    ------
    TrainingError
        It tells the figures.
    """
    for settings in dict.fromkeys(sweep.settings):
        for check in _CHECKS:
            check(settings, dataset)
    size, free = size_of(sweep, dataset), free_memory()
    if workers * size.memory > free:
        raise TrainingError(
            f"{workers} workers with {size.memory / 2**20:,.0f} MiB each need more memory than the "
            f"{free / 2**20:,.0f} MiB that are free.",
            f"Use {max(free // size.memory, 1)} of them, or smaller networks.",
        )
    space = shutil.disk_usage(_there(folder)).free
    needed = copies * size.disk
    if needed > space:
        raise TrainingError(
            f"{size.runs:,} runs take {needed / 2**20:,.0f} MiB on disk, and {space / 2**20:,.0f} MiB are free.",
            "Make room, try fewer runs, or smaller networks.",
        )
    return size


def _check_judged(settings: Hyperparameters, dataset: Dataset) -> None:
    """Refuse runs that nothing can be told of but how they do on what they were trained on."""
    if not len(dataset.test) and not settings.validation_split:
        raise TrainingError(
            f"{dataset.title} has no test images, by which runs could be compared.",
            "Hold out some training images for validation, or choose a data set with test images.",
        )


_CHECKS: tuple[Callable[[Hyperparameters, Dataset], None], ...] = (
    check_batch,
    check_validation,
    check_stopping,
    check_room,
    _check_judged,
)


def _memory(weights: int, settings: Hyperparameters) -> int:
    values = max(settings.hidden, default=1) * min(settings.batch_size or _BLOCK, _BLOCK)
    return _NUMBER * ((_COPIES + _KINDS) * weights + 4 * values)


def _there(folder: Path) -> Path:
    """Return the nearest folder that is there."""
    return next((each for each in (folder, *folder.resolve().parents) if each.is_dir()), Path())
