"""ProjectorStage: what a class sees: the pad at one side, a plot and a view beside it, the lesson along the foot."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.shell.arrangement import Lent

_PAD = 0.36  # of the width
_PLOT = 0.42  # of the height beside the pad: the plot, above the view
_LEAST_FOOT, _MOST_FOOT = 0.2, 0.42  # of the height, for a lesson: most parts fit the least, and nothing moves
_LINE = 0.02  # of the height: the gaps


class ProjectorStage(QWidget):
    """Shares its whole room out in parts of it, so that the picture is composed alike on every screen.

    Parameters
    ----------
    parent : QWidget, optional
        What owns it.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("projectorStage")
        self.setAccessibleName("Projector view")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        nothing = QWidget(self)
        nothing.hide()
        self._pad = self._plot = self._view = self._lesson = self._status = nothing
        self._curtain = _Curtain(self)

    def hold(self, lent: Lent, status: QWidget, *, has_lesson: bool) -> None:
        """Take the widgets that are shown; the status only while there is no lesson."""
        self._pad, self._plot, self._view, self._lesson = lent.widgets
        self._status = status
        for widget in (*lent.widgets, status):
            widget.setParent(self)
            widget.setVisible(widget is not self._lesson or has_lesson)
        for widget in (self._lesson, self._plot):
            widget.installEventFilter(self)
        self._curtain.raise_()
        self._place()

    def let_go(self) -> None:
        """Follow the widgets no more, which go back to where they were."""
        for widget in (self._lesson, self._plot):
            widget.removeEventFilter(self)
        self._curtain.hide()

    def blank(self) -> None:
        """Make all black, as for words without a picture, or show all again."""
        self._curtain.setVisible(self._curtain.isHidden())
        self._curtain.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        self.resized.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the lesson has come to say more, or less
            self._place()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the foot to the lesson as it comes, or to the figures; what the plot leaves goes to the view."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._place()
        return False

    def _place(self) -> None:
        width, height = self.width(), self.height()
        gap = max(round(_LINE * height), 4)
        is_played = not self._lesson.isHidden()
        self._status.setVisible(not is_played)
        foot = self._foot_height(width - 2 * gap, height) if is_played else 2 * self.fontMetrics().height()
        low = QRect(gap, height - foot - gap // 2, width - 2 * gap, foot)
        (self._lesson if is_played else self._status).setGeometry(low)
        bottom = low.top() - gap // 2
        left = round(_PAD * width)
        self._pad.setGeometry(0, 0, left, bottom)
        beside, plot = width - left - gap, 0 if self._plot.isHidden() else round(_PLOT * bottom)
        self._plot.setGeometry(left, gap // 2, beside, plot - gap // 2)
        self._view.setGeometry(left, plot + gap // 2, beside, bottom - plot - gap // 2)
        self._curtain.setGeometry(self.rect())

    def _foot_height(self, width: int, height: int) -> int:
        lesson = self._lesson
        wanted = lesson.heightForWidth(width) if lesson.hasHeightForWidth() else lesson.sizeHint().height()
        return round(min(max(wanted, _LEAST_FOOT * height), _MOST_FOOT * height))


class _Curtain(QWidget):
    """Nothing but black."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor("black"))
