"""Training images changed a little at each showing, so that the network sees more than there are.

How images are bent, and why it is fast, is told in :mod:`core.data.distort`.
"""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core import workers
from core.arrays import Array, Bytes
from core.data.distort import Maps, affine_maps, maps_for, noise_for, warp_some, waves
from core.knob import knob
from core.registry import Part, Registry

Change: TypeAlias = tuple[int, Callable[[slice], object]]
"""How many things there are to change, images or groups of them, and what changes those of a slice."""


class Augmentation(Part):
    """A way to change training images that leaves their meaning alone."""

    __slots__ = ()

    @abstractmethod
    def begin(self, images: Bytes, generator: np.random.Generator, out: Bytes) -> Change:
        """Draw all chance, and return what writes the images, each changed in its own random way, to ``out``.

        As all chance is drawn before, it makes no difference to a single bit who changes which of them when.

        Parameters
        ----------
        images : ndarray, shape (n, 28, 28), uint8
            Training images; they are not written to.
        generator : numpy.random.Generator
            Where chance comes from.
        out : ndarray, shape (n, 28, 28), uint8
            Where the changed images go.
        """

    def apply(self, images: Bytes, generator: np.random.Generator, threads: int = 1) -> Bytes:
        """Return the images, each changed in its own random way.

        Parameters
        ----------
        images : ndarray, shape (n, 28, 28), uint8
            Training images; they are not written to.
        generator : numpy.random.Generator
            Where chance comes from.
        threads : int
            How many threads do it; the result is the same to the last bit.

        Returns
        -------
        ndarray, shape (n, 28, 28), uint8
        """
        changed = np.empty(images.shape, np.uint8)
        count, change = self.begin(images, generator, changed)
        workers.each(change, workers.spread(count, threads), threads)
        return changed


_OTHERS = 16  # for each image that is shown, so many are made

augmentations: Registry[Augmentation] = Registry("augmentation")


@augmentations.register("none", label="None", help="The training images as they are.")
@dataclass(frozen=True, slots=True)
class Unchanged(Augmentation):
    """The images themselves."""

    def begin(self, images: Bytes, generator: np.random.Generator, out: Bytes) -> Change:
        """Draw nothing, and return what copies the images."""
        return len(images), lambda part: np.copyto(out[part], images[part])


@augmentations.register(
    "shift",
    label="Shift",
    help="Each image is moved by a few pixels, differently in every epoch. Slower to learn, better on new digits.",
)
@dataclass(frozen=True, slots=True)
class Shift(Augmentation):
    """Move every image by up to ``pixels`` whole pixels along each axis; what moves in is paper."""

    pixels: int = knob(2, label="Pixels", help="The farthest an image is moved along each axis.", low=1, high=8)

    def begin(self, images: Bytes, generator: np.random.Generator, out: Bytes) -> Change:
        """Draw how far each image goes, and return what moves them."""
        reach = self.pixels
        across, down = generator.integers(0, 2 * reach + 1, size=(2, len(images)))

        def change(part: slice) -> None:
            padded = np.pad(images[part], ((0, 0), (reach, reach), (reach, reach)))
            # Every possible shift of an image is a window into its padded self: pick one window each.
            windows = sliding_window_view(padded, images.shape[1:], axis=(1, 2))
            out[part] = windows[np.arange(len(padded)), down[part], across[part]]

        return len(images), change


