"""The guesses of a plot: level dashed lines where somebody expects a curve to end, each with its words.

The words stand at the left, above their line where curves climb and below it where they fall: a guess that is right is
met by its curve at the right.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop.look.theme import Theme
from desktop.widgets.plot.scale import Scale

Guesses = Sequence[tuple[float, str]]
"""Values of y, and the words of each."""

_WIDTH = 1.5
_DASHES = [5.0, 3.0]  # times the width: longer than a mark's, shorter than an earlier run's
_EDGE = 10.0  # pixels between the left edge and the words
_GAP = 2.0  # pixels between a line and its words
_APART = 12.0  # pixels between words beside one another
_GROUND = 215  # of 255: what lies below the words shines through


class GuessPainter:
    """Paints guesses.

    Parameters
    ----------
    is_above : bool
        Whether words stand above their line, where there is room.
    """

    def __init__(self, *, is_above: bool) -> None:
        self._is_above = is_above
        self.places: list[QRectF] = []  # of the words, in the order of the guesses in view

    def paint(self, painter: QPainter, guesses: Guesses, scale: Scale, theme: Theme, font: QFont) -> None:
        """Draw all guesses that are in view."""
        self.places = []
        if not guesses:
            return
        metrics, rect = QFontMetricsF(font), scale.rect
        heights = (np.floor(scale.pixel_y(np.array([y for y, _text in guesses]))) + 0.5).tolist()
        seen = [(y, text) for y, (_, text) in zip(heights, guesses, strict=True) if _is_in(y, rect)]
        for y, _text in seen:
            pen = QPen(QColor(theme.text), _WIDTH, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern(_DASHES)
            painter.setPen(pen)
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        widths = [metrics.horizontalAdvance(text) for _y, text in seen]
        lines = [y for y, _text in seen]
        self.places = place_words(lines, widths, metrics.height(), rect, is_above=self._is_above)
        ground = QColor(theme.surface)
        ground.setAlpha(_GROUND)
        for (_y, text), place in zip(seen, self.places, strict=True):
            painter.fillRect(place.adjusted(-3, 0, 3, 0), ground)
            painter.setPen(QColor(theme.text))
            painter.drawText(QPointF(place.left(), place.top() + metrics.ascent()), text)


def place_words(
    lines: Sequence[float], widths: Sequence[float], height: float, rect: QRectF, *, is_above: bool
) -> list[QRectF]:
    """Return where the words of guesses stand: inside the plot, and not on one another where there is room.

    Parameters
    ----------
    lines : sequence of float
        How high the lines are, in pixels.
    widths : sequence of float
        How wide the words are.
    height : float
        How high they are.
    rect : QRectF
        The plot.
    is_above : bool
        Whether they stand above their line rather than below it.
    """
    places: list[QRectF] = []
    for y, width in zip(lines, widths, strict=True):
        sides = [y - _GAP - height, y + _GAP] if is_above else [y + _GAP, y - _GAP - height]
        starts = [rect.left() + _EDGE, *(place.right() + _APART for place in places)]
        tried = [QRectF(start, top, width, height) for start in starts for top in sides]
        inside = [place for place in tried if rect.adjusted(0, -1, 0, 1).contains(place)] or tried
        apart = [place for place in inside if not any(map(place.intersects, places))]
        free = [place for place in apart if not any(place.top() < line < place.bottom() for line in lines)]
        places.append((free or apart or inside)[0])
    return places


def _is_in(y: float, rect: QRectF) -> bool:
    return bool(rect.top() - 1 <= y <= rect.bottom() + 1)
