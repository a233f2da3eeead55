"""PadPanel: draw a digit, see what the network sees and what it says."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.data.ink import Ink
from core.insight.answer import Answer
from desktop.panels.panel import Panel
from desktop.theme import Theme, ThemeKeeper
from desktop.widgets.digit_bars import DigitBars
from desktop.widgets.image_preview import ImagePreview
from desktop.widgets.ink_canvas import InkCanvas
from desktop.widgets.labels import VerdictLabel, hint
from desktop.words import percent
from desktop.workbench import Workbench

NO_VERDICT = "–"


class PadPanel(Panel):
    """The pad, the 28 × 28 image made of it, the verdict and the ten outputs."""

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._pad = workbench.pad
        self._names: tuple[str, ...] = tuple(map(str, range(10)))
        self.canvas = InkCanvas(themes.theme)
        self.canvas.setObjectName("pad")
        self.canvas.setAccessibleName("Drawing pad")
        self.canvas.setAccessibleDescription(
            "Draw a digit with the mouse, a pen or a finger, or with the arrow keys and the space bar."
        )
        self.canvas.setToolTip("<p>Draw a digit with the mouse, a pen or a finger.</p>")
        self.canvas.ink_changed.connect(lambda strokes: self._pad.change_ink(Ink(strokes)))
        self._preview = ImagePreview(themes.theme)
        self._preview.setObjectName("padPreview")
        self._preview.setAccessibleName("What the network sees")
        self._preview.setToolTip(
            "<p>What the network sees: the drawing scaled into 20 × 20 pixels and centered in 28 × 28, "
            "as MNIST's images were.</p>"
        )
        self._bars = DigitBars(themes.theme)
        self._bars.setObjectName("digitBars")
        self._bars.setAccessibleName("The ten outputs")
        self._bars.setToolTip("<p>How strongly the network believes in each of the ten digits.</p>")
        self._verdict = VerdictLabel(NO_VERDICT)
        self._verdict.setObjectName("predictionLabel")
        self._verdict.setAccessibleName("The network's verdict")
        self._verdict.setToolTip("<p>The digit the network reads.</p>")
        self._confidence = hint()
        self._confidence.setObjectName("confidenceLabel")
        self._confidence.setAccessibleName("Confidence")
        self._confidence.setToolTip("<p>The output for that digit: how sure the network is, or believes to be.</p>")
        self.undo_button, self.clear_button = QToolButton(), QToolButton()
        self._lay_out()
        self._pad.image_changed.connect(self._show_image)
        self._pad.answered.connect(self._show_answer)
        workbench.library.loaded.connect(self._use_class_names)
        workbench.library.idle.connect(lambda: self._use_class_names(workbench.library.dataset))
        self._show_image(self._pad.image)
        self._show_answer(None)

    def set_theme(self, theme: Theme) -> None:
        for widget in (self.canvas, self._preview, self._bars):
            widget.set_theme(theme)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.undo_button, self.clear_button):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            buttons.addWidget(button)
        buttons.addStretch(1)
        seen = hint("What the network sees")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._verdict, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._confidence)
        words.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignTop)
        middle.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self.canvas, 5)
        layout.addLayout(buttons)
        layout.addWidget(seen)
        layout.addLayout(middle)
        layout.addWidget(self._bars, 4)
        layout.addStretch(1)

    def _use_class_names(self, dataset: Dataset | None) -> None:
        if dataset is not None:
            self._names = dataset.class_names
            self._bars.set_class_names(self._names)
            self._show_answer(self._pad.answer)

    def _show_image(self, image: Bytes) -> None:
        self._preview.show_image(image)

    def _show_answer(self, answer: Answer | None) -> None:
        if answer is None or not answer.is_finite:
            self._verdict.setText(NO_VERDICT)
            is_empty = self._pad.ink.is_empty
            self._confidence.setText("Draw a digit on the pad." if is_empty else "The outputs are no longer numbers.")
            self._bars.show_values(answer.outputs if answer else None, None)
            return
        self._verdict.setText(self._names[answer.digit])
        self._confidence.setText(_sureness(answer))
        self._bars.set_shares(answer.is_probability)
        self._bars.show_values(answer.outputs, answer.digit)


def _sureness(answer: Answer) -> str:
    """Return how sure the network is in words: of a probability, or by how much the winner is ahead."""
    if not answer.is_probability:
        return f"{answer.margin:.3g} ahead of the next"
    if answer.confidence > 0.9 and answer.margin > 0.8:
        words = "sure"
    else:
        words = "fairly sure" if answer.confidence > 0.6 else "undecided"
    return f"{percent(answer.confidence)}, {words}"
