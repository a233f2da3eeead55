"""The notices so far: what the window has told lately, to read again."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.look.icons import icon_pixmap
from desktop.look.theme import Theme
from desktop.models.notices import Told
from desktop.widgets.labels import heading, hint

_NONE = "Nothing has been told yet."


class NoticesDialog(QDialog):
    """A list of notices with their times, the newest on top.

    Parameters
    ----------
    past : sequence of Told
        What was told, the newest last.
    theme : Theme
        The colors of the signs.
    """

    def __init__(self, past: Sequence[Told], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Notices so far")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(heading("Notices so far", 1.4))
        layout.addWidget(self._list_of(past, theme) if past else hint(_NONE), 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(640, 420)

    def _list_of(self, past: Sequence[Told], theme: Theme) -> QListWidget:
        found = QListWidget()
        found.setObjectName("noticeHistory")
        found.setAccessibleName("Notices so far, the newest first")
        found.setWordWrap(True)
        found.setTextElideMode(Qt.TextElideMode.ElideNone)
        found.setIconSize(QSize(16, 16))
        found.setSpacing(3)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.setResizeMode(QListView.ResizeMode.Adjust)
        found.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for told in reversed(past):
            sign = icon_pixmap(told.kind, getattr(theme, told.kind), 16, self.devicePixelRatioF())
            found.addItem(QListWidgetItem(sign, f"{told.when:%H:%M}  {told.text}"))
        return found
