"""Training images changed a little at each showing, so that the network sees more than there are."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.arrays import Bytes
from core.knob import knob
from core.registry import Part, Registry


class Augmentation(Part):
    """A way to change training images that leaves their meaning alone."""

    __slots__ = ()

    @abstractmethod
    def apply(self, images: Bytes, generator: np.random.Generator) -> Bytes:
        """Return the images, each changed in its own random way.

        Parameters
        ----------
        images : ndarray, shape (n, 28, 28), uint8
            Training images; they are not written to.
        generator : numpy.random.Generator
            Where chance comes from.

        Returns
        -------
        ndarray, shape (n, 28, 28), uint8
        """


augmentations: Registry[Augmentation] = Registry("augmentation")


@augmentations.register("none", label="None", help="The training images as they are.")
@dataclass(frozen=True, slots=True)
class Unchanged(Augmentation):
    """The images themselves."""

    def apply(self, images: Bytes, generator: np.random.Generator) -> Bytes:
        """Return ``images``; see :meth:`Augmentation.apply`."""
        return images


@augmentations.register(
    "shift",
    label="Shift",
    help="Each image is moved by a few pixels, differently in every epoch. Slower to learn, better on new digits.",
)
@dataclass(frozen=True, slots=True)
class Shift(Augmentation):
    """Move every image by up to ``pixels`` whole pixels along each axis; what moves in is paper."""

    pixels: int = knob(2, label="Pixels", help="The farthest an image is moved along each axis.", low=1, high=8)

    def apply(self, images: Bytes, generator: np.random.Generator) -> Bytes:
        """Return shifted images; see :meth:`Augmentation.apply`."""
        reach = self.pixels
        across, down = generator.integers(0, 2 * reach + 1, size=(2, len(images)))
        padded = np.pad(images, ((0, 0), (reach, reach), (reach, reach)))
        # Every possible shift of an image is a window into its padded self: pick one window each.
        windows = sliding_window_view(padded, images.shape[1:], axis=(1, 2))
        shifted: Bytes = windows[np.arange(len(images)), down, across]
        return shifted
