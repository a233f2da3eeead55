"""StatusPanel: how far the run is, how fast, how good, how long still."""

import math
from functools import partial
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton

from core.plain import duration
from core.training.snapshot import Snapshot
from core.training.stopping import reason
from core.training.time_left import TimeLeft
from desktop.background.taking_turns import Turn
from desktop.look.theme import ThemeKeeper
from desktop.look.tips import wrapped
from desktop.look.words import ESTIMATED, accuracy, rounded
from desktop.models.exporting import ExportingModel
from desktop.models.library import LibraryModel
from desktop.models.training import State, TrainingModel
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel
from desktop.widgets.labels import plain

_STEPS = 1000
_WORDS = {
    State.PREPARING: "Preparing",
    State.READY: "Ready",
    State.RUNNING: "Training",
    State.PAUSED: "Paused",
    State.FINISHED: "Finished",
    State.FAILED: "Stopped",
}


_STOP_LOADING = "Stop loading; the data set in use stays."
_STOP_WRITING = "Stop writing; nothing half-written is left."
_STOP_MAKING = "Do not wait for this network; go back to the one before, with its settings."

_Worker = LibraryModel | ExportingModel | TrainingModel


class StatusPanel(Panel):
    """One line of figures, a progress bar, and what is being loaded."""

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._label = plain(_WORDS[State.PREPARING])
        self._label.setObjectName("statusLabel")
        self._label.setToolTip(wrapped(ESTIMATED))
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._progress = _bar("progressBar", "Progress of the run")
        self._progress.setToolTip(wrapped("How many of the epochs asked for are done."))
        self._busy_label = plain()
        self._busy = _bar("busyBar", "Progress of loading or writing")
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName("cancelButton")
        self._cancel.clicked.connect(lambda: self._at_work.cancel())
        self._time_left = TimeLeft()
        self._at_work: _Worker = workbench.library  # whose work is shown
        self._works: dict[_Worker, tuple[str, str, int, int]] = {}  # all that goes on
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 10, 0)
        layout.setSpacing(8)
        layout.addWidget(self._label, 1)
        for widget in (self._busy_label, self._busy, self._cancel):
            layout.addWidget(widget)
        layout.addWidget(self._progress)
        self._show_idle()
        workers: tuple[tuple[_Worker, str], ...] = (
            (workbench.library, _STOP_LOADING),
            (workbench.exporting, _STOP_WRITING),
            (workbench.training, _STOP_MAKING),
        )
        for model, tip in workers:
            model.busy.connect(partial(self._show_busy, model, tip))
            model.idle.connect(partial(self._end_busy, model))
        workbench.training.busy.connect(lambda *progress: self._show_line())
        workbench.training.state_changed.connect(lambda state: self._show_line())
        workbench.training.wished.connect(self._show_line)
        workbench.timeline.changed.connect(Turn(self._show_line, workbench.turns, self).ask)

    def _show_line(self) -> None:
        timeline = self.workbench.timeline
        state, latest = self.workbench.training.state, timeline.latest
        if latest is None:
            then = ", training begins then" if self.workbench.training.is_waiting else ""
            until = " Until then the views show the network before." if self._shows_another else ""
            self._label.setText(f"{_WORDS[state]}{then}…{until}")
            self._progress.setValue(0)
            return
        words = [_WORDS[state], *_figures(latest, state, self._data_of(latest))]
        if state is State.FINISHED and latest.ended_by:
            words.append(reason(latest.hyperparameters, latest.ended_by))
        dataset = self.workbench.session.dataset
        if dataset is not None and not len(dataset.test):
            words.append("no test images")
        if state is State.RUNNING:
            self._time_left.note(monotonic(), latest.epoch)
            seconds = self._time_left.seconds(latest.hyperparameters.epochs)
            if not math.isnan(seconds):
                words.append(f"{duration(seconds)} left")
        else:
            self._time_left.forget()
        if not timeline.is_live and timeline.snapshot is not None:
            curves = timeline.snapshot.curves
            figure = curves.latest(curves.told)
            read = f"{figure.kind} {accuracy(figure)}{self._data_of(timeline.snapshot)}"
            words.append(f"on screen: epoch {timeline.snapshot.epoch:.1f}, {read}")
        self._label.setText(" · ".join(words))
        share = min(1.0, latest.epoch / latest.hyperparameters.epochs)
        self._progress.setValue(round(share * _STEPS))

    def _data_of(self, snapshot: Snapshot) -> str:
        """Return of which images a figure is, in words that follow it, where it is not of those at hand."""
        title = self.workbench.session.figures_of(snapshot)
        return f" of {title}" if title else ""

    @property
    def _shows_another(self) -> bool:
        """Whether the views still show the network before, because the one on screen is being made, and slowly."""
        return self.workbench.training.is_slow and self.workbench.session.has_one_before

    def _show_busy(self, model: _Worker, tip: str, words: str, done: int, total: int) -> None:
        self._at_work = model
        self._works[model] = (tip, words, done, total)
        self._cancel.setToolTip(wrapped(tip))
        self._busy_label.setText(words)
        self._busy.setRange(0, _STEPS if total else 0)
        if total:
            self._busy.setValue(round(done / total * _STEPS))
        self._set_busy_visible(True)

    def _end_busy(self, model: _Worker) -> None:
        self._works.pop(model, None)
        if model is self._at_work:
            self._show_idle()
        for other, work in self._works.items():
            self._show_busy(other, *work)

    def _show_idle(self) -> None:
        self._set_busy_visible(False)

    def _set_busy_visible(self, is_visible: bool) -> None:
        for widget in (self._busy_label, self._busy, self._cancel):
            widget.setVisible(is_visible)


def _figures(snapshot: Snapshot, state: State, of_data: str) -> list[str]:
    epochs = snapshot.hyperparameters.epochs
    figures = [f"epoch {snapshot.epoch:.1f} of {epochs:,}"]
    if state is State.RUNNING and snapshot.images_per_second:
        figures.append(f"{rounded(snapshot.images_per_second)} images/s")
    measured = snapshot.curves.latest("test_accuracy")
    if not math.isnan(measured.value):
        figures.append(f"test {accuracy(measured)}{of_data}")
    if snapshot.curves.has_validation:
        figures.append(f"validation {accuracy(snapshot.curves.latest('validation_accuracy'))}")
    return figures


def _bar(name: str, label: str) -> QProgressBar:
    bar = QProgressBar()
    bar.setObjectName(name)
    bar.setAccessibleName(label)
    bar.setRange(0, _STEPS)
    bar.setTextVisible(False)
    bar.setFixedWidth(160)
    bar.setMaximumHeight(12)
    return bar
