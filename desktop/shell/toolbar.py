"""The toolbar: the commands used most, and the choice of data set and preset."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolBar, QWidget

from desktop.actions import Actions

_LEFT = ("trainAction", "stepAction", "stepEpochAction", "resetAction", "")
_FILES = ("openAction", "saveAction", "undoAction", "")
_RIGHT = ("themeAction", "aboutAction")


def build_toolbar(actions: Actions, choices: QWidget) -> QToolBar:
    """Return the toolbar; what the table of panels places there stands in the middle of it."""
    bar = QToolBar("Main toolbar")
    bar.setObjectName("toolBar")
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for name in (*_LEFT, *_FILES):
        if name:
            bar.addAction(actions[name])
        else:
            bar.addSeparator()
    train_button = bar.widgetForAction(actions["trainAction"])
    fit_train_button(bar, actions)
    train_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)  # type: ignore[attr-defined]  # a QToolButton
    bar.addWidget(choices)
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    for name in _RIGHT:
        bar.addAction(actions[name])
    return bar


def fit_train_button(bar: QToolBar, actions: Actions) -> None:
    """Make the first button wide enough for all it ever says, so that what stands beside it stays in its place."""
    metrics = QFontMetrics(QApplication.font())
    widest = max(map(metrics.horizontalAdvance, ("Pause", "Train on")))
    bar.widgetForAction(actions["trainAction"]).setMinimumWidth(widest + 48)
