"""``inkling data``: which data sets there are, how one is fetched, and how one is written for other programs."""

import argparse

from core.cli.loading import fetch_dataset, load_dataset
from core.cli.output import say, say_json
from core.data import catalog
from core.data import export as exporting


def show(options: argparse.Namespace) -> int:
    """List the data sets and return the exit status."""
    entries = catalog.entries()
    width = max(len(entry.name) for entry in entries)
    for entry in entries:
        if options.json:
            say_json(
                {
                    "name": entry.name,
                    "title": entry.title,
                    "state": entry.state,
                    "folder": str(entry.folder) if entry.folder else None,
                    "download_bytes": entry.download_size,
                }
            )
            continue
        where = f"{entry.folder}" if entry.folder else ""
        if not entry.is_ready:
            where = f"inkling data fetch {entry.name} ({entry.download_size / 1e6:.0f} MB)"
        say(f"{entry.name:{width}}  {entry.title:22} {entry.state:15} {where}".rstrip())
    return 0


def fetch(options: argparse.Namespace) -> int:
    """Download a data set and return the exit status."""
    fetch_dataset(options.name)
    entry = catalog.find(options.name)
    if options.json:
        say_json({"event": "fetched", "name": entry.name, "folder": str(entry.folder)})
    else:
        say(f"{entry.title} is complete and verified; it is read from {entry.folder}.")
    return 0


def export(options: argparse.Namespace) -> int:
    """Write a data set as IDX files and return the exit status."""
    exporting.refuse_occupied(options.folder)  # before a data set is made or read
    dataset = load_dataset(options.name)
    paths = exporting.to_folder(dataset, options.folder)
    if options.json:
        say_json({"event": "exported", "name": dataset.name, "files": [str(path) for path in paths]})
    else:
        images = f"{len(dataset.train):,} images to train on and {len(dataset.test):,} to test with"
        say(f"{dataset.title}: {images} are in {options.folder}.")
    return 0
