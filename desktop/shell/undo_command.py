"""UndoCommand: takes back what was done last, and says what that is."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.actions import Actions
from desktop.models.undoing import UndoModel
from desktop.views.panel import Panel


class UndoCommand(QObject):
    """One command for all that can be undone, in sight as long as there is something.

    In a view that has something of its own to undo it takes back that: a person on the pad means the stroke.

    Parameters
    ----------
    model : UndoModel
        What can be taken back.
    actions : Actions
        The commands, this one among them.
    """

    def __init__(self, model: UndoModel, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._actions = actions
        model.changed.connect(self._show)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._show)
        self._show()

    def undo(self) -> None:
        """Take back what was done last, in the view with the focus or anywhere."""
        self._model.undo(_view_of(QApplication.focusWidget()))

    def _show(self) -> None:
        latest = self._model.latest(_view_of(QApplication.focusWidget()))
        self._actions["undoAction"].setEnabled(latest is not None)
        self._actions.set_tip("undoAction", None if latest is None else latest.what)


def _view_of(widget: QWidget | None) -> str:
    """Return what kind of thing is undone first in the view that a widget is in."""
    while widget is not None and not isinstance(widget, Panel):
        widget = widget.parentWidget()
    return "" if widget is None else widget.undoes
