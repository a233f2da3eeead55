"""The marks of a plot: dashed lines where a setting was changed, each with its words, as far as these do not meet.

The words stand above where curves fall and below where they climb, always on the same side: a side chosen by where
the curves are just now would change while they grow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from desktop.look.theme import Theme
from desktop.widgets.plot.scale import Scale

Marks = Sequence[tuple[float, str]]
_Span = tuple[float, float]

_TRIANGLE = 4.5
_GAP = 5.0  # pixels between a line and its words
_MOST_ROWS = 3
_LEAST = 40.0  # pixels: words are cut to no less
_HIGHEST = 0.3  # of the plot's height
_GROUND = 215  # of 255: what lies below the words shines through


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a mark stand: which mark's, in which row, from where on, and how wide they may be."""

    mark: int
    row: int
    left: float
    width: float


class MarkPainter:
    """Paints marks; where their words stand is worked out anew only when marks or axes have changed.

    Parameters
    ----------
    is_below : bool
        Whether the words stand at the foot of the plot.
    """

    def __init__(self, *, is_below: bool) -> None:
        self._is_below = is_below
        self._key: tuple[object, ...] = ()
        self._places: list[Place] = []

    def paint(self, painter: QPainter, marks: Marks, scale: Scale, theme: Theme, font: QFont) -> None:
        """Draw all marks that are in view."""
        if not marks:
            return
        pixels = (np.floor(scale.pixel_x(np.array([x for x, _text in marks]))) + 0.5).tolist()
        for x in pixels:
            if scale.rect.left() <= x <= scale.rect.right() + 1:
                _paint_line(painter, x, scale.rect, theme)
        metrics = QFontMetricsF(font)
        key = (*marks, scale.left, scale.right, scale.rect.width(), scale.rect.height(), font.key())
        if key != self._key:
            self._key = key
            most_rows = min(_MOST_ROWS, int(_HIGHEST * scale.rect.height() / metrics.height()))
            widths = [metrics.horizontalAdvance(text) for _x, text in marks]
            self._places = place_words(pixels, widths, scale.rect.left(), scale.rect.right(), most_rows)
        for place in self._places:
            self._paint_words(painter, marks[place.mark][1], place, scale.rect, theme, metrics)

    def words_shown(self) -> list[int]:
        """Return which marks have their words on the plot."""
        return sorted(place.mark for place in self._places)

    def _paint_words(
        self, painter: QPainter, text: str, place: Place, rect: QRectF, theme: Theme, metrics: QFontMetricsF
    ) -> None:
        line = metrics.height()
        top = rect.bottom() - 2 - (place.row + 1) * line if self._is_below else rect.top() + 2 + place.row * line
        area = QRectF(place.left, top, place.width, line)
        ground = QColor(theme.surface)
        ground.setAlpha(_GROUND)
        painter.fillRect(area.adjusted(-2, 0, 2, 0), ground)
        painter.setPen(QColor(theme.faint_text))
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, place.width + 0.5)
        painter.drawText(QPointF(place.left, top + metrics.ascent()), cut)


def place_words(
    pixels: Sequence[float], widths: Sequence[float], left: float, right: float, most_rows: int
) -> list[Place]:
    """Return where the words of marks stand, so that none meet: the latest mark first, others in rows where it takes.

    Parameters
    ----------
    pixels : sequence of float
        Where the marks are.
    widths : sequence of float
        How wide their words are.
    left, right : float
        The edges of the plot.
    most_rows : int
        How many rows there may be.
    """
    rows: list[list[_Span]] = [[] for _ in range(most_rows)]
    places: list[Place] = []
    for mark in sorted(range(len(pixels)), key=lambda index: -pixels[index]):
        x, lines = pixels[mark], [(pixel, pixel) for pixel in pixels if pixel != pixels[mark]]
        if left <= x <= right + 1:
            found = _find_room(x, widths[mark], (left, right), rows, lines)
            if found is not None:
                row, (start, end) = found
                rows[row].append((start - _GAP, end + _GAP))
                places.append(Place(mark, row, start, end - start))
    return places


def _find_room(
    x: float, width: float, edges: _Span, rows: Sequence[Sequence[_Span]], lines: Sequence[_Span]
) -> tuple[int, _Span] | None:
    """Return the first row with room beside a place: whole, without other marks' lines behind; across them; or cut."""
    for others, least in ((lines, width), ((), width), ((), min(width, _LEAST))):
        for row, taken in enumerate(rows):
            span = _beside(x, width, least, edges, [*taken, *others])
            if span is not None:
                return row, span
    return None


def _beside(x: float, width: float, least: float, edges: _Span, taken: Sequence[_Span]) -> _Span | None:
    """Return where words find room right after a place, or right before it; None where that is less than least."""
    if any(start < x < end for start, end in taken):
        return None
    end = min([edges[1], *(start for start, _end in taken if start >= x)]) - _GAP
    start = max([edges[0], *(end for _start, end in taken if end <= x)]) + _GAP
    after, before = min(width, end - x - _GAP), min(width, x - _GAP - start)
    if max(after, before) < least:
        return None
    return (x + _GAP, x + _GAP + after) if after >= before else (x - _GAP - before, x - _GAP)


def _paint_line(painter: QPainter, x: float, rect: QRectF, theme: Theme) -> None:
    pen = QPen(QColor(theme.outline), 1.0, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([2.0, 3.0])
    painter.setPen(pen)
    painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.faint_text))
    corners = [(-_TRIANGLE, -3.0), (_TRIANGLE, -3.0), (0.0, _TRIANGLE)]
    painter.drawPolygon(QPolygonF([QPointF(x + dx, rect.top() + dy) for dx, dy in corners]))
