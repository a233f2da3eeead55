"""Rows: one setting each, with its label, its field, and what is wrong with it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import Field
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core import typed
from core.errors import KnobError
from core.hyperparameters import label_of
from core.knob import Knob, knobs_of
from core.network.network import PIXELS, memory_to_train
from core.registry import Choice, Part
from core.training.stopping import RULES
from desktop.look.tips import wrapped
from desktop.widgets.form.field_error import FieldError
from desktop.widgets.form.in_force import InForce
from desktop.widgets.form.number_fields import Combo, NumberField, WholeField
from desktop.widgets.labels import hint, plain

_MUCH_MEMORY = 2**30  # bytes: a network that takes more is not made without a word
_ZEROS = {"batch_size": "all", "train_images": "all", "validation_split": "none", "clip_norm": "off"}
_ZEROS |= dict.fromkeys(RULES, "off")
"""What stands in a field in the place of zero."""


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))


_PER_LAYER: dict[str, tuple[Callable[[str], tuple[Any, ...]], Callable[[tuple[Any, ...]], str], str]] = {
    "hidden": (typed.layers, _listed, "none"),
    "hidden_activations": (typed.layer_activations, typed.written_activations, "as Activation"),
    "frozen": (typed.layer_numbers, _listed, "none"),
}
"""What reads and what writes a setting with a value for each layer, and what stands in its field where it has none."""
_OBJECT_NAMES = {"hidden": "hiddenLayers"}


class Row(QWidget):
    """One setting: its label, its field, and a line for what is wrong with it."""

    changed = Signal(object)
    misread = Signal(str)  # why what is typed cannot be read; empty once it can

    def __init__(self, name: str, label: str, help: str) -> None:
        super().__init__()
        self._name = _OBJECT_NAMES.get(name, _camel(name))
        self._text = label
        self.help = help
        self.label = plain(label)
        self.label.setToolTip(wrapped(help))
        self._error = FieldError(self)
        self._is_told = False  # whether training was put off once because of what is wrong
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    def add_to(self, form: QFormLayout) -> None:
        form.addRow(self.label, self)

    def adopt_field(self, field: QWidget, suffix: str, label: str = "", help: str = "") -> None:
        """Name a field for screen readers and for tests, and give it its tooltip."""
        field.setObjectName(self._name + suffix)
        field.setAccessibleName(label or self._text)
        field.setAccessibleDescription(help or self.help)
        field.setToolTip(wrapped(help or self.help))

    def label_width(self, font: QFont) -> int:
        """Return the width the label needs when it is marked."""
        font = QFont(font)
        font.setBold(True)
        return QFontMetrics(font).horizontalAdvance(f"{self._text} •") + 2

    def show_value(self, value: Any) -> None:
        """Show a value; nothing is announced by that."""

    def show_in_force(self, text: str) -> None:
        """Show what the setting is at the moment; only a number can be another than the one that was set."""

    def show_note(self, text: str) -> None:
        """Say below a choice what takes its place; an empty text takes that away."""

    def show_pending(self, is_pending: bool) -> None:
        font = self.label.font()
        font.setBold(is_pending)
        self.label.setFont(font)
        self.label.setText(f"{self._text} •" if is_pending else self._text)
        self.label.setAccessibleName(f"{self._text}, waits for a new network" if is_pending else self._text)

    def show_error(self, text: str) -> None:
        self._is_told = False
        self._error.show_text(text)

    def refuse(self, text: str) -> None:
        """Say why what is typed cannot be; an empty text takes that away."""
        self.show_error(text)
        self.misread.emit(text)

    def settle(self) -> None:
        """Take what is typed for meant; what was wrong is held against it once, where something else took its place."""
        if self._is_told:
            self.refuse("")
        _settle(self)
        self._is_told = bool(self._error.text())


class _KnobRow(Row):
    """A number or a switch."""

    def __init__(self, name: str, declared: Knob, default: Any) -> None:
        super().__init__(name, declared.label, declared.help)
        self._field = _field_for(declared, default)
        if isinstance(self._field, (WholeField, NumberField)) and name in _ZEROS:
            self._field.setSpecialValueText(_ZEROS[name])
        suffix = "Check" if isinstance(self._field, QCheckBox) else "Spin"
        self.adopt_field(self._field, suffix)
        self._in_force = InForce(declared.label)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self._field, 1)
        line.addWidget(self._in_force)
        self._layout.addLayout(line)
        self.label.setBuddy(self._field)
        _connect(self._field, self.changed.emit, self.refuse)

    def show_value(self, value: Any) -> None:
        _show(self._field, value)

    def show_in_force(self, text: str) -> None:
        self._in_force.show_text(text)


class _ChoiceRow(Row):
    """One part of a family, and below it that part's own knobs."""

    def __init__(self, name: str, declared: Choice) -> None:
        super().__init__(name, declared.label, declared.help)
        self._registry = declared.registry
        self._combo = Combo()
        self.adopt_field(self._combo, "Combo")
        for part_class in declared.registry:
            self._combo.addItem(part_class.label, part_class.name)
            self._combo.setItemData(self._combo.count() - 1, wrapped(part_class.help), Qt.ItemDataRole.ToolTipRole)
        self._layout.addWidget(self._combo)
        self._note = hint()
        self._note.hide()
        self._layout.addWidget(self._note)
        self.label.setBuddy(self._combo)
        self._inner = QFormLayout()
        self._inner.setContentsMargins(10, 0, 0, 2)
        self._inner.setHorizontalSpacing(8)
        self._inner.setVerticalSpacing(4)
        self._layout.addLayout(self._inner)
        self._fields: dict[str, QWidget] = {}
        self._shown: Part | None = None
        self._combo.currentIndexChanged.connect(self._choose)

    def show_value(self, value: Part) -> None:
        is_other = type(value) is not type(self._shown)
        self._shown = value
        self._combo.blockSignals(True)
        self._combo.setCurrentIndex(self._combo.findData(value.name))
        self._combo.blockSignals(False)
        self._combo.setToolTip(wrapped(f"{self.help}\n{value.label}: {value.help}"))
        if is_other:
            self._build_inner(value)
        for name, field in self._fields.items():
            _show(field, getattr(value, name))

    def show_note(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _choose(self, index: int) -> None:
        self.changed.emit(self._registry.create(self._combo.itemData(index)))

    def _build_inner(self, part: Part) -> None:
        while self._inner.rowCount():
            self._inner.removeRow(0)
        self._fields.clear()
        last: QWidget = self._combo
        for name, (declared, declaration) in knobs_of(part).items():
            field = _field_for(declared, declaration.default)
            label = plain(declared.label)
            label.setToolTip(wrapped(declared.help))
            self.adopt_field(field, _camel(name, upper=True) + "Spin", f"{part.label}: {declared.label}", declared.help)
            _connect(field, lambda _value: self._propose_inner(), self.refuse)
            self._inner.addRow(label, field)
            QWidget.setTabOrder(last, field)
            last = field
            self._fields[name] = field

    def _propose_inner(self) -> None:
        if self._shown is not None:
            knobs = {name: _value_of(field) for name, field in self._fields.items()}
            self.changed.emit(self._registry.create(self._shown.name, **knobs))


class _TextRow(Row):
    """What is said of each layer, as a text: ``64, 32`` or ``tanh, relu``."""

    def __init__(self, name: str, label: str, help: str) -> None:
        super().__init__(name, label, help)
        self._read, self._write, empty = _PER_LAYER[name]
        self._edit = QLineEdit()
        self._edit.setPlaceholderText(empty)
        self.adopt_field(self._edit, "Edit")
        self._line = QHBoxLayout()
        self._line.setSpacing(4)
        self._line.addWidget(self._edit, 1)
        self._layout.addLayout(self._line)
        self.label.setBuddy(self._edit)
        self._shown: tuple[Any, ...] = ()
        self._edit.editingFinished.connect(self._propose)

    def show_value(self, value: tuple[Any, ...]) -> None:
        self._shown = value
        if not self._edit.hasFocus() or self._written() != value:
            self._edit.setText(self._write(value))
        self.show_error("")

    def _written(self) -> tuple[Any, ...] | None:
        with suppress(KnobError):
            return self._read(self._edit.text())
        return None

    def _propose(self) -> None:
        try:
            value = self._read(self._edit.text())
        except KnobError as error:
            self.refuse(str(error))
            return
        self.refuse("")
        if value != self._shown:
            self.changed.emit(value)


class _LayersRow(_TextRow):
    """The sizes of the hidden layers, as a text: ``128`` or ``64, 32``."""

    def __init__(self, name: str, label: str, help: str) -> None:
        super().__init__(name, label, help)
        self._memory = hint()
        self._memory.setObjectName("memoryLabel")
        self._memory.setWordWrap(False)
        self._memory.hide()
        self._line.addWidget(self._memory)  # beside the field: below it, it would move the form as it comes

    def show_value(self, value: tuple[int, ...]) -> None:
        needed = memory_to_train((PIXELS, *value))  # the outputs are too few to count
        size = f"{needed / 2**30:,.1f} GiB"
        words = f"Training this takes about {size} of memory, and much time."
        self._memory.setText(size)
        self._memory.setAccessibleName(words)
        self._memory.setToolTip(wrapped(words))
        self._memory.setVisible(needed > _MUCH_MEMORY)
        super().show_value(value)


def _settle(form: QWidget) -> None:
    for field in form.findChildren(QAbstractSpinBox):
        field.interpretText()
    for edit in form.findChildren(QLineEdit):
        edit.editingFinished.emit()


def row_for(declaration: "Field[Any]") -> Row:
    name = declaration.name
    if "knob" in declaration.metadata:
        return _KnobRow(name, declaration.metadata["knob"], declaration.default)
    if "choice" in declaration.metadata:
        return _ChoiceRow(name, declaration.metadata["choice"])
    kind = _LayersRow if name == "hidden" else _TextRow
    return kind(name, label_of(name), declaration.metadata["help"])


def _field_for(declared: Knob, default: Any) -> QWidget:
    if isinstance(default, bool):
        return QCheckBox()
    if isinstance(default, int):
        high = min(int(declared.high), 2**31 - 1)  # what a Qt spin box can hold
        return WholeField(int(declared.low), high, doubling=declared.logarithmic, label=declared.label)
    return NumberField(declared.low, declared.high, logarithmic=declared.logarithmic, label=declared.label)


def _connect(field: QWidget, receiver: Any, refuse: Callable[[str], None]) -> None:
    if isinstance(field, QCheckBox):
        field.toggled.connect(receiver)
    elif isinstance(field, (WholeField, NumberField)):
        field.valueChanged.connect(receiver)
        field.misread.connect(refuse)


def _show(field: QWidget, value: Any) -> None:
    field.blockSignals(True)
    if isinstance(field, QCheckBox):
        field.setChecked(value)
    elif isinstance(field, (WholeField, NumberField)):
        field.setValue(value)
    field.blockSignals(False)


def _value_of(field: QWidget) -> Any:
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, (WholeField, NumberField)):
        return field.value()
    raise ValueError(f"not a field: {field!r}")


def _camel(name: str, *, upper: bool = False) -> str:
    head, *tail = name.split("_")
    return (head.capitalize() if upper else head) + "".join(word.capitalize() for word in tail)
