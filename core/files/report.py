"""The lab report: one page, whole in itself, of what a run was and what came of it.

Settings, figures, curves, weight images, the confusion matrix and the worst mistakes, in
one HTML file with no other files, scripts or addresses, so that it can be handed in, kept,
and opened in twenty years.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.disk import replace_file
from core.files import painted
from core.hyperparameters import Hyperparameters, describe_value, label_of
from core.insight import neurons
from core.insight.confusion import Reading, read
from core.network.network import DIGITS
from core.training.history import Curves
from core.training.snapshot import Snapshot
from core.version import inkling_version

_MOST_NEURONS, _NEURON_COLUMNS = 200, 20
_MISTAKES = 30
_WIDTH, _HEIGHT = 420, 240
_LEFT, _BOTTOM, _TOP, _RIGHT = 52, 34, 12, 12
_TRAIN, _TEST = "#0f62a8", "#c65102"

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1c2430; max-width: 60em; margin: 2em auto; padding: 0 1em; }
h1 { margin-bottom: 0; } h2 { margin-top: 2em; border-bottom: 1px solid #ccd; }
table { border-collapse: collapse; } th, td { padding: .2em .7em; text-align: left; }
.figures td { text-align: right; } .matrix td, .matrix th { text-align: right; min-width: 2.4em; }
.matrix td { border: 1px solid #e4e7ec; } .note { color: #556; }
figure { display: inline-block; margin: .3em; text-align: center; font-size: 13px; }
img { image-rendering: pixelated; max-width: 100%; }
@media print { body { max-width: none; margin: 0; } }
"""


def save_report(path: Path, snapshot: Snapshot, dataset: Dataset, name: str = "") -> None:
    """Write the report of a moment of a run.

    Parameters
    ----------
    path : Path
        The HTML file to write.
    snapshot : Snapshot
        The moment.
    dataset : Dataset
        Images to test with.
    name : str
        What to call the run; its layers and data without one.

    Raises
    ------
    FileError
        When the file cannot be written.
    """
    content = report(snapshot, dataset, datetime.now().astimezone(), name).encode("utf-8")
    replace_file(path, lambda file: file.write(content))


