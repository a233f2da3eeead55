"""PlotWidget: a surface that takes all that its legend leaves, as soon as it is shown."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK
from desktop.widgets.plot.frame import AxisNames
from desktop.widgets.plot.plot_widget import PlotWidget


def test_the_surface_has_its_room_from_the_first_moment(qtbot: QtBot) -> None:
    plot = PlotWidget(AxisNames("epoch", "Cost"))
    qtbot.addWidget(plot)
    plot.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    plot.resize(960, 540)
    plot.show()
    assert plot._surface.box.geometry().width() > 800
    assert plot._surface.box.geometry().height() > 400
    assert (plot.title, plot.x_name, plot.is_percent) == ("Cost", "epoch", False)


def test_its_ground_has_the_color_of_the_theme(qtbot: QtBot) -> None:
    plot = PlotWidget(AxisNames("epoch", "Cost"))
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.set_theme(DARK)
    assert plot.grab().toImage().pixelColor(2, 2).name() == DARK.surface
