"""RunsModel: the curves of earlier runs, drawn faintly behind those of the run at hand."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from core.training.history import Curves

MOST_EARLIER = 5


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """A run that was put aside.

    Attributes
    ----------
    number : int
        Which run of this session it was, from 1.
    title : str
        Its layers and data: ``784-128-10, MNIST``.
    curves : Curves
        What was measured.
    """

    number: int
    title: str
    curves: Curves


class RunsModel(QObject):
    """The latest runs of this session that were trained and then put aside."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._earlier: list[EarlierRun] = []
        self._count = 0

    @property
    def earlier(self) -> tuple[EarlierRun, ...]:
        """The runs kept, oldest first."""
        return tuple(self._earlier)

    def put_aside(self, title: str, curves: Curves) -> None:
        """Keep the curves of a run; the oldest of more than a few is forgotten."""
        self._count += 1
        self._earlier = [*self._earlier, EarlierRun(self._count, title, curves)][-MOST_EARLIER:]
        self.changed.emit()

    def bring_back(self) -> None:
        """Forget the run put aside last: it is the run at hand again."""
        if self._earlier:
            self._earlier.pop()
            self.changed.emit()

    def clear(self) -> None:
        """Forget all earlier runs."""
        self._earlier.clear()
        self.changed.emit()
