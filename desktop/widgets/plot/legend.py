"""LegendBar: the title of a LinePlot, its curves with their latest values, and the names of earlier runs.

pyqtgraph's LegendItem lies on the curves, in columns that do not flow, and makes a document of HTML of each label:
four figures that change take 0.9 ms, and 0.1 ms here, thirty times a second.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import Theme
from desktop.look.words import listed
from desktop.widgets.access.parts import Speaking
from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.legend_names import DASHED_LINE, MARGIN, NO_ONE, name_earlier
from desktop.widgets.plot.legend_plan import MOST_ROWS, Plan, plan
from desktop.widgets.plot.scale import value_text

_LINE, _SPACE, _END = 18, 6, 2  # pixels
_LEADING = 2  # between rows


class LegendBar(Speaking, QWidget):
    """As many rows of text as it takes for every figure to be whole; the earlier runs share one."""

    accessible_role = QAccessible.Role.StaticText

    def __init__(self, title: str, *, is_percent: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._is_percent = is_percent
        self._own: list[Curve] = []
        self._earlier: list[Curve] = []
        self._note = ""
        self._at: float | None = None
        self._theme: Theme | None = None
        self._most_rows = MOST_ROWS + 2
        self._is_whole = False
        self._plan, self._named = Plan((), 1, True, 0.0), NO_ONE
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._lay_out()

    def show_curves(self, curves: list[Curve]) -> None:
        """Name these curves, and the latest value of each of the run at hand."""
        self._own = [curve for curve in curves if not curve.is_faint]
        self._earlier = [curve for curve in curves if curve.is_faint]
        self._lay_out()

    def set_note(self, text: str) -> None:
        """Say something about the earlier runs, behind their names."""
        if text != self._note:
            self._note = text
            self._lay_out()

    def set_room(self, height: float) -> None:
        """Take so much height at most, as far as the figures of the run at hand allow."""
        most = max(1, int(height / (QFontMetricsF(self.font()).height() + _LEADING)))
        if most != self._most_rows:
            self._most_rows = most
            self._lay_out()

    def show_whole(self) -> None:
        """Take whatever height it needs to name every curve: nobody can point at a picture."""
        self._is_whole = True
        self._lay_out()

    def show_at(self, x: float | None) -> None:
        """Show the values at a moment of the past, or the latest ones."""
        if x != self._at:
            self._at = x
            self._lay_out()

    @property
    def note(self) -> str:
        """What is said about the earlier runs."""
        return self._note

    def text(self) -> str:
        """Return what is shown, as one sentence for those who hear it."""
        entries = [f"{curve.label} {self._value(curve)}".strip() for curve in self._own]
        said = f"{self._title}: {', '.join(entries)}" if entries else self._title
        return ". ".join(part for part in (said, self.text_of_earlier()) if part)

    def text_of_earlier(self) -> str:
        """Return the names of all the earlier runs, and what is said of them; nothing where there are none."""
        runs = listed([curve.label for curve in self._earlier])
        return ". ".join(part for part in (f"Earlier runs: {runs}" if runs else "", self._note) if part)

    # ---------------------------------------------------------------- layout

    def sizeHint(self) -> QSize:
        """Return as many rows as the figures and the earlier runs take; the width is whatever there is."""
        return QSize(100, self._rows() * self._row_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay_out()

    def _lay_out(self) -> None:
        metrics = QFontMetricsF(self.font())
        title = QFontMetricsF(self._bold()).horizontalAdvance(self._title)
        most = len(self._own) + 1 if self._is_whole else min(MOST_ROWS, self._most_rows)
        room = self._value_room(metrics)
        words = [metrics.horizontalAdvance(curve.label) + _SPACE for curve in self._own]
        self._plan = plan(title, words, [_LINE + room] * len(self._own), max(self.width() - MARGIN - _END, 1), most)
        rows = None if self._is_whole else self._most_rows - self._plan.rows
        self._named = name_earlier(self._earlier[::-1], self._note, metrics, self.width(), rows)
        height = self._rows() * self._row_height()
        if height != self.height():
            self.setFixedHeight(height)
        self.setAccessibleName(self.text())
        self.update()

    def _rows(self) -> int:
        return self._plan.rows + self._named.rows

    def _row_height(self) -> int:
        return round(QFontMetricsF(self.font()).height()) + (6 if self._plan.rows == 1 else _LEADING)

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return bold

    def _value_room(self, metrics: QFontMetricsF) -> float:
        """Return the width of the longest value; usually the same, so that nothing moves while digits change."""
        usual = ["00.00 %"] if self._is_percent else ["0.00000"]  # all is right but seldom
        if any(curve.exact_at is not None for curve in self._own):
            usual.append("≈ 00.0 %" if self._is_percent else "≈ 0.0000")
        return max(metrics.horizontalAdvance(text) for text in (*usual, *map(self._value, self._own)))

    def _value(self, curve: Curve) -> str:
        if not len(curve.points):
            return ""
        place = len(curve.points) - 1
        if self._at is not None:
            place = max(0, int(np.searchsorted(curve.points.x, self._at, side="right")) - 1)
        is_estimate = curve.is_estimate(float(curve.points.x[place]))
        return value_text(float(curve.points.y[place]), is_percent=self._is_percent, is_estimate=is_estimate)

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._bold())
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QPointF(MARGIN, self._base(0)), self._title)
        painter.setFont(self.font())
        for curve, (row, left) in zip(self._own, self._plan.places, strict=True):
            self._paint_entry(painter, curve, MARGIN + left, self._base(row), self._theme)
        self._paint_earlier(painter, self._plan.rows, self._theme)
        painter.end()

    def _base(self, row: int) -> float:
        return row * self._row_height() + (self._row_height() + QFontMetricsF(self.font()).capHeight()) / 2

    def _paint_entry(self, painter: QPainter, curve: Curve, x: float, base: float, theme: Theme) -> None:
        self._paint_line(painter, curve, x, base, theme)
        x += _LINE
        if self._plan.has_words:
            painter.setPen(QColor(theme.faint_text))
            painter.drawText(QPointF(x, base), curve.label)
            x += QFontMetricsF(self.font()).horizontalAdvance(curve.label) + _SPACE
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(x, base), self._value(curve))

    def _paint_line(self, painter: QPainter, curve: Curve, x: float, base: float, theme: Theme) -> None:
        pen = QPen(curve.paint_color(theme), 1.5 if curve.is_faint else curve.width + 0.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if curve.dash:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([length / pen.widthF() for length in curve.dash])
        painter.setPen(pen)
        middle = base - QFontMetricsF(self.font()).capHeight() / 2
        length = (DASHED_LINE if curve.is_faint else _LINE) - 4
        painter.drawLine(QPointF(x, middle), QPointF(x + length, middle))

    def _paint_earlier(self, painter: QPainter, row: int, theme: Theme) -> None:
        """Name the earlier runs, and say how many more there are."""
        metrics, earlier = QFontMetricsF(self.font()), self._named
        for curve, name, at, x in earlier.names:
            self._paint_line(painter, curve, x, self._base(row + at), theme)
            painter.setPen(curve.paint_color(theme))
            painter.drawText(QPointF(x + DASHED_LINE, self._base(row + at)), name)
        painter.setPen(QColor(theme.faint_text))
        for at, text, x in earlier.texts:
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - x)
            painter.drawText(QPointF(x, self._base(row + at)), cut)
