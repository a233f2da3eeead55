"""Pictures of the lab report: weight images, the matrix of mistakes, and the images that were misread."""

from html import escape

import numpy as np
import numpy.typing as npt

from core.arrays import Array
from core.data.classes import noun
from core.data.dataset import Dataset
from core.insight import neurons
from core.insight.confusion import Confusion
from core.network.network import Network
from core.report import painted

_MOST_NEURONS, _NEURON_COLUMNS = 200, 20
_MISTAKES = 30
_LONGEST_HEAD = 8  # characters above a column of the matrix
_AT_A_GLANCE, _MOST_TOLD = 12, 10  # classes, and cells that are told in words of more


def weights(network: Network) -> str:
    """Return the pictures of every hidden layer's neurons; of the outputs where there is no hidden layer."""
    if not all(np.isfinite(array).all() for array in network.parameters):
        return '<p class="note">The weights are no longer numbers: there is nothing to see.</p>'
    hidden = range(len(network.layers) - 1) or range(1)
    return "".join(_layer(network, layer) for layer in hidden)


def _layer(network: Network, layer: int) -> str:
    count = network.sizes[layer + 1]
    shown = np.arange(min(count, _MOST_NEURONS))
    pictures: Array = neurons.pictures(network, layer, shown)
    limit = float(np.quantile(np.abs(pictures), 0.998))
    wall = painted.wall(painted.signed(pictures, limit), min(_NEURON_COLUMNS, len(pictures)))
    is_output = layer == len(network.layers) - 1
    name = f"the {count:,} outputs" if is_output else f"the {count:,} neurons of layer {layer + 1}"
    more = f" The first {len(shown)} of {count:,} are shown." if count > len(shown) else ""
    deeper = " Multiplied through the layers before, as if these had no activation." if layer else ""
    return (
        f"<h3>{name[0].upper()}{name[1:]}</h3>"
        f'<img class="wall" src="{painted.data_address(painted.enlarged(wall, 2))}" alt="Weight images of {name}">'
        f'<p class="note">Orange: ink excites the neuron. Blue: ink inhibits it. '
        f"Full color stands for ±{limit:.3g}.{deeper}{more}</p>"
    )


def matrix(reading: Confusion, dataset: Dataset) -> str:
    """Return which class was taken for which, with precision and recall at the edges."""
    names, one = [escape(name) for name in dataset.class_names], noun(dataset.class_names)
    shorts = [escape(_shortened(name)) for name in dataset.class_names]
    wrong = reading.counts - np.diag(np.diag(reading.counts))
    worst = max(int(wrong.max()), 1)
    head = "".join(f'<th scope="col" title="{name}">{short}</th>' for name, short in zip(names, shorts, strict=True))
    rows = []
    for true in range(len(names)):
        cells = "".join(
            _cell(int(reading.counts[true, taken]), worst, is_right=true == taken) for taken in range(len(names))
        )
        rows.append(f'<tr><th scope="row">{names[true]}</th>{cells}{_share(reading.recall[true])}</tr>')
    precision = "".join(_share(value) for value in reading.precision)
    return (
        '<p class="note">Row: what the image shows. Column: what the network read. Recall: how many percent of the '
        f"images of a {one} were read as it. Precision: how many percent of those read as a {one} show it.</p>"
        f"{_most_frequent(wrong, names)}"
        f'<div class="scroll"><table class="matrix"><thead><tr><td class="sum"></td>{head}<th scope="col">recall</th>'
        f'</tr></thead><tbody>{"".join(rows)}<tr><th scope="row">precision</th>{precision}<td class="sum"></td></tr>'
        "</tbody></table></div>"
    )


def _shortened(name: str) -> str:
    """Return a name that fits above a column of counts."""
    return name if len(name) <= _LONGEST_HEAD else f"{name[: _LONGEST_HEAD - 1]}…"


def _most_frequent(wrong: npt.NDArray[np.int64], names: list[str]) -> str:
    """Return in a sentence what was mistaken for what most often; nothing where a glance at the table tells it."""
    if len(names) <= _AT_A_GLANCE or not wrong.any():
        return ""
    largest = [int(at) for at in np.argsort(-wrong, axis=None, kind="stable")[:_MOST_TOLD] if wrong.flat[at]]
    pairs = [(divmod(at, len(names)), int(wrong.flat[at])) for at in largest]
    told = "; ".join(f"{names[shown]} taken for {names[read]} ({count:,})" for (shown, read), count in pairs)
    return f'<p class="note">Most often: {told}.</p>'


def _cell(count: int, worst: int, *, is_right: bool) -> str:
    if is_right:
        return f'<td class="right">{count}</td>'
    if not count:
        return "<td></td>"
    return f'<td style="background:rgba(var(--wrong),{0.75 * count / worst:.2f})">{count}</td>'


def _share(value: float) -> str:
    return f'<td class="sum">{"–" if not np.isfinite(value) else f"{100 * value:.1f}"}</td>'


def mistakes(reading: Confusion, dataset: Dataset) -> str:
    """Return the images that were misread, those first of which the network was surest."""
    wrong = np.flatnonzero(reading.digits != reading.labels)
    if not len(wrong):
        return "<p>There are none: every test image was read correctly.</p>"
    worst = wrong[np.argsort(-reading.largest[wrong], kind="stable")][:_MISTAKES]
    figures = []
    for index in worst:
        picture = painted.enlarged(painted.ink(dataset.test.images[index]), 2)
        shown, taken = (escape(dataset.class_names[int(d[index])]) for d in (reading.labels, reading.digits))
        figures.append(
            f'<figure class="shown"><img src="{painted.data_address(picture)}" alt="{shown} taken for {taken}">'
            f"<figcaption>{shown} taken for {taken}<br>{100 * reading.confidence[index]:.0f} %</figcaption></figure>"
        )
    return f'<p class="note">Of {len(wrong):,}, those the network was surest of.</p>{"".join(figures)}'
