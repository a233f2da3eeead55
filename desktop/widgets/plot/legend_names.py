"""Where the names of earlier runs stand in a plot's legend: as many as there is room for, or all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.legend_plan import GAP

MARGIN = 8  # pixels
DASHED_LINE = 28  # before a name; long enough to tell dashes apart
_LONGEST_NAME = 110  # pixels
_MOST_NAMES = 4
_BEFORE_RUN = ": "  # between what a lesson is called and what its run is


@dataclass(frozen=True, slots=True)
class Named:
    """Where names and texts stand.

    Attributes
    ----------
    names : list of (Curve, str, int, float)
        A run, its name, and the row and the place where its line begins.
    texts : list of (int, str, float)
        What is said besides: its row, the words and where they begin.
    rows : int
        How many rows that takes.
    """

    names: list[tuple[Curve, str, int, float]]
    texts: list[tuple[int, str, float]]
    rows: int


NO_ONE = Named([], [], 0)


def name_earlier(
    runs: Sequence[Curve], note: str, metrics: QFontMetricsF, width: float, most_rows: int | None
) -> Named:
    """Return where runs are named, and what is said behind them.

    Parameters
    ----------
    runs : sequence of Curve
        The latest first.
    note : str
        What is said of them.
    metrics : QFontMetricsF
        Of the font they are written in.
    width : float
        How wide a row is.
    most_rows : int or None
        How many rows there may be; None for as many as it takes to name all, in full.
    """
    if most_rows is None:
        return _all(runs, note, metrics, width)
    return _some(runs, note, metrics, width, most_rows) if most_rows >= 1 else NO_ONE  # a tooltip tells


def _some(runs: Sequence[Curve], note: str, metrics: QFontMetricsF, width: float, most_rows: int) -> Named:
    x = float(MARGIN)
    names: list[tuple[Curve, str, int, float]] = []
    short = short_names([curve.label for curve in runs], metrics, min(_LONGEST_NAME, 0.4 * width))
    for curve, name in zip(runs, short, strict=True):
        more = _more(len(runs) - len(names) - 1)
        end = x + DASHED_LINE + metrics.horizontalAdvance(name) + GAP
        if names and (len(names) == _MOST_NAMES or end + metrics.horizontalAdvance(more) > width):
            break
        names.append((curve, name, 0, x))
        x = end
    more = _more(len(runs) - len(names))
    together = ", ".join(part for part in (more, note) if part)
    if not note or most_rows == 1 or x + metrics.horizontalAdvance(together) <= width:
        return Named(names, [(0, together, x)], 1 if names or together else 0)
    # What is said of runs that are left out has a row of its own before it is cut.
    rows = 1 if names else 0
    return Named(names, [(0, more, x), (rows, note, float(MARGIN))], rows + 1)


def short_names(labels: Sequence[str], metrics: QFontMetricsF, longest: float) -> list[str]:
    """Return names that are no longer than so many pixels, and differ where there is any room for it.

    The runs of a lesson are all called after it, "4 One by one, or all at once: one by one": what they have in
    common is left out where all have it, and else the middle is, so that the end tells them apart.
    """
    if all(metrics.horizontalAdvance(label) <= longest for label in labels):
        return list(labels)
    leads = {label.rpartition(_BEFORE_RUN)[0] for label in labels}
    if len(labels) > 1 and len(leads) == 1:
        labels = [label.rpartition(_BEFORE_RUN)[2] for label in labels]
    cut = [metrics.elidedText(label, Qt.TextElideMode.ElideRight, longest) for label in labels]
    middle = [metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, longest) for label in labels]
    is_better = [_BEFORE_RUN in label or cut.count(name) > 1 for label, name in zip(labels, cut, strict=True)]
    return [other if use else name for name, other, use in zip(cut, middle, is_better, strict=True)]


def _all(runs: Sequence[Curve], note: str, metrics: QFontMetricsF, width: float) -> Named:
    row, x = 0, float(MARGIN)
    names: list[tuple[Curve, str, int, float]] = []
    for curve in runs:
        name = metrics.elidedText(curve.label, Qt.TextElideMode.ElideRight, width - MARGIN - DASHED_LINE)
        end = x + DASHED_LINE + metrics.horizontalAdvance(name)
        if x > MARGIN and end > width:
            row, x = row + 1, float(MARGIN)
            end = x + DASHED_LINE + metrics.horizontalAdvance(name)
        names.append((curve, name, row, x))
        x = end + 2 * GAP
    rows = row + 1 if names else 0
    return Named(names, [(rows, note, float(MARGIN))], rows + 1) if note else Named(names, [], rows)


def _more(count: int) -> str:
    return f"and {count:,} more" if count else ""
