"""What many images cost: memory of all processes, and seconds per image, with 60,000, 600,000 and 6,000,000 of them.

MNIST is written out as often as it takes, each time moved by some pixels, into IDX files that are not compressed, and
trained on by a program of its own, whose processes are watched from outside. What is counted is the proportional set
size (a page that two processes share counts half in each) without the pages of mapped files, which the system takes
back whenever it needs room: the images stay in their file. It needs 5 GB of disk for six million images.

    python -m tests.benchmarks.bench_size --images 60000 600000
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil

from core.data import catalog, idx
from core.data.augment import Shift, Unchanged
from core.data.dataset import Dataset, from_folder
from core.hyperparameters import Hyperparameters
from core.training.trainer import Trainer
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_GOAL_MB = 700
_MOST_DEARER = 1.1  # how many times as much an image may cost as one of the smallest set
_LEAST = 120_000  # images to train on at least, so that a small set is not timed for too short a time
_AUGMENTED = 120_000  # images to train on where they are changed at each showing
_CALL = 50  # batches
_LOOK = 0.1  # seconds between two looks at the memory
_MB = 1e6
_BATCH = 1000
_ALL = (60_000, 600_000, 6_000_000)


def write(folder: Path, mnist: Dataset, count: int) -> None:
    """Write so many training images as one IDX file, copy by copy, and the usual ones to test with."""
    images, labels = mnist.train.images, mnist.train.labels
    places = np.arange(count) % len(images)
    with (folder / "train-images-idx3-ubyte").open("wb") as file:
        file.write(b"\0\0\x08\x03" + b"".join(size.to_bytes(4, "big") for size in (count, *images.shape[1:])))
        for copy in range(-(-count // len(images))):
            moved = np.roll(images, (copy // 5 % 5 - 2, copy % 5 - 2), (1, 2)) if copy else images
            file.write(moved[: count - copy * len(images)].tobytes())
    idx.write(folder / "train-labels-idx1-ubyte", labels[places])
    idx.write(folder / "t10k-images-idx3-ubyte", mnist.test.images)
    idx.write(folder / "t10k-labels-idx1-ubyte", mnist.test.labels)


def train(folder: Path, *, is_augmented: bool) -> None:
    """Train for an epoch or so, as the terminal does, and print how long it took: what the watched program does."""
    settings = Hyperparameters(batch_size=_BATCH, epochs=1000, augmentation=Shift() if is_augmented else Unchanged())
    trainer = Trainer(settings, from_folder(folder))
    wanted = _AUGMENTED if is_augmented else max(_LEAST, trainer.images)
    trainer.advance(_CALL)
    trained, before = wanted + _CALL * _BATCH, trainer.snapshot().seconds
    while trainer.step * _BATCH < trained:
        trainer.advance(_CALL)
    seconds = trainer.snapshot().seconds - before
    measuring.say(json.dumps({"seconds": seconds / (trainer.step * _BATCH - _CALL * _BATCH)}))
    trainer.close()


def watch(folder: Path, *, is_augmented: bool) -> tuple[float, float]:
    """Return the most megabytes that the processes of such a program took, and its seconds per image."""
    words = [sys.executable, "-m", "tests.benchmarks.bench_size", "--train", str(folder)]
    command = [*words, *["--augmented"] * is_augmented]
    program = subprocess.Popen(command, cwd=measuring.ROOT, stdout=subprocess.PIPE, text=True)
    most = 0.0
    while program.poll() is None:
        most = max(most, _proportional(psutil.Process(program.pid)))
        time.sleep(_LOOK)
    assert program.stdout is not None
    answer = [line for line in program.stdout if line.startswith("{")]
    if program.returncode or not answer:
        raise RuntimeError(f"the program that trains ended with status {program.returncode}")
    return most, float(json.loads(answer[0])["seconds"])


def _proportional(process: psutil.Process) -> float:
    """Return the megabytes of a process and those it started, without the pages of mapped files."""
    total = 0
    for each in _family(process):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{each.pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith(("Pss_Anon:", "Pss_Shmem:")))
    return total * 1024 / _MB


def _family(process: psutil.Process) -> Iterator[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        yield process
        yield from process.children(recursive=True)


def measure(counts: list[int], place: Path | None) -> list[Figure]:
    """Write, train and watch for each number of images."""
    if not measuring.find_mnist():
        return [Figure("many images", "", None, note=measuring.WITHOUT_MNIST)]
    mnist = catalog.load("mnist")
    figures: list[Figure] = []
    cost: dict[bool, float] = {}
    for count in counts:
        with tempfile.TemporaryDirectory(dir=place) as folder:
            measuring.tell(f"{count:,} images are written")
            write(Path(folder), mnist, count)
            for is_augmented in (False, True):
                measuring.tell(f"{count:,} images{', moved' if is_augmented else ''}: training")
                most, seconds = watch(Path(folder), is_augmented=is_augmented)
                first = cost.setdefault(is_augmented, seconds)
                what = f"{count:,} images{', moved at each showing' if is_augmented else ''}"
                note = f"{1 / seconds:,.0f} images a second"
                figures += [
                    Figure(f"memory, {what}", "MB", most, _GOAL_MB),
                    Figure(f"an image's cost, {what}", "times", seconds / first, _MOST_DEARER, note=note),
                ]
    return figures


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--images", type=int, nargs="+", default=list(_ALL), help="how many, the least first")
    parser.add_argument("--folder", type=Path, help="where to write them; a temporary folder without it")
    parser.add_argument("--train", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--augmented", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.train:
        train(options.train, is_augmented=options.augmented)
    else:
        measuring.report(measure(options.images, options.folder), options.json)


if __name__ == "__main__":
    main()
