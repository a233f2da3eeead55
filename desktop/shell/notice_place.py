"""NoticePlace: views, and a notice that floats over their lower edge: nothing moves when it comes or goes."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

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
        self._views, self._notice = views, notice
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for widget in (views, notice):
            widget.setParent(self)
        notice.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """Return what the views would like; a notice asks for nothing."""
        return self._views.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least that the views need, whether or not there is a notice."""
        return self._views.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # one of the two has come to need more, or less
            self.updateGeometry()
            self._place()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the notice in its place as it comes."""
        if event.type() == QEvent.Type.ShowToParent:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self._views.setGeometry(self.rect())
        if self._notice.isHidden():
            return
        width = max(min(self.width() - 2 * _MARGIN, _MOST_WIDTH * self.fontMetrics().height()), 0)
        height = min(max(self._notice.heightForWidth(width), 0), self.height())
        left = (self.width() - width) // 2
        self._notice.setGeometry(left, max(self.height() - height - _MARGIN, 0), width, height)
        self._notice.raise_()
