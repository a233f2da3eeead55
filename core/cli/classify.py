"""``inkling classify``: read images of one digit each, or of several side by side."""

import argparse
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from core.cli.output import complain, fixed, percent, say, say_json
from core.data.classes import are_digits
from core.data.ink import many, picture_file
from core.data.ink.part import Part
from core.errors import InklingError
from core.files import pairs, weights
from core.files.novelty import novelty_of
from core.insight.novelty import NoveltyDetector
from core.insight.pairs import PairDetector
from core.insight.reasons import rejection_words
from core.insight.verdict import Verdict, of_part, verdict
from core.network.network import Network

_FAILED = 1


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, who doubts it, and how the classes are called."""

    network: Network
    novelty: NoveltyDetector | None
    pairs: PairDetector | None
    names: tuple[str, ...]

    def read(self, part: Part) -> tuple[Verdict, str | None]:
        """Return what is read in a part, and why that is held back."""
        found = of_part(verdict(self.network, part.image, novelty=self.novelty), part, self.pairs)
        return found, None if found.rejection is None else rejection_words(found.rejection, self.names)


def run(options: argparse.Namespace) -> int:
    """Read the images that the options name; one that cannot be read does not stop the others."""
    snapshot = weights.load(options.weights)
    names = snapshot.class_names
    told_apart = pairs.detector() if are_digits(names) else None
    reader = _Reader(snapshot.network, novelty_of(snapshot), told_apart, names)
    width = max(len(str(path)) for path in options.images)
    status = 0
    is_quiet = options.json or sys.stderr is None or not sys.stderr.isatty() or len(options.images) < 2
    with (
        tqdm(total=len(options.images), unit=" images", leave=False, dynamic_ncols=True, disable=is_quiet) as bar,
        closing(many.find_in(options.images)) as all_found,
    ):
        for path, found in all_found:
            if isinstance(found, InklingError):
                with tqdm.external_write_mode():  # the bar makes room, and stands below it again
                    complain(str(found))
                status = _FAILED
            elif options.json:
                say_json({"image": str(path)} | _told(path, found, reader))
            else:
                with tqdm.external_write_mode():
                    say(f"{path!s:{width}}  {_words(found, reader)}")
            bar.update()
    return status


def _told(path: Path, parts: tuple[Part, ...], reader: _Reader) -> dict[str, Any]:
    """Return what a program is told of a picture: one digit, or several with their boxes in its pixels."""
    if len(parts) == 1:
        return _told_of(parts[0], reader, with_outputs=True)
    width, height = picture_file.size(path)
    digits = []
    for part in parts:
        x, y, across, down = part.box
        box = [round(x * width), round(y * height), round(across * width), round(down * height)]
        digits.append(_told_of(part, reader) | {"box": box})
    return {"digit": None, "digits": digits}


def _told_of(part: Part, reader: _Reader, *, with_outputs: bool = False) -> dict[str, Any]:
    found, why = reader.read(part)
    said = found.answer
    value = _value(reader.names[said.digit])
    told: dict[str, Any] = {"digit": value if why is None else None}
    if why is not None:
        told |= {"guess": value, "why": why}
    told["confidence"] = fixed(said.confidence)
    return told | ({"outputs": [fixed(float(value)) for value in said.outputs]} if with_outputs else {})


def _value(name: str) -> int | str:
    """Return a class as a program is told of it: a number where its name is one."""
    return int(name) if name.isdecimal() else name


def _words(parts: tuple[Part, ...], reader: _Reader) -> str:
    """Return a line on a picture: what is read, and how sure, or why it is not taken for a reading."""
    if len(parts) == 1:
        found, why = reader.read(parts[0])
        name = reader.names[found.answer.digit]
        return f"{name}  {percent(found.answer.confidence):>8}" if why is None else f"?  {why}"
    names, shares = "", []
    for part in parts:
        found, why = reader.read(part)
        names += reader.names[found.answer.digit] if why is None else "?"
        shares.append(f"{reader.names[found.answer.digit]} {percent(found.answer.confidence)}")
    return f"{names}  each read on its own: {', '.join(shares)}"
