"""``inkling script``: the lines of numpy that settings stand for, as a program."""

import argparse
import sys

from core.cli.output import complain, say_json
from core.cli.train import settings_of
from core.data import catalog
from core.files import weights
from core.files.script import BLOCKS, script


def run(options: argparse.Namespace) -> int:
    """Write the script and return the exit status."""
    start = weights.load(options.start) if options.start else None
    if start is not None:
        complain(f"Note: the script has the settings of {options.start}; it begins with new weights, not with its own.")
    name = options.dataset if options.dataset in catalog.names() else catalog.BUILT_IN
    _, settings = settings_of(options, start)
    made = script(settings, name)
    if options.json:
        blocks = {block: [made.places(block).start, made.places(block).stop - 1] for block in BLOCKS}
        say_json({"script": made.text, "blocks": blocks})
    else:
        sys.stdout.write(made.text)  # a program's line breaks are its own
    return 0
