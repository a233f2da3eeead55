"""Labels of the window's few text styles; their colors follow the palette, and so the theme."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QToolTip, QWidget

from desktop.look.tips import wrapped

_LARGE, _MIDDLE, _SMALL = 3.2, 2.2, 1.4  # times the usual size
_SHORT, _FEWEST = 2, 6  # characters: of a large text, and that are to be seen of any
_LONGEST_NUMBER = 4  # digits of a number that is written in the middle size
HINT_SIZE = 0.92
"""How large a hint is written, times the usual size."""


def plain(text: str = "") -> QLabel:
    """Return a label that shows a text as it is: names in it come from anywhere, and are never taken for markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def paragraph(text: str = "") -> QLabel:
    """Return a label whose words wrap, as it is."""
    label = plain(text)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def heading(text: str, size: float = 1.1) -> QLabel:
    """Return the title of a group of settings, or a larger one."""
    label = plain(text)
    font = label.font()
    font.setWeight(QFont.Weight.DemiBold)
    font.setPointSizeF(font.pointSizeF() * size)
    label.setFont(font)
    return label


class Hint(QLabel):
    """Small, fainter text that explains what stands beside it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._lines, self._no_more = 0, False
        self._piece: str | None = None

    def keep_width(self, piece: str) -> None:
        """Ask for the width of a piece of text, whatever the text is: else a column grows and shrinks with a sentence.

        It is to be what is not torn apart at the end of a line, as wide as that usually comes.
        """
        self._piece = piece
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return the least room: the width that is kept, if one is."""
        least = super().minimumSizeHint()
        return (
            least if self._piece is None else QSize(self.fontMetrics().horizontalAdvance(self._piece), least.height())
        )

    def keep_lines(self, count: int, *, no_more: bool = False) -> None:
        """Keep room for so many lines, and with ``no_more`` for no more, so that a longer text moves nothing."""
        self._lines, self._no_more = count, no_more
        height = count * self.fontMetrics().lineSpacing() + 4
        self.setMinimumHeight(height)
        if no_more:
            self.setMaximumHeight(height)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._lines:
            self.keep_lines(self._lines, no_more=self._no_more)


def grow_text(widget: QWidget, factor: float) -> None:
    """Write what a widget says so many times as large as the text of the window."""
    font = widget.font()
    points = QFontInfo(QApplication.font()).pointSizeF() * factor
    if abs(font.pointSizeF() - points) > 0.01:
        font.setPointSizeF(points)
        widget.setFont(font)


def hint(text: str = "") -> Hint:
    """Return small, fainter text that explains what stands beside it."""
    label = Hint(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * HINT_SIZE)
    label.setFont(font)
    return label


def _size(text: str) -> float:
    """Return how many times the usual size a verdict is written: the fewer characters, the larger."""
    if len(text) <= _SHORT:
        return _LARGE
    return _MIDDLE if len(text) <= _LONGEST_NUMBER and _is_number(text) else _SMALL


def _is_number(text: str) -> bool:
    return set(text) <= set("0123456789?")  # what is not sure stands as a question mark among its digits


class VerdictLabel(QLabel):
    """A label for one large character; a longer name is written smaller, so that nothing around it moves.

    A name that is longer than the room there is is cut short on screen, and stands whole in a tooltip.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._growth = 1.0
        self._room: float | None = None  # pixels that a number may be wide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._fit()
        self.setText(text)

    def set_growth(self, growth: float, room: float | None = None) -> None:
        """Write everything so many times its usual size, but a number no wider than there is room."""
        if (growth, room) != (self._growth, self._room):
            self._growth, self._room = growth, room
            self._fit()
            self.setText(self.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(QFontMetrics(self._font(_LARGE)).height())

    def setText(self, text: str) -> None:
        """Show a text, in large letters where it is short."""
        font = self._font(_size(text))
        width = QFontMetrics(font).horizontalAdvance(text)
        if self._room is not None and len(text) > 1 and _is_number(text) and width > self._room:
            font.setPointSizeF(font.pointSizeF() * self._room / width)
        self.setFont(font)
        super().setText(text)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), _FEWEST * self.fontMetrics().averageCharWidth()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_cut():
            super().paintEvent(event)
            return
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._is_cut():
            QToolTip.showText(event.globalPos(), wrapped(self.text()), self)
            return True
        return bool(super().event(event))

    def _is_cut(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def _font(self, factor: float) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(QFontInfo(QApplication.font()).pointSizeF() * factor * self._growth)
        font.setWeight(QFont.Weight.DemiBold)
        return font
