"""Entries with their stories in sight."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem

from core.presets import PRESETS
from desktop.widgets.form.story_delegate import STORY, StoryDelegate


def test_every_preset_has_room_for_its_whole_story(qtbot):
    combo = QComboBox()
    qtbot.addWidget(combo)
    delegate = StoryDelegate(combo)
    combo.setItemDelegate(delegate)
    for preset in PRESETS:
        combo.addItem(preset.label)
        combo.setItemData(combo.count() - 1, preset.story, STORY)
    option = QStyleOptionViewItem()
    option.font = combo.font()
    for row in range(combo.count()):
        size = delegate.sizeHint(option, combo.model().index(row, 0))
        line = combo.fontMetrics().height()
        assert size.height() >= 2 * line
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        option.rect = QRect(0, 0, size.width(), size.height())
        option.palette = combo.palette()
        delegate.paint(painter, option, combo.model().index(row, 0))
        painter.end()
        story = image.copy(0, line + 8, size.width(), size.height() - line - 8)
        colors = {story.pixel(x, y) for x in range(story.width()) for y in range(story.height())}
        assert len(colors) > 2, PRESETS[row].name
