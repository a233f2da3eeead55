"""Train the network that comes with Inkling, and write it beside this file.

It learns from MNIST and from the built-in writer, whose writers draw on a tablet and know
styles that MNIST's hardly use. Run it in the repository's folder; it takes about ten minutes::

    python resources/networks/make_pretrained.py --mnist FOLDER
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
from core.data.writer.hands import ON_TABLET
from core.errors import InklingError
from core.files import pretrained, weights
from core.hyperparameters import Hyperparameters
from core.insight import novelty_training
from core.network.processors import limit_blas
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

SEED = 20
DRAWN = 120_000
"""How many images the writer adds to MNIST's 60,000."""

SETTINGS = Hyperparameters(
    hidden=(384, 128), batch_size=128, learning_rate=0.0015, epochs=34, augmentation=Elastic(rotation=8.0)
)
_PATIENCE = 1.0  # seconds between looks at whether an epoch is over


def training_data(folder: Path) -> Dataset:
    """Return MNIST with the writer's images among those to train on."""
    mnist = dataset.from_folder(folder, name="mnist", title="MNIST")
    drawn = Split(*synthetic.make_images(DRAWN, np.random.default_rng(SEED), hands=ON_TABLET))
    return joined(mnist, drawn, title="MNIST and built-in handwriting")


def train(settings: Hyperparameters, data: Dataset) -> Snapshot:
    """Train to the end and tell of each epoch; return what is to be looked at, without the optimizer's memory."""
    start = time.perf_counter()
    with limit_blas():
        trainer = Trainer(settings, data, way="one thread")  # the weights are the same with two
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


def main() -> None:
    """Train and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", type=Path, required=True, metavar="FOLDER", help="where MNIST's four files are")
    parser.add_argument("--epochs", type=int, default=SETTINGS.epochs, help="fewer for a trial (%(default)s)")
    parser.add_argument("--save", type=Path, default=pretrained.PATH, metavar="FILE", help="written when trained")
    options = parser.parse_args()
    try:
        data = training_data(options.mnist)
        moment = train(replace(SETTINGS, epochs=options.epochs), data)
        weights.save(options.save, with_novelty(moment, data))
    except InklingError as error:
        raise SystemExit(f"{error.what} {error.remedy}") from error


if __name__ == "__main__":
    main()
