"""Course: how a run went from epoch to epoch, as far as its rules need to know."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.coach.finding import Known

FEWEST_STEPS, FEWEST_EPOCHS = 20, 5

GUESSING = 2
"""Times the accuracy of guessing, up to which a network hardly does better than by always giving one answer."""

Column = npt.NDArray[np.float64]


def above_chance(known: Known, times: float) -> float:
    """Return the accuracy that is so many times that of guessing among ten classes, for as many as there are.

    Of more classes it is as many times their chance; of fewer, where that would soon be all, as far on the way from
    chance to 1 as it is for ten.
    """
    chance = 1 / known.classes
    return min(times * chance, chance + (1 - chance) * (times - 1) / 9)


@dataclass(frozen=True, slots=True)
class Course:
    """The thorough measurements of a run: before training and after each epoch; all arrays have the shape (n,)."""

    guessed: float  # the accuracy up to which the images are guessed at
    unseen: str  # what test figures are of: "test", or "validation" where there are only images held out
    steps: Column
    epochs: Column
    rates: Column
    train_cost: Column
    train_accuracy: Column
    test_cost: Column
    test_accuracy: Column

    def __len__(self) -> int:
        return len(self.steps)

    @classmethod
    def of(cls, known: Known) -> "Course":
        """Return the course of a run as far as it is known."""
        column = known.curves.column
        rows = (column("whole") == 1) & np.isfinite(column("train_cost"))
        unseen = known.curves.told.partition("_")[0]
        names = ("step", "epoch", "learning_rate", "train_cost", "train_accuracy", f"{unseen}_cost", known.curves.told)
        return cls(above_chance(known, GUESSING), unseen, *(column(name)[rows] for name in names))

    @property
    def is_under_way(self) -> bool:
        """Whether there was an epoch, and enough steps or epochs to judge by."""
        return len(self) > 1 and (self.steps[-1] - self.steps[0] >= FEWEST_STEPS or len(self) > FEWEST_EPOCHS)

    @property
    def is_at_chance(self) -> bool:
        """Whether there was enough training to have learned something, and the training images are guessed at."""
        return self.is_under_way and bool(self.train_accuracy[-1] < self.guessed)
