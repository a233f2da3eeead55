"""Fold: what is used seldom, behind a button that opens and shuts it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.look.tips import wrapped


class Fold(QWidget):
    """Content below a button; shut, it takes no room, but all of it is there.

    Parameters
    ----------
    title : str
        What the button says.
    tip : str
        What is found there.
    content : QWidget
        What is folded.
    """

    toggled = Signal(bool)  # whether it is open, when that changes

    def __init__(self, title: str, tip: str, content: QWidget) -> None:
        super().__init__()
        self._title, self._note = title, ""
        self._content = content
        self.button = QToolButton()
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setToolTip(wrapped(tip))
        self.button.toggled.connect(self._follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.button)
        layout.addWidget(content)
        content.hide()
        self._show_state()

    @property
    def is_open(self) -> bool:
        """Whether its content can be seen."""
        return self.button.isChecked()

    def set_open(self, is_open: bool = True) -> None:
        """Open it, or shut it."""
        self.button.setChecked(is_open)

    def set_note(self, note: str) -> None:
        """Say beside the title, while it is shut, what of the content is worth knowing."""
        self._note = note
        self._show_state()

    def _follow(self, is_open: bool) -> None:
        self._content.setVisible(is_open)
        self._show_state()
        self.toggled.emit(is_open)

    def _show_state(self) -> None:
        is_open = self.button.isChecked()
        self.button.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        words = self._title if is_open or not self._note else f"{self._title} ({self._note})"
        self.button.setText(words)
        self.button.setAccessibleName(f"{words}, {'open' if is_open else 'shut'}")
