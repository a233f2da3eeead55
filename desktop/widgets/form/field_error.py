"""FieldError: why what is typed cannot be, over what stands below the field: nothing moves, nothing is cut."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QWidget

_MARGIN = 6
_GAP = 2


class FieldError(QLabel):
    """A note that lies upon the form, below the field it is about; a click puts it away.

    Parameters
    ----------
    field : QWidget
        What stands in the form. The note is as wide as the form lets it be.
    """

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self.setObjectName("fieldError")
        self.setForegroundRole(QPalette.ColorRole.BrightText)  # the theme's color for errors
        self.setTextFormat(Qt.TextFormat.PlainText)  # it quotes what was typed
        self.setWordWrap(True)
        self.setMargin(_MARGIN)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show a text; an empty one takes the note away."""
        self.setText(text)
        if text:
            self._place()
            self.show()
            self.raise_()
        else:
            self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.ToolTipBase))
        painter.setPen(self.palette().color(QPalette.ColorRole.BrightText))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        super().paintEvent(event)

    def _place(self) -> None:
        """Put it below the field, or above it where the form ends there."""
        form = self._field.parentWidget() or self._field
        if self.parentWidget() is not form:
            self.setParent(form)
        room = form.contentsRect().adjusted(_MARGIN, _GAP, -_MARGIN, -_GAP)
        height = self.heightForWidth(room.width())
        top, bottom = (self._field.mapTo(form, QPoint(0, y)).y() for y in (0, self._field.height()))
        is_room_below = bottom + _GAP + height <= room.bottom() or top - height < room.top()
        self.setGeometry(room.left(), bottom + _GAP if is_room_below else top - _GAP - height, room.width(), height)
