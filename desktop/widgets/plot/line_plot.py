"""LinePlot: curves with the house colors, thinned for speed, read with a crosshair, exportable.

pyqtgraph's view holds the plot, tells a click from a drag, and zooms, pans and keeps to limits with its ViewBox.
Grid, curves and cursor are painted by our own layers in pixels; why pyqtgraph's items are not used stands in the
module of each: ``frame``, ``curves``, ``thinning``, ``cursor``, ``legend``, ``range``, ``scale``, ``menu``, ``export``.
The figures there were taken with pyqtgraph 0.14 and Qt's raster engine, in a plot of 900 × 360 pixels.
"""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QToolTip, QVBoxLayout, QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.widgets.plot import export
from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.frame import AxisNames, Band
from desktop.widgets.plot.legend import LegendBar
from desktop.widgets.plot.menu import PlotMenu
from desktop.widgets.plot.range import PlotRanges, lowest_positive
from desktop.widgets.plot.readouts import in_words, nearest_x, step_from
from desktop.widgets.plot.scale import Scale
from desktop.widgets.plot.surface import PlotSurface
from desktop.widgets.plot.thinning import ThinnedCurve

Values = npt.NDArray[np.floating]
_LEGEND = 0.45
"""How much of the height the legend may take."""


class LinePlot(QWidget):
    """Curves over epochs. It follows new points until the person zooms or pans."""

    hovered = Signal(object)  # x of the crosshair (float), or None
    following_changed = Signal(bool)
    logarithmic_changed = Signal(bool)
    export_requested = Signal(str)  # "png", "svg" or "csv"; whoever listens asks for the place

    def __init__(
        self,
        title: str,
        *,
        x_label: str = "epoch",
        is_percent: bool = False,
        empty_text: str = "",
        estimate_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = title
        self._empty_text = empty_text
        self._estimate_text = estimate_text
        self._is_percent = is_percent
        self._theme = LIGHT
        self._curves: dict[str, Curve] = {}
        self._ranges = PlotRanges(is_percent=is_percent)
        self._is_following = True
        self._last_hover: float | None = None
        self._shows_focus = False
        self._build_surface(AxisNames(x_label, title, is_percent))
        self._build_menu()
        self._build_layout()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(150, 110)
        self.setAccessibleName(f"{title} over {x_label}s")
        self.set_theme(LIGHT)
        self._show_curves()

    # ---------------------------------------------------------------- building

    def _build_surface(self, names: AxisNames) -> None:
        self._surface = PlotSurface(names, is_percent=self._is_percent, plot=self)
        self._frame, self._cursor = self._surface.frame, self._surface.cursor
        # The one object the window may catch mouse events of without meeting pyqtgraph's own.
        self._surface.view.viewport().installEventFilter(self)
        self._surface.panned.connect(lambda: self.set_following(False))
        self._surface.range_changed.connect(self._repaint)

    def _build_menu(self) -> None:
        self._menu = PlotMenu(self._title, has_logarithmic=not self._is_percent, parent=self)
        self._menu.follow.triggered.connect(self.set_following)
        self._menu.logarithmic.triggered.connect(self.set_logarithmic)
        self._menu.export_asked.connect(self.export_requested)
        self._surface.menu_asked.connect(self._menu.popup)

    def _build_layout(self) -> None:
        self._legend = LegendBar(self._title, is_percent=self._is_percent)
        self._follow_button = QToolButton()
        self._follow_button.setText("Follow")
        self._follow_button.setToolTip("Show all of the curves again and follow new points (double click, or F)")
        self._follow_button.setAccessibleName(f"Follow new data in the {self._title} plot")
        self._follow_button.clicked.connect(lambda: self.set_following(True))
        self._follow_button.hide()
        header = QHBoxLayout()
        header.setContentsMargins(0, 2, 6, 0)
        header.addWidget(self._legend, 1)
        header.addWidget(self._follow_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self._surface.view, 1)

    # ---------------------------------------------------------------- curves

    def set_series(
        self,
        name: str,
        x: Values,
        y: Values,
        *,
        color: str,
        label: str,
        width: float = 2.0,
        is_faint: bool = False,
        dash: tuple[float, ...] = (),
        exact_at: Values | None = None,
    ) -> None:
        """Add a curve, or replace the one of that name. ``color``, ``dash`` and ``exact_at`` as in ``Curve``."""
        old = self._curves.get(name)
        curve = Curve(name, label, color, width, is_faint, dash)
        if old is not None:
            curve.points = old.points
        self._curves[name] = curve
        curve.exact_at = exact_at
        curve.points.take(x, y)
        self._show_curves()

    def remove_series(self, name: str) -> None:
        """Take a curve away, if there is one of that name."""
        if self._curves.pop(name, None) is not None:
            self._show_curves()

    def clear(self) -> None:
        """Take away all curves, marks and the playhead, and follow what comes."""
        self._curves.clear()
        self._cursor.marks, self._cursor.playhead = [], None
        self.show_cursor(None)
        self._show_curves()
        self.set_following(True)

    def series(self) -> export.Series:
        """Return the measured points of every curve, by its label."""
        return {curve.label: (curve.points.x, curve.points.y) for curve in self._curves.values()}

    def _show_curves(self) -> None:
        curves = list(self._curves.values())
        self._surface.lines.curves = self._cursor.curves = curves
        self._legend.show_curves(curves)
        is_empty = not any(len(curve.points) for curve in curves)
        self._frame.empty_text = self._empty_text if is_empty else ""
        self._limit()
        if self._is_following:
            self._follow()
        self._repaint()

    # ---------------------------------------------------------------- range

    @property
    def is_following(self) -> bool:
        """Whether the range grows with the curves."""
        return self._is_following

    def set_following(self, is_following: bool) -> None:
        """Follow new points, or keep the range as it is."""
        if is_following:
            self._follow()
        self._menu.follow.setChecked(is_following)
        self._follow_button.setVisible(not is_following)
        if is_following != self._is_following:
            self._is_following = is_following
            self.following_changed.emit(is_following)

    @property
    def is_logarithmic(self) -> bool:
        """Whether the y axis is logarithmic."""
        return self._ranges.is_logarithmic

    def set_logarithmic(self, is_logarithmic: bool) -> None:
        """Show y on a logarithmic or a linear axis; the whole curves come into view."""
        self._menu.logarithmic.setChecked(is_logarithmic)
        if is_logarithmic == self._ranges.is_logarithmic:
            return
        self._ranges.is_logarithmic = is_logarithmic
        self._limit()
        self.set_following(True)
        self._repaint()
        self.logarithmic_changed.emit(is_logarithmic)

    def _follow(self) -> None:
        self._surface.set_range(*self._ranges.followed(list(self._curves.values())))

    def _limit(self) -> None:
        self._surface.set_limits(*self._ranges.limits(list(self._curves.values())))

    def _points(self) -> list[ThinnedCurve]:
        return [curve.points for curve in self._curves.values()]

    def _scale(self) -> Scale:
        # What has no logarithm is drawn far below the lowest value that has one.
        floor = max((lowest_positive(self._points()) or 1e-10) / 100, 1e-300)
        return self._surface.scale(is_logarithmic=self.is_logarithmic, floor=floor)

    def _repaint(self) -> None:
        if self._surface.has_room:
            self._surface.repaint(self._scale())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._legend.set_room(_LEGEND * self.height())
        self.layout().activate()  # type: ignore[union-attr]  # set in _build_layout
        self._arrange()

    def _arrange(self) -> None:
        self._surface.arrange()
        self._repaint()

    # ---------------------------------------------------------------- pointing

    def set_note(self, text: str) -> None:
        """Say something about the earlier runs, behind their names in the legend."""
        self._legend.set_note(text)

    def set_playhead(self, x: float | None) -> None:
        """Show at which moment the rest of the window stands, or nothing."""
        if x != self._cursor.playhead:
            self._cursor.playhead = x
            self._legend.show_at(x)
            self._cursor.update()

    def set_marks(self, marks: Iterable[tuple[float, str]]) -> None:
        """Show where a setting was changed, and to what."""
        wanted = list(marks)
        if wanted != self._cursor.marks:
            self._cursor.marks = wanted
            self._cursor.update()

    def set_band(self, low: float, high: float, text: str) -> None:
        """Shade a range of y that is good, and keep it in view while the curves are followed."""
        self._frame.band = Band(low, high, text)
        self._ranges.band = low, high
        self._limit()
        if self._is_following:
            self._follow()
        self._repaint()

    def show_cursor(self, x: float | None) -> None:
        """Show the crosshair at the measured point nearest to ``x``, or nowhere. Says nothing to others."""
        snapped = None if x is None else nearest_x(list(self._curves.values()), x)
        if snapped == self._cursor.cursor_x:
            return
        self._cursor.cursor_x = snapped
        self._cursor.update()

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
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._menu.popup(self.mapToGlobal(QPoint(self.width() // 2, self.height() // 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # A frame tells where the keys go; who clicked knows.
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._shows_focus = event.reason() in (*by_key, Qt.FocusReason.ShortcutFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._shows_focus = False
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and not self.toolTip() and (tip := self._tip()):
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def _tip(self) -> str:
        """Return what is to be said of the legend: what is an estimate, and names that may have been cut."""
        parts = [self._estimate_text] if any(curve.exact_at is not None for curve in self._curves.values()) else []
        earlier = self._legend.text_of_earlier()
        parts += [f"{earlier}."] if earlier else []
        return "".join(f"<p>{escape(part)}</p>" for part in parts)

    # ---------------------------------------------------------------- looks

    def set_theme(self, theme: Theme) -> None:
        """Use the colors of ``theme``."""
        self._theme = theme
        self._legend.set_theme(theme)
        self._surface.set_looks(theme, self._small_font())
        self._arrange()
        self.update()

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * 0.92)
        return font

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_follow_button"):
            self.set_theme(self._theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        if self._shows_focus:
            painter.setPen(QPen(QColor(self._theme.accent), 2.0))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    # ---------------------------------------------------------------- files

    def export_png(self, path: Path, scale: float = 2.0) -> None:
        """Save the plot as a picture, without crosshair and buttons."""
        with self._undisturbed():
            export.save_png(self, path, scale)

    def export_svg(self, path: Path) -> None:
        """Save the plot as a drawing, without crosshair and buttons."""
        with self._undisturbed():
            export.save_svg(self, path, self._title)

    def export_csv(self, path: Path) -> None:
        """Save the measured points of all curves as a table."""
        export.save_csv(self.series(), path, self._frame.names.x)

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """Hide, for a moment, what belongs to the person looking and not to the curves."""
        pointers = self._cursor.cursor_x, self._cursor.playhead
        self._cursor.cursor_x = self._cursor.playhead = None
        self._follow_button.hide()
        shows_focus, self._shows_focus = self._shows_focus, False
        try:
            yield
        finally:
            self._cursor.cursor_x, self._cursor.playhead = pointers
            self._follow_button.setVisible(not self._is_following)
            self._shows_focus = shows_focus
