"""``inkling classify``: read images of one digit each."""

import argparse
from pathlib import Path

from core.cli.output import complain, fixed, percent, say, say_json
from core.data.ink import pictures
from core.errors import InklingError
from core.files import weights
from core.files.novelty import novelty_of
from core.insight.reasons import rejection_words
from core.insight.verdict import Verdict, verdict

_FAILED = 1


def run(options: argparse.Namespace) -> int:
    """Read the images that the options name; one that cannot be read does not stop the others."""
    snapshot = weights.load(options.weights)
    novelty = novelty_of(snapshot)
    width = max(len(str(path)) for path in options.images)
    status = 0
    for path in options.images:
        try:
            image = pictures.read(path)
        except InklingError as error:
            complain(str(error))
            status = _FAILED
            continue
        found = verdict(snapshot.network, image, novelty=novelty)
        if options.json:
            say_json(_told(path, found, snapshot.class_names))
        else:
            say(f"{path!s:{width}}  {_words(found, snapshot.class_names)}")
    return status


def _told(path: Path, found: Verdict, names: tuple[str, ...]) -> dict[str, object]:
    said = found.answer
    told: dict[str, object] = {"image": str(path), "digit": said.digit if found.rejection is None else None}
    if found.rejection is not None:
        told |= {"guess": said.digit, "why": rejection_words(found.rejection, names)}
    return told | {"confidence": fixed(said.confidence), "outputs": [fixed(float(value)) for value in said.outputs]}


def _words(found: Verdict, names: tuple[str, ...]) -> str:
    if found.rejection is not None:
        return f"?  {rejection_words(found.rejection, names)}"
    return f"{found.answer.digit}  {percent(found.answer.confidence):>8}"
