"""VariedSetting: one setting of a sweep: its name, its value now, and a field for the values it is to have."""

from collections.abc import Iterator
from dataclasses import fields

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from core.errors import KnobError
from core.hyperparameters import Hyperparameters, in_sentence, label_of
from core.knob import kind_of, knobs_of
from core.registry import Choice
from core.sweep.space import Axis
from core.sweep.typed import axis, written
from desktop.look.tips import wrapped
from desktop.widgets.form.field_error import FieldError
from desktop.widgets.labels import hint, plain

_FIRST = ("hidden", "learning_rate", "optimizer", "batch_size", "epochs", "activation", "dropout", "weight_decay")
_EXAMPLES = {
    "hidden": "32 128 64,32",
    "hidden_activations": "tanh,relu none",
    "frozen": "1 none",
    "learning_rate": "0.001 0.01, or 0.001..0.1:log:5",
    "batch_size": "16 64 256",
    "epochs": "3 10",
    "dropout": "0 0.2 0.5, or 0..0.5:6",
}


def varied_settings(base: Hyperparameters) -> "Iterator[VariedSetting]":
    """Return a row for each setting that can vary, those that are varied most often first."""
    names = [declared.name for declared in fields(Hyperparameters) if declared.name != "seed"]
    for name in (*_FIRST, *(name for name in names if name not in _FIRST)):
        yield VariedSetting(name, written(name, getattr(base, name)))


class VariedSetting(QObject):
    """The widgets of one row, to be put into a grid.

    Parameters
    ----------
    name : str
        The field of the hyperparameters.
    now : str
        Its value, as it would be typed.
    """

    changed = Signal()

    def __init__(self, name: str, now: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name
        declared = next(each for each in fields(Hyperparameters) if each.name == name).metadata
        known = declared.get("knob") or declared.get("choice")
        self.help: str = declared["help"] if known is None else known.help
        self.label, self.now = plain(label_of(name)), hint(now)
        self.now.setWordWrap(False)
        self.now.setAccessibleName(f"{label_of(name)} now: {now}")
        self.field = QWidget()
        self.edit = QLineEdit()
        self.edit.setObjectName(f"{_camel(name)}ValuesEdit")
        self.edit.setAccessibleName(f"Values of {in_sentence(label_of(name))}")
        self.edit.setAccessibleDescription(self.help)
        self.edit.setPlaceholderText(_example_of(name))
        for widget in (self.label, self.edit):
            widget.setToolTip(wrapped(self.help))
        self.label.setBuddy(self.edit)
        layout = QHBoxLayout(self.field)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.edit, 1)
        if "choice" in declared:
            layout.addWidget(self._chooser(declared["choice"]))
        self._error = FieldError(self.field)
        self.edit.textChanged.connect(lambda text: self.changed.emit())

    @property
    def trouble(self) -> str:
        """What is said below the field; empty where nothing is wrong."""
        return self._error.text()

    def axis(self) -> Axis | None:
        """Return the values that are typed; none where nothing is, or what is cannot be, which is said there."""
        text = self.edit.text().strip()
        try:
            values = axis(self.name, text) if text else None
        except KnobError as error:
            self.say(str(error))
            return None
        self.say("")
        return values

    def say(self, text: str) -> None:
        """Say what is wrong with what is typed, below it; an empty text takes that away."""
        if text != self._error.text():
            self._error.show_text(text)

    def _chooser(self, choice: Choice) -> QPushButton:
        """Return a button with a list of parts to tick, which are written into the field."""
        button = QPushButton("Choose")
        button.setObjectName(f"{_camel(self.name)}ValuesButton")
        button.setAccessibleName(f"Choose values of {in_sentence(choice.label)}")
        menu = _StayingMenu(button)
        actions = {}
        for part_class in choice.registry:
            actions[part_class.name] = action = QAction(part_class.label, menu, checkable=True)
            action.setToolTip(wrapped(part_class.help))
            action.triggered.connect(lambda is_on, name=part_class.name: self._use(name, is_on))
        menu.setToolTipsVisible(True)
        menu.addActions(list(actions.values()))

        def tick() -> None:
            chosen = {word.partition(":")[0] for word in self.edit.text().split()}
            for name, action in actions.items():
                action.setChecked(name in chosen)

        menu.aboutToShow.connect(tick)
        button.setMenu(menu)
        return button

    def _use(self, name: str, is_on: bool) -> None:
        words = self.edit.text().split()
        others = [word for word in words if word.partition(":")[0] != name]
        self.edit.setText(" ".join([*words, name] if is_on else others))


class _StayingMenu(QMenu):
    """A menu that stays open while things are ticked in it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is None or not action.isCheckable():
            super().mouseReleaseEvent(event)
        else:
            action.trigger()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and event.type() == QEvent.Type.KeyPress:
            action.trigger()
        else:
            super().keyPressEvent(event)


def _example_of(name: str) -> str:
    if name in _EXAMPLES:
        return _EXAMPLES[name]
    declared = knobs_of(Hyperparameters)
    if name not in declared:
        return "stays as it is"
    return "on off" if kind_of(declared[name][1]) is bool else "stays as it is"


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)
