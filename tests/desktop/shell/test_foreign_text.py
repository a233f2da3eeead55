"""Names that Inkling did not give may stand anywhere in the window, and do nothing there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.dialogs import files


def test_no_label_takes_a_text_for_markup_by_itself(person):
    person.train_a_little()
    for place in range(person.window.tabs.count()):
        person.window.tabs.setCurrentIndex(place)
    guessing = [
        label.objectName() or label.text() or repr(label.parent())
        for label in person.window.findChildren(QLabel)
        if label.textFormat() is Qt.TextFormat.AutoText and label.pixmap().isNull()
    ]
    assert guessing == []


def test_a_file_name_cannot_turn_the_title_round(person, tmp_path: Path):
    person.train_a_little()
    person.workbench.save_file(tmp_path / "net\u202ezpn[*].npz")
    person.wait_until(lambda: person.window.windowTitle().startswith("netzpn"))
    assert person.window.windowTitle().count("[*]") == 1


def test_a_name_with_an_ampersand_is_whole_in_the_menu_of_recent_files(person, tmp_path: Path):
    (tmp_path / "cats & dogs.npz").write_text("")  # only files that are there are offered
    person.workbench.preferences.add_recent_file(tmp_path / "cats & dogs.npz")
    recent = next(menu for menu in person.window.menuBar().findChildren(QMenu) if "recent" in menu.title())
    recent.aboutToShow.emit()
    assert recent.actions()[0].text().endswith("cats && dogs.npz")


@pytest.mark.parametrize(
    "ask",
    [
        lambda parent, path: files.ask_to_save(parent, path.name),
        lambda parent, path: files.ask_to_close_anyway(parent, path.name, str(path)),
        lambda parent, path: files._with_suffix(parent, str(path).removesuffix(".npz"), ".npz"),
    ],
)
def test_a_question_quotes_names_as_they_are(
    ask: Callable[[QWidget, Path], object], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    asked: list[tuple[Qt.TextFormat, str]] = []

    def answer(box: QMessageBox) -> int:
        asked.append((box.textFormat(), box.text()))
        return QMessageBox.StandardButton.Cancel.value

    monkeypatch.setattr(QMessageBox, "exec", answer)
    parent = QWidget()
    qtbot.addWidget(parent)
    path = tmp_path / "<b>net\u202e.npz"
    path.write_text("")
    ask(parent, path)
    ((how, text),) = asked
    assert how is Qt.TextFormat.PlainText
    assert "<b>net.npz" in text
