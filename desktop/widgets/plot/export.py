"""Curves as a file: a picture (PNG), a drawing (SVG), a table (CSV).

pyqtgraph's exporters write what is in a scene: a plot without its legend, and no view that is none of its own. Its
table has ten digits of each number, and an x column for each curve.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from core.disk import replace_file
from core.plain import cell
from desktop.widgets.plot import drawing

Series = dict[str, tuple[npt.NDArray[np.floating], npt.NDArray[np.floating]]]


def save_png(widget: QWidget, path: Path, scale: float = 2.0) -> None:
    """Save what ``widget`` shows as a picture with ``scale`` pixels for each of its own."""
    image = QImage(widget.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    _render(widget, painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows only bytes
    replace_file(path, lambda file: file.write(content.data()))


def save_svg(widget: QWidget, path: Path, title: str, scale: float = 1.0) -> None:
    """Save what ``widget`` shows as a drawing that stays sharp at any size, ``scale`` times as large at first."""
    text = drawing.drawing_of(widget, title, scale)
    replace_file(path, lambda file: file.write(text.encode("utf-8")))


def _render(widget: QWidget, painter: QPainter) -> None:
    flags = QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren
    widget.render(painter, QPoint(), QRegion(), flags)


def to_csv(series: Series, x_name: str = "epoch") -> str:
    """Return a table with a row for every x at which anything was measured, and a column a curve.

    Where a curve was not measured its field is empty. Numbers have all their digits.
    """
    every = np.unique(np.concatenate([np.asarray(x, float) for x, _y in series.values()] or [np.empty(0)]))
    columns = [_column(every, np.asarray(x, float), np.asarray(y, float)) for x, y in series.values()]
    measured = np.any([np.isfinite(c) for c in columns], axis=0) if columns else np.empty(0, bool)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(cell, [x_name, *series]))
    for row in np.flatnonzero(measured):
        values = (float(column[row]) for column in columns)
        writer.writerow([repr(float(every[row])), *(repr(v) if np.isfinite(v) else "" for v in values)])
    return text.getvalue()


def _column(
    every: npt.NDArray[np.float64], x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    column = np.full(len(every), np.nan)
    column[np.searchsorted(every, x)] = y
    return column


def save_table(head: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> None:
    """Save any table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(cell, head))
    writer.writerows(map(cell, row) for row in rows)
    replace_file(path, lambda file: file.write(text.getvalue().encode()))


def save_csv(series: Series, path: Path, x_name: str = "epoch") -> None:
    """Save curves as a table."""
    replace_file(path, lambda file: file.write(to_csv(series, x_name).encode()))
