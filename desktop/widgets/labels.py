"""Labels of the window's few text styles; their colors follow the palette, and so the theme."""

from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel


def heading(text: str, size: float = 1.1) -> QLabel:
    """Return the title of a group of settings, or a larger one."""
    label = QLabel(text)
    font = label.font()
    font.setWeight(QFont.Weight.DemiBold)
    font.setPointSizeF(font.pointSizeF() * size)
    label.setFont(font)
    return label


def hint(text: str = "") -> QLabel:
    """Return small, fainter text that explains what stands beside it."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 0.92)
    label.setFont(font)
    return label


def verdict(text: str) -> QLabel:
    """Return a label for one large character."""
    label = QLabel(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 3.2)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label
