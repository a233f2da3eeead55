"""TileLayout: where the tiles of an image grid lie. Plain arithmetic in device pixels.

Tiles sit on whole device pixels, so that their edges are sharp at 100 %, 150 % and 200 % alike, and are of any
whole width: a place that is a little larger has tiles that are a little larger. What is left of the width goes
between the columns.
"""

import math
from dataclasses import dataclass

_GAP = 6  # logical pixels between tiles, at least
_MOST_EXTRA_GAP = 10
_SMALLEST_EDGE = 28  # logical pixels; smaller tiles show no shape
_USUAL_EDGE = 56
_LARGEST_EDGE = 168
_FEW = 200  # tiles; of more than fit, so many may be as small as can be: they are all but in sight


@dataclass(frozen=True, slots=True)
class TileLayout:
    """Columns, sizes and places of ``count`` tiles; all lengths in device pixels."""

    count: int
    columns: int
    width: int  # of the picture in a tile
    height: int
    caption: int  # height below the picture
    gap_x: int
    gap_y: int
    margin: int

    @property
    def row_height(self) -> int:
        """Height of a row with its caption and the gap below."""
        return self.height + self.caption + self.gap_y

    @property
    def rows(self) -> int:
        """How many rows the tiles fill; the last one need not be full."""
        return -(-self.count // self.columns)

    @property
    def total_height(self) -> int:
        """Height of all rows and the gaps around them."""
        return self.rows * self.row_height + self.gap_y

    def corner(self, index: int) -> tuple[int, int]:
        """Return the upper left corner of a tile."""
        row, column = divmod(index, self.columns)
        return self.margin + column * (self.width + self.gap_x), self.gap_y + row * self.row_height

    def tile_at(self, x: float, y: float) -> int | None:
        """Return the tile at a point, or None between and beyond the tiles."""
        column, inside_x = divmod(x - self.margin, self.width + self.gap_x)
        row, inside_y = divmod(y - self.gap_y, self.row_height)
        index = int(row * self.columns + column)
        is_on_tile = inside_x < self.width and inside_y < self.height + self.caption
        is_there = 0 <= column < self.columns and row >= 0 and index < self.count
        return index if is_on_tile and is_there else None

    def visible(self, top: int, bottom: int) -> range:
        """Return the tiles of the rows between two heights."""
        first = max(0, (top - self.gap_y) // self.row_height)
        last = max(0, -(-(bottom - self.gap_y) // self.row_height))
        return range(min(self.count, first * self.columns), min(self.count, last * self.columns))

    def around(self, sight: range, least: int) -> range:
        """Return the tiles in sight, and of those before and after them so many that there are at least ``least``."""
        more = max(0, least - len(sight))
        first = max(0, min(sight.start - more // 2, self.count - least))
        return range(first, min(self.count, max(sight.stop, first + least)))


def lay_out(
    count: int,
    picture: tuple[int, int],
    viewport: tuple[int, int],
    ratio: float,
    *,
    edge: int | None = None,
    caption: int = 0,
) -> TileLayout:
    """Lay out tiles in a viewport.

    Parameters
    ----------
    count : int
        Number of tiles.
    picture : (int, int)
        Width and height of one picture in its own pixels.
    viewport : (int, int)
        Width and height of the place for them, in device pixels.
    ratio : float
        Device pixels per logical pixel.
    edge : int or None
        Wished width of a tile in logical pixels. None: the largest at which no tile is out of sight; where even
        small ones are too many, a size to scroll through, which depends on their number alone.
    caption : int
        Height of the caption in device pixels, 0 for none.
    """

    def of_width(width: int) -> TileLayout:
        return _of_width(count, picture, viewport, ratio, width, caption)

    if edge is not None:
        return of_width(max(1, round(edge * ratio)))
    too_narrow, widest = round(_least_edge(count) * ratio) - 1, round(_LARGEST_EDGE * ratio) + 1
    found = of_width(too_narrow + 1)
    while widest - too_narrow > 1:
        middle = (too_narrow + widest) // 2
        tried = of_width(middle)
        if tried.total_height <= viewport[1] and 2 * tried.margin + tried.width <= viewport[0]:
            too_narrow, found = middle, tried
        else:
            widest = middle
    return found


def _least_edge(count: int) -> float:
    """Return how wide tiles are at least, in logical pixels: larger where there is so much to scroll through anyway."""
    return min(max(_SMALLEST_EDGE * math.sqrt(count / _FEW), _SMALLEST_EDGE), _USUAL_EDGE)


def _of_width(
    count: int, picture: tuple[int, int], viewport: tuple[int, int], ratio: float, width: int, caption: int
) -> TileLayout:
    height = max(1, round(width * picture[1] / picture[0]))
    gap = max(2, round(_GAP * ratio * min(1.0, width / (_USUAL_EDGE * ratio))))
    columns = max(1, (viewport[0] - gap) // (width + gap))
    gap_x = gap
    if count > columns:  # a full row reaches from edge to edge; a single short one stays together
        spare = viewport[0] - columns * width - (columns + 1) * gap
        gap_x = gap + max(0, min(round(_MOST_EXTRA_GAP * ratio), spare // (columns + 1)))
    margin = gap
    if count > columns:
        margin = max(gap, (viewport[0] - columns * width - (columns - 1) * gap_x) // 2)
    return TileLayout(max(count, 0), columns, width, height, caption, gap_x, gap, margin)
