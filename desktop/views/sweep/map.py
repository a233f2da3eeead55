"""SweepMap: two settings of a sweep: a heat map where both have a few values, else dots along the first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.sweep.places import places_of
from desktop.look.theme import Theme
from desktop.views.sweep.board import Board
from desktop.views.sweep.cells import CellBoard
from desktop.views.sweep.dots import DotBoard
from desktop.views.sweep.stand import Stand


class SweepMap(QStackedWidget):
    """The map.

    Attributes
    ----------
    cells : CellBoard
        The heat map.
    dots : DotBoard
        The dots.
    """

    chosen = Signal(int)
    opened = Signal(object)  # Trial
    pointed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells, self.dots = CellBoard(), DotBoard()
        for board in (self.cells, self.dots):
            self.addWidget(board)
            board.chosen.connect(self.chosen)
            board.opened.connect(self.opened)
            board.pointed.connect(self.pointed)
        self.setFocusProxy(self.cells)

    @property
    def board(self) -> Board:
        """The one of the two that is shown."""
        return self.cells if self.currentWidget() is self.cells else self.dots

    def show_stand(self, stand: Stand, first: int | None, second: int | None) -> None:
        """Show the runs of a sweep by two of its axes; the second, and both, may be none."""
        axes = [places_of(stand.sweep, axis) for axis in (first, second) if axis is not None]
        if len(axes) == 2 and not any(places.is_line for places in axes):
            self.cells.show_stand(stand, axes[0], axes[1])
            self._turn_to(self.cells)
            return
        along = None if first is None else places_of(stand.sweep, first, on_line=True)
        self.dots.show_stand(stand, along, axes[1] if len(axes) == 2 else None)
        self._turn_to(self.dots)

    def choose(self, setting: int | None) -> None:
        """Highlight a setting, or none."""
        self.cells.choose(setting)
        self.dots.choose(setting)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self.cells.set_theme(theme)
        self.dots.set_theme(theme)

    def _turn_to(self, board: Board) -> None:
        had_focus = self.board.hasFocus()
        self.setCurrentWidget(board)
        self.setFocusProxy(board)
        if had_focus:
            board.setFocus()
