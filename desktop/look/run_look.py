"""How runs are told apart, without color alone: each has a color and a pattern of dashes."""

from PySide6.QtCore import QLineF, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from core.training.drawn import COLORS
from desktop.look.contrast import mix
from desktop.look.icons import icon_pixmap
from desktop.look.theme import Theme

SWATCH = QSize(50, 14)
_LINE = 36  # pixels of its width; in the rest is the pin
_DASHES = ((9.0, 4.0), (2.5, 3.5), (11.0, 3.5, 2.5, 3.5), (18.0, 4.0))  # pixels drawn and left out in turn
_PALER = 0.35  # how much nearer to text each further round of the colors is


def color(which: int) -> str:
    """Return the color of run ``which``, from 0, as a plot takes it."""
    return f"runs:{which}"


def tint(theme: Theme, which: int) -> str:
    """Return the color of run ``which``, from 0, as ``#rrggbb``: of the first seventy no two are the same."""
    return mix(theme.runs[which % COLORS], theme.text, 1 - (1 - _PALER) ** (which // COLORS))


def dash(which: int) -> tuple[float, ...]:
    """Return the dashes of run ``which``, from 0: where a hue comes back, it comes with others."""
    return _DASHES[(which + which // COLORS) % len(_DASHES)]


def swatch(
    theme: Theme, which: int | None, ratio: float = 1.0, *, is_drawn: bool = True, is_pinned: bool = False
) -> QIcon:
    """Return a piece of a run's line; of the run at hand, which is drawn solid, without a number.

    Parameters
    ----------
    theme : Theme
        The colors.
    which : int or None
        Which look the run has.
    ratio : float
        Pixels of the screen in one of Qt's.
    is_drawn : bool
        Whether there is such a line in the plots; without one its color may be that of another run.
    is_pinned : bool
        Whether it has a pin beside it.
    """
    picture = QPixmap(SWATCH * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.surface))  # the ground of the plots: on a chosen row the line could not be seen
    painter = QPainter(picture)
    if is_drawn:
        _draw_line(painter, theme, which)
    if is_pinned:
        size = SWATCH.height()
        painter.drawPixmap(QPointF(SWATCH.width() - size, 0), icon_pixmap("pin", theme.text, size, ratio))
    painter.end()
    return QIcon(picture)


def _draw_line(painter: QPainter, theme: Theme, which: int | None) -> None:
    pen = QPen(QColor(theme.test if which is None else tint(theme, which)), 2.5 if which is None else 1.75)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if which is not None:
        pen.setDashPattern([length / pen.widthF() for length in dash(which)])
    painter.setPen(pen)
    middle = SWATCH.height() / 2
    painter.drawLine(QLineF(3, middle, _LINE - 2, middle))
