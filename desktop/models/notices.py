"""NoticesModel: what a person has to be told, in order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, Signal

from core.errors import InklingError
from core.plain import LONGEST_SENTENCE, harmless

Kind = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell.

    Attributes
    ----------
    kind : "info", "warning" or "error"
        How serious it is.
    text : str
        One or two plain sentences. Names and words from elsewhere in them are made harmless here.
    actions : tuple of (label, callable)
        What the person can do about it, a button each.
    topic : str
        A later notice of the same topic takes the place of this one.
    """

    kind: Kind
    text: str
    actions: tuple[tuple[str, Callable[[], None]], ...] = field(default=())
    topic: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", harmless(self.text, 2 * LONGEST_SENTENCE))


_URGENCY = {"info": 0, "warning": 1, "error": 2}


class NoticesModel(QObject):
    """The notices that wait to be read; the newest is shown first."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Notice] = []

    @property
    def current(self) -> Notice | None:
        """The notice to show: the newest, but trouble before what can be read later."""
        return max(reversed(self._waiting), key=lambda notice: _URGENCY[notice.kind], default=None)

    def post(self, notice: Notice, *, below: bool = False) -> None:
        """Show a notice, in place of an earlier one of the same topic or with the same text.

        News that asks for nothing is past when there is newer: it does not come back. With ``below`` the
        notice waits behind those there are: it can be read later.
        """
        self._waiting = [old for old in self._waiting if not _supersedes(notice, old) and (below or not _is_news(old))]
        self._waiting.insert(0 if below else len(self._waiting), notice)
        self.changed.emit()

    def post_error(self, error: InklingError, *, topic: str = "") -> None:
        """Show what happened and what to do about it."""
        self.post(Notice("error", str(error), topic=topic))

    def withdraw(self, topic: str) -> None:
        """Take back the notice of a topic: what it said no longer holds."""
        kept = [old for old in self._waiting if old.topic != topic]
        if len(kept) != len(self._waiting):
            self._waiting = kept
            self.changed.emit()

    def dismiss(self) -> None:
        """Take away the notice shown; the one before comes back."""
        notice = self.current
        if notice is not None:
            self._waiting.remove(notice)
            self.changed.emit()

    def act(self, label: str) -> None:
        """Do what the button ``label`` of the notice shown says, and take the notice away."""
        notice = self.current
        if notice is None:
            return
        for name, action in notice.actions:
            if name == label:
                self.dismiss()
                action()
                return
        raise ValueError(f"the notice has no button {label!r}")


def _supersedes(new: Notice, old: Notice) -> bool:
    return new.text == old.text or (bool(new.topic) and new.topic == old.topic)


def _is_news(notice: Notice) -> bool:
    return notice.kind == "info" and not notice.actions
