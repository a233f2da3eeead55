"""FramePicture: what a frame shows beside its formula: a picture, a curve or bars, and for a batch the mean."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from core.arrays import Array
from core.data.frame import SIDE
from core.insight.neuron import Indices
from core.insight.walk.frame import Frame
from core.insight.walk.walk import Walk
from desktop.look.theme import Theme
from desktop.widgets.bars.class_bars import FEWER_ROWS
from desktop.widgets.bars.digit_bars import DigitBars
from desktop.widgets.bars.gap_bars import GapBars
from desktop.widgets.bars.vote_bars import VoteBars
from desktop.widgets.labels import hint
from desktop.widgets.plot.curve_dot import CurveDot
from desktop.widgets.tiles.image_preview import ImagePreview
from desktop.widgets.tiles.push_picture import PushPicture

_LEAST_PICTURE = 112  # pixels: four of the screen for one of the image
_BESIDE = 2 * _LEAST_PICTURE + 36  # from this width on two of them stand side by side


class Slot(QWidget):
    """A caption, and below it one of the kinds of pictures that frames have."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._caption = hint()
        self._ink, self._push = ImagePreview(theme), PushPicture(theme, _LEAST_PICTURE)
        self._ink.setMinimumSize(_LEAST_PICTURE, _LEAST_PICTURE)
        self._ink.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._curve, self._gaps = CurveDot(theme), GapBars(theme)
        self._votes, self._outputs = VoteBars(theme), DigitBars(theme)
        self._outputs.set_shares(False)
        self._kinds = QStackedWidget()
        self._all = (self._ink, self._push, self._curve, self._gaps, self._votes, self._outputs)
        for widget in self._all:
            widget.setMinimumWidth(_LEAST_PICTURE)
            self._kinds.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._caption)
        layout.addWidget(self._kinds, 1)

    def set_caption(self, which: str, what: str) -> None:
        """Say of which images something is, and to who cannot see it what."""
        self._caption.setText(which)
        self._caption.setVisible(bool(which))
        for widget in self._all:
            widget.setAccessibleName(f"{what}, {which}" if which else what)

    def show_ink(self, walk: Walk) -> None:
        """Show the picture."""
        self._ink.show_image(walk.passage.image)
        self._kinds.setCurrentWidget(self._ink)

    def show_push(self, walk: Walk, values: Array) -> None:
        """Show a number for every pixel, over the picture."""
        self._push.show_push(walk.passage.image, values.reshape(SIDE, SIDE))
        self._push.set_tooltips(
            lambda row, column: f"Row {row + 1}, column {column + 1}: {values.flat[row * SIDE + column]:.3g}"
        )
        self._kinds.setCurrentWidget(self._push)

    def show_curve(self, frame: Frame, slope: float) -> None:
        """Show an activation's curve with the dot on it."""
        z, a = frame.arrays["dot"].tolist()
        self._curve.show_curve(frame.arrays["curve_z"], frame.arrays["curve_a"], (z, a, slope))
        self._kinds.setCurrentWidget(self._curve)

    def show_signed(self, names: Sequence[str], values: Array) -> None:
        """Show signed figures; of few, empty rows take the room of the others."""
        rows = np.full(max(FEWER_ROWS, len(values)), np.nan)
        rows[: len(values)] = values
        self._votes.set_class_names((*names, *[""] * (FEWER_ROWS - len(names))))
        self._votes.show_values(rows)
        self._kinds.setCurrentWidget(self._votes)

    def show_outputs(self, names: tuple[str, ...], values: Array) -> None:
        """Show figures from zero, one a class."""
        self._outputs.set_class_names(names)
        self._outputs.show_values(values, int(np.nan_to_num(values).argmax()))
        self._kinds.setCurrentWidget(self._outputs)

    def show_gaps(self, names: tuple[str, ...], values: Array, marks: Array, label: int, *, is_target: bool) -> None:
        """Show figures, and a mark beside each: what it should be, or what it was."""
        self._gaps.set_class_names(names)
        self._gaps.show_gaps(values, marks, label, "target" if is_target else "before", is_aim=is_target)
        self._kinds.setCurrentWidget(self._gaps)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        for widget in self._all:
            widget.set_theme(theme)


Draw = Callable[[Slot, Array], None]
"""Shows numbers in a slot."""


