"""NeuronCard: one neuron from all sides: its picture, its votes, what excites it, and how it came to be so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from core.arrays import Array, Bytes
from desktop.resources import icon
from desktop.theme import LIGHT, Theme
from desktop.widgets.image_grid import ImageGrid
from desktop.widgets.labels import heading, hint
from desktop.widgets.vote_bars import VoteBars

_PICTURE = 168  # pixels; six for each of the image's
_THREE_COLUMNS = 590  # pixels of width from which the strips stand beside the votes


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A row of small pictures.

    Attributes
    ----------
    pictures : ndarray, shape (n, 28, 28)
        uint8 for ink on paper, float32 for signed values.
    captions : sequence of str
        What stands below each.
    tips : sequence of str
        The second line of each one's tooltip.
    """

    pictures: Bytes | Array = field(default_factory=lambda: np.zeros((0, 28, 28), np.uint8))
    captions: Sequence[str] = ()
    tips: Sequence[str] = ()


class NeuronCard(QWidget):
    """Shows one neuron; knows nothing of networks.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    closed = Signal()
    stepped = Signal(int)  # 1 to the next neuron, -1 to the one before
    mute_asked = Signal()  # switch it off, or on again
    most_picked = Signal(int)  # place in the strip of images that excite it most
    least_picked = Signal(int)
    moment_picked = Signal(int)  # place in the strip of moments

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Neuron")
        self._title = heading("")
        self._title.setObjectName("neuronTitle")
        self._close = _tool_button("Back to all neurons (Esc)", "neuronCloseButton", self.closed.emit)
        self._close.setText("All neurons")
        self._close.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._before = _tool_button(
            "The neuron before (left arrow)", "neuronBeforeButton", lambda: self.stepped.emit(-1)
        )
        self._next = _tool_button("The next neuron (right arrow)", "neuronNextButton", lambda: self.stepped.emit(1))
        self._mute = QPushButton("Switch off")
        self._mute.setObjectName("neuronMuteButton")
        self._mute.setCheckable(True)
        self._mute.setToolTip(
            "<p>Let the network answer without this neuron (M), on the pad and on the test images. "
            "Training goes on with it.</p>"
        )
        self._mute.clicked.connect(self.mute_asked)
        self._picture = ImageGrid(theme, "")
        self._picture.setObjectName("neuronPicture")
        self._picture.setAccessibleName("What the neuron looks for")
        self._picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._picture.set_tile_edge(_PICTURE)
        self._picture.setFixedSize(_PICTURE + 14, _PICTURE + 14)
        self._facts = hint()
        self._facts.setObjectName("neuronFacts")
        self._facts.setContentsMargins(6, 0, 0, 0)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._votes = VoteBars(theme)
        self._votes.setObjectName("neuronVotes")
        self._votes.setAccessibleName("Votes")
        self._votes_note = hint()
        self._most = self._strip("mostImages", "Images that excite it most", self.most_picked)
        self._least = self._strip("leastImages", "Images that excite it least", self.least_picked)
        self._film = self._strip("neuronFilm", "The neuron through time", self.moment_picked)
        self._film_note = hint("Through time")
        self._columns = (self._left_column(), self._middle_column(), self._right_column())
        self._is_wide: bool | None = None
        self._lay_out()
        self.set_theme(theme)

    # What is shown ---------------------------------------------------------------------------------

    def show_neuron(self, title: str, picture: Array, tip: str, *, is_muted: bool) -> None:
        """Show which neuron it is and what it looks for.

        Parameters
        ----------
        title : str
            Its name.
        picture : ndarray, shape (28, 28), float32
            Its weights.
        tip : str
            What its picture is, for the tooltip.
        is_muted : bool
            Whether it is switched off.
        """
        self._title.setText(title)
        self._picture.set_tooltips(lambda index: tip)
        self._picture.show_images(picture[np.newaxis], "each")
        self._mute.setChecked(is_muted)
        self._mute.setText("Switch on" if is_muted else "Switch off")

    def show_facts(self, text: str) -> None:
        """Say what there is to say in words, a line for each fact."""
        if text != self._facts.text():
            self._facts.setText(text)

    def show_votes(self, votes: Array | None, note: str) -> None:
        """Show its votes, shape (10,), and say what they are."""
        self._votes.show_values(votes)
        self._votes_note.setText(note)

    def show_examples(self, most: Strip, least: Strip, empty: str) -> None:
        """Show the images that excite it most and least, or say why there are none."""
        for grid, strip in ((self._most, most), (self._least, least)):
            grid.set_empty_text(empty)
            grid.set_tooltips(partial(_tip, strip.tips))
            grid.show_pictures(strip.pictures.astype(np.uint8, copy=False), strip.captions)

    def show_film(self, strip: Strip, now: int | None, note: str) -> None:
        """Show its picture at several moments; the one shown on the timeline is outlined."""
        self._film.set_tooltips(partial(_tip, strip.tips))
        self._film.show_images(strip.pictures.astype(np.float32, copy=False), captions=strip.captions)
        self._film.choose(now)
        self._film_note.setText(note)

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """Set what the ten votes are for."""
        self._votes.set_class_names(names)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        for widget in (self._picture, self._votes, self._most, self._least, self._film):
            widget.set_theme(theme)
        for button, name in ((self._close, "close"), (self._before, "previous"), (self._next, "next")):
            button.setIcon(icon(name, theme))

    # Inside: layout --------------------------------------------------------------------------------

    def _strip(self, name: str, words: str, picked: SignalInstance) -> ImageGrid:
        grid = ImageGrid(self._theme, "moment" if name == "neuronFilm" else "image")
        grid.setObjectName(name)
        grid.setAccessibleName(words)
        grid.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrow keys to the neurons
        grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.setFixedHeight(28 + self.fontMetrics().height() + 3 + 12)
        grid.setMinimumWidth(8 * 28 + 9 * 4)
        grid.opened.connect(picked)
        return grid

    def _left_column(self) -> QWidget:
        return _column(self._picture, self._facts, stretch=True)

    def _middle_column(self) -> QWidget:
        return _column(hint("Its votes"), self._votes, self._votes_note, stretch=True)

    def _right_column(self) -> QWidget:
        rows = (hint("Excite it most"), self._most, hint("Excite it least"), self._least, self._film_note, self._film)
        return _column(*rows, stretch=True)

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(8, 4, 8, 4)
        header.setSpacing(6)
        for button in (self._close, self._before, self._next):
            header.addWidget(button)
        header.addWidget(self._title, 1)
        header.addWidget(self._mute)
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(8, 2, 8, 6)
        self._grid.setHorizontalSpacing(12)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(area, 1)

    def _arrange(self) -> None:
        """Put the strips beside the votes where there is room, else below."""
        is_wide = self.width() >= _THREE_COLUMNS
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        left, middle, right = self._columns
        for column in self._columns:
            self._grid.removeWidget(column)
        self._grid.addWidget(left, 0, 0)
        self._grid.addWidget(middle, 0, 1)
        self._grid.addWidget(right, *((0, 2, 1, 1) if is_wide else (1, 0, 1, 2)))
        for place, stretch in enumerate((0, 2, 3 if is_wide else 0)):
            self._grid.setColumnStretch(place, stretch)
        self._grid.setRowStretch(0 if is_wide else 1, 1)
        self._grid.setRowStretch(1 if is_wide else 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(680, 330)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 120)


def _tool_button(tip: str, name: str, act: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(tip)
    button.setToolTip(f"<p>{tip}</p>")
    button.setAutoRaise(True)
    button.clicked.connect(lambda: act())
    return button


def _tip(tips: Sequence[str], index: int) -> str:
    return tips[index] if index < len(tips) else ""


def _column(*widgets: QWidget, stretch: bool) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    return column
