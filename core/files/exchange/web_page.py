"""A web page with a pad that reads what is drawn on it: one file, with the network in it and without a connection.

The page is ``resources/exports/page.html``. What prepares the ink and reckons, ``reading.js`` beside it, does the steps
of :mod:`core.data.ink.strokes` and :mod:`core.network.network` once more, rounded as there; a test holds them together.
"""

import base64
import json
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from core.arrays import Array
from core.files.exchange.formulas import JAVASCRIPT, endings_of, looks_at_all, translated
from core.parts.activations import Activation
from core.training.snapshot import Snapshot

_FOLDER = Path(__file__).resolve().parents[3] / "resources" / "exports"

_ACTIVATION = """\
/** What a hidden neuron makes of its sum. */
function activation{ending}(z) {{
  {lines}
  return a;
}}
"""
_OUTPUT = """\
/** What the outputs are made of their sums. */
function output(sums) {{
{summary}  return sums.map((z) => {{
    {lines}
    return a;
  }});
}}
"""
_SUMMARY = """\
  const top = Math.max(...sums);
  const total = sums.reduce((sum, z) => sum + Math.exp(z - top), 0);
"""


def write(snapshot: Snapshot, file: BinaryIO) -> None:
    """Write the page with the network of a moment into an open file."""
    page = (_FOLDER / "page.html").read_text(encoding="utf-8")
    page = page.replace("@SIZES@", "-".join(map(str, snapshot.network.sizes)))
    before, after = page.split("@READING@")
    for part in (before, (_FOLDER / "reading.js").read_text(encoding="utf-8"), *_network_of(snapshot), after):
        file.write(part.encode("utf-8"))


def _network_of(snapshot: Snapshot) -> list[str]:
    """Return the lines of JavaScript that are this network's own."""
    output, endings = snapshot.network.output, endings_of(snapshot.hyperparameters)
    return [
        "\n",
        *(
            _ACTIVATION.format(ending=ending, lines="\n  ".join(_lines(kind))) + "\n"
            for kind, ending in endings.items()
        ),
        _OUTPUT.format(summary=_SUMMARY if looks_at_all(output) else "", lines="\n    ".join(_lines(output))),
        f"\nconst NAMES = {_literal(snapshot.class_names)};\n",
        f"const IS_PROBABILITY = {_literal(output.is_probability)};\n",
        "const LAYERS = [\n",
        *(
            f'  {{ weights: decoded("{_packed(layer.weights)}"), biases: decoded("{_packed(layer.biases)}")'
            f"{f', activation: activation{endings[layer.activation]}' if layer.activation in endings else ''} }},\n"
            for layer in snapshot.network.layers
        ),
        "];",
    ]


def _lines(activation: Activation) -> list[str]:
    return [f"const {name} = {right};" for name, right in translated(activation, JAVASCRIPT)]


def _literal(value: Any) -> str:
    """Return a value as it may stand in a script of a page, where ``</script>`` in a name would end it."""
    return json.dumps(value).replace("<", "\\u003c")


def _packed(array: Array) -> str:
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode("ascii")
