"""NoticesModel: what a person has to be told, and what they were told before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from PySide6.QtCore import QObject, Signal

from core.errors import InklingError
from core.plain import LONGEST_SENTENCE, harmless

Kind = Literal["info", "warning", "error"]

_REMEMBERED = 50  # notices
_TO_LOOK_UP = 4.0  # seconds until a notice is seen at all
_LETTERS_PER_SECOND = 12  # slow reading, in a language that need not be one's own


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
        A later notice of the same topic takes the place of this one, and it can be withdrawn by it.
    passes : bool
        Whether it goes by itself once it was read, though it has buttons: what they do can be done elsewhere as well.
    """

    kind: Kind
    text: str
    actions: tuple[tuple[str, Callable[[], None]], ...] = field(default=())
    topic: str = ""
    passes: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", harmless(self.text, 2 * LONGEST_SENTENCE))

    @property
    def stays(self) -> bool:
        """Whether it waits for an answer, however long that takes."""
        return bool(self.actions) and not self.passes

    @property
    def reading_seconds(self) -> float:
        """How long it takes to see and to read it."""
        return _TO_LOOK_UP + len(self.text) / _LETTERS_PER_SECOND


@dataclass(frozen=True, slots=True)
class Told:
    """A notice of the past."""

    when: datetime  # in local time
    kind: Kind
    text: str


class NoticesModel(QObject):
    """The notices that wait to be read, the newest first, and a short history of all there were."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Notice] = []
        self._past: list[Told] = []

    @property
    def current(self) -> Notice | None:
        """The notice to show: the newest."""
        return self._waiting[-1] if self._waiting else None

    @property
    def past(self) -> tuple[Told, ...]:
        """What was told, the newest last, those that still wait among it."""
        return tuple(self._past)

    def post(self, notice: Notice, *, below: bool = False) -> None:
        """Show a notice, in place of an earlier one of the same topic or with the same text.

        News that asks for nothing is past when there is newer: it does not come back. With ``below`` the
        notice waits behind those there are: it can be read later.
        """
        self._waiting = [old for old in self._waiting if not _supersedes(notice, old) and (below or not _is_news(old))]
        self._waiting.insert(0 if below else len(self._waiting), notice)
        self._past = [old for old in self._past if old.text != notice.text]
        self._past = [*self._past, Told(datetime.now(), notice.kind, notice.text)][-_REMEMBERED:]
        self.changed.emit()

    def post_error(self, error: InklingError, *, topic: str = "") -> None:
        """Show what happened and what to do about it."""
        self.post(Notice("error", str(error), topic=topic))

    def withdraw(self, topic: str) -> None:
        """Take back the notice of a topic: what it said no longer holds."""
        self._leave([old for old in self._waiting if old.topic != topic])

    def dismiss(self) -> None:
        """Take away the notice shown; the one before comes back."""
        self._leave(self._waiting[:-1])

    def take_as_read(self, notice: Notice) -> None:
        """Take away a notice that was read, unless it waits for an answer."""
        if not notice.stays:
            self._leave([old for old in self._waiting if old is not notice])

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

    def _leave(self, waiting: list[Notice]) -> None:
        if len(waiting) != len(self._waiting):
            self._waiting = waiting
            self.changed.emit()


def _supersedes(new: Notice, old: Notice) -> bool:
    return new.text == old.text or (bool(new.topic) and new.topic == old.topic)


def _is_news(notice: Notice) -> bool:
    return notice.kind == "info" and not notice.actions
