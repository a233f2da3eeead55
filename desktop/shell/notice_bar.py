"""NoticeBar: a card that tells one thing at a time, with what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.look.contrast import mix
from desktop.look.icons import icon, icon_pixmap
from desktop.look.theme import LIGHT, Theme
from desktop.look.tips import wrapped

_ICON = 18
_ROUND = 6.0
_EDGE = 5.0  # of its color, at the left
_MOST_BUTTONS = 0.36  # of the width: with more they stand below the words


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
        self._text.setObjectName("noticeText")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)  # a file's name may hold anything
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setAccessibleName("Dismiss")
        self._close.setToolTip(wrapped("Put this notice away."))
        self._close.clicked.connect(self.dismissed)
        self._row = QGridLayout(self)
        self._row.setContentsMargins(14, 7, 8, 7)
        self._row.setHorizontalSpacing(10)
        self._row.setVerticalSpacing(4)
        self._row.setColumnStretch(1, 1)
        self._beside, self._below = QHBoxLayout(), QHBoxLayout()  # where the buttons stand: beside the words, or below
        for place in (self._beside, self._below):
            place.setSpacing(8)
        self._below.addStretch(1)
        self._row.addWidget(self._icon, 0, 0)
        self._row.addWidget(self._text, 0, 1)
        self._row.addLayout(self._beside, 0, 2)
        self._row.addWidget(self._close, 0, 3, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._below, 1, 0, 1, 4)
        self.setAccessibleName("Notice")
        self.set_theme(theme)
        self.hide()

    def show_notice(self, kind: str, text: str, actions: Sequence[str] = ()) -> None:
        """Show a notice of a kind ("info", "warning", "error") with a button for each action."""
        self._kind = kind
        self._text.setText(text)
        self.setAccessibleDescription(text)
        for button in self._buttons:
            button.hide()  # it is deleted later, and would be seen until then
            button.deleteLater()
        self._buttons = [self._button(label) for label in actions]
        self._place_buttons()
        self._show_icon()
        self.update()
        self.show()

    def heightForWidth(self, width: int) -> int:
        """Return the height in pixels, with the buttons beside the words or below them as this width asks for."""
        self._place_buttons(width)
        return super().heightForWidth(width)

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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = getattr(self._theme, self._kind)
        card = QPainterPath()
        card.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        painter.fillPath(card, QColor(mix(self._theme.background, color, 0.14)))
        painter.setClipPath(card)
        painter.fillRect(QRectF(0, 0, _EDGE, self.height()), QColor(color))
        painter.setClipping(False)
        painter.setPen(QPen(QColor(mix(self._theme.background, color, 0.6)), 1))  # it lies upon other things
        painter.drawPath(card)

    def _button(self, label: str) -> QPushButton:
        button = QPushButton(label)
        button.clicked.connect(lambda: self.acted.emit(label))
        return button

    def _place_buttons(self, width: int = 0) -> None:
        """Put the buttons below the words where these would be left too narrow a column beside them."""
        buttons = sum(button.sizeHint().width() + self._beside.spacing() for button in self._buttons)
        place = self._below if buttons > _MOST_BUTTONS * (width or self.width()) else self._beside
        for button in self._buttons:
            if place.indexOf(button) < 0:
                (self._beside if place is self._below else self._below).removeWidget(button)
                place.addWidget(button)

    def _show_icon(self) -> None:
        color = getattr(self._theme, self._kind)
        self._icon.setPixmap(icon_pixmap(self._kind, color, _ICON, self.devicePixelRatioF()))
