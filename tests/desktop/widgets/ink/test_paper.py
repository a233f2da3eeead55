import pytest
from PySide6.QtCore import QPointF, QRect, QSize

from desktop.widgets.ink.paper import Paper


def test_the_paper_is_a_square_in_the_middle() -> None:
    assert Paper.within(QSize(202, 102)).square.getRect() == (51, 1, 100, 100)


def test_places_and_pixels_are_two_ways_to_say_the_same() -> None:
    paper = Paper.within(QSize(202, 102))
    assert paper.to_pixel((0.25, 0.5)) == QPointF(76, 51)
    assert paper.to_pad(QPointF(76, 51)) == pytest.approx((0.25, 0.5))


def test_a_pixel_beyond_the_paper_is_at_its_edge() -> None:
    assert Paper.within(QSize(202, 102)).to_pad(QPointF(0, 500)) == (0.0, 1.0)


def test_an_area_holds_all_places_and_a_margin() -> None:
    area = Paper.within(QSize(102, 102)).area_of([(0.5, 0.2), (0.1, 0.4)], 5.0)
    assert area == QRect(6, 16, 50, 30)
