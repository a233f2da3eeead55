"""``inkling report``: a saved run as one page to hand in or to keep."""

import argparse
from pathlib import Path

from core.cli.loading import load_dataset
from core.cli.output import say, say_json
from core.data import catalog
from core.files import report, weights
from core.network.processors import limit_blas


def run(options: argparse.Namespace) -> int:
    """Write the report and return the exit status."""
    snapshot = weights.load(options.weights)
    own = snapshot.data_name if snapshot.data_name in catalog.names() else None
    dataset = load_dataset(options.dataset or own)
    path: Path = options.save or options.weights.with_suffix(".html")
    with limit_blas():
        report.save_report(path, snapshot, dataset, options.weights.stem)
    if options.json:
        say_json({"weights": str(options.weights), "dataset": dataset.name, "report": str(path)})
    else:
        say(f"The report is in {path}.")
    return 0
