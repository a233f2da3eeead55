"""RunCommands: training, runs and the timeline, and the dialog in which a run is repeated with one change."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.actions import Commands
from desktop.dialogs import files
from desktop.session.workbench import Workbench
from desktop.views.wishes import Answers, RepeatRun


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
        return {RepeatRun: lambda wish: self._ask_to_repeat(wish.run)}

    def _delete_kept(self) -> None:
        if files.ask_to_delete_kept(self._window, len(self._workbench.runs.others)):
            self._workbench.delete_kept()

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
