"""Ticks: labels along an axis of a picture that is painted by hand, as many as stand beside one another."""

from collections.abc import Iterable, Sequence
from math import log10

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from desktop.look.theme import Theme
from desktop.widgets.plot.scale import linear_ticks, logarithmic_texts, logarithmic_ticks, tick_texts

Tick = tuple[float, str]
"""A place, and what is written there."""

GAP = 5.0
"""Between an axis and its labels, in pixels."""


def line_ticks(low: float, high: float, most: int, *, is_logarithmic: bool = False) -> list[Tick]:
    """Return round numbers between two values of a line, with their places on it from 0 to 1."""
    if is_logarithmic:
        bottom, top = log10(low), log10(high)
        values, _ = logarithmic_ticks(bottom, top, most)
        texts = logarithmic_texts(values)
        return [((log10(value) - bottom) / (top - bottom), text) for value, text in zip(values, texts, strict=True)]
    values = linear_ticks(low, high, most)
    return [((value - low) / (high - low), text) for value, text in zip(values, tick_texts(values), strict=True)]


def most_along(metrics: QFontMetricsF, length: float, texts: Iterable[str]) -> int:
    """Return how many labels as wide as the widest of some stand along a length."""
    widest = max(map(metrics.horizontalAdvance, texts), default=0.0)
    return max(int(length / (widest + 2 * GAP)), 2)


def paint_below(
    painter: QPainter, rect: QRectF, ticks: Sequence[Tick], theme: Theme, *, room: float, end: float
) -> None:
    """Write labels below a rectangle, at places from 0 to 1 of its width; those that would touch are left out.

    Parameters
    ----------
    painter : QPainter
        Has the font.
    rect : QRectF
        What they stand below.
    ticks : sequence of Tick
        Places and texts.
    theme : Theme
        The colors.
    room : float
        How wide one may be, in pixels; a longer one is cut in the middle: names often differ at their ends.
    end : float
        Where the picture ends on the right.
    """
    metrics = QFontMetricsF(painter.font())
    painter.setPen(QColor(theme.faint_text))
    free_from = float("-inf")
    for place, text in ticks:
        x = rect.left() + place * rect.width()
        # A number that is cut is another number: rather than that its neighbor is left out.
        short = text if _is_number(text) else metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(room, 0.0))
        width = metrics.horizontalAdvance(short) + 2
        left = min(max(x - width / 2, 0.0), end - width)
        if left < free_from or not short:
            continue
        free_from = left + width + GAP
        painter.drawText(
            QRectF(left, rect.bottom() + GAP, width, metrics.height()), Qt.AlignmentFlag.AlignCenter, short
        )


def paint_beside(painter: QPainter, rect: QRectF, ticks: Sequence[Tick], theme: Theme, *, width: float) -> None:
    """Write labels left of a rectangle, at places from 0 (below) to 1 (above), right-aligned in a column so wide."""
    metrics = QFontMetricsF(painter.font())
    painter.setPen(QColor(theme.faint_text))
    taken: list[float] = []
    for place, text in ticks:
        y = rect.bottom() - place * rect.height()
        if any(abs(y - other) < 0.9 * metrics.height() for other in taken):
            continue
        taken.append(y)
        short = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
        column = QRectF(rect.left() - GAP - width, y - metrics.height() / 2, width, metrics.height())
        painter.drawText(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def paint_grid(painter: QPainter, rect: QRectF, xs: Iterable[float], ys: Iterable[float], theme: Theme) -> None:
    """Draw hairlines at places from 0 to 1 across a rectangle."""
    painter.setPen(QPen(QColor(theme.grid), 1.0))
    for place in xs:
        x = round(rect.left() + place * rect.width()) + 0.5
        painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()))
    for place in ys:
        y = round(rect.bottom() - place * rect.height()) + 0.5
        painter.drawLine(QLineF(rect.left(), y, rect.right(), y))
    painter.setPen(QPen(QColor(theme.outline), 1.0))
    painter.drawLine(QLineF(rect.left(), rect.bottom(), rect.right(), rect.bottom()))
