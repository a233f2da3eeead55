"""The about box: which version, on what it runs."""

import platform

from PySide6.QtWidgets import QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from desktop.dialogs.about import AboutDialog


def test_it_tells_the_versions_and_can_be_closed(qtbot: QtBot) -> None:
    dialog = AboutDialog("9.8.7")
    qtbot.addWidget(dialog)
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Version 9.8.7" in said
    assert f"Python {platform.python_version()}" in said
    with qtbot.waitSignal(dialog.rejected):
        dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close).click()
