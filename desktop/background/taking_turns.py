"""TakingTurns: those that follow a run are told one after another, and a hand waits for one at most.

All views of one moment take longer to draw than a pen's next move takes to come. Drawn in one event they hold it up;
drawn one an event they let it in between, and what each of them changed is painted before the next one changes more.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid


class TakingTurns(QObject):
    """One queue for all: in every round of the event loop the first in it does what it has to do.

    Who asks again while it waits keeps its place, and does its work once: it looks up by itself what is newest then.
    So what was overtaken is skipped, the last is never left out, and nobody passes another by asking often.

    Parameters
    ----------
    are_taken : callable
        Returns whether turns are taken at the moment; where not, whoever asks does its work before the call returns.
    """

    def __init__(self, are_taken: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._are_taken = are_taken
        self._waiting: list[Turn] = []
        # One that has run out is due after events that wait, and of each round's timers it is called once.
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._next)

    def line_up(self, turn: "Turn") -> None:
        """Let one have its turn, or at once where none are taken."""
        if not self._are_taken():
            turn.take()
        elif turn not in self._waiting:
            self._waiting.append(turn)
            self._timer.start()

    def drop(self, turn: "Turn") -> None:
        """Let one no longer wait."""
        if turn in self._waiting:
            self._waiting.remove(turn)

    def finish(self) -> None:
        """Let all that wait do their work now, as where a run pauses and the window is looked at."""
        while self._waiting:
            self._next()

    def _next(self) -> None:
        if self._waiting:
            turn = self._waiting.pop(0)
            if isValid(turn):  # else its view has gone meanwhile
                turn.take()
        if not self._waiting:
            self._timer.stop()


class Turn(QObject):
    """What one view has to do whenever the run has gone on, and does in its turn.

    Parameters
    ----------
    act : callable
        What to do. It is not told what is new, and asks for it.
    turns : TakingTurns
        The others.
    """

    def __init__(self, act: Callable[[], object], turns: TakingTurns, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._act, self._turns = act, turns

    def ask(self) -> None:
        """Do it as soon as it is one's turn."""
        self._turns.line_up(self)

    def take(self) -> None:
        """Do it now, whoever else waits."""
        self._turns.drop(self)
        self._act()
