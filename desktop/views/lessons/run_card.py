"""RunCard: a run of the lesson: a button, what to watch meanwhile, and how far it is."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtWidgets import QProgressBar

from core.lessons.running import RunBlock
from core.training.snapshot import Snapshot
from desktop.look.theme import Theme
from desktop.models.lessons import LessonsModel
from desktop.views.lessons.button import lesson_button
from desktop.views.lessons.card import Card
from desktop.widgets.labels import hint

RunState = Literal["waiting", "running", "ending"]
"""Whether no batch is trained on, or some are, or all were and the outcome is being found out."""

_PARTS = 1000
_WORDS: dict[RunState, str] = {"waiting": "Run it", "running": "Pause", "ending": "Reading the test images"}


class RunCard(Card):
    """A run; no text changes while it is under way.

    Parameters
    ----------
    block : RunBlock
        The run.
    lessons : LessonsModel
        The lesson it is of.
    theme : Theme
        The colors.
    run : callable
        Starts it, or pauses it and goes on.
    state : callable
        Returns what the run is doing.
    """

    def __init__(
        self,
        block: RunBlock,
        lessons: LessonsModel,
        theme: Theme,
        run: Callable[[], None],
        state: Callable[[], RunState],
    ) -> None:
        super().__init__(block, lessons, theme)
        self._run, self._state, self._was_over = block, state, False
        tip = "Train as the lesson says; pressed again, it pauses."
        self._button = lesson_button("", "lessonRunButton", tip)
        self._button.clicked.connect(run)
        self.column.addWidget(self._button)
        if block.watch:
            watch = hint(f"Watch: {block.watch}")
            self.column.addWidget(watch)
        self._bar = QProgressBar()
        self._bar.setRange(0, _PARTS)
        self._bar.setValue(0)  # a new one stands at -1, before its beginning
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName("How much of the run is done")
        self.column.addWidget(self._bar)
        self.refresh()

    def refresh(self) -> None:
        """Show whether it waits, is under way or over."""
        player = self.lessons.player
        is_over = player is not None and self._run.name in player.runs and not self.is_waited_for
        state = self._state() if self.is_waited_for else "waiting"
        self._button.setEnabled(self.is_waited_for and state != "ending")
        words = "Done" if is_over else _WORDS[state]
        if is_over:
            self._bar.setValue(_PARTS)
        elif self._was_over:
            self._bar.setValue(0)  # it is to be repeated
        self._was_over = is_over
        if self._bar.value() and words == "Run it" and self.is_waited_for:
            words = "Go on"
        self._button.setText(words)
        self.update()

    def follow(self, snapshot: Snapshot) -> None:
        """Show how far it is."""
        if not self.is_waited_for:
            return
        steps = self._run.steps
        whole = steps if steps > 0 else self._run.epochs
        done = snapshot.step if steps > 0 else snapshot.epoch
        self._bar.setValue(round(_PARTS * min(done / whole, 1.0)) if whole > 0 else _PARTS)

    def take_focus(self) -> None:
        """Put the keyboard on the button."""
        if self.is_waited_for:
            self._button.setFocus()
