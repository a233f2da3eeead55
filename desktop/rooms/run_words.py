"""What the table of runs says of them, and what its rows are sorted by."""

import math
from collections.abc import Callable
from dataclasses import fields
from html import escape

from core.files.runs import SavedRun
from core.hyperparameters import Hyperparameters, describe_value, in_sentence, label_of
from desktop.models.runs import Tag

_ALONE = "Train a network, then Reset or branch from an earlier moment: the runs stand here side by side."


def sort_key(title: str, tag: Tag, run: SavedRun) -> tuple[float, str]:
    """Return what a run is sorted by in the column of a title: figures by their size, all else by their words."""
    figures: dict[str, Callable[[], float]] = {
        "Best": run.curves.best_test_accuracy,
        "Last": lambda: run.curves.last("test_accuracy"),
        "Epochs": lambda: run.last.epoch if run.last is not None else run.curves.last("epoch"),
    }
    if title in figures:
        value = figures[title]()
        return (-1.0 if math.isnan(value) else value, "")
    named = {label_of(field.name): getattr(run.hyperparameters, field.name) for field in fields(Hyperparameters)}
    setting = named.get(title)
    if isinstance(setting, (int, float)):
        return float(setting), ""
    return 0.0, (tag.name if title == "Run" else run.data_name if setting is None else describe_value(setting)).lower()


def sort_settings(settings: list[Hyperparameters]) -> tuple[list[str], list[str]]:
    """Return the names of the settings that differ, and of those that are the same in all."""
    differing = [each.name for each in fields(Hyperparameters) if len({getattr(s, each.name) for s in settings}) > 1]
    return differing, [each.name for each in fields(Hyperparameters) if each.name not in differing]


def same_in_all(rows: list[tuple[Tag, SavedRun]], alike: list[str]) -> str:
    """Return in a sentence which of the settings that matter most are the same in all rows."""
    if not rows:
        return _ALONE
    told = [name for name in ("hidden", "seed", "learning_rate", "batch_size", "optimizer") if name in alike]
    settings = rows[0][1].hyperparameters
    words = [f"{in_sentence(label_of(name))} {describe_value(getattr(settings, name))}" for name in told]
    if len(rows) == 1:
        return f"One run so far: {', '.join(words)}."
    return f"The same in all: {', '.join(words)}." if words else ""


def epochs_of(run: SavedRun) -> str:
    """Return how far a run was trained."""
    epochs = run.curves.column("epoch")
    if run.last is not None:
        return f"{run.last.epoch:.2f}"
    return f"{epochs[-1]:.2f}" if len(epochs) else "–"


def about(tag: Tag, run: SavedRun, *, is_at_hand: bool) -> str:
    """Return all settings of a run, as a tooltip."""
    rows = [(label_of(f.name), describe_value(getattr(run.hyperparameters, f.name))) for f in fields(Hyperparameters)]
    table = "".join(f"<tr><td>{label}&nbsp;</td><td>{value}</td></tr>" for label, value in rows)
    head = "The run at hand: the solid curves." if is_at_hand else "Ticked: its test curve is drawn."
    return f"<p><b>{escape(tag.name)}</b></p><p>{head} Double click or F2: another name.</p><table>{table}</table>"
