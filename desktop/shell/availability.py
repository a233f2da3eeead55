"""Availability: which commands can be given at the moment, and what they are called then."""

from PySide6.QtCore import QObject

from desktop.actions import Actions
from desktop.models.training import State
from desktop.session.workbench import Workbench

TRAIN_ON = "&Train on"

_NO_STEPS = {
    State.RUNNING: "Training runs. Pause it to take single steps.",
    State.FINISHED: "The run is at its end. Train goes on.",
    State.FAILED: "Training cannot go on from here. Reset starts over.",
}


class Availability(QObject):
    """Switches commands on and off as the models change; a panel does so for those that are its own.

    Parameters
    ----------
    actions : Actions
        The commands.
    workbench : Workbench
        The models.
    parent : QObject, optional
        What owns it.
    """

    def __init__(self, actions: Actions, workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._workbench = workbench
        workbench.training.state_changed.connect(self._follow_training)
        workbench.training.wished.connect(lambda: self._follow_training(workbench.training.state))
        workbench.library.idle.connect(self._follow_library)
        workbench.timeline.changed.connect(self._follow_timeline)
        workbench.settings.changed.connect(lambda value: self._name_train())
        workbench.runs.changed.connect(self._follow_runs)
        workbench.handwriting.changed.connect(self._follow_handwriting)
        self._follow_training(workbench.training.state)
        self._follow_timeline()
        self._follow_runs()
        self._follow_handwriting()
        self._follow_library()

    def _enable(self, is_enabled: bool, *names: str) -> None:
        for name in names:
            self._actions[name].setEnabled(is_enabled)

    def _follow_training(self, state: State) -> None:
        runs_or_will = state is State.RUNNING or self._workbench.training.is_waiting
        self._actions.set_icon("trainAction", "pause" if runs_or_will else "train")
        self._name_train()
        for name in ("stepAction", "stepEpochAction"):
            self._enable(state not in _NO_STEPS, name)
            self._actions.set_tip(name, _NO_STEPS.get(state))

    def _name_train(self) -> None:
        """Let the button say what it will do: pause, begin or go on, or train for longer than was asked for."""
        training, more, early = self._workbench.training, 0, ""
        if training.state is State.FINISHED:
            more, early = self._workbench.epochs_to_add, self._workbench.early_end
        words = "&Pause" if training.is_running or training.is_waiting else TRAIN_ON if more or early else "&Train"
        tip = f"All epochs are done. Train on for {more} more." if more else None
        if early and not more:
            tip = f"The run has ended: {early}. Train on without that limit."
        if training.is_waiting:
            tip = "Training begins as soon as the network is made. Press again to leave it untrained."
        if self._actions["trainAction"].text() != words or more or early:
            self._actions["trainAction"].setText(words)
            self._actions.set_tip("trainAction", tip)

    def _follow_timeline(self) -> None:
        timeline = self._workbench.timeline
        self._actions["playAction"].setText("Sto&p" if timeline.is_playing else "&Play")
        self._actions.set_icon("playAction", "pause" if timeline.is_playing else "train")
        self._enable(len(timeline.recording) > 1, "playAction", "firstAction", "previousAction", "nextAction")
        self._enable(timeline.recording.best is not None, "bestAction")
        self._enable(self._workbench.can_branch, "branchAction")
        self._follow_runs()

    def _follow_runs(self) -> None:
        runs = self._workbench.runs
        self._enable(bool(runs.trained), "repeatAction", "exportRunsAction")
        self._enable(bool(runs.others), "deleteRunsAction")
        self._enable(runs.last_left is not None, "bringBackAction")

    def _follow_library(self) -> None:
        has_images = self._workbench.library.dataset is not None
        self._enable(has_images, "testImageAction", "sweepAction")
        self._actions.set_tip("testImageAction", None if has_images else "The images are still being loaded.")

    def _follow_handwriting(self) -> None:
        handwriting = self._workbench.handwriting
        self._enable(handwriting.is_ready, "importHandwritingAction")
        on_samples = ("exportHandwritingAction", "deleteHandwritingAction", "trainHandwritingAction")
        self._enable(bool(handwriting.samples), *on_samples)
