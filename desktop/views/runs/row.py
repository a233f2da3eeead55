"""A row of the table of runs: its name with a piece of its line, its figures, and what differs from other runs."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTreeWidgetItem

from core.training.run import Run
from desktop.look.tips import wrapped
from desktop.look.words import ESTIMATED, accuracy_of
from desktop.views.runs.words import about, accuracies, epochs_of

_OF_VALIDATION = "On the images held out for validation: there are no test images."
_ID = Qt.ItemDataRole.UserRole


def make(run: Run, values: list[str], line: QIcon, *, is_at_hand: bool, is_drawn: bool) -> QTreeWidgetItem:
    """Return the row of a run, without its figures.

    Parameters
    ----------
    run : Run
        The run.
    values : list of str
        What stands behind its figures.
    line : QIcon
        A piece of its curve.
    is_at_hand : bool
        Whether it is the run on screen, which is always drawn.
    is_drawn : bool
        Whether it is ticked.
    """
    item = QTreeWidgetItem([run.name, "", "", "", *values])
    item.setData(0, _ID, str(run.id))
    item.setIcon(0, line)
    flags = item.flags() | Qt.ItemFlag.ItemIsEditable
    item.setFlags(flags & ~Qt.ItemFlag.ItemIsUserCheckable if is_at_hand else flags)
    item.setCheckState(0, Qt.CheckState.Checked if is_drawn else Qt.CheckState.Unchecked)
    if is_at_hand:
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
    item.setToolTip(0, about(run, is_at_hand=is_at_hand))
    if run.is_pinned:
        item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, "Pinned")
    align_right(item)
    return item


def show_figures(item: QTreeWidgetItem, run: Run) -> None:
    """Show in its row how good a run was, and how far it was trained."""
    figures = accuracies(run)
    for column, text in enumerate([*map(accuracy_of, figures), epochs_of(run)], start=1):
        item.setText(column, text)
    for column, figure in enumerate(figures, start=1):
        words = [_OF_VALIDATION] * (figure.kind == "validation") + [ESTIMATED] * figure.is_estimate
        item.setToolTip(column, wrapped(" ".join(words)) if words else "")


def id_of(item: QTreeWidgetItem) -> UUID:
    """Return the id of the run that a row is of."""
    return UUID(item.data(0, _ID))


def align_right(item: QTreeWidgetItem) -> None:
    """Let all columns but the name end at their right edge, so that figures stand below one another."""
    for column in range(1, item.columnCount()):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
