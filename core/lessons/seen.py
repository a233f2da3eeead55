"""Seen: one moment of a run, and what it takes to know facts about it."""

import math
from functools import cached_property

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes
from core.data.dataset import Dataset, Split
from core.insight.evaluation import Evaluation, evaluate
from core.insight.liveliness import Liveliness, liveliness
from core.network.backprop import one_hot
from core.training.fitting import used_of
from core.training.measuring import LARGE_SAMPLE
from core.training.snapshot import Snapshot
from core.training.validation import validation_of

_MOST_IMAGES = 500  # to judge neurons by
_BLOCK = 1024  # images whose outputs are worked out at a time
_ALIKE = 1e-4  # of the largest weight: by how much two neurons may differ and count as one; rounding makes 1e-5 of it

Column = npt.NDArray[np.float64]


class Seen:
    """One moment of a run; each figure is worked out when it is first asked for.

    Parameters
    ----------
    snapshot : Snapshot
        The moment.
    dataset : Dataset
        What the network is trained on and tested with.
    image : (ndarray, shape (28, 28), uint8; int), optional
        The image that the lesson shows, and what that shows.
    """

    def __init__(self, snapshot: Snapshot, dataset: Dataset, image: tuple[Bytes, int] | None = None) -> None:
        self.snapshot, self.dataset = snapshot, dataset
        self.image: Bytes | None
        self.image, self.label = image or (None, 0)

    # The curves

    def thorough(self, name: str) -> Column:
        """Return one measurement at the places where all test images were looked at; NaN is left out."""
        values = self._column(name)[self._whole]
        return values[~np.isnan(values)]

    def latest(self, name: str) -> float:
        """Return a figure of these very weights, from all test or validation images or thousands of training images.

        It is measured now where the curves have only an estimate here, as in the middle of an epoch.
        """
        curves = self.snapshot.curves
        if len(curves) and curves.column("whole")[-1] == 1 and curves.column("step")[-1] == self.snapshot.step:
            return float(curves.column(name)[-1])
        kind, _, figure = name.partition("_")
        return float(getattr(self._measured_now[kind], figure))

    @cached_property
    def _measured_now(self) -> dict[str, Evaluation]:
        settings, train = self.snapshot.hyperparameters, self.dataset.train
        splits = {
            "train": used_of(train, settings).spread(LARGE_SAMPLE),
            "test": self.dataset.test,
            "validation": validation_of(train, settings) or Split.empty(),
        }
        network, cost = self.snapshot.network, settings.cost
        with np.errstate(over="ignore", invalid="ignore"):
            return {kind: evaluate(network, cost, s.images, s.labels) for kind, s in splits.items()}

    @property
    def steps_per_epoch(self) -> int:
        """How many mini-batches an epoch has."""
        size = self.snapshot.hyperparameters.batch_size or self.snapshot.train_images
        return math.ceil(self.snapshot.train_images / size)

    @property
    def rises(self) -> int:
        """At how many points of the curves the training cost is above that of the point before."""
        return int(self._rises.sum())

    @property
    def late_rises(self) -> int:
        """The same in the second half of the epochs trained."""
        epochs = self._column("epoch")
        return int((self._rises & (epochs[1:] > self.snapshot.epoch / 2)).sum())

    @property
    def epoch_rises(self) -> int:
        """At the end of how many epochs the training cost is above that of the epoch before."""
        return int((np.diff(self.thorough("train_cost")) > 0).sum())

    @property
    def all_right_at(self) -> float:
        """The first epoch at whose end every training image looked at is right; NaN where that never came."""
        epochs, accuracy = self._column("epoch")[self._whole], self._column("train_accuracy")[self._whole]
        return float(epochs[accuracy == 1][0]) if (accuracy == 1).any() else math.nan

    @cached_property
    def _whole(self) -> npt.NDArray[np.intp]:
        return np.flatnonzero(self._column("whole") == 1)

    @cached_property
    def _rises(self) -> npt.NDArray[np.bool_]:
        return np.diff(self._column("train_cost")) > 0

    def _column(self, name: str) -> Column:
        return self.snapshot.curves.column(name)

    # What it answers

    @cached_property
    def answers(self) -> npt.NDArray[np.int64]:
        """How often each class is answered to the test images, shape (classes,)."""
        return np.bincount(self._test_outputs.argmax(axis=1), minlength=self.snapshot.network.classes)

    @property
    def commonest_share(self) -> float:
        """Which part of all answers is the commonest; NaN without test images."""
        return float(self.answers.max() / self.answers.sum()) if self.answers.sum() else math.nan

    @property
    def output_spread(self) -> float:
        """The largest standard deviation of an output over the test images; NaN without any."""
        if not len(self._test_outputs):
            return math.nan
        with np.errstate(over="ignore", invalid="ignore"):
            return float(self._test_outputs.std(axis=0).max())

    @cached_property
    def outputs(self) -> Array:
        """What the network answers to the image shown, shape (classes,); NaN where none is."""
        if self.image is None:
            return np.full(self.snapshot.network.classes, np.nan, np.float32)
        with np.errstate(over="ignore", invalid="ignore"):
            outputs: Array = self.snapshot.network.outputs(self.image[None])[0]
        return outputs

    @property
    def answer(self) -> float:
        """The digit it reads in the image shown; NaN where none is."""
        return math.nan if self.image is None else int(self.outputs.argmax())

    @property
    def image_cost(self) -> float:
        """What the image shown costs; NaN where none is, or it is of no class that the network knows."""
        if self.image is None or self.label >= self.snapshot.network.classes:
            return math.nan
        settings = self.snapshot.hyperparameters
        with np.errstate(over="ignore", invalid="ignore"):
            activity = self.snapshot.network.activity(self.image[None])
            y = one_hot(np.array([self.label], np.uint8), self.snapshot.network.classes)
            return settings.cost.value(settings.output, activity.sums[-1], activity.outputs, y)

    @cached_property
    def _test_outputs(self) -> Array:
        images = self.dataset.test.images
        with np.errstate(over="ignore", invalid="ignore"):
            starts = range(0, len(images), _BLOCK)
            blocks = [self.snapshot.network.outputs(images[start : start + _BLOCK]) for start in starts]
        return np.concatenate(blocks) if blocks else np.zeros((0, self.snapshot.network.classes), np.float32)

    # Its neurons

    @property
    def dead_share(self) -> float:
        """Which part of the first hidden layer is dead; NaN without one."""
        return math.nan if self._first_layer is None else float(self._first_layer.is_dead.mean())

    @property
    def saturated_share(self) -> float:
        """Which part of the first hidden layer is at an end of its range; NaN without one."""
        return math.nan if self._first_layer is None else float(self._first_layer.is_saturated.mean())

    @property
    def different_neurons(self) -> float:
        """How many neurons of the first hidden layer differ from each other; NaN without one."""
        weights = self.snapshot.network.layers[0].weights
        if self._first_layer is None or not np.isfinite(weights).all():
            return math.nan
        return _different(weights.T, _ALIKE * float(np.abs(weights).max()))

    @cached_property
    def _first_layer(self) -> Liveliness | None:
        if len(self.snapshot.network.layers) < 2:
            return None
        return liveliness(self.snapshot.network, self.dataset.train.spread(_MOST_IMAGES).images)[0]

    # The data

    @property
    def ink_share(self) -> float:
        """Which part of the pixels of all training images has any ink; NaN without images."""
        images = self.dataset.train.images
        return float(np.count_nonzero(images) / images.size) if images.size else math.nan


def _different(rows: Array, tolerance: float) -> int:
    """Return how many rows are left when each that lies within the tolerance of an earlier one is left out.

    Rows that are alike have sums that are: in the order of their sums, only neighbors have to be compared.
    """
    sums = rows.sum(axis=1, dtype=np.float64)
    order = np.argsort(sums, kind="stable")
    rows, sums = rows[order], sums[order]
    reach = np.searchsorted(sums, sums + tolerance * rows.shape[1], side="right")
    is_left = np.ones(len(rows), bool)
    for place in range(len(rows)):
        if is_left[place]:
            near = slice(place + 1, reach[place])
            is_left[near] &= np.abs(rows[near] - rows[place]).max(axis=1, initial=0.0) > tolerance
    return int(is_left.sum())
