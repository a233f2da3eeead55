"""Ground: all arrays that the shards of a network work on, in memory that their processes share."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Arrays, Bytes
from core.hyperparameters import Hyperparameters
from core.network.fast.job import ROWS
from core.network.fast.layout import Layout, Packed
from core.network.images import Columns, Order
from core.network.memory import Mapped, Memory
from core.network.scaling import Scaling


@dataclass(frozen=True)
class Ground:
    """What the shards have in common, and what each has; it travels to every process that does some of them."""

    settings: Hyperparameters
    layouts: tuple[Layout, ...]  # one for each shard
    train: Memory | Mapped  # rows of bytes and labels of the training images
    given: Memory  # and of images given for one job
    memory: Memory  # all else
    scaling: Scaling | None = None  # of the pixels

    def parameters(self, shard: int) -> Packed:
        """Return a shard's weights and biases."""
        return Packed(self.layouts[shard], self._arrays[f"parameters {shard}"])

    def remembered(self, shard: int) -> Arrays:
        """Return what the optimizer remembers of them, laid out as its ``begin`` does it for one flat array."""
        count = len(_remembered_shapes(self.settings, self.layouts[shard]))
        return tuple(self._arrays[f"remembered {shard} {number}"] for number in range(count))

    @property
    def state(self) -> Arrays:
        """All shards' weights, biases and memory: what training changes."""
        return tuple(array for name, array in self._arrays.items() if name.startswith(("parameters", "remembered")))

    def images(self, *, is_given: bool) -> tuple[Bytes, Bytes]:
        """Return rows of pixels and labels: of the images given for one job, or of the training images."""
        arrays = (self.given if is_given else self.train).arrays()
        return arrays["rows"], arrays["labels"]

    @property
    def order(self) -> Order:
        """Which of the training images comes when in the epoch."""
        order: Order = self._arrays["order"]
        return order

    @property
    def converted(self) -> Array:
        """Room for two blocks of images, shape (2, images, length)."""
        return self._arrays["converted"]

    def sums(self, turn: int, shape: tuple[int, int]) -> Array:
        """Return room for each shard's part of the second layer's sums of that shape; turns are 0 and 1."""
        return self._arrays["sums"][turn, :, : shape[0] * shape[1]].reshape(len(self.layouts), *shape)

    @property
    def squares(self) -> npt.NDArray[np.float64]:
        """What each shard's slopes add to the square of the gradient's norm, where gradients are clipped."""
        return self._arrays["squares"]

    @cached_property
    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        return self.memory.arrays()

    def __getstate__(self) -> dict[str, object]:
        # The arrays are views of the memory, which alone travels.
        return {name: value for name, value in self.__dict__.items() if name != "_arrays"}

    def load(self, parameters: Arrays, remembered: Arrays, columns: Columns) -> None:
        """Take weights, biases and the optimizer's memory out of plain arrays, as a network has them."""
        for shard in range(len(self.layouts)):
            self.parameters(shard).load(parameters, columns)
            packed, rest = self._remembered(shard, len(remembered), len(parameters))
            for kind, own in enumerate(packed):
                own.load(remembered[kind * len(parameters) : (kind + 1) * len(parameters)], columns)
            for array, plain in zip(rest, remembered[len(remembered) - len(rest) :], strict=True):
                np.copyto(array, plain)

    def store(self, parameters: Arrays, columns: Columns) -> None:
        """Put weights and biases into plain arrays; those of pixels that are left out stay as they are there."""
        for shard in range(len(self.layouts)):
            self.parameters(shard).store(parameters, columns)

    def store_memory(self, remembered: Arrays, parameters: int, columns: Columns) -> None:
        """Put the optimizer's memory into plain arrays, as it is for so many parameters."""
        for shard in range(len(self.layouts)):
            packed, rest = self._remembered(shard, len(remembered), parameters)
            for kind, own in enumerate(packed):
                own.store(remembered[kind * parameters : (kind + 1) * parameters], columns)
            for array, plain in zip(rest, remembered[len(remembered) - len(rest) :], strict=True):
                np.copyto(plain, array)

    def _remembered(self, shard: int, plain: int, parameters: int) -> tuple[list[Packed], Arrays]:
        """Return what of a shard's memory is laid out like its parameters, and what there is only once.

        An optimizer's memory is so many arrays for each parameter, first all of one kind, then all of the next, and
        perhaps a few others at the end. With ``k`` kinds and ``r`` others it has ``k * parameters + r`` arrays
        (``plain``), or ``k + r`` for a single parameter.
        """
        own = self.remembered(shard)
        kinds = (plain - len(own)) // (parameters - 1)
        return [Packed(self.layouts[shard], array) for array in own[:kinds]], own[kinds:]


def room_for_work(settings: Hyperparameters, layouts: tuple[Layout, ...], images: int, *, is_shared: bool) -> Memory:
    """Return the memory of a ground, for an epoch of so many images."""
    shapes: dict[str, tuple[tuple[int, ...], npt.DTypeLike]] = {}
    for shard, layout in enumerate(layouts):
        shapes[f"parameters {shard}"] = (layout.room,), np.float32
        for number, shape in enumerate(_remembered_shapes(settings, layout)):
            shapes[f"remembered {shard} {number}"] = shape
    sizes = layouts[0].shapes
    shapes["order"] = (images,), np.intp
    shapes["converted"] = (2, ROWS, sizes[0][0]), np.float32
    shapes["sums"] = (2, len(layouts), ROWS * sizes[min(1, len(sizes) - 1)][1]), np.float32
    shapes["squares"] = (len(layouts),), np.float64
    return Memory(shapes, is_shared=is_shared)


def _remembered_shapes(settings: Hyperparameters, layout: Layout) -> list[tuple[tuple[int, ...], npt.DTypeLike]]:
    begun = settings.optimizer.begin((np.zeros(layout.room, np.float32),))
    return [(array.shape, array.dtype) for array in begun]
