"""ClassButtons: a button for each class, in as many rows as they need; where those are many, they scroll."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QToolButton, QWidget

from desktop.look.tips import wrapped

_GAP = 4
_WIDEST = 12  # letters of a name: the rest is told by the tooltip
_MOST_ROWS = 3  # in sight
_PADDING = 14  # beside the text of a button, in logical pixels


class ClassButtons(QScrollArea):
    """A button for each class, with how many there are of it, all equally wide.

    Parameters
    ----------
    name : str
        What the buttons are called, with {number} in it.
    """

    pressed = Signal(int)  # the number of a class
    menu_asked = Signal(int, QPoint)  # for a class, at a place of the screen

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._rows, self._laid_out = 1, 0  # in so many columns
        self._inside = QWidget()
        self._layout = QGridLayout(self._inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        self._buttons: list[QToolButton] = []
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for part in (self.viewport(), self._inside):
            part.setAutoFillBackground(False)

    def show_classes(self, names: Sequence[str], counts: Sequence[int], spoken: Sequence[str]) -> None:
        """Show what classes there are.

        Parameters
        ----------
        names : sequence of str
            What they are called.
        counts : sequence of int
            How many there are of each.
        spoken : sequence of str
            What each is called in a sentence.
        """
        is_other = len(names) != len(self._buttons)
        while len(self._buttons) > len(names):
            self._buttons.pop().deleteLater()
        while len(self._buttons) < len(names):
            self._buttons.append(self._made(len(self._buttons)))
        for button, name, count, said in zip(self._buttons, names, counts, spoken, strict=True):
            short = name if len(name) <= _WIDEST else f"{name[: _WIDEST - 1]}…"
            button.setText(f"{short.replace('&', '&&')}\n{count or '–'}")
            button.setAccessibleName(f"It is {said}; {count} kept")
            tip = f"Keep what is on the pad as {said}. With an empty pad: call what is chosen {said}, or ask for it."
            button.setToolTip(wrapped(f"{tip} Below: how many are kept."))
        if is_other or self._columns() != self._laid_out:
            self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._height(least=True))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns() != self._laid_out:
            self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the buttons as they grow with the text, after they have done so."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest and self._buttons:
            if self._columns() != self._laid_out:
                self._arrange()
            elif self._height() != self.maximumHeight():
                self._fit_height()
        return super().eventFilter(watched, event)

    def _made(self, number: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName(self._name.format(number=number))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.clicked.connect(lambda: self.pressed.emit(number))
        button.customContextMenuRequested.connect(lambda place: self.menu_asked.emit(number, button.mapToGlobal(place)))
        return button

    def _columns(self) -> int:
        widest = max((self._width_of(button) for button in self._buttons), default=1)
        return max(1, min(len(self._buttons), (self.viewport().width() + _GAP) // (widest + _GAP)))

    def _width_of(self, button: QToolButton) -> int:
        lines = button.text().replace("&&", "&").split("\n")
        return max(self.fontMetrics().horizontalAdvance(line) for line in lines) + _PADDING

    def _arrange(self) -> None:
        columns = self._columns()
        # As even as can be: 26 in 3 rows of 9, not 12 and 12 and 2.
        rows = -(-len(self._buttons) // columns)
        self._laid_out, across = columns, -(-len(self._buttons) // max(rows, 1))
        for place, button in enumerate(self._buttons):
            self._layout.addWidget(button, place // across, place % across)
        for column in range(self._layout.columnCount()):
            self._layout.setColumnStretch(column, 1 if column < across else 0)
        self._rows = rows
        self._fit_height()

    def _fit_height(self) -> None:
        self.setMaximumHeight(self._height())
        self.updateGeometry()

    def _height(self, *, least: bool = False) -> int:
        """Return how high it is with the rows that are to be in sight; of many, a part of the next says so."""
        if not self._buttons:
            return 0
        one = self._buttons[0].sizeHint().height() + _GAP
        most = 1 if least else _MOST_ROWS
        return min(self._rows, most) * one - _GAP + (one // 2 if self._rows > most else 0)
