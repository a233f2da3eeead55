"""Finds the files in resources/ and turns its icons into QIcons in the theme's colors.

The icons are line drawings in ``currentColor``, which QtSvg doesn't know; the word is replaced by the
color before drawing. Each is drawn when a screen asks for it and as large as it asks, so none is ever blurred.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.look.theme import Theme

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

_APP_SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256, 512)


def icon(name: str, theme: Theme, color: str | None = None) -> QIcon:
    """Return the icon ``resources/icons/<name>.svg`` in the theme's text color, or in ``color``."""
    return QIcon(_LineIcon(_source(name), color or theme.text, theme.disabled_text))


def icon_pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    """Return one icon, ``size`` logical pixels wide, for a screen of the given device pixel ratio."""
    return _draw_line(_source(name), color, QSize(size, size), ratio)


def app_icon() -> QIcon:
    """Return Inkling's own icon, for windows and task bars."""
    result = QIcon()
    renderer = QSvgRenderer(QByteArray(_source("inkling").encode()))
    for size in _APP_SIZES:
        result.addPixmap(_draw(renderer, QSize(size, size)))
    return result


@cache  # each window, and each change of the theme, asks for all of them
def _source(name: str) -> str:
    path = RESOURCES / "icons" / f"{name}.svg"
    if not path.is_file():
        raise ValueError(f"there is no icon {name!r}")
    return path.read_text(encoding="utf-8")


def _draw_line(source: str, color: str, size: QSize, ratio: float) -> QPixmap:
    """Return a line drawing, ``size`` in logical pixels, in one color and for a screen of this ratio."""
    pixmap = _draw(QSvgRenderer(QByteArray(source.replace("currentColor", color).encode())), size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _draw(renderer: QSvgRenderer, size: QSize) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    return pixmap


class _LineIcon(QIconEngine):
    """A line drawing in two colors, drawn the first time it is asked for at a size and kept.

    All of them at all sizes beforehand would be a thousand pictures, of which a window shows a twentieth.
    """

    def __init__(self, source: str, color: str, disabled: str) -> None:
        super().__init__()
        self._source, self._color, self._disabled = source, color, disabled
        self._drawn: dict[tuple[str, int, int, float], QPixmap] = {}

    def clone(self) -> QIconEngine:
        return _LineIcon(self._source, self._color, self._disabled)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        color = self._disabled if mode is QIcon.Mode.Disabled else self._color
        key = color, size.width(), size.height(), scale
        if key not in self._drawn:
            self._drawn[key] = _draw_line(self._source, color, size, scale)
        return self._drawn[key]
