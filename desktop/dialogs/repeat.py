"""The dialog of a fair duel: one setting of a run, and another value for it."""

from dataclasses import fields
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from core.errors import KnobError
from core.hyperparameters import Hyperparameters, describe_change, fitted, label_of
from core.training.run import Run
from desktop.look.words import epochs
from desktop.widgets.form.number_fields import Combo
from desktop.widgets.form.one_setting import OneSetting
from desktop.widgets.labels import heading, hint, plain

_SAYS = (
    "Everything else stays the same: the images, the seed, and with it the first weights and the order of the "
    "batches. What differs between the two curves then comes from this one setting."
)
_SAYS_OF_CHANGED = (
    "Settings of this run were changed on its way. It is repeated with the settings of its end, from the first weights "
    "on: what differs between the two curves then comes from those changes as well."
)
_SAYS_OF_BRANCH = (
    "This run is a branch. It is repeated with the settings of its end, from the first weights on, and not from epoch "
    "{epoch}, where it grew out of another run."
)
_CHOOSE = "Choose another value."
_FIRST = "learning_rate"


class RepeatDialog(QDialog):
    """Asks which setting is to be another one, and what.

    Parameters
    ----------
    run : Run
        The run to repeat.
    is_at_hand : bool
        Whether it is the one at hand, which is said.
    """

    def __init__(self, run: Run, *, is_at_hand: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = self._settings = run.settings
        which = f"{run.name}, the run at hand," if is_at_hand else run.name
        self.setWindowTitle(f"Repeat {which} with one change")
        self._which = Combo()
        self._which.setObjectName("whichSettingCombo")
        self._which.setAccessibleName("Setting to change")
        for declaration in fields(Hyperparameters):
            self._which.addItem(label_of(declaration.name), declaration.name)
        self._field = OneSetting()
        self._change = plain()
        self._change.setWordWrap(True)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self._go = buttons.button(kinds.Ok)
        self._go.setText("Train")
        self._go.setObjectName("repeatButton")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        head = heading(f"Repeat {which} with one change")
        head.setWordWrap(True)
        for widget in (head, hint(_what_is_repeated(run)), self._which, self._field, self._change):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(400, 270)
        self._which.currentIndexChanged.connect(self._choose)
        self._field.changed.connect(self._propose)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._which.setCurrentIndex(self._which.findData(_FIRST))

    @property
    def settings(self) -> Hyperparameters:
        """The run's settings, one of them changed."""
        return self._settings

    def accept(self) -> None:
        """Close with the change; stay open where there is none yet."""
        self._field.settle()
        if self._settings == self._before:
            return
        super().accept()

    def _choose(self) -> None:
        name = self._which.currentData()
        self._settings = self._before
        self._field.show_setting(name, getattr(self._before, name))
        self._say(_CHOOSE)

    def _propose(self, value: Any) -> None:
        try:
            self._settings = fitted(self._before, **{self._which.currentData(): value})
        except KnobError as error:
            self._settings = self._before
            self._say(str(error))
            return
        self._field.show_setting(self._which.currentData(), value)
        words = describe_change(self._before, self._settings)
        self._say(f"{words[:1].upper()}{words[1:]}" if words else _CHOOSE)

    def _say(self, text: str) -> None:
        self._change.setText(text)


def _what_is_repeated(run: Run) -> str:
    if run.begins_at:
        return _SAYS_OF_BRANCH.format(epoch=epochs(run.begins_at))
    return _SAYS_OF_CHANGED if run.marks else _SAYS
