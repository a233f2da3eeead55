"""A look at a data set before it is trained on: which way up, ink on paper, how faint, which labels, what is missing.

What is noticed is a finding: a sentence, and the repair where there is one. Nothing is changed here. Which way up
digits read is told by a network that reads them; it is given, for this floor knows none.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes
from core.data.classes import DIGITS
from core.data.dataset import Split
from core.data.fit import DARK_PAPER, paper_of
from core.data.opened import Opened
from core.data.repairs import FAINTEST, REPAIRS, TURNS, Repair, counts_to_ten, inverted, is_known, stretched

Reader: TypeAlias = Callable[[Bytes], npt.NDArray[Any]]
"""Returns what a network that reads digits says to images: shape (n, 10), from 0 to 1."""

_SAMPLE = 300
_WELL_READ = 0.7  # share of digits that are read right, from where on the way up and the labels are taken for right
_FAR_BETTER = 0.25  # how much more must be read right another way, for that to be offered
_SURE = 0.85  # mean of the largest output where a network sees digits; of other things it is less sure
_AT_CHANCE = 0.3
_NEARLY_EMPTY = 0.1  # of the images that a class has in the mean

_FEWEST = 60  # images, of which some can be set aside to test with
_FIRST = 2000  # images whose edges tell what paper is

_LYING = {
    "turn": "lie on their side, mirrored, as EMNIST has them",
    "quarter-right": "lie on their side",
    "quarter-left": "lie on their side",
    "half": "stand on their head",
    "mirror": "are mirrored",
    "flip": "are upside down and mirrored",
}
_READ_AS = {"count-from-0": "with 1 read as 0, 2 as 1 and so on", "ten-is-0": "with 10 read as 0"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was noticed.

    Attributes
    ----------
    kind : str
        "scale", "polarity", "orientation", "labels", "test", "duplicates" or "classes".
    sentence : str
        What a person is told.
    repair : Repair or None
        What puts it right; None where nothing but the person can.
    examples : tuple of int
        Places among the images to train on that show it, for a picture before and after.
    """

    kind: str
    sentence: str
    repair: Repair | None = None
    examples: tuple[int, ...] = ()


