"""What is held back as "Not sure": of right answers as little as may be, of drawings that are no digits as much.

Measured by the share of the answer alone, by novelty alone and by both, as the pad does it, for the network that comes
with Inkling, one of the preset "default" trained on MNIST, and one trained on the built-in set. Nobody with a pen was
at hand, so all drawings are stand-ins: letters of templates that no detector has seen (tests/letters.py), glyphs of
the fonts of this machine, symbols, scribbles and dashes. Of MNIST's test images some are those that the threshold
was found by (2,000, of the network that comes with Inkling 4,000); all others were drawn for this.

The first four pads are of people who write so that others can read it, in styles that no network was trained on; the
built-in hand's are those that networks are trained on, among them a 4 like a U and a 1 like an L.
"""

import argparse
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from core.arrays import Array, Bytes
from core.data import catalog
from core.data.dataset import Dataset
from core.data.frame import centering_shifts, moved
from core.data.ink import pictures
from core.data.ink.strokes import Ink, prepare
from core.data.writer import synthetic
from core.data.writer.curves import sampling_matrix
from core.data.writer.hands import ON_PAPER, ON_TABLET
from core.data.writer.letters import LETTERS
from core.files import pretrained
from core.files.novelty import with_novelty
from core.insight.looks import MOVES
from core.insight.novelty import NoveltyDetector
from core.insight.rejection import LEAST_INK, MOST_INK, USUAL_THRESHOLD
from core.network.network import Network
from core.network.processors import limit_blas
from core.presets import preset
from core.training.trainer import Trainer
from tests import letters
from tests.benchmarks import measuring, stand_ins
from tests.benchmarks.symbol_writers import NAMES, SymbolWriter
from tests.benchmarks.writers import Writer
from tests.photos import Light, photo
from tests.skeletons import perturbed, strokes_of

FONTS = Path("/usr/share/fonts/truetype")

Digits = dict[str, tuple[Bytes, npt.NDArray[np.intp]]]
Others = dict[str, Bytes]
_PARTS = (0.002, 0.005, 0.01, 0.02, 0.05)  # of right answers held back, for the curve


