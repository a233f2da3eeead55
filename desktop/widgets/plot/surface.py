"""PlotSurface: where a plot is painted: layers over one another in pixels, and the box that zooms and pans."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from desktop.look.theme import Theme
from desktop.widgets.plot.cursor import CursorLayer
from desktop.widgets.plot.curves import CurveLayer
from desktop.widgets.plot.frame import AxisNames, FrameLayer
from desktop.widgets.plot.range import Range
from desktop.widgets.plot.scale import Scale


class PlotSurface(QObject):
    """Frame, curves and crosshair, all painted at the same scale, in a view of pyqtgraph's.

    Parameters
    ----------
    names : AxisNames
        What the axes are called.
    is_percent : bool
        Whether y is a share of one, to be read in percent.
    plot : QWidget
        The plot it is part of, which has the keyboard.

    Attributes
    ----------
    view : QWidget
        What is put into the plot's layout.
    box : ViewBox
        What zooms and pans.
    frame, lines, cursor : FrameLayer, CurveLayer, CursorLayer
        What is painted, from the lowest up.
    """

    panned = Signal()  # by hand; or zoomed
    range_changed = Signal()
    menu_asked = Signal(object)  # QPoint: where on the screen

    def __init__(self, names: AxisNames, *, is_percent: bool, plot: QWidget) -> None:
        super().__init__(plot)
        self.view = pg.GraphicsView(plot, background=None)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setFocusProxy(plot)
        self.box = pg.ViewBox(enableMenu=False)
        self.frame, self.lines = FrameLayer(names), CurveLayer()
        self.cursor = CursorLayer(names.x, is_percent=is_percent)
        for item in (self.frame, self.lines, self.box, self.cursor):
            self.view.addItem(item)
        self.view.scene().sigMouseClicked.connect(self._answer_click)
        self.box.sigRangeChangedManually.connect(lambda *mask: self.panned.emit())
        self.box.sigRangeChanged.connect(lambda *ranges: self.range_changed.emit())

    @property
    def x_range(self) -> Range:
        """The ends of x in view."""
        return self.ranges[0]

    @property
    def ranges(self) -> tuple[Range, Range]:
        """The ends of x and of y in view, as axis positions."""
        (left, right), (bottom, top) = self.box.viewRange()
        return (left, right), (bottom, top)

    def set_range(self, x: Range, y: Range) -> None:
        """Bring these ranges into view, as axis positions."""
        self.box.setRange(xRange=x, yRange=y, padding=0)

    def set_limits(self, x: Range, y: Range, closest: Range) -> None:
        """Let no one zoom or pan out of ranges, or closer in than some width and height, as axis positions."""
        least_x, least_y = closest
        self.box.setLimits(xMin=x[0], xMax=x[1], yMin=y[0], yMax=y[1], minXRange=least_x, minYRange=least_y)

    def scale(self, *, is_logarithmic: bool, floor: float) -> Scale:
        """Return how values become pixels; ``floor`` is where that lies which has no logarithm."""
        (left, right), (bottom, top) = self.box.viewRange()
        return Scale(self.box.geometry(), left, right, bottom, top, is_logarithmic, floor)

    def repaint(self, scale: Scale) -> None:
        """Paint all layers at a scale."""
        for layer in (self.frame, self.lines, self.cursor):
            if layer.scale_shown is None or layer.scale_shown.rect != scale.rect:
                layer.prepareGeometryChange()
            layer.scale_shown = scale
            layer.update()

    @property
    def has_room(self) -> bool:
        """Whether there is a pixel to paint on."""
        return bool(self.box.geometry().width() >= 1 and self.box.geometry().height() >= 1)

    def arrange(self) -> None:
        """Let the frame take its room, and the box what is left."""
        size = self.view.viewport().size()
        inner = self.frame.resize(QRectF(0, 0, size.width(), size.height()))
        # Whole pixels: columns that lie on them are filled without blending, which is quicker.
        self.box.setGeometry(QRectF(inner.toAlignedRect()))

    def set_looks(self, theme: Theme, font: QFont) -> None:
        """Use other colors, and another font."""
        self.view.setBackground(QColor(theme.surface))
        self.frame.font = self.cursor.font = font
        for layer in (self.frame, self.lines, self.cursor):
            layer.theme = theme

    def _answer_click(self, click: Any) -> None:
        # pyqtgraph's MouseClickEvent, which has no types; not sent at the end of a drag.
        if click.button() == Qt.MouseButton.RightButton:
            self.menu_asked.emit(click.screenPos().toPoint())
