"""Tab bar: tabs that give up their padding before any of them leaves the window."""

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionTab, QStylePainter, QTabBar, QWidget

_NARROWEST = 1  # pixel on either side of a tab's words when there is little room


class TabBar(QTabBar):
    """Tabs as wide as usual where there is room, and close together where there is little.

    Qt alone shows arrows, and keeps the last tabs out of sight, as soon as the tabs do not fit at their usual width.
    Here they shrink to their words first. The words are drawn here, because a style leaves them out at the edges of
    a tab that is less wide than it asked for; a style sheet with less padding would keep the tabs, and what is below
    them, from following the theme.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dim: frozenset[int] = frozenset()

    def dim(self, tabs: Collection[int]) -> None:
        """Write the words of these tabs fainter, and of no others."""
        self._dim = frozenset(tabs)
        self.update()

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the size of a tab with no more than a few pixels beside its words, so that more tabs fit."""
        spare = self.style().pixelMetric(QStyle.PixelMetric.PM_TabBarTabHSpace, None, self) - 2 * _NARROWEST
        return self.tabSizeHint(index) - QSize(max(spare, 0), 0)

    def initStyleOption(self, option: QStyleOptionTab, index: int) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QStylePainter(self)
        for index in range(self.count()):
            option = QStyleOptionTab()
            self.initStyleOption(option, index)
            words = self.style().subElementRect(QStyle.SubElement.SE_TabBarTabText, option, self)
            place = self.tabRect(index)
            place.moveTop(words.center().y() - place.height() // 2)  # the tab in front stands a little higher
            painter.drawItemText(
                place,
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic,
                self.palette(),
                self.isTabEnabled(index),
                self.tabText(index),
                QPalette.ColorRole.PlaceholderText if index in self._dim else QPalette.ColorRole.WindowText,
            )
