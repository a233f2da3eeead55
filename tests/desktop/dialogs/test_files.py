"""Which file is asked for: its ending, and whether one that is there may be replaced."""

from fnmatch import fnmatch
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.dialogs import files, symbols
from desktop.dialogs.files import Wish
from tests.desktop.conftest import Dialogs

Button = QMessageBox.StandardButton


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_name_without_its_ending_gets_it(parent: QWidget, dialogs: Dialogs, tmp_path: Path) -> None:
    dialogs.path = tmp_path / "curves"
    assert files.ask_for_export(parent, tmp_path, "csv") == tmp_path / "curves.csv"
    assert files.ask_for_animation(parent, tmp_path) == tmp_path / "curves.gif"
    assert files.ask_for_network_to_export(parent, tmp_path) == tmp_path / "curves.safetensors"
    dialogs.path = tmp_path / "network.ONNX"
    assert files.ask_for_network_to_export(parent, tmp_path) == dialogs.path
    dialogs.path = tmp_path / "CURVES.CSV"
    assert files.ask_for_export(parent, tmp_path, "csv") == dialogs.path


@pytest.mark.parametrize(("button", "is_given"), [(Button.Yes, True), (Button.No, False)])
def test_a_file_behind_an_ending_that_was_not_typed_is_asked_for(
    parent: QWidget, dialogs: Dialogs, tmp_path: Path, button: QMessageBox.StandardButton, is_given: bool
) -> None:
    there = tmp_path / "curves.csv"
    there.write_text("figures")
    dialogs.path, dialogs.button = tmp_path / "curves", button
    assert files.ask_for_export(parent, tmp_path, "csv") == (there if is_given else None)
    assert "curves.csv exists already. Replace it?" in dialogs.asked


def test_who_cancels_names_no_file(parent: QWidget, dialogs: Dialogs, tmp_path: Path) -> None:
    assert files.ask_for_files_to_open(parent, tmp_path) == []
    for ask in (
        files.ask_for_weights_to_save,
        files.ask_for_network_to_export,
        files.ask_for_handwriting_to_open,
        files.ask_for_handwriting_to_save,
        files.ask_for_runs_to_open,
        files.ask_for_runs_to_save,
        files.ask_for_data_file,
        files.ask_for_data_folder,
    ):
        assert ask(parent, tmp_path) is None


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What files each dialog offers that is opened."""
    found: list[str] = []

    def take(parent: QWidget, title: str, folder: str, kinds: str) -> tuple[list[str], str]:
        found.append(kinds)
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", take)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: ("", take(*given)[1]))
    return found


def test_all_that_can_be_opened_is_offered_and_everything_first(
    offered: list[str], parent: QWidget, tmp_path: Path
) -> None:
    files.ask_for_files_to_open(parent, tmp_path)
    first, *_, last = offered[0].split(";;")
    everything = first.partition("(")[2].rstrip(")").split()
    assert len(everything) == len(set(everything))
    names = ("net.npz", "net.safetensors", "net.json", "mine.jsonl", "a.md", "train.csv", "all.zip", "7.png", "7.jpeg")
    for name in (*names, "train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"):
        assert any(fnmatch(name, pattern) for pattern in everything), name
    assert last == "All files (*)"


@pytest.mark.parametrize(
    ("button", "wish"), [(Button.Save, Wish.SAVE), (Button.Discard, Wish.DISCARD), (Button.Cancel, Wish.CANCEL)]
)
def test_what_becomes_of_a_network_is_asked(
    parent: QWidget, dialogs: Dialogs, button: QMessageBox.StandardButton, wish: Wish
) -> None:
    dialogs.button = button
    assert files.ask_to_save(parent, "seven") is wish
    assert "Save seven before" in dialogs.asked[-1]


def test_pictures_and_data_sets_are_offered_by_the_same_endings_everywhere(
    offered: list[str], parent: QWidget, tmp_path: Path
) -> None:
    files.ask_for_files_to_open(parent, tmp_path)
    symbols.ask_for_pictures(parent, tmp_path, "“heart”")
    files.ask_for_data_file(parent, tmp_path)
    every, pictures, data = (kinds.split(";;") for kinds in offered)
    assert pictures[0] in every
    assert data[0] in every
