"""``inkling data``: which data sets there are, how one is opened, fetched, and written for other programs."""

import argparse
import shlex

from core.cli.loading import advice, fetch_dataset, findings_of, load_dataset, open_own
from core.cli.output import say, say_json
from core.data import catalog, own
from core.data import export as exporting
from core.data.look import look
from core.data.opened import Opened
from core.data.repairs import Treated
from core.files import pretrained, symbols

_ALL, _NONE = "all", "none"
_LONGEST_NAME = 24  # that others are lined up with


def show(options: argparse.Namespace) -> int:
    """List the data sets and return the exit status."""
    entries, mine = (*catalog.entries(), *symbols.entries()), own.remembered()
    names = [entry.name for entry in entries] + [each.name for each in mine]
    width = min(max(map(len, names)), _LONGEST_NAME)
    wide = max(map(len, [*(entry.title for entry in entries), *map(_counts, mine)]))
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
        say(f"{entry.name:{width}}  {entry.title:{wide}}  {entry.state:15} {where}".rstrip())
    for each in mine:
        if options.json:
            _tell_own(each)
            continue
        say(f"{each.name:{width}}  {_counts(each):{wide}}  {_state(each):15} {each.path}")
        for change in each.changes:
            say(f"{'':{width}}  {change}")
    return 0


def _counts(each: own.OwnData) -> str:
    return f"{each.train_images:,} + {each.test_images:,}, {each.classes} classes"


def _state(each: own.OwnData) -> str:
    return "ready" if each.is_there else "no longer there"


def _tell_own(each: own.OwnData) -> None:
    counts = {"classes": each.classes, "train_images": each.train_images, "test_images": each.test_images}
    told = {"name": each.name, "title": each.name, "state": _state(each), "folder": each.path, "download_bytes": 0}
    say_json({**told, **counts, "changes": list(each.changes)})


def open_path(options: argparse.Namespace) -> int:
    """Open a data set of one's own, say what it is, put right what was asked for, and return the exit status."""
    wanted: list[str] | None = options.repair

    def repair(opened: Opened, last: tuple[str, ...]) -> set[str]:
        asked = set(wanted or ())
        if _ALL in asked:
            asked |= {finding.repair.name for finding in look(opened, pretrained.reads) if finding.repair is not None}
        return (asked if _NONE in asked else {*asked, *last}) - {_ALL, _NONE}

    treated = open_own(options.path, options.fit, None if wanted is None else repair)
    if options.json:
        _tell(treated)
        return 0
    current = treated.current
    for sentence in (current.found, current.taken, *current.notes):
        say(sentence)
    for finding in findings_of(treated):
        say(f"Look: {finding.sentence}{advice(finding, options.path)}")
    if treated.repairs:
        say(f"To take back what was put right: inkling data open {shlex.quote(options.path)} --repair {_NONE}")
    return 0


def _tell(treated: Treated) -> None:
    current = treated.current
    found = [
        {"kind": each.kind, "sentence": each.sentence, "repair": each.repair.name if each.repair else None}
        for each in findings_of(treated)
    ]
    say_json(
        {
            "event": "opened",
            "path": str(current.path),
            "name": current.name,
            "train_images": len(current.train),
            "test_images": len(current.test),
            "classes": list(current.class_names),
            "found": current.found,
            "taken": current.taken,
            "notes": list(current.notes),
            "repairs": list(treated.repairs),
            "findings": found,
        }
    )


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
