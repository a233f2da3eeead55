"""What the table of runs says of them, and what its rows are sorted by."""

import math
from collections.abc import Callable
from dataclasses import fields
from html import escape

from core.files.runs import EPOCHS_DONE, column_of
from core.hyperparameters import Hyperparameters, describe_value, in_sentence, label_of
from core.training.history import Figure
from core.training.run import Run

_ALONE = "Train a network, then Reset or branch: the runs stand here side by side."


def sort_key(title: str, run: Run) -> tuple[float, str]:
    """Return what a run is sorted by in the column of a title: figures by their size, all else by their words."""
    figures: dict[str, Callable[[], float]] = {
        "Best": lambda: run.curves.best().value,
        "Last": lambda: run.curves.last(run.curves.told),
        EPOCHS_DONE: lambda: _epochs_done(run),
    }
    if title in figures:
        value = figures[title]()
        return (-1.0 if math.isnan(value) else value, "")
    named = {column_of(field.name): getattr(run.settings, field.name) for field in fields(Hyperparameters)}
    setting = named.get(title)
    if isinstance(setting, (int, float)):
        return float(setting), ""
    return 0.0, (run.name if title == "Run" else run.data_name if setting is None else describe_value(setting)).lower()


def same_in_all(runs: list[Run], alike: list[str]) -> str:
    """Return in a sentence which of the settings that matter most are the same in all rows."""
    if not runs:
        return _ALONE
    told = [name for name in ("hidden", "seed", "learning_rate", "batch_size", "optimizer") if name in alike]
    settings = runs[0].settings
    words = [f"{in_sentence(label_of(name))} {describe_value(getattr(settings, name))}" for name in told]
    if len(runs) == 1:
        return f"One run so far: {', '.join(words)}."
    return f"The same in all: {', '.join(words)}." if words else ""


def accuracies(run: Run) -> tuple[Figure, Figure]:
    """Return the best accuracy on test images and the latest; on validation images where there are none."""
    return run.curves.best(), run.curves.latest(run.curves.told)


def plain_figure(figure: Figure) -> float | str:
    """Return an accuracy in percent, with the digits it deserves, for a file; nothing where there is none."""
    return "" if math.isnan(figure.value) else round(100 * figure.value, 1 if figure.is_estimate else 2)


def epochs_of(run: Run) -> str:
    """Return how far a run was trained."""
    done = _epochs_done(run)
    return "–" if math.isnan(done) else f"{done:.2f}"


def plain_epochs(run: Run) -> float | str:
    """Return how far a run was trained, for a file; nothing where that is not known."""
    done = _epochs_done(run)
    return "" if math.isnan(done) else round(done, 2)


def _epochs_done(run: Run) -> float:
    return run.epoch if run.has_moments else run.curves.last("epoch")


def about(run: Run, *, is_at_hand: bool) -> str:
    """Return all settings of a run, and how they were changed on its way, as a tooltip."""
    rows = [(label_of(each.name), run.setting(each.name)) for each in fields(Hyperparameters)]
    table = "".join(f"<tr><td>{label}&nbsp;</td><td>{value}</td></tr>" for label, value in rows)
    table += "".join(
        f"<tr><td>Epoch {mark.epoch:.4g}&nbsp;</td><td>{escape(mark.text)}</td></tr>" for mark in run.marks
    )
    head = "The run at hand: the solid curves." if is_at_hand else "Ticked: its test curve is drawn."
    head += " Pinned: it stays drawn however many runs come after it." if run.is_pinned else ""
    return f"<p><b>{escape(run.name)}</b></p><p>{head} Double click or F2: another name.</p><table>{table}</table>"
