"""ShownImage: what the network is drawn looking at: the pad, or one of the test images."""

import numpy as np

from core.arrays import Bytes
from desktop.models.library import LibraryModel
from desktop.models.pad import PadModel
from desktop.widgets.words.looks import PAD_IN_ONE_PASS


class ShownImage:
    """The pad, or a test image while that is empty or set aside.

    Parameters
    ----------
    pad : PadModel
        What is on the pad.
    library : LibraryModel
        Whose test images.

    Attributes
    ----------
    wants_pad : bool
        Whether the pad is looked at, once there is something on it.
    """

    def __init__(self, pad: PadModel, library: LibraryModel) -> None:
        self._pad, self._library = pad, library
        self._index = 0  # which test image
        self.wants_pad = True
        self._chance = np.random.default_rng()

    @property
    def is_pad(self) -> bool:
        """Whether it is what is on the pad."""
        return self.wants_pad and not self._pad.ink.is_empty

    @property
    def count(self) -> int:
        """How many test images there are."""
        dataset = self._library.dataset
        return 0 if dataset is None else len(dataset.test)

    @property
    def image(self) -> Bytes | None:
        """The image, shape (28, 28), 255 for full ink; None where there is none."""
        if self.is_pad:
            return self._pad.image
        dataset = self._library.dataset
        if dataset is None or not self.count:
            return None
        image: Bytes = dataset.test.images[self._index % self.count]
        return image

    @property
    def label(self) -> int | None:
        """What the image shows; None where nobody has said so, or there is no image."""
        if self.is_pad:
            return self._pad.label
        dataset = self._library.dataset
        return None if dataset is None or not self.count else int(dataset.test.labels[self._index % self.count])

    @property
    def words(self) -> str:
        """Which image it is, and its label; empty where there is none."""
        if self.is_pad:
            return "What is on the pad" if self._pad.is_read_once else PAD_IN_ONE_PASS
        dataset = self._library.dataset
        if dataset is None or not self.count:
            return ""
        index = self._index % self.count
        name = dataset.class_names[dataset.test.labels[index]]
        return f"Test image {index + 1:,} of {self.count:,}, labelled {name}"

    def turn_back(self) -> bool:
        """Go to the test image before; returns whether there is one, as all of these do."""
        return self._turn_to(self._index - 1)

    def turn_on(self) -> bool:
        """Go to the test image after; from the pad, to the one that was looked at last, at first the first."""
        return self._turn_to(self._index if self.is_pad else self._index + 1)

    def turn_to_any(self) -> bool:
        """Go to any test image."""
        return self.count > 0 and self._turn_to(int(self._chance.integers(self.count)))

    def turn_to_pad(self) -> bool:
        """Go to the pad, as soon as there is something on it."""
        self.wants_pad = True
        return True

    def _turn_to(self, index: int) -> bool:
        if not self.count:
            return False
        self.wants_pad = False
        self._index = index % self.count
        return True
