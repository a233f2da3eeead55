"""Several runs in the lab report: their curves in one drawing, and a table of what differs between them."""

from collections.abc import Sequence
from html import escape

import numpy as np

from core.files.runs import EPOCHS_DONE, column_of, settings_that_differ
from core.hyperparameters import describe_value, in_sentence, label_of
from core.report.style import LOOKS
from core.report.words import ESTIMATED, percent_of
from core.training.drawn import told_apart
from core.training.history import Figure
from core.training.plot import Line, plot, swatch
from core.training.run import Run

_MANY_COLUMNS = 8  # of more the print is small, so that they fit on a sheet of paper
_TOLD = ("hidden", "seed", "learning_rate", "batch_size", "optimizer", "epochs")


def compared(runs: Sequence[Run]) -> str:
    """Return the runs side by side; the settings that are the same in all are told in a sentence."""
    runs = told_apart(runs)
    settings = [run.settings for run in runs]
    differing = settings_that_differ(runs)
    kinds = {run.curves.told.partition("_")[0] for run in runs}
    best = f"Best {kinds.pop()} accuracy" if len(kinds) == 1 else "Best accuracy"
    head = ["Run", best, "Last", EPOCHS_DONE, *map(column_of, differing)]
    has_data = len({run.data_fingerprint for run in runs}) > 1
    rows = "".join(_row(run, differing, has_data=has_data) for run in runs)
    head += ["Data"] if has_data else []
    cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    look = "runs wide" if len(head) > _MANY_COLUMNS else "runs"
    alike = [name for name in _TOLD if name not in differing]
    same = ", ".join(f"{in_sentence(label_of(name))} {describe_value(getattr(settings[0], name))}" for name in alike)
    is_estimated = any(figure.is_estimate for run in runs for figure in _accuracies(run))
    notes = [f"The same in all: {escape(same)}."] if same else []
    notes += [ESTIMATED] if is_estimated else []
    return (
        plot([_line(run) for run in runs], f"accuracy on {_images(runs)}, in percent", high=100.0)
        + f'<div class="scroll"><table class="{look}"><thead><tr>{cells}</tr></thead>'
        + f"<tbody>{rows}</tbody></table></div>"
        + "".join(f'<p class="note">{note}</p>' for note in notes)
    )


def _images(runs: Sequence[Run]) -> str:
    """Return on which images the runs' accuracies are."""
    told = {run.curves.told for run in runs}
    if len(told) > 1:
        return "test images, of runs without any on validation images"
    return "test images" if "test_accuracy" in told else "validation images"


def _look(run: Run) -> str:
    return f"run-{run.color % LOOKS}"


def _line(run: Run) -> Line:
    epochs = run.curves.column("epoch")
    # A branch has its curve in common with another run up to where it grew out of it.
    first = max(0, int(np.searchsorted(epochs, run.begins_at, side="right")) - 1) if run.begins_at else 0
    return Line(_look(run), run.name, epochs[first:], 100 * run.curves.column(run.curves.told)[first:])


def _accuracies(run: Run) -> tuple[Figure, Figure]:
    """Return the best accuracy on test images and the latest; on validation images where there are none."""
    return run.curves.best(), run.curves.latest(run.curves.told)


def _row(run: Run, differing: Sequence[str], *, has_data: bool) -> str:
    epochs = run.curves.column("epoch")
    values = [
        *map(percent_of, _accuracies(run)),
        f"{epochs[-1]:.4g}" if len(epochs) else "–",
        *map(run.setting, differing),
        *([run.data_name] if has_data else []),
    ]
    cells = "".join(f"<td>{escape(value)}</td>" for value in values)
    return f'<tr><th scope="row">{swatch(_look(run))} {escape(run.name)}</th>{cells}</tr>'
