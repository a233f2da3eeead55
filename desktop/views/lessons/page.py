"""LessonPage: the step in sight, from top to bottom, down to the block that is waited for."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.lessons.block import Block
from core.lessons.breaking import Break
from core.lessons.lesson import Item, Paragraphs, Step
from core.lessons.question import Ask
from core.lessons.running import Check, RunBlock
from core.lessons.showing import Draw, If, Point, Slow
from core.training.snapshot import Snapshot
from desktop.look.theme import Theme
from desktop.models.lessons import LessonsModel
from desktop.views.lessons.break_card import BreakCard
from desktop.views.lessons.card import Card
from desktop.views.lessons.doing_cards import CheckCard, DoCard, SayCard
from desktop.views.lessons.question_card import QuestionCard
from desktop.views.lessons.run_card import RunCard, RunState
from desktop.views.lessons.text import LessonText
from desktop.widgets.labels import heading


class LessonPage(QScrollArea):
    """Shows what of a step may be seen; what comes into sight is added below, and scrolled to.

    Parameters
    ----------
    lessons : LessonsModel
        The lesson.
    theme : Theme
        The colors.
    run : callable
        Starts the run that is waited for, or pauses it and goes on.
    state : callable
        Returns what that run is doing.
    """

    pointed = Signal(object)  # Block: what is to be looked at
    breaking = Signal(object)  # Break: what is to be done to the network
    followed = Signal(str)  # the address of a link
    ended = Signal()  # nothing is waited for any more, and the keyboard is to lead on

    def __init__(
        self, lessons: LessonsModel, theme: Theme, run: Callable[[], None], state: Callable[[], RunState]
    ) -> None:
        super().__init__()
        self._lessons, self._theme, self._run, self._state = lessons, theme, run, state
        self._step: Step | None = None
        self._parts: list[QWidget] = []
        self._waited_for: Block | None = None
        self._needed_width = 0
        self._told: QuestionCard | None = None  # whose answer something was said to at last
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("lessonPage")
        self.setAccessibleName("Lesson")  # the keys stop there, to scroll
        self._is_to_go_down = False  # as soon as the new part has its place
        # Told of before the parts are laid out in the new room.
        self.verticalScrollBar().rangeChanged.connect(lambda: QTimer.singleShot(0, self, self._scroll))
        self._make_sheet()

    def refresh(self) -> None:
        """Show what is in sight now."""
        player = self._lessons.player
        if player is None:
            self._step = None
            self._make_sheet()
            return
        if player.step is not self._step:
            self._step = player.step
            self._make_sheet()
            self._column.insertWidget(0, heading(player.step.title, 1.25))
            self.verticalScrollBar().setValue(0)
        silent = [card for card in self._questions() if card.feedback is None]
        visible = player.visible
        while len(self._parts) > len(visible):
            gone = self._parts.pop()
            gone.hide()  # it is deleted later, and would be seen until then
            self._column.removeWidget(gone)
            gone.deleteLater()
        for place, item in enumerate(visible):
            if place == len(self._parts):
                self._add(item)
            else:
                self._refresh(self._parts[place], item)
        self._widen()
        told = [card for card in silent if card in self._parts and card.feedback is not None]
        self._go_to_waited_for(player.waits_for, told[-1] if told else None)

    def follow(self, snapshot: Snapshot) -> None:
        """Show how far a run is."""
        for card in self.cards():
            if isinstance(card, RunCard):
                card.follow(snapshot)

    def cards(self) -> list[Card]:
        """Return the cards in sight."""
        return [part for part in self._parts if isinstance(part, Card)]

    @property
    def question(self) -> QuestionCard | None:
        """The question that is waited for."""
        return next((card for card in self._questions() if card.is_waited_for), None)

    def _questions(self) -> list[QuestionCard]:
        return [card for card in self.cards() if isinstance(card, QuestionCard)]

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        for card in self.cards():
            card.set_theme(theme)

    def _make_sheet(self) -> None:
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(12, 4, 12, 12)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        self._parts, self._waited_for, self._told = [], None, None
        self.setWidget(self._sheet)

    def _add(self, item: Item) -> None:
        part = self._made(item)
        self._parts.append(part)
        self._column.insertWidget(self._column.count() - 1, part)
        self._refresh(part, item)

    def _made(self, item: Item) -> QWidget:
        lessons, theme = self._lessons, self._theme
        if isinstance(item, Paragraphs):
            text = LessonText()
            text.followed.connect(self.followed)
            return text
        if isinstance(item, Ask):
            return QuestionCard(item, lessons, theme)
        if isinstance(item, RunBlock):
            return RunCard(item, lessons, theme, self._run, self._state)
        if isinstance(item, Break):
            return BreakCard(item, lessons, theme, self.breaking.emit)
        if isinstance(item, Check):
            return CheckCard(item, lessons, theme)
        if isinstance(item, (Point, Draw, Slow)):
            return DoCard(item, lessons, theme, self.pointed.emit)
        if isinstance(item, If):
            return SayCard(item, lessons)
        nothing = QWidget()  # it does something, and says nothing
        nothing.hide()
        return nothing

    def _refresh(self, part: QWidget, item: Item) -> None:
        player = self._lessons.player
        if isinstance(part, (Card, SayCard)):
            part.refresh()
        elif isinstance(part, LessonText) and isinstance(item, Paragraphs) and player is not None:
            part.show_markdown(player.text_of(item.text))

    def _go_to_waited_for(self, block: Block | None, told: QuestionCard | None) -> None:
        """Bring what is new into sight, and point at what is to be looked at; what is said to an answer comes first."""
        if block is self._waited_for and block is not None:
            return
        self._waited_for, self._told = block, told
        if isinstance(block, (Point, Slow)):
            self.pointed.emit(block)
        QTimer.singleShot(0, self, self._go_down)

    def _go_down(self) -> None:
        if not self._parts or not self.isVisible():  # the keyboard is not for what nobody sees
            return
        self._widen()  # of a part that has its font by now
        self._is_to_go_down = True
        self._scroll()
        self.take_focus()

    @property
    def needed_width(self) -> int:
        """The width in pixels that showed every button of the lesson whole, beside the scroll bar."""
        return self._needed_width

    def _widen(self) -> None:
        """Ask for the room that large text takes; it stays, for a column that jumps from step to step disturbs."""
        needed = self._sheet.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        if needed > self._needed_width:
            self._needed_width = needed
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._needed_width = 0
            self._widen()

    def take_focus(self) -> None:
        """Put the keyboard on what is waited for, or tell that nothing is."""
        last = self._parts[-1] if self._parts else None
        if isinstance(last, Card) and last.is_waited_for:
            last.take_focus()
        elif self._waited_for is None:
            self.ended.emit()

    def _scroll(self) -> None:
        """Bring the newest part into sight; the room for it may be there a little later than the part itself."""
        seen = [part for part in self._parts if not part.isHidden()]
        if not self._is_to_go_down:
            return
        if len(seen) > 1:  # else it stands below the title, which is to stay in sight
            self.ensureWidgetVisible(seen[-1], 0, 12)
        if self._told in self._parts:
            self._show_feedback(self._told)

    def _show_feedback(self, card: QuestionCard) -> None:
        feedback = card.feedback
        if feedback is not None:
            self.ensureWidgetVisible(card, 0, 12)
            self.ensureWidgetVisible(feedback, 0, 12)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._is_to_go_down = False  # whoever scrolls is not led on
        super().wheelEvent(event)
