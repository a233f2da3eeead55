"""``inkling import``: a network from another program's file, how it reads, and what it becomes."""

import argparse
from pathlib import Path

from core.cli.loading import load_dataset
from core.cli.output import complain, percent, say, say_json
from core.cli.saving import writable
from core.data.dataset import Dataset
from core.errors import InklingError, KnobError
from core.files import weights
from core.files.exchange.importing import Imported, read
from core.files.exchange.trial import Tried, alike, mismatch, reads_little, tried
from core.network.processors import limit_blas


def run(options: argparse.Namespace) -> int:
    """Import as the options say and return the exit status."""
    path = writable(options.save) if options.save else None
    imported = read(options.file)
    activation, output = options.activation or imported.activation, options.output or imported.output
    if path is not None and (activation is None or output is None):
        raise KnobError(
            f"{imported.name} does not say what its neurons do with their sums.",
            "Say it with --activation and --output; without -o, each is tried on the test images.",
        )
    dataset = _dataset(options.dataset, imported)
    ways: tuple[Tried, ...] = ()
    if dataset is not None:
        with limit_blas():
            ways = tried(imported, dataset.test.images, dataset.test.labels, activation, output)
    if path is not None and activation is not None and output is not None:
        weights.save(path, imported.snapshot(activation, output))
    if options.json:
        _tell(imported, dataset, ways, path)
    else:
        _say(imported, dataset, ways, path)
    return 0


def _dataset(name: str | None, imported: Imported) -> Dataset | None:
    """Return the images to try it on; none, with a word why, where there are none that it could read."""
    try:
        dataset = load_dataset(name)
    except InklingError as error:
        if name:
            raise
        complain(f"It was not tried: {error}")
        return None
    if disagree := mismatch(imported, dataset):
        complain(f"It was not tried: {disagree}.")
        return None
    if not len(dataset.test):
        complain(f"It was not tried: {dataset.title} has no test images.")
        return None
    return dataset


def _say(imported: Imported, dataset: Dataset | None, ways: tuple[Tried, ...], path: Path | None) -> None:
    say(f"{imported.name} is {imported.found}.")
    if dataset is not None:
        say(f"Tried on {ways[0].images:,} test images of {dataset.title}:")
        for way in ways:
            say(f"  with {way.words} it reads {percent(way.accuracy)} of these")
        if reads_little(ways):
            say(
                "That is little: it may have been taught other images. Inkling's pixels are from 0 (paper) to 1 (ink), "
                "row by row, neither shifted nor scaled."
            )
        elif len(alike(ways)) > 1 or len(ways[0].outputs) > 1:
            say("Between ways that read alike, images do not decide: who made the network knows which it had.")
    if path is not None:
        say(f"The network is in {path}.")
    elif imported.activation is None or imported.output is None:
        say("To save it, add --activation, --output and -o.")


def _tell(imported: Imported, dataset: Dataset | None, ways: tuple[Tried, ...], path: Path | None) -> None:
    tries = [
        {
            "activation": way.activation.name,
            "outputs": [output.name for output in way.outputs],
            "test_accuracy": way.accuracy,
            "test_images": way.images,
        }
        for way in ways
    ]
    say_json(
        {
            "file": imported.name,
            "layers": list(imported.sizes),
            "dataset": None if dataset is None else dataset.name,
            "tried": tries,
            "written": None if path is None else str(path),
        }
    )
