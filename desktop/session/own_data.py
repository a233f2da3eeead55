"""OwnData: says what a data set of one's own is, what was taken of it, and what should be looked at before training."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from core.data.dataset import is_complete
from core.data.examined import Examined
from core.data.look import Finding
from desktop.models.library import LibraryModel
from desktop.models.notices import Notice, NoticesModel

_TOPIC, _FOUND = "own data", "noticed"  # what it is, and what should be looked at
_LOOK = "Look at it"
_GRAVE = ("scale", "polarity", "orientation", "labels")  # a network trained on these would read nothing on the pad
_MOST_NOTES = 2  # that a notice has room for; the view of the data tells them all


class OwnData(QObject):
    """Tells of each data set of one's own as it is opened; nothing of it is changed here.

    Parameters
    ----------
    library : LibraryModel
        Opens data sets and looks at them.
    notices : NoticesModel
        Says what was found.
    show : callable
        Leads to where it can be looked at.
    """

    def __init__(
        self, library: LibraryModel, notices: NoticesModel, show: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._notices, self._show = library, notices, show
        self._loaded = 0  # data sets; the first is what the window opens with, which nobody asked for just now
        library.loaded.connect(self._follow_loaded)
        library.left_changed.connect(self._follow_left)
        library.opened_own.connect(self._tell)

    @property
    def _open(self) -> list[Finding]:
        """What was noticed of the data set in use, and not left as it is."""
        examined, left = self._library.examined, self._library.left
        return [] if examined is None else [each.finding for each in examined.noticed if each.finding.kind not in left]

    def _tell(self, examined: Examined, is_news: bool) -> None:
        opened, findings = examined.treated.current, self._open
        speaks_for_itself = is_complete(opened.path) and not opened.notes and not findings
        is_asked = self._loaded > 1
        if is_asked or (is_news and not speaks_for_itself):
            text = " ".join((opened.found, opened.taken, *_some(opened.notes)))
            # Behind what is said of the new network and of the one that was put aside.
            current = self._notices.current
            is_below = current is not None and current.topic in ("aside", "adjusted")
            self._notices.post(Notice("info", text, topic=_TOPIC), below=is_below)
        if findings:
            text, actions = f"{opened.name}: {_said(findings)}", ((_LOOK, self._show),)
            passes = not any(each.kind in _GRAVE for each in findings)
            self._notices.post(Notice("warning", text, actions, topic=_FOUND, passes=passes))

    def see(self) -> None:
        """Take note that a person looks at what was noticed."""
        self._notices.withdraw(_FOUND)

    def _follow_loaded(self) -> None:
        self._loaded += 1
        for topic in (_TOPIC, _FOUND):
            self._notices.withdraw(topic)

    def _follow_left(self) -> None:
        if not self._open:
            self.see()


def _said(findings: list[Finding]) -> str:
    """Return the first finding that can be put right, and how many others there are."""
    first = next((each for each in findings if each.repair is not None), findings[0])
    others = len(findings) - 1
    more = "" if not others else " One more thing was noticed." if others == 1 else f" {others} more were noticed."
    return f"{first.sentence}{more}"


def _some(notes: tuple[str, ...]) -> tuple[str, ...]:
    if len(notes) <= _MOST_NOTES:
        return notes
    return (*notes[:_MOST_NOTES], "The view Data tells what else was done.")
