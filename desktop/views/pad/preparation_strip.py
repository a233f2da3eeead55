"""PreparationStrip: the image after every step of the preparation, a switch for each, and a verdict below."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from core.arrays import Bytes
from core.data.ink.steps import ALL_STEPS, STEPS, Steps
from desktop.look.theme import LIGHT, Theme
from desktop.look.tips import wrapped
from desktop.widgets.labels import hint
from desktop.widgets.tiles.image_preview import ImagePreview

_WORDS = {
    "box": ("Box", "Cut the ink out of the pad, so that it does not matter where it was drawn."),
    "size": ("Size", "Make its longer side 20 pixels, so that it does not matter how large it was drawn."),
    "center": ("Center", "Move its center of mass to the middle, as MNIST's images have it."),
    "gray": ("Gray", "Let a pixel be gray that the line covers only in part."),
}
_SIDE = 46


@dataclass(frozen=True, slots=True)
class StageView:
    """What one column shows: the image, its verdict, and in words what leaving the step out would do."""

    image: Bytes
    verdict: str
    without: str


class PreparationStrip(QWidget):
    """Five small images in a row: the ink as it lies, and what becomes of it step by step.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    steps_changed = Signal(object)  # Steps

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = [ImagePreview(theme) for _ in range(len(STEPS) + 1)]
        self._verdicts = [hint() for _ in self._images]
        self.switches: dict[str, QCheckBox] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(5)
        layout.setVerticalSpacing(2)
        layout.addWidget(hint("Ink"), 0, 0, Qt.AlignmentFlag.AlignLeft)
        for column, step in enumerate(STEPS, start=1):
            layout.addWidget(self._make_switch(step), 0, column, Qt.AlignmentFlag.AlignLeft)
        names = ["The ink as it lies on the pad", *(f"After the step {_WORDS[step][0]}" for step in STEPS)]
        for column, (image, verdict, name) in enumerate(zip(self._images, self._verdicts, names, strict=True)):
            image.setFixedSize(_SIDE, _SIDE)
            image.setAccessibleName(name)
            verdict.setAccessibleDescription(f"Verdict: {name[0].lower()}{name[1:]}")
            verdict.setWordWrap(False)
            layout.addWidget(image, 1, column)
            layout.addWidget(verdict, 2, column, Qt.AlignmentFlag.AlignLeft)
            layout.setColumnStretch(column, 1)
        self._outcome = hint()
        self._outcome.setObjectName("preparationLabel")
        self._outcome.keep_lines(2)
        self._outcome.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._outcome, 3, 0, 1, len(self._images))

    def show_steps(self, steps: Steps) -> None:
        """Show which steps are taken."""
        for step, switch in self.switches.items():
            switch.blockSignals(True)
            switch.setChecked(getattr(steps, step))
            switch.blockSignals(False)

    def show_stages(self, views: list[StageView], outcome: str) -> None:
        """Show the images with their verdicts, from the ink on, and a sentence about all of them."""
        for image, verdict, view in zip(self._images, self._verdicts, views, strict=True):
            image.show_image(view.image)
            image.setToolTip(wrapped(view.without) if view.without else "")
            image.setAccessibleDescription(view.without)
            verdict.setText(view.verdict)
        self._outcome.setText(outcome)

    def set_switchable(self, is_switchable: bool) -> None:
        """Set whether the steps can be switched: a picture is prepared already."""
        for switch in self.switches.values():
            switch.setEnabled(is_switchable)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        for image in self._images:
            image.set_theme(theme)

    def _make_switch(self, step: str) -> QCheckBox:
        name, tip = _WORDS[step]
        switch = QCheckBox(name)
        switch.setObjectName(f"{step}Switch")
        switch.setAccessibleName(f"Step: {name}")
        switch.setAccessibleDescription(tip)
        switch.setToolTip(wrapped(tip))
        switch.setChecked(getattr(ALL_STEPS, step))
        font = switch.font()
        font.setPointSizeF(font.pointSizeF() * 0.92)
        switch.setFont(font)
        switch.toggled.connect(self._tell)
        self.switches[step] = switch
        return switch

    def _tell(self) -> None:
        self.steps_changed.emit(Steps(**{step: switch.isChecked() for step, switch in self.switches.items()}))
