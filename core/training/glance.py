"""How runs and moments show themselves in a notebook or at a prompt: in a line, and a run as a picture."""

from collections.abc import Sequence

import numpy as np

from core.hyperparameters import Hyperparameters
from core.network.network import PIXELS
from core.training.history import Curves, Mark
from core.training.plot import plots_of

# A page's own style is not known there: the drawing brings its colors along, for its own place alone.
_STYLE = """<style>
.inkling-run { color-scheme: light dark; } .inkling-run figure { display: inline-block; margin: 0 1em 0 0; }
.inkling-run svg text { font-size: 12px; fill: currentColor; } .inkling-run .grid { stroke: #8886; }
.inkling-run polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
.inkling-run .train { stroke: #2a7fc9; stroke-dasharray: 6 3; } .inkling-run .test { stroke: #d9720d; }
.inkling-run .validation { stroke: #9a55d0; stroke-dasharray: 3 3; }
.inkling-run .mark { stroke: currentColor; stroke-dasharray: 1 4; } .inkling-run .key { margin-right: 1em; }
</style>"""


def layers_of(settings: Hyperparameters, class_names: Sequence[str]) -> str:
    """Return the sizes of all layers, ``784-128-10``."""
    return "-".join(map(str, (PIXELS, *settings.hidden, len(class_names))))


def figures_of(curves: Curves) -> str:
    """Return the latest accuracy and cost on test images, else on those held out, else on training images; or none."""
    for kind in ("test", "validation", "train"):
        accuracy, cost = curves.last(f"{kind}_accuracy"), curves.last(f"{kind}_cost")
        if np.isfinite(accuracy):
            return f"{kind} accuracy {100 * accuracy:.2f} %, cost {cost:.4g}"
    return "nothing measured"


def drawn(curves: Curves, marks: Sequence[Mark], title: str) -> str:
    """Return the curves of cost and accuracy as HTML that stands for itself."""
    return f'{_STYLE}<div class="inkling-run"><p>{title}</p>{plots_of(curves, marks)}</div>'
