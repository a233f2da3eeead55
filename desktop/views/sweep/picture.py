"""SweepPicture: the runs of a sweep as a map of two settings, as lines through all of them, or as curves."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from core.sweep.findings import Findings
from core.sweep.plan import Sweep
from core.sweep.result import Trial
from desktop.look.theme import LIGHT, Theme, palette
from desktop.look.tips import wrapped
from desktop.views.sweep.axis_choice import AxisChoice
from desktop.views.sweep.board import Board
from desktop.views.sweep.curves import CurveBoard
from desktop.views.sweep.lines import LineBoard
from desktop.views.sweep.map import SweepMap
from desktop.views.sweep.stand import Stand
from desktop.widgets.labels import hint

MAP, LINES, CURVES = range(3)
_PAGES = (
    ("Map", "How good the runs are, by two settings"),
    ("Lines", "All settings at once: one line each, through its value of every axis"),
    ("Curves", "The curves of all runs, thin behind that of the best"),
)
_FEWEST_AXES = 2  # that lines go through
_MOST_TOLD = 12  # settings or cells that a screen reader is told
_EMPTY = "No run has come to its end yet. Here you will see how good each of them is."


class SweepPicture(QWidget):
    """Pictures of a sweep, of which one is shown.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    opened = Signal(object)  # Trial: its run is wanted
    chosen = Signal(int)  # a setting was clicked, or reached with the keys

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweepPicture")
        self.setAccessibleName("Picture of the sweep")
        self._theme = theme
        self._stand: Stand | None = None
        self._shown: tuple[object, ...] = ()
        self._setting: int | None = None
        self._is_due = {MAP: False, LINES: False, CURVES: False}  # what has not been given the latest runs
        self.map, self.lines, self.curves = SweepMap(), LineBoard(), CurveBoard()
        self.axis_choice = AxisChoice()
        self._switch = QButtonGroup(self)
        self._pages, self._whole = QStackedWidget(), QStackedWidget()
        self._reading, self._note = hint(), hint()
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        for page, (text, tip) in enumerate(_PAGES):
            button = QToolButton()
            button.setText(text)
            button.setObjectName(f"sweep{text}Button")
            button.setToolTip(wrapped(tip))
            button.setCheckable(True)
            self._switch.addButton(button, page)
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self.axis_choice)
        boards: tuple[QWidget, ...] = self.map, self.lines, self.curves
        for board, name in zip(boards, ("sweepMap", "sweepLines", "sweepCurves"), strict=True):
            board.setObjectName(name)
            self._pages.addWidget(board)
        empty = hint(_EMPTY)
        empty.setObjectName("sweepEmpty")
        empty.setMargin(16)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._whole.addWidget(empty)
        self._whole.addWidget(self._pages)
        self._reading.keep_lines(2, no_more=True)
        self._note.setObjectName("sweepNote")
        self._reading.setObjectName("sweepReading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._whole, 1)
        layout.addWidget(self._reading)
        layout.addWidget(self._note)
        self._reading.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for label in (self._reading, self._note):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)

    def _connect(self) -> None:
        for board in (self.map, self.lines, self.curves):
            board.opened.connect(self.opened)
            board.chosen.connect(self._take)
            board.pointed.connect(self._read)
        self.axis_choice.changed.connect(self._turn_map)
        self._switch.idClicked.connect(self.show_page)
        self._switch.idToggled.connect(lambda page, is_on: self._mark_button(page))
        self._switch.button(MAP).setChecked(True)
        self.axis_choice.hide()
        self._note.hide()

    @property
    def board(self) -> Board:
        """The picture that is shown."""
        return (self.map.board, self.lines, self.curves)[self.page]

    @property
    def page(self) -> int:
        """Which picture is shown: :data:`MAP`, :data:`LINES` or :data:`CURVES`."""
        return self._pages.currentIndex()

    @property
    def reading(self) -> str:
        """What is told of where the mouse is, or of the setting that is chosen, or else of the best."""
        return self._reading.text()

    @property
    def note(self) -> str:
        """What is told of the picture as a whole: what is being trained, and what is left out."""
        return self._note.text()

    def show_sweep(self, sweep: Sweep, found: Findings, running: Collection[Trial] = ()) -> None:
        """Show the runs of a sweep; nothing is done where they are those shown.

        Parameters
        ----------
        sweep : Sweep
            The sweep.
        found : Findings
            What its runs have shown.
        running : collection of Trial
            Runs that are being trained.
        """
        now = (sweep, found, frozenset(running))
        if now == self._shown:
            return
        is_new = self._stand is None or self._stand.sweep != sweep
        self._shown = now
        # The same object as long as it is the same sweep: what is remembered of it goes by it.
        self._stand = Stand.of(sweep if is_new or self._stand is None else self._stand.sweep, found, running)
        if is_new:
            self.choose(None)
            self._offer_pages(len(sweep.axes))
        self.axis_choice.show_stand(self._stand)
        self._is_due = dict.fromkeys(self._is_due, True)
        self._whole.setCurrentIndex(0 if self._stand.is_empty else 1)
        self._draw()

    def choose(self, setting: int | None) -> None:
        """Highlight a setting, or none."""
        self._setting = setting
        for board in (self.map, self.lines, self.curves):
            board.choose(setting)
        self._read("")
        self._describe()

    def show_page(self, page: int) -> None:
        """Show another picture."""
        self._switch.button(page).setChecked(True)
        self._pages.setCurrentIndex(page)
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        for board in (self.map, self.lines, self.curves):
            board.set_theme(theme)
        for page in (MAP, LINES, CURVES):
            self._mark_button(page)

    def _mark_button(self, page: int) -> None:
        """Let the button of the picture that is shown stand out; in the dark a pressed one looks like the others."""
        button = self._switch.button(page)
        colors = palette(self._theme)
        if button.isChecked():
            colors.setColor(QPalette.ColorRole.Button, QColor(self._theme.accent))
            colors.setColor(QPalette.ColorRole.ButtonText, QColor(self._theme.accent_text))
        button.setPalette(colors)

    def _offer_pages(self, axes: int) -> None:
        lines = self._switch.button(LINES)
        lines.setEnabled(axes >= _FEWEST_AXES)
        lines.setToolTip(wrapped(_PAGES[LINES][1] if axes >= _FEWEST_AXES else "Lines need two settings that vary."))
        if self.page == LINES and axes < _FEWEST_AXES:
            self.show_page(MAP)

    def _turn_map(self) -> None:
        self._is_due[MAP] = True
        self._draw()

    def _draw(self) -> None:
        """Give the picture that is shown the latest runs, where it has not got them yet."""
        if self._stand is None:
            return
        self.axis_choice.setVisible(self.page == MAP and len(self._stand.sweep.axes) > 1)
        if self._is_due[self.page]:
            self._is_due[self.page] = False
            if self.page == MAP:
                self.map.show_stand(self._stand, *self.axis_choice.axes)
            else:
                (self.lines if self.page == LINES else self.curves).show_stand(self._stand)
        self._tell_note(self._stand)
        self._read("")
        self._describe()

    def _take(self, setting: int) -> None:
        self.choose(setting)
        self.chosen.emit(setting)

    def _tell_note(self, stand: Stand) -> None:
        running, troubled = len(stand.running), stand.troubled
        told = [
            f"{running} being trained (hollow)" if running else "",
            f"{troubled} run{'s' if troubled > 1 else ''} in trouble left out" if troubled else "",
            self.board.note,
        ]
        text = "; ".join(filter(None, told))
        self._note.setText(f"{text[:1].upper()}{text[1:]}." if text else "")
        self._note.setVisible(bool(text))

    def _read(self, words: str) -> None:
        stand = self._stand
        if not words and stand is not None:
            if self._setting is not None and self._setting < len(stand.values):
                words = stand.words(self._setting)
            elif stand.rows and stand.rows[0].best is not None:
                best = stand.words(stand.rows[0].setting)
                words = f"Best: {best[:1].lower()}{best[1:]}"
        self._reading.setText(words)

    def _describe(self) -> None:
        """Tell a screen reader in words what the picture shows."""
        if self._stand is None or self._stand.is_empty:
            self.setAccessibleDescription(_EMPTY)
            return
        is_chosen = self._setting is not None
        parts = [f"Chosen: {self.reading}" if is_chosen else "", self.board.told(_MOST_TOLD), self.note]
        self.board.setAccessibleDescription(" ".join(filter(None, parts)))
        self.setAccessibleDescription(self.reading)
