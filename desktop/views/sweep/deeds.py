"""Deeds: the buttons below a sweep: what is done with the row chosen, with a run at work, and with all of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from core.sweep.findings import Row
from core.sweep.result import Trial
from core.sweep.words import setting_in_words
from desktop.look.tips import wrapped
from desktop.models.sweeps import SweepEntry
from desktop.views.sweep.words import trial_in_words

_TIPS = {
    "useSweepSettingsButton": "Put the settings of the chosen row into the form, for a new network.",
    "openSweepRunButton": "Put the best run of the chosen row on screen: its curves, and its best weights.",
    "cancelSweepRunButton": "Give up a run that is being trained, or one that waits, for good.",
    "saveSweepButton": "Write the runs to one file of runs.",
    "deleteSweepButton": "Delete the sweep with all its runs, for good.",
    "forgetSweepButton": "Take the sweep out of the window. Its file stays as it is.",
}
_MOST_WAITING = 12  # runs in the menu, those that come next; those of a setting are given up in the table


class Deeds(QWidget):
    """A row of buttons, each there where it does something."""

    used = Signal()  # the settings of the row chosen
    opened = Signal()  # the best run of the row chosen
    cancelled = Signal(object)  # Trial that is being trained, or waits
    saved = Signal()
    deleted = Signal()
    forgotten = Signal()  # one in a file, which stays

    def __init__(self) -> None:
        super().__init__()
        self._entry: SweepEntry | None = None
        self._use = self._button("Use settings", "useSweepSettingsButton", self.used.emit)
        self._open = self._button("Open run", "openSweepRunButton", self.opened.emit)
        self._cancel = self._button("Cancel run", "cancelSweepRunButton", None)
        menu = QMenu(self._cancel)
        menu.aboutToShow.connect(partial(self._fill, menu))
        self._cancel.setMenu(menu)
        self._save = self._button("Save as…", "saveSweepButton", self.saved.emit)
        self._delete = self._button("Delete", "deleteSweepButton", self.deleted.emit)
        self._forget = self._button("Close", "forgetSweepButton", self.forgotten.emit)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 8, 6)
        line.setSpacing(6)
        for button in (self._use, self._open, self._cancel):
            line.addWidget(button)
        line.addStretch(1)
        for button in (self._save, self._delete, self._forget):
            line.addWidget(button)

    def show_state(self, entry: SweepEntry | None, row: Row | None) -> None:
        """Offer what can be done with a sweep and the row of it that is chosen."""
        self._entry = entry
        is_active = entry is not None and entry.state.is_active
        self._use.setEnabled(row is not None)
        self._open.setEnabled(row is not None and row.best is not None)
        self._cancel.setVisible(is_active)  # in the place of the one that waits for the end
        self._cancel.setEnabled(entry is not None and bool(entry.running or entry.done < entry.runs))
        is_in_file = entry is not None and entry.shelved is None
        self._save.setVisible(not is_active and not is_in_file)
        self._delete.setVisible(not is_in_file)
        self._forget.setVisible(is_in_file)
        self._save.setEnabled(entry is not None and any(not result.trouble for result in entry.results))
        if row is not None and entry is not None:
            self._use.setAccessibleDescription(setting_in_words(entry.sweep, row.values))

    def _button(self, text: str, name: str, act: Callable[[], object] | None) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(wrapped(_TIPS[name]))
        if act is not None:
            button.clicked.connect(lambda: act())
        return button

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        entry = self._entry
        if entry is None:
            return
        for title, trials in (("", entry.running), ("Waiting", entry.waiting[:_MOST_WAITING])):
            if title and trials:
                menu.addSeparator().setText(title)
            for trial in trials:
                action = menu.addAction(_named(entry, trial).replace("&", "&&"))  # else a letter that a key picks
                action.triggered.connect(lambda checked=False, trial=trial: self.cancelled.emit(trial))


def _named(entry: SweepEntry, trial: Trial) -> str:
    words = trial_in_words(entry.sweep, trial)
    return words if trial in entry.running else f"{words} (waits)"
