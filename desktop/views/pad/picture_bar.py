"""PictureBar: which picture is on the pad, the way to those before and after it, and what is read of all of them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.insight.digits import pictured
from core.insight.reasons import rejection_words
from desktop.actions import Actions, Commands
from desktop.look.tips import wrapped
from desktop.models.announcements import Announcement
from desktop.models.pictures import Picture
from desktop.session.workbench import Workbench
from desktop.views.pad.number_words import number
from desktop.views.pad.verdict_words import NO_VERDICT, sureness
from desktop.widgets.labels import hint

_LEAST_NAME = 40  # pixels: of a name that has no more room there is a tooltip


class PictureBar(QWidget):
    """A row below the paper, there as long as a picture is on it or several can be stepped through.

    Parameters
    ----------
    workbench : Workbench
        The pictures, and who reads them.
    """

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.setObjectName("pictureBar")
        self.setAccessibleName("Pictures")
        self._workbench, self._model = workbench, workbench.pictures
        self._names: tuple[str, ...] = ()
        self._announced: Picture | None = None
        self._actions: dict[str, QAction] = {}
        self._buttons = {name: _button() for name in ("previousPicture", "nextPicture", "closePictures")}
        self._label, self._name = _Name(), _Name()
        self._label.setObjectName("pictureLabel")
        self._name.setObjectName("pictureNameLabel")
        self._notes = hint()
        self._notes.setObjectName("pictureNotesLabel")
        self._readings = _button()
        self._readings.setObjectName("pictureReadingsButton")
        self._readings.setText("All")
        self._readings.setAccessibleName("What is read of all pictures")
        self._readings.setToolTip(wrapped("What the network reads of each picture. Choose one to see it."))
        self._readings.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._readings)
        menu.setObjectName("pictureReadingsMenu")
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self._readings.setMenu(menu)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._buttons["previousPicture"])
        row.addWidget(self._buttons["nextPicture"])
        row.addSpacing(4)
        row.addWidget(self._label, 1)
        row.addWidget(self._readings)
        row.addWidget(self._buttons["closePictures"])
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(row)
        rows.addWidget(self._name)
        rows.addWidget(self._notes)
        self._model.changed.connect(self._show)
        self._show()

    def commands(self) -> Commands:
        """Return what steps through the pictures, and puts them away."""
        return {
            "previousPictureAction": lambda: self._model.step(-1),
            "nextPictureAction": lambda: self._model.step(1),
        }

    def use_actions(self, actions: Actions) -> None:
        """Give the buttons their commands."""
        for name, button in self._buttons.items():
            self._actions[name] = actions[f"{name}Action"]
            button.setObjectName(f"{name}Button")
            button.setDefaultAction(self._actions[name])
        self._show()

    def use_class_names(self, names: tuple[str, ...]) -> None:
        """Call the classes so."""
        self._names = names

    def _show(self) -> None:
        pictures, on_pad = self._model.pictures, self._model.on_pad
        are_several = len(pictures) > 1
        self.setVisible(self._model.is_in_sight)
        for name, by in (("previousPicture", -1), ("nextPicture", 1)):
            self._buttons[name].setVisible(are_several)
            if name in self._actions:
                self._actions[name].setEnabled(self._model.can_step(by))
        self._readings.setVisible(are_several)
        if self._actions:
            self._actions["closePictures"].setEnabled(self._model.is_in_sight)
        count, name = self._words(on_pad)
        self._label.setText(count or name)
        self._name.setText(name)
        self._name.setVisible(are_several)  # a single one has its name beside the button
        notes = "" if on_pad is None else " ".join(on_pad.preparation.notes)
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))
        for label in (self._label, self._name):
            label.setToolTip(wrapped(name))
        if on_pad is not self._announced:
            self._announced = on_pad
            if on_pad is not None:
                self._workbench.announcements.say(
                    "picture", Announcement(": ".join(filter(None, (count, name, notes))))
                )

    def _words(self, on_pad: Picture | None) -> tuple[str, str]:
        """Return which of how many pictures is on the pad, and what it is called."""
        count = len(self._model.pictures)
        if on_pad is None:
            return f"{count:,} pictures", "None of them is on the pad."
        return f"{self._model.place + 1:,} of {count:,}" if count > 1 else "", on_pad.name

    def _fill(self, menu: QMenu) -> None:
        """List all pictures with what is read of each, the one on the pad ticked."""
        menu.clear()
        for place, picture in enumerate(self._model.pictures):
            text = f"{picture.name}: {self._reading(picture)}"
            action = menu.addAction(text.replace("&", "&&"))  # else a letter that a key picks
            action.setCheckable(True)
            action.setChecked(picture is self._model.on_pad)
            action.triggered.connect(lambda checked=False, place=place: self._model.move_to(place))

    def _reading(self, picture: Picture) -> str:
        pad = self._workbench.pad
        digits = pictured(picture.image, picture.preparation.parts) if pad.reads_digits else ()
        verdicts = [pad.verdict_on_part(digit.part) for digit in digits] or [pad.verdict_on(picture.image)]
        if len(verdicts) > 1:
            return number(verdicts, self._names)
        verdict = verdicts[0]
        if verdict is None or not verdict.answer.is_finite:
            return NO_VERDICT
        if verdict.rejection is not None:
            words = rejection_words(verdict.rejection, self._names)
            return f"{words[:1].lower()}{words[1:]}"
        return f"{self._names[verdict.answer.digit]}, {sureness(verdict.answer)}"


class _Name(QLabel):
    """A line that loses its middle where it has too little room; screen readers have it whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Return a width that any text is shortened to."""
        return QSize(_LEAST_NAME, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, self.rect(), int(Qt.AlignmentFlag.AlignVCenter), self.palette(), True, text, self.foregroundRole()
        )


def _button() -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    return button
