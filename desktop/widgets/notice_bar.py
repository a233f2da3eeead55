"""NoticeBar: a strip that tells one thing at a time, with what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.resources import icon, icon_pixmap
from desktop.theme import LIGHT, Theme, mix

_ICON = 18


class NoticeBar(QWidget):
    """An icon, a sentence, a button for each thing to do, and one to put it away.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    acted = Signal(str)  # the words of the button
    dismissed = Signal()

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = "info"
        self._buttons: list[QPushButton] = []
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)  # a file's name may hold anything
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setAccessibleName("Dismiss")
        self._close.setToolTip("<p>Put this notice away.</p>")
        self._close.clicked.connect(self.dismissed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.setSpacing(10)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._close)
        self.setAccessibleName("Notice")
        self.set_theme(theme)
        self.hide()

    def show_notice(self, kind: str, text: str, actions: Sequence[str] = ()) -> None:
        """Show a notice of a kind ("info", "warning", "error") with a button for each action."""
        self._kind = kind
        self._text.setText(text)
        self.setAccessibleDescription(text)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()  # it is deleted later, and would be seen until then
            button.deleteLater()
        self._buttons = [self._button(label) for label in actions]
        for place, button in enumerate(self._buttons):
            self._row.insertWidget(2 + place, button)
        self._show_icon()
        self.update()
        self.show()

    def clear(self) -> None:
        """Show nothing."""
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self._close.setIcon(icon("close", theme))
        self._close.setIconSize(QSize(14, 14))
        self._show_icon()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = getattr(self._theme, self._kind)
        painter.fillRect(self.rect(), QColor(mix(self._theme.background, color, 0.14)))
        painter.fillRect(0, 0, 4, self.height(), QColor(color))

    def _button(self, label: str) -> QPushButton:
        button = QPushButton(label)
        button.clicked.connect(lambda: self.acted.emit(label))
        return button

    def _show_icon(self) -> None:
        color = getattr(self._theme, self._kind)
        self._icon.setPixmap(icon_pixmap(self._kind, color, _ICON, self.devicePixelRatioF()))
