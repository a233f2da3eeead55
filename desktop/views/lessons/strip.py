"""LessonStrip: a lesson along the foot of the projector view, one thing at a time, turned like the pages of a talk."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from core.lessons.question import Ask
from core.lessons.running import Check, RunBlock
from core.training.snapshot import Snapshot
from desktop.look.tips import wrapped
from desktop.models.lessons import LessonsModel
from desktop.models.training import TrainingModel
from desktop.views.lessons.strip_parts import StripPart, parts_of
from desktop.views.lessons.strip_question import StripQuestion
from desktop.views.lessons.text import LessonText
from desktop.widgets.labels import grow_text, hint

_PARTS = 1000
_LARGE = 1.2  # times the text of the window


class LessonStrip(QWidget):
    """Shows a part of the step; going on does what the part waits for, and leads to the next.

    Parameters
    ----------
    lessons : LessonsModel
        The lesson.
    training : TrainingModel
        Tells whether a run is under way.
    run : callable
        Starts the run that is waited for, or pauses it and goes on.
    follow_up : callable
        Begins the lesson after this one.
    """

    def __init__(
        self,
        lessons: LessonsModel,
        training: TrainingModel,
        run: Callable[[], None],
        follow_up: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setObjectName("lessonStrip")
        self.setAccessibleName("Lesson")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lessons, self._training, self._run, self._follow_up = lessons, training, run, follow_up
        self._is_followed = False
        self._step: object = None
        self._parts: tuple[StripPart, ...] = ()
        self._place, self._did_wait = 0, False  # which part, and whether the lesson waited there
        self._question: StripQuestion | None = None
        self._head = hint()
        self._text = LessonText()
        self._bar = QProgressBar()
        self._again = _button("lessonStripAgainButton", "Run it again", "Train once more, with the lesson's settings.")
        self._back = _button("lessonStripBackButton", "Back", "Go back to what was said before (Page up).")
        self._on = _button("lessonStripButton", "Next", "Go on (Page down).")
        self._lay_out()
        self._again.clicked.connect(lambda: lessons.repeat())
        self._back.clicked.connect(lambda: self.backward())
        self._on.clicked.connect(lambda: self._press())

    def _lay_out(self) -> None:
        self._bar.setRange(0, _PARTS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("How much of the run is done")
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        column.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(said)
        self._pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        buttons = QHBoxLayout()
        buttons.addWidget(self._head, 1)
        for button in (self._again, self._back, self._on):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages, 1)
        layout.addLayout(buttons)

    # What is shown

    def follow(self, is_followed: bool) -> None:
        """Show the lesson from now on, beginning with what it waits for; or show nothing any more."""
        self._is_followed = is_followed
        self._step = None
        self.refresh()
        if is_followed and self._parts:
            self._go_to(len(self._parts) - 1)

    def refresh(self) -> None:
        """Show what is in sight now; past what was waited for, if that is done."""
        player = self._lessons.player
        if not self._is_followed or player is None:
            return
        before, was_waited_for = self._part, self._did_wait
        self._parts = parts_of(player)
        if player.step is not self._step:
            self._step = player.step
            self._go_to(0)
        elif before is not None and was_waited_for and before.item is not player.waits_for:
            self._go_to(self._place + 1)  # a run has ended, an image was clicked
        else:
            self._go_to(self._place)

    def show_progress(self, snapshot: Snapshot) -> None:
        """Show how far a run is."""
        part = self._part
        if part is not None and isinstance(part.item, RunBlock) and self._is_waited_for(part):
            steps = part.item.steps
            whole, done = (steps, snapshot.step) if steps > 0 else (part.item.epochs, snapshot.epoch)
            self._bar.setValue(round(_PARTS * min(done / whole, 1.0)) if whole > 0 else _PARTS)

    def needed_height(self, width: int) -> int:
        """Return how high it is with all of the part in sight, at a width."""
        layout, page = self.layout(), self._pages.currentWidget()
        inside = page.layout() if page is not None else None
        words = inside.totalHeightForWidth(width) if inside is not None and inside.hasHeightForWidth() else 0
        return words + self._on.sizeHint().height() + (layout.spacing() if layout is not None else 0)

    @property
    def _part(self) -> StripPart | None:
        return self._parts[self._place] if self._place < len(self._parts) else None

    def _is_waited_for(self, part: StripPart | None) -> bool:
        player = self._lessons.player
        if part is None or part.is_feedback or player is None or player.waits_for is None:
            return False
        return player.waits_for is part.item

    def _go_to(self, place: int) -> None:
        """Show a part, or the nearest there is."""
        self._place = min(max(place, 0), max(len(self._parts) - 1, 0))
        part, player = self._part, self._lessons.player
        if player is None:
            return
        steps = player.lesson.steps
        self._head.setText(f"{player.lesson.heading}  –  {player.step.title}, {player.place + 1} of {len(steps)}")
        self._did_wait = self._is_waited_for(part)
        if part is not None and isinstance(part.item, Ask) and not part.is_feedback:
            self._show_question(part.item)
        else:
            self._show_text(part)
        self._name_buttons()
        self.updateGeometry()

    def _show_question(self, ask: Ask) -> None:
        player = self._lessons.player
        if self._question is None or self._question.ask is not ask:
            self._forget_question()
            self._question = StripQuestion(ask)
            self._question.changed.connect(self._name_buttons)
            grow_text(self._question, _LARGE)
            self._pages.addWidget(self._question)
        if player is not None:
            self._question.show_answer(player.answers.get(ask.id), is_open=player.waits_for is ask)
        if self._pages.currentWidget() is not self._question:
            self._pages.setCurrentWidget(self._question)
            self._take_focus()

    def _show_text(self, part: StripPart | None) -> None:
        is_run = part is not None and isinstance(part.item, RunBlock)
        grow_text(self._text, _LARGE)
        words = "" if part is None else part.text
        self._text.show_markdown(f"Watch: {words}" if is_run and words else words)
        self._bar.setVisible(is_run)
        if is_run and not self._training.is_running:
            self._bar.setValue(0 if self._is_waited_for(part) else _PARTS)
        self._pages.setCurrentIndex(0)
        self._forget_question()
        self._take_focus()

    def _take_focus(self) -> None:
        """Put the keyboard here, unless a lesson waits for what is done elsewhere."""
        if not self.isVisible():
            return
        self.setFocus()
        if self._question is not None:
            self._question.take_focus()

    def _forget_question(self) -> None:
        if self._question is not None:
            self._pages.removeWidget(self._question)
            self._question.deleteLater()
            self._question = None

    def _name_buttons(self) -> None:
        """Let the buttons say what they do, and so what the keys do."""
        part, player = self._part, self._lessons.player
        if player is None:
            return
        is_waited_for, words = self._is_waited_for(part), "Next"
        item = None if part is None else part.item
        if is_waited_for and isinstance(item, Ask):
            words = "That is our guess" if self._question and self._question.has_answer else "We don't know"
        elif is_waited_for and isinstance(item, RunBlock):
            words = "Pause" if self._training.is_running else "Go on" if self._bar.value() else "Run it"
        elif self._is_last and player.is_last:
            following = self._lessons.following(player.lesson)
            words = "All lessons" if following is None else f"Next: {following.title}"
        self._on.setText(words)
        self._back.setEnabled(self._place > 0 or player.place > 0)
        self._again.setVisible(is_waited_for and isinstance(item, Check) and item.retry)

    @property
    def _is_last(self) -> bool:
        return self._place >= len(self._parts) - 1

    # What is done

    def forward(self) -> None:
        """Do what is waited for, and go on; a run under way is let be."""
        part, player = self._part, self._lessons.player
        if player is None or not self._is_followed:
            return
        if self._is_waited_for(part):
            self._do(part)
        elif not self._is_last:
            self._go_to(self._place + 1)
        elif not player.is_last:
            self._lessons.next_step()
        else:
            self._follow_up()

    def backward(self) -> None:
        """Go back to what was said before."""
        player = self._lessons.player
        if player is None or not self._is_followed:
            return
        if self._place > 0:
            self._go_to(self._place - 1)
        elif player.place > 0:
            self._lessons.previous_step()
            self._go_to(len(self._parts) - 1)

    def choose(self, number: int) -> None:
        """Choose an answer by its number, from 0."""
        if self._question is not None:
            self._question.choose(number)

    def _press(self) -> None:
        part = self._part
        if self._training.is_running and part is not None and isinstance(part.item, RunBlock):
            self._run()  # pauses it
        else:
            self.forward()

    def _do(self, part: StripPart | None) -> None:
        item = None if part is None else part.item
        if isinstance(item, Ask) and self._question is not None:
            self._lessons.answer(self._question.answer)
        elif isinstance(item, RunBlock):
            if not self._training.is_running:
                self._run()
        else:
            self._lessons.go_on()


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(wrapped(tip))
    return button
