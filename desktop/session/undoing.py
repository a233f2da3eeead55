"""Undoing: tells in one place what can be taken back: runs and digits that were deleted, settings that wait."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.models.handwriting import HandwritingModel
from desktop.models.hyperparameters import HyperparametersModel
from desktop.models.runs import RunsModel
from desktop.models.symbols import SymbolsModel
from desktop.models.undoing import Undoable, UndoModel


class Undoing(QObject):
    """Follows what is done in the models, so that it can be undone from anywhere in the window.

    Parameters
    ----------
    model : UndoModel
        Is told of it.
    runs, settings, handwriting
        Where something is done that can be taken back.
    undo_delete : callable
        Brings back the runs that were deleted last.
    attempt : callable
        Does what may fail, and says so when it does.
    """

    def __init__(
        self,
        model: UndoModel,
        runs: RunsModel,
        settings: HyperparametersModel,
        handwriting: HandwritingModel,
        undo_delete: Callable[[], None],
        attempt: Callable[[Callable[[], None]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._runs, self._settings, self._handwriting = runs, settings, handwriting
        self._deletions = 0  # as they were when last told of
        self._last_deleted: UUID | None = None
        self._of_runs = Undoable("runs", "Bring back the runs that were deleted last.", undo_delete)
        self._of_digits = Undoable(
            "digits",
            "Bring back the digits of yours that were deleted last, or their names.",
            partial(attempt, handwriting.undo),
        )
        self._of_settings = Undoable(
            "settings", "Take back the settings that wait for a new network.", settings.take_back
        )
        self._attempt = attempt
        runs.changed.connect(self._follow_runs)
        settings.changed.connect(lambda value: self._follow_settings())
        handwriting.changed.connect(self._follow_digits)

    def follow_symbols(self, symbols: SymbolsModel) -> None:
        """Follow what is done to a set of symbols from now on."""
        undoable = Undoable(
            symbols.undo_kind,
            "Bring back the drawings that were deleted last, or the symbols as they were called.",
            partial(self._attempt, symbols.undo),
        )
        symbols.changed.connect(lambda: self._model.follow(undoable, symbols.undo_steps))

    def _follow_runs(self) -> None:
        deleted, steps = self._runs.deleted, self._runs.deletions
        last = deleted[-1].id if deleted else None
        # As many as before, but others: the oldest is past being brought back.
        is_new = steps > 0 and steps == self._deletions and last != self._last_deleted
        self._deletions, self._last_deleted = steps, last
        self._model.follow(self._of_runs, steps, is_new=is_new)

    def _follow_digits(self) -> None:
        self._model.follow(self._of_digits, self._handwriting.undo_steps)

    def _follow_settings(self) -> None:
        self._model.follow(self._of_settings, bool(self._settings.pending))
