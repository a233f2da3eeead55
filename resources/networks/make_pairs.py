"""Train the small network that tells two digits that touch from one, and write it beside this file.

It is shown single digits, MNIST's and those of the built-in writers, and pairs that are put together of them: side by
side, from a third of a height one over the other to just apart, and made small enough for one frame, as the pad and the
reading of pictures do with ink that is connected. Letters and made-up characters are among what is no pair, so that a
wide letter is not called two digits. Some pairs can be told by nobody, a 1 on the stem of a 4, say: of these the
network is not sure, which is as it should be. Run it in the repository's folder; it takes about five minutes on one
processor that has nothing else to do::

    python resources/networks/make_pairs.py --mnist FOLDER

A width alone would not do: one in fifty single digits is wider than 1.25 of its heights, and half of the pairs are
narrower. Nor would it to cut the ink in two where there is least of it and to ask the digits' network about both
halves: with a rule fitted to what it says of them, to the width, and to how sure it is of the whole, that tells 72 to
86 % of the pairs where this tells 84 to 92 %, and takes a hundred times as long.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # so that this copy's core is found

from core.arrays import Array, Bytes
from core.data import dataset
from core.data.augment import Elastic
from core.data.classes import DIGITS
from core.data.dataset import Dataset, Split
from core.data.frame import BOX, MARGIN, SIDE, centered
from core.data.writer import synthetic, writing
from core.data.writer.hands import ON_PAPER, ON_TABLET, Hands
from core.data.writer.outliers import outliers
from core.data.writer.templates import STYLES
from core.errors import InklingError
from core.files import pairs, weights
from core.hyperparameters import Hyperparameters
from core.training.training import train

SEED = 3
CLASSES = ("one digit", "two digits")

WIDE = replace(ON_TABLET, evenness=1.0, sloppiness=0.6, stretch=0.5, slant=0.45)
"""Writers whose digits are wider, more slanted and more often of a rare style than those of most."""

DRAWN = {"tablet": (ON_TABLET, 60_000), "paper": (ON_PAPER, 30_000), "wide": (WIDE, 30_000)}
"""Who draws how many single digits, beside MNIST's."""

PAIRS = {"tablet": (ON_TABLET, 45_000), "paper": (ON_PAPER, 25_000), "wide": (WIDE, 10_000)}
LAID = 45_000
"""Who draws how many pairs, and how many are laid together of MNIST's images."""

LETTERS, MADE_UP = 12_000, 4000
TESTED = 4000
"""Images that the curves are measured on."""

SETTINGS = Hyperparameters(
    hidden=(160, 32), batch_size=128, learning_rate=0.0015, epochs=12, augmentation=Elastic(rotation=5.0), seed=SEED
)

# In heights of a digit:
GAPS = (-0.35, 0.03)  # from the right side of the first to the left side of the second; below zero they overlap
_SIZE, _LINE = 0.08, 0.04  # spreads of how tall a digit is, and of how far its foot is off the line
_FLATTEST = 0.4  # of a digit's width: as if it were that tall at least

_AT_ONCE = 24  # pairs of the same two styles
_TALL = 40  # pixels of a digit while images are laid together
_INKED = 40  # of 255


def training_data(folder: Path) -> Dataset:
    """Return single digits and pairs of them, mixed."""
    chance = np.random.default_rng(SEED)
    mnist = dataset.from_folder(folder, name="mnist", title="MNIST").train.images
    singles = [mnist, outliers(DIGITS, LETTERS, MADE_UP).images]
    singles += [synthetic.make_images(count, chance, hands=hands)[0] for hands, count in DRAWN.values()]
    found = [laid_together(mnist, LAID, chance)]
    found += [written(count, chance, hands) for hands, count in PAIRS.values()]
    images = np.concatenate([*singles, *found])
    labels = np.zeros(len(images), np.uint8)
    labels[-sum(map(len, found)) :] = 1
    order = chance.permutation(len(images))
    tested, shown = order[:TESTED], order[TESTED:]
    split, test = (Split(images[some], labels[some]) for some in (shown, tested))
    return Dataset("pairs", "Single digits and pairs", split, test, class_names=CLASSES)


