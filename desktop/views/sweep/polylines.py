"""Polylines: many lines in few long arrays: drawn at one go, and searched for the one that is nearest to the mouse."""

import math

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

Floats = npt.NDArray[np.float64]


def polyline(x: Floats, y: Floats) -> QPolygonF:
    """Return one line through all points that are known; shape (n,) each, and x may have more."""
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=False) if not math.isnan(b)])


def path_of(x: Floats, y: Floats, connect: npt.NDArray[np.bool_]) -> QPainterPath:
    """Return many lines as one path.

    Parameters
    ----------
    x, y : ndarray, shape (points,)
        Their points, one line after the other, in pixels.
    connect : ndarray, shape (points,), bool
        Whether a point is joined with the next one; not where either is NaN.
    """
    path = pg.arrayToQPath(x, np.nan_to_num(y), connect=connect.astype(np.int32), finiteCheck=False)
    return path if isinstance(path, QPainterPath) else QPainterPath()


def path_across(x: Floats, y: Floats) -> QPainterPath:
    """Return lines across the same axes as one path.

    Parameters
    ----------
    x : ndarray, shape (axes,)
        Where the axes are.
    y : ndarray, shape (lines, axes)
        Where each line crosses them; it ends before a NaN.
    """
    joined = np.isfinite(y)
    joined[:, :-1] &= joined[:, 1:]
    joined[:, -1] = False
    return path_of(np.tile(x, len(y)), y.ravel(), joined.ravel())


def nearest_segment(
    point: tuple[float, float], begins: tuple[Floats, Floats], ends: tuple[Floats, Floats]
) -> tuple[int, float] | None:
    """Return which of many straight pieces is nearest to a point, and how far away it is.

    Parameters
    ----------
    point : tuple of float
        x and y, in pixels.
    begins, ends : tuple of ndarray, shape (pieces,)
        x and y of both ends of each piece; one with an end that is NaN is none.

    Returns
    -------
    tuple of int and float, or None
        Nothing where there is no piece.
    """
    (x, y), (from_x, from_y), (to_x, to_y) = point, begins, ends
    across, down = to_x - from_x, to_y - from_y
    lengths = np.maximum(across**2 + down**2, 1e-12)
    share = np.clip(((x - from_x) * across + (y - from_y) * down) / lengths, 0.0, 1.0)
    away = np.hypot(from_x + share * across - x, from_y + share * down - y)
    if not np.isfinite(away).any():
        return None
    place = int(np.nanargmin(away))
    return place, float(away[place])
