"""InkCanvas: presses, moves and releases become strokes; undo, redo, clear."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.data.ink.strokes import Ink
from desktop.look.theme import DARK, LIGHT
from desktop.widgets.ink.canvas import InkCanvas
from desktop.widgets.ink.line import WIDTHS
from desktop.widgets.ink.sheet import Tool

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(qtbot: QtBot) -> InkCanvas:
    canvas = InkCanvas(LIGHT)
    qtbot.addWidget(canvas)
    canvas.resize(202, 202)  # the paper is 200 pixels wide, one pixel in from the edge
    canvas.show()
    return canvas


def draw(canvas: InkCanvas, *points: tuple[int, int]) -> None:
    QTest.mousePress(canvas, LEFT, NONE, QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, QPoint(*point))
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(*points[-1]))


def test_a_press_moves_and_a_release_are_one_stroke(canvas: InkCanvas, qtbot: QtBot):
    with qtbot.waitSignal(canvas.stroke_finished):
        draw(canvas, (1, 1), (101, 51), (201, 201))
    (stroke,) = canvas.strokes
    np.testing.assert_allclose(stroke, [[0, 0], [0.5, 0.25], [1, 1]])


def test_the_ink_is_announced_with_every_move(canvas: InkCanvas):
    told: list[int] = []
    canvas.ink_changed.connect(lambda strokes: told.append(sum(map(len, strokes))))
    draw(canvas, (10, 10), (20, 20), (30, 30))
    assert told == [1, 2, 3, 3]


def test_qt_hands_on_every_move_of_the_mouse_while_a_line_grows_and_only_then(canvas: InkCanvas):
    compress = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
    QCoreApplication.setAttribute(compress, True)
    QTest.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    assert not QCoreApplication.testAttribute(compress)
    QTest.mouseMove(canvas, QPoint(90, 60))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(90, 60))
    assert QCoreApplication.testAttribute(compress)
    QTest.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    canvas.hide()
    assert QCoreApplication.testAttribute(compress)


def test_a_click_is_a_dot(canvas: InkCanvas):
    draw(canvas, (101, 101))
    (stroke,) = canvas.strokes
    assert stroke.shape == (1, 2)


def test_points_beyond_the_paper_are_held_at_its_edge(canvas: InkCanvas):
    draw(canvas, (101, 101), (500, -300))
    np.testing.assert_allclose(canvas.strokes[0][-1], [1, 0])


def test_other_buttons_draw_nothing(canvas: InkCanvas):
    QTest.mousePress(canvas, RIGHT, NONE, QPoint(50, 50))
    QTest.mouseMove(canvas, QPoint(90, 90))
    QTest.mouseRelease(canvas, RIGHT, NONE, QPoint(90, 90))
    assert canvas.is_empty


def test_moving_without_a_press_draws_nothing(canvas: InkCanvas):
    QTest.mouseMove(canvas, QPoint(90, 90))
    assert canvas.is_empty


def test_undo_and_redo_go_stroke_by_stroke(canvas: InkCanvas):
    draw(canvas, (10, 10), (50, 50))
    draw(canvas, (60, 10), (90, 50))
    canvas.undo()
    assert len(canvas.strokes) == 1
    canvas.undo()
    assert canvas.is_empty
    assert not canvas.can_undo
    canvas.undo()
    canvas.redo()
    canvas.redo()
    assert len(canvas.strokes) == 2
    assert not canvas.can_redo


def test_undo_brings_back_what_was_cleared(canvas: InkCanvas):
    draw(canvas, (10, 10), (50, 50))
    canvas.clear()
    assert canvas.is_empty
    canvas.undo()
    assert len(canvas.strokes) == 1


def test_clearing_an_empty_pad_is_nothing_to_undo(canvas: InkCanvas):
    canvas.clear()
    assert not canvas.can_undo


def test_a_new_stroke_forgets_what_could_be_redone(canvas: InkCanvas):
    draw(canvas, (10, 10), (50, 50))
    canvas.undo()
    draw(canvas, (60, 60), (80, 80))
    assert not canvas.can_redo


def test_undo_in_the_middle_of_a_stroke_leaves_no_half_of_it(canvas: InkCanvas):
    draw(canvas, (10, 10), (50, 50))
    QTest.mousePress(canvas, LEFT, NONE, QPoint(60, 60))
    QTest.mouseMove(canvas, QPoint(90, 90))
    canvas.undo()
    QTest.mouseMove(canvas, QPoint(95, 95))
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(95, 95))
    assert len(canvas.strokes) <= 1
    assert not canvas._points


def test_clear_in_the_middle_of_the_first_stroke_leaves_no_ink(canvas: InkCanvas):
    QTest.mousePress(canvas, LEFT, NONE, QPoint(60, 60))
    QTest.mouseMove(canvas, QPoint(90, 90))
    canvas.clear()
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(95, 95))
    assert canvas.is_empty


def test_strokes_that_are_set_can_be_undone(canvas: InkCanvas):
    canvas.set_ink(Ink((np.array([[0.1, 0.1], [0.9, 0.9]]),)))
    assert len(canvas.strokes) == 1
    canvas.undo()
    assert canvas.is_empty


def color_at(canvas: InkCanvas, x: int, y: int) -> QColor:
    return canvas.grab().toImage().pixelColor(x, y)


def test_ink_is_seen_where_it_was_drawn_while_drawing_and_after_resizing(canvas: InkCanvas):
    QTest.mousePress(canvas, LEFT, NONE, QPoint(101, 20))
    QTest.mouseMove(canvas, QPoint(101, 180))
    assert color_at(canvas, 101, 90) == QColor(LIGHT.ink)
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(101, 180))
    assert color_at(canvas, 101, 90) == QColor(LIGHT.ink)
    assert color_at(canvas, 40, 90) == QColor(LIGHT.paper)
    canvas.resize(402, 402)
    assert color_at(canvas, 201, 180) == QColor(LIGHT.ink)


def test_another_theme_repaints_the_ink_that_is_there(canvas: InkCanvas):
    draw(canvas, (101, 20), (101, 180))
    canvas.set_theme(DARK)
    assert color_at(canvas, 101, 90) == QColor(DARK.ink)
    assert color_at(canvas, 40, 90) == QColor(DARK.paper)


def test_the_pad_stays_square_in_a_wide_place(canvas: InkCanvas):
    canvas.resize(400, 202)
    draw(canvas, (100, 1), (300, 201))
    np.testing.assert_allclose(canvas.strokes[0], [[0, 0], [1, 1]])


def test_an_empty_pad_paints_a_hint(canvas: InkCanvas):
    empty = canvas.grab().toImage()
    draw(canvas, (5, 5), (6, 6))
    canvas.undo()
    assert canvas.grab().toImage() == empty


def test_the_eraser_rubs_out_a_part_and_one_undo_brings_it_back(canvas: InkCanvas):
    draw(canvas, (1, 101), (201, 101))
    canvas.set_tool(Tool.ERASER)
    draw(canvas, (101, 61), (101, 101), (101, 141))
    assert len(canvas.strokes) == 2
    assert color_at(canvas, 101, 101) == QColor(LIGHT.paper)
    assert color_at(canvas, 40, 101) == QColor(LIGHT.ink)
    canvas.undo()
    assert len(canvas.strokes) == 1
    canvas.redo()
    assert len(canvas.strokes) == 2


def test_the_eraser_for_whole_strokes_takes_those_it_touches(canvas: InkCanvas):
    draw(canvas, (1, 101), (201, 101))
    draw(canvas, (1, 21), (201, 21))
    canvas.set_tool(Tool.LINE_ERASER)
    draw(canvas, (101, 81), (101, 121))
    assert len(canvas.strokes) == 1
    assert canvas.strokes[0][0, 1] == pytest.approx(0.1)


def test_an_eraser_that_touches_nothing_is_nothing_to_undo(canvas: InkCanvas):
    canvas.set_tool(Tool.ERASER)
    draw(canvas, (10, 10), (50, 50))
    assert not canvas.can_undo
    assert canvas.is_empty


def test_undo_while_the_eraser_is_down_takes_its_move_back(canvas: InkCanvas):
    draw(canvas, (1, 101), (201, 101))
    canvas.set_tool(Tool.ERASER)
    QTest.mousePress(canvas, LEFT, NONE, QPoint(101, 101))
    assert len(canvas.strokes) == 2
    canvas.undo()
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(101, 101))
    assert len(canvas.strokes) == 1


def test_a_broader_line_is_seen_and_earlier_ones_keep_their_width(canvas: InkCanvas):
    draw(canvas, (1, 51), (201, 51))
    canvas.set_line_width(WIDTHS[-1])
    draw(canvas, (1, 151), (201, 151))
    image = canvas.grab().toImage()
    thin, broad = (
        sum(image.pixelColor(101, y) == QColor(LIGHT.ink) for y in range(middle - 30, middle + 30))
        for middle in (51, 151)
    )
    assert 8 <= thin <= 12
    assert 16 <= broad <= 20


def test_a_picture_lies_under_the_ink_and_is_rubbed_out_too(canvas: InkCanvas):
    canvas.set_ink(Ink(picture=np.full((28, 28), 255, np.uint8)))
    assert not canvas.is_empty
    assert color_at(canvas, 101, 101) == QColor(LIGHT.ink)
    canvas.set_tool(Tool.ERASER)
    draw(canvas, (21, 101), (181, 101))
    assert color_at(canvas, 101, 101) == QColor(LIGHT.paper)
    assert not canvas.ink.picture[14, 10:18].any()
    canvas.undo()
    assert canvas.ink.picture.all()
    canvas.clear()
    assert canvas.is_empty


def test_a_picture_that_is_rubbed_out_whole_leaves_an_empty_pad(canvas: InkCanvas):
    picture = np.zeros((28, 28), np.uint8)
    picture[14, 14] = 255
    canvas.set_ink(Ink(picture=picture))
    canvas.set_tool(Tool.ERASER)
    draw(canvas, (96, 104), (108, 104))
    assert canvas.is_empty


def test_points_that_are_no_numbers_are_left_out(canvas: InkCanvas):
    canvas.set_ink(Ink((np.array([[0.1, 0.1], [np.nan, 0.5], [0.9, 0.9]]), np.full((3, 2), np.inf))))
    (stroke,) = canvas.strokes
    assert stroke.tolist() == [[0.1, 0.1], [0.9, 0.9]]


def test_a_million_points_are_shown_and_rubbed_out(canvas: InkCanvas, generator: np.random.Generator):
    canvas.set_ink(Ink((generator.random((1_000_000, 2)),)))
    assert color_at(canvas, 101, 101) == QColor(LIGHT.ink)
    canvas.set_tool(Tool.ERASER)
    draw(canvas, (101, 101), (150, 101))
    assert color_at(canvas, 125, 101) == QColor(LIGHT.paper)


def test_a_long_stroke_that_is_kept_with_fewer_points_is_rubbed_out_where_it_is_seen(canvas: InkCanvas):
    angles = np.linspace(0, 300, 1_000_000)
    canvas.set_ink(Ink((np.stack([np.cos(angles), np.sin(angles * 1.01)], axis=1) * 0.4 + 0.5,)))
    assert color_at(canvas, 21, 101) == QColor(LIGHT.ink)
    canvas.set_tool(Tool.ERASER)
    draw(canvas, (21, 71), (21, 131))
    draw(canvas, (26, 71), (26, 131))
    assert color_at(canvas, 21, 101) == QColor(LIGHT.paper)
