"""PlotWidget: what a plot is made of, whatever it shows: a legend above a surface, in colors, with a frame of focus."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.look.tips import wrapped
from desktop.widgets.plot.frame import AxisNames
from desktop.widgets.plot.legend import LegendBar
from desktop.widgets.plot.surface import PlotSurface

_LEGEND = 0.45
"""How much of the height the legend may take."""


class PlotWidget(QWidget):
    """The parts of a plot in their places.

    Parameters
    ----------
    names : AxisNames
        What the axes are called; y gives the plot its title.
    parent : QWidget, optional
    """

    def __init__(self, names: AxisNames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = names.y
        self._is_percent = names.is_percent
        self._theme = LIGHT
        self._shows_focus = False
        self._surface = PlotSurface(names, is_percent=names.is_percent, plot=self)
        self._frame, self._cursor = self._surface.frame, self._surface.cursor
        self._legend = LegendBar(names.y, is_percent=names.is_percent)
        self._follow_button = QToolButton()
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(150, 110)

    @property
    def title(self) -> str:
        """What y is."""
        return self._title

    @property
    def x_name(self) -> str:
        """What x is."""
        return self._frame.names.x

    @property
    def is_percent(self) -> bool:
        """Whether y is a share of one."""
        return self._is_percent

    @property
    def legend_height(self) -> int:
        """How many pixels the legend takes."""
        return self._legend.height()

    def show_whole_legend(self) -> None:
        """Name every curve, whatever height that takes."""
        self._legend.show_whole()

    def _lay_out(self) -> None:
        self._follow_button.setText("Follow")
        tip = "Show all of the curves again and follow new points (double click, or F)"
        self._follow_button.setToolTip(wrapped(tip))
        self._follow_button.setAccessibleName(f"Follow new data in the {self._title} plot")
        self._follow_button.hide()
        header = QHBoxLayout()
        header.setContentsMargins(0, 2, 6, 0)
        header.addWidget(self._legend, 1)
        header.addWidget(self._follow_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self._surface.view, 1)

    def _repaint(self) -> None:
        """Paint the surface anew, where it has room."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._legend.set_room(_LEGEND * self.height())
        self.layout().activate()  # type: ignore[union-attr]  # set in _lay_out
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()  # the view has its size only now

    def _arrange(self) -> None:
        self._surface.arrange()
        self._repaint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # A frame tells where the keys go; who clicked knows.
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._shows_focus = event.reason() in (*by_key, Qt.FocusReason.ShortcutFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setAccessibleDescription("")  # what the crosshair read; the summary is to be heard again
        self._shows_focus = False
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colors of ``theme``."""
        self._theme = theme
        self._legend.set_theme(theme)
        self._surface.set_looks(theme, self._small_font())
        self._arrange()
        self.update()

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * 0.92)
        return font

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_follow_button"):
            self.set_theme(self._theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        if self._shows_focus:
            painter.setPen(QPen(QColor(self._theme.accent), 2.0))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()
