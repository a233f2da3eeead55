"""A slide of a plot: the same curves at the same place, and a legend that leaves nothing out."""

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK
from desktop.widgets.plot.line_plot import LinePlot
from desktop.widgets.plot.slide import slide_of
from tests.desktop.helpers import pixels_of

NAMES = [f"784-{width}-10, rate {rate:g}, 20 epochs" for width in (16, 64, 128) for rate in (0.1, 0.01, 0.001)]


@pytest.fixture
def plot(qtbot: QtBot) -> LinePlot:
    made = LinePlot("Accuracy", is_percent=True)
    qtbot.addWidget(made)
    made.resize(250, 200)
    made.show()
    made.set_axis("automatic")
    x = np.linspace(0, 10, 200)
    for number, name in enumerate(NAMES):
        made.set_series(f"earlier {number}", x, x / 11, color=f"runs:{number}", label=name, is_faint=True)
    made.set_series("test", x, 0.97 - 0.87 * np.exp(-5 * x), color="test", label="test")
    made.set_note("2 on other images are left out")
    made.set_marks([(5.0, "learning rate 0.1 → 0.01")])
    return made


def test_every_run_is_named_in_full_in_a_drawing(plot: LinePlot, tmp_path: Path) -> None:
    plot.export_svg(tmp_path / "accuracy.svg")
    said = re.findall(r">([^<>]+)</text>", (tmp_path / "accuracy.svg").read_text())
    assert set(NAMES) <= set(said)
    assert {"Accuracy", "test", "2 on other images are left out", "learning rate 0.1 → 0.01", "from 95 %"} <= set(said)


def test_a_picture_is_as_wide_as_a_slide_and_has_the_colors_on_screen(plot: LinePlot, tmp_path: Path) -> None:
    plot.set_theme(DARK)
    plot.export_png(tmp_path / "accuracy.png")
    image = QImage(str(tmp_path / "accuracy.png"))
    assert (image.width(), image.height()) == (1920, 1080)
    assert image.pixelColor(3, 3).name() == DARK.surface
    assert pixels_of(image, DARK.test) > 1000


def test_a_long_legend_makes_the_slide_higher_and_leaves_the_curves_their_room(plot: LinePlot) -> None:
    x = np.linspace(0, 10, 200)
    for number in range(60):
        plot.set_series(f"more {number}", x, x / 12, color="runs:1", label=f"{NAMES[0]} ({number})", is_faint=True)
    with slide_of(plot) as slide:
        assert slide.height() > 540
        assert slide._surface.view.height() >= 400


def test_it_shows_the_place_that_was_zoomed_in_on(plot: LinePlot) -> None:
    plot.set_following(False)
    plot._surface.set_range((2.0, 4.0), (0.5, 0.8))
    plot.show_cursor(3.0)
    plot.set_playhead(3.0)
    with slide_of(plot) as slide:
        for found, wanted in zip(slide._surface.ranges, plot._surface.ranges, strict=True):
            assert found == pytest.approx(wanted)
        assert slide.axis_choice == "linear"
        assert slide._cursor.cursor_x is None
        assert slide._cursor.playhead is None
        assert not slide._follow_button.isVisibleTo(slide)
    assert plot._cursor.cursor_x is not None