class FramePicture(QWidget):
    """The picture of the frame in sight; for a batch that of the image beside the mean over the batch.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._own, self._mean = Slot(theme), Slot(theme)
        self._caption = hint()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self._row.addWidget(self._own, 1)
        self._row.addWidget(self._mean, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._caption)
        layout.addLayout(self._row, 1)

    def show_frame(self, walk: Walk, frame: Frame, names: tuple[str, ...]) -> None:
        """Show a frame's picture; nothing where a frame has none.

        Parameters
        ----------
        walk : Walk
            The walk it is of.
        frame : Frame
            The frame.
        names : tuple of str
            What the outputs stand for.
        """
        self._names = names
        self._mean.hide()
        drawings = {
            "picture": lambda: self._ink(walk),
            "sums": lambda: self._terms(walk, frame, of_output=False),
            "activation": lambda: self._curve(walk, frame),
            "output sums": lambda: self._terms(walk, frame, of_output=True),
            "outputs": lambda: self._outputs(frame.arrays["outputs"], "The outputs"),
            "target": lambda: self._target(walk, frame),
            "cost": lambda: self._outputs(frame.arrays["terms"], "What each output adds to the cost"),
            "slope at the outputs": lambda: self._slopes(walk, frame, len(walk.passage.network.layers)),
            "slope of a weight": lambda: self._slopes(walk, frame, walk.passage.followed.link[0]),
            "back to the hidden layer": lambda: self._back(walk, frame),
            "slope picture": lambda: self._slopes(walk, frame, 0),
            "update": lambda: self._moves(walk, frame),
            "again": lambda: self._again(walk, frame),
        }
        self._own.setVisible(bool(frame.arrays))
        if frame.arrays:
            drawings[frame.name]()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let image and mean stand side by side where there is room, else below one another."""
        super().resizeEvent(event)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(beside if self.width() >= _BESIDE else below)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_PICTURE, super().minimumSizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._own.set_theme(theme)
        self._mean.set_theme(theme)

    def _say(self, caption: str) -> None:
        self._caption.setText(caption)
        self._own.set_caption("", caption)

    def _ink(self, walk: Walk) -> None:
        self._say("The picture")
        self._own.show_ink(walk)

    def _terms(self, walk: Walk, frame: Frame, *, of_output: bool) -> None:
        """Show what each pixel adds to a sum, or the neurons that add most."""
        neuron = walk.passage.followed.neuron
        last = len(walk.passage.network.layers) - 1
        layer = last if of_output or neuron is None else neuron[0]
        self._signed(walk, layer, frame.arrays["products"], None, f"What each {_sources(layer)} adds")

    def _curve(self, walk: Walk, frame: Frame) -> None:
        neuron = walk.passage.followed.neuron
        assert neuron is not None  # else the frame has nothing to draw
        slope = float(walk.passage.own_slopes(neuron[0])[neuron[1]])
        self._say("The activation, and where this neuron stands on it")
        self._own.show_curve(frame, slope)

    def _outputs(self, values: Array, caption: str) -> None:
        self._say(caption)
        self._own.show_outputs(self._names, values)

    def _target(self, walk: Walk, frame: Frame) -> None:
        self._say("The outputs, the target as a mark, and the gaps")
        arrays = frame.arrays
        self._own.show_gaps(self._names, arrays["outputs"], arrays["target"], walk.passage.label, is_target=True)

    def _again(self, walk: Walk, frame: Frame) -> None:
        self._say("The outputs after the step; the marks are before it")
        arrays = frame.arrays
        self._own.show_gaps(self._names, arrays["after"], arrays["before"], walk.passage.label, is_target=False)

    def _slopes(self, walk: Walk, frame: Frame, layer: int) -> None:
        mean = frame.arrays["mean"] if walk.passage.images > 1 else None
        is_of_outputs = layer == len(walk.passage.network.layers)
        caption = "Slopes at the outputs" if is_of_outputs else f"Slopes of the weights, by {_sources(layer)}"
        self._signed(walk, layer, frame.arrays["slopes"], mean, caption)

    def _back(self, walk: Walk, frame: Frame) -> None:
        neuron = walk.passage.followed.neuron
        assert neuron is not None  # else the frame has nothing to draw
        mean = frame.arrays["mean"] if walk.passage.images > 1 else None
        self._signed(walk, neuron[0] + 1, frame.arrays["slopes"], mean, "Slopes, by neuron", neuron[1])

    def _moves(self, walk: Walk, frame: Frame) -> None:
        layer, arrays = walk.passage.followed.link[0], frame.arrays
        mean = arrays["together"] - arrays["before"] if walk.passage.images > 1 else None
        own, caption = arrays["after"] - arrays["before"], f"How far the weights move, by {_sources(layer)}"
        self._signed(walk, layer, own, mean, caption)

    def _signed(
        self, walk: Walk, layer: int, own: Array, mean: Array | None, caption: str, followed: int | None = None
    ) -> None:
        """Show a number for everything that a layer receives, or for the outputs as if there were a layer after them.

        Of more than ten neurons the loudest are shown, and in any case the one that is followed.
        """
        link = walk.passage.followed.link
        if followed is None and link[0] == layer:
            followed = link[1]
        is_batch = mean is not None
        draw = self._votes_of(walk, layer, own, followed) if layer else self._push_of(walk)
        self._say(caption)
        self._own.set_caption("this image" if is_batch else "", caption)
        draw(self._own, own)
        self._mean.setVisible(is_batch)
        if mean is not None:
            self._mean.set_caption(f"mean of {walk.passage.images:,}", caption)
            draw(self._mean, mean)

    def _push_of(self, walk: Walk) -> Draw:
        return lambda slot, values: slot.show_push(walk, values)

    def _votes_of(self, walk: Walk, layer: int, own: Array, followed: int | None) -> Draw:
        is_of_outputs = layer == len(walk.passage.network.layers)
        rows = np.arange(len(self._names)) if is_of_outputs else _loudest(own, followed)
        names = self._names if is_of_outputs else [f"{row + 1}" for row in rows]  # the caption says of what
        return lambda slot, values: slot.show_signed(names, values[rows])


def _sources(layer: int) -> str:
    return "neuron" if layer else "pixel"


def _loudest(values: Array, followed: int | None) -> Indices:
    """Return which values are largest on either side, ten at most, the largest first, the one followed among them."""
    strengths = np.nan_to_num(np.abs(values), nan=-1.0)
    rows = np.argsort(-strengths, kind="stable")[:FEWER_ROWS]
    if followed is not None and followed not in rows:
        rows[-1] = followed
    return rows
