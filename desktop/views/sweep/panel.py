"""SweepPanel: how far a sweep is, its settings in a table, what it shows, and what can be done with its runs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from core.sweep.result import Trial
from desktop.background.throttle import Rest, Throttle
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.models.sweeps import State, SweepEntry
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel, Table
from desktop.views.sweep.card import FindingsCard
from desktop.views.sweep.deeds import Deeds
from desktop.views.sweep.pages import Page, Pages
from desktop.views.sweep.picture import SweepPicture
from desktop.views.sweep.settings_table import SettingsTable
from desktop.views.sweep.words import how_far
from desktop.views.wishes import ComeToFront, DeleteSweep, OfferTab, SaveSweep
from desktop.widgets.form.number_fields import Combo
from desktop.widgets.labels import hint

_NAME = "sweep"
_REST = Rest(300, 9)  # between two drawings of the picture: that of a thousand runs takes longer than that of ten
_PICTURE = "See the runs as a map of two settings, as lines through all of them, or as curves."
_TABLE = "Read the figures of all settings, the best first."
_WORDS = "Read which setting mattered, and how much of that is chance."
_TIPS = {
    "pauseSweepButton": "Begin no further run for now; those that are being trained go on to their end.",
    "goOnSweepButton": "Train what is left of the sweep.",
    "stopSweepButton": "Give up the runs that are being trained. What is done is kept; Go on trains the rest.",
}


class SweepPanel(Panel):
    """The sweep that is looked at. Its tab is there once there is one."""

    comes_and_goes = True

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._sweeps, self._tasks = workbench.sweeps, workbench.sweeping
        self._is_offered = False
        self._which = Combo()
        self._which.setObjectName("sweepCombo")
        self._which.setAccessibleName("Sweep")
        self._which.setToolTip(wrapped("Which sweep is looked at. All of them go on."))
        self._how_far = hint()
        self._how_far.setObjectName("sweepLabel")
        self._how_far.keep_lines(2)
        self._progress = QProgressBar()
        self._progress.setObjectName("sweepProgress")
        self._progress.setAccessibleName("Progress of the sweep")
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(8)
        self.settings = SettingsTable(themes.theme, self._can_cancel)
        self.picture = SweepPicture(themes.theme)
        self._card, self._deeds = FindingsCard(), Deeds()
        self._picture_soon = Throttle(self._draw_picture, _REST, parent=self)
        self._pages = Pages(
            (
                Page(self.picture, "Picture", "sweepPictureButton", _PICTURE),
                Page(self.settings, "Table", "sweepTableButton", _TABLE),
                Page(self._card, "In words", "sweepWordsButton", _WORDS),
            ),
            themes.theme,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._deeds)
        self._join()
        self._refresh()

    def table(self) -> Table | None:
        """Return the settings in the order shown."""
        heads, rows = self.settings.texts()
        return (heads, rows) if rows else None

    def set_theme(self, theme: Theme) -> None:
        self.settings.set_theme(theme)
        self.picture.set_theme(theme)
        self._pages.set_theme(theme)

    def open_run(self, trial: Trial) -> None:
        """Put a run of the sweep that is looked at on screen, to be read, drawn for and trained on."""
        self._do(lambda entry: self._tasks.open_run(entry.id, trial))

    # How it is laid out

    def _head(self) -> QVBoxLayout:
        self._pause = self._button("Pause", "pauseSweepButton", lambda entry: self._tasks.pause(entry.id))
        self._go_on = self._button("Go on", "goOnSweepButton", lambda entry: self._tasks.go_on(entry.id))
        self._stop = self._button("Stop", "stopSweepButton", lambda entry: self._tasks.stop(entry.id))
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._pages.buttons)
        line.addWidget(self._which)
        line.addWidget(self._how_far, 1)
        for button in (self._pause, self._go_on, self._stop):
            line.addWidget(button)
        head = QVBoxLayout()
        head.setContentsMargins(8, 6, 8, 4)
        head.setSpacing(4)
        head.addLayout(line)
        head.addWidget(self._progress)
        return head

    def _button(self, text: str, name: str, act: Callable[[SweepEntry], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(wrapped(_TIPS[name]))
        button.clicked.connect(lambda: self._do(act))
        return button

    def _join(self) -> None:
        self._which.activated.connect(lambda place: self._sweeps.look_at(self._which.itemData(place)))
        self._pages.turned.connect(lambda: self._picture_soon(is_urgent=True))
        self.picture.opened.connect(self.open_run)
        self.picture.chosen.connect(self.settings.choose)
        self.settings.chosen.connect(self._follow_choice)
        self.settings.opened.connect(self._open_best)
        self.settings.cancelled.connect(self._cancel_setting)
        self._deeds.used.connect(lambda: self._do(self._use_settings))
        self._deeds.opened.connect(self._open_best)
        self._deeds.cancelled.connect(lambda trial: self._do(lambda entry: self._tasks.cancel(entry.id, trial)))
        self._deeds.saved.connect(lambda: self._do(self._wish_to_save))
        self._deeds.deleted.connect(lambda: self._do(self._wish_to_delete))
        self._deeds.forgotten.connect(lambda: self._do(lambda entry: self._tasks.delete(entry.id)))
        self._sweeps.changed.connect(self._refresh)
        self._sweeps.progressed.connect(self._show_progress)
        self._sweeps.found.connect(self._show_findings)
        self._tasks.begun.connect(lambda: self.wished.emit(ComeToFront()))

    # What is shown

    def _refresh(self) -> None:
        entries = self._sweeps.entries
        self._offer(bool(entries))
        with QSignalBlocker(self._which):
            self._which.clear()
            for entry in entries:
                self._which.addItem(entry.journal.name, entry.id)
            current = self._sweeps.current
            ids = [entry.id for entry in entries]
            self._which.setCurrentIndex(ids.index(current.id) if current is not None else -1)
        self._which.setVisible(len(entries) > 1)
        self._show_progress()
        self._show_findings()

    def _offer(self, is_offered: bool) -> None:
        if is_offered != self._is_offered:
            self._is_offered = is_offered
            self.wished.emit(OfferTab(_NAME, is_offered))

    def _draw_picture(self) -> None:
        """Draw the runs that the findings are of; out of sight nothing is drawn."""
        shown, entry = self._sweeps.shown, self._sweeps.current
        if shown is not None and entry is not None and self.isVisible() and self._pages.front is self.picture:
            self.picture.show_sweep(shown.entry.sweep, shown.findings, entry.running)
            self._show_choice()

    def _follow_choice(self) -> None:
        self._show_choice()
        self._show_buttons()

    def _show_choice(self) -> None:
        row = self.settings.row
        self.picture.choose(None if row is None else row.setting)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_progress()
        self._picture_soon(is_urgent=True)

    def _show_progress(self) -> None:
        entry = self._sweeps.current
        if entry is not None and self.isVisible():
            self._how_far.setText(how_far(entry))
            self._progress.setRange(0, max(entry.runs, 1))
            self._progress.setValue(entry.done)
        self._show_buttons()

    def _show_findings(self) -> None:
        shown = self._sweeps.shown
        if shown is None:
            self.settings.show_rows(None, ())
            self._card.show_sentences(("No run has a figure to compare yet.",))
        else:
            self.settings.show_rows(shown.entry.sweep, shown.findings.rows)
            self._card.show_sentences(shown.sentences)
        self._picture_soon()
        self._show_buttons()

    def _show_buttons(self) -> None:
        entry, row = self._sweeps.current, self.settings.row
        state = State.DONE if entry is None else entry.state
        self._pause.setVisible(state is State.RUNNING)
        self._go_on.setVisible(state in (State.PAUSED, State.UNFINISHED))
        self._stop.setVisible(state in (State.RUNNING, State.PAUSED, State.WAITING, State.STOPPING))
        self._stop.setEnabled(state is not State.STOPPING)
        self._deeds.show_state(entry, row)

    # What is done

    def _do(self, act: Callable[[SweepEntry], object]) -> None:
        entry = self._sweeps.current
        if entry is not None:
            act(entry)

    def _use_settings(self, entry: SweepEntry) -> None:
        row = self.settings.row
        if row is not None:
            self._tasks.use_settings(entry.id, row.setting)

    def _can_cancel(self, setting: int) -> bool:
        entry = self._sweeps.current
        return entry is not None and any(trial.setting == setting for trial in (*entry.running, *entry.waiting))

    def _cancel_setting(self, setting: int) -> None:
        self._do(lambda entry: self._tasks.cancel_setting(entry.id, setting))

    def _open_best(self) -> None:
        row = self.settings.row
        if row is not None and row.best is not None:
            self.open_run(row.best)

    def _wish_to_save(self, entry: SweepEntry) -> None:
        def write(path: Path) -> None:
            self._tasks.save(entry.id, path)

        self.wished.emit(SaveSweep(entry.journal.name, write))

    def _wish_to_delete(self, entry: SweepEntry) -> None:
        self.wished.emit(DeleteSweep(entry.id))
