"""The curves of a LinePlot: what one is, and the layer that paints them all.

Measured with Qt's raster engine (800 × 300, noisy curve): a thick antialiased path of 3,200 points takes
650 ms, separate thick lines 28 ms, and 800 upright bars, one a pixel column, 1 ms. Hence: few points are
drawn as thick lines with dots, many as bars from the lowest to the highest value of each column.

pyqtgraph's PlotDataItem makes one path of a curve. Thinned to its peaks it is as quick as this while lines are not
antialiased; two antialiased curves of a million points, 2 pixels wide, take 820 ms to draw, and 20 ms here.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop.look import run_look
from desktop.look.contrast import mix
from desktop.look.theme import Theme
from desktop.widgets.plot.scale import Scale
from desktop.widgets.plot.thinning import ThinnedCurve

_Floats = npt.NDArray[np.floating]
_MOST_LINES = 500
_LONGEST = 5000.0
"""Length in pixels up to which separate thick lines are quick."""
_MOST_DOTS = 60
_DOT = 2.6
_NOISY = 8.0
"""Mean height of columns, in pixels, from which a curve is a band rather than a line."""
_FAINTNESS, _DASHED_FAINTNESS = 0.55, 0.15  # dashes are faint as they are, and have to be told apart


@dataclass(slots=True)
class Curve:
    """One curve: its points and how it looks.

    ``color`` is a field of Theme (``"train"``, ``"runs:2"`` for one of several) or ``#rrggbb``; ``dash`` the
    lengths in pixels that are drawn and left out in turn, nothing for a solid line; ``exact_at`` where its
    values are no estimates, in rising order, or None where none is.
    """

    name: str
    label: str
    color: str
    width: float = 2.0
    is_faint: bool = False
    dash: tuple[float, ...] = ()
    points: ThinnedCurve = field(default_factory=ThinnedCurve)
    exact_at: _Floats | None = None

    def is_estimate(self, x: float) -> bool:
        """Return whether the value measured at ``x`` is an estimate."""
        if self.exact_at is None:
            return False
        place = int(np.searchsorted(self.exact_at, x))
        return place == len(self.exact_at) or float(self.exact_at[place]) != x

    def paint_color(self, theme: Theme) -> QColor:
        """Return the color in ``theme``. Faint is mixed, not translucent: overlaps would show."""
        color = self.color
        if not color.startswith("#"):
            field_name, _colon, index = color.partition(":")
            color = run_look.tint(theme, int(index)) if index else getattr(theme, field_name)
        faintness = _DASHED_FAINTNESS if self.dash else _FAINTNESS
        return QColor(mix(color, theme.surface, faintness) if self.is_faint else color)


class CurveLayer(QGraphicsItem):
    """Paints curves in pixels, clipped to the plot's rectangle."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.curves: list[Curve] = []
        self.scale_shown: Scale | None = None
        self.theme: Theme | None = None
        self._faint: QPixmap | None = None
        self._faint_key: tuple[object, ...] = ()

    def boundingRect(self) -> QRectF:
        # A little more than the plot, so that dots on its edges stay whole.
        return self.scale_shown.rect.adjusted(-3, -3, 3, 3) if self.scale_shown else QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self.scale_shown is None or self.theme is None:
            return
        painter.setClipRect(self.boundingRect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        measured = [curve for curve in self.curves if len(curve.points)]
        faint = [curve for curve in measured if curve.is_faint]
        if faint and not _is_drawing_file(painter):
            painter.drawPixmap(self.boundingRect().topLeft(), self._picture_of(faint, self.scale_shown, painter))
            faint = []
        for curve in (*faint, *(curve for curve in measured if not curve.is_faint)):
            _paint_curve(painter, curve, self.scale_shown, curve.paint_color(self.theme))

    def _picture_of(self, faint: list[Curve], scale: Scale, painter: QPainter) -> QPixmap:
        """Return a picture of the curves of other runs, which stays while only the run at hand goes on."""
        assert self.theme is not None
        ratio = painter.deviceTransform().m11()
        looks = tuple((curve.name, curve.color, curve.dash, id(curve.points), len(curve.points)) for curve in faint)
        key = (scale, self.theme, ratio, looks)
        if self._faint is None or key != self._faint_key:
            place = self.boundingRect()
            picture = QPixmap((place.size() * ratio).toSize())
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(picture)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.translate(-place.topLeft())
            for curve in faint:
                _paint_curve(inner, curve, scale, curve.paint_color(self.theme))
            inner.end()
            self._faint, self._faint_key = picture, key
        return self._faint


def _paint_curve(painter: QPainter, curve: Curve, scale: Scale, color: QColor) -> None:
    part = curve.points.visible(scale.left, scale.right)
    count = part.stop - part.start
    if count > _MOST_LINES:
        _paint_columns(painter, curve, scale, color)
        return
    x, y = scale.pixel_x(curve.points.x[part]), scale.pixel_y(curve.points.y[part])
    length = np.abs(np.diff(y)).sum() * painter.device().devicePixelRatioF()
    if length > _LONGEST and not _is_drawing_file(painter):
        _paint_columns(painter, curve, scale, color)
        return
    points = [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    pen = QPen(color, _width(curve))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    if _is_drawing_file(painter):
        if curve.dash:
            pen.setDashPattern([length / pen.widthF() for length in curve.dash])
            painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))
    elif curve.dash:
        painter.drawLines([QLineF(*ends) for ends in dashed(x, y, curve.dash).tolist()])
    else:
        painter.drawLines([QLineF(a, b) for a, b in zip(points, points[1:], strict=False)])
    if count <= _MOST_DOTS and not curve.is_faint:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for point in points:
            painter.drawEllipse(point, _DOT, _DOT)