@augmentations.register(
    "affine",
    label="Turn, scale, slant, shift",
    help="Each image is turned, scaled, slanted and moved at random, its strokes made wider or narrower, differently "
    "in every epoch: as if more people had written. Slower to learn, clearly better on new digits.",
)
@dataclass(frozen=True, slots=True)
class Affine(Augmentation):
    """What a sheet of paper, the slant of a hand and the choice of a pen do to a digit."""

    rotation: float = knob(
        10.0,
        label="Rotation",
        help="The farthest an image is turned either way, in degrees. From about 40 on, a 6 may pass for a 9.",
        high=180.0,
    )
    scale: float = knob(
        0.15,
        label="Scale",
        help="By how much an image is made higher or lower, wider or narrower at most: 0.15 stands for 15 %.",
        high=0.5,
    )
    shear: float = knob(
        0.15,
        label="Slant",
        help="How far an image leans to either side at most: 0.15 pixels across for each pixel of height.",
        high=1.0,
    )
    shift: float = knob(0.5, label="Shift", help="The farthest an image is moved along each axis, in pixels.", high=8.0)
    thickness: float = knob(
        0.3, label="Thickness", help="By how many pixels strokes are made wider or narrower at most.", high=1.0
    )

    def begin(self, images: Bytes, generator: np.random.Generator, out: Bytes) -> Change:
        """Draw a map for each group of images, and return what bends them by it."""
        count = maps_for(len(images))
        # One row of numbers between -1 and 1 for each map.
        numbers = generator.uniform(-1, 1, (count, 7))
        noise = self._noise(count, generator)

        def change(part: slice) -> None:
            maps = self._maps(numbers[part, :6], None if noise is None else noise[part])
            warp_some(images, maps, self.thickness * numbers[part, 6], out, first=part.start, of=count)

        return count, change

    def _noise(self, count: int, generator: np.random.Generator) -> Maps | None:
        """Return what chance decides for each pixel of the maps, if anything."""
        return None

    def _maps(self, numbers: Array, noise: Maps | None) -> Maps:
        """Return maps within what the knobs allow, one for each row of six numbers between -1 and 1."""
        turn, high, wide, lean, down, across = numbers.T
        return affine_maps(
            rotation=self.rotation * turn,
            scale=1 + self.scale * np.stack([high, wide], axis=1),
            shear=self.shear * lean,
            shift=self.shift * np.stack([down, across], axis=1),
        )


@augmentations.register(
    "elastic",
    label="Elastic",
    help="Turn, scale, slant, shift, and a bend that is different everywhere in the image, as by an unsteady hand. "
    "Slowest to learn, best on new digits; needs a large network and many epochs.",
)
@dataclass(frozen=True, slots=True)
class Elastic(Affine):
    """All of :class:`Affine`, and the elastic distortion of Simard, Steinkraus and Platt (2003)."""

    strength: float = knob(
        0.7,
        label="Strength",
        help="How far pixels are moved in waves, in pixels along each axis. From about 2 on, digits get hard to read.",
        high=5.0,
    )
    smoothness: float = knob(
        4.0,
        label="Smoothness",
        help="How long the waves are, in pixels. Small: a trembling hand. Large: strokes bend as a whole.",
        low=1.0,
        high=20.0,
    )

    def _noise(self, count: int, generator: np.random.Generator) -> Maps | None:
        return noise_for(count, generator)

    def _maps(self, numbers: Array, noise: Maps | None) -> Maps:
        # A class with slots is made twice, and super() without arguments knows only the first one.
        maps = Affine._maps(self, numbers, noise)
        if noise is not None:
            maps += waves(noise, self.strength, self.smoothness)
        return maps


def versions(augmentation: Augmentation, images: Bytes, count: int, generator: np.random.Generator) -> Bytes:
    """Return several versions of a few images, to show what an augmentation does.

    Parameters
    ----------
    augmentation : Augmentation
        What changes them.
    images : ndarray, shape (n, 28, 28), uint8
        They are not written to.
    count : int
        How many versions of each.
    generator : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    ndarray, shape (count, n, 28, 28), uint8
    """
    few = np.tile(images, (count, 1, 1))
    # Of a few images alone, some would be bent alike; among others each has a map of its own.
    changed = augmentation.apply(np.tile(few, (_OTHERS, 1, 1)), generator)[: len(few)]
    return changed.reshape(count, len(images), *images.shape[1:])
