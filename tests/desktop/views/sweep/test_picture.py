"""SweepPicture: three pictures of a sweep, pointed at, chosen from and opened with the mouse and with keys."""

import math
from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.sweep.findings import findings
from core.sweep.goal import COST, SECONDS, Goal
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial
from core.sweep.space import Axis
from desktop.look.theme import DARK, LIGHT, Theme
from desktop.views.sweep.dots import DotBoard
from desktop.views.sweep.picture import CURVES, LINES, MAP, SweepPicture
from tests.desktop.helpers import pixels_of
from tests.desktop.views.sweep.runs import BASE, CUBE, DRAWN, GRID, ONE, RATES, swept

BEST = 2  # of the grid: a rate of 0.01 with Adam


@pytest.fixture
def picture(qtbot: QtBot) -> SweepPicture:
    picture = SweepPicture(LIGHT)
    qtbot.addWidget(picture)
    picture.resize(700, 450)
    picture.show()
    return picture


def middle_of_cell(picture: SweepPicture, column: int, line: int) -> QPoint:
    board = picture.map.cells
    cell = next(cell for cell in board.cells if (cell.column, cell.line) == (column, line))
    return board._place(cell).center().toPoint()


def place_of(board: DotBoard, setting: int) -> QPoint:
    """Return where one of the dots of a setting is."""
    assert board.dots is not None
    waiting = {trial.setting: place for trial, place in board._waiting()}
    if setting in waiting:
        return waiting[setting].toPoint()
    run = next(run for run, trial in enumerate(board.dots.trials) if trial.setting == setting)
    x, y = board._points()
    return QPointF(float(x[run]), float(y[run])).toPoint()


def show(picture: SweepPicture, sweep: Sweep, results: Sequence[Result], running: Collection[Trial] = ()) -> None:
    picture.show_sweep(sweep, findings(sweep, results), running)


def click(board: QWidget, place: QPoint) -> None:
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_before_the_first_run_a_friendly_word_says_what_will_be_here(picture: SweepPicture) -> None:
    show(picture, GRID, [])
    empty = picture.findChild(QWidget, "sweepEmpty")
    assert empty is not None
    assert empty.isVisible()
    assert "No run has come to its end yet" in picture.accessibleDescription()
    show(picture, GRID, [], GRID.trials[:2])
    assert not empty.isVisible()
    assert picture.note == "2 being trained (hollow)."
    assert "being trained" in picture.map.cells.words_at(QPointF(middle_of_cell(picture, 0, 0)))


def test_all_parts_have_the_names_others_find_them_by(picture: SweepPicture) -> None:
    show(picture, GRID, swept(GRID))
    assert picture.objectName() == "sweepPicture"
    for name in ("sweepMap", "sweepLines", "sweepCurves", "sweepAxisX", "sweepAxisY"):
        assert picture.findChild(QWidget, name) is not None, name


def test_two_grids_are_a_heat_map_with_figures_in_words(picture: SweepPicture) -> None:
    show(picture, GRID, swept(GRID))
    assert picture.map.board is picture.map.cells
    words = picture.map.cells.words_at(QPointF(middle_of_cell(picture, 1, 0)))
    assert words == "Learning rate 0.01, Optimizer Adam: 97.60 % ± 0.05 points, the mean of 3 runs"
    told = picture.map.cells.accessibleDescription()
    assert told.startswith(words)
    assert told.count("the mean of 3 runs") == 6
    assert picture.reading == "Best: learning rate 0.01, optimizer Adam: 97.60 % ± 0.05 points (3 runs)"


def test_a_cell_is_chosen_with_a_click_and_its_best_run_opened_with_two(picture: SweepPicture, qtbot: QtBot) -> None:
    show(picture, GRID, swept(GRID))
    board = picture.map.cells
    with qtbot.waitSignal(picture.chosen) as chosen:
        click(board, middle_of_cell(picture, 1, 0))
    assert chosen.args == [BEST]
    assert picture.reading.startswith("Learning rate 0.01, optimizer Adam")
    assert board.accessibleDescription().startswith("Chosen: Learning rate 0.01")
    with qtbot.waitSignal(picture.opened) as opened:
        QTest.mouseDClick(
            board, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle_of_cell(picture, 1, 0)
        )
    assert opened.args == [Trial(BEST, GRID.base.seed + 2)]