def _paint_columns(painter: QPainter, curve: Curve, scale: Scale, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    # Half-pixel columns: antialiasing makes smooth slopes of them.
    count = int(scale.rect.width()) * 2
    edges = np.linspace(scale.left, scale.x_at(scale.rect.left() + count / 2), count + 1)
    low, high = curve.points.columns(edges, scale.to_axis)
    top = scale.pixel_of_axis(high) - _width(curve) / 2
    bottom = scale.pixel_of_axis(low) + _width(curve) / 2
    # Slightly wider than the column, so that a steep stretch is not thinner than a flat one.
    step, wide = 0.5, _width(curve) * 0.7
    shown = np.isfinite(top)
    if shown.any() and (bottom - top)[shown].mean() > _NOISY:
        step = wide = 1.0  # noise has no slopes to smooth
        top, bottom = np.fmin(top[::2], top[1::2]), np.fmax(bottom[::2], bottom[1::2])
        shown = np.isfinite(top)
    if curve.dash:
        shown &= _is_drawn(np.arange(len(shown)) * step, curve.dash)
    left = scale.rect.left() + np.flatnonzero(shown) * step
    top, bottom = top[shown], bottom[shown]
    if _is_drawing_file(painter):
        _paint_band(painter, left + step / 2, top, bottom)
        return
    left = left - (wide - step) / 2
    rows = zip(left.tolist(), top.tolist(), (bottom - top).tolist(), strict=True)
    painter.drawRects([QRectF(x, y, wide, height) for x, y, height in rows])


def dashed(x: _Floats, y: _Floats, dash: tuple[float, ...]) -> npt.NDArray[np.float64]:
    """Cut a line into dashes: Qt does so itself, but twenty times slower.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        The line's points, in pixels.
    dash : tuple of float
        Lengths in pixels that are drawn and left out in turn.

    Returns
    -------
    ndarray, shape (m, 4), float64
        The ends of straight pieces: x and y of the one, x and y of the other.
    """
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    edges = np.concatenate([[0.0], np.cumsum(dash)])
    turns = np.arange(int(along[-1] // edges[-1]) + 1)[:, None] * edges[-1] + edges[None, :-1]
    places = np.unique(np.concatenate([along, turns.ravel()[turns.ravel() < along[-1]]]))
    ends = np.stack([np.interp(places, along, x), np.interp(places, along, y)], axis=1)
    is_drawn = _is_drawn((places[:-1] + places[1:]) / 2, dash)
    return np.concatenate([ends[:-1][is_drawn], ends[1:][is_drawn]], axis=1)


def _is_drawn(places: _Floats, dash: tuple[float, ...]) -> npt.NDArray[np.bool_]:
    """Return which places along a line, in pixels, lie on a dash."""
    edges = np.cumsum(dash)
    return np.asarray(np.searchsorted(edges, places % edges[-1], side="right") % 2 == 0)


def _paint_band(painter: QPainter, x: _Floats, top: _Floats, bottom: _Floats) -> None:
    xs = np.concatenate([x, x[::-1]]).tolist()
    ys = np.concatenate([top, bottom[::-1]]).tolist()
    painter.drawPolygon(QPolygonF([QPointF(a, b) for a, b in zip(xs, ys, strict=True)]))


def _width(curve: Curve) -> float:
    return 1.25 if curve.is_faint else curve.width


def _is_drawing_file(painter: QPainter) -> bool:
    """Whether this becomes a drawing (SVG), in which one shape is better than a thousand."""
    return painter.paintEngine().type() == QPaintEngine.Type.SVG
