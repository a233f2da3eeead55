"""TileColors: pictures turned into colors, only those in sight, at their size, and kept until anything changes."""

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from core.arrays import Bytes
from desktop.look.colormaps import ink_colors, pixels, signed_colors, signed_rows
from desktop.look.theme import Theme
from desktop.widgets.tiles.composing import Colors, Lines, can_be_composed, composed
from desktop.widgets.tiles.layout import TileLayout
from desktop.widgets.tiles.resizing import resized

Scale = Literal["common", "each"]


class TileColors:
    """Makes one image of the pictures in sight, by one look-up in a table of colors.

    Values of dtype uint8 are ink on paper; all others are signed, blue to orange with zero in the middle.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._scale: Scale = "common"
        self._limit = 0.0
        self._kept: tuple[tuple[range, tuple[int, int]], QImage, Colors] | None = None
        self._sheet: tuple[tuple[range, TileLayout, int], QImage, Colors] | None = None

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.forget()

    def set_scale(self, scale: Scale, limit: float) -> None:
        """Let all signed pictures reach the full color at ``limit``, or each at its own largest magnitude."""
        self._scale, self._limit = scale, limit
        self.forget()

    def forget(self) -> None:
        """Take note that the pictures, or those in sight, are others."""
        self._kept = self._sheet = None

    def strip(self, values: npt.NDArray[Any], tiles: range, size: tuple[int, int]) -> QImage:
        """Return pictures below one another in one image, to be drawn at a size.

        Parameters
        ----------
        values : ndarray, shape (n, height, width)
            All pictures.
        tiles : range
            Which of them.
        size : (int, int)
            Width and height of one on the screen, in device pixels. Where that is a multiple of the picture's own, or
            large, the picture stays as it is, for the painter to draw squares of its pixels.
        """
        return self._strip(values, tiles, size)[0]

    def sheet(self, values: npt.NDArray[Any], tiles: range, layout: TileLayout, line: int) -> QImage | None:
        """Return pictures as they are on the screen, with a line around each; None where they have to be drawn singly.

        Parameters
        ----------
        values, tiles
            As in :meth:`strip`; the first tile is the first of its row.
        layout : TileLayout
            Where they are.
        line : int
            Width of the line in device pixels. The image begins with that of the first tile.
        """
        key = tiles, layout, line
        if self._sheet is None or self._sheet[0] != key:
            if not can_be_composed(layout, line):
                return None
            _, colors = self._strip(values, tiles, (layout.width, layout.height))
            lines = Lines(line, QColor(self._theme.border).rgb(), QColor(self._theme.background).rgb())
            whole = composed(layout, colors, lines)
            self._sheet = key, _image_of(whole), whole
        return self._sheet[1]

    def _strip(self, values: npt.NDArray[Any], tiles: range, size: tuple[int, int]) -> tuple[QImage, Colors]:
        if self._kept is None or self._kept[0] != (tiles, size):
            table, rows = self._table_and_rows(values[tiles.start : tiles.stop])
            colors = np.take(table, resized(rows, *size))
            self._kept = (tiles, size), _image_of(colors.reshape(-1, colors.shape[2])), colors
        return self._kept[1:]

    def _table_and_rows(self, values: npt.NDArray[Any]) -> tuple[npt.NDArray[np.uint32], Bytes]:
        """Return a table of colors, and which of its rows each pixel has."""
        if not is_signed(values):
            return pixels(ink_colors(self._theme)), values
        limit: Any = self._limit
        if self._scale == "each":
            limit = np.abs(values).max(axis=(1, 2), keepdims=True)
        return pixels(signed_colors(self._theme)), signed_rows(values, limit)


def _image_of(colors: Colors) -> QImage:
    """Return an image that borrows the memory of its colors, which have to be kept as long."""
    height, width = colors.shape
    return QImage(colors.data, width, height, width * 4, QImage.Format.Format_RGB32)


def is_signed(values: npt.NDArray[Any]) -> bool:
    """Return whether pictures are of signed values, not of ink."""
    return values.dtype != np.uint8


def largest(values: npt.NDArray[np.floating[Any]]) -> float:
    """Return the largest finite magnitude."""
    if values.size == 0:
        return 0.0
    found = max(float(values.max()), -float(values.min()))
    if not np.isfinite(found):
        finite = np.abs(values[np.isfinite(values)])
        found = float(finite.max()) if finite.size else 0.0
    return found
