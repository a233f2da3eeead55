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

from core import workers
from core.arrays import Arrays, read_only
from core.data.augment import Unchanged
from core.data.dataset import Dataset
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters, changed_fields, describe_change, needs_new_network
from core.network.engine import WAYS, make_engine
from core.network.images import TrainingImages
from core.network.network import Network
from core.network.scaling import scaling_for
from core.training import stopping
from core.training.batches import BLOCK, WEIGHTS, Batches, generator_for
from core.training.fitting import check_batch, check_classes, check_room, check_stopping, used_of
from core.training.health import HealthCheck, remedy_for_long_steps
from core.training.history import History, Mark
from core.training.measuring import Measuring
from core.training.snapshot import Snapshot
from core.training.speedometer import Speedometer
from core.training.update_ratio import UpdateRatios
from core.training.validation import check_validation, validation_of

_MARK_WIDTH = 0.05  # epochs: changes closer together than this are one change
_OF_THE_ENGINE = ("optimizer", "frozen", "weight_decay", "l1", "clip_norm", "dropout", "augmentation")
"""Settings that an engine is made for."""

_MOST_POINTS = 20  # in an epoch: so often the cost is measured at the beginning, and after a change of settings


class Trainer:
    """A run in progress.

    Parameters
    ----------
    hyperparameters : Hyperparameters
        The experiment.
    dataset : Dataset
        Images to train on and to test with.
    start : Snapshot, optional
        A moment to go on from; where nothing was measured on the way to it, as of a network that another program
        made, it is measured here. Without one, a new network is made and measured.
    clock : callable
        Returns seconds; only how long training takes is measured with it.
    way : str
        How the engine uses the processor; see :data:`core.network.engine.WAYS`.
    is_modest : bool
        Whether its helpers leave the processors to a window, and to other programs, that want them.
    progress : callable
        Called with how many images a new network has looked at, of how many, while it is measured for the first
        time: with many weights that takes seconds. Called from any thread; what it raises ends the making.
    packed : TrainingImages, optional
        All training images of the data set, packed already; they are used where a run trains on all of them.
    is_one_of_many : bool
        Whether others are trained beside it, for a table: then it is measured at the ends of epochs alone, and the
        network is not cut for several processors, so that its numbers are the same on machines with more or fewer.

    Raises
    ------
    TrainingError
        When network or images would not fit in memory, a batch is larger than the data, too few images would be held
        out, or an accuracy is to end the run that cannot be measured.
    """

    def __init__(
        self,
        hyperparameters: Hyperparameters,
        dataset: Dataset,
        *,
        start: Snapshot | None = None,
        clock: Callable[[], float] = time.perf_counter,
        way: str = WAYS[0],
        is_modest: bool = False,
        progress: Callable[[int, int], None] = lambda done, total: None,
        packed: TrainingImages | None = None,
        is_one_of_many: bool = False,
    ) -> None:
        check_batch(hyperparameters, dataset)
        check_validation(hyperparameters, dataset)
        check_stopping(hyperparameters, dataset)
        self._hyperparameters = hyperparameters
        self._dataset = dataset
        check_room(hyperparameters, dataset)
        train = used_of(dataset.train, hyperparameters)
        self._batches = Batches(train, packed)
        self._speed = Speedometer(clock)
        self._way, self._is_modest, self._is_one_of_many = way, is_modest, is_one_of_many
        self._health = HealthCheck(train, clock)
        self._looked_at = (train, dataset.test)
        self._validation = validation_of(dataset.train, hyperparameters)
        self._novelty = None if start is None else (start.step, start.novelty)  # true of the weights it starts with
        self._update_ratios = UpdateRatios(clock, latest=() if start is None else start.updates)
        self._before_mark: Hyperparameters | None = None  # the settings before the latest mark
        if start is None:
            self._begin()
        else:
            self._go_on_from(start)
        if not len(self._history.curves()):
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
                self._measure(whole=True, progress=progress)
        self._last_rate = self.learning_rate  # that of the latest step, once there is one

    def _begin(self) -> None:
        chance = generator_for(self._hyperparameters.seed, WEIGHTS)
        scaling = scaling_for(self._hyperparameters, self._batches.images.images)
        classes = len(self._dataset.class_names)
        network = Network.create(self._hyperparameters, chance, classes=classes, scaling=scaling)
        self._start_engine(network, self._hyperparameters.optimizer.begin(network.parameters))
        self._step = self._whole_epochs = self._position = 0
        self._history = History()
        self._measuring = Measuring(*self._looked_at, validation=self._validation)
        self._marks: tuple[Mark, ...] = ()

    def _go_on_from(self, start: Snapshot) -> None:
        check_classes(start.network, self._dataset)
        same_optimizer = type(start.hyperparameters.optimizer) is type(self._hyperparameters.optimizer)
        memory = start.memory if same_optimizer else ()
        self._start_engine(start.network, memory or self._hyperparameters.optimizer.begin(start.network.parameters))
        self._step, self._whole_epochs, self._position = start.step, start.whole_epochs, start.position
        has_as_many = start.train_images == len(self._batches)
        if not has_as_many:
            # Other data: the place within the epoch means nothing there, so the next epoch begins.
            self._whole_epochs, self._position = math.ceil(start.epoch), 0
        self._history = History(start.curves)
        is_same_data = start.data_fingerprint == self._dataset.fingerprint and has_as_many
        earlier = start.curves if is_same_data else None
        self._measuring = Measuring(*self._looked_at, earlier, validation=self._validation)
        self._marks = start.marks
        self._speed.seconds = start.seconds

    def _start_engine(self, network: Network, memory: Arrays) -> None:
        self._engine = make_engine(
            self._hyperparameters,
            network,
            memory,
            self._batches.images,
            way=self._way,
            is_modest=self._is_modest,
            shards=1 if self._is_one_of_many else None,
        )
        self._ordered_epoch = -1  # the epoch whose order the engine was told

    @property
    def _threads(self) -> int:
        """How many threads look at the network and change images: one where training is to leave the others alone."""
        return workers.MOST if self._way in ("measured", "several processes") else 1

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
        """Whether all epochs asked for are done, or the run is to end before that."""
        return self._whole_epochs >= self._hyperparameters.epochs or bool(
            stopping.ended_by(self._hyperparameters, self._history.curves(), self._marks, self._speed.seconds)
        )

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next batch, after the schedule."""
        return self._rate_at(self._position)

    @property
    def is_best(self) -> bool:
        """Whether all images that a run is judged by were looked at just now, and never more of them were known."""
        curves = self._history.curves()
        if not self.is_measured or curves.column("whole")[-1] != 1:
            return False
        known = curves.column(curves.judged)[curves.column("whole") == 1]
        return not math.isnan(known[-1]) and not bool((known[:-1] >= known[-1]).any())

    @property
    def is_measured(self) -> bool:
        """Whether the curves have a point here: the weights are as they were measured."""
        curves = self._history.curves()
        return len(curves) > 0 and bool(curves.column("step")[-1] == self._step)

    @property
    def images(self) -> int:
        """How many images an epoch has."""
        return len(self._batches)

    @property
    def step(self) -> int:
        """How many mini-batches were trained on."""
        return self._step

    def batches_in(self, seconds: float) -> int:
        """Return about how many mini-batches are trained on in some time, at the latest speed; one or more."""
        size = self._hyperparameters.batch_size or len(self._batches)
        return max(1, int(self._speed.latest * seconds / size))

    def advance(self, batches: int = 1) -> None:
        """Train on so many mini-batches, or fewer: up to the next place where the cost is measured, and measure it.

        Several at a time are faster than one by one, and the weights come out the same.

        Raises
        ------
        TrainingError
            When the cost is no longer a finite number. The weights are of no use from there on.
        """
        points_before = self._points_passed(self._position)
        # Trouble with the numbers is found by looking at the cost, not by warnings on the way.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            if self._update_ratios.is_due:
                with self._update_ratios.measured(self._engine.network):
                    self._train_in_time(1)
                batches -= 1
            if batches and self._points_passed(self._position) == points_before:
                self._train_in_time(batches)
            self._health.look(self._engine.network, self._hyperparameters)
            if self._position >= len(self._batches):
                self._whole_epochs, self._position = self._whole_epochs + 1, 0
                self._measure(whole=True)
            elif stopping.is_out_of_time(self._hyperparameters, self._speed.seconds):
                self._measure(whole=True)  # it ends here, and what it has come to is to be known exactly
            elif self._points_passed(self._position) > points_before:
                self._measure(whole=False)

    def measure(self) -> None:
        """Add a point to the curves here, unless there is one: after a single step there is something to see."""
        if not self.is_measured:
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
        check_batch(hyperparameters, self._dataset)
        check_stopping(hyperparameters, self._dataset)
        self._hyperparameters = hyperparameters
        self._adapt_engine(old)
        if self._step:
            self._leave_mark(old, hyperparameters)

    def use(self, way: str) -> None:
        """Use the processor in another way from the next batch on; see :data:`core.network.engine.WAYS`."""
        if way != self._way:
            self._way = way
            network, memory = self._engine.network(), self._engine.memory()
            self._engine.close()
            self._start_engine(network, memory)

    def close(self) -> None:
        """Let go of the engine's helpers. They come back if training goes on."""
        self._engine.close()

    def snapshot(self) -> Snapshot:
        """Return this moment of the run; nothing in it changes when training goes on."""
        return Snapshot(
            hyperparameters=self._hyperparameters,
            network=self._engine.network(),
            memory=tuple(read_only(array) for array in self._engine.memory()),
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
            class_names=self._dataset.class_names,
            warning=self._health.warning,
            trouble=self._engine.trouble,
            updates=self._update_ratios.latest,
            novelty=self._novelty[1] if self._novelty is not None and self._novelty[0] == self._step else None,
        )

    def _adapt_engine(self, old: Hyperparameters) -> None:
        """Make another engine where a change is more than another size of batches or another learning rate."""
        new = self._hyperparameters
        if all(getattr(old, name) == getattr(new, name) for name in _OF_THE_ENGINE):
            self._ordered_epoch = -1  # shuffling may have been switched
            return
        network, memory = self._engine.network(), self._engine.memory()
        self._engine.close()
        if type(old.optimizer) is not type(new.optimizer):
            memory = new.optimizer.begin(network.parameters)
        self._start_engine(network, memory)

    def _train_in_time(self, batches: int) -> None:
        with self._speed:
            shown = self._train(batches)
        self._speed.count(shown)

    def _train(self, batches: int) -> int:
        """Train on some batches, and return how many images these had."""
        before, settings = self._position, self._hyperparameters
        size = settings.batch_size or len(self._batches)
        is_changed = not isinstance(settings.augmentation, Unchanged)
        starts = self._starts_up_to_next_point(size, batches)
        if is_changed:
            starts = self._starts_within_block(starts, size)
        rates = [self._rate_at(start) for start in starts]
        stop = min(starts[-1] + size, len(self._batches))
        done = (self._train_on_changed if is_changed else self._train_on_unchanged)(stop, size, rates)
        self._count(rates[:done], stop if done == len(rates) else starts[done])
        self._refuse_unsound(is_sound=done == len(rates))
        return self._position - before

    def _train_on_unchanged(self, stop: int, size: int, rates: list[float]) -> int:
        if self._ordered_epoch != self._whole_epochs:
            self._engine.begin_epoch(self._batches.order(self._hyperparameters, self._whole_epochs))
            self._ordered_epoch = self._whole_epochs
        return self._engine.train(self._position, stop, size, rates, self._whole_epochs)

    def _train_on_changed(self, stop: int, size: int, rates: list[float]) -> int:
        images, labels = self._batches.changed(
            self._hyperparameters, self._whole_epochs, self._position, stop, self._threads
        )
        return self._engine.train_on(images, labels, size, rates, self._whole_epochs, self._position)

    def _count(self, rates: list[float], position: int) -> None:
        self._step += len(rates)
        self._position = position
        self._last_rate = rates[-1] if rates else self._last_rate

    def _starts_up_to_next_point(self, size: int, most: int) -> list[int]:
        """Return where the next batches begin, up to the one after which the cost is measured."""
        points = self._points_passed(self._position)
        starts = [self._position]
        while len(starts) < most:
            position = starts[-1] + size
            if position >= len(self._batches) or self._points_passed(position) > points:
                break
            starts.append(position)
        return starts

    def _starts_within_block(self, starts: list[int], size: int) -> list[int]:
        """Return those of the batches that end within the first one's block of changed images, but one at least."""
        end = (starts[0] // BLOCK + 1) * BLOCK
        return [start for start in starts if start == starts[0] or start + size <= end]

    def _rate_at(self, position: int) -> float:
        """Return the learning rate at a place of this epoch."""
        settings = self._hyperparameters
        costs = self._history.curves().costs_of_epochs() if settings.schedule.watches_cost else ()
        return settings.rate_at(self._whole_epochs + position / len(self._batches), costs)

    def _leave_mark(self, old: Hyperparameters, new: Hyperparameters) -> None:
        """Mark the change; several in quick succession, as from a knob being turned, leave one mark."""
        epoch = self.epoch
        if self._marks and self._before_mark is not None and epoch - self._marks[-1].epoch < _MARK_WIDTH:
            epoch, old = self._marks[-1].epoch, self._before_mark
            self._marks = self._marks[:-1]
        self._before_mark = old
        if old != new:
            self._marks += (Mark(epoch, describe_change(old, new)),)

    def _points_passed(self, position: int) -> int:
        """Return how many places of this epoch at which to measure lie behind.

        There are many at first, then fewer; and many again where settings were changed, to see what came of it. One
        that was changed in the second half of an epoch is followed as closely in the whole of the next.
        """
        if self._is_one_of_many:
            return position // len(self._batches)  # the end of the epoch alone
        changed = next((mark.epoch for mark in reversed(self._marks) if not mark.is_of_epochs_alone), 0.0)
        since = self._whole_epochs - math.floor(changed + 0.5)
        points = max(1, _MOST_POINTS // (1 + max(0, since)))
        return position * points // len(self._batches)

    def _measure(self, *, whole: bool, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        found = self._measuring.measure(
            self._engine.network(),
            self._hyperparameters.cost,
            whole=whole,
            threads=self._threads,
            progress=progress,
        )
        if self._step and len(self._history.curves()):
            # After the last step of a run no batch follows that would notice. What comes from elsewhere was no step.
            self._refuse_unsound(is_sound=math.isfinite(found.figures["train_cost"]))
        self._history.append(
            step=self._step,
            epoch=self.epoch,
            seconds=self._speed.seconds,
            learning_rate=self.learning_rate,
            **found.columns(),
        )

    def _refuse_unsound(self, *, is_sound: bool) -> None:
        """Refuse to go on with numbers that are not finite: the step before them spoiled the weights."""
        if is_sound:
            return
        if not self._step:
            raise TrainingError(
                "Training cannot begin: the first weights are so large that the cost is not a finite number.",
                "Choose first weights that fit the layers' sizes, such as He or Xavier, or fewer layers.",
            )
        raise TrainingError(
            f"Training stopped in epoch {math.ceil(self.epoch)}: the cost is no longer a finite number. "
            f"The steps were too large, most likely because the learning rate is {self._last_rate:g}.",
            remedy_for_long_steps(self._hyperparameters),
        )
