"""Marks: quiet boxes around what is read on its own on a sheet, each with what is read beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop.look.theme import Theme
from desktop.widgets.ink.line import Point
from desktop.widgets.ink.paper import Paper

_AROUND = 0.035  # of the pad: from the middle of the line to the box
_ROUND, _PADDING, _EDGE = 3, 4, 1  # pixels
_LARGEST, _OF_SIDE = 1.6, 0.045  # times the text of the window; of the paper's side: how large a caption is written


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on the pad.

    Attributes
    ----------
    box : (float, float, float, float)
        Left, top, width and height of the ink in it: parts of the pad.
    caption : str
        A character or two.
    is_chosen : bool
        Whether it is the one that is told of elsewhere.
    """

    box: tuple[float, float, float, float]
    caption: str
    is_chosen: bool = False

    def holds(self, point: Point) -> bool:
        """Return whether a place of the pad is in the box."""
        left, top, width, height = self.box
        x, y = point
        return -_AROUND <= x - left <= width + _AROUND and -_AROUND <= y - top <= height + _AROUND


def paint_marks(painter: QPainter, paper: Paper, marks: Sequence[Mark], theme: Theme, font: QFont) -> None:
    """Draw the boxes, the chosen one last, as it may lie over another."""
    font = QFont(font)
    factor = _OF_SIDE * paper.side / max(QFontMetricsF(font).height(), 1)
    font.setPointSizeF(font.pointSizeF() * min(max(factor, 1.0), _LARGEST))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    room = QFontMetricsF(font)
    for mark in sorted(marks, key=lambda mark: mark.is_chosen):
        box = _area(mark, paper)
        color = QColor(theme.accent if mark.is_chosen else theme.outline)
        painter.setPen(QPen(color, 1.5 if mark.is_chosen else 1.0))
        painter.drawRoundedRect(box, _ROUND, _ROUND)
        tag = _tag(mark, box, paper.square, room)
        painter.fillRect(tag, color if mark.is_chosen else QColor(theme.paper))
        painter.setPen(QColor(theme.accent_text if mark.is_chosen else theme.faint_text))
        painter.drawText(QPointF(tag.left() + _PADDING, tag.top() + room.ascent()), mark.caption)


def _area(mark: Mark, paper: Paper) -> QRectF:
    left, top, width, height = mark.box
    low = paper.to_pixel((left - _AROUND, top - _AROUND))
    high = paper.to_pixel((left + width + _AROUND, top + height + _AROUND))
    return QRectF(low, high).intersected(paper.square.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE))


def _tag(mark: Mark, box: QRectF, paper: QRectF, room: QFontMetricsF) -> QRectF:
    """Return where the caption stands: on the box, or below or in it where there is no room above."""
    width, height = room.horizontalAdvance(mark.caption) + 2 * _PADDING, room.height()
    top = box.top() - height
    if top < paper.top() + _EDGE:
        top = box.bottom() if box.bottom() + height < paper.bottom() - _EDGE else box.top()
    left = min(max(box.center().x() - width / 2, paper.left() + _EDGE), paper.right() - _EDGE - width)
    return QRectF(left, top, width, height)
