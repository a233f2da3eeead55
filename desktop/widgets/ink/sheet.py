"""InkSheet: the square of paper of an InkCanvas: what is drawn on it, rubbed out, taken back and painted.

All ink but the last few pixels of a stroke in progress lies in a picture kept between paints, so that a
move of the pen paints one short piece and repaints the rectangle around it, however long the stroke is.
Mouse, pen, finger and keys, which move the tools, are in ``canvas``.
"""

from enum import Enum

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.data.ink.eraser import RADIUS
from core.data.ink.strokes import Ink, Stroke
from desktop.look.theme import LIGHT, Theme
from desktop.widgets.ink.line import BROADEST, USUAL_PRESSURE, WIDTH, LinePainter, Point
from desktop.widgets.ink.marks import Mark, paint_marks
from desktop.widgets.ink.page import Line, Page
from desktop.widgets.ink.painting import CORNER, PagePainting
from desktop.widgets.ink.paper import Paper
from desktop.widgets.ink.undo import UndoHistory

_USUAL_SIDE = 260
_HAND_RADIUS = 7


class Tool(Enum):
    """What a press does."""

    PEN = "pen"
    ERASER = "eraser"  # rubs out what it goes over
    LINE_ERASER = "line eraser"  # takes whole strokes that it touches


_COMPRESS = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents


