"""NoticePlace: views above, a notice below them; the views make room for it, and nothing around them moves."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class NoticePlace(QWidget):
    """Two widgets one above the other, the lower of which comes and goes.

    No layout does this: with one, a notice would add to the least height of the column, and where that is
    short of room all above it would move under the mouse.

    Parameters
    ----------
    views : QWidget
        What gives up room at its lower edge.
    notice : QWidget
        What is shown there at times, as high as its words need.
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
        """Give the notice its room as it comes, and the views theirs back as it goes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        below = 0
        if not self._notice.isHidden():
            below = min(max(self._notice.heightForWidth(self.width()), 0), self.height())
            self._notice.setGeometry(0, self.height() - below, self.width(), below)
            self._notice.raise_()
        self._views.setGeometry(0, 0, self.width(), self.height() - below)
