"""AxisChoice: which two settings of a sweep its map shows: the strongest two, until a person chooses."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.look.tips import wrapped
from desktop.views.sweep.stand import Stand
from desktop.widgets.labels import hint

_MORE = 2  # times as many results as at the last look: a map that jumps with every run can't be read


class AxisChoice(QWidget):
    """Two boxes, each with the names of all axes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stand: Stand | None = None
        self._looked_at = 0
        self._is_by_hand = False
        self._before = (0, 0)  # what both were, to change places
        self.across, self.up = QComboBox(), QComboBox()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for box, name, tip, sign in (
            (self.across, "sweepAxisX", "The setting from left to right", ""),
            (self.up, "sweepAxisY", "The second setting: upwards, or by color where the first is a range", "×"),
        ):
            box.setObjectName(name)
            box.setAccessibleName(tip)
            box.setToolTip(wrapped(tip))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
            if sign:
                layout.addWidget(hint(sign))
            layout.addWidget(box)
            box.activated.connect(lambda place, box=box: self._take(box))

    @property
    def axes(self) -> tuple[int | None, int | None]:
        """Which two of the sweep's axes are chosen; none where it has not as many."""
        count = 0 if self._stand is None else len(self._stand.sweep.axes)
        across, up = self.across.currentIndex(), self.up.currentIndex()
        return (across if count else None), (up if count > 1 else None)

    def show_stand(self, stand: Stand) -> None:
        """Offer the axes of a sweep, and choose the strongest two where no person has chosen."""
        is_new = self._stand is None or self._stand.sweep is not stand.sweep
        self._stand = stand
        if is_new:
            self._offer([axis.label for axis in stand.sweep.axes])
        self.setVisible(len(stand.sweep.axes) > 1)
        count = sum(len(row.results) for row in stand.rows)
        if len(stand.sweep.axes) > 2 and not self._is_by_hand and count >= max(_MORE * self._looked_at, 1):
            self._looked_at = count
            self._choose_strongest(stand)

    def choose(self, across: int, up: int) -> None:
        """Choose two axes, as a person does."""
        self._set(across, up)
        self._is_by_hand = True
        self.changed.emit()

    def _set(self, across: int, up: int) -> None:
        self.across.setCurrentIndex(across)
        self.up.setCurrentIndex(up)
        self._before = across, up

    def _offer(self, names: list[str]) -> None:
        self._looked_at, self._is_by_hand = 0, False
        for box in (self.across, self.up):
            box.clear()
            box.addItems(names)
        self._set(0, min(1, len(names) - 1))

    def _choose_strongest(self, stand: Stand) -> None:
        self._set(*(stand.sweep.axes.index(effect.axis) for effect in stand.effects[:2]))

    def _take(self, box: QComboBox) -> None:
        """Let the two change places where one is chosen that the other has."""
        other = self.up if box is self.across else self.across
        if other.currentIndex() == box.currentIndex():
            other.setCurrentIndex(self._before[0 if box is self.across else 1])
        self._before = self.across.currentIndex(), self.up.currentIndex()
        self._is_by_hand = True
        self.changed.emit()