def report(snapshot: Snapshot, dataset: Dataset, created: datetime, name: str = "") -> str:
    """Return the page; see :func:`save_report`."""
    layers = "-".join(map(str, snapshot.network.sizes))
    title = name or f"{layers} on {dataset.title}"
    reading = read(snapshot.network, dataset.test.images, dataset.test.labels) if len(dataset.test) else None
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="note">Inkling {escape(inkling_version())}, {created:%Y-%m-%d %H:%M}. A network of {escape(layers)} '
        f"({snapshot.network.parameter_count:,} weights and biases) after {snapshot.epoch:.4g} epochs "
        f"({snapshot.step:,} batches, {snapshot.seconds:.1f} s of training) on {escape(dataset.title)}.</p>",
        "<h2>Figures</h2>",
        _figures(snapshot.curves, reading),
        "<h2>Curves</h2>",
        _plot(snapshot.curves, ("train_cost", "test_cost"), "cost", percent=False),
        _plot(snapshot.curves, ("train_accuracy", "test_accuracy"), "accuracy in percent", percent=True),
        f'<p class="note"><span style="color:{_TRAIN}">■</span> training images, '
        f'<span style="color:{_TEST}">■</span> test images.</p>',
        "<h2>Settings</h2>",
        _settings(snapshot.hyperparameters),
        _marks(snapshot),
        "<h2>What the first layer looks for</h2>",
        _weights(snapshot),
    ]
    if reading is None:
        parts.append('<p class="note">The data set has no test images, so there are no mistakes to show.</p>')
    else:
        parts += ["<h2>What is taken for what</h2>", _matrix(reading, dataset)]
        parts += ["<h2>The worst mistakes</h2>", _mistakes(reading, dataset)]
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _figures(curves: Curves, reading: Reading | None) -> str:
    rows = []
    for title, names, scale, unit in (
        ("cost", ("train_cost", "test_cost"), 1.0, ""),
        ("accuracy", ("train_accuracy", "test_accuracy"), 100.0, " %"),
    ):
        cells = "".join(f"<td>{_number(curves.last(name) * scale)}{unit}</td>" for name in names)
        rows.append(f"<tr><th>{title}, at last</th>{cells}</tr>")
    accuracy = curves.column("test_accuracy") if len(curves) else np.empty(0)
    if np.isfinite(accuracy).any():
        best = int(np.nanargmax(accuracy))
        rows.append(
            f"<tr><th>best accuracy, epoch {curves.column('epoch')[best]:.4g}</th>"
            f"<td></td><td>{100 * accuracy[best]:.2f} %</td></tr>"
        )
    if reading is not None:
        rows.append(
            f"<tr><th>of {len(reading):,} test images</th><td></td><td>{100 * reading.accuracy:.2f} %</td></tr>"
        )
    return f'<table class="figures"><tr><th></th><th>training</th><th>test</th></tr>{"".join(rows)}</table>'


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where a value stands in the drawing."""

    x_end: float
    low: float
    high: float

    def x(self, value: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * value / self.x_end

    def y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - _TOP) * (value - self.low) / (self.high - self.low)


def _plot(curves: Curves, names: tuple[str, str], title: str, *, percent: bool) -> str:
    """Return a drawing of two curves over the epochs."""
    epochs = curves.column("epoch") if len(curves) else np.empty(0)
    lines = [100 * curves.column(name) if percent else curves.column(name) for name in names] if len(curves) else []
    sound = [line[np.isfinite(line)] for line in lines]
    if not any(len(line) for line in sound):
        return '<p class="note">Nothing was measured yet.</p>'
    high = 100.0 if percent else float(max(line.max() for line in sound if len(line))) or 1.0
    axes = _Axes(max(float(epochs[-1]), 1e-9), 0.0, high)
    drawn = []
    for value in _ticks(high):
        y = axes.y(value)
        drawn.append(f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#e1e4ea"/>')
        drawn.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.3g}</text>')
    for at in _ticks(axes.x_end):
        drawn.append(f'<text x="{axes.x(at):.1f}" y="{_HEIGHT - 16}" text-anchor="middle">{at:.3g}</text>')
    for line, color in zip(lines, (_TRAIN, _TEST), strict=True):
        points = " ".join(
            f"{axes.x(x):.1f},{axes.y(y):.1f}" for x, y in zip(epochs, line, strict=True) if np.isfinite(y)
        )
        drawn.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
    drawn.append(f'<text x="{(_LEFT + _WIDTH) / 2}" y="{_HEIGHT - 2}" text-anchor="middle">{title}, by epoch</text>')
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{title}" font-size="11" fill="#445">{"".join(drawn)}</svg>'
    )


def _ticks(end: float) -> list[float]:
    """Return round numbers from 0 to at most ``end``, three to six of them."""
    rough = end / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(float(power * digit) for digit in (1, 2, 5, 10) if power * digit >= rough * (1 - 1e-9))
    return [step * count for count in range(int(end / step * (1 + 1e-9)) + 1)]


def _settings(settings: Hyperparameters) -> str:
    rows = [
        f"<tr><th>{escape(label_of(name))}</th><td>{escape(describe_value(getattr(settings, name)))}</td></tr>"
        for name in settings.to_dict()
    ]
    return f"<table>{''.join(rows)}</table>"


def _marks(snapshot: Snapshot) -> str:
    if not snapshot.marks:
        return ""
    items = "".join(f"<li>Epoch {mark.epoch:.4g}: {escape(mark.text)}</li>" for mark in snapshot.marks)
    return f"<p>Changed while training:</p><ul>{items}</ul>"


def _weights(snapshot: Snapshot) -> str:
    pictures: Array = neurons.pictures(snapshot.network, 0)[:_MOST_NEURONS]
    limit = float(np.quantile(np.abs(pictures), 0.998))
    sheet = painted.enlarged(painted.wall(painted.signed(pictures, limit), min(_NEURON_COLUMNS, len(pictures))), 2)
    count = snapshot.network.sizes[1]
    more = f" The first {len(pictures)} of {count:,} are shown." if count > len(pictures) else ""
    return (
        f'<img src="{painted.data_address(sheet)}" alt="Weight images of the first layer">'
        f'<p class="note">Orange: ink excites the neuron. Blue: ink inhibits it. '
        f"Full color stands for ±{limit:.3g}.{more}</p>"
    )


def _matrix(reading: Reading, dataset: Dataset) -> str:
    names = [escape(name) for name in dataset.class_names]
    wrong = reading.counts - np.diag(np.diag(reading.counts))
    worst = max(int(wrong.max()), 1)
    head = "".join(f"<th>{name}</th>" for name in names)
    rows = []
    for true in range(DIGITS):
        cells = []
        for taken in range(DIGITS):
            count = int(reading.counts[true, taken])
            shade = "#eef1f5" if true == taken else f"rgba(217,96,8,{0.75 * count / worst:.2f})"
            cells.append(f'<td style="background:{shade}">{count or ""}</td>')
        rows.append(f"<tr><th>{names[true]}</th>{''.join(cells)}</tr>")
    return (
        f'<p class="note">Row: what the image shows. Column: what the network read.</p>'
        f'<table class="matrix"><tr><th></th>{head}</tr>{"".join(rows)}</table>'
    )


def _mistakes(reading: Reading, dataset: Dataset) -> str:
    wrong = np.flatnonzero(reading.digits != reading.labels)
    if not len(wrong):
        return "<p>There are none: every test image was read correctly.</p>"
    worst = wrong[np.argsort(-reading.largest[wrong], kind="stable")][:_MISTAKES]
    figures = []
    for index in worst:
        picture = painted.enlarged(painted.ink(dataset.test.images[index]), 2)
        shown, taken = (escape(dataset.class_names[int(d[index])]) for d in (reading.labels, reading.digits))
        figures.append(
            f'<figure><img src="{painted.data_address(picture)}" alt="{shown} taken for {taken}">'
            f"<figcaption>{shown} taken for {taken}<br>{100 * reading.confidence[index]:.0f} %</figcaption></figure>"
        )
    return f'<p class="note">Of {len(wrong):,}, those the network was surest of.</p>{"".join(figures)}'


def _number(value: float) -> str:
    return "–" if not np.isfinite(value) else f"{value:.4g}"
