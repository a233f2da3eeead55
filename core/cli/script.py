"""``inkling script``: the lines of numpy that settings stand for, as a program."""

import argparse
import sys
from pathlib import Path

from core.cli.output import complain, say_json
from core.cli.train import settings_of
from core.data import catalog, sources
from core.files import weights
from core.files.script import BLOCKS, script

_OF_BUILT_IN = 10  # classes: its images are of digits


def run(options: argparse.Namespace) -> int:
    """Write the script and return the exit status."""
    start = weights.load(options.start) if options.start else None
    if start is not None:
        complain(f"Note: the script has the settings of {options.start}; it begins with new weights, not with its own.")
    name = options.dataset if options.dataset in catalog.names() else catalog.BUILT_IN
    _, settings = settings_of(options, start)
    made = script(settings, name, _classes(options.dataset))
    if options.json:
        blocks = {block: [made.places(block).start, made.places(block).stop - 1] for block in BLOCKS}
        say_json({"script": made.text, "blocks": blocks})
    else:
        sys.stdout.write(made.text)  # a program's line breaks are its own
    return 0


def _classes(given: str | None) -> int:
    """Return how many classes the data set has that was asked for, by name or path; ten where none was."""
    if given in sources.names():
        return len(sources.find(given).class_names)
    if given is None or given == catalog.BUILT_IN or not Path(given).exists():
        return _OF_BUILT_IN
    return len(catalog.load(given).class_names)