def digits(count: int) -> Digits:
    """Return images of digits from where they may come, with what they show."""
    chance = np.random.default_rng(5)
    test = catalog.load("mnist").test
    some = chance.permutation(len(test))[:count]
    traced = [perturbed(strokes_of(test.images[i]), chance, tremor=0.01, slant=0.2, spacing=3.0) for i in some]
    pages = [Writer.draw(chance).pages(1, chance) for _ in range(count // 10)]
    found = {
        "MNIST's test images": (test.images, test.labels),
        **{f"pads, {name.split(',')[0]}": _pads(noted, 2 * count) for name, noted in stand_ins.SAMPLINGS.items()},
        "pads, built-in hand": synthetic.make_images(4 * count, chance, hands=ON_TABLET),
        "paper, built-in hand": synthetic.make_images(count, chance, hands=ON_PAPER),
        "pads, MNIST traced": (np.stack([prepare(Ink(tuple(each))) for each in traced]), test.labels[some]),
        "pads, hands far apart": (np.concatenate([p.images for p in pages]), np.concatenate([p.labels for p in pages])),
        "photos of MNIST": (_photos(test.images[some[: count // 2]], chance), test.labels[some[: count // 2]]),
    }
    return {name: (images, labels.astype(np.intp)) for name, (images, labels) in found.items()}


def _pads(noted: stand_ins.Sampling, count: int) -> tuple[Bytes, Bytes]:
    split = stand_ins.on_tablet(count, noted, stand_ins.CAREFUL, 4)
    return split.images, split.labels


def others(count: int) -> Others:
    """Return images of what is no digit; letters that look like one are counted apart as well."""
    chance = np.random.default_rng(6)
    drawn, shown = letters.pages(max(1, count // 50), chance)
    legible, _ = letters.pages(max(1, count // 50), chance, replace(stand_ins.CAREFUL, joined=0.1))
    glyphs, names = _glyphs(LETTERS)
    is_unlike, glyph_is_unlike = (
        np.array([name not in letters.LIKE_DIGITS for name in each], bool) for each in (shown, names)
    )
    people = [SymbolWriter.draw(chance) for _ in range(count // 5)]
    symbols = {
        f"symbols: {name}s": np.stack([prepare(person.write(place, chance)) for person in people])
        for place, name in enumerate(NAMES)
    }
    return {
        "letters": drawn,
        "letters unlike digits": drawn[is_unlike],
        "letters, legible": legible,
        "legible, unlike digits": legible[is_unlike],
        "glyphs": glyphs,
        "glyphs unlike digits": glyphs[glyph_is_unlike],
        **symbols,
        "scribbles": np.stack([prepare(_scribble(chance)) for _ in range(count)]),
        "dashes": np.stack([prepare(_dash(chance)) for _ in range(count // 2)]),
    }


def tell(title: str, network: Network, detector: NoveltyDetector | None, known: Digits, unknown: Others) -> None:
    """Print what is held back for one network, and what would be at other thresholds."""
    measuring.say(f"\n{title}\n\n  {'held back, %':28}{'share':>8}{'novelty':>9}{'both':>7}")
    if detector is None:
        measuring.say("  it has no detector: it reads too little")
        return
    right: dict[str, tuple[Array, Array]] = {}
    for name, (images, labels) in known.items():
        said, share, strange = _looked_at(network, detector, images)
        is_right = said == labels
        right[name] = share[is_right], strange[is_right]
        note = f"  of right answers ({is_right.mean():.2%}); of wrong ones both "
        wrong = (share[~is_right] < USUAL_THRESHOLD) | (strange[~is_right] > detector.threshold)
        _line(name, *right[name], detector.threshold, f"{note}{100 * wrong.mean():.0f}" if len(wrong) else note)
    scores = {name: _looked_at(network, detector, images)[1:] for name, images in unknown.items()}
    for name, (share, strange) in scores.items():
        _line(name, share, strange, detector.threshold, "")
    _curve(right, scores)


def _curve(right: dict[str, tuple[Array, Array]], scores: dict[str, tuple[Array, Array]]) -> None:
    """Print which part of letters is held back at other parts of right answers, MNIST and pads counting alike."""
    measuring.say("\n  both, were the threshold another:")
    of_right = [right["MNIST's test images"], right["pads, fine tablet"]]
    thresholds = np.sort(np.concatenate([strange for _, strange in of_right]))[::-1]
    parts = np.array([np.mean([_held_back(*each, threshold) for each in of_right]) for threshold in thresholds[:1500]])
    for part in _PARTS:
        threshold = thresholds[min(int(np.searchsorted(parts, part)), len(parts) - 1)]
        told = ", ".join(f"{name} {100 * _held_back(*scores[name], threshold):.0f}" for name in list(scores)[:6])
        measuring.say(f"  {100 * part:4.1f} % of right answers: {told}")


def _held_back(share: Array, strange: Array, threshold: float) -> float:
    return float(((share < USUAL_THRESHOLD) | (strange > threshold)).mean())


def _line(name: str, share: Array, strange: Array, threshold: float, note: str) -> None:
    held_back = [(share < USUAL_THRESHOLD).mean(), (strange > threshold).mean(), _held_back(share, strange, threshold)]
    figures = "".join(f"{100 * part:{width}.1f}" for part, width in zip(held_back, (8, 9, 7), strict=True))
    measuring.say(f"  {name:28}{figures}{note}")


def _looked_at(network: Network, detector: NoveltyDetector, images: Bytes) -> tuple[npt.NDArray[np.intp], Array, Array]:
    """Return what a network says to images, the share of that, none for too little or too much ink, and strangeness."""
    outputs = sum(network.outputs(moved(images, np.tile(move, (len(images), 1)))) for move in MOVES)
    assert not isinstance(outputs, int)
    said = network.outputs(images).argmax(axis=1)
    share = outputs[np.arange(len(outputs)), said] / outputs.sum(axis=1)
    ink = images.sum(axis=(1, 2)) / 255
    share[(ink < LEAST_INK) | (ink > MOST_INK)] = 0.0
    return said, share, detector.strangeness(images)


def _photos(images: Bytes, chance: np.random.Generator) -> Bytes:
    with tempfile.TemporaryDirectory() as folder:
        path, found = Path(folder) / "digit", []
        for image in images:
            path.write_bytes(photo(image, chance, Light()))
            found.append(pictures.read(path))
    return np.stack(found)


def _glyphs(characters: str) -> tuple[Bytes, list[str]]:
    """Return characters of the fonts of this machine, as large and as central as digits are."""
    images, names = [], []
    for font in (ImageFont.truetype(str(path), 72) for path in sorted(FONTS.rglob("*.ttf")) if "Math" not in path.name):
        for character in characters:
            page = Image.new("L", (160, 160))
            ImageDraw.Draw(page).text((40, 30), character, fill=255, font=font)
            ink = page.crop(page.getbbox())
            size = [max(1, round(20 * side / max(ink.size))) for side in ink.size]
            frame = Image.new("L", (28, 28))
            frame.paste(ink.resize((size[0], size[1]), Image.Resampling.BOX), (4, 4))
            images.append(np.asarray(frame))
            names.append(character)
    if not images:
        return np.zeros((0, 28, 28), np.uint8), names
    stacked = np.stack(images)
    return moved(stacked, centering_shifts(stacked)), names


def _scribble(chance: np.random.Generator) -> Ink:
    """Return a smooth line through points anywhere, along a wander, or to and fro."""
    count, kind = int(chance.integers(4, 25)), int(chance.integers(3))
    if kind == 0:
        points = chance.random((count, 2))
    elif kind == 1:
        points = np.cumsum(chance.normal(0, 1, (count, 2)), axis=0)
    else:
        across = np.linspace(0, 1, count) + chance.normal(0, 0.1, count)
        points = np.stack([across, np.arange(count) % 2 * chance.uniform(0.3, 1.2)], axis=1)
    matrix, _ = sampling_matrix(points, [(0, 0, count)], 0.1 * float(np.ptp(points)))
    return Ink((matrix @ points,))


def _dash(chance: np.random.Generator) -> Ink:
    angle = chance.normal(0, 0.15)
    along = np.linspace(-0.5, 0.5, 12) * chance.uniform(0.3, 0.8)
    return Ink(
        (np.stack([along * np.cos(angle), along * np.sin(angle)], axis=1) + chance.normal(0, 0.01, (12, 2)) + 0.5,)
    )


def _trained(dataset: Dataset, epochs: int) -> tuple[Network, NoveltyDetector | None]:
    settings = preset("default").hyperparameters
    trainer = Trainer(replace(settings, epochs=epochs or settings.epochs), dataset)
    while not trainer.is_finished:
        trainer.advance(100)
    trainer.close()
    snapshot = with_novelty(trainer.snapshot(), dataset)
    return snapshot.network, snapshot.novelty


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="drawings of a kind, about (1000)")
    parser.add_argument("--epochs", type=int, default=0, help="fewer than the preset has, for a trial")
    parser.add_argument("--shipped", action="store_true", help="only the network that comes with Inkling")
    options = parser.parse_args()
    if not measuring.find_mnist():
        measuring.say(measuring.WITHOUT_MNIST)
        return
    with limit_blas():
        known, unknown = digits(options.count), others(options.count)
        for title, network, detector in _networks(options.epochs, options.shipped):
            tell(title, network, detector, known, unknown)


def _networks(epochs: int, only_shipped: bool) -> Iterable[tuple[str, Network, NoveltyDetector | None]]:
    shipped = pretrained.load().latest
    assert shipped is not None
    yield "The network that comes with Inkling", shipped.network, shipped.novelty
    if not only_shipped:
        yield "Preset default, MNIST", *_trained(catalog.load("mnist"), epochs)
        yield "Preset default, built-in set", *_trained(catalog.load(catalog.BUILT_IN), epochs)


if __name__ == "__main__":
    main()
