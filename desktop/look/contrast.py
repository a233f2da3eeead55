"""Two colors, as ``#rrggbb``: how they mix, and how well one is read upon the other."""

from PySide6.QtGui import QColor


def mix(first: str, second: str, share: float) -> str:
    """Return the color that is ``share`` (0 to 1) of the way from ``first`` to ``second``."""
    a, b = QColor(first), QColor(second)
    channels = zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)  # type: ignore[index]  # the stub says only object
    return QColor(*(round(x + (y - x) * share) for x, y in channels)).name()


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colors, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(channel) for channel in QColor(color).getRgbF()[:3])  # type: ignore[index]  # likewise
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
