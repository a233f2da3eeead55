"""ImageStrip: a title and a row of small pictures below it, as large as there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from core.arrays import Array, Bytes
from desktop.look.theme import LIGHT, Theme
from desktop.widgets.labels import hint
from desktop.widgets.tiles.image_grid import ImageGrid

_GAP, _CAPTION_SPACE = 6, 3  # pixels: at most between two pictures, and between a picture and its caption


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A row of small pictures.

    Attributes
    ----------
    pictures : ndarray, shape (n, 28, 28)
        uint8 for ink on paper, float32 for signed values.
    captions : sequence of str
        What stands below each.
    tips : sequence of str
        The second line of each one's tooltip.
    """

    pictures: Bytes | Array = field(default_factory=lambda: np.zeros((0, 28, 28), np.uint8))
    captions: Sequence[str] = ()
    tips: Sequence[str] = ()


class ImageStrip(QWidget):
    """Small pictures in a row, or in a few; a click on one opens it.

    Parameters
    ----------
    name, title : str
        Object name of the pictures, and what they are.
    item : str
        What one of them is, for tooltips: "image", "moment"; empty where it needs no number.
    theme : Theme
        The colors to draw with.
    """

    opened = Signal(int)  # place in the strip

    def __init__(self, name: str, title: str, item: str, theme: Theme = LIGHT) -> None:
        super().__init__()
        self._title = hint(title)
        self._grid = ImageGrid(theme, item)
        self._grid.setObjectName(name)
        self._grid.setAccessibleName(title)
        self._grid.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrow keys to the neurons
        self._grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._grid.opened.connect(self.opened)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._title)
        layout.addWidget(self._grid)
        self.set_size(28, 1)

    def show_strip(self, strip: Strip, *, chosen: int | None = None, empty: str = "") -> None:
        """Show other pictures, one of them outlined; ``empty`` is said where there are none."""
        self._grid.set_empty_text(empty)
        self._grid.set_tooltips(partial(_tip, strip.tips))
        if strip.pictures.dtype == np.uint8:
            self._grid.show_pictures(strip.pictures.astype(np.uint8, copy=False), strip.captions)
        else:
            self._grid.show_images(strip.pictures.astype(np.float32, copy=False), captions=strip.captions)
        self._grid.choose(chosen)

    def set_title(self, title: str) -> None:
        """Say what the pictures are."""
        self._title.setText(title)

    def set_size(self, edge: int, rows: int) -> None:
        """Set the width of a picture in logical pixels, and how many rows there is room for."""
        self._grid.set_tile_edge(edge)
        self._grid.setFixedHeight(round(_rows_height(edge, self.fontMetrics().height(), rows)))

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._grid.set_theme(theme)


def strip_height(edge: int, line: float, rows: int = 1) -> float:
    """Return how high a strip with its title is; ``line`` is the height of a line of text."""
    return line + 2 + _rows_height(edge, line, rows)


def strip_width(edge: int, count: int) -> int:
    """Return how wide so many pictures beside each other are, with the gaps around them."""
    return count * edge + (count + 1) * _gap(edge)


def _rows_height(edge: int, line: float, rows: int) -> float:
    return rows * (edge + line + _CAPTION_SPACE + _gap(edge)) + 2 * _gap(edge)


def _gap(edge: int) -> int:
    return min(_GAP, edge * _GAP // 56)  # as the grid of images has it


def _tip(tips: Sequence[str], index: int) -> str:
    return tips[index] if index < len(tips) else ""
