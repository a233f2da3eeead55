"""Cards of the other blocks that wait: a check, something to look at, something to draw, an image in the network."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from core.lessons.block import Block
from core.lessons.running import Check
from core.lessons.showing import Draw, If, Point, Slow
from desktop.look.theme import Theme
from desktop.models.lessons import LessonsModel
from desktop.views.lessons.button import lesson_button
from desktop.views.lessons.card import Card
from desktop.views.lessons.text import LessonText

_OWN = "**This is your own experiment.** What stands here is about the lesson's run, which can be repeated."


class CheckCard(Card):
    """Whether the run showed what the text goes on to say; where it did, it may have nothing to say."""

    def __init__(self, block: Check, lessons: LessonsModel, theme: Theme) -> None:
        super().__init__(block, lessons, theme)
        self._check = block
        self._text = LessonText()
        self.column.addWidget(self._text)
        again = "Train once more, with the lesson's settings."
        self._again = lesson_button("Run it again", "lessonRepeatButton", again)
        self._again.clicked.connect(lessons.repeat)
        self._on = lesson_button("Go on", "lessonGoOnButton", "Go on all the same.")
        self._on.clicked.connect(lessons.go_on)
        buttons = QHBoxLayout()
        buttons.addWidget(self._again)
        buttons.addWidget(self._on)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        self.refresh()

    def refresh(self) -> None:
        """Show the outcome."""
        player = self.lessons.player
        outcome = None if player is None else player.outcome(self._check)
        words = {True: self._check.passed, False: self._check.failed, None: ""}[outcome]
        is_own = player is not None and self.lessons.is_own and next(player.step.blocks(Check), None) is self._check
        if is_own:
            words = _OWN
        self._text.show_markdown("" if player is None else player.text_of(words))
        self._again.setVisible(is_own or self.is_waited_for and self._check.retry)
        self._on.setVisible(self.is_waited_for)
        self.setVisible(bool(words))
        self.update()

    def edge(self) -> str:
        """Return the color of its edge."""
        player = self.lessons.player
        outcome = None if player is None or self.lessons.is_own else player.outcome(self._check)
        return {True: self._theme.success, False: self._theme.warning, None: self._theme.border}[outcome]

    def take_focus(self) -> None:
        """Put the keyboard on what is done next."""
        (self._again if self._check.retry else self._on).setFocus()


class DoCard(Card):
    """Something to do in the window, with words and a button for when it is done.

    Parameters
    ----------
    block : Point, Draw or Slow
        What is to be done.
    lessons : LessonsModel
        The lesson it is of.
    theme : Theme
        The colors.
    show : callable
        Leads there.
    """

    def __init__(self, block: Block, lessons: LessonsModel, theme: Theme, show: Callable[[Block], None]) -> None:
        super().__init__(block, lessons, theme)
        self.column.addWidget(LessonText(_words(block)))
        self._show = lesson_button("Show me", "lessonShowButton", "Lead there, and frame it.")
        self._show.clicked.connect(lambda: show(block))
        self._on = lesson_button("Go on", "lessonGoOnButton", "Go on with the lesson.")
        self._on.clicked.connect(lessons.go_on)
        buttons = QHBoxLayout()
        buttons.addWidget(self._show)
        buttons.addWidget(self._on)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        self.refresh()

    def refresh(self) -> None:
        """Show whether it is waited for."""
        self._on.setVisible(self.is_waited_for)
        self.update()

    def take_focus(self) -> None:
        """Put the keyboard on the button; slow motion has taken it where it is to step through frames."""
        if self.is_waited_for and not isinstance(self.block, Slow):
            self._on.setFocus()


class SayCard(LessonText):
    """What an ``if`` says, where it applies."""

    def __init__(self, block: If, lessons: LessonsModel) -> None:
        super().__init__()
        self.block, self.lessons = block, lessons
        self.refresh()

    def refresh(self) -> None:
        """Show it where it applies."""
        player = self.lessons.player
        applies = player is not None and player.applies(self.block) and bool(self.block.text)
        self.show_markdown(player.text_of(self.block.text) if player is not None and applies else "")
        self.setVisible(applies)


def _words(block: Block) -> str:
    if isinstance(block, (Point, Draw)):
        return block.text
    assert isinstance(block, Slow)
    which = "These frames show" if block.frames else "Thirteen frames show"
    return (
        f"{which} the image on its way through the network. Go from one to the next with the **Right** key, or the "
        "arrows above the network. The lesson goes on after the last; **Ctrl+Shift+L** leads the keyboard back to it."
    )
