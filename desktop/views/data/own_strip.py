"""OwnStrip: where a data set of one's own comes from, what was noticed of it, what puts it right, and undo."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from core.data.examined import Examined, Noticed
from core.data.opened import Opened
from core.data.repairs import Repair
from core.plain import harmless
from desktop.look.theme import Theme
from desktop.models.library import LibraryModel
from desktop.views.data.before_after_picture import BeforeAfterPicture
from desktop.views.data.data_card import Choice, DataCard
from desktop.widgets.fold import Fold
from desktop.widgets.labels import hint

_ANEW = "A new network begins on it; the one at hand is put aside, and can be had back."
_REPAIR_TIP = "Puts all images right, and those to test with. " + _ANEW + " Undo takes it back."
_LEAVE_TIP = "Train on it as it is, and do not ask again. It can still be put right here."
_UNDO_TIP = "Takes this back: the data set is again as it was. " + _ANEW
_FIT_TIP = "Reads the data set once more and scales its images in the other way. " + _ANEW
_ABOUT_TIP = "Where this data set lies, what it is, and what was taken of it for what."
_AFTER = {
    "stretch": "Stretched",
    "invert": "Inverted",
    "turn": "Turned upright",
    "quarter-right": "Turned right",
    "quarter-left": "Turned left",
    "half": "Turned over",
    "mirror": "Mirrored",
    "flip": "Flipped",
}
_AS_INK = "The images were scaled as ink: each is 20 pixels long, and centred by its mass, as on the pad."
_AS_IT_IS = "The images were scaled whole, as they are."
_LEAST_LINES = 4
_MOST_SHARE = 0.6  # of the view's height: the images keep the rest


class OwnStrip(QScrollArea):
    """Cards above the images of a data set of one's own; hidden for any other.

    It is as high as they are, but leaves room for the images, and scrolls then.

    Parameters
    ----------
    library : LibraryModel
        Has the data set, and repairs it.
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, library: LibraryModel, theme: Theme) -> None:
        super().__init__()
        self._library, self._theme = library, theme
        self._shown: tuple[Examined | None, tuple[str, ...]] = (None, ())
        self._room = 0
        self._cards: list[DataCard] = []
        self.setObjectName("ownDataStrip")
        self.setAccessibleName("What was noticed of the data set")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._about = hint()
        self._about.setObjectName("ownDataAbout")
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._about.setContentsMargins(8, 0, 8, 0)
        self._fold = Fold("How it was opened", _ABOUT_TIP, self._about)
        self._fold.button.setObjectName("ownDataFold")
        # What it says must not make the cards wider than the view: nobody would see their right end.
        self._fold.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(8, 0, 8, 4)
        self._column.setSpacing(4)
        self._column.addWidget(self._fold)
        self._column.addStretch(1)
        self.setWidget(self._page)
        self._page.installEventFilter(self)
        self.hide()

    @property
    def cards(self) -> tuple[DataCard, ...]:
        """What is said, from top to bottom."""
        return tuple(self._cards)

    @property
    def count(self) -> int:
        """How many things were noticed and neither put right nor left as they are."""
        examined, left = self._shown
        return 0 if examined is None else sum(each.finding.kind not in left for each in examined.noticed)

    def show_data(self) -> None:
        """Show what there is to say of the data set in use."""
        now = self._library.examined, self._library.left
        if now == self._shown:
            return
        self._shown = now
        is_at_hand = self._page.isAncestorOf(self.focusWidget() or self)
        self._clear()
        examined, left = now
        if examined is not None:
            self._tell_about(examined)
            for card in self._made(examined, left):
                card.setVisible(True)
                self._cards.append(card)
                self._column.insertWidget(self._column.count() - 1, card)
        self.setVisible(examined is not None)
        self.updateGeometry()
        if is_at_hand:
            self._fold.button.setFocus()  # the button that was pressed is gone

    def set_room(self, height: int) -> None:
        """Take note of how high the view is."""
        if height != self._room:
            self._room = height
            self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        for card in self._cards:
            card.set_theme(theme)

    def sizeHint(self) -> QSize:
        column, width = self._column, self.viewport().width()
        needed = column.heightForWidth(width) if column.hasHeightForWidth() else column.sizeHint().height()
        return QSize(300, min(needed, round(_MOST_SHARE * self._room)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(self.sizeHint().height(), _LEAST_LINES * self.fontMetrics().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for more room, or less, as soon as the cards need it."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _clear(self) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()  # one of them may be what was pressed
        self._cards = []

    def _tell_about(self, examined: Examined) -> None:
        current = examined.treated.current
        lines = (
            f"It lies in {harmless(str(Path(self._library.in_use)))}",
            current.found,
            current.taken,
            *current.notes,
        )
        self._about.setText("\n".join(lines))
        self._fold.set_note(_in_short(current))

    def _made(self, examined: Examined, left: tuple[str, ...]) -> list[DataCard]:
        waiting = [each for each in examined.noticed if each.finding.kind not in left]
        asides = [each for each in examined.noticed if each.finding.kind in left]
        return [
            *(self._card(each) for each in waiting),
            *(self._done(repair, examined) for repair in examined.done),
            *([self._fit(examined)] if examined.treated.original.is_scaled else []),
            *(self._left(each) for each in asides),
        ]

    def _card(self, noticed: Noticed) -> DataCard:
        finding, picture = noticed.finding, None
        if noticed.pictures is not None:
            name = "" if finding.repair is None else finding.repair.name
            after = _AFTER.get(name, finding.repair.label if finding.repair is not None else "")
            picture = BeforeAfterPicture(noticed.pictures, after, self._theme)
        leave = Choice("leaveFindingButton", "Leave it", _LEAVE_TIP, partial(self._library.leave, finding.kind, True))
        choices = [leave] if finding.repair is None else [self._to_repair(finding.repair), leave]
        return DataCard("warning", finding.sentence, choices, self._theme, picture)

    def _left(self, noticed: Noticed) -> DataCard:
        repair = noticed.finding.repair
        choices = [] if repair is None else [self._to_repair(repair)]
        return DataCard("border", f"Left as it is: {noticed.finding.sentence}", choices, self._theme)

    def _done(self, repair: Repair, examined: Examined) -> DataCard:
        others = tuple(name for name in examined.treated.repairs if name != repair.name)
        undo = Choice("undoRepairButton", "Undo", _UNDO_TIP, partial(self._library.repair, others))
        return DataCard("success", f"Put right: {repair.done}", (undo,), self._theme)

    def _fit(self, examined: Examined) -> DataCard:
        is_ink = examined.fit == "ink"
        label = "Scale them as they are" if is_ink else "Scale them as ink"
        other = Choice("fitButton", label, _FIT_TIP, partial(self._library.fit, "as it is" if is_ink else "ink"))
        return DataCard("info", _AS_INK if is_ink else _AS_IT_IS, (other,), self._theme)

    def _to_repair(self, repair: Repair) -> Choice:
        return Choice("repairButton", repair.label, _REPAIR_TIP, partial(self._put_right, repair.name))

    def _put_right(self, name: str) -> None:
        examined = self._library.examined
        if examined is not None:
            self._library.repair((*examined.treated.repairs, name))


def _in_short(opened: Opened) -> str:
    """Return what was taken for what, and how much was done on the way, for the line that unfolds to all of it."""
    tests = f"{len(opened.test):,}" if len(opened.test) else "none"
    count = len(opened.notes)
    done = "" if not count else "; 1 change" if count == 1 else f"; {count} changes"
    return f"{len(opened.train):,} to train on, {tests} to test with{done}"
