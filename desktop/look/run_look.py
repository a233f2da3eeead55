"""How runs are told apart, without color alone: each has a color and a pattern of dashes."""

from PySide6.QtCore import QLineF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from desktop.look.theme import Theme

SWATCH = QSize(36, 14)
_DASHES = ((9.0, 4.0), (2.5, 3.5), (11.0, 3.5, 2.5, 3.5), (18.0, 4.0))  # pixels drawn and left out in turn
_COLORS = 5


def color(which: int) -> str:
    """Return the color of run ``which``, from 0, as a plot takes it."""
    return f"runs:{which % _COLORS}"


def dash(which: int) -> tuple[float, ...]:
    """Return the dashes of run ``which``, from 0: 20 runs follow one another before a look comes back."""
    return _DASHES[which % len(_DASHES)]


def swatch(theme: Theme, which: int | None, ratio: float = 1.0) -> QIcon:
    """Return a piece of a run's line; of the run at hand, which is drawn solid, without a number.

    Parameters
    ----------
    theme : Theme
        The colors.
    which : int or None
        Which look the run has.
    ratio : float
        Pixels of the screen in one of Qt's.
    """
    picture = QPixmap(SWATCH * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.surface))  # the ground of the plots: on a chosen row the line could not be seen
    tint = theme.test if which is None else theme.runs[which % _COLORS]
    pen = QPen(QColor(tint), 2.5 if which is None else 1.75)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if which is not None:
        pen.setDashPattern([length / pen.widthF() for length in dash(which)])
    painter = QPainter(picture)
    painter.setPen(pen)
    middle = SWATCH.height() / 2
    painter.drawLine(QLineF(3, middle, SWATCH.width() - 2, middle))
    painter.end()
    return QIcon(picture)
