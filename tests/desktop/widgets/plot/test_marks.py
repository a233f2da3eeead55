"""The words of marks: whole where there is room, next to their mark, and never on one another."""

import numpy as np
import pytest
from PySide6.QtGui import QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from desktop.look.theme import LIGHT
from desktop.widgets.plot.marks import MarkPainter, Place, place_words
from desktop.widgets.plot.scale import Scale


def test_words_stand_after_their_mark_and_before_it_at_the_right_edge() -> None:
    assert place_words([100.0], [80.0], 0.0, 400.0, 3) == [Place(0, 0, 105.0, 80.0)]
    assert place_words([350.0], [80.0], 0.0, 400.0, 3) == [Place(0, 0, 265.0, 80.0)]


def test_marks_that_are_close_take_a_row_each() -> None:
    places = place_words([100.0, 110.0, 120.0], [80.0] * 3, 0.0, 400.0, 3)
    assert [(place.mark, place.width) for place in places] == [(2, 80.0), (1, 80.0), (0, 80.0)]


def test_words_are_cut_rather_than_left_out_and_left_out_rather_than_told_in_two_letters() -> None:
    (place,) = place_words([50.0], [300.0], 0.0, 160.0, 1)
    assert place.width == pytest.approx(100.0)
    assert place_words([25.0], [300.0], 0.0, 50.0, 1) == []
    assert place_words([-5.0, 500.0], [10.0, 10.0], 0.0, 400.0, 3) == []


@pytest.mark.parametrize("width", [120.0, 250.0, 600.0])
@pytest.mark.parametrize("count", [1, 4, 25])
def test_no_words_meet_and_none_leave_the_plot(width: float, count: int, generator: np.random.Generator) -> None:
    for _ in range(20):
        pixels = np.sort(generator.uniform(0, width, count)).tolist()
        places = place_words(pixels, generator.uniform(20, 250, count).tolist(), 0.0, width, 3)
        assert places  # the latest at least
        for one in places:
            assert one.left >= 0
            assert one.left + one.width <= width
            beside = (one.left - pixels[one.mark], pixels[one.mark] - one.left - one.width)
            assert max(beside) == pytest.approx(5.0)
            others = [other for other in places if other.row == one.row and other.mark != one.mark]
            assert all(one.left + one.width <= it.left or it.left + it.width <= one.left for it in others)


@pytest.mark.parametrize("is_below", [False, True])
def test_words_are_painted_at_the_edge_where_the_curves_are_not(qtbot: QtBot, is_below: bool) -> None:
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(LIGHT.surface)
    painter = QPainter(image)
    scale = Scale(image.rect().toRectF(), 0.0, 10.0, 0.0, 1.0)
    marks = MarkPainter(is_below=is_below)
    marks.paint(painter, [(2.0, "learning rate 0.1 → 0.01"), (40.0, "out of view")], scale, LIGHT, QFont())
    painter.end()
    right = image.copy(90, 0, 300, 200)
    painted = [y for y in range(200) if any(right.pixel(x, y) != right.pixel(299, 100) for x in range(300))]
    assert painted
    assert min(painted) > 150 if is_below else max(painted) < 50
    assert marks.words_shown() == [0]
