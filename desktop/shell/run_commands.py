"""RunCommands: training, runs and the timeline, and the dialogs that repeat a run with one change or begin a sweep."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.files.runs import SUFFIX
from desktop.actions import Commands
from desktop.dialogs import files
from desktop.session.workbench import Workbench
from desktop.shell.destinations import Destinations
from desktop.views.wishes import Answers, DeleteSweep, RepeatRun, SaveSweep


class RunCommands:
    """What the commands do that train a run, leave it for another, or move along it.

    Parameters
    ----------
    window : QWidget
        Over which the dialog opens.
    workbench : Workbench
        The models.
    """

    def __init__(self, window: QWidget, workbench: Workbench) -> None:
        self._window = window
        self._workbench = workbench

    def commands(self) -> Commands:
        """Return what each of these commands does, by the action's name."""
        workbench, timeline = self._workbench, self._workbench.timeline
        return {
            "stepAction": workbench.step,
            "stepEpochAction": workbench.step_epoch,
            "resetAction": workbench.reset,
            "bringBackAction": workbench.bring_back,
            "branchAction": workbench.branch_from_here,
            "repeatAction": self._repeat,
            "sweepAction": self._ask_for_sweep,
            "deleteRunsAction": workbench.delete_all_runs,
            "deleteKeptAction": self._delete_kept,
            "trainHandwritingAction": workbench.train_on_handwriting,
            "liveAction": timeline.go_live,
            "playAction": timeline.play_or_stop,
            "firstAction": timeline.move_to_first,
            "previousAction": lambda: timeline.move_by(-1),
            "nextAction": lambda: timeline.move_by(1),
            "bestAction": timeline.move_to_best,
        }

    def answers(self) -> Answers:
        """Return what is done for the wishes of views."""
        return {
            RepeatRun: lambda wish: self._ask_to_repeat(wish.run),
            SaveSweep: self._save_sweep,
            DeleteSweep: lambda wish: self._delete_sweep(wish.sweep),
        }

    def _save_sweep(self, wish: SaveSweep) -> None:
        destinations = Destinations(self._workbench)
        asked = files.ask_for_sweep_to_save(self._window, destinations.suggest(f"{wish.name}{SUFFIX}"))
        path = destinations.remember(asked)
        if path is not None:
            wish.write(path)

    def _delete_sweep(self, id: UUID) -> None:
        entry = self._workbench.sweeps.find(id)
        if entry is not None and files.ask_to_delete_sweep(self._window, entry.journal.name, entry.done):
            self._workbench.sweeping.delete(id)

    def _delete_kept(self) -> None:
        if files.ask_to_delete_kept(self._window, len(self._workbench.runs.others)):
            self._workbench.delete_kept()

    def _ask_for_sweep(self) -> None:
        """Ask which settings vary, and begin the sweep."""
        from desktop.dialogs.sweep import Pace, SweepDialog

        workbench = self._workbench
        run = workbench.runs.current
        is_measured = run is not None and run.epoch > 0 and len(run.curves)
        seconds = float(run.curves.last("seconds")) if run is not None and is_measured else 0.0
        pace = Pace(run.settings, seconds / run.epoch) if run is not None and seconds > 0 else None
        dialog = SweepDialog(workbench.session.settings_for_new, pace, workbench.sweeping.check, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def begin() -> None:
            if dialog.sweep is not None:
                workbench.sweeping.begin(dialog.sweep, dialog.name)

        dialog.accepted.connect(begin)
        dialog.open()

    def _repeat(self) -> None:
        """Repeat the run at hand, or the one put aside last; the table has a button for the one chosen there."""
        trained = self._workbench.runs.trained
        if trained:
            self._ask_to_repeat(trained[-1].id)

    def _ask_to_repeat(self, id: UUID) -> None:
        """Ask which setting of a run is to be another one, and train it again with that."""
        from desktop.dialogs.repeat import RepeatDialog

        runs = self._workbench.runs
        run = runs.find(id)
        if run is None or not run.is_trained:
            return
        dialog = RepeatDialog(run.as_trained(), is_at_hand=run == runs.current, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._workbench.repeat(id, dialog.settings))
        dialog.open()
