"""Synthetic handwriting: the built-in data set, drawn from stroke templates and kept on disk.

It is there at the first launch, without files and without a network, and the same
seed draws the same digits. The file that keeps it is only there to save time:
whatever is wrong with it, it is made again.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from core import disk
from core.arrays import Bytes
from core.data.dataset import Dataset, Split
from core.data.frame import SIDE
from core.data.writer import writing
from core.data.writer.hands import ON_PAPER, Hands
from core.data.writer.style import Style
from core.data.writer.templates import STYLES
from core.errors import Cancelled, DataError, FileError, foreign

NAME = "builtin"
TITLE = "Built-in handwriting"
TRAIN_COUNT = 30_000
TEST_COUNT = 4_000
SEED = 1

RECIPE = 3
"""Counted up whenever the digits change, so that those on disk are made again."""

FILE_NAME = f"builtin-{RECIPE}.npz"

Progress = Callable[[int, int], object]
"""Is told how many images are done, and how many there are in all."""

_DIGITS = 10
# Small enough that a block's arrays stay near 40 MB, large enough that a style is drawn many times at once.
_BLOCK = 1000


def make_images(
    count: int, generator: np.random.Generator, *, hands: Hands = ON_PAPER, styles: Sequence[Style] = STYLES
) -> tuple[Bytes, Bytes]:
    """Draw handwritten digits, as many of each as of any other, in random order.

    Parameters
    ----------
    count : int
        How many images. When it is no multiple of ten, the smaller digits get one more each.
    generator : numpy.random.Generator
        Where all chance comes from: the same state draws the same images.
    hands : Hands
        Who writes, and with what.
    styles : sequence of Style
        The styles that are drawn; a digit that has none among them is not drawn.

    Returns
    -------
    images : ndarray, shape (count, 28, 28), uint8
        0 is paper, 255 is full ink.
    labels : ndarray, shape (count,), uint8
        The digit in each image.

    Raises
    ------
    ValueError
        When there is no style.
    """
    if not styles:
        raise ValueError("at least one style is needed")
    blocks = list(_blocks(count, generator, hands, styles))
    if not blocks:
        return np.zeros((0, SIDE, SIDE), np.uint8), np.zeros(0, np.uint8)
    return np.concatenate([images for images, _ in blocks]), np.concatenate([labels for _, labels in blocks])


def load_or_make(
    folder: Path, *, progress: Progress | None = None, is_cancelled: Callable[[], bool] | None = None
) -> Dataset:
    """Return the built-in data set, from disk if it is there and whole, else freshly made.

    Parameters
    ----------
    folder : Path
        Where it is kept. When nothing can be written there, the data set is returned all the same.
    progress : callable, optional
        Told after each thousand images how many are done, and how many there are in
        all. Not called when they come from disk.
    is_cancelled : callable, optional
        Asked before each thousand images.

    Returns
    -------
    Dataset
        30,000 images to train on and 4,000 to test with, the same at every making.

    Raises
    ------
    Cancelled
        When ``is_cancelled`` said yes; nothing is left on disk.
    """
    path = folder / FILE_NAME
    kept = _load(path)
    if kept is not None:
        return kept
    made = _make(progress, is_cancelled)
    # Without the file the next start takes three seconds longer; that is no reason to trouble anyone.
    with suppress(FileError):
        disk.replace_file(path, lambda file: _save(made, file))
    return made


def _make(progress: Progress | None, is_cancelled: Callable[[], bool] | None) -> Dataset:
    total = TRAIN_COUNT + TEST_COUNT
    done = 0
    splits = []
    # A generator for each split, so that the number of one's images never changes the other's.
    for count, seed in zip((TRAIN_COUNT, TEST_COUNT), np.random.SeedSequence(SEED).spawn(2), strict=True):
        images, labels = np.empty((count, SIDE, SIDE), np.uint8), np.empty(count, np.uint8)
        at = 0
        blocks = _blocks(count, np.random.default_rng(seed), ON_PAPER, STYLES)
        while at < count:
            if is_cancelled is not None and is_cancelled():
                raise Cancelled
            block_images, block_labels = next(blocks)
            end = at + len(block_labels)
            images[at:end], labels[at:end] = block_images, block_labels
            done, at = done + end - at, end
            if progress is not None:
                progress(done, total)
        splits.append(Split(images, labels))
    train, test = splits
    return Dataset(NAME, TITLE, train, test)


def _blocks(
    count: int, generator: np.random.Generator, hands: Hands, styles: Sequence[Style]
) -> Iterator[tuple[Bytes, Bytes]]:
    """Draw what :func:`make_images` returns, a block of images and labels at a time."""
    digits = sorted({style.digit for style in styles})
    labels = np.resize(np.array(digits, np.uint8), count)
    generator.shuffle(labels)
    for start in range(0, count, _BLOCK):
        block = labels[start : start + _BLOCK]
        yield _drawn(block, generator, hands, styles), block


def _drawn(labels: Bytes, generator: np.random.Generator, hands: Hands, styles: Sequence[Style]) -> Bytes:
    """Draw one image for each label, style by style."""
    images = np.empty((len(labels), SIDE, SIDE), np.uint8)
    chosen = _chosen_styles(labels, generator, hands, styles)
    for number in np.unique(chosen):
        places = np.flatnonzero(chosen == number)
        images[places] = writing.draw(styles[number], len(places), generator, hands)
    return images


def _chosen_styles(
    labels: Bytes, generator: np.random.Generator, hands: Hands, styles: Sequence[Style]
) -> npt.NDArray[np.intp]:
    """Return the number of a style for each label, chosen by the styles' shares."""
    digits = np.array([style.digit for style in styles])
    frequencies = np.array([style.share for style in styles], float) ** (1 - hands.evenness)
    ends = np.cumsum(frequencies * (digits == np.arange(_DIGITS)[:, None]), axis=1)
    drawn = generator.random((len(labels), 1)) * ends[labels, -1:]
    return np.asarray((drawn >= ends[labels]).sum(axis=1), np.intp)


def _save(dataset: Dataset, file: BinaryIO) -> None:
    np.savez(
        file,
        fingerprint=np.array(dataset.fingerprint),
        train_images=dataset.train.images,
        train_labels=dataset.train.labels,
        test_images=dataset.test.images,
        test_labels=dataset.test.labels,
    )


def _load(path: Path) -> Dataset | None:
    """Return the data set kept in the file, or None when it is missing, damaged or not what was saved."""
    # Whatever is wrong with it, making the images again mends it.
    # Opened here because numpy leaves its own file open when the archive is damaged.
    with (
        suppress(DataError),
        foreign(path, "is damaged", "", DataError),
        disk.open_to_read(path) as file,
        np.load(file, allow_pickle=False) as kept,
    ):
        train = Split(kept["train_images"], kept["train_labels"])
        test = Split(kept["test_images"], kept["test_labels"])
        if (len(train), len(test)) == (TRAIN_COUNT, TEST_COUNT):
            dataset = Dataset(NAME, TITLE, train, test)
            return dataset if dataset.fingerprint == str(kept["fingerprint"]) else None
    return None
