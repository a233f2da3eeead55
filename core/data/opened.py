"""What was opened: images to train on and to test with, of any classes, and what is to be said of how they came."""

from dataclasses import dataclass
from pathlib import Path

from core.data.classes import DIGITS
from core.data.dataset import Dataset, Split

_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opened:
    """A data set as it was opened, or as it was put right then.

    Attributes
    ----------
    path : Path
        What was opened.
    name : str
        That of the file or folder, harmless.
    train, test : Split
        There is at least one image to train on; there may be none to test with. Paper and ink may be the other way
        round.
    class_names : tuple of str, 2 to 100
        What the labels stand for.
    found : str
        What it is, in a sentence.
    taken : str
        What was taken for training and for testing, in a sentence.
    notes : tuple of str
        What was converted or left out on the way, a sentence each.
    is_scaled : bool
        Whether images were of other sizes, so that how they were fitted was a choice.
    """

    path: Path
    name: str
    train: Split
    test: Split
    class_names: tuple[str, ...]
    found: str
    taken: str
    notes: tuple[str, ...] = ()
    is_scaled: bool = False

    @property
    def are_digits(self) -> bool:
        """Whether every class is a digit."""
        return set(self.class_names) <= set(DIGITS)

    def dataset(self) -> Dataset:
        """Return what the engine trains on: a network has an output for each of its classes."""
        return Dataset(self.name, self.name, self.train, self.test, self.class_names)


def classes_in_words(names: tuple[str, ...]) -> str:
    """Return how many classes there are and what they are called: "26 classes (A/a, B/b, C/c, … Z/z)"."""
    shown = ", ".join(names) if len(names) <= 2 * _SHOWN else f"{', '.join(names[:3])}, … {names[-1]}"
    return f"{len(names)} classes ({shown})"
