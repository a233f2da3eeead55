"""ImageGrid: many small pictures to point at and to choose from, with the mouse or the keyboard.

What is shown and how it is painted is in ``tile_area``; here is what a person does with it.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.widgets.access.parts import Path
from desktop.widgets.access.telling import tell_current
from desktop.widgets.tiles.keys import OPENING, ZOOM_STEPS, target_of
from desktop.widgets.tiles.tile_area import TileArea

_ZOOM_EDGES = (28, 42, 56, 84, 112, 140, 168, 224, 280)


class ImageGrid(TileArea):
    """Small pictures in rows; one of them can be chosen with the mouse or the keyboard.

    Parameters
    ----------
    theme : Theme
        The colors to draw with; see ``set_theme``.
    item : str
        What a tile is, for tooltips and screen readers: "neuron", "image"; empty where it needs no number.
    parent : QWidget, optional
    """

    picked = Signal(int)
    opened = Signal(int)  # by a click, Enter or the space bar; ``picked`` comes before it
    menu_asked = Signal(int, QPoint)  # for a tile, at a place of the screen
    hovered = Signal(object)  # index of the tile under the mouse, or None
    left = Signal()  # by the mouse, which may have been between two tiles

    def __init__(self, theme: Theme = LIGHT, item: str = "image", parent: QWidget | None = None) -> None:
        super().__init__(theme, item, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    def zoom(self, steps: int) -> None:
        """Make the tiles larger (positive) or smaller by so many steps."""
        edge = round(self._layout.width / self.devicePixelRatioF())
        nearest = min(range(len(_ZOOM_EDGES)), key=lambda at: abs(_ZOOM_EDGES[at] - edge))
        self.set_tile_edge(_ZOOM_EDGES[max(0, min(len(_ZOOM_EDGES) - 1, nearest + steps))])

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tooltip(event)
            return True
        if event.type() == QEvent.Type.Leave:
            self._point_at(None)
            self.left.emit()
        return bool(super().viewportEvent(event))

    def _show_tooltip(self, event: QHelpEvent) -> None:
        index = self.tile_at(QPointF(event.pos()))
        if index is None:
            QToolTip.hideText()
            return
        place: QRect = self.tile_rect(index).toAlignedRect()
        QToolTip.showText(event.globalPos(), self.tooltip(index), self.viewport(), place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self.tile_at(event.position()))

    def _point_at(self, index: int | None) -> None:
        if index != self._pointed:
            before, self._pointed = self._pointed, index
            self._update_tiles(before, index)
            self.hovered.emit(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose and open the tile that is clicked."""
        index = self.tile_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index is not None:
            self._pick(index)
            self.opened.emit(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the press was ours; the release is nobody else's

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the tile under the mouse, or, by key, of the chosen one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.tile_at(QPointF(event.pos())) if by_mouse else self._chosen
        if index is not None:
            place = self.viewport().mapToGlobal(self.tile_rect(index).center().toPoint())
            self.menu_asked.emit(index, event.globalPos() if by_mouse else place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, and scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from tile to tile, by a page, or to an end; open the chosen one; + and − zoom, 0 fits.

        With Ctrl they would be the window's, for its text.
        """
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        if key in ZOOM_STEPS:
            self.zoom(ZOOM_STEPS[key])
            return
        if key == Qt.Key.Key_0:
            self.set_tile_edge(None)
            return
        columns = self._layout.columns
        page = columns * max(1, round(self.viewport().height() / self._row_height()))
        target = target_of(key, self._chosen, count=self.count, columns=columns, page=page)
        if target is None:
            super().keyPressEvent(event)
            return
        self._pick(target)
        if key in OPENING:
            self.opened.emit(target)

    def _row_height(self) -> float:
        return self._layout.row_height / self.devicePixelRatioF()

    def press_part(self, path: Path) -> None:
        """Choose and open a tile, as a click does."""
        self._pick(path[0])
        self.opened.emit(path[0])

    def _pick(self, index: int) -> None:
        self.choose(index)
        self.picked.emit(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        tell_current(self)
        self._show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus()

    def _show_focus(self) -> None:
        """Outline the chosen tile more strongly, or all of them where none is chosen."""
        if self._chosen is None:
            self.viewport().update()
        self._update_tiles(self._chosen)
