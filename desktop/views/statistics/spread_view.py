"""SpreadView: a histogram of the moment shown, and below it, on the same axis, how it came about along the run."""

import bisect
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.insight.statistics import Histogram
from desktop.look.contrast import mix
from desktop.look.theme import LIGHT, Theme
from desktop.look.tips import wrapped
from desktop.look.words import percent
from desktop.widgets.plot.scale import nice_above

_COLUMNS = 80  # of the strip
_ROWS = 32
_SHADES = 1000  # one number in so many can still be seen
_EDGE = 6.0
_WIDE = 160  # from this width on there is room for the epochs beside the strip
_STRIP_SHARE = 0.36  # of the height that is left by the words

Floats = npt.NDArray[np.float64]


class SpreadView(QWidget):
    """How numbers are spread: now (bars), and along the run (a strip, the beginning on top).

    Heights and colors are logarithmic: most numbers are small, and the few large ones matter.

    Parameters
    ----------
    title : str
        What is spread: "weights".
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, title: str, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._theme = title, theme
        self._now: Histogram | None = None
        self._limits = (-1.0, 1.0)
        self._strip: QImage | None = None
        self._run: tuple[tuple[float, Histogram], ...] = ()
        self._marked: float | None = None
        self._end = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)

    @property
    def limits(self) -> tuple[float, float]:
        """Where the axis begins and ends."""
        return self._limits

    def show_spread(
        self, now: Histogram | None, run: Sequence[tuple[float, Histogram]] = (), marked: float | None = None
    ) -> None:
        """Show a histogram and the run that led to it.

        Parameters
        ----------
        now : Histogram, optional
            The moment shown; none leaves the axis empty.
        run : sequence of (float, Histogram)
            Epochs, rising, and what was measured there.
        marked : float, optional
            The epoch to mark on the strip.
        """
        self._now, self._run, self._marked = now, tuple(run), marked
        self._end = max((epoch for epoch, _ in run), default=0.0)
        self._strip = None
        if now is not None:
            self._limits = limits_of(now)
        words = self._in_words()
        self.setAccessibleDescription(words)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme, self._strip = theme, None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(190, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, 86)

    def _in_words(self) -> str:
        if self._now is None:
            return f"{self._title}: not measured yet."
        if math.isnan(self._now.mean):
            return f"{self._title}: none of them is a number any more."
        return (
            f"{self._title}: {int(self._now.counts.sum()):,} numbers from {_figure(self._now.low)} to "
            f"{_figure(self._now.high)}, mean {_figure(self._now.mean)}, standard deviation "
            f"{_figure(self._now.deviation)}. Bars: this moment, logarithmic. Strip: the run, its beginning on top."
        )

    # What a place says

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), wrapped(self.describe(QPointF(event.pos()))), self)
            return True
        return bool(super().event(event))

    def describe(self, point: QPointF) -> str:
        """Return what is to be read at a point: a bar's numbers, a moment of the run, or all of it in words."""
        _, bars, strip = self._places()
        now = self._now
        if now is None or math.isnan(now.mean):
            return self._in_words()
        if bars.contains(point):
            low, high = self._limits
            value = low + (point.x() - bars.left()) / bars.width() * (high - low)
            return self._bar_in_words(now, value)
        if strip.contains(point) and self._run:
            epoch = (point.y() - strip.top()) / strip.height() * self._end
            return self._moment_in_words(*self._run[_latest(self._run, epoch)])
        return self._in_words()

    def _bar_in_words(self, now: Histogram, value: float) -> str:
        place = int(np.searchsorted(now.edges, value, side="right")) - 1
        if not 0 <= place < len(now.counts):
            return f"{self._title}: none near {_figure(value)}."
        count, total = int(now.counts[place]), int(now.counts.sum())
        low, high = (_figure(float(edge)) for edge in now.edges[place : place + 2])
        return f"{self._title} from {low} to {high}: {count:,} of {total:,} ({percent(count / total, 1)})."

    def _moment_in_words(self, epoch: float, then: Histogram) -> str:
        if math.isnan(then.mean):
            return f"Epoch {epoch:.2f}: none of them is a number any more."
        return (
            f"Epoch {epoch:.2f}: from {_figure(then.low)} to {_figure(then.high)}, "
            f"mean {_figure(then.mean)}, standard deviation {_figure(then.deviation)}."
        )

    def _places(self) -> tuple[QRectF, QRectF, QRectF]:
        """Return where everything is, where the bars are, and where the strip is."""
        line = QFontMetricsF(self._small()).height()
        inside = QRectF(self.rect()).adjusted(_EDGE, 2, -_EDGE, -3)
        room = inside.height() - 2 * line
        width = inside.width() - (self._gutter() if self.width() >= _WIDE else 0.0)
        strip = QRectF(inside.left(), inside.bottom() - room * _STRIP_SHARE, width, room * _STRIP_SHARE)
        bars = QRectF(inside.left(), inside.top() + line, width, room - strip.height())
        return inside, bars, strip

    def _gutter(self) -> float:
        return QFontMetricsF(self._small()).horizontalAdvance(_epoch(self._end)) + 4

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.setFont(self._small())
        line = QFontMetricsF(painter.font()).height()
        inside, bars, strip = self._places()
        self._paint_words(painter, inside, bars, line)
        if self._now is not None and not math.isnan(self._now.mean):
            self._paint_zero(painter, bars)
            self._paint_bars(painter, bars, self._now)
        painter.setPen(QPen(QColor(mix(self._theme.grid, self._theme.outline, 0.6)), 1.0))
        painter.drawLine(QLineF(bars.left(), bars.bottom() + 0.5, bars.right(), bars.bottom() + 0.5))
        self._paint_strip(painter, strip)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.86)
        return font

    def _paint_words(self, painter: QPainter, inside: QRectF, bars: QRectF, line: float) -> None:
        top = QRectF(inside.left(), inside.top(), inside.width(), line)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setPen(QColor(self._theme.faint_text))
        now = self._now
        if now is None:
            return
        size = "not numbers" if math.isnan(now.mean) else f"± {_figure(now.deviation)}"
        painter.drawText(top, Qt.AlignmentFlag.AlignRight, size)
        low, high = self._limits
        axis = QRectF(bars.left(), bars.bottom() + 1, bars.width(), line)
        painter.drawText(axis, Qt.AlignmentFlag.AlignLeft, _figure(low))
        painter.drawText(axis, Qt.AlignmentFlag.AlignRight, _figure(high))
        if low < 0 < high:
            painter.drawText(axis, Qt.AlignmentFlag.AlignHCenter, "0")

    def _paint_zero(self, painter: QPainter, bars: QRectF) -> None:
        x = self._x(0.0, bars)
        painter.setPen(QPen(QColor(self._theme.grid), 1.0))
        painter.drawLine(QLineF(x, bars.top(), x, bars.bottom()))

    def _paint_bars(self, painter: QPainter, bars: QRectF, now: Histogram) -> None:
        heights = np.log1p(now.counts) / max(float(np.log1p(now.counts.max())), 1.0)
        edges = [self._x(float(edge), bars) for edge in now.edges]
        color = QColor(self._theme.accent)
        for left, right, height in zip(edges, edges[1:], heights.tolist(), strict=False):
            if height > 0:
                tall = max(1.0, height * (bars.height() - 2))
                painter.fillRect(QRectF(left, bars.bottom() - tall, max(0.8, right - left - 0.4), tall), color)

    def _paint_strip(self, painter: QPainter, place: QRectF) -> None:
        if self._strip is None and self._run:
            self._strip = self._drawn_strip()
        if self._strip is not None and self._run:
            painter.drawImage(place, self._strip)
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.width() >= _WIDE and self._end > 0:
            self._paint_epochs(painter, place)
        if self._marked is not None and self._end > 0:
            y = place.top() + min(1.0, self._marked / self._end) * (place.height() - 2) + 1
            painter.setPen(QPen(QColor(self._theme.playhead), 1.5))
            painter.drawLine(QLineF(place.left(), y, place.right(), y))

    def _paint_epochs(self, painter: QPainter, strip: QRectF) -> None:
        """Write beside the strip with which epoch it begins and ends."""
        painter.setPen(QColor(self._theme.faint_text))
        line = QFontMetricsF(painter.font()).height()
        room = QRectF(strip.right() + 3, strip.top() - 2, self._gutter(), max(strip.height() + 4, line))
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom, _epoch(self._end))
        if room.height() >= 1.7 * line:
            painter.drawText(room, Qt.AlignmentFlag.AlignTop, "0")

    def _drawn_strip(self) -> QImage:
        """Return the run as an image: a row for each part of it, darker where more numbers lie."""
        epochs = np.array([epoch for epoch, _ in self._run])
        edges = np.linspace(*self._limits, _COLUMNS + 1)
        latest = np.searchsorted(epochs, np.linspace(0, self._end, _ROWS), side="right") - 1
        moments, rows = np.unique(np.maximum(latest, 0), return_inverse=True)
        shares = np.array([spread_over(self._run[moment][1], edges) for moment in moments])[rows]
        # The square root keeps the few far numbers visible.
        levels = np.sqrt(np.log1p(_SHADES * shares) / math.log(1 + _SHADES))
        ends = [_rgb(color) for color in (self._theme.surface, self._theme.accent)]
        colors = np.ascontiguousarray(ends[0] + (ends[1] - ends[0]) * levels[..., np.newaxis], dtype=np.uint8)
        image = QImage(colors.data, _COLUMNS, _ROWS, 3 * _COLUMNS, QImage.Format.Format_RGB888)
        return image.copy()  # a copy owns its pixels; the array goes away

    def _x(self, value: float, place: QRectF) -> float:
        low, high = self._limits
        return place.left() + (value - low) / (high - low) * place.width()


