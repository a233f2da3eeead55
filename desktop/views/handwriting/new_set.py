"""NewSetPage: name what the network is to learn."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import InklingError
from core.files import symbols
from desktop.look.tips import wrapped
from desktop.widgets.labels import heading, hint, paragraph, plain

_STORY = (
    "Name two symbols or more: letters, smileys, arrows, whatever you can draw. You then draw each about twenty "
    "times, train, and the pad reads them."
)
_ROWS = 2  # of names in sight


class NewSetPage(QWidget):
    """Asks for the names of a new set of symbols.

    Parameters
    ----------
    begin : callable
        Given the names as they were typed and what the set is called, makes it; may raise an InklingError.
    leave : callable
        Goes back without.
    """

    def __init__(self, begin: Callable[[str, str], object], leave: Callable[[], object]) -> None:
        super().__init__()
        self._make = begin
        self._names = QPlainTextEdit()
        self._names.setObjectName("symbolNamesEdit")
        self._names.setAccessibleName("Symbols")
        self._names.setPlaceholderText("heart, star, smiley")
        self._names.setTabChangesFocus(True)
        self._names.setToolTip(wrapped("One a line, or with commas between them."))
        self._title = QLineEdit()
        self._title.setObjectName("symbolsTitleEdit")
        self._title.setAccessibleName("Name of the set")
        self._title.setPlaceholderText(symbols.UNTITLED)
        self._title.setMaxLength(40)
        self._title.setToolTip(wrapped("What the set is called in the list of data sets. It may stay empty."))
        self._count = hint()
        self._count.setObjectName("symbolNamesHint")
        self._count.keep_lines(2)
        self._count.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._begin = QPushButton("&Begin drawing")
        self._begin.setObjectName("beginSymbolsButton")
        self._begin.setToolTip(wrapped("Make the set, and ask for its symbols one by one."))
        self._cancel = QPushButton("&Cancel")
        self._cancel.setObjectName("cancelSymbolsButton")
        self._cancel.setToolTip(wrapped("Go back; no set is made."))
        for button in (self._begin, self._cancel):
            button.setAutoDefault(True)
        self._lay_out()
        self._names.textChanged.connect(self._show_count)
        self._begin.clicked.connect(self._try)
        self._cancel.clicked.connect(lambda: leave())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            enter = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            enter.activated.connect(self._try)
        self._show_count()

    def begin(self) -> None:
        """Ask anew."""
        self._names.clear()
        self._title.clear()
        self._names.setFocus()

    def _lay_out(self) -> None:
        self._names.setFixedHeight(self._names.fontMetrics().lineSpacing() * _ROWS + 14)
        form = QFormLayout()
        form.addRow(_label("S&ymbols", self._names), self._names)
        form.addRow("", self._count)
        form.addRow(_label("Ca&ll the set", self._title), self._title)
        bar = QHBoxLayout()
        bar.addWidget(self._begin)
        bar.addWidget(self._cancel)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(4)
        layout.addWidget(heading("Teach it something new"))
        layout.addWidget(paragraph(_STORY))
        layout.addLayout(form)
        layout.addLayout(bar)
        layout.addStretch(1)

    def _show_count(self) -> None:
        names = symbols.names_in(self._names.toPlainText())
        try:
            symbols.checked(names)
        except InklingError as error:
            self._begin.setEnabled(False)
            self._count.setText(str(error) if names else "One a line, or with commas between them.")
            return
        self._begin.setEnabled(True)
        self._count.setText(f"{len(names)} symbols: {', '.join(names)}")

    def _try(self) -> None:
        if self._begin.isEnabled():
            self._make(self._names.toPlainText(), self._title.text().strip())


def _label(text: str, field: QWidget) -> QLabel:
    """Return the label of a field, whose letter leads there."""
    label = plain(text)
    label.setBuddy(field)
    return label
