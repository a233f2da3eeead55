"""What a repair does to a few images and their labels, to be looked at before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from core.arrays import Bytes
from core.data.dataset import Split
from core.data.look import Finding
from core.data.opened import Opened

_MEASURED = 300  # images that are changed along: what is paper and what is full ink is told by many
_SHOWN = 5


@dataclass(frozen=True, slots=True, eq=False)
class BeforeAfter:
    """A few images that show a finding.

    Attributes
    ----------
    before, after : ndarray, shape (n, 28, 28), uint8
        As they are, and as the repair makes them; of ``after`` there are none where nothing puts it right.
    labels_before, labels_after : tuple of str
        What they are said to show, before and after.
    """

    before: Bytes = field(repr=False)
    after: Bytes = field(repr=False)
    labels_before: tuple[str, ...]
    labels_after: tuple[str, ...]


def before_after(opened: Opened, finding: Finding) -> BeforeAfter | None:
    """Return a few images before and after the repair of a finding; None where no image shows it.

    Parameters
    ----------
    opened : Opened
        The data set in which it was found.
    finding : Finding
        One of those that :func:`core.data.look.look` returned for it.
    """
    if not finding.examples:
        return None
    train = _changed(opened, opened.train, finding.examples, finding)
    if finding.repair is None or not _is_same(train):
        return train
    # The images to train on are right as they are: those to test with are meant.
    spread = np.arange(min(_SHOWN, len(opened.test))) * len(opened.test) // _SHOWN
    test = _changed(opened, opened.test, spread.tolist(), finding)
    return train if _is_same(test) else test


def _changed(opened: Opened, part: Split, examples: Sequence[int], finding: Finding) -> BeforeAfter:
    count = len(examples)
    spread = np.arange(min(_MEASURED, len(part))) * len(part) // max(1, min(_MEASURED, len(part)))
    some = replace(opened, train=part.only(np.array([*examples, *spread], np.intp)), test=Split.empty())
    before = some.train.images[:count]
    labels = _labels(some, count)
    if finding.repair is None:
        return BeforeAfter(before, before[:0], labels, ())
    after = finding.repair.apply(some)
    return BeforeAfter(before, after.train.images[:count], labels, _labels(after, count))


def _labels(opened: Opened, count: int) -> tuple[str, ...]:
    return tuple(opened.class_names[label] for label in opened.train.labels[:count])


def _is_same(found: BeforeAfter) -> bool:
    return np.array_equal(found.before, found.after) and found.labels_before == found.labels_after
