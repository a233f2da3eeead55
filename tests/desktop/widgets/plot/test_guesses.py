"""The guesses of a plot: level lines that are in sight, with words that stand on no others."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.look.theme import LIGHT
from desktop.widgets.plot.guesses import place_words
from desktop.widgets.plot.line_plot import LinePlot

RECT = QRectF(0, 0, 300, 200)


def test_words_stand_on_their_own_side_of_the_line_where_there_is_room() -> None:
    (above,) = place_words([100.0], [60.0], 14.0, RECT, is_above=True)
    (below,) = place_words([100.0], [60.0], 14.0, RECT, is_above=False)
    assert above.bottom() < 100 < below.top()
    (at_top,) = place_words([4.0], [60.0], 14.0, RECT, is_above=True)
    (at_foot,) = place_words([198.0], [60.0], 14.0, RECT, is_above=False)
    assert at_top.top() > 4
    assert at_foot.bottom() < 198


@pytest.mark.parametrize("lines", [(100.0, 100.0), (100.0, 92.0), (4.0, 12.0, 20.0)])
def test_words_of_lines_that_are_close_do_not_meet(lines: tuple[float, ...]) -> None:
    places = place_words(lines, [60.0] * len(lines), 14.0, RECT, is_above=True)
    assert all(RECT.contains(place) for place in places)
    assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[:n])


def _plot(qtbot: QtBot, *, is_percent: bool) -> LinePlot:
    plot = LinePlot("Accuracy" if is_percent else "Cost", is_percent=is_percent, empty_text="Press Train.")
    qtbot.addWidget(plot)
    plot.resize(400, 250)
    plot.set_axis("automatic")
    plot.show()
    return plot


def _learn(plot: LinePlot, last: float) -> None:
    x = np.linspace(0, 50, 100)
    plot.set_series("test", x, last + (0.1 - last) * np.exp(-x / 3), color="test", label="test")


def test_the_axes_make_room_for_a_guess_and_take_it_back(qtbot: QtBot) -> None:
    accuracy, cost = _plot(qtbot, is_percent=True), _plot(qtbot, is_percent=False)
    guess = ((0.3, "your guess"),)
    accuracy.set_guesses(guess)
    assert accuracy._cursor.guesses == ()  # without curves the axis says nothing
    assert accuracy.accessible_summary() == "Press Train."
    _learn(accuracy, 0.97)
    assert accuracy._frame.note == ""
    accuracy.set_guesses(())
    assert accuracy._frame.note == "from 80 %"
    accuracy.set_guesses(guess)
    assert accuracy._surface.ranges[1][0] < 0.3
    assert "Your guess: 30.00 %." in accuracy.accessible_summary()
    accuracy.set_guesses(((1.3, "your guess"),))  # more than all
    assert accuracy._surface.ranges[1][1] < 1.1
    _learn(cost, 0.01)
    for choice in ("linear", "logarithmic"):
        cost.set_axis(choice)
        before = cost._surface.ranges[1]
        cost.set_guesses(((3.0, "your guess"),))
        scale = cost._scale()
        assert scale.top > scale.to_axis(np.array(3.0)) > before[1]
        cost.set_guesses(((0.0, "your guess"),))  # has no logarithm
        assert cost._surface.ranges[1][1] == before[1]
        cost.set_guesses(())


def test_a_picture_has_the_guess_as_well(qtbot: QtBot, tmp_path: Path) -> None:
    plot = _plot(qtbot, is_percent=True)
    _learn(plot, 0.5)
    plot.export_png(tmp_path / "without.png")
    plot.set_guesses(((0.8, "your guess"),))
    plot.export_png(tmp_path / "with.png")

    def dark_rows(name: str) -> int:
        picture = QImage(str(tmp_path / name))
        across = range(picture.width() // 4, picture.width() - 100, 3)
        dark = [sum(picture.pixelColor(x, y).lightness() < 90 for x in across) for y in range(picture.height())]
        return sum(count > len(across) // 3 for count in dark)

    assert LIGHT.name == plot._theme.name
    assert dark_rows("with.png") > dark_rows("without.png") == 0
