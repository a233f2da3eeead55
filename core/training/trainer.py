"""Trainer: one run, one mini-batch at a time. It has no thread and no idea of a window.

Who drives it calls :meth:`Trainer.advance` until :attr:`Trainer.is_finished`, and
may look (:meth:`Trainer.snapshot`) or change settings (:meth:`Trainer.adopt`)
between any two batches. However the calls are spread over time, the weights come
out the same.
"""

import math
import time
from collections.abc import Callable

import numpy as np

from core.arrays import Arrays, read_only
from core.data.dataset import Dataset
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters, changed_fields, describe_change, needs_new_network
from core.network.backprop import gradients
from core.network.network import Network
from core.training.batches import WEIGHTS, Batches, generator_for
from core.training.history import History, Mark
from core.training.measuring import Measuring
from core.training.snapshot import Snapshot
from core.training.speedometer import Speedometer

_MARK_WIDTH = 0.05  # epochs: changes closer together than this are one change


class Trainer:
    """A run in progress.

    Parameters
    ----------
    hyperparameters : Hyperparameters
        The experiment.
    dataset : Dataset
        Images to train on and to test with.
    start : Snapshot, optional
        A moment to go on from. Without one, a new network is made and measured.
    clock : callable
        Returns seconds; only how long training takes is measured with it.

    Raises
    ------
    TrainingError
        When the network would not fit in memory, or a batch is larger than the data.
    """

    def __init__(
        self,
        hyperparameters: Hyperparameters,
        dataset: Dataset,
        *,
        start: Snapshot | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        _check_fit(hyperparameters, dataset)
        self._hyperparameters = hyperparameters
        self._dataset = dataset
        self._batches = Batches(dataset.train)
        self._speed = Speedometer(clock)
        self._before_mark: Hyperparameters | None = None  # the settings before the latest mark
        if start is None:
            self._begin()
        else:
            self._go_on_from(start)
        self._last_rate = self.learning_rate  # that of the latest step, once there is one

    def _begin(self) -> None:
        chance = generator_for(self._hyperparameters.seed, WEIGHTS)
        self._network = Network.create(self._hyperparameters, chance)
        self._memory = self._hyperparameters.optimizer.begin(self._network.parameters)
        self._step = self._whole_epochs = self._position = 0
        self._history = History()
        self._measuring = Measuring(self._dataset)
        self._marks: tuple[Mark, ...] = ()
        with np.errstate(over="ignore", invalid="ignore"):
            self._measure(whole=True)

    def _go_on_from(self, start: Snapshot) -> None:
        self._network = start.network.working_copy()
        same_optimizer = type(start.hyperparameters.optimizer) is type(self._hyperparameters.optimizer)
        if start.memory and same_optimizer:
            self._memory = tuple(array.copy() for array in start.memory)
        else:
            self._memory = self._hyperparameters.optimizer.begin(self._network.parameters)
        self._step, self._whole_epochs, self._position = start.step, start.whole_epochs, start.position
        if start.train_images != len(self._batches):
            # Other data: the place within the epoch means nothing there, so the next epoch begins.
            self._whole_epochs, self._position = math.ceil(start.epoch), 0
        self._history = History(start.curves)
        is_same_data = start.data_fingerprint == self._dataset.fingerprint
        self._measuring = Measuring(self._dataset, start.curves if is_same_data else None)
        self._marks = start.marks
        self._speed.seconds = start.seconds

    @property
    def hyperparameters(self) -> Hyperparameters:
        """The settings in force."""
        return self._hyperparameters

    @property
    def epoch(self) -> float:
        """Where the run stands: 1.5 is the middle of the second epoch."""
        return self._whole_epochs + self._position / len(self._batches)

    @property
    def is_finished(self) -> bool:
        """Whether all epochs asked for are done."""
        return self._whole_epochs >= self._hyperparameters.epochs

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next batch, after the schedule."""
        settings = self._hyperparameters
        return settings.learning_rate * settings.schedule.factor(self.epoch, settings.epochs)

    def advance(self) -> None:
        """Train on one mini-batch; at some, measure as well.

        Raises
        ------
        TrainingError
            When the cost is no longer a finite number. The weights are of no use from there on.
        """
        points_before = self._points_passed()
        # Trouble with the numbers is found by looking at the cost, not by warnings on the way.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            with self._speed:
                shown = self._train_one_batch()
            self._speed.count(shown)
            self._step += 1
            self._position += shown
            if self._position >= len(self._batches):
                self._whole_epochs, self._position = self._whole_epochs + 1, 0
                self._measure(whole=True)
            elif self._points_passed() > points_before:
                self._measure(whole=False)

    def measure(self) -> None:
        """Add a point to the curves here, unless there is one: after a single step there is something to see."""
        curves = self._history.curves()
        if not len(curves) or curves.column("step")[-1] != self._step:
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
                self._measure(whole=False)

    def adopt(self, hyperparameters: Hyperparameters) -> None:
        """Go on with other settings from the next mini-batch on, and leave a mark on the curves.

        Raises
        ------
        TrainingError
            When a batch would be larger than the data; the settings stay as they were.
        ValueError
            When the change would need a new network.
        """
        old = self._hyperparameters
        if needs_new_network(old, hyperparameters):
            raise ValueError(f"needs a new network: {changed_fields(old, hyperparameters)}")
        if old == hyperparameters:
            return
        _check_fit(hyperparameters, self._dataset)
        if type(old.optimizer) is not type(hyperparameters.optimizer):
            self._memory = hyperparameters.optimizer.begin(self._network.parameters)
        self._hyperparameters = hyperparameters
        if self._step:
            self._leave_mark(old, hyperparameters)

    def snapshot(self) -> Snapshot:
        """Return this moment of the run; nothing in it changes when training goes on."""
        return Snapshot(
            hyperparameters=self._hyperparameters,
            network=self._network.frozen_copy(),
            memory=tuple(read_only(array.copy()) for array in self._memory),
            step=self._step,
            whole_epochs=self._whole_epochs,
            position=self._position,
            train_images=len(self._batches),
            seconds=self._speed.seconds,
            images_per_second=self._speed.images_per_second,
            curves=self._history.curves(),
            marks=self._marks,
            data_name=self._dataset.name,
            data_fingerprint=self._dataset.fingerprint,
        )

    def _train_one_batch(self) -> int:
        settings = self._hyperparameters
        x, y = self._batches.take(settings, self._whole_epochs, self._position)
        batch = gradients(self._network, settings.cost, x, y)
        self._check_cost(batch.cost)
        self._last_rate = rate = self.learning_rate
        self._decay_weights(batch.slopes, rate)
        settings.optimizer.step(self._network.parameters, batch.slopes, self._memory, rate)
        return len(x)

    def _decay_weights(self, slopes: Arrays, rate: float) -> None:
        """Pull the weights, not the biases, towards zero (Krogh and Hertz, 1992)."""
        decay = self._hyperparameters.weight_decay
        if decay == 0:
            return
        for layer, slope in zip(self._network.layers, slopes[::2], strict=True):
            if self._hyperparameters.optimizer.decouples_decay:
                np.multiply(layer.weights, 1 - rate * decay, out=layer.weights)
            else:
                slope += decay * layer.weights

    def _leave_mark(self, old: Hyperparameters, new: Hyperparameters) -> None:
        """Mark the change; several in quick succession, as from a knob being turned, leave one mark."""
        epoch = self.epoch
        if self._marks and self._before_mark is not None and epoch - self._marks[-1].epoch < _MARK_WIDTH:
            epoch, old = self._marks[-1].epoch, self._before_mark
            self._marks = self._marks[:-1]
        self._before_mark = old
        if old != new:
            self._marks += (Mark(epoch, describe_change(old, new)),)

    def _points_passed(self) -> int:
        """Return how many places of this epoch at which to measure lie behind: many at first, then fewer."""
        points = max(1, 20 // (1 + self._whole_epochs))
        return self._position * points // len(self._batches)

    def _measure(self, *, whole: bool) -> None:
        found = self._measuring.measure(self._network, self._hyperparameters.cost, whole=whole)
        if self._step:
            # After the last step of a run no batch follows that would notice.
            self._check_cost(found.figures["train_cost"])
        self._history.append(
            step=self._step,
            epoch=self.epoch,
            seconds=self._speed.seconds,
            learning_rate=self.learning_rate,
            **found.columns(),
        )

    def _check_cost(self, cost: float) -> None:
        """Refuse to go on with a cost that is not finite: the step before it spoiled the weights."""
        if math.isfinite(cost):
            return
        if not self._step:
            raise TrainingError(
                "Training cannot begin: the first weights are so large that the cost is not a finite number.",
                "Choose first weights that fit the layers' sizes, such as He or Xavier, or fewer layers.",
            )
        raise TrainingError(
            f"Training stopped in epoch {math.ceil(self.epoch)}: the cost is no longer a finite number. "
            f"The steps were too large, most likely because the learning rate is {self._last_rate:g}.",
            f"Try a learning rate of {self._hyperparameters.learning_rate / 10:g} or less, "
            "from the last sound weights or anew.",
        )


def _check_fit(hyperparameters: Hyperparameters, dataset: Dataset) -> None:
    images = len(dataset.train)
    if hyperparameters.batch_size > images:
        raise TrainingError(
            f"A batch of {hyperparameters.batch_size:,} images is more than the {images:,} training images "
            f"of {dataset.title}.",
            f"Choose a batch size up to {images:,}, or 0 for all images at once.",
        )
