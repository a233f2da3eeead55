"""Snapshot: all that a view may ask about one moment of a run, and all it takes to go on from there."""

from dataclasses import dataclass, field, replace

from core.arrays import Arrays
from core.data.classes import DIGITS
from core.hyperparameters import Hyperparameters
from core.insight.novelty import NoveltyDetector
from core.network.network import Network
from core.training.glance import figures_of
from core.training.history import Curves, Mark
from core.training.stopping import Ended, ended_by


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Snapshot:
    """One moment of a run; nothing in it ever changes.

    Attributes
    ----------
    hyperparameters : Hyperparameters
        The settings at this moment.
    network : Network
        The weights, in read-only arrays.
    memory : tuple of ndarray
        What the optimizer has learned; empty in a snapshot kept only to be looked at, or of one that learns nothing.
    step : int
        Mini-batches so far.
    whole_epochs, position : int
        Epochs completed, and images shown since.
    train_images : int
        How many images an epoch has.
    seconds : float
        Time spent training, evaluation left out.
    images_per_second : float
        Recent speed of training; 0 before the first batch.
    curves : Curves
        Everything measured so far.
    marks : tuple of Mark
        Where settings were changed.
    data_name, data_fingerprint : str
        The data set trained on.
    class_names : tuple of str
        What the outputs stand for.
    warning : str
        What is to be said about the network's health; empty where it can learn.
    trouble : str
        What is to be said about how the machine serves the training, such as that it gives no second process; empty
        where there is nothing. Of the moment, so no file keeps it.
    updates : tuple of float
        How large a step of training was next to the weights it changed, for each layer: the latest step
        that was measured, at most some hundredths of a second before this moment in a small network.
        Empty before the first, and in a moment of a file of version 0.1, which does not keep it.
    novelty : NoveltyDetector or None
        What tells a drawing that is like none the network has learned from, where a file brought it along or one is
        to be written; of a network that was trained since it is made elsewhere. It may hold the same weights in
        another object.
    ended : Ended or None
        How its run ended, where the moment is handed on by itself and its run went on beyond it; see
        :func:`core.training.ending.knowing_end`.
    """

    hyperparameters: Hyperparameters
    network: Network
    memory: Arrays
    step: int
    whole_epochs: int
    position: int
    train_images: int
    seconds: float
    images_per_second: float
    curves: Curves
    marks: tuple[Mark, ...]
    data_name: str
    data_fingerprint: str
    class_names: tuple[str, ...] = DIGITS
    warning: str = ""
    trouble: str = field(default="", compare=False)
    updates: tuple[float, ...] = field(default=(), compare=False)  # which step was measured is up to the clock
    novelty: NoveltyDetector | None = field(default=None, compare=False)
    ended: Ended | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        layers = "-".join(map(str, self.network.sizes))
        return f"<Snapshot of {layers} on {self.data_name} at epoch {self.epoch:.4g}, {figures_of(self.curves)}>"

    @property
    def epoch(self) -> float:
        """Where the run stands: 1.5 is the middle of the second epoch."""
        return self.whole_epochs + self.position / self.train_images

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next batch, after the schedule."""
        settings = self.hyperparameters
        costs = self.curves.costs_of_epochs() if settings.schedule.watches_cost else ()
        return settings.rate_at(self.epoch, costs)

    @property
    def is_finished(self) -> bool:
        """Whether all epochs asked for are done, or the run was to end before that."""
        return self.whole_epochs >= self.hyperparameters.epochs or bool(self.ended_by)

    @property
    def ended_by(self) -> tuple[str, ...]:
        """The settings that end the run here before its epochs are done; see :mod:`core.training.stopping`."""
        return ended_by(self.hyperparameters, self.curves, self.marks, self.seconds)

    @property
    def end_of_run(self) -> Ended | None:
        """How its run ended, here or later; none where it goes on, or nothing is known of it."""
        if self.ended is not None or not self.is_finished:
            return self.ended
        return Ended.of(self.hyperparameters, self.curves, self.epoch, self.ended_by)

    @property
    def seconds_left(self) -> float:
        """Training time until the run ends, at the recent speed; NaN while it is not known."""
        if not self.images_per_second:
            return float("nan")
        epochs_left = max(0.0, self.hyperparameters.epochs - self.epoch)
        return epochs_left * self.train_images / self.images_per_second

    @property
    def whole_accuracy(self) -> float:
        """The accuracy on all validation images, or on all test images where none are held out; NaN if not measured."""
        return self.whole(self.curves.judged)

    def whole(self, name: str) -> float:
        """Return a figure of all images of its kind, where just these weights were measured; else NaN."""
        if not len(self.curves) or self.curves.column("step")[-1] != self.step:
            return float("nan")
        return float(self.curves.column(name)[-1]) if self.curves.column("whole")[-1] == 1 else float("nan")

    @property
    def is_sound(self) -> bool:
        """Whether every weight is a number that can be reckoned with."""
        return self.network.is_sound

    @property
    def bytes(self) -> int:
        """Memory this snapshot holds for itself (the curves are shared)."""
        return sum(array.nbytes for array in (*self.network.parameters, *self.memory))

    @property
    def memory_bytes(self) -> int:
        """How much of that the optimizer's memory is."""
        return sum(array.nbytes for array in self.memory)

    @property
    def has_forgotten(self) -> bool:
        """Whether the optimizer has learned something that is not kept here, so that it would start afresh."""
        if self.memory or self.step == 0:
            return False
        return bool(self.hyperparameters.optimizer.begin(self.network.parameters[-1:]))

    def to_look_at(self) -> "Snapshot":
        """Return the same moment without the optimizer's memory, which only training needs."""
        return replace(self, memory=())

    def to_keep(self) -> "Snapshot":
        """Return the same moment as files keep it: without an optimizer's memory that training cannot go on from.

        The weights are worth keeping all the same; :attr:`has_forgotten` tells that the optimizer starts afresh.
        """
        return self if self.hyperparameters.optimizer.can_remember(self.memory) else self.to_look_at()
