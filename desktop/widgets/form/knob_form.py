"""KnobForm: a form built from the declarations of a dataclass: its knobs, its choices, its layers.

A new knob or a new part appears here by itself, with its label, its range and its help.
"""

from dataclasses import fields

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from core.hyperparameters import Hyperparameters, is_live
from desktop.widgets.fold import Fold
from desktop.widgets.form.rows import Row, row_for
from desktop.widgets.labels import heading, hint

FIRST = ("hidden", "activation", "output", "cost", "optimizer", "learning_rate", "batch_size", "epochs")
"""The settings that are always in sight; the others are folded until they are used."""

_GROUPS = (
    ("Network", "A change needs a new network.", False),
    ("Training", "A change acts on the next batch.", True),
)

_OF_EACH = "Of no effect: Activations, below, names one for each layer."


class KnobForm(QWidget):
    """Fields for all hyperparameters, in two groups: those that need a new network, and those that act at once.

    Attributes
    ----------
    more : Fold
        Has those that are not among the first.
    """

    proposed = Signal(str, object)  # field name, new value
    misread = Signal(str, str)  # field name, and why what is typed there cannot be read; empty once it can

    def __init__(self, value: Hyperparameters, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, Row] = {}
        self._drawn: dict[str, object] = {}  # what is known to stand in the fields, by their names
        self._pending: frozenset[str] = frozenset()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(4)
        for title, note, live in _GROUPS:
            layout.addWidget(heading(title))
            layout.addWidget(hint(note))
            layout.addLayout(self._group(live, is_first=True))
            layout.addSpacing(8)
        self.more = self._fold()
        layout.addWidget(self.more)
        layout.addStretch(1)
        self._measure()
        self.show_value(value)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        """Make one column for both groups, whatever is marked."""
        widest = max(row.label_width(self.font()) for row in self._rows.values())
        for row in self._rows.values():
            row.label.setFixedWidth(widest)

    def show_value(self, value: Hyperparameters) -> None:
        """Show these settings, where they differ from what stands in the fields; nothing is proposed by that."""
        for name, row in self._rows.items():
            new = getattr(value, name)
            if name not in self._drawn or new != self._drawn[name]:
                self._drawn[name] = new
                row.show_error("")  # it is of what was typed, which makes room
                row.show_value(new)
        self._rows["activation"].show_note(_OF_EACH if value.hidden_activations else "")

    def show_pending(self, names: tuple[str, ...]) -> None:
        """Mark the settings that wait for a new network."""
        for name in self._pending.symmetric_difference(names):
            self._rows[name].show_pending(name in names)
        self._pending = frozenset(names)

    def show_error(self, name: str, text: str) -> None:
        """Show under a field why its value cannot be; an empty text takes that away."""
        if text and name not in FIRST:
            self.more.set_open()
        self._rows[name].show_error(text)

    def show_in_force(self, name: str, text: str) -> None:
        """Show beside a number's field what it is at the moment; an empty text takes that away."""
        self._rows[name].show_in_force(text)

    def settle(self) -> None:
        """Take what is typed for meant, as when a field is left."""
        for row in self._rows.values():
            row.settle()

    def _fold(self) -> Fold:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for _, note, live in _GROUPS:
            layout.addWidget(hint(note))
            layout.addLayout(self._group(live, is_first=False))
            layout.addSpacing(8)
        fold = Fold(
            "More settings", "First weights, schedule, augmentation and others, for when you need them.", content
        )
        fold.button.setObjectName("moreSettingsButton")
        return fold

    def _group(self, live: bool, *, is_first: bool) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(6)
        for declaration in fields(Hyperparameters):
            if is_live(declaration.name) == live and (declaration.name in FIRST) == is_first:
                row = row_for(declaration)
                row.changed.connect(lambda value, name=declaration.name: self._propose(name, value))
                row.misread.connect(lambda text, name=declaration.name: self._misread(name, text))
                row.add_to(form)
                self._rows[declaration.name] = row
        return form

    def _propose(self, name: str, value: object) -> None:
        self._drawn.pop(name, None)  # the field shows what is proposed, which may be refused
        self.show_error(name, "")
        self.proposed.emit(name, value)

    def _misread(self, name: str, text: str) -> None:
        self._drawn.pop(name, None)
        self.misread.emit(name, text)
