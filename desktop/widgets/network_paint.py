"""How the links and neurons of a NetworkView are painted.

Links are sorted into a few strengths, and each of these is painted with one pen: Qt sets up a pen more
slowly than it draws a line.
"""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from core.arrays import Array, Bytes
from core.insight.diagram import Links
from desktop.colormaps import ink_colors, pixels, signed_colors, signed_rows
from desktop.theme import Theme
from desktop.widgets.network_places import Points

_STRENGTHS = 6
_THINNEST, _THICKEST = 0.6, 3.6
_FAINTEST, _FULLEST = 0.16, 0.95  # opacity
_DASHES = [5.0, 3.0]  # pixels


def paint_links(painter: QPainter, links: Links, starts: Points, ends: Points, theme: Theme) -> None:
    """Paint links as lines: width and fullness tell the strength, color and dashes the sign.

    Parameters
    ----------
    painter : QPainter
        Where to.
    links : Links
        What they carry; the strongest has the full width.
    starts, ends : ndarray, shape (links, 2)
        Where each begins and ends, in pixels.
    theme : Theme
        The colors.
    """
    if not len(links.carried):
        return
    shares = np.abs(links.carried) / np.abs(links.carried[0])
    levels = np.minimum((shares * _STRENGTHS).astype(int), _STRENGTHS - 1)
    is_positive = links.carried > 0
    for level in range(_STRENGTHS):  # the strongest last, on top
        for sign, color in ((False, theme.negative), (True, theme.positive)):
            chosen = np.flatnonzero((levels == level) & (is_positive == sign))
            if len(chosen):
                painter.setPen(_pen(color, (level + 0.5) / _STRENGTHS, is_dashed=not sign))
                painter.drawLines(_lines(starts[chosen], ends[chosen]))


def paint_neurons(painter: QPainter, centers: Points, radius: float, values: Array, limit: float, theme: Theme) -> None:
    """Paint neurons as disks shaded by their values; a bar in them is a minus sign.

    Parameters
    ----------
    painter : QPainter
        Where to.
    centers : ndarray, shape (n, 2)
        Where they stand, in pixels.
    radius : float
        How large they are.
    values : ndarray, shape (n,)
        What they pass on.
    limit : float
        The value with the full color.
    theme : Theme
        The colors.
    """
    table = signed_colors(theme)
    edge = QPen(QColor(theme.outline), 1.0)
    for (x, y), row, value in zip(centers.tolist(), signed_rows(values, limit), values.tolist(), strict=True):
        painter.setPen(edge)
        painter.setBrush(QColor(*table[row].tolist()))
        painter.drawEllipse(QPointF(x, y), radius, radius)
        if value < 0 and radius > 3:
            painter.setPen(QPen(QColor(theme.text), 1.2))
            painter.drawLine(QPointF(x - radius / 2, y), QPointF(x + radius / 2, y))


def paint_ring(painter: QPainter, center: Points, radius: float, theme: Theme) -> None:
    """Paint a ring around a neuron that is looked at."""
    painter.setPen(QPen(QColor(theme.accent), 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(*center.tolist()), radius + 2.5, radius + 2.5)


def paint_picture(painter: QPainter, place: QRectF, image: Bytes, theme: Theme) -> None:
    """Paint what the network looks at, every pixel a sharp square."""
    colors = np.take(pixels(ink_colors(theme)), image)
    height, width = colors.shape
    painter.drawImage(place, QImage(colors.data, width, height, 4 * width, QImage.Format.Format_RGB32))
    painter.setPen(QPen(QColor(theme.outline), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))


def _pen(color: str, strength: float, *, is_dashed: bool) -> QPen:
    shade = QColor(color)
    shade.setAlphaF(_FAINTEST + (_FULLEST - _FAINTEST) * strength)
    width = _THINNEST + (_THICKEST - _THINNEST) * strength
    pen = QPen(shade, width)
    if is_dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([length / width for length in _DASHES])  # Qt counts in widths
    return pen


def _lines(starts: Points, ends: Points) -> list[QLineF]:
    return [QLineF(*row) for row in np.column_stack([starts, ends]).tolist()]
