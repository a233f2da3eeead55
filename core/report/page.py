"""The lab report: one file, whole in itself, of what a run was and what came of it.

Figures, curves, other runs to compare with, what the coach finds, settings, weight images, the
confusion matrix and the worst mistakes, in one HTML file with no other files, scripts or
addresses, so that it can be handed in, printed, kept, and opened in twenty years.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path

import numpy as np

from core.coach.coach import advise
from core.coach.examination import examine
from core.coach.finding import Finding
from core.data.dataset import Dataset
from core.disk import replace_file
from core.hyperparameters import Hyperparameters, describe_value, label_of
from core.insight.confusion import Confusion, read
from core.plain import harmless
from core.report import pictures
from core.report.runs import compared
from core.report.style import style
from core.report.words import ESTIMATED, number, percent
from core.training.history import NO_FIGURE, Curves
from core.training.plot import plots_of
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.version import inkling_version


def save_report(path: Path, snapshot: Snapshot, dataset: Dataset, name: str = "", runs: Sequence[Run] = ()) -> None:
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
    runs : sequence of Run
        Runs to compare, this one among them; fewer than two are not compared.

    Raises
    ------
    FileError
        When the file cannot be written.
    """
    content = report(snapshot, dataset, datetime.now().astimezone(), name, runs).encode("utf-8")
    replace_file(path, lambda file: file.write(content))


def report(snapshot: Snapshot, dataset: Dataset, created: datetime, name: str = "", runs: Sequence[Run] = ()) -> str:
    """Return the page; see :func:`save_report`."""
    layers = "-".join(map(str, snapshot.network.sizes))
    title = harmless(name) or f"{layers} on {dataset.title}"
    reading = read(snapshot.network, dataset.test.images, dataset.test.labels) if len(dataset.test) else None
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="note">Lab report by Inkling {escape(inkling_version())}, {created:%Y-%m-%d %H:%M}.</p>',
        f"<p>A network of {escape(layers)} ({snapshot.network.parameter_count:,} weights and biases) after "
        f"{snapshot.epoch:.4g} epochs ({snapshot.step:,} batches, {snapshot.seconds:.1f} s of training) on "
        f"{escape(dataset.title)}.{_result(reading, snapshot.curves)}</p>",
        _section("Figures", _figures(snapshot.curves)),
        _section("Curves", _curves(snapshot)),
    ]
    if len(runs) > 1:
        parts.append(_section("The runs compared", compared(runs)))
    findings = _findings(snapshot, dataset)
    if findings:
        parts.append(_section("What the coach says", "".join(map(_finding, findings))))
    parts += [
        _section("Settings", _settings(snapshot.hyperparameters) + _marks(snapshot)),
        _section("What the neurons look for", pictures.weights(snapshot.network)),
    ]
    if reading is None:
        parts.append('<p class="note">The data set has no test images, so there are no mistakes to show.</p>')
    else:
        parts.append(_section("What is taken for what", pictures.matrix(reading, dataset)))
        parts.append(_section("The worst mistakes", pictures.mistakes(reading, dataset)))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style()}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>\n{content}</section>"


def _result(reading: Confusion | None, curves: Curves) -> str:
    if reading is None:
        held_out = curves.latest("validation_accuracy") if curves.has_validation else NO_FIGURE
        if np.isfinite(held_out.value):
            read = f"<strong>{percent(held_out)}</strong> of the validation images, which were held out"
            return f" It reads {read}; there are no test images."
        return " There are no test images to tell how well it reads."
    return f" It reads <strong>{100 * reading.accuracy:.2f} %</strong> of {len(reading):,} test images correctly."


def _figures(curves: Curves) -> str:
    rows, told = [], []
    kinds = {"train": "training", "test": "test"} | ({"validation": "validation"} if curves.has_validation else {})
    if curves.told != "test_accuracy":
        del kinds["test"]
    for title, measure, write in (("cost, at last", "cost", number), ("accuracy, at last", "accuracy", percent)):
        figures = [curves.latest(f"{kind}_{measure}") for kind in kinds]
        told += figures
        cells = "".join(f"<td>{write(figure)}</td>" for figure in figures)
        rows.append(f'<tr><th scope="row">{title}</th>{cells}</tr>')
    best = curves.best()
    if np.isfinite(best.value):
        told.append(best)
        cells = "".join(f"<td>{percent(best) if kind == best.kind else ''}</td>" for kind in kinds)
        rows.append(f'<tr><th scope="row">best accuracy, epoch {best.epoch:.4g}</th>{cells}</tr>')
    heads = "".join(f'<th scope="col">{kind} images</th>' for kind in kinds.values())
    head = f"<tr><td></td>{heads}</tr>"
    note = f'<p class="note">{ESTIMATED}</p>' if any(figure.is_estimate for figure in told) else ""
    return f'<table class="figures"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>{note}'


def _curves(snapshot: Snapshot) -> str:
    return plots_of(snapshot.curves, snapshot.marks)


def _findings(snapshot: Snapshot, dataset: Dataset) -> tuple[Finding, ...]:
    """Return what the coach finds; nothing about a network that was not trained."""
    if not snapshot.step or not len(dataset.train):
        return ()
    return advise(examine(snapshot, dataset, has_failed=not snapshot.is_sound))


def _finding(finding: Finding) -> str:
    return (
        f'<div class="finding"><h3>{escape(finding.title)}</h3><p>{escape(finding.evidence)}</p>'
        f"<p>{escape(finding.advice)}</p></div>"
    )


def _settings(settings: Hyperparameters) -> str:
    rows = [
        f"<div><dt>{escape(label_of(name))}</dt><dd>{escape(describe_value(getattr(settings, name)))}</dd></div>"
        for name in settings.to_dict()
    ]
    return f'<dl class="settings">{"".join(rows)}</dl>'


def _marks(snapshot: Snapshot) -> str:
    if not snapshot.marks:
        return ""
    items = "".join(f"<li>Epoch {mark.epoch:.4g}: {escape(mark.text)}</li>" for mark in snapshot.marks)
    return f"<p>On its way (dotted lines in the curves):</p><ul>{items}</ul>"
