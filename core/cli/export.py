"""``inkling export``: a saved network as a file of another program's."""

import argparse
from pathlib import Path

from core.cli.output import say, say_json
from core.errors import FileError
from core.files import weights
from core.files.exchange.exporting import export, format_called


def run(options: argparse.Namespace) -> int:
    """Export as the options say and return the exit status."""
    form = format_called(options.to)
    snapshot = weights.load(options.weights)
    path: Path = options.output or options.weights.with_suffix(form.suffix)
    if options.output is None and path.exists():
        raise FileError(f"{path} exists already, and nothing was written.", "Say with -o where the network is to go.")
    export(path, snapshot, form)
    if options.json:
        say_json({"weights": str(options.weights), "format": form.name, "written": str(path)})
    else:
        say(f"The network is in {path} ({form.label}).")
    return 0