def limits_of(histogram: Histogram) -> tuple[float, float]:
    """Return round ends of an axis that holds a histogram and zero; even on both sides if it has both signs."""
    largest = max(abs(histogram.low), abs(histogram.high))
    end = nice_above(largest) if 0 < largest < math.inf else 1.0
    return (-end if histogram.low < 0 else 0.0), (end if histogram.high > 0 or histogram.low >= 0 else 0.0)


def spread_over(histogram: Histogram, edges: Floats) -> Floats:
    """Return which share of the numbers lies between other edges, as if each bin were filled evenly.

    Parameters
    ----------
    histogram : Histogram
        What was counted.
    edges : ndarray, shape (n + 1,)
        Where the other bins begin and end, rising.

    Returns
    -------
    ndarray, shape (n,)
        They sum to one, less what lies outside.
    """
    total = max(1, int(histogram.counts.sum()))
    below = np.concatenate([[0], np.cumsum(histogram.counts)]) / total
    shares: Floats = np.diff(np.interp(edges, histogram.edges, below))
    return shares


def _latest(run: Sequence[tuple[float, Histogram]], epoch: float) -> int:
    """Return the place of the latest moment at or before an epoch, or of the first."""
    return max(0, bisect.bisect_right(run, epoch, key=lambda moment: moment[0]) - 1)


def _epoch(epoch: float) -> str:
    return f"{epoch:.1f}" if epoch < 10 else f"{epoch:.0f}"


def _rgb(color: str) -> Floats:
    return np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)], np.float64)


def _figure(number: float) -> str:
    return f"{number:.2g}".replace("e-0", "e-").replace("e+0", "e").replace("-", "\N{MINUS SIGN}")