def look(opened: Opened, reader: Reader | None = None, done: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what is to be said of a data set before it is trained on.

    Parameters
    ----------
    opened : Opened
        As it was opened, or with repairs.
    reader : callable, optional
        A network that reads digits; without it nothing is said of which way up they are, and of their labels.
    done : collection of str
        The names of the repairs that were done already.

    Returns
    -------
    tuple of Finding
        In the order in which the repairs are done; none where all is well.
    """
    shown = _shown(opened.train, len(opened.class_names))
    examples = tuple(shown[:: max(1, len(shown) // 5)][:5].tolist())
    found = [*_of_scale(opened, examples), *_of_polarity(opened, examples)]
    if reader is not None:
        images = inverted(stretched(opened.train.images[shown]))
        found += _of_reading(opened, images, shown, reader, examples)
    if not done and not opened.are_digits:
        found += _of_emnist(opened, examples)
    return (*found, *_of_test(opened), *_of_classes(opened))


def _shown(train: Split, classes: int) -> npt.NDArray[np.intp]:
    """Return places of some images, as many of each class as there can be."""
    each = max(1, _SAMPLE // classes)
    places = [np.flatnonzero(train.labels == label) for label in range(classes)]
    spread = [some[np.arange(min(each, len(some))) * len(some) // min(each, len(some))] for some in places if len(some)]
    return np.sort(np.concatenate(spread))


def _parts(opened: Opened) -> Iterator[tuple[str, Split]]:
    for words, part in (("to train on", opened.train), ("to test with", opened.test)):
        if len(part):
            yield words, part


def _which(some: list[str], parts: int) -> str:
    return "The images" if len(some) == parts else f"The images {some[0]}"


def _of_scale(opened: Opened, examples: tuple[int, ...]) -> Iterator[Finding]:
    tops = {words: int(part.images.max(initial=0)) for words, part in _parts(opened)}
    faint = [words for words, top in tops.items() if 0 < top <= FAINTEST]
    if faint:
        reach = f"{_which(faint, len(tops))} reach {tops[faint[0]]} of 255"
        yield Finding("scale", f"{reach}: to a network they are nearly blank.", REPAIRS["stretch"], examples)
    for words, top in tops.items():
        if top == 0:
            yield Finding("scale", f"The images {words} are all blank.")


def _of_polarity(opened: Opened, examples: tuple[int, ...]) -> Iterator[Finding]:
    papers = {words: paper_of(stretched(part.images[:_FIRST])) for words, part in _parts(opened)}
    dark = [words for words, paper in papers.items() if paper > DARK_PAPER]
    if dark:
        sentence = f"{_which(dark, len(papers))} are dark on light; a network expects ink to be 255, and paper 0."
        yield Finding("polarity", sentence, REPAIRS["invert"], examples)


# What a network that reads digits says


def _of_reading(
    opened: Opened, images: Bytes, shown: npt.NDArray[np.intp], reader: Reader, examples: tuple[int, ...]
) -> Iterator[Finding]:
    """Try which way up, and with which labels, most digits are read right."""
    readings = _readings_of(opened)
    if not readings:
        return
    said = {"": reader(images), **{way: reader(np.ascontiguousarray(turn(images))) for way, turn in TURNS.items()}}
    meant = {name: places[opened.train.labels[shown]] for name, places in readings.items()}
    shares = {
        (way, name): float((outputs.argmax(axis=1) == labels).mean())
        for way, outputs in said.items()
        for name, labels in meant.items()
    }
    as_is = next(iter(meant))
    best_way, best_name = max(shares, key=lambda each: shares[each])
    share, upright = shares[best_way, best_name], max(shares["", name] for name in meant)
    is_read = share >= _WELL_READ
    if is_read and best_way and share - upright >= _FAR_BETTER:
        sentence = (
            f"The digits {_LYING[best_way]}: a trained network reads {100 * share:.0f} % of them turned, "
            f"and {100 * upright:.0f} % as they are."
        )
        yield Finding("orientation", sentence, REPAIRS[best_way], examples)
    if is_read and best_name != as_is:
        agreed = f"{_READ_AS[best_name]} a trained network agrees with {100 * share:.0f} % of them."
        sentence = f"The labels go from 1 to 10: {agreed}"
        yield Finding("labels", sentence, REPAIRS[best_name], examples)
    outputs = said[""]
    if not is_read and share <= _AT_CHANCE and float(outputs.max(axis=1).mean()) >= _SURE:
        sentence = (
            "The labels do not fit the images: a trained network is sure of what it sees, and agrees with "
            f"{100 * upright:.0f} % of them. Look at ten images with their labels."
        )
        yield Finding("labels", sentence, None, examples)


def _readings_of(opened: Opened) -> dict[str, npt.NDArray[np.intp]]:
    """Return which digit each class may stand for, by the repair that makes it so; none where they are no digits."""
    if opened.are_digits:
        return {"": np.array([DIGITS.index(name) for name in opened.class_names])}
    if not counts_to_ten(opened):
        return {}
    numbers = np.array([int(name) for name in opened.class_names])
    # Left as they are, each counts as the digit it is; a 10 is none.
    return {"": np.where(numbers == 10, -1, numbers), "count-from-0": numbers - 1, "ten-is-0": numbers % 10}


def _of_emnist(opened: Opened, examples: tuple[int, ...]) -> Iterator[Finding]:
    """Offer to turn what calls itself EMNIST and holds letters, which no network here reads."""
    if "emnist" in f"{opened.name} {opened.taken}".lower():
        sentence = "EMNIST's images lie on their side, mirrored: if these letters do, turn them upright."
        yield Finding("orientation", sentence, REPAIRS["turn"], examples)


# What is missing, and what is there twice


def _of_test(opened: Opened) -> Iterator[Finding]:
    if not len(opened.test):
        sentence = "There are no images to test with: how well a network reads what it has not seen will not be known."
        yield Finding("test", sentence, REPAIRS["hold-out"] if len(opened.train) >= _FEWEST else None)
        return
    known = int(is_known(opened).sum())
    if known == len(opened.test):
        yield Finding("duplicates", "All images to test with are trained on as well: their figures will tell nothing.")
    elif known:
        sentence = (
            f"{known:,} of {len(opened.test):,} images to test with are trained on as well, which makes the test "
            "figures better than they are."
        )
        yield Finding("duplicates", sentence, REPAIRS["no-duplicates"])


def _of_classes(opened: Opened) -> Iterator[Finding]:
    counts = np.bincount(opened.train.labels, minlength=len(opened.class_names))
    few = np.flatnonzero(counts < max(2.0, _NEARLY_EMPTY * len(opened.train) / len(counts)))
    if len(few):
        told = ", ".join(f"{opened.class_names[place]} has {counts[place]:,}" for place in few[:5])
        sentence = f"Some classes have hardly any images to train on: {told}; in the mean it is {counts.mean():,.0f}."
        yield Finding("classes", sentence, None, ())
