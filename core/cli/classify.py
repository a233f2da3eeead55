"""``inkling classify``: read images of one digit each."""

import argparse

from core.cli.output import complain, fixed, percent, say, say_json
from core.data.ink import pictures
from core.errors import InklingError
from core.files import weights
from core.insight.verdict import verdict

_FAILED = 1


def run(options: argparse.Namespace) -> int:
    """Read the images that the options name; one that cannot be read does not stop the others."""
    snapshot = weights.load(options.weights)
    network, novelty = snapshot.network, snapshot.novelty
    width = max(len(str(path)) for path in options.images)
    status = 0
    for path in options.images:
        try:
            image = pictures.read(path)
        except InklingError as error:
            complain(str(error))
            status = _FAILED
            continue
        said = verdict(network, image, novelty=novelty).answer
        if options.json:
            outputs = [fixed(float(value)) for value in said.outputs]
            told = {"image": str(path), "digit": said.digit, "confidence": fixed(said.confidence), "outputs": outputs}
            say_json(told)
        else:
            say(f"{path!s:{width}}  {said.digit}  {percent(said.confidence):>8}")
    return status
