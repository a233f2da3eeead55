"""LinePlot: what it shows, what it follows, what it reads, what it writes."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from core.errors import FileError
from desktop.look.theme import DARK, LIGHT
from desktop.widgets.plot.cursor import place_label
from desktop.widgets.plot.export import save_table, to_csv
from desktop.widgets.plot.line_plot import LinePlot
from desktop.widgets.plot.scale import (
    linear_ticks,
    logarithmic_texts,
    logarithmic_ticks,
    nice_above,
    tick_texts,
    value_text,
)
from desktop.widgets.plot.thinning import ThinnedCurve
from tests.desktop.helpers import pixels_of


@pytest.fixture
def plot(qtbot: QtBot) -> LinePlot:
    plot = LinePlot("Cost", empty_text="Press Train to see the cost fall.")
    qtbot.addWidget(plot)
    plot.resize(500, 250)
    plot.show()
    return plot


def train_curve(plot: LinePlot, count: int = 20, last: float = 10.0) -> tuple[np.ndarray, np.ndarray]:
    x = np.linspace(last / count, last, count)
    y = np.exp(-x / 3)
    plot.set_series("train", x, y, color="train", label="train")
    return x, y


def send_wheel(plot: LinePlot, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    viewport = plot._surface.view.viewport()
    at = QPointF(viewport.rect().center())
    QApplication.sendEvent(
        viewport,
        QWheelEvent(
            at,
            viewport.mapToGlobal(at),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def move_mouse(plot: LinePlot, position: QPointF) -> None:
    viewport = plot._surface.view.viewport()
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        position,
        viewport.mapToGlobal(position),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


# -------------------------------------------------------------------- thinning


def test_extremes_agree_with_looking_at_every_point(generator: np.random.Generator) -> None:
    curve, y = ThinnedCurve(), generator.normal(size=1000)
    for size in (1, 2, 3, 64, 65, 700, 1000):
        curve.take(np.arange(size), y[:size])
    start = generator.integers(0, 1000, 200)
    stop = np.minimum(start + generator.integers(1, 500, 200), 1000)
    low, high = curve.extremes(start, stop)
    assert low.tolist() == [y[a:b].min() for a, b in zip(start, stop, strict=True)]
    assert high.tolist() == [y[a:b].max() for a, b in zip(start, stop, strict=True)]


def test_an_empty_stretch_has_no_extremes() -> None:
    curve = ThinnedCurve()
    curve.take(np.arange(5), np.arange(5.0))
    low, high = curve.extremes(np.array([2]), np.array([2]))
    assert low[0] > high[0]


def test_points_that_were_not_measured_are_left_out() -> None:
    curve = ThinnedCurve()
    curve.take(np.arange(5), np.array([1.0, np.nan, np.inf, 4.0, np.nan]))
    assert curve.x.tolist() == [0.0, 3.0]
    curve.take(np.arange(7), np.array([1.0, np.nan, np.inf, 4.0, np.nan, np.nan, 7.0]))
    assert curve.y.tolist() == [1.0, 4.0, 7.0]


def test_the_same_arrays_again_are_nothing_new() -> None:
    curve, x = ThinnedCurve(), np.arange(5.0)
    assert curve.take(x, x)
    assert not curve.take(x, x)


def test_other_or_shorter_arrays_start_again() -> None:
    curve = ThinnedCurve()
    curve.take(np.arange(100), np.ones(100))
    curve.take(np.arange(10), np.ones(10))
    assert len(curve) == 10
    curve.take(np.arange(20), np.full(20, 2.0))
    assert curve.y.tolist() == [2.0] * 20


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="3 and 4"):
        ThinnedCurve().take(np.arange(3), np.arange(4))


def test_a_spike_of_one_point_reaches_its_column() -> None:
    curve, y = ThinnedCurve(), np.zeros(100_000)
    y[54_321] = 9.0
    curve.take(np.arange(100_000), y)
    _low, high = curve.columns(np.linspace(0, 100_000, 101), lambda values: values)
    assert np.flatnonzero(high == 9.0).tolist() == [54]


def test_columns_between_two_points_follow_the_line() -> None:
    curve = ThinnedCurve()
    curve.take(np.array([0.0, 10.0]), np.array([0.0, 10.0]))
    low, high = curve.columns(np.arange(13.0), lambda values: values)
    assert low[:10] == pytest.approx(np.arange(10))
    assert high[:10] == pytest.approx(np.arange(1, 11))
    assert np.isnan(low[11])


# ----------------------------------------------------------------------- scale


@pytest.mark.parametrize(("value", "above"), [(0.5, 0.5), (0.51, 0.6), (20.0, 20.0), (97, 100), (1e-7, 1e-7)])
def test_axis_ends_are_round(value: float, above: float) -> None:
    assert nice_above(value) == pytest.approx(above)


def test_an_axis_that_ends_at_a_sum_of_tenths_does_not_jump_further() -> None:
    assert nice_above(sum([0.1] * 200)) == pytest.approx(20.0)


def test_ticks_have_the_decimals_they_need() -> None:
    assert tick_texts(linear_ticks(0, 1, 5)) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
    assert tick_texts(linear_ticks(0, 1000, 5)) == ["0", "200", "400", "600", "800", "1,000"]
    assert tick_texts(linear_ticks(0, 6e11, 3)) == ["0", "2e11", "4e11", "6e11"]
    assert tick_texts(linear_ticks(0, 3e-5, 3)) == ["0", "1e−5", "2e−5", "3e−5"]
    assert tick_texts([0.9, 0.95, 1.0], is_percent=True) == ["90 %", "95 %", "100 %"]


def test_logarithmic_ticks_are_powers_of_ten_where_there_is_little_room() -> None:
    labelled, _lines = logarithmic_ticks(-2, 0, 3)
    assert logarithmic_texts(labelled) == ["0.01", "0.1", "1"]
    labelled, _lines = logarithmic_ticks(-12, 6, 4)
    assert 2 <= len(labelled) <= 5
    assert len(logarithmic_ticks(-1, -0.9, 5)[0]) >= 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0431234, "0.04312"),
        (0.0, "0.000"),
        (52766.0, "52,766"),
        (3.2e-9, "3.20e−9"),
        (6.353e-5, "6.35e−5"),
        (0.00431, "0.00431"),
        (5.31e11, "5.31e11"),
    ],
)
def test_values_read_well(value: float, text: str) -> None:
    assert value_text(value) == text
    assert value_text(0.974, is_percent=True) == "97.40 %"


# --------------------------------------------------------------------- showing


def test_an_empty_plot_says_what_to_do_until_there_is_a_point(plot: LinePlot) -> None:
    assert plot._frame.empty_text
    plot.grab()
    train_curve(plot, 1)
    assert not plot._frame.empty_text


def test_a_single_point_is_visible(plot: LinePlot) -> None:
    plot.set_series("train", np.array([0.4]), np.array([0.5]), color="#ff00ff", label="train")
    assert pixels_of(plot.grab().toImage(), "#ff00ff") > 40  # the legend's line and the dot


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_curve_takes_its_color_from_the_theme(plot: LinePlot, theme: object) -> None:
    train_curve(plot, 5000)
    plot.set_theme(theme)  # type: ignore[arg-type]
    image = plot.grab().toImage()
    assert pixels_of(image, theme.train) > 200  # type: ignore[attr-defined]
    assert pixels_of(image, theme.surface) > 10_000  # type: ignore[attr-defined]


def test_the_legend_tells_the_latest_values(plot: LinePlot) -> None:
    x, y = train_curve(plot)
    plot.set_series("test", x, np.full(20, np.nan), color="test", label="test")
    assert plot._legend.text() == f"Cost: train {value_text(y[-1])}, test"


def test_the_legend_tells_the_values_at_the_moment_shown(plot: LinePlot) -> None:
    x, y = train_curve(plot)
    for at, value in ((x[4], y[4]), (x[4] + 0.01, y[4]), (0.0, y[0]), (x[-1] + 5, y[-1]), (None, y[-1])):
        plot.set_playhead(at)
        assert plot._legend.text() == f"Cost: train {value_text(value)}"
        assert plot._legend.accessibleName() == plot._legend.text()


def test_the_legend_names_the_earlier_runs_and_what_is_said_of_them(plot: LinePlot) -> None:
    x, y = train_curve(plot)
    for number in range(1, 7):
        plot.set_series(f"earlier {number}", x, y, color="#ff00ff", label=f"Run {number}", is_faint=True)
    low = plot._legend.height()
    plot.set_note("one is left out")
    text = (
        f"Cost: train {value_text(y[-1])}. Earlier runs: Run 1, Run 2, Run 3, Run 4, Run 5 and Run 6. one is left out"
    )
    assert plot._legend.text() == text
    assert plot._legend.height() == low
    color = plot._curves["earlier 6"].paint_color(LIGHT).name()
    assert pixels_of(plot._legend.grab().toImage(), color) > 20


def test_in_a_low_plot_the_legend_leaves_the_curves_their_room(plot: LinePlot) -> None:
    x, y = train_curve(plot)
    plot.set_series("test", x, y, color="test", label="test")
    plot.set_series("earlier 1", x, y, color="runs:0", label="Run 1", is_faint=True)
    plot.set_note("one with another cost is left out")
    for width, height in ((200, 110), (230, 130), (230, 300)):
        plot.resize(width, height)
        assert plot._legend.height() <= height / 2
        assert plot._legend.geometry().bottom() < plot._surface.view.geometry().top() + 1
    assert "one with another cost" in plot._tip()


@pytest.mark.parametrize("width", [150, 200, 300, 600])
@pytest.mark.parametrize("end", [0.5, 1, 3, 15, 30, 40, 60, 100, 2000])
def test_the_x_axis_has_at_least_two_labels_that_do_not_meet(plot: LinePlot, width: int, end: float) -> None:
    plot.resize(width, 200)
    train_curve(plot, last=end)
    scale = plot._scale()
    labels = plot._frame.x_labels(scale)
    assert len(labels) >= 2
    metrics = QFontMetricsF(plot._frame.font)
    ends = [(x - metrics.horizontalAdvance(text) / 2, x + metrics.horizontalAdvance(text) / 2) for x, text in labels]
    assert all(one[1] < other[0] for one, other in itertools.pairwise(ends))
    assert ends[-1][1] <= plot._frame.boundingRect().right()


@pytest.mark.parametrize("values", [[0.0] * 5, [-1.0, -2.0, 0.0, 1.0, 2.0], [1e-300, 1e300, 1, 1, 1]])
def test_no_values_break_a_logarithmic_axis(plot: LinePlot, values: list[float]) -> None:
    plot.set_series("train", np.arange(5.0), np.array(values), color="train", label="train")
    for is_logarithmic in (True, False):
        plot.set_logarithmic(is_logarithmic)
        assert not plot.grab().isNull()
        assert np.isfinite(plot._surface.box.viewRange()).all()


def test_the_global_configuration_of_pyqtgraph_is_left_alone(plot: LinePlot) -> None:
    import pyqtgraph

    assert pyqtgraph.getConfigOption("antialias") is False
    assert pyqtgraph.getConfigOption("background") == "k"


# ------------------------------------------------------------------- following


def test_the_axis_grows_in_steps(plot: LinePlot) -> None:
    ends = set()
    x = np.arange(1, 701) / 100
    for size in range(1, 701):
        plot.set_series("train", x[:size], x[:size], color="train", label="train")
        ends.add(round(plot._surface.box.viewRange()[0][1] / 1.01, 6))
    assert len(ends) < 12
    assert max(ends) >= 7.0


@pytest.mark.parametrize("is_logarithmic", [False, True])
def test_an_earlier_run_that_went_wild_does_not_squeeze_the_run_at_hand(plot: LinePlot, is_logarithmic: bool) -> None:
    plot.set_logarithmic(is_logarithmic)
    train_curve(plot)
    before = plot._surface.box.viewRange()[1]
    x = np.arange(1.0, 6.0)
    plot.set_series("earlier 1", x, 1000.0**x, color="runs:0", label="run 1", is_faint=True)
    plot.set_series("earlier 2", x, 1000.0**-x, color="runs:1", label="run 2", is_faint=True)
    assert plot._surface.box.viewRange()[1] == before
    plot.remove_series("train")
    assert plot._surface.box.viewRange()[1][1] > before[1]  # alone, the earlier runs are seen whole


def test_the_wheel_ends_following_and_the_button_brings_it_back(plot: LinePlot, qtbot: QtBot) -> None:
    train_curve(plot)
    button = plot.findChild(QToolButton)
    assert not button.isVisible()
    with qtbot.waitSignal(plot.following_changed):
        send_wheel(plot)
    assert not plot.is_following
    before = plot._surface.box.viewRange()
    train_curve(plot, 200, 100.0)
    assert plot._surface.box.viewRange() == before
    assert button.isVisible()
    button.click()
    assert plot.is_following
    assert plot._surface.box.viewRange()[0][1] > 100


def test_shift_and_control_zoom_one_axis(plot: LinePlot) -> None:
    train_curve(plot)
    x_range, y_range = plot._surface.box.viewRange()
    send_wheel(plot, Qt.KeyboardModifier.ShiftModifier)
    assert plot._surface.box.viewRange()[1] == y_range
    assert plot._surface.box.viewRange()[0] != x_range


def test_a_double_click_or_a_key_follows_again(plot: LinePlot) -> None:
    train_curve(plot)
    send_wheel(plot)
    QTest.mouseDClick(plot._surface.view.viewport(), Qt.MouseButton.LeftButton)
    assert plot.is_following
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert not plot.is_following
    QTest.keyClick(plot, Qt.Key.Key_F)
    assert plot.is_following


def test_a_key_zooms_x_about_the_crosshair_or_the_middle(plot: LinePlot) -> None:
    train_curve(plot)
    (left, right), y_range = plot._surface.box.viewRange()
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    nearer = plot._surface.box.viewRange()
    assert nearer[0] == pytest.approx([left + 0.1 * (right - left), right - 0.1 * (right - left)])
    assert nearer[1] == y_range
    plot.set_following(True)
    QTest.keyClick(plot, Qt.Key.Key_End)
    at = plot._cursor.cursor_x
    assert at is not None
    before = float(plot._scale().pixel_x(np.array(at)))
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert float(plot._scale().pixel_x(np.array(at))) == pytest.approx(before, abs=0.01)
    assert plot._surface.box.viewRange()[0] != [left, right]


# ------------------------------------------------------------------------ axes


def test_an_axis_chosen_by_itself_is_told_and_its_beginning_can_be_looked_at(qtbot: QtBot) -> None:
    plot = LinePlot("Accuracy", is_percent=True)
    qtbot.addWidget(plot)
    plot.resize(500, 250)
    plot.show()
    plot.set_axis("automatic")
    x = np.linspace(0, 10, 200)
    plot.set_series("test", x, 0.97 - 0.87 * np.exp(-5 * x), color="test", label="test")
    assert plot._scale().bottom == 0.95
    assert "from 95 %" in plot.accessibleName()
    plot._surface.box.scaleBy((1.0, 100.0))
    assert plot._scale().bottom == pytest.approx(0.0, abs=1e-6)
    plot.set_axis("linear")
    assert plot._scale().bottom == 0.0
    assert plot.is_following
    assert plot.accessibleName() == "Accuracy over epochs"


def test_while_someone_looks_closer_the_axis_stays(plot: LinePlot) -> None:
    plot.set_axis("automatic")
    x = np.linspace(0, 10, 200)
    y = 0.05 + 2.3 * np.exp(-5 * x)
    plot.set_series("train", x[:10], y[:10], color="train", label="train")
    plot.set_following(False)
    plot.set_series("train", x, y, color="train", label="train")
    assert not plot.is_logarithmic
    plot.set_following(True)
    assert plot.is_logarithmic


def test_the_first_point_of_a_new_run_stands_on_a_linear_axis_before_the_run_put_aside(plot: LinePlot) -> None:
    plot.set_axis("automatic")
    x = np.linspace(0, 10, 200)
    y = 0.05 + 2.3 * np.exp(-5 * x)
    plot.set_series("test", x, y, color="test", label="test")
    plot.set_series("earlier", x, y, color="runs:0", label="Run 1", is_faint=True)
    assert plot.is_logarithmic
    plot.remove_series("test")
    plot.set_series("test", np.zeros(1), np.array([2.4]), color="test", label="test")
    assert not plot.is_logarithmic
    assert plot._scale().bottom == 0.0


def test_only_a_person_is_said_to_have_chosen_an_axis(plot: LinePlot) -> None:
    chosen: list[str] = []
    told: list[bool] = []
    plot.axis_chosen.connect(chosen.append)
    plot.logarithmic_changed.connect(told.append)
    plot.set_axis("automatic")
    x = np.linspace(0, 10, 200)
    plot.set_series("train", x, 0.05 + 2.3 * np.exp(-5 * x), color="train", label="train")
    assert (chosen, told) == ([], [True])
    next(action for action in plot._menu.actions() if "Logarithmic" in action.text()).trigger()
    assert (chosen, told) == (["linear"], [True, False])
    assert plot.axis_choice == "linear"


def test_a_plot_says_what_its_curves_are_drawn_along(qtbot: QtBot) -> None:
    plot = LinePlot("Cost", measures={"epochs": "epoch", "seconds": "seconds"})
    qtbot.addWidget(plot)
    plot.set_measure("seconds")
    plot.set_series("train", np.arange(5.0), np.ones(5), color="train", label="train")
    plot.show_cursor(3.0)
    assert plot.accessibleName() == "Cost over seconds"
    assert plot.reading().startswith("seconds 3")


def test_what_is_said_of_the_curves_stands_at_the_foot_and_in_the_tooltip(plot: LinePlot) -> None:
    train_curve(plot)
    before = plot.grab().toImage()
    plot.set_remarks("3 rises in 66", "3 rises", tip="How often it rose.")
    assert plot.grab().toImage() != before
    assert plot.accessible_summary().endswith(" 3 rises in 66")
    assert "How often it rose." in plot._tip()
    plot.set_remarks()
    assert plot.grab().toImage() == before
    assert "How often" not in plot._tip()


# -------------------------------------------------------------------- pointing


def test_the_crosshair_snaps_and_is_announced_once(plot: LinePlot) -> None:
    x, _y = train_curve(plot)
    seen: list[float | None] = []
    plot.hovered.connect(seen.append)
    at = float(plot._scale().pixel_x(np.array(x[7])))
    move_mouse(plot, QPointF(at + 2, 100))
    move_mouse(plot, QPointF(at + 3, 100))
    QApplication.sendEvent(plot._surface.view.viewport(), QEvent(QEvent.Type.Leave))
    assert seen == [x[7], None]


def test_a_shared_crosshair_does_not_echo(plot: LinePlot) -> None:
    x, y = train_curve(plot)
    seen: list[float | None] = []
    plot.hovered.connect(seen.append)
    plot.show_cursor(x[3] + 0.01)
    assert value_text(y[3]) in plot.reading()
    assert seen == []


def test_keys_walk_along_the_points_and_tell_what_they_read(plot: LinePlot) -> None:
    x, y = train_curve(plot)
    QTest.keyClick(plot, Qt.Key.Key_Home)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot._cursor.cursor_x == x[1]
    assert value_text(y[1]) in plot.accessibleDescription()
    QTest.keyClick(plot, Qt.Key.Key_End)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot._cursor.cursor_x == x[-2]
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert plot._cursor.cursor_x is None


def test_the_read_out_stays_inside_and_off_the_points(plot: LinePlot) -> None:
    train_curve(plot, 200)
    for number in range(6):
        x = np.linspace(0.05, 10, 9)
        plot.set_series(
            f"earlier {number}", x, x / 20, color="runs:1", label="a run with a very long name", is_faint=True
        )
    for size in ((500, 250), (200, 150), (300, 110)):
        plot.resize(*size)
        rect = plot._scale().rect
        for x in np.linspace(0.05, 10, 23):
            plot.show_cursor(x)
            plot.grab()
            assert rect.contains(plot._cursor.label_rect)


def test_the_read_out_stands_in_the_corner_farthest_from_what_it_tells() -> None:
    rect, size = QRectF(0, 0, 400, 200), (90, 60)
    place = place_label(rect, [QPointF(130, 20)], [], *size)
    assert (place.right(), place.bottom()) == (394, 194)
    rising = [QPointF(x, 200 - x / 2) for x in range(0, 400, 10)]
    for at in rising:
        place = place_label(rect, [at], rising, *size)
        assert not any(map(place.contains, rising))


def drag(plot: LinePlot, by: QPoint) -> None:
    plot._surface.box.translateBy(
        x=-by.x() / plot._scale().rect.width() * plot._surface.box.viewRect().width(),
        y=by.y() / plot._scale().rect.height() * plot._surface.box.viewRect().height(),
    )


@pytest.mark.parametrize("is_percent", [False, True])
@pytest.mark.parametrize("is_logarithmic", [False, True])
def test_no_one_is_led_out_of_the_data(qtbot: QtBot, is_percent: bool, is_logarithmic: bool) -> None:
    plot = LinePlot("Accuracy", is_percent=is_percent)
    qtbot.addWidget(plot)
    plot.resize(400, 200)
    plot.show()
    train_curve(plot)
    plot.set_logarithmic(is_logarithmic)
    whole = plot._surface.box.viewRect()
    for _ in range(10):
        plot._surface.box.scaleBy((3.0, 3.0))
    assert plot._surface.box.viewRect() == whole
    plot._surface.box.scaleBy((0.5, 0.5))
    for by in (QPoint(5000, 0), QPoint(-9000, 0), QPoint(0, 3000), QPoint(0, -9000)):
        drag(plot, by)
        seen = plot._surface.box.viewRect()
        assert whole.adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(seen)
        assert seen.width() == pytest.approx(whole.width() / 2)
        assert seen.height() == pytest.approx(whole.height() / 2)
    for _ in range(30):
        plot._surface.box.scaleBy((0.3, 0.3))
    assert len(plot._frame.x_labels(plot._scale())) >= 2
    assert not plot.grab().isNull()


def test_a_plot_that_was_zoomed_stays_at_the_data_of_a_new_run(plot: LinePlot) -> None:
    train_curve(plot, 20, 100.0)
    plot.set_following(False)
    plot._surface.box.setXRange(80, 90, padding=0)
    train_curve(plot, 20, 5.0)
    assert plot._surface.x_range[1] <= 5.0 * 1.02


def test_marks_tell_what_was_changed(plot: LinePlot) -> None:
    train_curve(plot)
    plot.set_marks([(5.0, "learning rate 0.1 → 0.01")])
    plot.set_playhead(6.0)
    plot.grab()
    assert plot._cursor.mark_painter.words_shown() == [0]
    pixel = float(plot._scale().pixel_x(np.array(5.0)))
    assert plot._cursor.mark_near(pixel + 3) == "learning rate 0.1 → 0.01"
    assert plot._cursor.mark_near(pixel + 30) == ""


def test_nothing_is_left_after_clearing(plot: LinePlot) -> None:
    train_curve(plot)
    plot.set_marks([(5.0, "seed")])
    plot.show_cursor(3.0)
    plot.clear()
    plot.grab()
    assert plot.series() == {}
    assert plot.reading() == ""


# ----------------------------------------------------------------------- files


def test_the_table_has_a_row_for_every_x_and_all_digits() -> None:
    series = {
        "train": (np.array([0.1, 0.2]), np.array([1 / 3, 0.5])),
        "test": (np.array([0.2, 0.3, 0.4]), np.array([0.25, 0.125, np.nan])),
    }
    assert to_csv(series) == "epoch,train,test\n0.1,0.3333333333333333,\n0.2,0.5,0.25\n0.3,,0.125\n"
    assert to_csv({}) == "epoch\n"


def test_no_name_in_a_table_is_a_formula(tmp_path: Path) -> None:
    assert to_csv({"=1+1": (np.array([0.1]), np.array([0.5]))}) == "epoch,'=1+1\n0.1,0.5\n"
    save_table(["Run", "-"], [["=cmd|' /C calc'!A0", -0.5], ["-0.5", "net\u202e"]], tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text() == "Run,'-\n'=cmd|' /C calc'!A0,-0.5\n-0.5,net\n"


def test_pictures_and_drawings_are_written_whole(plot: LinePlot, tmp_path: Path) -> None:
    train_curve(plot, 1000)
    plot.show_cursor(4.0)
    plot.export_png(tmp_path / "cost.png")
    plot.export_svg(tmp_path / "cost.svg")
    plot.export_csv(tmp_path / "cost.csv")
    assert QImage(str(tmp_path / "cost.png")).width() == 1920
    drawing = (tmp_path / "cost.svg").read_text()
    assert drawing.rstrip().endswith("</svg>")
    assert 'width="1920" height="1080" viewBox="0 0 960 540"' in drawing
    assert "epoch" in drawing
    assert LIGHT.train in drawing
    assert len((tmp_path / "cost.csv").read_text().splitlines()) == 1001
    assert plot.reading()  # the crosshair is back


def test_a_place_that_cannot_be_written_is_told(plot: LinePlot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cost.csv"):
        plot.export_csv(tmp_path / "file" / "cost.csv")


def test_the_menu_asks_for_an_export(plot: LinePlot, qtbot: QtBot) -> None:
    with qtbot.waitSignal(plot.export_requested) as signal:
        next(action for action in plot._menu.actions() if "SVG" in action.text()).trigger()
    assert signal.args == ["svg"]


@pytest.mark.qt_log_ignore("This plugin does not support")  # what offscreen says of every menu
def test_a_right_click_raises_our_own_menu(plot: LinePlot) -> None:
    QTest.mouseClick(plot._surface.view.viewport(), Qt.MouseButton.RightButton)
    assert plot._menu.isVisible()
    assert [a.text() for a in plot._menu.actions()[:2]] == ["&Follow new data", "&Logarithmic axis"]
    plot._menu.close()


def test_a_band_of_good_values_is_shaded_and_stays_in_view(plot: LinePlot) -> None:
    plot.set_logarithmic(True)
    train_curve(plot)
    before = plot.grab().toImage()
    plot.set_band(1e-4, 1e-3, "healthy")
    assert plot._scale().bottom <= -4
    assert plot.grab().toImage() != before
