"""Column: leaves its room to others when all it holds is hidden."""

from PySide6.QtWidgets import QLabel

from desktop.widgets.column import Column


def test_a_column_is_hidden_with_the_last_of_its_widgets(qtbot):
    first, second = QLabel("a"), QLabel("b")
    column = Column([first, second])
    qtbot.addWidget(column)
    column.show()
    first.hide()
    assert not column.isHidden()
    second.hide()
    assert column.isHidden()
    first.show()
    assert not column.isHidden()
