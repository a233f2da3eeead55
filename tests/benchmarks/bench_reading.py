"""What a trained network says of digits that come another way than from the data set.

As files: MNIST's test images blown up, moved, scaled and photographed. As ink, for want of people with pens: their
skeletons, traced to strokes, perturbed by tremor, slant and speed, and drawn again as the pad draws. A network is given
as a weight file; without one the default preset is trained first.
"""

import argparse
import io
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from core.arrays import Array, Bytes
from core.data import catalog
from core.data.ink import pictures
from core.data.ink.strokes import Ink, prepare
from core.errors import FileError
from core.files import weights
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.network.processors import limit_blas
from core.presets import preset
from core.training.trainer import Trainer
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure
from tests.photos import Light, anywhere, photo
from tests.skeletons import perturbed, strokes_of

_HARD = {"gradient": 0.6, "shadow": 0.5, "noise": 0.04, "blur": 2.5, "quality": 40}
_SHAKEN = {
    "as traced": {},
    "with tremor": {"tremor": 0.015},
    "slanted": {"slant": 0.25},
    "drawn fast, a point every 4 pixels": {"spacing": 4.0},
    "all of these": {"tremor": 0.01, "slant": 0.2, "spacing": 3.0},
}


def as_files(network: Network, images: Bytes, labels: Bytes) -> Iterable[Figure]:
    """Compare what is read from files with what is read directly."""
    chance = np.random.default_rng(0)
    ways: dict[str, tuple[Callable[[Bytes], bytes], float | None]] = {
        "files, moved, scaled 0.4 to 1.5, 100 pixels": (lambda d: _png(anywhere(d, 100, chance, (0.4, 1.5))), 1.0),
        "files, moved, scaled 0.4 to 1.5, 400 pixels": (lambda d: _png(anywhere(d, 400, chance, (0.4, 1.5))), 1.0),
        "the same, light on dark": (lambda d: _png(1 - anywhere(d, 400, chance, (0.4, 1.5))), 1.0),
        "photos with a shadow": (lambda d: photo(d, chance, Light()), None),
        "photos of a board": (lambda d: photo(d, chance, Light(is_dark_on_light=False)), None),
        "photos in bad light, out of focus": (lambda d: photo(d, chance, Light(**_HARD)), None),  # type: ignore[arg-type]
    }
    direct = _accuracy(network, images, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "digit"
        for name, (make, goal) in ways.items():
            found = np.zeros_like(images)
            for at, digit in enumerate(images):
                path.write_bytes(make(digit))
                try:
                    found[at] = pictures.read(path)
                except FileError:
                    continue  # it stays empty, and is read wrongly
            lost = 100 * (direct - _accuracy(network, found, labels))
            yield Figure(f"accuracy lost: {name}", "points", lost, goal, note=f"of {100 * direct:.2f} %")


def as_ink(network: Network, images: Bytes, labels: Bytes) -> Iterable[Figure]:
    """Tell what is read from strokes."""
    chance = np.random.default_rng(0)
    traced = [strokes_of(image) for image in images]
    for name, how in _SHAKEN.items():
        found = np.stack([prepare(_ink(perturbed(strokes, chance, **how))) for strokes in traced])
        figure = 100 * _accuracy(network, found, labels)
        yield Figure(f"ink of traced digits: {name}", "%", figure, more_is_better=True, note=f"{len(images)} digits")


def _ink(strokes: Iterable[Array]) -> Ink:
    return Ink(tuple(strokes))


def _accuracy(network: Network, images: Bytes, labels: Bytes) -> float:
    return float((network.outputs(images).argmax(axis=1) == labels).mean())


def _png(ink: Array) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.uint8(np.rint(255 * (1 - np.clip(ink, 0, 1))))).save(file, "PNG")
    return file.getvalue()


def _trained(settings: Hyperparameters) -> Network:
    trainer = Trainer(settings, catalog.load("mnist"))
    while not trainer.is_finished:
        trainer.advance(100)
    trainer.close()
    return trainer.snapshot().network


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--weights", type=Path, help="a weight file (the default preset is trained without)")
    parser.add_argument("--digits", type=int, default=500, help="how many test images (500)")
    options = parser.parse_args()
    if not measuring.find_mnist():
        measuring.report([Figure("reading", "", None, note=measuring.WITHOUT_MNIST)], options.json)
        return
    test = catalog.load("mnist").test
    chosen = np.random.default_rng(1).permutation(len(test))[: options.digits]
    images, labels = test.images[chosen], test.labels[chosen]
    with limit_blas():
        settings = preset("default").hyperparameters
        network = weights.load(options.weights).network if options.weights else _trained(settings)
        figures = [*as_files(network, images, labels), *as_ink(network, images, labels)]
    measuring.report(figures, options.json)


if __name__ == "__main__":
    main()
