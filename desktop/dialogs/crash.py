"""The crash dialog: an error nobody foresaw, with its details to copy; the window lives on."""

import traceback

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.look.text_size import text_scale
from desktop.widgets.labels import plain


def details_of(error: BaseException) -> str:
    """Return the whole traceback of an error as text."""
    return "".join(traceback.format_exception(error))


class CrashDialog(QDialog):
    """Says that something went wrong, what is kept, and how to tell those who can mend it.

    Parameters
    ----------
    details : str
        The traceback.
    kept : str
        A sentence about where the work is kept; empty where there was none to keep.
    """

    def __init__(self, details: str, kept: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self.setWindowTitle("Inkling met an error")
        self.resize(QSize(640, 420) * text_scale())  # as large beside the words in the projector view
        text = plain(
            "Something went wrong that Inkling did not foresee. The window stays open. "
            f"{kept}\n\nIf you report this, please copy the details below into the report."
        )
        text.setWordWrap(True)
        view = QPlainTextEdit(details)
        view.setReadOnly(True)
        view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        view.setAccessibleName("Details of the error")
        view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy the details", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(text)
        layout.addWidget(view, 1)
        layout.addWidget(buttons)
