"""Finds the files in resources/ and turns its icons into QIcons in the theme's colors.

The icons are line drawings in ``currentColor``, which QtSvg doesn't know; the word is replaced by the
color before drawing. Each is drawn at every size a screen may ask for, so none is ever blurred.
"""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.look.theme import Theme

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

# 16, 20, 24 and 32 pixels at 100, 125, 150, 175, 200 and 300 % scaling.
_SIZES = (16, 20, 24, 25, 28, 30, 32, 35, 36, 40, 42, 48, 56, 60, 64, 72, 96)
_APP_SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256, 512)


def icon(name: str, theme: Theme, color: str | None = None) -> QIcon:
    """Return the icon ``resources/icons/<name>.svg`` in the theme's text color, or in ``color``."""
    result = QIcon()
    source = _source(name)
    shades = ((QIcon.Mode.Normal, color or theme.text), (QIcon.Mode.Disabled, theme.disabled_text))
    for mode, shade in shades:
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", shade).encode()))
        for size in _SIZES:
            result.addPixmap(_draw(renderer, size), mode)
    return result


def icon_pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    """Return one icon, ``size`` logical pixels wide, for a screen of the given device pixel ratio."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    pixmap = _draw(renderer, round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def app_icon() -> QIcon:
    """Return Inkling's own icon, for windows and task bars."""
    result = QIcon()
    renderer = QSvgRenderer(QByteArray(_source("inkling").encode()))
    for size in _APP_SIZES:
        result.addPixmap(_draw(renderer, size))
    return result


def _source(name: str) -> str:
    path = RESOURCES / "icons" / f"{name}.svg"
    if not path.is_file():
        raise ValueError(f"there is no icon {name!r}")
    return path.read_text(encoding="utf-8")


def _draw(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
