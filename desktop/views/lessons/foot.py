"""Foot: the settings that a lesson names, and the ways on, back and out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.hyperparameters import Hyperparameters
from core.lessons.lesson import Lesson
from core.lessons.player import Player
from desktop.look.tips import wrapped
from desktop.models.hyperparameters import HyperparametersModel
from desktop.views.lessons.button import lesson_button
from desktop.widgets.form.one_setting import OneSetting

_LEAVE = "Data, settings and network are put back as they were. What you did is kept."


class Foot(QWidget):
    """What stands below the step, whichever it is.

    Parameters
    ----------
    settings : HyperparametersModel
        The settings shown.
    """

    left = Signal()
    went_back = Signal()
    went_on = Signal()
    hint_asked = Signal()
    all_asked = Signal(bool)  # whether all settings are to be beside the lesson
    proposed = Signal(str, object)  # a setting, and its value

    def __init__(self, settings: HyperparametersModel) -> None:
        super().__init__()
        self._knobs: dict[str, OneSetting] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._hint = lesson_button("Hint", "lessonHintButton", "A hint at the answer; the second one is stronger.")
        self._hint.clicked.connect(lambda: self.hint_asked.emit())
        self._back = lesson_button("Back", "lessonBackButton", "Go back a step; what was done stays done.")
        self._back.clicked.connect(lambda: self.went_back.emit())
        self._next = lesson_button("Next", "lessonNextButton", "Go to the next step.")
        self._next.clicked.connect(lambda: self.went_on.emit())
        self._leave = lesson_button("Leave lesson", "lessonLeaveButton", _LEAVE)
        self._leave.clicked.connect(lambda: self.left.emit())
        self._all = lesson_button("All settings", "lessonAllSettingsButton", "Have all settings beside the lesson.")
        self._all.setCheckable(True)
        self._all.toggled.connect(self.all_asked)
        first, second = QHBoxLayout(), QHBoxLayout()
        for button in (self._hint, self._back, self._next):
            first.addWidget(button)
        for button in (self._all, self._leave):
            second.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(self._rows)
        layout.addLayout(first)
        layout.addLayout(second)
        settings.changed.connect(self._show_values)

    def show_knobs(self, names: Sequence[str], value: Hyperparameters) -> None:
        """Offer the settings of these names, as they are."""
        for knob in self._knobs.values():
            knob.hide()  # it is deleted later, and would be seen until then
            self._rows.removeWidget(knob)
            knob.deleteLater()
        self._knobs = {}
        for name in names:
            knob = OneSetting()
            knob.changed.connect(lambda new, name=name: self.proposed.emit(name, new))
            self._knobs[name] = knob
            self._rows.addWidget(knob)
        self._show_values(value)
        self._align()
        self._all.setChecked(False)

    def _align(self) -> None:
        widest = max((knob.label_width for knob in self._knobs.values()), default=0)
        for knob in self._knobs.values():
            knob.set_label_width(widest)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._align)  # the font has yet to reach the settings

    def refresh(self, player: Player, following: Lesson | None, *, has_hint: bool) -> None:
        """Show which ways there are."""
        self._hint.setEnabled(has_hint)
        self._back.setEnabled(player.place > 0)
        is_open = player.waits_for is not None
        if not player.is_last:
            self._next.setText("Skip" if is_open else "Next")
            tip = "Go to the next step; what is left here can be done later." if is_open else "Go to the next step."
        else:
            self._next.setText("Next lesson" if following is not None else "All lessons")
            tip = "Choose another lesson." if following is None else f"Go on with {following.title}."
        self._next.setToolTip(wrapped(tip))
        self._next.setDefault(not is_open)

    def take_focus(self) -> None:
        """Put the keyboard on the way to the next step."""
        self._next.setFocus()

    def _show_values(self, value: Hyperparameters) -> None:
        for name, knob in self._knobs.items():
            knob.show_setting(name, getattr(value, name))