class InkSheet(QWidget):
    """A sheet with a tool that ``_begin``, ``_go_on`` and ``_finish`` put down, move and lift.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    ink_changed = Signal(object)  # tuple of arrays, shape (n, 2): the strokes so far, 0 to 1 across the pad, y down
    stroke_finished = Signal()
    tool_changed = Signal(object)  # Tool
    mark_chosen = Signal(int)  # the number of the box that was clicked

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hint = ""  # what stands on an empty sheet
        self._pages = UndoHistory()
        self._rubbed: Page | None = None  # what is left so far, while the eraser is down
        self._points: list[Point] = []  # of the stroke in progress
        self._pressures: list[float] = []
        self._is_drawing = False  # or erasing: something is down
        self._compresses = False  # what Qt is set to while nothing is drawn
        self._tool = Tool.PEN
        self._tool_down = Tool.PEN  # the one that is down: that of the pen's end
        self._line_width = WIDTH
        self._hand: Point | None = None  # where the arrow keys are
        self._eraser_at: Point | None = None
        self._painting: PagePainting | None = None
        self._marks: tuple[Mark, ...] = ()
        self._marks_before: tuple[Mark, ...] = ()  # the pen came down: what it draws may change them
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(104, 104)

    # What is on the pad

    @property
    def _page(self) -> Page:
        return self._pages.current if self._rubbed is None else self._rubbed

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The strokes so far, the one in progress last."""
        finished = self._page.strokes
        return (*finished, np.array(self._points, np.float64)) if self._points else finished

    @property
    def ink(self) -> Ink:
        """The strokes so far, and the picture under them."""
        return Ink(self.strokes, self._page.picture)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on the pad."""
        return self._page.is_empty and not self._points

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Draw boxes over the ink; a click in one of them chooses it, and leaves no dot."""
        if marks != self._marks:
            self._marks = marks
            self.update()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The boxes over the ink."""
        return self._marks

    def set_hint(self, hint: str) -> None:
        """Write something on the sheet while nothing is on it."""
        self._hint = hint
        self.update()

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return self._pages.undo_steps > 0

    @property
    def undo_steps(self) -> int:
        """How many changes there are to take back."""
        return self._pages.undo_steps

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back that can be drawn again."""
        return self._pages.can_redo

    def set_ink(self, ink: Ink) -> None:
        """Show other ink; undo brings back that before."""
        self._finish()
        self._pages.turn_to(Page.of(ink))
        self._show()

    def exchange_ink(self, ink: Ink) -> None:
        """Show other ink in the place of what is there; undo brings back what was before that."""
        self._finish()
        self._pages.exchange(Page.of(ink))
        self._show()

    def undo(self) -> None:
        """Take back the last change: a stroke, a move of the eraser, or a clearing."""
        self._finish()
        if self.can_undo:
            self._pages.undo()
            self._show()

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._finish()
        if self.can_redo:
            self._pages.redo()
            self._show()

    def clear(self) -> None:
        """Wipe the pad; undo brings the ink back."""
        if not self.is_empty:
            self.set_ink(Ink())

    @property
    def tool(self) -> Tool:
        """What a press does."""
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        """Draw or erase from now on."""
        self._finish()
        if tool is self._tool:
            return
        self._tool = tool
        self.setMouseTracking(tool is not Tool.PEN)  # a ring goes with the mouse
        self._put_eraser(None)
        self.tool_changed.emit(tool)

    @property
    def line_width(self) -> float:
        """Width of the lines drawn from now on at the usual pressure, in parts of the pad."""
        return self._line_width

    def set_line_width(self, width: float) -> None:
        """Draw wider or thinner lines from now on; what the network sees is the same."""
        self._finish()
        self._line_width = width

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self._painting = None
        self.update()

    def _show(self) -> None:
        self._painting = None
        self.update()
        self.ink_changed.emit(self.strokes)

    # Drawing

    @property
    def is_drawing(self) -> bool:
        """Whether the pen or the eraser is down."""
        return self._is_drawing

    def _begin(self, point: Point, pressure: float = USUAL_PRESSURE, tool: Tool | None = None) -> None:
        self._finish()  # of two devices at a time, the later one draws
        self._want_every_move()
        self._tool_down = tool or self._tool
        if self._tool_down is not Tool.PEN:
            self._is_drawing = True
            self._eraser_at = point
            self._erase_to(point)
            return
        if self.is_empty:
            self.update()  # the hint goes
        self._is_drawing = True
        self._marks_before = self._marks
        self._points, self._pressures = [point], [pressure]
        self._update_around(self._points)
        self.ink_changed.emit(self.strokes)

    def _want_every_move(self) -> None:
        """Let Qt hand on every move of the mouse; on X11 it usually hands on only the last where several wait.

        A window that is busy for a tenth of a second would else make a straight line of a curve. It is so only
        while a line grows: nothing else in the window wants more moves than it can follow.
        """
        self._compresses = QCoreApplication.testAttribute(_COMPRESS)
        QCoreApplication.setAttribute(_COMPRESS, False)

    def _go_on(self, point: Point, pressure: float = USUAL_PRESSURE) -> None:
        if not self._is_drawing:
            return
        if self._tool_down is not Tool.PEN:
            self._erase_to(point)
            return
        if point == self._points[-1]:
            return
        self._points.append(point)
        self._pressures.append(pressure)
        settled = len(self._points) - 2
        if self._painting is not None:
            self._painting.grow(self._points, self._pressures, range(settled, settled + 1), self._line_width)
        self._update_around(self._points[-3:])
        self.ink_changed.emit(self.strokes)

    def _erase_to(self, point: Point) -> None:
        """Rub out what lies between where the eraser was and where it is now."""
        whole_lines = self._tool_down is Tool.LINE_ERASER
        before, left = self._page, self._page.erased(self._eraser_at or point, point, whole_lines=whole_lines)
        self._put_eraser(point)
        if left is not before:
            self._rubbed = left
            self._show()

    def _finish(self) -> None:
        if not self._is_drawing:
            return
        if self._tool_down is Tool.PEN and (clicked := self._clicked()) is not None:
            self._forget()
            self.mark_chosen.emit(clicked)
            return
        self._is_drawing = False
        QCoreApplication.setAttribute(_COMPRESS, self._compresses)
        if self._tool_down is not Tool.PEN:
            rubbed, self._rubbed = self._rubbed, None
            if self._tool is Tool.PEN:
                self._put_eraser(None)  # it was the pen's other end
            if rubbed is None:
                return
            self._pages.turn_to(rubbed)
        else:
            self._pages.turn_to(self._page.with_line(self._line()))
        self._show()  # painted whole, the edges of a line come out a little finer than piece by piece
        self.stroke_finished.emit()

    def _clicked(self) -> int | None:
        """Return which box was clicked by a pen that did not move; none where a line or a dot was drawn."""
        if len(self._points) != 1:
            return None
        return next((number for number, mark in enumerate(self._marks_before) if mark.holds(self._points[0])), None)

    def _forget(self) -> None:
        """Leave the page as it was before the stroke in progress, or the move of the eraser."""
        if self._is_drawing:
            self._is_drawing = False
            QCoreApplication.setAttribute(_COMPRESS, self._compresses)
            self._points, self._pressures, self._rubbed = [], [], None
            self._show()

    def _line(self) -> Line:
        """Return the stroke in progress as a finished line, and forget it."""
        points = np.array(self._points, np.float64)
        points.flags.writeable = False
        has_pressure = any(pressure != USUAL_PRESSURE for pressure in self._pressures)
        line = Line(points, tuple(self._pressures) if has_pressure else None, self._line_width)
        self._points, self._pressures = [], []
        return line

    @property
    def _paper(self) -> Paper:
        return Paper.within(self.size())

    def _update_around(self, points: list[Point]) -> None:
        # Half of the widest line, or the eraser, and more.
        margin = BROADEST * self._paper.side + _HAND_RADIUS
        self.update(self._paper.area_of(points, margin))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        paper = self._paper.square
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._page_painted().pixmap)
        if self.is_empty:
            color = self._theme.faint_text if self.isEnabled() else self._theme.disabled_text
            painter.setPen(QColor(color))
            room = paper.adjusted(12, 12, -12, -12)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint)
        if self._points:
            painter.setClipRect(paper)
            lines = LinePainter(painter, paper, self._theme.ink, self._line_width)
            lines.paint_tail(self._points, self._pressures[-1])
            painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        paint_marks(painter, self._paper, self._marks, self._theme, self.font())
        self._paint_edge(painter, paper)
        if self._eraser_at is not None:
            painter.setPen(QPen(QColor(self._theme.outline), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = RADIUS * paper.width()
            painter.drawEllipse(self._paper.to_pixel(self._eraser_at), radius, radius)

    def _paint_edge(self, painter: QPainter, paper: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.outline), 1.0))
            painter.drawRoundedRect(paper, CORNER, CORNER)
            return
        painter.setPen(QPen(QColor(self._theme.accent), 2.0))
        painter.drawRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        if self._hand is not None:
            painter.drawEllipse(self._paper.to_pixel(self._hand), _HAND_RADIUS, _HAND_RADIUS)

    def _page_painted(self) -> PagePainting:
        ratio = self.devicePixelRatioF()
        if self._painting is None or self._painting.pixmap.devicePixelRatio() != ratio:
            self._painting = PagePainting(self.size(), ratio, self._page, self._theme)
            settled = range(len(self._points) - 1)
            self._painting.grow(self._points, self._pressures, settled, self._line_width)
        return self._painting

    # Qt's own

    def _put_eraser(self, point: Point | None) -> None:
        for place in (self._eraser_at, point):
            if place is not None:
                self._update_around([place])
        self._eraser_at = point

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._painting = None
        if event.size().width() != event.oldSize().width():
            self.setMaximumHeight(max(self.minimumHeight(), self.width()))  # no taller than its square of paper
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self.update()

    def sizeHint(self) -> QSize:
        """Return as much height as there is width, so that the paper is a square."""
        # Not a height for width: a layout would take that for the least height as well.
        return QSize(_USUAL_SIDE, max(self.minimumHeight(), self.width()))
