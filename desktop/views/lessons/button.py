"""The buttons of a lesson: each says what it does on pointing, and is pressed by Enter as well as by the space bar."""

from PySide6.QtWidgets import QPushButton

from desktop.look.tips import wrapped


def lesson_button(text: str, name: str, tip: str) -> QPushButton:
    """Return a button of this object name."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(wrapped(tip))
    button.setAutoDefault(True)  # else Enter presses buttons of dialogs only
    return button
