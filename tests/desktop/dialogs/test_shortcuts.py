"""The keyboard page tells keys that do what it says."""

from PySide6.QtWidgets import QLabel

from desktop.dialogs.shortcuts import ShortcutsDialog


def test_the_keys_of_pictures_are_not_those_of_the_text(qtbot):
    dialog = ShortcutsDialog([("Larger text", "Ctrl++")])
    qtbot.addWidget(dialog)
    lines = [label.text() for label in dialog.findChildren(QLabel) if label.text().startswith("On pictures")]
    assert lines == ["On pictures: Arrows: choose · +, −: larger and smaller · 0: as large as fits"]
