"""Export: a network as a file of another program's, whichever of the formats a person asks for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np

from core.disk import replace_file
from core.errors import FileError, KnobError
from core.files.exchange import c_header, onnx_model, safetensors, table, web_page
from core.network.network import for_plain_pixels
from core.training.snapshot import Snapshot

Write = Callable[[Snapshot, BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that networks are written in.

    Attributes
    ----------
    name, suffix : str
        The word for it, and the end of its files.
    label : str
        What it is, for a list to choose from.
    most : int
        How many weights and biases a network may have: beyond it, nobody could use the file.
    write : callable
        Given a moment of a run and a file open for writing.
    check : callable
        Given the path of what was written: raises where it cannot be read.
    """

    name: str
    suffix: str
    label: str
    most: int
    write: Write
    check: Callable[[Path], object] = lambda path: None


FORMATS = (
    Format("safetensors", ".safetensors", "PyTorch and others", 2**30, safetensors.write, safetensors.read),
    Format("onnx", ".onnx", "ONNX model", 2**28, onnx_model.write),
    Format("c", ".h", "C header", 4_000_000, c_header.write),
    Format("html", ".html", "Web page with a pad", 16_000_000, web_page.write),
    Format("csv", ".csv", "Table of the weights", 16_000_000, table.write),
)


def format_called(name: str) -> Format:
    """Return the format of a name.

    Raises
    ------
    KnobError
        When there is none: it lists those there are.
    """
    for each in FORMATS:
        if each.name == name:
            return each
    raise KnobError(
        f"There is no format called {name!r}.", f"Choose one of: {', '.join(each.name for each in FORMATS)}."
    )


def format_of(path: Path) -> Format | None:
    """Return the format whose files end as a path does, if there is one."""
    return next((each for each in FORMATS if path.name.lower().endswith(each.suffix)), None)


def export(path: Path, snapshot: Snapshot, form: Format) -> None:
    """Write the network of a moment in place of ``path``, or leave what was there.

    Other programs know only what layers do: of standardized pixels the first layer takes in mean and spread, so that
    what is written reads plain pixels, from 0 to 1.

    Raises
    ------
    FileError
        When weights are not finite, the network is too large for the format, a library is missing, or the file
        cannot be written.
    """
    with np.errstate(all="ignore"):  # weights that are no numbers are told below
        network = for_plain_pixels(snapshot.network)
    if not (snapshot.is_sound and network.is_sound):
        raise FileError(
            "The network was not exported: some of its weights are no longer numbers that can be reckoned with.",
            "Go back to an earlier moment of the run, or start anew with a smaller learning rate.",
        )
    if network.parameter_count > form.most:
        raise FileError(
            f"The network has {network.parameter_count:,} weights, too many for a file of this kind ({form.label}): "
            f"it would be of no use beyond {form.most:,}.",
            "Export it as safetensors, or train a smaller one.",
        )
    bare = replace(snapshot, network=network)
    replace_file(path, lambda file: form.write(bare, file), form.check)
