"""Dialogs about symbols of one's own: their names, pictures of them, and files of them."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget

from desktop.dialogs.files import HANDWRITING, PICTURES


def ask_for_names(parent: QWidget) -> str | None:
    """Return the names of symbols as they were typed, or None."""
    words = "What are they called? With commas between them."
    text, is_given = QInputDialog.getText(parent, "Add symbols", words)
    return text if is_given else None


def ask_for_name(parent: QWidget, name: str) -> str | None:
    """Return what a symbol is to be called in place of its name, or None."""
    text, is_given = QInputDialog.getText(parent, "Rename", "What is it called?", QLineEdit.EchoMode.Normal, name)
    return text if is_given else None


def ask_for_pictures(parent: QWidget, folder: Path, named: str) -> list[Path]:
    """Return files of pictures to be kept as a class; ``named`` is what it is called in a sentence."""
    kinds = f"Pictures ({PICTURES});;All files (*)"
    names, _ = QFileDialog.getOpenFileNames(parent, f"Add pictures as {named}", str(folder), kinds)
    return [Path(name) for name in names]


def ask_for_symbols_to_open(parent: QWidget, folder: Path) -> Path | None:
    """Return the file of symbols to take in, or None."""
    name, _ = QFileDialog.getOpenFileName(parent, "Import symbols", str(folder), f"{HANDWRITING};;All files (*)")
    return Path(name) if name else None
