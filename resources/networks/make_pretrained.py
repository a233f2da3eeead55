"""Train the network that comes with Inkling, and write it beside this file.

It learns from MNIST, shown twice in each epoch, and from the built-in writer, whose writers draw on
tablets and on paper and know styles that MNIST's hardly use. Run it in the repository's folder; it takes
about ten minutes on two processors that have nothing else to do::

    python resources/networks/make_pretrained.py --mnist FOLDER

A network that was trained to the end is a little surer than it is right, above all of digits unlike those
it learned from. So the sums at its outputs are divided by a number that is a little more than one, which
changes no answer, only how sure of it the network is (Guo and others, "On calibration of modern neural
networks", 2017). The division is done to the weights and biases of the last layer: what is shown of the
network is the network. The number was found with ``tests/benchmarks/bench_pretrained.py`` on stand-ins of
styles that were not trained on, and on MNIST's test images; of the latter the error is so small with and
without it that they hardly count. Only the costs on the run's curves are those of before the division.
"""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # so that this copy's core is found

from core.data import dataset
from core.data.augment import Elastic
from core.data.dataset import Dataset, Split
from core.data.joining import joined
from core.data.writer import synthetic
from core.data.writer.hands import ON_PAPER, ON_TABLET
from core.errors import InklingError
from core.files import pretrained, weights
from core.hyperparameters import Hyperparameters
from core.insight import novelty_training
from core.network.processors import limit_blas
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

SEED = 20
DRAWN = {"tablet": (ON_TABLET, 80_000), "paper": (ON_PAPER, 40_000)}
"""Who draws how many images beside MNIST's 60,000."""

SETTINGS = Hyperparameters(
    hidden=(512, 256),
    batch_size=128,
    learning_rate=0.0015,
    epochs=26,
    augmentation=Elastic(rotation=8.0),
    seed=SEED,
)
TEMPERATURE = 1.1
"""What the sums at the outputs are divided by."""

_PATIENCE = 1.0  # seconds between looks at whether an epoch is over


def training_data(folder: Path) -> Dataset:
    """Return MNIST with its images once more and the writer's among those to train on."""
    mnist = dataset.from_folder(folder, name="mnist", title="MNIST")
    # People count for as much as the writer: else the network learns the writer's habits.
    parts = [(mnist.train.images, mnist.train.labels)]
    chance = np.random.default_rng(SEED)
    parts += [synthetic.make_images(count, chance, hands=hands) for hands, count in DRAWN.values()]
    images, labels = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return joined(mnist, Split(images, labels), title="MNIST and built-in handwriting")


def train(settings: Hyperparameters, data: Dataset) -> Snapshot:
    """Train to the end and tell of each epoch; return what is to be looked at, without the optimizer's memory."""
    start = time.perf_counter()
    with limit_blas():
        trainer = Trainer(settings, data, way="several processes")  # the weights are the same with one
        while not trainer.is_finished:
            before = int(trainer.epoch)
            trainer.advance(trainer.batches_in(_PATIENCE))
            if int(trainer.epoch) > before:
                accuracy = trainer.snapshot().curves.column("test_accuracy")[-1]
                print(f"epoch {before + 1}: {accuracy:.2%} after {time.perf_counter() - start:.0f} s", flush=True)  # noqa: T201  # a script
        trainer.close()
    return trainer.snapshot().to_look_at()


def with_novelty(moment: Snapshot, data: Dataset) -> Snapshot:
    """Return a moment with what tells drawings that are like none its network has learned from."""
    effort = novelty_training.CAREFUL
    with limit_blas():
        shown = novelty_training.examples(data, effort)
        return replace(moment, novelty=novelty_training.detector(moment.network, shown, effort))


def cooled(snapshot: Snapshot, temperature: float) -> Snapshot:
    """Return the same network with the sums at its outputs divided by a number, so that it is less sure."""
    *hidden, last = snapshot.network.layers
    by = np.float32(temperature)
    less_sure = replace(last, weights=last.weights / by, biases=last.biases / by)
    return replace(snapshot, network=replace(snapshot.network, layers=(*hidden, less_sure)))


def main() -> None:
    """Train and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", type=Path, required=True, metavar="FOLDER", help="where MNIST's four files are")
    parser.add_argument("--epochs", type=int, default=SETTINGS.epochs, help="fewer for a trial (%(default)s)")
    parser.add_argument("--save", type=Path, default=pretrained.PATH, metavar="FILE", help="written when trained")
    options = parser.parse_args()
    try:
        data = training_data(options.mnist)
        moment = cooled(train(replace(SETTINGS, epochs=options.epochs), data), TEMPERATURE)
        weights.save(options.save, with_novelty(moment, data))
    except InklingError as error:
        raise SystemExit(f"{error.what} {error.remedy}") from error


if __name__ == "__main__":
    main()
