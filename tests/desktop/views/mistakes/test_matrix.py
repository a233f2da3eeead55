"""Matrix: counts as shaded cells, for mouse, keyboard and screen reader alike."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from core.data.classes import DIGITS
from desktop.look.theme import DARK, LIGHT, Theme
from desktop.views.mistakes.matrix import Matrix
from desktop.views.mistakes.matrix_area import _share


@pytest.fixture
def matrix(qtbot: QtBot) -> Matrix:
    matrix = Matrix(LIGHT)
    matrix.set_class_names(DIGITS)
    qtbot.addWidget(matrix)
    matrix.resize(380, 330)
    counts = np.diag(np.full(10, 950, np.int64))
    counts[4, 9], counts[4, 7], counts[8, 3] = 9, 23, 1
    matrix.show_counts(counts, np.full(10, 0.97), np.full(10, np.nan))
    matrix.show()
    return matrix


def color_of(matrix: Matrix, cell: tuple[int, int]) -> QColor:
    corner = matrix.cell_rect(cell).topLeft().toPoint() + QPoint(4, 4)
    return matrix.grab().toImage().pixelColor(corner)


def click(qtbot: QtBot, matrix: Matrix, cell: tuple[int, int]) -> None:
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.cell_rect(cell).center().toPoint())


def test_a_cell_is_told_in_a_sentence(matrix: Matrix):
    assert matrix.sentence((4, 9)) == "9 of 982 fours were taken for nines"
    assert matrix.sentence((8, 3)) == "1 of 951 eights was taken for a three"
    assert matrix.sentence((0, 0)) == "950 of 950 zeros were read as zeros"
    matrix.set_class_names(tuple(f"Kind {name}" for name in "abcdefghij"))
    assert matrix.sentence((4, 9)) == "9 of 982 images of Kind e were taken for Kind j"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_more_mistakes_are_shaded_more_and_what_is_right_is_muted(matrix: Matrix, theme: Theme):
    matrix.set_theme(theme)
    surface = QColor(theme.surface)

    def distance(cell: tuple[int, int]) -> int:
        color = color_of(matrix, cell)
        parts = zip(color.getRgb()[:3], surface.getRgb()[:3], strict=True)
        return sum(abs(one - other) for one, other in parts)

    assert distance((0, 1)) == 0
    assert 0 < distance((8, 3)) < distance((4, 9)) < distance((4, 7))
    assert color_of(matrix, (5, 5)) == QColor(theme.grid)


def test_percent_are_of_the_row(matrix: Matrix):
    before = matrix.grab().toImage()
    assert matrix._figure(4, 23) == "23"
    matrix.set_percent(True)
    assert (matrix._figure(4, 23), matrix._figure(4, 950)) == ("2.3", "97")
    assert matrix.grab().toImage() != before


@pytest.mark.parametrize(
    ("share", "said"),
    [(1.0, "100"), (0.9999, "99.9"), (1131 / 1135, "99.6"), (0.97, "97"), (0.989, "99"), (0.023, "2.3"), (0.0, "0.0")],
)
def test_only_all_is_called_a_hundred_percent(share: float, said: str):
    assert _share(share) == said


def test_what_stands_beside_and_below_the_cells_is_explained(matrix: Matrix):
    corner = matrix.cell_rect((9, 9)).bottomRight().toPoint()
    assert "Recall" in matrix._explain(corner + QPoint(9, -9))
    assert "Precision" in matrix._explain(corner + QPoint(-9, 9))
    assert matrix._explain(QPoint(2, 2)) == ""


def test_a_click_picks_a_cell_and_another_lets_it_go(qtbot: QtBot, matrix: Matrix):
    told: list[object] = []
    matrix.picked.connect(told.append)
    click(qtbot, matrix, (4, 9))
    assert matrix.chosen == (4, 9)
    click(qtbot, matrix, (4, 9))
    click(qtbot, matrix, (8, 3))
    assert told == [(4, 9), None, (8, 3)]


def test_a_click_beside_the_cells_picks_nothing(qtbot: QtBot, matrix: Matrix):
    matrix.picked.connect(lambda cell: pytest.fail("picked"))
    for place in (QPoint(2, 2), QPoint(matrix.width() - 3, 100), QPoint(100, matrix.height() - 2)):
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=place)


def test_the_keyboard_goes_to_every_cell_and_stays_inside(qtbot: QtBot, matrix: Matrix):
    said: list[str] = []
    matrix.pointed.connect(said.append)
    for key, times in ((Qt.Key.Key_Down, 4), (Qt.Key.Key_End, 1), (Qt.Key.Key_Right, 1)):
        for _ in range(times):
            qtbot.keyClick(matrix, key)
    assert said[-1] == matrix.sentence((4, 9))
    assert matrix.accessibleDescription().startswith(matrix.sentence((4, 9)))
    with qtbot.waitSignal(matrix.picked) as told:
        qtbot.keyClick(matrix, Qt.Key.Key_Return)
    assert told.args == [(4, 9)]


def test_the_cell_under_the_mouse_is_told(qtbot: QtBot, matrix: Matrix):
    said: list[str] = []
    matrix.pointed.connect(said.append)
    qtbot.mouseMove(matrix, matrix.cell_rect((4, 7)).center().toPoint())
    qtbot.mouseMove(matrix, QPoint(1, 1))
    assert said == ["23 of 982 fours were taken for sevens", ""]


@pytest.mark.parametrize("size", [(236, 196), (1200, 900), (60, 40)])
def test_any_size_can_be_painted_and_small_cells_stay_in_sight(matrix: Matrix, size: tuple[int, int]):
    matrix.resize(*size)
    matrix.show_counts(np.zeros((10, 10), np.int64), np.full(10, np.nan), np.full(10, np.nan))
    assert not matrix.grab().isNull()
    if size >= (236, 196):
        last = matrix.cell_rect((9, 9))
        assert last.right() <= matrix.width()
        assert last.bottom() <= matrix.height()
        assert matrix.cell_at(last.center()) == (9, 9)


@pytest.mark.parametrize("count", [2, 26, 100])
def test_a_table_of_any_number_of_classes_stays_inside_and_can_be_walked(qtbot: QtBot, matrix: Matrix, count: int):
    counts = np.diag(np.full(count, 9, np.int64))
    counts[count - 1, 0] = 3
    matrix.choose((8, 3))
    matrix.set_class_names(tuple(f"kind {index}" for index in range(count)))
    assert matrix.chosen is None, "there may be no such cell any more"
    matrix.show_counts(counts, np.full(count, 0.9), np.full(count, np.nan))
    last = matrix.cell_rect((count - 1, count - 1))
    assert matrix.rect().toRectF().contains(last)
    assert matrix.cell_at(last.center()) == (count - 1, count - 1)
    assert matrix.part_count(()) == count + 1
    qtbot.keyClick(matrix, Qt.Key.Key_End)
    assert matrix.current_part() == (0, count - 1)
    assert matrix.sentence((count - 1, 0)).startswith("3 of 12 images of")
    assert color_of(matrix, (count - 1, 0)) != QColor(LIGHT.surface) or count == 100
