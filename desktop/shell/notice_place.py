"""NoticePlace: views, and a notice that floats over their lower edge: nothing moves when it comes or goes."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

_MARGIN = 8
_MOST_WIDTH = 46  # times the height of the text: longer lines are hard to read


class NoticePlace(QWidget):
    """Two widgets one over the other, the upper of which comes and goes.

    Parameters
    ----------
    views : QWidget
        What fills the place.
    notice : QWidget
        What is shown over its lower edge at times, as high as its words need.
    """

    def __init__(self, views: QWidget, notice: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice = notice
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = QVBoxLayout(self)  # remembers what the views need: to ask all of them anew takes a moment each time
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(views)
        notice.setParent(self)  # in no layout: it asks for nothing
        notice.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # the notice may have come to need more, or less
            self._place()
        return is_done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the notice in its place as it comes."""
        if event.type() == QEvent.Type.ShowToParent:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if self._notice.isHidden():
            return
        width = max(min(self.width() - 2 * _MARGIN, _MOST_WIDTH * self.fontMetrics().height()), 0)
        height = min(max(self._notice.heightForWidth(width), 0), self.height())
        left = (self.width() - width) // 2
        self._notice.setGeometry(left, max(self.height() - height - _MARGIN, 0), width, height)
        self._notice.raise_()
