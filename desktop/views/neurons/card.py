"""NeuronCard: one neuron from all sides: its picture, what it says, what excites it, and how it came to be so."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.arrays import Array
from desktop.look.icons import icon
from desktop.look.theme import LIGHT, Theme
from desktop.look.tips import wrapped
from desktop.look.words import shortened
from desktop.views.neurons import card_plan
from desktop.views.neurons.feeders import FeederStrips
from desktop.views.neurons.strip import ImageStrip, Strip, strip_width
from desktop.widgets.bars.vote_bars import VoteBars
from desktop.widgets.labels import heading, hint
from desktop.widgets.tiles.image_grid import ImageGrid

_FRAME = 14  # pixels around the picture
_LONGEST_TITLE = 28  # characters
_SMALLEST = 28  # pixels: pictures in the strips where there is little room


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
    for_picked = Signal(int)  # place in the strip of neurons that speak for this output
    against_picked = Signal(int)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plan: card_plan.CardPlan | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Neuron")
        self._title = heading("")
        self._title.setObjectName("neuronTitle")
        self._close = _tool_button("", "neuronCloseButton", self.closed.emit)
        self.set_way_back("")
        self._close.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._before = _tool_button(
            "The neuron before (left arrow)", "neuronBeforeButton", lambda: self.stepped.emit(-1)
        )
        self._next = _tool_button("The next neuron (right arrow)", "neuronNextButton", lambda: self.stepped.emit(1))
        self._mute = QPushButton("Switch off")
        self._mute.setObjectName("neuronMuteButton")
        self._mute.setCheckable(True)
        self._mute.setToolTip(
            wrapped(
                "Let the network answer without this neuron (M), on the pad and on the test images. "
                "Training goes on with it."
            )
        )
        self._mute.clicked.connect(self.mute_asked)
        self._picture = ImageGrid(theme, "")
        self._picture.setObjectName("neuronPicture")
        self._picture.setAccessibleName("What the neuron looks for")
        self._picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._facts = hint()
        self._facts.setObjectName("neuronFacts")
        self._facts.setContentsMargins(6, 0, 0, 0)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._votes = VoteBars(theme)
        self._votes.setObjectName("neuronVotes")
        self._votes.setAccessibleName("Votes")
        self._votes_note = hint()
        self._feeders = FeederStrips(theme)
        self._feeders.for_opened.connect(self.for_picked)
        self._feeders.against_opened.connect(self.against_picked)
        self._feeders_note = hint()
        self._most = ImageStrip("mostImages", "Excite it most", "image", theme)
        self._most.opened.connect(self.most_picked)
        self._least = ImageStrip("leastImages", "Excite it least", "image", theme)
        self._least.opened.connect(self.least_picked)
        self._film = ImageStrip("neuronFilm", "Through time", "moment", theme)
        self._film.opened.connect(self.moment_picked)
        self._voting = _column((hint("Its votes"), 0), (self._votes, 1), (self._votes_note, 0))
        self._fed = _column((self._feeders, 1), (self._feeders_note, 0))
        self._fed.hide()
        self._middle = _column((self._voting, 1), (self._fed, 1))
        self._strips = _column((self._most, 0), (self._least, 0), (self._film, 0))
        self._lay_out()
        self.set_theme(theme)

    # What is shown ---------------------------------------------------------------------------------

    def show_neuron(self, title: str, picture: Array, tip: str, *, is_muted: bool | None) -> None:
        """Show which neuron it is and what it looks for.

        Parameters
        ----------
        title : str
            Its name.
        picture : ndarray, shape (28, 28), float32
            Its weights.
        tip : str
            What its picture is, for the tooltip.
        is_muted : bool or None
            Whether it is switched off; None where it cannot be, as an output.
        """
        self._title.setText(shortened(title, _LONGEST_TITLE))
        self._title.setToolTip(wrapped(title) if len(title) > _LONGEST_TITLE else "")
        self._picture.set_tooltips(lambda index: tip)
        self._picture.show_images(picture[np.newaxis], "each")
        self._mute.setVisible(is_muted is not None)
        self._mute.setChecked(bool(is_muted))
        self._mute.setText("Switch on" if is_muted else "Switch off")

    def show_facts(self, text: str, tip: str) -> None:
        """Say what there is to say in words, a line for each fact, and in the tooltip what they mean."""
        if text != self._facts.text():
            self._facts.setText(text)
            self._facts.setToolTip(wrapped(tip))

    def show_votes(self, votes: Array | None, note: str) -> None:
        """Show a hidden neuron's votes, shape (10,), and say what they are."""
        self._show_part(self._voting)
        self._votes.show_values(votes)
        self._votes.setToolTip(wrapped(note))
        self._votes_note.setText(note)

    def show_feeders(self, speak_for: Strip, speak_against: Strip, note: str, empty: str) -> None:
        """Show the hidden neurons that feed an output and say what they add, or why there are none."""
        self._show_part(self._fed)
        self._feeders.show_strips(speak_for, speak_against, empty)
        self._feeders_note.setText(note)

    def show_examples(self, most: Strip, least: Strip, empty: str) -> None:
        """Show the images that excite it most and least, or say why there are none."""
        self._most.show_strip(most, empty=empty)
        self._least.show_strip(least, empty=empty)

    def show_film(self, strip: Strip, now: int | None, note: str) -> None:
        """Show its picture at several moments; the one shown on the timeline is outlined."""
        self._film.show_strip(strip, chosen=now)
        self._film.set_title(note)

    def set_way_back(self, view: str) -> None:
        """Say where closing leads: to a view by its title, or to all neurons if it is empty."""
        tip = f"Back to {view or 'all neurons'} (Esc)"
        self._close.setText(f"Back to {view}" if view else "All neurons")
        self._close.setAccessibleName(tip)
        self._close.setToolTip(wrapped(tip))

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """Set what the votes are for."""
        self._votes.set_class_names(names)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        for widget in (self._picture, self._votes, self._feeders, self._most, self._least, self._film):
            widget.set_theme(theme)
        for button, name in ((self._close, "close"), (self._before, "previous"), (self._next, "next")):
            button.setIcon(icon(name, theme))

    def _show_part(self, part: QWidget) -> None:
        """Show the votes or the feeding neurons."""
        for one in (self._voting, self._fed):
            one.setVisible(one is part)

    # Inside: layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(8, 4, 8, 4)
        header.setSpacing(6)
        for button in (self._close, self._before, self._next):
            header.addWidget(button)
        header.addWidget(self._title, 1)
        header.addWidget(self._mute)
        body = _Body()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(8, 0, 8, 4)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self._area, 1)

    def _arrange(self) -> None:
        """Lay the parts out as large as the room allows."""
        plan = card_plan.plan(self._area.width(), self._area.height(), self.fontMetrics().height())
        if plan == self._plan:
            return
        self._plan = plan
        self._picture.set_tile_edge(plan.picture)
        self._picture.setFixedSize(plan.picture + _FRAME, plan.picture + _FRAME)
        for strip in (self._most, self._least, self._film):
            strip.set_size(plan.strip, 1)
        is_cramped = plan.shape == "stacked" and plan.strip == _SMALLEST
        for note in (self._votes_note, self._feeders_note):
            note.setVisible(not is_cramped)  # the tooltip says the same
        self._strips.setFixedWidth(strip_width(plan.strip, card_plan.COUNT) + 2)
        self._place(plan.shape)

    def _place(self, shape: card_plan.Shape) -> None:
        """Put the parts into the cells of the grid."""
        places = {
            "wide": ((0, 0, 1, 1), (1, 0, 1, 1), (0, 1, 2, 1), (0, 2, 2, 1)),
            "stacked": ((0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2), (0, 2, 2, 1)),
            "tall": ((0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2), (2, 0, 1, 2)),
        }[shape]
        for part, place in zip((self._picture, self._facts, self._middle, self._strips), places, strict=True):
            self._grid.removeWidget(part)
            self._grid.addWidget(part, *place, *(() if part is self._middle else (Qt.AlignmentFlag.AlignTop,)))
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column == 1 else 0)
        self._grid.setRowStretch(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(680, 330)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 120)


class _Body(QWidget):
    """Is as high as it has to be, so that a scroll bar comes only where something would be cut off."""

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if layout is not None else super().heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)  # the height follows from the width: words are wrapped


def _tool_button(tip: str, name: str, act: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(tip)
    button.setToolTip(wrapped(tip))
    button.setAutoRaise(True)
    button.clicked.connect(lambda: act())
    return button


def _column(*parts: tuple[QWidget, int]) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    for widget, stretch in parts:
        layout.addWidget(widget, 100 * stretch)
    layout.addStretch(1)  # takes what the parts cannot use
    return column