def written(count: int, chance: np.random.Generator, hands: Hands) -> Bytes:
    """Return pairs that writers write and draw as one drawing; about so many."""
    shares = np.sqrt([style.share for style in STYLES])
    found = []
    for _ in range(-(-count // _AT_ONCE)):
        styles = chance.choice(len(STYLES), 2, p=shares / shares.sum())
        first, second = (_upright(writing.write(STYLES[each], _AT_ONCE, chance, hands)[0], chance) for each in styles)
        gaps = chance.uniform(*GAPS, _AT_ONCE)
        place = np.stack([first[:, :, 0].max(axis=1) + gaps, chance.normal(0, _LINE, _AT_ONCE)], axis=1)
        both = np.concatenate([first, second + place[:, None]], axis=1)
        found.append(writing.inked(both.astype(np.float32), chance, hands))
    return np.concatenate(found)


def _upright(places: Array, chance: np.random.Generator) -> Array:
    """Return digits that stand on one line, about one high, and begin at its left end."""
    low, high = places.min(axis=1, keepdims=True), places.max(axis=1, keepdims=True)
    width, height = np.moveaxis(high - low, 2, 0)
    scale = np.exp(chance.normal(0, _SIZE, width.shape)) / np.maximum(height, _FLATTEST * width)
    foot = np.concatenate([low[..., :1], high[..., 1:]], axis=2)
    standing: Array = (places - foot) * scale[..., None]
    return standing


def laid_together(images: Bytes, count: int, chance: np.random.Generator) -> Bytes:
    """Return pairs of images whose ink is laid one beside the other, in one frame each."""
    framed = np.zeros((count, SIDE, SIDE), np.uint8)
    for pair, chosen in zip(framed, chance.integers(len(images), size=(count, 2)), strict=True):
        first, second = (_sized(images[each], chance) for each in chosen)
        ink = _cropped(_side_by_side(first, second, chance))
        box = _resized(ink, BOX / max(ink.shape))
        pair[MARGIN : MARGIN + box.shape[0], MARGIN : MARGIN + box.shape[1]] = box
    return centered(framed)


def _side_by_side(first: Bytes, second: Bytes, chance: np.random.Generator) -> Bytes:
    at = first.shape[1] + round(_TALL * chance.uniform(*GAPS))
    lower = round(_TALL * chance.normal(0, _LINE))
    left, foot = max(0, -at), max(first.shape[0], second.shape[0] - lower)
    height, width = foot + abs(lower), left + max(first.shape[1], at + second.shape[1])
    canvas = np.zeros((height, width), np.uint8)
    for ink, across, bottom in ((first, left, foot), (second, left + at, foot + lower)):
        place = canvas[bottom - ink.shape[0] : bottom, across : across + ink.shape[1]]
        np.maximum(place, ink, out=place)
    return canvas


def _sized(image: Bytes, chance: np.random.Generator) -> Bytes:
    ink = _cropped(image)
    return _resized(ink, _TALL * np.exp(chance.normal(0, _SIZE)) / max(ink.shape[0], _FLATTEST * ink.shape[1]))


def _cropped(ink: Bytes) -> Bytes:
    rows, columns = (np.flatnonzero(ink.max(axis=axis) > _INKED) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _resized(ink: Bytes, scale: float) -> Bytes:
    height, width = (max(1, round(length * scale)) for length in ink.shape)
    return np.asarray(Image.fromarray(ink).resize((width, height), Image.Resampling.BICUBIC))


def main() -> None:
    """Train and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", type=Path, required=True, metavar="FOLDER", help="where MNIST's four files are")
    parser.add_argument("--epochs", type=int, default=SETTINGS.epochs, help="fewer for a trial (%(default)s)")
    parser.add_argument("--save", type=Path, default=pairs.PATH, metavar="FILE", help="written when trained")
    options = parser.parse_args()
    try:
        run = train(replace(SETTINGS, epochs=options.epochs), training_data(options.mnist))
        if run.latest is not None:
            weights.save(options.save, run.latest.to_look_at())
    except InklingError as error:
        raise SystemExit(f"{error.what} {error.remedy}") from error


if __name__ == "__main__":
    main()
