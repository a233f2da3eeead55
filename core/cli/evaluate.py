"""``inkling evaluate``: how good a saved network is on the test images."""

import argparse
import math

from core.cli.loading import load_dataset, name_to_load
from core.cli.output import figure, percent, say, say_json
from core.errors import DataError
from core.files import weights
from core.insight.evaluation import evaluate
from core.network.processors import limit_blas
from core.training.fitting import check_classes


def run(options: argparse.Namespace) -> int:
    """Evaluate as the options say and return the exit status."""
    snapshot = weights.load(options.weights)
    dataset = load_dataset(options.dataset or name_to_load(snapshot.data_name, snapshot.data_fingerprint))
    if not len(dataset.test):
        raise DataError(f"{dataset.title} has no test images.", "Choose a data set that has some.")
    check_classes(snapshot.network, dataset)
    with limit_blas():
        found = evaluate(snapshot.network, snapshot.hyperparameters.cost, dataset.test.images, dataset.test.labels)
    if options.json:
        say_json(
            {
                "weights": str(options.weights),
                "layers": list(snapshot.network.sizes),
                "dataset": dataset.name,
                "test_images": found.images,
                "test_cost": found.cost,
                "test_accuracy": found.accuracy,
                "digit_accuracy": found.class_accuracy.tolist(),
            }
        )
        return 0
    say(f"{options.weights.name} on {dataset.title}, {found.images:,} test images")
    say(f"  cost {figure(found.cost)}, accuracy {percent(found.accuracy)}")
    width = max(map(len, dataset.class_names))
    for name, accuracy in zip(dataset.class_names, found.class_accuracy.tolist(), strict=True):
        if not math.isnan(accuracy):
            say(f"  {name:>{width}}  {percent(accuracy):>8}")
    return 0
