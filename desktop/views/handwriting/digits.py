"""DigitsPage: collect one's own digits, see how they are read, and teach them to the network."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from core.data.classes import DIGITS
from core.training import personal
from core.training.snapshot import Snapshot
from desktop.actions import Actions
from desktop.look.theme import Theme
from desktop.session.workbench import Workbench
from desktop.views.handwriting.page import CollectionPage
from desktop.views.handwriting.words import Words
from desktop.views.wishes import Wish

_EMPTY = (
    "No digits of yours yet.\n\n"
    "Write the digit asked for on the pad, and press Enter: it is kept, and the next one is asked for. "
    "Ten of each are enough to teach the network your hand."
)
_SEVERAL = "Several digits stand on the pad. Clear it and write one, or keep one of them from under the verdict there."
_AN_IMAGE = "What is on the pad is not your handwriting: clear the pad and write the digit yourself."
_PROMPT = "Enter keeps it and asks for the next."
_MORE = ("importHandwritingAction", "exportHandwritingAction", "deleteHandwritingAction")
_WORDS = Words(
    noun="digit",
    kind="digit",
    no_ink="The pad is empty: write the digit there first.",
    names={
        "wanted": "wantedDigitLabel",
        "prompt": "wantedLabel",
        "hint": "handwritingHint",
        "keep": "keepDigitButton",
        "skip": "skipDigitButton",
        "writer": "writerEdit",
        "classes": "digitButtons",
        "class": "isDigit{number}Button",
        "grid": "ownDigits",
        "summary": "handwritingSummary",
        "delete": "deleteDigitButton",
        "undo": "undoDeleteButton",
        "more": "handwritingMoreButton",
    },
)


class DigitsPage(CollectionPage):
    """One's own digits: asked for one by one, newest first, with what the network takes them for."""

    def __init__(self, workbench: Workbench, theme: Theme, wish: Callable[[Wish], object]) -> None:
        self._train = QToolButton()
        self._train.setObjectName("trainHandwritingButton")
        self._train.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        super().__init__(workbench, theme, workbench.handwriting, wish, _WORDS)

    def use_actions(self, actions: Actions) -> None:
        """Put training on the digits on a button, and what is done more seldom in the menu beside it."""
        actions["trainHandwritingAction"].setIconText("Train on my hand")  # on its button; the menu says more
        self._train.setDefaultAction(actions["trainHandwritingAction"])
        self._more_menu.addActions([actions[name] for name in _MORE])

    @property
    def undoes(self) -> str:
        return "digits"

    def _named(self, number: int) -> str:
        return f"an {number}" if number == 8 else f"a {number}"

    def _train_button(self) -> QWidget:
        return self._train

    def _reads_these(self) -> bool:
        dataset = self.workbench.library.dataset
        return dataset is None or dataset.class_names == DIGITS

    def _was_trained_on(self, snapshot: Snapshot) -> bool:
        return personal.is_mixed(snapshot.data_name)

    def _why_not(self) -> str:
        if len(self.workbench.pad.digits) > 1:
            return _SEVERAL
        is_of_data = self.workbench.pad.ink.picture is not None and self.workbench.pictures.on_pad is None
        return _AN_IMAGE if is_of_data else ""  # a picture that was opened is of someone's hand

    def _empty_text(self) -> str:
        return _EMPTY

    def _prompt_texts(self) -> tuple[str, str]:
        return f"Please write {self._named(self.model.wanted)} on the pad.", _PROMPT

    def _unread_text(self) -> str:
        return "The data set in use is not made of digits."
