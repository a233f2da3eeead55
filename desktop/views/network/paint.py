"""How the links and neurons of a NetworkView are painted.

Links are sorted into a few strengths, and each of these is painted with one pen. Weak ones are mixed with
the ground, not translucent: measured with Qt's raster engine, 240 thick translucent lines take 14 ms, as
many opaque ones 2 ms. The weakest are painted first, so nothing strong is covered.
"""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from core.arrays import Array, Bytes
from core.insight.diagram import Links
from desktop.look.colormaps import ink_colors, pixels, signed_colors, signed_rows
from desktop.look.contrast import mix
from desktop.look.theme import Theme
from desktop.views.network.places import Points

_STRENGTHS = 6
_THINNEST, _THICKEST = 0.7, 3.0  # pixels
_FAINTEST = 0.2  # share of the color, next to the ground
_DASHES = [5.0, 3.0]  # pixels
_ARROW, _ARROW_AT = 9.0, 0.6  # pixels, and where on its link it stands, counted from the end


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
    shares = np.abs(links.carried) / (np.abs(links.carried[0]) or 1.0)  # one that is followed may carry nothing
    levels = np.minimum((shares * _STRENGTHS).astype(int), _STRENGTHS - 1)
    is_positive = links.carried > 0
    for level in range(_STRENGTHS):  # the strongest last, on top
        for sign, color in ((False, theme.negative), (True, theme.positive)):
            chosen = np.flatnonzero((levels == level) & (is_positive == sign))
            if len(chosen):
                strength = (level / (_STRENGTHS - 1)) ** 1.5  # a few strong ones stand out from many
                painter.setPen(_pen(mix(theme.surface, color, _FAINTEST + (1 - _FAINTEST) * strength), strength, sign))
                painter.drawLines(_lines(starts[chosen], ends[chosen]))


def paint_arrows(painter: QPainter, links: Links, starts: Points, ends: Points, theme: Theme) -> None:
    """Paint on links that are used backwards which way something goes: an arrow from the end towards the beginning."""
    painter.setPen(Qt.PenStyle.NoPen)
    for carried, start, end in zip(links.carried.tolist(), starts, ends, strict=True):
        length = float(np.hypot(*(start - end)))
        if length < 4 * _ARROW:
            continue
        ahead = (start - end) / length
        aside = np.array([-ahead[1], ahead[0]])
        tip = end + (start - end) * _ARROW_AT
        corners = (tip, tip - _ARROW * ahead + _ARROW * aside / 2, tip - _ARROW * ahead - _ARROW * aside / 2)
        painter.setBrush(QColor(theme.positive if carried > 0 else theme.negative))
        painter.drawPolygon([QPointF(*corner.tolist()) for corner in corners])


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


def paint_off(painter: QPainter, center: Points, radius: float, theme: Theme) -> None:
    """Paint a neuron that is switched off: empty, and struck out."""
    middle, reach = QPointF(*center.tolist()), radius + 2.0
    painter.setPen(QPen(QColor(theme.outline), 1.0, Qt.PenStyle.DotLine))
    painter.setBrush(QColor(theme.surface))
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(QPen(QColor(theme.error), 2.0))
    painter.drawLine(middle + QPointF(-reach, reach), middle + QPointF(reach, -reach))


def paint_ring(painter: QPainter, center: Points, radius: float, theme: Theme) -> None:
    """Paint a ring around a neuron that is looked at."""
    painter.setPen(QPen(QColor(theme.accent), 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(*center.tolist()), radius + 2.5, radius + 2.5)


def paint_pointer(painter: QPainter, center: Points, radius: float, theme: Theme) -> None:
    """Paint a dotted ring around a neuron that is pointed at while others have rings."""
    painter.setPen(QPen(QColor(theme.text), 1.5, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(*center.tolist()), radius + 5.0, radius + 5.0)


def paint_frame(painter: QPainter, place: QRectF, theme: Theme) -> None:
    """Paint a frame around a picture that stands out."""
    painter.setPen(QPen(QColor(theme.accent), 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(-2, -2, 2, 2))


def paint_picture(painter: QPainter, place: QRectF, image: Bytes, theme: Theme) -> None:
    """Paint what the network looks at, every pixel a sharp square."""
    _paint_pixels(painter, place, np.take(pixels(ink_colors(theme)), image), QImage.Format.Format_RGB32)
    painter.setPen(QPen(QColor(theme.outline), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))


def paint_ink(painter: QPainter, place: QRectF, image: Bytes, theme: Theme) -> None:
    """Paint the ink alone, over the links that begin in it: it can be read, and they come out of it."""
    red, green, blue = (int(part) for part in ink_colors(theme)[255][:3])
    ink = image.astype(np.uint32) * np.uint32(1 << 24) + np.uint32(red << 16 | green << 8 | blue)
    _paint_pixels(painter, place, ink, QImage.Format.Format_ARGB32)


def paint_pushes(painter: QPainter, place: QRectF, pushes: Array, theme: Theme) -> None:
    """Paint what every pixel adds to a sum, in the colors of the links."""
    rows = signed_rows(pushes, float(np.abs(pushes).max()))
    _paint_pixels(painter, place, np.take(pixels(signed_colors(theme)), rows), QImage.Format.Format_RGB32)
    painter.setPen(QPen(QColor(theme.accent), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))


def _paint_pixels(painter: QPainter, place: QRectF, colors: npt.NDArray[np.uint32], kind: QImage.Format) -> None:
    colors = np.ascontiguousarray(colors)
    height, width = colors.shape
    painter.drawImage(place, QImage(colors.data, width, height, 4 * width, kind))


def _pen(color: str, strength: float, is_solid: bool) -> QPen:
    width = _THINNEST + (_THICKEST - _THINNEST) * strength
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if not is_solid:
        pen.setDashPattern([length / width for length in _DASHES])  # Qt counts in widths
    return pen


def _lines(starts: Points, ends: Points) -> list[QLineF]:
    return [QLineF(*row) for row in np.column_stack([starts, ends]).tolist()]