def test_arrow_keys_walk_over_the_cells_and_enter_opens(picture: SweepPicture, qtbot: QtBot) -> None:
    show(picture, GRID, swept(GRID))
    board = picture.map.cells
    walked: list[int] = []
    picture.chosen.connect(walked.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(board, key)
    assert walked == [BEST, 4, 5, 3, BEST]  # the first key goes to the best; above the upper row is nothing
    with qtbot.waitSignal(picture.opened) as opened:
        QTest.keyClick(board, Qt.Key.Key_Return)
    assert opened.args[0].setting == BEST


def test_a_run_that_is_being_trained_or_in_trouble_is_not_opened(picture: SweepPicture, qtbot: QtBot) -> None:
    results = swept(ONE, 2)
    results[1] = replace(results[1], trouble="The cost is not a number any more.")
    show(picture, ONE, results, ONE.trials[2:3])
    assert picture.note == "1 being trained (hollow); 1 run in trouble left out."
    board = picture.map.dots
    place = place_of(board, 2)
    with qtbot.assertNotEmitted(picture.opened):
        QTest.mouseDClick(board, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        picture.choose(2)
        QTest.keyClick(board, Qt.Key.Key_Return)
        picture.choose(1)
        QTest.keyClick(board, Qt.Key.Key_Return)
    assert picture.reading == "Learning rate 0.00095: in trouble"


def test_one_axis_is_a_dot_plot_of_all_runs(picture: SweepPicture, qtbot: QtBot) -> None:
    show(picture, ONE, swept(ONE))
    board = picture.map.dots
    assert picture.map.board is board
    assert not picture.axis_choice.isVisible()
    for setting in range(5):
        assert f"{ONE.values[setting][0]:g}, seed" in board.words_at(QPointF(place_of(board, setting)))
    with qtbot.waitSignal(picture.chosen) as chosen:
        click(board, place_of(board, 3))
    assert chosen.args == [3]
    QTest.keyClick(board, Qt.Key.Key_Left)
    assert board.setting == 2
    QTest.keyClick(board, Qt.Key.Key_Up)  # the next better one: 0.03 is nearer to 0.01 than 0.003 is
    assert board.setting == 4


def test_the_strongest_two_settings_are_shown_until_a_person_chooses(picture: SweepPicture) -> None:
    show(picture, CUBE, swept(CUBE))
    boxes = picture.axis_choice.across, picture.axis_choice.up
    assert [box.currentText() for box in boxes] == ["Learning rate", "Optimizer"]
    assert len(picture.map.cells.cells) == 6
    boxes[1].setCurrentIndex(2)
    boxes[1].activated.emit(2)
    assert len(picture.map.cells.cells) == 9
    boxes[0].setCurrentIndex(2)  # what the other has: they change places
    boxes[0].activated.emit(2)
    assert picture.axis_choice.axes == (2, 0)
    show(picture, CUBE, [*swept(CUBE), *swept(CUBE, 1)])
    assert picture.axis_choice.axes == (2, 0)


def test_a_range_that_was_drawn_from_is_a_dot_plot_with_the_second_setting_in_color(picture: SweepPicture) -> None:
    show(picture, DRAWN, swept(DRAWN))
    picture.axis_choice.choose(0, 1)
    assert picture.map.board is picture.map.dots
    dots = picture.map.dots.dots
    assert dots is not None
    assert set(dots.shades.tolist()) == {0.25, 0.75}
    picture.axis_choice.choose(1, 2)
    assert picture.map.board is picture.map.cells


def test_lines_are_pointed_at_chosen_and_walked_from_the_best_on(picture: SweepPicture, qtbot: QtBot) -> None:
    show(picture, DRAWN, swept(DRAWN))
    picture.show_page(LINES)
    board = picture.lines
    assert board.lines is not None
    ranked = board.lines.settings
    rect = board._inside()
    x, y = board._shown()
    third = ranked[2]
    # On the axis of figures no two lines meet.
    place = QPointF(float(x[-1]), float(y[2, -1])).toPoint()
    assert board.setting_at(QPointF(float(x[-1]), float(y[2, -1]))) == third
    with qtbot.waitSignal(board.pointed) as pointed:
        QTest.mouseMove(board, place)
    assert pointed.args[0].startswith("Learning rate ")
    assert board.setting_at(QPointF(float(x[0]), rect.top() - 60)) is None
    with qtbot.waitSignal(picture.chosen):
        click(board, place)
    assert board.setting == third
    QTest.keyClick(board, Qt.Key.Key_Up)
    QTest.keyClick(board, Qt.Key.Key_Up)
    QTest.keyClick(board, Qt.Key.Key_Up)
    assert board.setting == ranked[0]
    QTest.keyClick(board, Qt.Key.Key_Down)
    assert board.setting == ranked[1]


def test_lines_need_two_settings(picture: SweepPicture) -> None:
    show(picture, GRID, swept(GRID))
    picture.show_page(LINES)
    show(picture, ONE, swept(ONE))
    assert picture.page == MAP
    assert not picture._switch.button(LINES).isEnabled()


def test_a_curve_is_told_with_its_seed_and_opened(picture: SweepPicture, qtbot: QtBot) -> None:
    show(picture, GRID, swept(GRID))
    picture.show_page(CURVES)
    board = picture.curves
    column = (QPoint(board.width() // 2 + 3, y) for y in range(board.height()))
    place = next(place for place in column if board.run_at(QPointF(place)) is not None)  # the uppermost curve
    words = board.words_at(QPointF(place))
    assert words.startswith("Learning rate 0.01, optimizer Adam, seed ")
    with qtbot.waitSignal(picture.opened) as opened:
        QTest.mouseDClick(board, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert f"seed {opened.args[0].seed}:" in words
    QTest.keyClick(board, Qt.Key.Key_Down)
    assert board.setting is not None


@pytest.mark.parametrize("page", [MAP, LINES, CURVES])
@pytest.mark.parametrize("sweep", [GRID, DRAWN], ids=["grid", "drawn"])
def test_a_choice_is_seen_in_every_picture_and_gone_with_it(picture: SweepPicture, page: int, sweep: Sweep) -> None:
    show(picture, sweep, swept(sweep))
    picture.show_page(page)
    before = picture.board.grab().toImage()
    picture.choose(3)
    assert picture.board.grab().toImage() != before
    picture.choose(None)
    assert picture.board.grab().toImage() == before


@pytest.mark.parametrize("page", [MAP, LINES, CURVES])
def test_the_colors_are_those_of_the_theme(picture: SweepPicture, page: int) -> None:
    show(picture, GRID, swept(GRID))
    picture.show_page(page)

    def share(theme: Theme) -> float:
        image: QImage = picture.board.grab().toImage()
        return pixels_of(image, theme.surface) / (image.width() * image.height())

    least = 0.1 if page == MAP else 0.6
    assert share(LIGHT) > least
    picture.set_theme(DARK)
    assert share(DARK) > least
    assert share(LIGHT) < 0.02


@pytest.mark.parametrize("page", [MAP, LINES, CURVES])
def test_a_picture_is_painted_anew_only_when_something_changed(picture: SweepPicture, page: int) -> None:
    results = swept(GRID, 17)
    show(picture, GRID, results)
    picture.show_page(page)
    picture.board.grab()
    kept = picture.board._still
    assert kept is not None
    show(picture, GRID, list(results))
    picture.choose(1)
    picture.board.grab()
    assert picture.board._still is kept
    show(picture, GRID, swept(GRID))
    picture.board.grab()
    assert picture.board._still is not kept


def test_what_is_not_seen_is_not_worked_out(picture: SweepPicture) -> None:
    show(picture, GRID, swept(GRID))
    assert picture.lines.lines is None
    assert picture.curves.curves is None
    picture.show_page(CURVES)
    assert picture.curves.curves is not None


ODD = Axis("hidden", ((16,), (300, 200, 100, 50)))


def _without_figures() -> tuple[Sweep, list[Result]]:
    sweep = replace(GRID, goal=Goal(SECONDS, 99.9))
    return sweep, swept(sweep)


def _equal() -> tuple[Sweep, list[Result]]:
    return GRID, [replace(result, accuracy=1.0, cost=0.0) for result in swept(GRID)]


def _all_in_trouble() -> tuple[Sweep, list[Result]]:
    return GRID, [replace(r, trouble="Stopped.", accuracy=math.nan, cost=math.nan, curve=()) for r in swept(GRID)]


def _halving() -> tuple[Sweep, list[Result]]:
    sweep = replace(CUBE, halving=3)
    short = [result.up_to(sweep.rungs[0].epochs) for result in swept(sweep)]
    return sweep, [*short, *(replace(result, rung=1) for result in swept(sweep, 4))]


def _named(sweep: Sweep) -> tuple[Sweep, list[Result]]:
    return sweep, swept(sweep)


CASES = {
    "seeds only": _named(Sweep(base=BASE, seeds=4)),
    "nothing varies": _named(Sweep(base=BASE)),
    "cost": _named(replace(GRID, goal=Goal(COST))),
    "seconds": _named(replace(GRID, goal=Goal(SECONDS, 95))),
    "without figures": _without_figures(),
    "one epoch": (GRID, swept(GRID, points=1)),
    "equal": _equal(),
    "in trouble": _all_in_trouble(),
    "halving": _halving(),
    "one value": _named(Sweep(base=BASE, axes=(Axis("batch_size", (10,)), RATES))),
    "long names": _named(Sweep(base=BASE, axes=(ODD, RATES))),
    "one run": (GRID, swept(GRID, 1)),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", [(700, 450), (330, 260), (120, 90)])
def test_whatever_came_of_the_runs_each_picture_is_drawn_and_answers(
    picture: SweepPicture, case: str, size: tuple[int, int]
) -> None:
    sweep, results = CASES[case]
    picture.resize(*size)
    show(picture, sweep, results, sweep.trials[-2:])
    for page in (MAP, LINES, CURVES):
        if not picture._switch.button(page).isEnabled():
            continue
        picture.show_page(page)
        board = picture.board
        board.grab()
        for x in range(0, board.width(), 20):
            board.words_at(QPointF(x, board.height() / 2))
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left):
            QTest.keyClick(board, key)
        board.grab()
        assert board.accessibleDescription()


def test_with_halving_it_is_said_what_the_map_compares(picture: SweepPicture) -> None:
    sweep, results = _halving()
    show(picture, sweep, results)
    assert picture.note == f"All runs as they were after {sweep.rungs[0].epochs} epochs."


def test_a_run_far_behind_does_not_squeeze_the_others_and_is_counted(picture: SweepPicture) -> None:
    results = swept(ONE)
    results[4] = replace(results[4], accuracy=0.113)
    show(picture, ONE, results)
    assert "1 run lies below 9" in picture.note
    dots = picture.map.dots
    assert "11.30 %" in dots.words_at(QPointF(place_of(dots, 4)))  # an arrow at the lower edge


@pytest.mark.parametrize("page", [MAP, LINES, CURVES])
def test_a_frame_shows_where_the_keys_go_but_not_to_who_clicked(picture: SweepPicture, page: int) -> None:
    show(picture, GRID, swept(GRID))
    picture.show_page(page)
    board = picture.board

    def is_framed(reason: Qt.FocusReason) -> bool:
        board.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, reason))
        image = board.grab().toImage()
        return image.pixelColor(1, image.height() // 2).name() == LIGHT.accent

    assert is_framed(Qt.FocusReason.TabFocusReason)
    assert not is_framed(Qt.FocusReason.MouseFocusReason)


def test_runs_being_trained_are_hollow_in_a_cell_of_any_size(picture: SweepPicture) -> None:
    for height in (450, 200):
        picture.resize(700, height)
        show(picture, GRID, swept(GRID, 17))
        before = picture.board.grab().toImage()
        show(picture, GRID, swept(GRID, 17), GRID.trials[17:])
        assert picture.board.grab().toImage() != before
