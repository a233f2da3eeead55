"""StoryDelegate: entries of a list with a story below each name, in sight before one is chosen."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

STORY = Qt.ItemDataRole.UserRole + 1
"""The role under which an entry has its story."""
_MARGIN, _LETTERS = 6, 62  # pixels around an entry; letters of a line


class StoryDelegate(QStyledItemDelegate):
    """Draws a name in bold and its story below it, in lines of a readable length."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw an entry."""
        palette, rect = option.palette, option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground, text = (
            (QPalette.ColorRole.Highlight, QPalette.ColorRole.HighlightedText)
            if is_chosen
            else (QPalette.ColorRole.Base, QPalette.ColorRole.Text)
        )
        faint = text if is_chosen else QPalette.ColorRole.PlaceholderText
        if not option.state & QStyle.StateFlag.State_Enabled:
            palette.setCurrentColorGroup(QPalette.ColorGroup.Disabled)
            faint = text
        painter.save()
        painter.fillRect(rect, palette.color(ground))
        place = rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.setFont(_bold(option.font))
        painter.setPen(palette.color(text))
        painter.drawText(place, Qt.AlignmentFlag.AlignTop, str(index.data()))
        place.setTop(place.top() + QFontMetrics(_bold(option.font)).height())
        painter.setFont(option.font)
        painter.setPen(palette.color(faint))
        painter.drawText(place, Qt.TextFlag.TextWordWrap, str(index.data(STORY) or ""))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of an entry with its whole story."""
        metrics = QFontMetrics(option.font)
        width = _LETTERS * metrics.averageCharWidth()
        height = QFontMetrics(_bold(option.font)).height() + 2 * _MARGIN
        story = str(index.data(STORY) or "")
        if story:
            height += metrics.boundingRect(QRect(0, 0, width, 10_000), Qt.TextFlag.TextWordWrap, story).height()
        return QSize(width + 2 * _MARGIN, height)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold
