"""Training on a person's own classes: a hundred drawings or so, of which chance makes many.

A network that sees a few drawings again and again learns them by heart. So each showing is bent in another way, and
there are so many epochs that the whole comes to some ten thousand showings, however few drawings there are.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.data.augment import Elastic
from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.parts.schedules import Cosine

PREFIX = "my/"
"""What the name of such a data set begins with: no file or folder can be called so."""

SHOWINGS = 20_000
"""How many bent drawings the network is shown in all, or a few more."""

FEWEST_EPOCHS, MOST_EPOCHS = 40, 400

BENDING = Elastic(rotation=15.0, scale=0.2, shear=0.2, shift=1.0, thickness=0.5, strength=0.7)
"""How one showing of a drawing differs from the next: as much as a hurried hand."""

_BATCH = 32


def is_own(data_name: str) -> bool:
    """Return whether a data set of this name is of a person's own classes."""
    return data_name.startswith(PREFIX)


def title_of(data_name: str) -> str:
    """Return what a person called the set of symbols that is a data set of this name; any other name as it is."""
    return data_name.removeprefix(PREFIX)


def dataset_of(
    title: str, samples: Split, is_held_back: npt.NDArray[np.bool_], class_names: tuple[str, ...]
) -> Dataset:
    """Return drawings as a data set: those held back to test with, all others to train on.

    Parameters
    ----------
    title : str
        What the set is called; the name of the data set is made of it.
    samples : Split
        What a network sees of the drawings, and of which class each is.
    is_held_back : ndarray, shape (n,), bool
        Which are not trained on, unless all of their class are among them.
    class_names : tuple of str
        Two or more.

    Raises
    ------
    TrainingError
        When a class has no drawing to train on: it names the class.
    """
    all_held = np.bincount(samples.labels[~is_held_back], minlength=len(class_names)) == 0
    is_test = is_held_back & ~all_held[samples.labels]  # one of which nothing else is there cannot be spared
    train, test = samples.only(~is_test), samples.only(is_test)
    counts = np.bincount(train.labels, minlength=len(class_names))
    missing = [name for name, count in zip(class_names, counts, strict=True) if not count]
    if len(class_names) < 2 or missing:
        what = f"There is no drawing of “{missing[0]}” to train on" if missing else "There is nothing to tell apart"
        raise TrainingError(f"{what} yet.", "Draw some more of each symbol, or take it out.")
    return Dataset(PREFIX + title, title, train, test, class_names)


def settings_for(images: int, settings: Hyperparameters | None = None) -> Hyperparameters:
    """Return settings with which a fresh network learns so few images within seconds.

    Parameters
    ----------
    images : int
        How many there are to train on.
    settings : Hyperparameters, optional
        Whose seed is used.
    """
    epochs = min(max(round(SHOWINGS / images), FEWEST_EPOCHS), MOST_EPOCHS)
    usual = Hyperparameters(
        hidden=(64,), batch_size=min(_BATCH, images), epochs=epochs, schedule=Cosine(), augmentation=BENDING
    )
    return usual if settings is None else replace(usual, seed=settings.seed)
