"""A widget as a drawing (SVG) that looks the same in every program, and stays sharp at any size.

Qt can render a widget into a drawing at one go, but then nothing is cut off where a view has
scrolled, small pictures are blurred by most programs, and its name for the system's font means
nothing to them. So each widget is drawn by itself here, and put into a group in its place.
"""

import base64
import re
from itertools import count
from math import ceil
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QFontInfo, QImage, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

_CONTENT = re.compile(r"(<defs>.*)</svg>", re.DOTALL)
_EMPTY_GROUP = re.compile(r"<g\b[^>]*>\s*</g>\s*")
_SHAPE = re.compile(r"<(?:path|rect|text|image|polyline|polygon|line|circle|ellipse|use)\b")
_NAMES = re.compile(r'(id="|url\(#)')
_FONT = re.compile(r'font-family="([^"]*)"')
_PIXELS = re.compile(r'image-rendering="optimizeSpeed" xlink:href="data:image/png;base64,([^"]*)"')
_SHARP_WIDTH = 224  # pixels: a picture of fewer is enlarged to about so many


def drawing_of(widget: QWidget, title: str, scale: float = 1.0) -> str:
    """Return what ``widget`` shows as the text of an SVG file, a unit for each of its pixels.

    It opens ``scale`` times as large as the widget is.
    """
    content = _group(widget, count(), widget)
    width, height = widget.width(), widget.height()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
        f'width="{width * scale:g}" height="{height * scale:g}" viewBox="0 0 {width} {height}">\n'
        f"<title>{escape(title)}</title>\n{content}</svg>\n"
    )


def _group(widget: QWidget, numbers: "count[int]", root: QWidget) -> str:
    """Return a widget and its children, in the coordinates of its parent."""
    name = f"w{next(numbers)}"
    inside = _own(widget, name, is_root=widget is root)
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisibleTo(root) and not child.isWindow():
            inside += _group(child, numbers, root)
    if not inside:
        return ""
    place = QPoint() if widget is root else widget.pos()
    clip, cut = "", ""
    if isinstance(widget.parentWidget(), QAbstractScrollArea):  # others keep to their place by themselves
        edges = f'<rect width="{widget.width()}" height="{widget.height()}"/>'
        clip = f'<defs><clipPath id="{name}">{edges}</clipPath></defs>\n'
        cut = f' clip-path="url(#{name})"'
    return f'<g transform="translate({place.x()},{place.y()})"{cut}>\n{clip}{inside}</g>\n'


def _own(widget: QWidget, name: str, *, is_root: bool) -> str:
    """Return what a widget draws itself, without its children; all names in it begin with ``name``."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the first with clips
    drawing.setOutputDevice(buffer)
    drawing.setSize(widget.size())
    drawing.setViewBox(QRect(QPoint(), widget.size()))
    drawing.setResolution(widget.logicalDpiX())
    painter = QPainter(drawing)
    flag = QWidget.RenderFlag
    # QWidget's own: the view of a plot has another method of that name, which draws its scene.
    QWidget.render(widget, painter, QPoint(), QRegion(), flag.DrawWindowBackground if is_root else flag(0))
    painter.end()
    buffer.close()
    found = _CONTENT.search(bytes(content.data()).decode("utf-8"))
    text = _EMPTY_GROUP.sub("", found[1]) if found else ""
    if not _SHAPE.search(text):
        return ""
    text = _NAMES.sub(rf"\g<1>{name}-", text)
    text = _FONT.sub(f'font-family="{escape(QFontInfo(widget.font()).family())}, sans-serif"', text)
    return _PIXELS.sub(_enlarged, text)


def _enlarged(found: "re.Match[str]") -> str:
    """Return a small picture that is to show its pixels with each of them several times as large."""
    picture = QImage.fromData(base64.b64decode(found[1]))
    times = ceil(_SHARP_WIDTH / max(picture.width(), 1))
    if times == 1:
        return found[0]
    mode = Qt.TransformationMode.FastTransformation
    ratio = Qt.AspectRatioMode.IgnoreAspectRatio
    return _address(picture.scaled(times * picture.width(), times * picture.height(), ratio, mode))


def _address(picture: QImage) -> str:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows only bytes
    coded = base64.b64encode(bytes(content.data())).decode("ascii")
    return f'image-rendering="optimizeSpeed" xlink:href="data:image/png;base64,{coded}"'
