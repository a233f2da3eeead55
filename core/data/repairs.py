"""Repairs: what can be put right of a data set that was opened, each a pure function; the original is kept beside.

A repair is known by its name, so that what was done to a data set can be written down and done again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes
from core.data.classes import DIGITS
from core.data.dataset import Split
from core.data.fit import DARK_PAPER, paper_of
from core.data.opened import Opened
from core.errors import DataError

_TESTED = 6  # every sixth image is set aside to test with, as in MNIST one of seven

_BLOCK = 1024  # images that are summed up at a time

FAINTEST = 64
"""Highest value of images that are said to be faint: those that reach only a quarter of full ink were scaled wrong."""

TURNS: dict[str, Callable[[Bytes], Bytes]] = {
    "turn": lambda images: images.transpose(0, 2, 1),
    "quarter-right": lambda images: np.rot90(images, -1, (1, 2)),
    "quarter-left": lambda images: np.rot90(images, 1, (1, 2)),
    "half": lambda images: images[:, ::-1, ::-1],
    "mirror": lambda images: images[:, :, ::-1],
    "flip": lambda images: images[:, ::-1],
}
"""Ways to turn images, by the names of their repairs; the first is what EMNIST's need."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A way to put a data set right.

    Attributes
    ----------
    name : str
        The word used in files and on the command line.
    label : str
        What a button says.
    done : str
        What is said once it is done, a sentence.
    apply : callable
        Returns another data set; the one it is given stays as it is.
    """

    name: str
    label: str
    done: str
    apply: Callable[[Opened], Opened]


def _on_images(change: Callable[[Bytes], Bytes]) -> Callable[[Opened], Opened]:
    """Return what changes the images of both parts, each by itself."""

    def apply(opened: Opened) -> Opened:
        train, test = (
            Split(np.ascontiguousarray(change(part.images)), part.labels) if len(part) else part
            for part in (opened.train, opened.test)
        )
        return replace(opened, train=train, test=test)

    return apply


def _turning(way: str) -> Callable[[Opened], Opened]:
    return _on_images(TURNS[way])


def inverted(images: Bytes) -> Bytes:
    """Return images with ink on paper where paper was on ink; those whose paper is 0 already stay."""
    return 255 - images if paper_of(images) > DARK_PAPER else images


def stretched(images: Bytes) -> Bytes:
    """Return images whose highest value is 255; those that reach it nearly stay."""
    top = int(images.max(initial=0))
    if not 0 < top <= FAINTEST:
        return images
    return (np.arange(256) * 255 / top).clip(0, 255).round().astype(np.uint8)[images]


def _renamed(meaning: Callable[[int], int]) -> Callable[[Opened], Opened]:
    """Return what reads labels that are numbers as other digits."""

    def apply(opened: Opened) -> Opened:
        places = np.array([meaning(int(name)) for name in opened.class_names], np.uint8)
        train, test = (Split(part.images, places[part.labels]) for part in (opened.train, opened.test))
        return replace(opened, train=train, test=test, class_names=DIGITS)

    return apply


def _held_out(opened: Opened) -> Opened:
    """Set every sixth image of each class aside to test with."""
    if len(opened.test):
        return opened
    is_test = np.zeros(len(opened.train), bool)
    for label in np.unique(opened.train.labels):
        is_test[np.flatnonzero(opened.train.labels == label)[_TESTED - 1 :: _TESTED]] = True
    return replace(opened, train=opened.train.only(~is_test), test=opened.train.only(is_test))


def _without_known(opened: Opened) -> Opened:
    """Leave out of the images to test with those that are trained on."""
    return replace(opened, test=opened.test.only(~is_known(opened)))


def is_known(opened: Opened) -> npt.NDArray[np.bool_]:
    """Return which images to test with are among those to train on, to the last pixel."""
    train, test = (_sums(part.images) for part in (opened.train, opened.test))
    order = np.argsort(train)
    places = np.searchsorted(train, test, sorter=order).clip(max=max(len(train) - 1, 0))
    suspects = np.flatnonzero(train[order[places]] == test)
    found = np.zeros(len(test), bool)
    # Two images may have one sum by chance; that they are equal is looked at.
    found[suspects] = (opened.train.images[order[places[suspects]]] == opened.test.images[suspects]).all(axis=(1, 2))
    return found


def _sums(images: Bytes) -> npt.NDArray[np.uint64]:
    """Return a number for each image that hardly two share unless they are equal: a random sum of its bytes."""
    words = np.ascontiguousarray(images).reshape(len(images), -1).view(np.uint64)
    factors = np.random.default_rng(1).integers(1, 2**63, words.shape[1], np.uint64) * np.uint64(2) + np.uint64(1)
    sums = np.zeros(len(words), np.uint64)
    for start in range(0, len(words), _BLOCK):
        block = words[start : start + _BLOCK]
        sums[start : start + _BLOCK] = ((block ^ (block >> np.uint64(31))) * factors).sum(axis=1, dtype=np.uint64)
    return sums


REPAIRS = {
    repair.name: repair
    for repair in (
        Repair("stretch", "Stretch to full ink", "Pixels were stretched to 0 to 255.", _on_images(stretched)),
        Repair("invert", "Invert", "Paper and ink changed places.", _on_images(inverted)),
        Repair("turn", "Turn upright", "Rows and columns changed places.", _turning("turn")),
        Repair(
            "quarter-right", "Turn right", "Images were turned by a quarter to the right.", _turning("quarter-right")
        ),
        Repair("quarter-left", "Turn left", "Images were turned by a quarter to the left.", _turning("quarter-left")),
        Repair("half", "Turn over", "Images were turned by a half.", _turning("half")),
        Repair("mirror", "Mirror", "Left and right changed places.", _turning("mirror")),
        Repair("flip", "Flip", "Top and bottom changed places.", _turning("flip")),
        Repair("count-from-0", "Read 1 as 0", "The labels 1 to 10 were read as 0 to 9.", _renamed(lambda n: n - 1)),
        Repair("ten-is-0", "Read 10 as 0", "The label 10 was read as 0.", _renamed(lambda n: n % 10)),
        Repair("hold-out", "Set a sixth aside", "Every sixth image was set aside to test with.", _held_out),
        Repair(
            "no-duplicates",
            "Leave them out of the test",
            "Images to test with that are trained on as well were left out.",
            _without_known,
        ),
    )
}
"""All of them by name, in the order in which they are done."""


@dataclass(frozen=True, eq=False)
class Treated:
    """A data set and what is done to it; the original is kept, so that each repair can be taken back.

    Attributes
    ----------
    original : Opened
        As it was opened.
    repairs : tuple of str
        The names of those that are done, in the order of :data:`REPAIRS`.
    current : Opened
        What comes of them, with a note for each.
    """

    original: Opened
    repairs: tuple[str, ...] = ()

    @cached_property
    def current(self) -> Opened:
        """What the repairs make of the original; made when it is first asked for, and kept."""
        changed = reduce(lambda opened, name: REPAIRS[name].apply(opened), self.repairs, self.original)
        return replace(changed, notes=(*self.original.notes, *(REPAIRS[name].done for name in self.repairs)))


def of(original: Opened, names: Iterable[str]) -> Treated:
    """Return a data set with some repairs.

    Raises
    ------
    DataError
        When there is no repair of such a name, or one of labels where they are no numbers.
    """
    wanted = set(names)
    if unknown := sorted(wanted - set(REPAIRS)):
        raise DataError(f"There is no repair called {unknown[0]!r}.", f"Choose among: {', '.join(REPAIRS)}.")
    if wanted & {"count-from-0", "ten-is-0"} and not counts_to_ten(original):
        raise DataError(f"The labels of {original.name} are not the numbers 1 to 10.", "Leave that repair out.")
    return Treated(original, tuple(name for name in REPAIRS if name in wanted))


def counts_to_ten(opened: Opened) -> bool:
    """Return whether the labels are numbers from 1 to 10, with the 10 among them."""
    return "10" in opened.class_names and set(opened.class_names) <= {str(number) for number in range(1, 11)}
