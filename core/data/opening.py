"""One opener for whatever holds a data set: a file, a folder, an archive; it looks at what a thing is, not at its name.

What is found is said in a sentence, what was taken for training and for testing in another, and each thing that was
converted on the way in one of its own: nothing is changed in silence.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from core.data.candidates import Found, looked_for
from core.data.dataset import Split
from core.data.fit import fitted
from core.data.formats.files import Errand, Progress
from core.data.formats.format import Labels, Piece
from core.data.formats.tree import listed
from core.data.labels import mapping_in, numbered
from core.data.opened import Opened, classes_in_words
from core.data.pairing import paired, parted
from core.errors import DataError
from core.plain import LONGEST_NAME, harmless

Fit = Literal["ink", "as it is"]

_MOST_NAMED = 4


def open_data(
    path: Path,
    *,
    fit: Fit = "ink",
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Opened:
    """Open a data set, whatever it is in.

    Parameters
    ----------
    path : Path
        A file (IDX, CSV, NPZ), a folder or an archive (ZIP, TAR) of them, or of pictures in a folder for each class;
        they may lie one or two folders down. Of an IDX or CSV file its companions in the same folder are opened too.
    fit : {"ink", "as it is"}
        How images of other sizes become 28 × 28: as ink on the pad, 20 pixels long and centred by its mass, or whole.
    progress : callable, optional
        Told how many pictures are read of how many.
    is_cancelled : callable, optional
        Asked now and then.

    Returns
    -------
    Opened

    Raises
    ------
    Cancelled
        When ``is_cancelled`` said yes.
    DataError
        When it holds no data set, is damaged or too large: it names what is wrong for what it is, and the way out.
    """
    path = Path(os.path.expanduser(path))
    errand = Errand(is_ink=fit == "ink")
    errand.progress, errand.is_cancelled = progress or errand.progress, is_cancelled or errand.is_cancelled
    name = harmless(path.resolve().name or str(path), LONGEST_NAME)
    with listed(path, errand) as files:
        found = looked_for(path, files, name)
        try:
            pairs, unlabelled = paired(found.format.read(found.files, errand))
            train, test, left = parted(pairs)
        except DataError as error:
            raise found.explained(error) from error
        mapping, mapped_by = mapping_in(found.others)
    if not train:
        raise found.explained(_no_labels(unlabelled, name))
    return _put_together(
        path, name, found, (train, test), mapping, _also_said(found, unlabelled, left, mapped_by), errand
    )


def _put_together(
    path: Path,
    name: str,
    found: Found,
    parts: tuple[list[Piece], list[Piece]],
    mapping: dict[int, str],
    said: Sequence[str],
    errand: Errand,
) -> Opened:
    pieces = [*parts[0], *parts[1]]
    images, fit_notes = fitted([piece.images for piece in pieces if piece.images is not None], errand)
    labels, names = numbered([_labels_of(piece) for piece in pieces], mapping)
    count = len(parts[0])
    labelled = [
        Split(np.concatenate(some), np.concatenate(others))
        if len(some) > 1
        else Split(some[0], others[0])
        if some
        else Split.empty()
        for some, others in ((images[:count], labels[:count]), (images[count:], labels[count:]))
    ]
    train, test = labelled
    if not len(train):
        raise DataError(f"{name} has no images to train on.", "Choose another data set.")
    total = len(train) + len(test)
    return Opened(
        path=path,
        name=name,
        train=train,
        test=test,
        class_names=names,
        found=f"{name} is a data set in {found.format_words}: {total:,} images in {classes_in_words(names)}.",
        taken=_taken(parts, train, test),
        notes=(*(note for piece in pieces for note in piece.notes), *fit_notes, *said),
        is_scaled=errand.has_scaled,
    )


def _labels_of(piece: Piece) -> Labels:
    return np.zeros(0, np.int64) if piece.labels is None else piece.labels


def _taken(parts: tuple[list[Piece], list[Piece]], train: Split, test: Split) -> str:
    to_train = f"To train on, {len(train):,} images were taken ({_names(parts[0])})"
    if not len(test):
        return f"{to_train}; there are none to test with, so there will be no test figures."
    return f"{to_train}; to test with, {len(test):,} ({_names(parts[1])})."


def _names(pieces: Sequence[Piece]) -> str:
    shown = ", ".join(piece.name for piece in pieces[:_MOST_NAMED])
    return f"{shown} and {len(pieces) - _MOST_NAMED} more" if len(pieces) > _MOST_NAMED else shown


def _also_said(found: Found, unlabelled: Sequence[Piece], left: Sequence[Piece], mapped_by: str) -> list[str]:
    said = [f"{piece.name} has {len(piece):,} images without labels, which were left out." for piece in unlabelled]
    said += [f"{piece.name} was left out: {len(piece):,} images to validate with." for piece in left]
    if mapped_by:
        said.append(f"What the labels stand for was read from {mapped_by}.")
    return [*said, *found.notes]


def _no_labels(unlabelled: Sequence[Piece], name: str) -> DataError:
    if unlabelled:
        return DataError(
            f"{unlabelled[0].name} has {len(unlabelled[0]):,} images, but nothing says what they show.",
            "Choose a data set that has labels, or put them beside the images.",
        )
    return DataError(f"{name} holds no images to train on.", "Choose another file or folder.")
