"""LessonList: all lessons, with what was played of each; a bad file is there with its sentence."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from core.lessons.lesson import Lesson
from desktop.models.lessons import LessonsModel
from desktop.widgets.labels import heading, hint

_ABOUT = (
    "Lessons ask before they answer: you guess, the network is trained before your eyes, and you see why. The first "
    "nine replay a learner's diary, about three minutes each."
)
_LESSON = Qt.ItemDataRole.UserRole


class LessonList(QWidget):
    """A list to choose a lesson from."""

    chosen = Signal(object, bool)  # Lesson, and whether it is to begin anew

    def __init__(self, lessons: LessonsModel) -> None:
        super().__init__()
        self._lessons = lessons
        self._list = QListWidget()
        self._list.setObjectName("lessonList")
        self._list.setAccessibleName("Lessons")
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemActivated.connect(self._choose)
        self._list.itemClicked.connect(self._choose)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._offer_anew)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(heading("Lessons", 1.25))
        layout.addWidget(hint(_ABOUT))
        layout.addWidget(self._list, 1)
        lessons.listed.connect(self._fill)
        self._fill()

    def sizeHint(self) -> QSize:
        return QSize(320, 500)

    def take_focus(self) -> None:
        """Put the keyboard on the first lesson that was not played yet."""
        self._list.setFocus()

    def _fill(self) -> None:
        row = max(self._list.currentRow(), 0)
        self._list.clear()
        for entry in self._lessons.entries:
            item = QListWidgetItem(self._words(entry.lesson) if entry.lesson else entry.trouble)
            item.setData(_LESSON, entry.lesson)
            if entry.lesson is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            elif entry.trouble:
                item.setToolTip(entry.trouble)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, entry.trouble)
            self._list.addItem(item)
        if self._list.count():
            self._list.setCurrentRow(min(row, self._list.count() - 1))

    def _words(self, lesson: Lesson) -> str:
        known = self._lessons.progress(lesson.id)
        if known.done:
            state = "  ✓"
        elif known.version == lesson.version and any(known.items.values()):
            state = "  – begun"
        else:
            state = f"  – {lesson.minutes:g} min"
        return f"{lesson.heading}{state}"

    def _choose(self, item: QListWidgetItem) -> None:
        lesson = item.data(_LESSON)
        if lesson is not None:
            self.chosen.emit(lesson, False)

    def _offer_anew(self, place: object) -> None:
        item = self._list.currentItem()
        if item is None or item.data(_LESSON) is None:
            return
        menu = QMenu(self)
        anew = QAction("Start over", menu)
        anew.triggered.connect(lambda: self.chosen.emit(item.data(_LESSON), True))
        menu.addAction(anew)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._list.viewport().mapToGlobal(self._list.visualItemRect(item).center()))
