"""Panel: draws the shown snapshot, only while visible."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from core.training.snapshot import Snapshot
from desktop.actions import Actions, Commands
from desktop.background.taking_turns import Turn
from desktop.background.throttle import Rest, Throttle
from desktop.look.theme import Theme, ThemeKeeper
from desktop.session.workbench import Workbench
from desktop.views.wishes import Answers, Wish

Table = tuple[Sequence[str], Sequence[Sequence[object]]]
"""The head of a table, and its rows."""


class Panel(QWidget):
    """A part of the window that shows one moment of the run.

    Live training and scrubbing through the past look the same to it: both call
    :meth:`draw`. A hidden panel is not drawn, and so costs nothing; it is when it
    is shown. While a run is followed the panels take turns. A panel knows no other:
    what it wants done elsewhere it wishes for, and it says which wishes it answers.

    Parameters
    ----------
    workbench : Workbench
        The models it shows and asks.
    themes : ThemeKeeper
        Who knows the colors.

    Class attributes
    ----------------
    rest_ms : int
        How long the panel rests after it was drawn while the run is followed, so that dear
        drawing leaves the processors to the training; scrubbing is drawn at once.
    undoes : str
        What kind of thing undo takes back first while the panel has the focus; empty where it has none of its own.
    comes_and_goes : bool
        Whether its tab is there only while the panel offers it, by :class:`desktop.views.wishes.OfferTab`.
    """

    rest_ms: ClassVar[int] = 0
    undoes: str = ""
    comes_and_goes: ClassVar[bool] = False

    wished = Signal(object)  # Wish
    count_changed = Signal(int)  # how much it has to say, which its tab tells; 0 for nothing

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__()
        self.workbench = workbench
        self.themes = themes
        self.title = ""  # as the table of panels has it
        self._answered: frozenset[type[Wish]] = frozenset()
        self._undrawn: Snapshot | None = None
        self._draw_turn = Turn(self._draw_waiting, workbench.turns, self)
        self._draw_soon = Throttle(self._draw_turn.ask, Rest(self.rest_ms), parent=self)
        workbench.timeline.shown.connect(self._show_snapshot)
        themes.changed.connect(self.set_theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show a moment of the run; called only while the panel can be seen."""

    def table(self) -> Table | None:
        """Return the table the panel shows, to be written as CSV; none where it shows none, or nothing yet."""
        return None

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""

    def project(self, is_projected: bool) -> None:
        """Show no more than a class has to see, as in the projector view, or all of it again."""

    def commands(self) -> Commands:
        """Return what is done here for commands of menus and toolbar, by the action's name."""
        return {}

    def use_actions(self, actions: Actions) -> None:
        """Take the actions that this panel has buttons for, or knows the state of."""

    def answers(self) -> Answers:
        """Return the kinds of wishes that this panel answers, wherever they come from, and how it does so."""
        return {}

    def set_answered(self, kinds: frozenset[type[Wish]]) -> None:
        """Take note of which wishes are answered in this window; called before the panel is shown."""
        self._answered = kinds

    def is_answered(self, kind: type[Wish]) -> bool:
        """Return whether anyone answers wishes of a kind, so that a button for it does something."""
        return kind in self._answered

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_turn.take()  # before it is painted; a rest, or the others, would leave it for a moment as it was

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self._undrawn = snapshot
        if self.isVisible():
            self._draw_soon(is_urgent=not self.workbench.timeline.is_live)

    def _draw_waiting(self) -> None:
        """Draw the latest moment that is not on screen yet."""
        if self._undrawn is None or not self.isVisible():
            return
        snapshot, self._undrawn = self._undrawn, None
        if self.workbench.timeline.snapshot is not None:  # else it is of a run before, perhaps of other data
            self.draw(snapshot)
