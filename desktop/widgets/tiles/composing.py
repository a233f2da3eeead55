"""Composing: the tiles in sight in one image as they are on the screen, so that a painter draws them in one go.

Hundreds of small drawings cost a painter more than their pixels do, and ten times a second all of them are new.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop.widgets.tiles.layout import TileLayout

Colors = npt.NDArray[np.uint32]
"""Whole pixels of QImage.Format_RGB32."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What is around the tiles.

    Attributes
    ----------
    width : int
        Of the line around each tile, in device pixels.
    color, ground : int
        Of the line, and between the tiles; whole pixels as in ``Colors``.
    """

    width: int
    color: int
    ground: int


def can_be_composed(layout: TileLayout, line: int) -> bool:
    """Return whether there is room for the lines, so that none lies on another tile."""
    return min(layout.gap_x, layout.gap_y) >= 2 * line


def composed(layout: TileLayout, colors: Colors, lines: Lines) -> Colors:
    """Return full rows of tiles, and one that need not be full, as they are on the screen.

    Parameters
    ----------
    layout : TileLayout
        Where tiles are; what is below them for captions stays empty.
    colors : ndarray, shape (n, height, width), uint32
        The colors of the tiles, of which the first is the first of its row.
    lines : Lines
        What is around them.

    Returns
    -------
    ndarray, shape (rows * row height, columns * (width + gap)), uint32
        Its upper left corner is that of the line around the first tile.
    """
    count, high, wide = colors.shape
    columns, line = layout.columns, lines.width
    rows = -(-count // columns)
    across, down = layout.width + layout.gap_x, layout.row_height
    sheet: Colors = np.full((rows * down, columns * across), lines.ground, np.uint32)
    # One axis for the row of a tile and one for its column, besides those inside of it: a view of the same memory.
    cells = sheet.reshape(rows, down, columns, across)
    pictures = colors
    if (high, wide) != (layout.height, layout.width):
        pictures = colors[:, _nearest(high, layout.height)][:, :, _nearest(wide, layout.width)]
    full = count // columns
    for first, last, filled in ((0, full, columns), (full, rows, count - full * columns)):
        part = cells[first:last, :, :filled]
        some = pictures[first * columns : first * columns + (last - first) * filled]
        part[:, : layout.height + 2 * line, :, : layout.width + 2 * line] = lines.color
        inside = part[:, line : line + layout.height, :, line : line + layout.width]
        inside[:] = some.reshape(last - first, filled, layout.height, layout.width).transpose(0, 2, 1, 3)
    return sheet


def _nearest(count: int, shown: int) -> npt.NDArray[np.intp]:
    """Return which of a picture's pixels lies below the middle of each pixel shown; of two, the first, as Qt paints."""
    return -(-(2 * np.arange(shown) + 1) * count // (2 * shown)) - 1
