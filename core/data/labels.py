"""Labels of any kind as numbers of classes: which there are is the union over all parts; their names come along."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes
from core.data.classes import MOST_CLASSES
from core.data.formats.files import File
from core.data.formats.format import Labels, whole_numbers
from core.errors import DataError
from core.plain import harmless

_LONGEST = 40
_MAPPING = re.compile(rb"(\d{1,3}[ \t,]+\d{1,6}([ \t,]+\d{1,6})?[ \t]*(\r?\n|$)){2,}")
_REMEDY = "Look at the labels: each image needs one, and images of one kind the same one."


def numbered(labels: Sequence[Labels], mapping: dict[int, str]) -> tuple[list[Bytes], tuple[str, ...]]:
    """Return labels as numbers from 0 on, and what each stands for.

    Parameters
    ----------
    labels : sequence of ndarray
        Those of each part, whole numbers or texts; texts that are all numbers count as such.
    mapping : dict
        What numbers stand for, where a file says so.

    Returns
    -------
    labels : list of ndarray, uint8
        Each the place of its name.
    names : tuple of str
        In the order of the numbers, or of the alphabet.

    Raises
    ------
    DataError
        When they are fractions, none at all, or of more than :data:`MOST_CLASSES` kinds.
    """
    found = [_plain(each) for each in labels]
    if any(each.dtype.kind == "U" for each in found) and any(each.dtype.kind != "U" for each in found):
        found = [each.astype("U") for each in found]
    kinds = np.unique(np.concatenate([np.unique(each) for each in found]))
    if len(kinds) > MOST_CLASSES:
        raise DataError(
            f"There are {len(kinds):,} different labels ({kinds[0]} to {kinds[-1]}); Inkling knows at most "
            f"{MOST_CLASSES} classes.",
            _REMEDY,
        )
    if len(kinds) < 2:
        what = f"all are {harmless(str(kinds[0]), _LONGEST)!r}" if len(kinds) else "there are none"
        raise DataError(f"There is nothing to tell apart: of the labels {what}.", _REMEDY)
    names = tuple(harmless(_name_of(kind, mapping), _LONGEST) for kind in kinds.tolist())
    if len(set(names)) < len(names):
        names = tuple(harmless(str(kind), _LONGEST) for kind in kinds.tolist())
    return [np.searchsorted(kinds, each).astype(np.uint8) for each in found], names


def _plain(labels: Labels) -> npt.NDArray[Any]:
    """Return labels as whole numbers or as texts."""
    if labels.dtype.kind == "S":
        labels = np.char.decode(labels, "utf-8", "replace")
    if labels.dtype.kind == "U":
        texts = np.char.strip(labels)
        kinds = np.unique(texts)
        if len(kinds) <= 10 * MOST_CLASSES and all(re.fullmatch(r"\d{1,6}", str(kind)) for kind in kinds):
            return texts.astype(np.int64)
        return texts
    whole = whole_numbers(labels) if labels.dtype.kind in "buif" else None
    if whole is None:
        raise DataError("The labels are fractions, or no numbers at all: they tell no classes.", _REMEDY)
    return whole


def _name_of(kind: Any, mapping: dict[int, str]) -> str:
    return mapping.get(kind, str(kind)) if isinstance(kind, int) else str(kind)


def mapping_in(files: Sequence[File]) -> tuple[dict[int, str], str]:
    """Return what numbers stand for as EMNIST's mapping says it, and the name of the file; nothing where there is none.

    A line of it is a label, and the numbers of one letter or of two, as in ``1 65 97``: A and a.
    """
    for file in files:
        if _MAPPING.fullmatch(file.head) and file.size <= len(file.head):
            rows = [[int(number) for number in re.findall(rb"\d+", line)] for line in file.head.splitlines()]
            rows = [row for row in rows if row]
            if all(32 < code < 0x10FFFF and chr(code).isprintable() for row in rows for code in row[1:]):
                return {row[0]: "/".join(map(chr, row[1:])) for row in rows}, file.own_name
    return {}, ""
