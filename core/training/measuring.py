"""Measuring: cost and accuracy along a run, cheaply within an epoch and thoroughly at its end.

Within an epoch a sample of the images is looked at, at its end all test images. A
sample differs from the whole by chance, always to the same side as long as it is the
same sample, so a line through both kinds of points would be a saw. What the sample
missed at the last thorough look is therefore added to its figures until the next:
the *difference estimator* (Cochran, *Sampling Techniques*, 1977, 7.9).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.data.dataset import Split
from core.insight.evaluation import evaluate
from core.network.network import Network
from core.parts.costs import Cost
from core.training.batches import SAMPLING, generator_for
from core.training.history import Curves

SAMPLE = 500
LARGE_SAMPLE = 4_000
FIGURES = ("train_cost", "train_accuracy", "test_cost", "test_accuracy")
VALIDATION_FIGURES = ("validation_cost", "validation_accuracy")
"""Measured as well where images are held out."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was found at one moment.

    Attributes
    ----------
    figures : dict of str to float
        A value for each of ``FIGURES``, and of ``VALIDATION_FIGURES`` where images are held out; NaN for a data set
        without test images.
    corrections : dict of str to float
        What was added to the sample's value of each.
    whole : bool
        Whether all test images were looked at, and all held out.
    """

    figures: dict[str, float]
    corrections: dict[str, float]
    whole: bool

    def columns(self) -> dict[str, float]:
        """Return the values by the names of the history's columns."""
        corrections = {f"{name}_correction": value for name, value in self.corrections.items()}
        return {**self.figures, **corrections, "whole": float(self.whole)}


class Measuring:
    """Looks at a network with the images of one data set.

    Parameters
    ----------
    train, test : Split
        Images to look at. Of the training images, at most ``LARGE_SAMPLE`` are.
    earlier : Curves, optional
        What was measured before on the same images, for a run that goes on.
    validation : Split, optional
        Images held out, where there are some.
    """

    def __init__(
        self, train: Split, test: Split, earlier: Curves | None = None, *, validation: Split | None = None
    ) -> None:
        held_out = () if validation is None else (validation,)
        self._samples = tuple(_sample(split, SAMPLE) for split in (train, test, *held_out))
        self._wholes = (_sample(train, LARGE_SAMPLE), test, *held_out)
        self._names = FIGURES + VALIDATION_FIGURES * len(held_out)
        self._corrections = dict.fromkeys(self._names, 0.0)
        if earlier is not None and len(earlier):
            found = {name: float(earlier.column(f"{name}_correction")[-1]) for name in self._names}
            self._corrections = {name: value if np.isfinite(value) else 0.0 for name, value in found.items()}

    def measure(
        self,
        network: Network,
        cost: Cost,
        *,
        whole: bool,
        threads: int = 1,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Measurement:
        """Return the figures of a network, from all test images or from a sample, looked at by so many threads.

        ``progress`` is called with how many images were looked at and how many there are, from any of the threads;
        what it raises ends the looking.
        """
        total = sum(map(len, (*self._samples, *(self._wholes if whole else ()))))
        counts: list[int] = []

        def seen(images: int) -> None:
            counts.append(images)
            progress(sum(counts), total)

        sampled = _figures(network, cost, self._samples, threads, seen)
        if whole:
            figures = _figures(network, cost, self._wholes, threads, seen)
            self._corrections = {name: _difference(figures[name], sampled[name]) for name in self._names}
        else:
            figures = {name: _within(name, sampled[name] + self._corrections[name]) for name in self._names}
        return Measurement(figures, dict(self._corrections), whole)


def _figures(
    network: Network, cost: Cost, splits: tuple[Split, ...], threads: int, seen: Callable[[int], None]
) -> dict[str, float]:
    found = (evaluate(network, cost, split.images, split.labels, threads, seen) for split in splits)
    values = (value for each in found for value in (each.cost, each.accuracy))
    return dict(zip(FIGURES + VALIDATION_FIGURES, values, strict=False))


def _difference(whole: float, sample: float) -> float:
    return whole - sample if np.isfinite(whole) and np.isfinite(sample) else 0.0


def _within(name: str, value: float) -> float:
    """Hold an estimate where the figure can be; NaN and infinity stay what they are."""
    if not np.isfinite(value):
        return value
    return min(max(value, 0.0), 1.0) if name.endswith("accuracy") else max(value, 0.0)


def _sample(split: Split, size: int) -> Split:
    """Return the same random images at every call, or all where there are no more."""
    if len(split) <= size:
        return split
    chosen = np.sort(generator_for(0, SAMPLING).choice(len(split), size, replace=False))
    return Split(split.images[chosen], split.labels[chosen])
