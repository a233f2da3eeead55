"""The crash dialog: the whole story of an error, and where the work is."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.dialogs.crash import CrashDialog, details_of


def test_the_details_name_the_error_and_what_caused_it() -> None:
    try:
        try:
            raise KeyError("inner")
        except KeyError as cause:
            raise ValueError("outer") from cause
    except ValueError as error:
        details = details_of(error)
    assert "KeyError: 'inner'" in details
    assert details.rstrip().endswith("ValueError: outer")


def test_it_says_what_is_kept_and_copies_the_details(qtbot: QtBot) -> None:
    dialog = CrashDialog("line 1\nline 2", "Your network is kept.")
    qtbot.addWidget(dialog)
    assert "Your network is kept." in "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert dialog.findChild(QPlainTextEdit).toPlainText() == "line 1\nline 2"
    (copy,) = [button for button in dialog.findChildren(QPushButton) if "Copy" in button.text()]
    copy.click()
    assert QGuiApplication.clipboard().text() == "line 1\nline 2"
