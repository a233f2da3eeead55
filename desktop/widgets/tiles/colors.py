"""TileColors: pictures turned into colors, only those in sight, at their size, and kept until anything changes."""

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from core.arrays import Bytes
from desktop.look.colormaps import ink_colors, pixels, signed_colors, signed_rows
from desktop.look.theme import Theme
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
        self._kept: tuple[tuple[range, tuple[int, int]], QImage, npt.NDArray[np.uint32]] | None = None

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
        self._kept = None

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
        if self._kept is None or self._kept[0] != (tiles, size):
            table, rows = self._table_and_rows(values[tiles.start : tiles.stop])
            colors = np.take(table, resized(rows, *size))
            count, height, width = colors.shape
            image = QImage(colors.data, width, count * height, width * 4, QImage.Format.Format_RGB32)
            self._kept = ((tiles, size), image, colors)  # the image borrows the memory of the colors
        return self._kept[1]

    def _table_and_rows(self, values: npt.NDArray[Any]) -> tuple[npt.NDArray[np.uint32], Bytes]:
        """Return a table of colors, and which of its rows each pixel has."""
        if not is_signed(values):
            return pixels(ink_colors(self._theme)), values
        limit: Any = self._limit
        if self._scale == "each":
            limit = np.abs(values).max(axis=(1, 2), keepdims=True)
        return pixels(signed_colors(self._theme)), signed_rows(values, limit)


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
