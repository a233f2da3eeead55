"""ColumnShares: the columns of the window as text grows: the pad's grows with it, and all shrink back as they were."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QSplitter

_MOST_FOR_PAD = 0.26  # of the width; settings and curves need theirs


class ColumnShares(QObject):
    """Shares the width out between settings, curves and pad for a size of the text.

    Parameters
    ----------
    splitter : QSplitter
        Three columns, the pad's on the right. What a person drags it to holds from then on.
    scale : float
        How large text is, times the system's.
    """

    def __init__(self, splitter: QSplitter, scale: float = 1.0) -> None:
        super().__init__(splitter)
        self._splitter = splitter
        self._scale = scale
        self._usual: list[int] | None = None  # the columns at the usual size, while text has another one
        self._wanted: list[int] | None = None  # from then on: what columns need comes to be known bit by bit
        self._share_soon = QTimer(self, singleShot=True, interval=0)
        self._share_soon.timeout.connect(self._share_out)
        splitter.splitterMoved.connect(lambda: self.forget())
        splitter.installEventFilter(self)

    def follow(self, scale: float) -> None:
        """Give the pad as much more as the text grows, and everyone what they had when it is as usual."""
        before, self._scale = self._scale, scale
        if scale == before:
            return
        sizes = self._splitter.sizes()
        if self._usual is None or sum(self._usual) != sum(sizes):
            side, pad = round(sizes[0] / before), round(sizes[2] / before)
            if self._usual is not None:  # the pad has not grown as much as the text, where the others needed the room
                pad = max(pad, round(self._usual[2] * sum(sizes) / sum(self._usual)))
            self._usual = [side, sum(sizes) - side - pad, pad]
        side, middle, pad = self._usual
        if scale != 1.0:
            pad = max(min(round(pad * scale), round(_MOST_FOR_PAD * sum(sizes))), pad)
            middle = sum(sizes) - side - pad
        self._wanted = [side, middle, pad]
        self._share_out()

    def hold(self, columns: list[int]) -> None:
        """Give the columns these widths as soon as they need no more, as after text was large for a while."""
        self._wanted = columns
        self._share_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share out again as soon as a column needs less, or more, for text of another size."""
        if self._wanted is not None and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._share_soon.start()
        return super().eventFilter(watched, event)

    def _share_out(self) -> None:
        found = (self._splitter.widget(place) for place in range(self._splitter.count()))
        columns = [column for column in found if column is not None and not column.isHidden()]
        if self._wanted is None or len(columns) < len(self._wanted):
            self._wanted = None
            return
        if sum(self._splitter.sizes()) != sum(self._wanted):
            return  # another window, in which Qt shares out what there is; or this one on its way
        side, middle, pad = self._wanted
        more = max(0, columns[0].minimumSizeHint().width() - side)  # what the settings need beyond that, at least
        self._splitter.setSizes([side + more, middle - more, pad])

    def forget(self) -> None:
        """Leave the columns as they are now."""
        self._usual = self._wanted = None
