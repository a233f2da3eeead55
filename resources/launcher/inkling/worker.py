"""What a worker of a Dask cluster is told to do for a sweep: plain values come, and plain values go.

A function travels to a worker as its name alone, and so does a class, so nothing of ``core`` could be read there before
this package is imported: an order comes as :meth:`core.sweep.order.Order.to_dict` tells it, a data set as names and
bytes, and what came of a run goes back as :meth:`core.sweep.order.Product.to_dict` tells it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, dataclass, fields
from typing import Any

import numpy as np
from distributed.worker import get_worker

from core.arrays import Place, place_of
from core.data.dataset import IMAGE_SHAPE, Dataset, Split
from core.network.images import Columns, TrainingImages
from core.network.memory import Memory
from core.network.processors import limit_blas
from core.sweep.order import Order, carry_out
from core.sweep.team import NO_MEMORY

SPLITS = "train", "test"
_ENDING = "closing", "closed", "failed"  # states of a worker


@dataclass(frozen=True, slots=True)
class OpenedData:
    """A data set in a worker's memory, opened and packed once for all runs that train on it there.

    Attributes
    ----------
    told : dict
        What it was opened from, should Dask move it to another worker.
    dataset : Dataset
        It.
    packed : tuple
        The pixels with ink in them, and the training images packed to these.
    """

    told: dict[str, Any]
    dataset: Dataset
    packed: tuple[Columns, Memory] | None

    def __reduce__(self) -> tuple[Any, ...]:
        return opened, (self.told,)


def told_of(dataset: Dataset, *, is_in_place: bool = False) -> dict[str, Any]:
    """Return a data set as plain values: its bytes, or where in a file they lie, of images that stay in one."""
    told: dict[str, Any] = {each.name: getattr(dataset, each.name) for each in fields(dataset)}
    for name in SPLITS:
        split: Split = told[name]
        place = place_of(split.images) if is_in_place else None
        told[name] = astuple(place) if place else split.images.tobytes(), split.labels.tobytes()
    return told


def places_of(dataset: Dataset) -> list[tuple[Any, ...]]:
    """Return where in files its images lie; nowhere, where one is gone since it was opened."""
    with suppress(OSError):
        return [astuple(place) for name in SPLITS if (place := place_of(getattr(dataset, name).images))]
    return []


def can_read(places: list[tuple[Any, ...]]) -> bool:
    """Return whether the same files are here, as on a machine that shares its disk with the one that asks."""
    try:
        return all(len(Place(*place).array()) for place in places)
    except (OSError, ValueError):
        return False


def opened(told: dict[str, Any]) -> OpenedData:
    """Return the data set that :func:`told_of` told; its arrays lie in the bytes that came, or in the file.

    Raises
    ------
    ValueError
        When it is another one than was told.
    """
    train, test = (_split(*told[name]) for name in SPLITS)
    dataset = Dataset(told["name"], told["title"], train, test, told["class_names"])
    if dataset.fingerprint != told["fingerprint"]:
        raise ValueError("another data set came than was sent")
    images = TrainingImages(train.images, train.labels)
    memory = images.packed(images.inked_columns, is_shared=False)
    return OpenedData(told, dataset, (images.inked_columns, memory) if isinstance(memory, Memory) else None)


def _split(images: bytes | tuple[Any, ...], labels: bytes) -> Split:
    if isinstance(images, tuple):
        return Split(Place(*images).array(), np.frombuffer(labels, np.uint8))
    return Split(np.frombuffer(images, np.uint8).reshape(-1, *IMAGE_SHAPE), np.frombuffer(labels, np.uint8))


def carried_out(order: dict[str, Any], data: OpenedData) -> dict[str, Any] | str | None:
    """Train as ordered, in this process, and return what came of it.

    Returns
    -------
    dict or str or None
        The product; what kept it from being one, in a sentence; or nothing where it was given up.
    """
    # For good: were it for the time of this run alone, the run of another sweep on a second thread of this worker
    # would go on with more threads once this one has ended, and add up in another order.
    limit_blas()
    train = data.dataset.train
    images = TrainingImages(train.images, train.labels, data.packed)
    try:
        product = carry_out(Order.from_dict(order), data.dataset, _is_unwanted(), packed_images=images)
    except MemoryError:
        return NO_MEMORY
    return None if product is None else product.to_dict()


def _is_unwanted() -> Callable[[], bool]:
    """Return what tells whether nobody waits any more for what this thread is at.

    The scheduler has its workers let go of what was cancelled, and of all that was wanted by a program that is gone.
    What runs already they can't end; but they know.
    """
    worker = get_worker()
    key = worker.get_current_task()

    def is_unwanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is None or task.state != "executing" or worker.status.name in _ENDING

    return is_unwanted
