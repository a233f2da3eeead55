"""Command: a row of the table of commands."""

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

Standard = QKeySequence.StandardKey
Keys = str | QKeySequence.StandardKey | None


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table.

    Attributes
    ----------
    name : str
        The action's object name, and the key to connect it by.
    menu : str
        The menu it stands in.
    text : str
        Its words, with the mnemonic marked.
    keys : str, StandardKey or None
        Its shortcut.
    icon : str
        A file of resources/icons, without its ending; empty for none.
    tip : str
        What it does, for someone who does not know the word.
    """

    name: str
    menu: str
    text: str
    keys: Keys
    icon: str
    tip: str
