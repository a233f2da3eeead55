"""TileArea: many small pictures, from one to thousands: weights, examples, mistakes, own digits.

Where the tiles lie is reckoned by ``layout``, their colors come from ``colors``; pointing and choosing repaint
single tiles. What a person does with them, by mouse or keyboard, is in ``image_grid``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPaintEngine, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from core.arrays import Bytes
from desktop.look.text_size import text_scale
from desktop.look.theme import LIGHT, Theme
from desktop.widgets.access.parts import Part, Path, Speaking
from desktop.widgets.access.telling import tell_current
from desktop.widgets.tiles.colors import Scale, TileColors, is_signed, largest
from desktop.widgets.tiles.frames import CAPTION_SPACE, paint_caption, paint_frame
from desktop.widgets.tiles.layout import lay_out
from desktop.widgets.tiles.marks import Mark, paint_marks
from desktop.widgets.tiles.scale_legend import ScaleLegend

_LEAST_TOLD = 200  # tiles that a screen reader is told of, of more than are in sight; it asks for each of them
_NO_PICTURES = np.zeros((0, 28, 28), np.uint8)


class TileArea(Speaking, QAbstractScrollArea):
    """Small pictures in rows, laid out, painted and scrolled; one is outlined as chosen, one as pointed at.

    Parameters
    ----------
    theme : Theme
        The colors to draw with; see ``set_theme``.
    item : str
        What a tile is, for tooltips and screen readers: "neuron", "image"; empty where it needs no number.
    parent : QWidget, optional
    """

    def __init__(self, theme: Theme = LIGHT, item: str = "image", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._item = theme, item
        self._values: npt.NDArray[Any] = _NO_PICTURES
        self._colors = TileColors(theme)
        self._captions: Sequence[str] = ()
        self._marks: Mapping[int, Sequence[Mark]] = {}
        self._numbers: Sequence[int] | None = None
        self._describe: Callable[[int], str] | None = None
        self._empty_text = ""
        self._edge: int | None = None
        self._grows = False
        self._chosen: int | None = None
        self._pointed: int | None = None
        self._layout = lay_out(0, (28, 28), (1, 1), 1.0)
        self._legend = ScaleLegend(theme, self)
        self._legend_wanted = False
        self._has_only_whole = False
        self._legend.hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().valueChanged.connect(self._forget_colors)

    # What is shown ---------------------------------------------------------------------------------

    def show_images(
        self,
        values: npt.NDArray[np.floating[Any]],
        scale: Scale = "common",
        *,
        limit: float | None = None,
        captions: Sequence[str] | None = None,
    ) -> None:
        """Show signed values on the blue to orange scale, zero in its middle.

        Parameters
        ----------
        values : ndarray, shape (n, height, width), float32
            One picture per tile. Kept, not copied: pass an array that doesn't change any more.
        scale : "common" or "each"
            Whether all tiles share one scale, or each reaches the full color by itself.
        limit : float, optional
            The value with the full color on a common scale; the largest magnitude if left out.
        captions : sequence of str, optional
            A line below each tile.
        """
        is_common = scale == "common"
        reach = limit if limit is not None else largest(values) if is_common else 0.0
        self._colors.set_scale(scale, reach)
        words = "" if is_common else f"each {self._item} has a scale of its own"
        self._legend.set_limit(reach if is_common else None, words)
        self._show(values, captions)

    def show_pictures(self, values: Bytes, captions: Sequence[str] | None = None) -> None:
        """Show pictures of ink on paper.

        Parameters
        ----------
        values : ndarray, shape (n, height, width), uint8
            0 is paper, 255 is full ink. Kept, not copied.
        captions : sequence of str, optional
            A line below each tile, such as its label.
        """
        self._show(values, captions)

    def clear(self) -> None:
        """Show nothing but the text for the empty state."""
        self._show(_NO_PICTURES, None)

    def set_empty_text(self, text: str) -> None:
        """Set what is said where there is nothing to show."""
        self._empty_text = text
        self.viewport().update()

    def set_marks(self, marks: Mapping[int, Sequence[Mark]]) -> None:
        """Draw signs over these tiles, and say in their tooltips what they mean."""
        if dict(marks) != self._marks:
            self._marks = dict(marks)
            self.viewport().update()

    def set_tooltips(self, describe: Callable[[int], str] | None) -> None:
        """Set who writes the second line of a tile's tooltip, given its index."""
        self._describe = describe

    def set_numbers(self, numbers: Sequence[int] | None) -> None:
        """Set the number, from 0, that each tile is called by; None calls them by their places."""
        self._numbers = numbers

    def set_legend_visible(self, visible: bool) -> None:
        """Show or hide the color scale below signed pictures."""
        self._legend_wanted = visible
        self._place_legend()
        self._relayout()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors; the tiles in sight are colored anew, the others when they come into sight."""
        self._theme = theme
        self._legend.set_theme(theme)
        self._colors.set_theme(theme)
        self.viewport().update()

    def set_tile_edge(self, edge: int | None, *, grows: bool = False) -> None:
        """Set the width of a tile in logical pixels; None chooses the largest that leaves none out of sight.

        With ``grows`` that is the width at the usual size of the text, with which it grows.
        """
        if (edge, grows) != (self._edge, self._grows):
            self._edge, self._grows = edge, grows
            self._relayout()
            if self._chosen is not None:
                self._scroll_to(self._chosen)

    def set_only_whole(self, is_so: bool) -> None:
        """Leave out the tiles that the edge would cut, as for a picture, where nobody can scroll to them."""
        self._has_only_whole = is_so
        self.viewport().update()

    # What is chosen --------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many tiles there are."""
        return len(self._values)

    @property
    def chosen(self) -> int | None:
        """The chosen tile, or None."""
        return self._chosen

    def choose(self, index: int | None) -> None:
        """Outline a tile, without announcing it."""
        if index is not None and not 0 <= index < self.count:
            index = None
        if index == self._chosen:
            return
        before, self._chosen = self._chosen, index
        self._update_tiles(before, index)
        if index is not None:
            self._scroll_to(index)
            self.setAccessibleDescription(self.words_of(index))
            tell_current(self)

    def words_of(self, index: int) -> str:
        """Return what a screen reader says of a tile: its caption, and what its tooltip says."""
        caption = [self._captions[index]] if self._captions else []
        return ". ".join([*caption, *self.tooltip(index).split("\n")])

    def tooltip(self, index: int) -> str:
        """Return what the tooltip of a tile says."""
        number = index if self._numbers is None else self._numbers[index]
        lines = [f"{self._item.capitalize()} {number + 1} of {self.count}"] if self._item else []
        if self._describe is not None:
            lines.append(self._describe(index))
        lines += [mark.words for mark in self._marks.get(index, ())]
        return "\n".join(line for line in lines if line)

    def tile_rect(self, index: int) -> QRectF:
        """Return where a tile's picture is in the viewport, in logical pixels."""
        x, y = self._layout.corner(index)
        ratio = self.devicePixelRatioF()
        top = y - self._top()
        return QRectF(x / ratio, top / ratio, self._layout.width / ratio, self._layout.height / ratio)

    def tile_at(self, point: QPointF) -> int | None:
        """Return the tile at a point of the viewport, or None."""
        ratio = self.devicePixelRatioF()
        return self._layout.tile_at(point.x() * ratio, point.y() * ratio + self._top())

    def _show(self, values: npt.NDArray[Any], captions: Sequence[str] | None) -> None:
        if values.ndim != 3:
            raise ValueError(f"pictures have the shape (n, height, width), not {values.shape}")
        is_same_shape = values.shape == self._values.shape and bool(captions) == bool(self._captions)
        was_signed = is_signed(self._values)
        self._values, self._captions = values, captions or ()
        if self._chosen is not None and self._chosen >= self.count:
            self._chosen = None
        if was_signed != is_signed(self._values):
            self._place_legend()
        if is_same_shape:
            self._forget_colors()
        else:
            self._relayout()

    def _forget_colors(self) -> None:
        self._colors.forget()
        self.viewport().update()

    # What a screen reader walks through --------------------------------------------------------------

    accessible_role = QAccessible.Role.List
    has_parts = True

    def part_count(self, path: Path) -> int:
        return 0 if path else self.count

    def told_parts(self, path: Path) -> range:
        return range(0) if path else self._layout.around(self._in_sight(), _LEAST_TOLD)

    def part(self, path: Path) -> Part:
        (index,) = path
        place = self.tile_rect(index).translated(self.viewport().pos().toPointF())
        return Part(QAccessible.Role.Graphic, self.words_of(index), place, index == self._chosen)

    def part_at(self, point: QPointF) -> Path:
        index = self.tile_at(point - self.viewport().pos().toPointF())
        return () if index is None else (index,)

    def current_part(self) -> Path:
        return () if self._chosen is None else (self._chosen,)

    def accessible_summary(self) -> str:
        return "" if self.count else self._empty_text

    # Inside: places --------------------------------------------------------------------------------

    def _top(self) -> int:
        return round(self.verticalScrollBar().value() * self.devicePixelRatioF())

    def _in_sight(self) -> range:
        return self._layout.visible(
            self._top(), self._top() + round(self.viewport().height() * self.devicePixelRatioF())
        )

    def _caption_height(self) -> int:
        return self.fontMetrics().height() + CAPTION_SPACE if self._captions else 0

    def _relayout(self) -> None:
        ratio = self.devicePixelRatioF()
        height, width = self._values.shape[1:]
        size = self.viewport().size()
        edge = self._edge
        self._layout = lay_out(
            self.count,
            (width, height),
            (round(size.width() * ratio), round(size.height() * ratio)),
            ratio,
            edge=round(edge * text_scale()) if edge is not None and self._grows else edge,
            caption=round(self._caption_height() * ratio),
        )
        bar = self.verticalScrollBar()
        total = -(-self._layout.total_height // ratio) if self.count else 0
        bar.setRange(0, max(0, int(total) - size.height()))
        bar.setPageStep(size.height())
        bar.setSingleStep(max(1, round(self._layout.row_height / ratio / 2)))
        self._forget_colors()

    def _place_legend(self) -> None:
        is_shown = self._legend_wanted and is_signed(self._values) and self.count > 0
        self._legend.setVisible(is_shown)
        height = self._legend.sizeHint().height() if is_shown else 0
        self.setViewportMargins(0, 0, 0, height)
        self._legend.setGeometry(0, self.height() - height, self.width(), height)

    def _scroll_to(self, index: int) -> None:
        ratio = self.devicePixelRatioF()
        _, top = self._layout.corner(index)
        first = int((top - self._layout.gap_y) / ratio)
        last = int((top + self._layout.row_height) / ratio) + 1
        bar = self.verticalScrollBar()
        if first < bar.value():
            bar.setValue(first)
        elif last > bar.value() + self.viewport().height():
            bar.setValue(last - self.viewport().height())

    def _update_tiles(self, *tiles: int | None) -> None:
        for index in tiles:
            if index is not None and index < self.count:
                self.viewport().update(self.tile_rect(index).adjusted(-4, -4, 4, 4).toAlignedRect())

    # Inside: painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.background))
        if self.count == 0:
            self._paint_empty(painter)
            return
        visible = self._in_sight()
        if self._paint_together(painter, visible):
            singly: Iterable[int] = visible if self._captions else sorted(self._marks.keys() & set(visible))
            for index in singly:
                self._paint_around(painter, index, self.tile_rect(index))
        else:
            self._paint_singly(painter, visible, QRectF(event.rect()))
        self._paint_outlines(painter, visible)

    def _paint_together(self, painter: QPainter, visible: range) -> bool:
        """Paint all pictures as one image; returns whether that can be done so that nobody sees a difference."""
        ratio = self.devicePixelRatioF()
        is_on_screen = painter.paintEngine().type() == QPaintEngine.Type.Raster and not self._has_only_whole
        if not (visible and is_on_screen and ratio.is_integer()):
            return False
        line = round(ratio)
        sheet = self._colors.sheet(self._values, visible, self._layout, line)
        if sheet is None:
            return False
        sheet.setDevicePixelRatio(ratio)
        x, y = self._layout.corner(visible.start)
        painter.drawImage(QPointF((x - line) / ratio, (y - line - self._top()) / ratio), sheet)
        return True

    def _paint_singly(self, painter: QPainter, visible: range, dirty: QRectF) -> None:
        image = self._colors.strip(self._values, visible, (self._layout.width, self._layout.height))
        edge = QColor(self._theme.border)
        width, height = image.width(), image.height() // max(1, len(visible))
        room = QRectF(self.viewport().rect())
        for index in visible:
            place = self.tile_rect(index)
            if self._has_only_whole and not room.contains(place.adjusted(0, 0, 0, self._caption_height())):
                continue
            if not self._with_caption(place).intersects(dirty):
                continue
            painter.fillRect(place.adjusted(-1, -1, 1, 1), edge)
            # Cut out, because a drawing (SVG) would hold the whole image for each tile of it.
            painter.drawImage(place, image.copy(0, (index - visible.start) * height, width, height))
            self._paint_around(painter, index, place)

    def _with_caption(self, place: QRectF) -> QRectF:
        return place.adjusted(-4, -4, 4, 4 + self._caption_height())

    def _paint_around(self, painter: QPainter, index: int, place: QRectF) -> None:
        if index in self._marks:
            paint_marks(painter, place, self._marks[index], self._theme)
        if self._captions:
            color = self._theme.text if index == self._chosen else self._theme.faint_text
            paint_caption(painter, place, self._caption_height(), self._captions[index], color)

    def _paint_outlines(self, painter: QPainter, visible: range) -> None:
        """Outline the pointed and the chosen tile, or where keys go: last, so that no neighbor covers the lines."""
        if self.hasFocus() and (self._chosen is None or self._chosen not in visible):
            paint_frame(painter, QRectF(self.viewport().rect()).adjusted(3, 3, -3, -3), self._theme.accent, 2)
        if self._pointed is not None and self._pointed in visible and self._pointed != self._chosen:
            paint_frame(painter, self.tile_rect(self._pointed), self._theme.outline, 1)
        if self._chosen is not None and self._chosen in visible:
            width = 3 if self.hasFocus() else 2
            paint_frame(painter, self.tile_rect(self._chosen), self._theme.accent, width)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.faint_text))
        room = self.viewport().rect().adjusted(24, 12, -24, -12)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty_text)

    # Inside: events --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_legend()
        self._relayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._relayout()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._relayout()
        return bool(super().event(event))

    def sizeHint(self) -> QSize:
        return QSize(560, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 90)
