"""LinePlot: curves with the house colors, thinned for speed, read with a crosshair, exportable.

pyqtgraph's view holds the plot, tells a click from a drag, and zooms, pans and keeps to limits with its ViewBox.
Grid, curves and cursor are painted by our own layers in pixels; why pyqtgraph's items are not used stands in the
module of each: ``frame``, ``curves``, ``thinning``, ``cursor``, ``legend``, ``range``, ``scale``, ``menu``, ``export``.
The figures there were taken with pyqtgraph 0.14 and Qt's raster engine, in a plot of 900 × 360 pixels.
"""

import math
from collections.abc import Mapping
from html import escape
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.widgets.plot import export
from desktop.widgets.plot.curve_plot import NO_MEASURES, CurvePlot
from desktop.widgets.plot.readouts import in_words, step_from
from desktop.widgets.plot.slide import SCALE, slide_of


class LinePlot(CurvePlot):
    """Curves over epochs that can be pointed at, zoomed and written to files.

    Parameters
    ----------
    title, x_label : str
        What y and x are.
    is_percent : bool
        Whether y is a share of one, to be read in percent.
    empty_text : str
        What is said where there is no point yet.
    estimate_text : str
        What the tooltip says of curves that are partly estimates.
    measures : mapping of str to str, optional
        What the curves can be drawn along, as a menu offers it, and what x is then called.
    parent : QWidget, optional
    """

    hovered = Signal(object)  # x of the crosshair (float), or None

    def __init__(
        self,
        title: str,
        *,
        x_label: str = "epoch",
        is_percent: bool = False,
        empty_text: str = "",
        estimate_text: str = "",
        measures: Mapping[str, str] = NO_MEASURES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            title, x_label=x_label, is_percent=is_percent, empty_text=empty_text, measures=measures, parent=parent
        )
        self._estimate_text = estimate_text
        self._last_hover: float | None = None
        # The one object the window may catch mouse events of without meeting pyqtgraph's own.
        self._surface.view.viewport().installEventFilter(self)

    # ---------------------------------------------------------------- pointing

    def reading(self) -> str:
        """Return what the crosshair reads, as one sentence."""
        x = self._cursor.cursor_x
        if x is None:
            return ""
        left, right = self._surface.x_range
        return in_words(list(self._curves.values()), x, self._frame.names.x, right - left, is_percent=self._is_percent)

    def _hover(self, x: float | None) -> None:
        self.show_cursor(x)
        x = self._cursor.cursor_x
        if x != self._last_hover:
            self._last_hover = x
            self.hovered.emit(x)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Zoom one axis with Shift or Ctrl held, follow again on a double click, and read with the mouse."""
        if isinstance(event, QWheelEvent):
            held = event.modifiers()
            self._surface.box.setMouseEnabled(
                x=not held & Qt.KeyboardModifier.ControlModifier,
                y=not held & Qt.KeyboardModifier.ShiftModifier,
            )
        elif event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            inside = self._surface.box.geometry().contains(event.position())
            self._hover(self._scale().x_at(event.position().x()) if inside else None)
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self.set_following(True)
            return True
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._surface.box.setMouseEnabled(x=True, y=True)
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        elif event.type() == QEvent.Type.Leave:
            self._hover(None)
        elif isinstance(event, QHelpEvent):
            text = self._cursor.mark_near(event.pos().x())
            QToolTip.showText(event.globalPos(), text, self)
            return True
        elif event.type() == QEvent.Type.ContextMenu:
            return True  # raised by a click, so that a drag with the right button raises none
        elif event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu in the middle where it was asked for by a key; a right click opens it by itself."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._menu.popup(self.mapToGlobal(QPoint(self.width() // 2, self.height() // 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the measured points, ten at a time with Ctrl; zoom x, follow, or put the crosshair away."""
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
        match event.key():
            case Qt.Key.Key_Left:
                self._step(-far)
            case Qt.Key.Key_Right:
                self._step(far)
            case Qt.Key.Key_Home:
                self._point_at(-math.inf)
            case Qt.Key.Key_End:
                self._point_at(math.inf)
            case Qt.Key.Key_Plus | Qt.Key.Key_Minus as key:
                self._zoom(0.8 if key == Qt.Key.Key_Plus else 1.25)
            case Qt.Key.Key_F:
                self.set_following(True)
            case Qt.Key.Key_Escape if self._cursor.cursor_x is not None:
                self._hover(None)
            case _:
                super().keyPressEvent(event)

    def _step(self, steps: int) -> None:
        """Move the crosshair to the next measured point that is at least a pixel away."""
        scale = self._scale()
        at = self._cursor.cursor_x
        if at is None:
            self._point_at(math.inf)
            return
        pixel = (scale.right - scale.left) / scale.rect.width()
        ahead = step_from(list(self._curves.values()), at, steps, pixel)
        if ahead is not None:
            self._point_at(ahead)

    def _point_at(self, x: float) -> None:
        left, right = self._surface.x_range
        self._hover(min(max(x, left), right))
        self.setAccessibleDescription(self.reading())
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _zoom(self, factor: float) -> None:
        at = self._cursor.cursor_x
        self.set_following(False)
        self._surface.box.scaleBy(x=factor, center=None if at is None else (at, 0.0))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and not self.toolTip() and (tip := self._tip()):
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def _tip(self) -> str:
        """Return what is to be said of the legend: what is an estimate, and names that may have been cut."""
        parts = [self._estimate_text] if any(curve.exact_at is not None for curve in self._curves.values()) else []
        parts += [self._remark_tip] if self._remark_tip else []
        earlier = self._legend.text_of_earlier()
        parts += [f"{earlier}."] if earlier else []
        return "".join(f"<p>{escape(part)}</p>" for part in parts)

    # ---------------------------------------------------------------- files

    def export_png(self, path: Path) -> None:
        """Save the curves as a picture for a slide, with the whole legend and without what points at them."""
        with slide_of(self) as slide:
            export.save_png(slide, path, SCALE)

    def export_svg(self, path: Path) -> None:
        """Save the curves as a drawing for a slide, with the whole legend and without what points at them."""
        with slide_of(self) as slide:
            export.save_svg(slide, path, self._title, SCALE)

    def export_csv(self, path: Path) -> None:
        """Save the measured points of all curves as a table."""
        export.save_csv(self.series(), path, self._frame.names.x)
