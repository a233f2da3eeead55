"""PlotSurface: all layers at one scale, and a box that stays where it was put."""

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK
from desktop.widgets.plot.frame import AxisNames
from desktop.widgets.plot.surface import PlotSurface


@pytest.fixture
def plot(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def surface(plot: QWidget) -> PlotSurface:
    made = PlotSurface(AxisNames(), is_percent=False, plot=plot)
    QVBoxLayout(plot).addWidget(made.view)
    plot.resize(400, 300)
    plot.show()
    made.set_looks(DARK, QFont())
    made.arrange()
    return made


def test_values_become_pixels_within_the_box(surface: PlotSurface) -> None:
    told: list[None] = []
    surface.range_changed.connect(lambda: told.append(None))
    surface.set_range((0.0, 10.0), (-1.0, 1.0))
    scale = surface.scale(is_logarithmic=False, floor=1e-9)
    assert told
    assert surface.x_range == pytest.approx((0.0, 10.0))
    assert (scale.bottom, scale.top) == pytest.approx((-1.0, 1.0))
    assert scale.x_at(scale.rect.center().x()) == pytest.approx(5.0)


def test_all_layers_are_painted_at_the_same_scale_in_the_same_colors(surface: PlotSurface) -> None:
    assert surface.has_room
    scale = surface.scale(is_logarithmic=True, floor=1e-9)
    surface.repaint(scale)
    layers = (surface.frame, surface.lines, surface.cursor)
    assert [layer.scale_shown for layer in layers] == [scale] * 3
    assert [layer.theme for layer in layers] == [DARK] * 3


def test_no_one_gets_out_of_the_limits(surface: PlotSurface) -> None:
    surface.set_limits((0.0, 10.0), (0.0, 1.0), (0.01, 0.001))
    surface.set_range((-50.0, 100.0), (0.0, 1.0))
    left, right = surface.x_range
    assert left >= -1e-6
    assert right <= 10.0 + 1e-6
