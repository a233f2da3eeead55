"""The about box: what Inkling is, which version, on what it runs."""

import platform

import numpy as np
import pyqtgraph
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.look.icons import app_icon
from desktop.widgets.labels import heading, plain

_PICTURE = 96


class AboutDialog(QDialog):
    """Name, version, and the libraries it stands on.

    Parameters
    ----------
    version : str
        Inkling's own.
    """

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Inkling")
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(_PICTURE, _PICTURE))
        title = heading("Inkling", 1.6)
        text = plain(
            "A laboratory in which you watch a small neural network learn to read handwriting.\n\n"
            f"Version {version}\n"
            f"Python {platform.python_version()}, numpy {np.__version__}, "
            f"PySide6 {pyside_version}, pyqtgraph {pyqtgraph.__version__}"
        )
        text.setWordWrap(True)
        text.setMinimumWidth(360)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words = QVBoxLayout()
        words.addWidget(title)
        words.addWidget(text)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(row)
        layout.addWidget(buttons)
