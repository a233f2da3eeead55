"""AnnouncementsModel: what is said aloud to who cannot see the window, not more often than one can listen."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

_LEAST_MS = 700  # between two announcements
_CHARACTER_MS = 55  # what a character takes to be said, at a pace that many listen at


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something to say.

    Attributes
    ----------
    text : str
        One or two plain sentences.
    is_urgent : bool
        Whether it may cut short what a screen reader is saying.
    """

    text: str
    is_urgent: bool = False


class AnnouncementsModel(QObject):
    """Says one thing after another; of what waits, only the newest of each topic is said, and what is urgent first.

    Parameters
    ----------
    is_heard : callable
        Returns whether there is a screen reader; without one nothing is kept and nothing is said.
    """

    said = Signal(object)  # Announcement

    def __init__(self, is_heard: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_heard = is_heard
        self._waiting: dict[str, Announcement] = {}
        self._keys: dict[str, Hashable] = {}  # of what was said last, or is to be said, by topic
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._say_next)

    def say(self, topic: str, announcement: Announcement, key: Hashable = None) -> None:
        """Say something as soon as may be, unless it was said last of its topic.

        Parameters
        ----------
        topic : str
            What it is about; what still waits to be said about that is dropped.
        announcement : Announcement
            What to say.
        key : hashable, optional
            By what it is known again, where figures in the text change all the time; the text itself without one.
        """
        key = announcement.text if key is None else key
        if not self._is_heard() or self._keys.get(topic) == key:
            return
        self._keys[topic] = key
        self._waiting.pop(topic, None)
        self._waiting[topic] = announcement
        if not self._pause.isActive():
            self._say_next()

    def drop(self, topic: str) -> None:
        """Say nothing more about a topic until there is something new."""
        self._keys.pop(topic, None)
        self._waiting.pop(topic, None)

    def _say_next(self) -> None:
        if not self._waiting:
            return
        topic = next((each for each, words in self._waiting.items() if words.is_urgent), next(iter(self._waiting)))
        announcement = self._waiting.pop(topic)
        self._pause.start(_LEAST_MS + _CHARACTER_MS * len(announcement.text))
        self.said.emit(announcement)
