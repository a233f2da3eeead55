"""Labels of the window's few text styles; their colors follow the palette, and so the theme."""

from PySide6.QtGui import QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QLabel

_LARGE, _SMALL = 3.2, 1.4  # times the usual size
_SHORT = 2  # characters


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


class VerdictLabel(QLabel):
    """A label for one large character; a longer name is written smaller, so that nothing around it moves."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._size = self.font().pointSizeF()
        self.setMinimumHeight(QFontMetrics(self._font(_LARGE)).height())
        self.setText(text)

    def setText(self, text: str) -> None:
        self.setFont(self._font(_LARGE if len(text) <= _SHORT else _SMALL))
        super().setText(text)

    def _font(self, factor: float) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(self._size * factor)
        font.setWeight(QFont.Weight.DemiBold)
        return font
