"""What the window does for the commands of files and runs."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from desktop.commands import COMMANDS
from desktop.session.workbench import Workbench
from desktop.shell.file_commands import FileCommands
from desktop.shell.run_commands import RunCommands
from desktop.shell.window import MainWindow
from tests.desktop.conftest import Dialogs

Button = QMessageBox.StandardButton
NAMES = {command.name for command in COMMANDS}


def test_files_and_runs_share_no_command_and_all_are_in_the_table(window: MainWindow) -> None:
    files = set(FileCommands(window, window.workbench).commands())
    runs = set(RunCommands(window, window.workbench).commands())
    assert files | runs <= NAMES
    assert not files & runs


def test_who_names_no_file_saves_nothing(window: MainWindow, dialogs: Dialogs, tmp_path: Path) -> None:
    done: list[str] = []
    FileCommands(window, window.workbench).save_as(lambda: done.append("saved"))
    assert dialogs.asked == ["Save the network"]
    assert done == []
    assert window.workbench.runs.current.saved is None


@pytest.mark.parametrize(("button", "times"), [(Button.Discard, 1), (Button.Cancel, 0)])
def test_all_that_is_kept_is_deleted_only_when_that_is_confirmed(
    window: MainWindow,
    dialogs: Dialogs,
    monkeypatch: pytest.MonkeyPatch,
    button: QMessageBox.StandardButton,
    times: int,
) -> None:
    deleted: list[str] = []
    monkeypatch.setattr(Workbench, "delete_kept", lambda self: deleted.append("all"))
    dialogs.button = button
    RunCommands(window, window.workbench).commands()["deleteKeptAction"]()
    assert dialogs.asked == ["Delete all that Inkling has kept on this computer?"]
    assert len(deleted) == times
