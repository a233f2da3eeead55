"""What is drawn around a tile: a frame where it is pointed at or chosen, and a line of words below it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

CAPTION_SPACE = 3
"""Logical pixels between a picture and the words below it."""


def paint_frame(painter: QPainter, place: QRectF, color: str, width: int) -> None:
    """Draw a frame just outside a tile, from filled bars: they stay sharp at any scaling."""
    out = width + 1
    outer = place.adjusted(-out, -out, out, out)
    shade = QColor(color)
    painter.fillRect(QRectF(outer.left(), outer.top(), outer.width(), width), shade)
    painter.fillRect(QRectF(outer.left(), outer.bottom() - width, outer.width(), width), shade)
    painter.fillRect(QRectF(outer.left(), outer.top(), width, outer.height()), shade)
    painter.fillRect(QRectF(outer.right() - width, outer.top(), width, outer.height()), shade)


def paint_caption(painter: QPainter, place: QRectF, height: int, words: str, color: str) -> None:
    """Write a line below a tile, cut short where it is too long; ``height`` is that of the line with its space."""
    painter.setPen(QColor(color))
    line = place.adjusted(-3, place.height() + CAPTION_SPACE - 1, 3, height)
    text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(line.width()))
    painter.drawText(line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
