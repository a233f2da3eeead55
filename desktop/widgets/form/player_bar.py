"""PlayerBar: a slider through the moments of a run, and the way back to the present."""

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QToolButton, QWidget

from desktop.look.icons import icon
from desktop.look.theme import LIGHT, Theme
from desktop.look.tips import wrapped
from desktop.widgets.labels import plain

_BEST = "Go to the moment that knew most of the test images, or of the validation images where some are held out."


class PlayerBar(QWidget):
    """A slider with one place for each moment kept.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    moved = Signal(int)
    live_wanted = Signal()
    play_wanted = Signal()  # or to stop
    best_wanted = Signal()

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_live = True
        self._slider = _JumpSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("timelineSlider")
        self._slider.setAccessibleName("Timeline")
        self._slider.setToolTip(wrapped("Go back to an earlier moment of the run; every view shows it."))
        self._slider.setRange(0, 0)
        self._slider.valueChanged.connect(self._move)
        self._first = self._button("first", "Go to the beginning of the run.", lambda: self._slider.setValue(0))
        self._previous = self._button(
            "previous", "Go to the moment before.", lambda: self._slider.setValue(self._slider.value() - 1)
        )
        self._next = self._button(
            "next", "Go to the moment after.", lambda: self._slider.setValue(self._slider.value() + 1)
        )
        self._play = self._button("play", "Play the run as a film, or stop it.", self.play_wanted.emit)
        self._best = self._button("best", _BEST, self.best_wanted.emit)
        self._is_playing = False
        self._best.setEnabled(False)
        self._live = QToolButton()
        self._live.setText("Live")
        self._live.setAccessibleName("Live")
        self._live.setToolTip(wrapped("Show the latest moment, and follow the run."))
        self._live.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._live.clicked.connect(self.live_wanted)
        self._label = plain()
        self._note = plain()
        self._note.setObjectName("timelineNote")
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._note.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self._play, self._first, self._previous, self._next, self._best):
            row.addWidget(widget)
        row.addWidget(self._note)
        row.addWidget(self._slider, 1)
        row.addWidget(self._label)
        row.addWidget(self._live)
        self._measure()
        self.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        """Keep room for the longest words, so that nothing moves."""
        self._live.setMinimumWidth(self.fontMetrics().horizontalAdvance("Go live") + 40)
        self._label.setMinimumWidth(self.fontMetrics().horizontalAdvance("the past: epoch 1000.00, batch 1,000,000"))

    def set_range(self, count: int) -> None:
        """Set how many moments there are."""
        with QSignalBlocker(self._slider):
            # A single moment stands at the right end, where the present is.
            self._slider.setRange(0 if count > 1 else -1, max(0, count - 1))
            self._slider.setPageStep(max(1, count // 10))
        self.setEnabled(count > 1)

    def set_note(self, text: str, tip: str = "") -> None:
        """Say before the slider what of the run it does not lead to; an empty text takes that away."""
        self._note.setText(text)
        self._note.setToolTip(wrapped(tip) if tip else "")
        self._note.setVisible(bool(text))

    def set_position(self, index: int, text: str) -> None:
        """Show which moment is on screen."""
        with QSignalBlocker(self._slider):
            self._slider.setValue(index)
        self._label.setText(text)

    def set_live(self, is_live: bool) -> None:
        """Show whether the run is followed."""
        if self._is_live != is_live:
            self._is_live = is_live
            self._show_live()

    def set_playing(self, is_playing: bool) -> None:
        """Show whether the film runs."""
        if self._is_playing != is_playing:
            self._is_playing = is_playing
            self._play.setAccessibleName("Stop" if is_playing else "Play")
            self._play.setIcon(icon("pause" if is_playing else "train", self._theme))

    def set_best(self, index: int | None) -> None:
        """Offer the way to the best moment, if there is one."""
        self._best.setEnabled(index is not None)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        named = ((self._first, "first"), (self._previous, "previous"), (self._next, "next"), (self._best, "best"))
        for button, name in named:
            button.setIcon(icon(name, theme))
        self._play.setIcon(icon("pause" if self._is_playing else "train", theme))
        self._theme = theme
        self._show_live()

    def _button(self, name: str, tip: str, act: object) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setAccessibleName(name.capitalize())
        button.setToolTip(wrapped(tip))
        button.clicked.connect(act)
        return button

    def _move(self, index: int) -> None:
        self.moved.emit(index)

    def _show_live(self) -> None:
        """Say whether the present is shown, or offer the way back to it."""
        self._live.setText("Live" if self._is_live else "Go live")
        self._live.setAutoRaise(self._is_live)
        color = self._theme.accent if self._is_live else None
        self._live.setIcon(icon("live", self._theme, color))


class _JumpSlider(QSlider):
    """A slider whose handle comes to where one clicks, to be dragged from there."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.maximum() > self.minimum():
            handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
            place = round(event.position().x()) - handle // 2
            value = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, self.width() - handle)
            self.setValue(value)
        super().mousePressEvent(event)  # the handle is under the mouse now, and follows it
