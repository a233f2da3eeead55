"""Preparation: the steps from what is on the pad to what the network sees, those of a drawing or those of a picture."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.data.ink.steps import ALL_STEPS
from desktop.background.throttle import Rest, Throttle
from desktop.look.theme import Theme
from desktop.session.workbench import Workbench
from desktop.views.pad.picture_strip import PictureStrip
from desktop.views.pad.preparation_strip import PreparationStrip, StageView
from desktop.views.pad.verdict_words import outcome_words, short_verdict, without_words

_DELAY_MS = 40  # between two looks at the steps, which cost ten times as much as the answer alone
_OF_INK, _OF_PICTURES = ("preparation", False), ("picture preparation", True)  # flags, and what they are at first


class Preparation(QWidget):
    """Shows the steps where they are wanted: of drawings when they are asked for, of pictures until they are not.

    Parameters
    ----------
    workbench : Workbench
        The pad, the pictures, and what is remembered.
    theme : Theme
        The colors to draw with.
    """

    switched = Signal()  # the steps are shown now, or are not, or take another height

    def __init__(self, workbench: Workbench, theme: Theme) -> None:
        super().__init__()
        self._workbench, self._pad = workbench, workbench.pad
        self._names: tuple[str, ...] = ()
        self._is_private = False
        self._told = 0  # the height that was taken when that was said last
        self.strokes = PreparationStrip(theme)
        self.strokes.setObjectName("preparationStrip")
        self.strokes.setAccessibleName("Steps of the preparation")
        self.strokes.steps_changed.connect(self._pad.change_steps)
        self._pad.steps_changed.connect(self.strokes.show_steps)
        self.picture = PictureStrip(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.strokes)
        layout.addWidget(self.picture)
        self._soon = Throttle(self._show_strokes, Rest(), delay_ms=_DELAY_MS, parent=self)
        workbench.pictures.changed.connect(self._choose)
        self._choose()

    @property
    def is_on(self) -> bool:
        """Whether the steps of what is on the pad are shown."""
        return self._workbench.preferences.flag(*self._flag)

    @property
    def taken(self) -> int:
        """The height that is taken, in pixels."""
        return 0 if self.isHidden() else self.sizeHint().height()

    def toggle(self) -> None:
        """Show the steps of what is on the pad, or of its kind no longer."""
        self._workbench.preferences.set_flag(self._flag[0], not self.is_on)
        self._choose()
        if self.strokes.isHidden():
            self._pad.change_steps(ALL_STEPS)  # a step that cannot be seen to be off must not be off
        else:
            self._show_strokes()

    def set_private(self, is_private: bool) -> None:
        """Show nothing of it while a class looks on, or what was shown again."""
        self._is_private = is_private
        self._choose()

    def show_soon(self) -> None:
        """Show the steps of a drawing as they are now, a little later."""
        if self.strokes.isVisible():
            self._soon()

    def use_class_names(self, names: tuple[str, ...]) -> None:
        """Call the classes so."""
        self._names = names

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self.strokes.set_theme(theme)
        self.picture.set_theme(theme)

    def event(self, event: QEvent) -> bool:
        """Say so once the steps are laid out otherwise, and take another height."""
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.taken != self._told:
            self._told = self.taken
            self.switched.emit()
        return is_done

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.cancel()

    @property
    def _flag(self) -> tuple[str, bool]:
        return _OF_INK if self._workbench.pictures.on_pad is None else _OF_PICTURES

    def _choose(self) -> None:
        """Show the steps of a drawing, or those of the picture on the pad, or none."""
        picture, is_on = self._workbench.pictures.on_pad, self.is_on
        if picture is not None:
            self.picture.show_preparation(picture.preparation)
        self.strokes.setVisible(is_on and picture is None)
        self.picture.setVisible(is_on and picture is not None)
        self.setVisible(is_on and not self._is_private)
        self.switched.emit()

    def _show_strokes(self) -> None:
        if not self.strokes.isVisible():
            return
        stages, steps = self._pad.stages(), self._pad.steps
        views = [
            StageView(stage.image, short_verdict(stage.answer, self._names), without_words(stage, steps, self._names))
            for stage in stages
        ]
        is_picture = self._pad.ink.picture is not None
        outcome = "This image came prepared: no step is needed." if is_picture else ""
        self.strokes.show_stages(views, outcome or outcome_words(stages, steps, self._names))
        self.strokes.set_switchable(not is_picture)
