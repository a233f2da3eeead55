"""Pages: samples with what is dear to find out of each: its image, its class, whether it is held back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes
from core.data.classes import DIGITS
from core.data.dataset import Split
from core.files.samples import Sample, split_of


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """Samples in the order written.

    Attributes
    ----------
    samples : tuple of Sample
        Each is of one of the classes.
    split : Split
        What a network sees of them, in their order.
    is_held_back : ndarray, shape (n,), bool
        Which are kept from training.
    class_names : tuple of str
        What they may be.
    """

    samples: tuple[Sample, ...] = ()
    split: Split = field(default_factory=Split.empty)
    is_held_back: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    class_names: tuple[str, ...] = DIGITS

    @classmethod
    def of(cls, samples: Sequence[Sample], class_names: tuple[str, ...] = DIGITS) -> "Pages":
        """Return samples with all that is to be known of them."""
        held_back = np.array([sample.is_held_back for sample in samples], np.bool_)
        return cls(tuple(samples), split_of(samples, class_names), held_back, class_names)

    def chosen(self, places: npt.NDArray[np.intp]) -> "Pages":
        """Return the samples at some places, in their order."""
        samples = tuple(self.samples[place] for place in places)
        return replace(self, samples=samples, split=self.split.only(places), is_held_back=self.is_held_back[places])

    def without(self, gone: Sequence[Sample]) -> "Pages":
        """Return all samples but some."""
        lines = {sample.line for sample in gone}
        stays = [place for place, sample in enumerate(self.samples) if sample.line not in lines]
        return self.chosen(np.array(stays, np.intp))

    def with_more(self, samples: Sequence[Sample]) -> "Pages":
        """Return these samples and others, in the order written."""
        more = Pages.of(samples, self.class_names)
        both = replace(
            self,
            samples=(*self.samples, *more.samples),
            split=Split(_joined(self.split.images, more.split.images), _joined(self.split.labels, more.split.labels)),
            is_held_back=np.concatenate([self.is_held_back, more.is_held_back]),
        )
        times = np.array([sample.written.timestamp() for sample in both.samples])
        return both.chosen(np.argsort(times, kind="stable"))

    def with_classes(self, class_names: tuple[str, ...]) -> "Pages":
        """Return the samples with other classes, among which are those that they are of."""
        numbers = {name: number for number, name in enumerate(class_names)}
        labels = np.array([numbers[sample.class_name] for sample in self.samples], np.uint8)
        return replace(self, split=Split(self.split.images, labels), class_names=class_names)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many there are of each class."""
        return tuple(np.bincount(self.split.labels, minlength=len(self.class_names)).tolist())


def _joined(some: Bytes, others: Bytes) -> Bytes:
    joined: Bytes = np.concatenate([some, others])
    return joined
