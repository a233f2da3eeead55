"""Board: what the pictures of a sweep have in common: pointing, choosing and opening, with the mouse and with keys.

What changes only with the runs is painted once and kept; pointing and choosing paint a few strokes upon it.
"""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.sweep.result import Trial
from desktop.look.theme import LIGHT, Theme
from desktop.look.tips import wrapped
from desktop.views.sweep.stand import Stand
from desktop.widgets.labels import HINT_SIZE

_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WAYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
EDGE = 8.0


class Board(QWidget):
    """A picture of a sweep.

    Parameters
    ----------
    title : str
        What it is, for a screen reader.
    """

    chosen = Signal(int)  # a setting was clicked, or reached with the keys
    opened = Signal(object)  # Trial: its run is wanted
    pointed = Signal(str)  # what is to be read where the mouse is; empty where nothing is

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._stand: Stand | None = None
        self._setting: int | None = None
        self._still: QPixmap | None = None
        self._shows_focus = False
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def setting(self) -> int | None:
        """Which setting is highlighted."""
        return self._setting

    @property
    def note(self) -> str:
        """What is to be said of the picture, beside it."""
        return ""

    def choose(self, setting: int | None) -> None:
        """Highlight a setting, or none."""
        if setting != self._setting:
            self._setting = setting
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.paint_anew()

    def paint_anew(self) -> None:
        """Paint all of it again."""
        self._still = None
        self.update()

    # What a picture says of itself

    def run_at(self, point: QPointF) -> Trial | None:
        """Return the run at a point; of a setting that has several its best, of a cell that of its best setting."""
        raise NotImplementedError

    def words_at(self, point: QPointF) -> str:
        """Return what is to be read at a point."""
        trial = self.run_at(point)
        return "" if trial is None or self._stand is None else self._stand.words(trial.setting)

    def told(self, most: int) -> str:
        """Return what the picture shows in words: so many settings at most, the best first."""
        if self._stand is None:
            return ""
        rows = self._stand.rows[:most]
        more = len(self._stand.rows) - len(rows)
        words = [f"{self._stand.words(row.setting)}." for row in rows]
        return " ".join([*words, f"And {more:,} more, not as good." if more else ""]).strip()

    def next_setting(self, across: int, up: int) -> int | None:
        """Return which setting an arrow key leads to."""
        raise NotImplementedError

    def run_of_choice(self) -> Trial | None:
        """Return the run that Enter opens."""
        if self._stand is None or self._setting is None:
            return None
        return self._stand.best_run(self._setting)

    def paint_still(self, painter: QPainter) -> None:
        """Paint what changes only with the runs."""
        raise NotImplementedError

    def paint_choice(self, painter: QPainter) -> None:
        """Paint what tells the setting that is chosen."""
        raise NotImplementedError

    # Fonts and places

    def small(self) -> QFont:
        """Return the font of labels."""
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * HINT_SIZE)
        return font

    def metrics(self) -> QFontMetricsF:
        """Return how large labels are."""
        return QFontMetricsF(self.small())

    def sizeHint(self) -> QSize:
        return QSize(480, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 150)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.size() != (QSize(self.size()) * ratio):
            self._still = self._painted(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.small())
        if self._stand is not None and self._setting is not None:
            self.paint_choice(painter)
        if self._shows_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2.0))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _painted(self, ratio: float) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.surface))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.small())
        if self._stand is not None and self._still_has_room():
            self.paint_still(painter)
        painter.end()
        return picture

    def _still_has_room(self) -> bool:
        return self.width() > 60 and self.height() > 60

    def paint_empty(self, painter: QPainter, place: QRectF, text: str) -> None:
        """Write a word where there is nothing to see."""
        painter.setPen(QColor(self._theme.faint_text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    # Pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        words = self.words_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if words else Qt.CursorShape.ArrowCursor)
        self.pointed.emit(words)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        trial = self.run_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if trial is not None:
            self._take(trial.setting)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        trial = self.run_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if trial is not None and self._stand is not None and self._stand.is_done(trial):
            self.opened.emit(trial)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), wrapped(self.words_at(QPointF(event.pos()))), self)
            return True
        return bool(super().event(event))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._stand is not None and key in _WAYS:
            setting = self.next_setting(*_WAYS[Qt.Key(key)])
            if setting is not None:
                self._take(setting)
            return
        if key in _ENTER:
            trial = self.run_of_choice()
            if trial is not None:
                self.opened.emit(trial)
                return
        super().keyPressEvent(event)

    def _take(self, setting: int) -> None:
        self.choose(setting)
        self.chosen.emit(setting)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._shows_focus = event.reason() in _BY_KEY
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._shows_focus = False
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.paint_anew()


def step_along(order: tuple[int, ...], setting: int | None, step: int) -> int | None:
    """Return the setting a step further in an order; the first where none is chosen, the same at its end."""
    if not order:
        return None
    if setting not in order:
        return order[0]
    return order[min(max(order.index(setting) + step, 0), len(order) - 1)]
