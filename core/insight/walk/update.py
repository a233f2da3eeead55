"""One step of the plain engine on a copy: what it does to the weights, to the memory and to the cost."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.arrays import Arrays, Bytes, read_only
from core.hyperparameters import Hyperparameters
from core.network.backprop import one_hot
from core.network.images import TrainingImages
from core.network.network import Network
from core.network.plain import PlainEngine


class Moment(Protocol):
    """What a walk asks of a moment of a run; a :class:`~core.training.snapshot.Snapshot` has it."""

    @property
    def hyperparameters(self) -> Hyperparameters:
        """The settings."""

    @property
    def network(self) -> Network:
        """The weights."""

    @property
    def memory(self) -> Arrays:
        """What the optimizer has learned; empty where it was not kept."""

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next batch, after the schedule."""

    @property
    def whole_epochs(self) -> int:
        """How many epochs are done."""

    @property
    def position(self) -> int:
        """How many images of the next one are."""

    @property
    def class_names(self) -> tuple[str, ...]:
        """What the outputs stand for."""


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """One step.

    Attributes
    ----------
    rate : float
        The learning rate of the step, after the schedule.
    before, after : Network
        The network before the step and after it; the same numbers where the step was refused.
    memory_before, memory_after : tuple of ndarray, read-only
        The optimizer's memory, as :meth:`core.parts.optimizers.Optimizer.begin` lays it out.
    is_taken : bool
        Whether there was a step: none is taken when the cost or the slopes are not finite.
    is_memory_new : bool
        Whether the moment had no memory, and an empty one stands for it.
    """

    rate: float
    before: Network
    after: Network
    memory_before: Arrays
    memory_after: Arrays
    is_taken: bool
    is_memory_new: bool


def update(moment: Moment, images: Bytes, labels: Bytes, kept: Arrays = ()) -> Update:
    """Return the step that the plain engine takes from a moment of a run with a batch.

    Parameters
    ----------
    moment : Moment
        Where training stands.
    images, labels : ndarray, shapes (n, 28, 28) and (n,), uint8
        The batch.
    kept : tuple of ndarray
        What dropout keeps of it.
    """
    settings = moment.hyperparameters
    memory = moment.memory or settings.optimizer.begin(moment.network.parameters)
    rate = moment.learning_rate
    engine = PlainEngine(settings, moment.network, memory, TrainingImages(images, labels))
    with np.errstate(all="ignore"):  # of a network that diverged the engine takes no step
        is_taken = engine.step(images, labels, rate, kept)
    return Update(
        rate,
        moment.network,
        engine.network(),
        tuple(read_only(array) for array in memory),
        tuple(read_only(array) for array in engine.memory()),
        is_taken=is_taken,
        is_memory_new=bool(memory) and not moment.memory,
    )


def mean_cost(settings: Hyperparameters, network: Network, images: Bytes, labels: Bytes, kept: Arrays = ()) -> float:
    """Return the mean cost of some images, of which dropout keeps this; it is NaN for a network that diverged."""
    with np.errstate(all="ignore"):
        activity = network.activity(images, kept)
        y = one_hot(labels, network.classes)
        return settings.cost.value(settings.output, activity.sums[-1], activity.outputs, y)
