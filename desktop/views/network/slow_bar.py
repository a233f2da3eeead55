"""SlowBar: the bar above the network in slow motion: which frame, which image, and the real step."""

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.data.classes import a_or_an
from desktop.look.icons import icon
from desktop.look.theme import Theme
from desktop.look.tips import wrapped
from desktop.models.walk import Source, WalkModel
from desktop.widgets.labels import hint

_SOURCES = {
    Source.SHOWN: "The image shown here",
    Source.TRAINING: "A training image",
    Source.BATCH: "The next batch",
}
_SOURCE_TIP = (
    "Which images are walked through: the one that this view shows, one training image, or those of the next step, "
    "whose slopes are averaged."
)


class _StillWords(QWidget):
    """Words that change with every frame; unlike those of a QLabel they never have the window laid out anew."""

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[str, ...] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def say(self, *words: str) -> None:
        """Write the first of these words that there is room for; they are the same, said ever shorter."""
        if words != self._words:
            self._words = words
            self.setAccessibleName(words[0])
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 2 * self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        return QSize(9 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        room = QRectF(self.rect())
        fitting = (words for words in self._words if room.contains(painter.boundingRect(room, place, words)))
        painter.drawText(room, place, next(fitting, self._words[-1]))


class SlowBar(QWidget):
    """Leads through the frames of a walk.

    Parameters
    ----------
    model : WalkModel
        The walk.
    theme : Theme
        The colors of the icons.
    """

    step_wanted = Signal()  # take the real step, or go on from it
    left = Signal()
    label_chosen = Signal(int)  # what the drawing is to show

    def __init__(self, model: WalkModel, theme: Theme) -> None:
        super().__init__()
        self._model, self._theme = model, theme
        self._buttons = {
            "first": self._button("first", "First frame", "Go to the first frame. (Home)", lambda: model.go_to(0)),
            "previous": self._button("previous", "Frame before", "Go a frame back. (Left)", lambda: model.move_by(-1)),
            "train": self._button("train", "Play", "Let the frames follow one another. (Space)", model.play_or_stop),
            "next": self._button("next", "Next frame", "Go a frame on. (Right)", lambda: model.move_by(1)),
            "last": self._button("last", "Last frame", "Go to the last frame. (End)", self._go_to_last),
        }
        self._close = self._button("close", "Leave slow motion", "Leave slow motion. (Esc)", self.left.emit)
        self._place = _StillWords()
        self._place.setObjectName("slowPlaceLabel")
        self._is_playing = False
        self._take = QPushButton("Take this step")
        self._take.setObjectName("slowTakeButton")
        self._take.setToolTip(wrapped("Train by the step that is shown; the network then has these weights."))
        self._take.clicked.connect(self.step_wanted)
        self._note = hint()
        self._note.setObjectName("slowNoteLabel")
        self._make_chooser()
        self._lay_out()
        self.set_theme(theme)

    def refresh(self) -> None:
        """Show which frame is in sight, and which image."""
        model = self._model
        self.point_at("")
        at_start, at_end = model.place == 0, model.place == model.count - 1
        for button, is_useful in (("first", not at_start), ("previous", not at_start), ("next", not at_end)):
            self._buttons[button].setEnabled(is_useful)
        self._buttons["last"].setEnabled(not at_end)
        if model.is_playing != self._is_playing:
            self._is_playing = model.is_playing
            self._show_playing()
        with QSignalBlocker(self._source), QSignalBlocker(self._number):
            self._source.setCurrentIndex(self._source.findData(model.source.value))
            if self._number.maximum() != max(1, model.images) or not self._number.suffix():
                self._number.setRange(1, max(1, model.images))  # has the window laid out anew
                self._number.setSuffix(f" of {model.images:,}")
            self._number.setValue(model.image + 1)
        self._number.setVisible(model.source is not Source.SHOWN)

    def point_at(self, words: str) -> None:
        """Say what is pointed at in the diagram; without words, which frame is in sight."""
        frame = self._model.frame
        name = f": {frame.name}" if frame is not None else ""
        place, count = self._model.place + 1, self._model.count
        usual = (f"Frame {place} of {count}{name}", f"{place} of {count}{name}", f"{place} of {count}")
        self._place.say(*((words, usual[-1]) if words else usual))

    def show_step(self, text: str, tip: str, *, is_offered: bool) -> None:
        """Show what the button of the step does, and whether it can be pressed."""
        self._take.setText(text)
        self._take.setToolTip(wrapped(tip))
        self._take.setAccessibleDescription(tip)
        self._take.setEnabled(is_offered)

    def show_note(self, text: str) -> None:
        """Say what there is to know about the moment or the image."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def show_labels(self, names: tuple[str, ...], label: int | None) -> None:
        """Offer to say what a drawing shows; not where that is known, with None."""
        self._label.setVisible(label is not None and self._model.source is Source.SHOWN)
        if label is None:
            return
        with QSignalBlocker(self._label):
            texts = [f"as {a_or_an(name)}" for name in names]
            if [self._label.itemText(row) for row in range(self._label.count())] != texts:
                self._label.clear()
                self._label.addItems(texts)
            self._label.setCurrentIndex(label)

    def take_focus(self) -> None:
        """Put the keyboard on the way to the next frame."""
        self._buttons["next"].setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        for name, button in self._buttons.items():
            button.setIcon(icon(name, theme))
        self._close.setIcon(icon("close", theme))
        self._show_playing()
        self.refresh()

    def _show_playing(self) -> None:
        play = self._buttons["train"]
        play.setIcon(icon("pause" if self._is_playing else "train", self._theme))
        play.setAccessibleName("Stop" if self._is_playing else "Play")

    def _go_to_last(self) -> None:
        self._model.go_to(self._model.count - 1)

    def _button(self, name: str, spoken: str, tip: str, act: object) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setObjectName(f"slow{name.capitalize()}Button")
        button.setAccessibleName(spoken)
        button.setToolTip(wrapped(tip))
        button.clicked.connect(act)
        return button

    def _make_chooser(self) -> None:
        self._source = QComboBox()
        self._source.setObjectName("slowSourceCombo")
        self._source.setAccessibleName("Which images")
        self._source.setToolTip(wrapped(_SOURCE_TIP))
        self._source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._source.setMinimumWidth(1)  # else large letters would have the window no narrower than its words
        for source, words in _SOURCES.items():
            self._source.addItem(words, source.value)
        self._source.activated.connect(lambda row: self._model.choose_source(Source(self._source.itemData(row))))
        self._number = QSpinBox()
        self._number.setObjectName("slowImageSpin")
        self._number.setAccessibleName("Which image of them")
        self._number.setToolTip(wrapped("The image that is walked through, by its number."))
        self._number.setPrefix("image ")
        self._number.setKeyboardTracking(False)
        self._number.setGroupSeparatorShown(True)
        self._number.valueChanged.connect(lambda value: self._model.choose_image(value - 1))
        self._label = QComboBox()
        self._label.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._label.setMinimumContentsLength(9)  # a long name of a class does not widen the window
        self._label.setObjectName("slowLabelCombo")
        self._label.setAccessibleName("What the drawing is meant to show")
        self._label.setToolTip(wrapped("Nobody has labelled a drawing: say what it is to be read as."))
        self._label.activated.connect(self.label_chosen)

    def _lay_out(self) -> None:
        frames = QHBoxLayout()
        frames.setSpacing(2)
        for button in self._buttons.values():
            frames.addWidget(button)
        frames.addSpacing(6)
        frames.addWidget(self._place, 1)
        frames.addWidget(self._take)
        frames.addWidget(self._close)
        images = QHBoxLayout()
        images.setSpacing(6)
        for widget in (self._source, self._number, self._label):
            images.addWidget(widget)
        images.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 4)
        layout.setSpacing(4)
        layout.addLayout(frames)
        layout.addLayout(images)
        layout.addWidget(self._note)
