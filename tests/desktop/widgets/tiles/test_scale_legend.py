"""ScaleLegend: which color stands for which figure."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK, LIGHT
from desktop.widgets.tiles.scale_legend import ScaleLegend


@pytest.fixture
def legend(qtbot: QtBot) -> ScaleLegend:
    made = ScaleLegend(LIGHT)
    qtbot.addWidget(made)
    made.resize(400, made.sizeHint().height())
    return made


@pytest.mark.parametrize(("limit", "ends"), [(0.25, ("−0.25", "+0.25")), (None, ("−max", "+max"))])
def test_the_ends_of_the_scale_are_told(legend: ScaleLegend, limit: float | None, ends: tuple[str, str]) -> None:
    legend.set_limit(limit, "A note.")
    low, high = ends
    assert legend.accessibleDescription() == f"Blue is {low}, orange is {high}, and the middle is zero. A note."


def test_the_low_end_is_blue_and_the_high_end_orange(legend: ScaleLegend) -> None:
    legend.set_limit(1.0)
    image = legend.grab().toImage()
    row = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    blue = [x for x, color in enumerate(row) if color.blue() > color.red() + 60]
    orange = [x for x, color in enumerate(row) if color.red() > color.blue() + 60]
    assert max(blue) < min(orange)


def test_another_theme_shows_at_once(legend: ScaleLegend) -> None:
    before = legend.grab().toImage()
    legend.set_theme(DARK)
    assert legend.grab().toImage() != before
