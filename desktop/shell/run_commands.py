"""RunCommands: training, runs and the timeline, and the dialog in which a run is repeated with one change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.actions import Commands
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
            "trainAction": workbench.train_or_pause,
            "stepAction": workbench.step,
            "stepEpochAction": workbench.step_epoch,
            "resetAction": workbench.reset,
            "bringBackAction": workbench.bring_back,
            "branchAction": workbench.branch_from_here,
            "repeatAction": self._repeat,
            "deleteRunsAction": workbench.delete_all_runs,
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
        return {RepeatRun: lambda wish: self._ask_to_repeat(wish.number)}

    def _repeat(self) -> None:
        """Repeat the run at hand, or the one put aside last; the table has a button for the one chosen there."""
        runs = self._workbench.runs
        is_trained = self._workbench.saved_run(runs.at_hand.number) is not None
        self._ask_to_repeat(runs.at_hand.number if is_trained or not runs.earlier else runs.earlier[-1].number)

    def _ask_to_repeat(self, number: int) -> None:
        """Ask which setting of a run is to be another one, and train it again with that."""
        from desktop.dialogs.repeat import RepeatDialog

        run = self._workbench.saved_run(number)
        if run is None:
            return
        is_at_hand = number == self._workbench.runs.at_hand.number
        dialog = RepeatDialog(run, is_at_hand=is_at_hand, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._workbench.repeat(number, dialog.settings))
        dialog.open()
