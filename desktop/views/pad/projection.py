"""Projection: the pad for a class: the paper, a verdict for the last row, and the bars beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from desktop.widgets.bars.digit_bars import DigitBars
from desktop.widgets.ink.canvas import InkCanvas
from desktop.widgets.labels import VerdictLabel, grow_text

_PAPER = 0.5  # of the height of the column
_VERDICT, _WIDE = 0.28, 0.5  # of the height and of the width of the column: the line that the digit stands on
_LEAST_ROOM, _AROUND = 0.25, 40  # of the width, for a number beside the bars; pixels between and around them
_WORDS = 1.25  # times the text of the window: how sure it is
_USUAL_VERDICT = 3.2  # lines that the verdict is high at its usual size


class Projection:
    """Arranges what stands below the paper anew, and puts it back.

    Parameters
    ----------
    column : QBoxLayout
        All of the pad's column, from top to bottom.
    middle : QHBoxLayout
        What the network sees, and what it says.
    bars : DigitBars
        The outputs, which stand below that in the window.
    private : sequence of QWidget
        What only the person at the desk needs.
    """

    def __init__(self, column: QBoxLayout, middle: QHBoxLayout, bars: DigitBars, private: Sequence[QWidget]) -> None:
        self._column, self._middle, self._bars, self._private = column, middle, bars, private
        self._place = column.indexOf(bars)
        self._shown: tuple[QWidget, ...] = ()
        self.is_on = False

    def switch(self, is_on: bool, canvas: InkCanvas) -> None:
        """Arrange it for a class, or as usual."""
        if is_on == self.is_on:
            return
        self.is_on = is_on
        # Else the arrow keys of a presenter's remote would draw from the first stroke of the mouse on.
        canvas.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_on else Qt.FocusPolicy.StrongFocus)
        if is_on:
            canvas.clearFocus()
            self._shown = tuple(widget for widget in self._private if not widget.isHidden())
            self._middle.addWidget(self._bars, 1)
            self._column.setStretch(self._column.indexOf(self._middle), 1)
        else:
            self._column.setStretch(self._column.indexOf(self._middle), 0)
            self._column.insertWidget(self._place, self._bars, 1)
        for widget in self._shown:
            widget.setHidden(is_on)

    def share_out(self, width: int, height: int, canvas: InkCanvas, verdict: VerdictLabel, words: QWidget) -> None:
        """Let all be as large as the column has room for."""
        canvas.setMaximumHeight(min(round(_PAPER * height), width))
        line = words.fontMetrics().height() / max(words.font().pointSizeF(), 1.0)
        usual = canvas.font().pointSizeF() * line * _USUAL_VERDICT
        room = max(_LEAST_ROOM * width, min(_WIDE * width, width - self._bars.minimumSizeHint().width() - _AROUND))
        verdict.set_growth(max(1.0, min(_VERDICT * height, _WIDE * width) / max(usual, 1.0)), room)
        grow_text(words, _WORDS)
        grow_text(self._bars, 1.0)
        self._bars.set_columns(1)
