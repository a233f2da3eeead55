"""OneSetting: the field of a single setting, whichever it is."""

from dataclasses import fields
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from core.hyperparameters import Hyperparameters
from desktop.widgets.form.rows import Row, row_for


class OneSetting(QWidget):
    """The field of a single setting, any of them."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._name = ""
        self._row: Row | None = None

    def show_setting(self, name: str, value: Any) -> None:
        """Show the setting called ``name`` at a value; nothing is announced by that."""
        if name != self._name:
            if self._form.rowCount():
                self._form.removeRow(0)
            self._name = name
            self._row = row_for(next(each for each in fields(Hyperparameters) if each.name == name))
            self._row.changed.connect(self.changed)
            self._row.add_to(self._form)
        assert self._row is not None
        self._row.show_value(value)

    @property
    def label_width(self) -> int:
        """How wide its label is."""
        return 0 if self._row is None else self._row.label_width(self.font())

    def set_label_width(self, width: int) -> None:
        """Make the label so wide, so that several settings stand in one column."""
        if self._row is not None:
            self._row.label.setFixedWidth(width)

    def settle(self) -> None:
        """Take what is typed for meant, as when the field is left."""
        if self._row is not None:
            self._row.settle()
