"""TextSizeKeeper: how large the window's text is, from notes for oneself to what a class reads from the last row."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget

from desktop.look.style import scale_style

SIZES = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75)
USUAL = 1.0

_USUAL_POINTS = "usualPoints"  # the application's property that remembers the system's size
_SIZE_RESOLVED = 0x0002  # QFont::SizeResolved, which PySide6 has no name for


class TextSizeKeeper(QObject):
    """Holds the size of the text, times the system's, and gives it to the application.

    Parameters
    ----------
    application : QApplication
        Whose font is set.
    size : float
        One of ``SIZES``; another is taken for the nearest of them.
    """

    changed = Signal(float)

    def __init__(self, application: QApplication, size: float = USUAL, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        usual = application.property(_USUAL_POINTS)  # a second window must not take the first one's for the system's
        self._usual_points = float(usual) if usual else QFontInfo(application.font()).pointSizeF()
        application.setProperty(_USUAL_POINTS, self._usual_points)
        self._size = USUAL
        self._magnification = 1.0
        # The font reaches the widgets by events; before them, a choice would remember a size made of the old one.
        self._scale_soon = QTimer(self, singleShot=True, interval=0)
        self._scale_soon.timeout.connect(lambda: scale_style(application, self._size * self._magnification))
        self._choose(_nearest(size))

    @property
    def size(self) -> float:
        """The size in use, times the system's."""
        return self._size

    @property
    def can_grow(self) -> bool:
        """Whether there is a larger size."""
        return self._size < SIZES[-1]

    @property
    def can_shrink(self) -> bool:
        """Whether there is a smaller size."""
        return self._size > SIZES[0]

    def magnify(self, factor: float) -> None:
        """Write everything so many times as large as the person's size, as for a class; 1 for as usual."""
        self._magnification = factor
        self._choose(self._size)

    def change(self, way: int) -> None:
        """Go to the next larger size with 1, to the next smaller with -1, to the usual with 0."""
        place = SIZES.index(self._size) + way if way else SIZES.index(USUAL)
        self._choose(SIZES[min(max(place, 0), len(SIZES) - 1)])

    def _choose(self, size: float) -> None:
        points = self._usual_points * size * self._magnification
        ratio = points / QFontInfo(self._application.font()).pointSizeF()
        self._size = size
        self._scale_soon.start()
        if abs(ratio - 1) < 1e-3:
            return
        font = QFont(self._application.font())
        font.setPointSizeF(points)
        self._application.setFont(font)
        for widget in self._application.allWidgets():
            self._scale(widget, ratio)
        self.changed.emit(size)

    @staticmethod
    def _scale(widget: QWidget, ratio: float) -> None:
        """Scale a font with a size of its own, such as a heading's; all others follow the application's."""
        font = widget.font()
        if font.resolveMask() & _SIZE_RESOLVED and font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * ratio)
            widget.setFont(font)


def text_scale() -> float:
    """Return how large text is now, times the system's: what is painted without words grows with those beside it."""
    application = QApplication.instance()
    usual = application.property(_USUAL_POINTS) if application is not None else None
    return QFontInfo(QApplication.font()).pointSizeF() / float(usual) if usual else USUAL


def _nearest(size: float) -> float:
    return min(SIZES, key=lambda known: abs(known - size))
