"""Which labels belong to which images, and which of the pairs are to train on: by names' words, counts and folders."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from core.data.formats.files import Part, stem_of
from core.data.formats.format import Piece
from core.errors import DataError

_REMEDY = "Put the missing file there, or choose another folder."


def paired(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Join images with the labels that belong to them.

    Parameters
    ----------
    pieces : sequence of Piece
        Images, labels, or both.

    Returns
    -------
    pairs : list of Piece
        Images with labels.
    unlabelled : list of Piece
        Images for which there are none.

    Raises
    ------
    DataError
        When there are labels of a part that has no images, or the counts of what belongs together differ. What else
        there may be in a row of numbers or texts, names of classes for example, is passed over.
    """
    whole = [piece for piece in pieces if piece.images is not None and piece.labels is not None]
    images = [piece for piece in pieces if piece.labels is None]
    labels = [piece for piece in pieces if piece.images is None]
    pairs: list[Piece] = list(whole)
    unlabelled = []
    for piece in images:
        fitting = [each for each in labels if _may_belong(each, piece)]
        best = max(fitting, key=lambda each: _likeness(each, piece), default=None)
        if best is None:
            unlabelled.append(piece)
            continue
        if len(best) != len(piece):
            raise DataError(
                f"{piece.name} and {best.name} do not fit: there are {len(piece):,} images and {len(best):,} labels, "
                "and every image needs one label.",
                "Fetch or copy both files again, or choose another data set.",
            )
        labels = [each for each in labels if each is not best]
        notes = (*piece.notes, *best.notes)
        name = f"{piece.name} with {_short(best.name, piece.name)}"
        pairs.append(replace(piece, name=name, labels=best.labels, part=piece.part or best.part, notes=notes))
    missing = [each for each in labels if not pairs or (each.part and each.part not in {pair.part for pair in pairs})]
    if missing:
        beside = unlabelled[0].name if unlabelled else "no images"
        raise DataError(f"{missing[0].name} is there, but not the images that belong to it ({beside}).", _REMEDY)
    return pairs, unlabelled


def _may_belong(labels: Piece, images: Piece) -> bool:
    if labels.part is not None and images.part is not None:
        return labels.part == images.part
    return len(labels) == len(images)


def _likeness(labels: Piece, images: Piece) -> tuple[bool, bool, int]:
    """Return how well two fit: the same number, the same words in their names, the same place."""
    same = [a == b for a, b in zip(PurePosixPath(labels.name).parts, PurePosixPath(images.name).parts, strict=False)]
    return len(labels) == len(images), stem_of(labels.name) == stem_of(images.name), sum(same)


def _short(name: str, beside: str) -> str:
    """Leave out the name of an archive of arrays that was just told."""
    file, _, array = name.partition(": ")
    return array if array and beside.startswith(f"{file}: ") else name


def parted(pairs: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Return what to train on, what to test with, and what is left out.

    What names say counts. Of two that say nothing the larger one is to train on. Images to validate with are to
    test with where there are no others, and else left out.

    Raises
    ------
    DataError
        When there are more, and nothing tells them apart.
    """
    by_part: dict[Part | None, list[Piece]] = defaultdict(list)
    for pair in pairs:
        by_part[pair.part].append(pair)
    train, test, unnamed = by_part["train"], by_part["test"], by_part[None]
    left: list[Piece] = []
    if test:
        left = by_part["validation"]
    else:
        test = by_part["validation"]
    if not unnamed:
        return (train, test, left) if train else (test, [], left)
    if len(unnamed) == 1:
        if not train:
            return unnamed, test, left
        return (train, test, [*left, *unnamed]) if test else (train, unnamed, left)
    if len(unnamed) == 2 and not train and not test:
        larger, smaller = sorted(unnamed, key=len, reverse=True)
        return [larger], [smaller], left
    names = ", ".join(piece.name for piece in unnamed[:4])
    raise DataError(
        f"Nothing says which of {len(unnamed)} sets of images are to train on and which to test with ({names}).",
        'Name them so that "train" and "test" stand in their names.',
    )
