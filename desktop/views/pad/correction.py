"""Correction: *No, this is a …* under the verdict, and the classes to say what it is."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.data.classes import a_or_an
from desktop.look.tips import wrapped
from desktop.look.words import shortened
from desktop.session.workbench import Workbench
from desktop.widgets.labels import hint

_TIP = "Keep it in My hand as what it is, so that the network can be taught. The network does not change by itself."
_ASK, _ASK_OF_ONE = "No, this is a …", "No, the marked one is a …"
_SHORT = "No, …"  # where there is no room for either; the tooltip tells the rest
_MOST_COLUMNS = 10
_FEW, _NARROW, _WIDE = 10, 34, 64  # classes, and characters that a row is wide with no more of them, or with more
_MOST_HEIGHT = 260  # pixels: of more the rest is scrolled to
_LONGEST = 20  # characters of a name: the rest is told by the tooltip
_PADDING, _LEAST_WIDTH = 16, 36


class Correction(QToolButton):
    """A quiet button that asks what it is, and has it kept; in sight while there is something to correct."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._workbench = workbench
        self._is_private = False  # whether a class looks on
        self._is_low = False
        self.setObjectName("correctionButton")
        self.setText(_ASK)
        self.setToolTip(wrapped(_TIP))
        self.setAccessibleDescription(_TIP)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._keep_room()
        self.clicked.connect(self._ask)
        workbench.pad.answered.connect(lambda answer: self._follow())
        workbench.pictures.changed.connect(self._follow)
        self._follow()

    def set_private(self, is_projected: bool) -> None:
        """Be out of sight while a class looks on."""
        self._is_private = is_projected
        self._keep_room()
        self._follow()

    def set_low(self, is_low: bool) -> None:
        """Keep no room while hidden where the column has hardly any."""
        if is_low != self._is_low:
            self._is_low = is_low
            self._keep_room()

    def sizeHint(self) -> QSize:
        """Return the room of the text, which stands at the edge of what is above it."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 4, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        """Return room for the short text: the column is no wider for it."""
        return QSize(self.fontMetrics().horizontalAdvance(_SHORT), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text as that of a link, with a frame around it where the keyboard is."""
        painter = QPainter(self)
        font = self.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.Link))
        text = self.text() if painter.fontMetrics().horizontalAdvance(self.text()) <= self.width() else _SHORT
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        if self.hasFocus():
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 3, 3)

    def _keep_room(self) -> None:
        """Keep the room where it is hidden, so that the verdict does not move with the first stroke."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(not (self._is_private or self._is_low))
        self.setSizePolicy(policy)

    def _follow(self) -> None:
        workbench = self._workbench
        self.setText(_ASK_OF_ONE if len(workbench.pad.digits) > 1 else _ASK)
        self.setHidden(self._is_private or not workbench.correcting.is_possible(workbench.class_names))

    def _ask(self) -> None:
        """Let a person choose what it is."""
        names = self._workbench.class_names
        chooser = ClassChooser(names, self)
        chooser.chosen.connect(lambda number: self._keep(number, names))
        chooser.open_at(self.mapToGlobal(QPoint(0, self.height())))

    def _keep(self, number: int, names: tuple[str, ...]) -> None:
        self._workbench.correcting.keep_as(number, names, self._workbench.preferences.writer)


class ClassChooser(QFrame):
    """A button for each class, in a window of its own: a click, the arrow keys, or its name typed chooses one.

    Parameters
    ----------
    names : tuple of str
        What the classes are called.
    """

    chosen = Signal(int)  # the number of a class

    def __init__(self, names: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("correctionChooser")
        self.setAccessibleName("What it is")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._names = tuple(name.casefold() for name in names)
        self._typed = ""
        self._buttons = [self._made(number, name) for number, name in enumerate(names)]
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._columns = self._lay_out(names)
        self._area = self._scrolled(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.addWidget(hint("Keep it in My hand as"))
        layout.addWidget(self._area)

    def open_at(self, place: QPoint) -> None:
        """Show it at a place of the screen, or beside it where there is no room."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        x = min(place.x(), room.right() - self.width())
        y = place.y() if place.y() + self.height() <= room.bottom() else room.bottom() - self.height()
        self.move(max(x, room.left()), max(y, room.top()))
        self.show()
        self._buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the classes with the arrow keys, choose the one that is typed, and leave with Esc."""
        ways = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        key, text = Qt.Key(event.key()), event.text()
        if key in ways:
            self._move_by(ways[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._at)
        elif text and text.isprintable() and text != " ":
            self._type(text.casefold())
        else:
            super().keyPressEvent(event)  # Esc among them, which closes a popup

    @property
    def _at(self) -> int:
        """The class whose button has the keyboard."""
        return next((number for number, button in enumerate(self._buttons) if button.hasFocus()), 0)

    def _move_by(self, by: int) -> None:
        if 0 <= self._at + by < len(self._buttons):
            self._point_at(self._at + by)

    def _point_at(self, number: int) -> None:
        self._buttons[number].setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(self._buttons[number])

    def _type(self, text: str) -> None:
        """Choose the class that is called as what was typed; of several that begin so, point at the first."""
        found = self._beginning_with(self._typed + text)
        self._typed = self._typed + text if found else text
        found = found or self._beginning_with(text)
        if len(found) == 1:
            self._choose(found[0])
        elif found:
            self._point_at(found[0])

    def _beginning_with(self, text: str) -> list[int]:
        return [number for number, name in enumerate(self._names) if name.startswith(text)]

    def _choose(self, number: int) -> None:
        self.close()
        self.chosen.emit(number)

    def _made(self, number: int, name: str) -> QToolButton:
        button = _ClassButton()
        button.setObjectName(f"correctTo{number}Button")
        short = shortened(name, _LONGEST)
        button.setText(short.replace("&", "&&"))
        button.setToolTip(wrapped(name) if short != name else "")
        button.setAccessibleName(f"It is {a_or_an(name)}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self._choose(number))
        return button

    def _scrolled(self, inside: QWidget) -> QScrollArea:
        """Return the buttons in an area where they scroll, if they are many."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        bar = 0
        if inside.sizeHint().height() > _MOST_HEIGHT:
            bar = area.verticalScrollBar().sizeHint().width()
            self._grid.setContentsMargins(0, 0, 4, 0)  # beside the bar
        size = inside.sizeHint()
        area.setMinimumWidth(size.width() + bar)
        area.setFixedHeight(min(size.height(), _MOST_HEIGHT))
        return area

    def _lay_out(self, names: tuple[str, ...]) -> int:
        """Put the buttons into as many columns as there is room for, and return how many."""
        metrics = self.fontMetrics()
        cell = max(_LEAST_WIDTH, max(metrics.horizontalAdvance(shortened(name, _LONGEST)) for name in names) + _PADDING)
        room = (_NARROW if len(names) <= _FEW else _WIDE) * metrics.averageCharWidth()
        most = max(1, min(room // cell, _MOST_COLUMNS))
        rows = -(-len(names) // most)
        columns = -(-len(names) // rows)  # as even as can be
        for number, button in enumerate(self._buttons):
            button.setMinimumWidth(cell)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._grid.addWidget(button, number // columns, number % columns)
        return columns


class _ClassButton(QToolButton):
    """A button that leaves all keys but the space bar to what it stands in."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()
