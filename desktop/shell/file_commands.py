"""FileCommands: opens and saves networks, data, handwriting and runs; asks about unsaved work before it is lost."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from core.errors import InklingError
from desktop.actions import Commands
from desktop.dialogs import files
from desktop.look.theme import Theme
from desktop.models.notices import Notice
from desktop.session.importing import Offer
from desktop.session.workbench import Workbench
from desktop.shell.destinations import Destinations

_NO_NETWORK = "There is no network to save yet. Wait until it is made."
_LOST_NETWORK = "The trained network is not saved, and would be lost."
_LOST_RUNS = "The runs could not be kept: what is new in the tab Runs would be lost."


class FileCommands:
    """What the commands do that open or save a file, except for those that export.

    Parameters
    ----------
    window : QWidget
        Over which the dialogs open.
    workbench : Workbench
        The models.
    """

    def __init__(self, window: QWidget, workbench: Workbench) -> None:
        self._window = window
        self._workbench = workbench
        self._destinations = Destinations(workbench)

    def commands(self) -> Commands:
        """Return what each of these commands does, by the action's name."""
        return {
            "openAction": self.ask_and_open,
            "openTrainedAction": lambda: self._after_saving(self._workbench.open_trained),
            "saveAction": self.save,
            "saveAsAction": self.save_as,
            "openDataAction": self.open_data_folder,
            "openDataFileAction": self.open_data_file,
            "openRunsAction": self.open_runs,
            "exportRunsAction": self.export_runs,
            "importHandwritingAction": self.import_handwriting,
            "exportHandwritingAction": self.export_handwriting,
        }

    # Networks

    def save(self, then: Callable[[], None] = lambda: None) -> None:
        """Save the network to its file, or ask for one; ``then`` is called once the file is whole."""
        path = self._path
        if path is None:
            self.save_as(then)
        else:
            self._workbench.save_file(path, then)

    @property
    def _path(self) -> Path | None:
        """The file of the person's that has the network on screen, if there is one."""
        run = self._workbench.runs.current
        return None if run is None or run.saved is None else run.saved.path

    def save_as(self, then: Callable[[], None] = lambda: None) -> None:
        """Ask for a file and save the network to it; says so where there is none yet."""
        if self._workbench.timeline.latest is None:
            self._workbench.notices.post(Notice("info", _NO_NETWORK))
            return
        suggestion = self._path or self._destinations.suggest("network.npz")
        path = self._destinations.remember(files.ask_for_weights_to_save(self._window, suggestion))
        if path is not None:
            self._workbench.save_file(path, then)

    def ask_and_open(self) -> None:
        """Ask for a file and open it as what it is, or for several pictures."""
        paths = files.ask_for_files_to_open(self._window, self._destinations.folder)
        if paths:
            self._destinations.remember(paths[0])
            self.open(*paths)

    def open(self, *paths: Path) -> None:
        """Open a file or a folder as what it is, or several pictures; asks about unsaved work where it has to."""
        if len(paths) == 1:
            self._workbench.open_any(paths[0], self._soon_after_saving)
        else:
            self._workbench.open_all(paths, self._soon_after_saving)

    def ask_to_import(self, offer: Offer, theme: Theme) -> None:
        """Ask what the neurons of another program's network do, and then about unsaved work; and open it."""
        from desktop.dialogs.importing import ImportDialog

        dialog = ImportDialog(offer, theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def accepted() -> None:
            activation, output = dialog.activation, dialog.output
            self._soon_after_saving(lambda: self._workbench.begin_imported(offer, activation, output))

        dialog.accepted.connect(accepted)
        dialog.open()

    def is_work_safe(self) -> bool:
        """Keep what no file holds, to be offered at the next start; ask only where that cannot be done."""
        self._workbench.training.pause()
        try:
            self._workbench.keep()
        except InklingError as error:
            is_unsaved = any(run.is_unsaved for run in self._workbench.runs.trained)
            return files.ask_to_close_anyway(self._window, _LOST_NETWORK if is_unsaved else _LOST_RUNS, str(error))
        return True

    def _soon_after_saving(self, go_on: Callable[[], None]) -> None:
        """Ask as a job or a dialog ends: later, for until there is an answer no other job could say that it is done."""
        QTimer.singleShot(0, self._window, lambda: self._after_saving(go_on))

    def _after_saving(self, go_on: Callable[[], None]) -> None:
        """Ask what is to become of unsaved work, and then go on, unless the person thinks better of it."""
        run, path = self._workbench.runs.current, self._path
        if run is not None and run.is_unsaved:
            wish = files.ask_to_save(self._window, path.name if path else "the trained network")
            if wish is files.Wish.CANCEL:
                return
            if wish is files.Wish.SAVE:
                self.save(go_on)  # a save that fails, or is given up, opens nothing
                return
        go_on()

    # Data, runs, handwriting

    def open_data_folder(self) -> None:
        """Ask for a folder that holds a data set and use it."""
        folder = files.ask_for_data_folder(self._window, self._destinations.folder)
        if folder is not None:
            self._workbench.use_dataset(str(folder))

    def open_data_file(self) -> None:
        """Ask for a file that holds a data set and use it."""
        path = self._destinations.remember(files.ask_for_data_file(self._window, self._destinations.folder))
        if path is not None:
            self._workbench.use_dataset(str(path))

    def open_runs(self) -> None:
        """Ask for a file of runs and put them beside those that are here."""
        path = self._destinations.remember(files.ask_for_runs_to_open(self._window, self._destinations.folder))
        if path is not None:
            self.open(path)

    def export_runs(self) -> None:
        """Ask for a file and write all runs to it."""
        path = self._destinations.remember(
            files.ask_for_runs_to_save(self._window, self._destinations.suggest("my.runs.npz"))
        )
        if path is not None:
            self._workbench.export_runs(path)

    def import_handwriting(self) -> None:
        """Ask for a file of digits and add them to the person's own."""
        path = self._destinations.remember(files.ask_for_handwriting_to_open(self._window, self._destinations.folder))
        if path is not None:
            self._workbench.symbols.take_file(path)

    def export_handwriting(self) -> None:
        """Ask for a file and write the person's own digits to it."""
        suggestion = self._destinations.suggest("my handwriting.jsonl")
        path = self._destinations.remember(files.ask_for_handwriting_to_save(self._window, suggestion))
        if path is not None:
            self._workbench.handwriting.export(path, lambda: self._destinations.say_written(path))
