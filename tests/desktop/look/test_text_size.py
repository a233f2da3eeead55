"""Text as large as the last row needs it, all over the window, at once and the next time."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.look.text_size import SIZES, TextSizeKeeper
from desktop.widgets.labels import VerdictLabel
from desktop.widgets.plot.line_plot import LinePlot


@pytest.fixture(autouse=True)
def text_as_it_was(qapp) -> Iterator[None]:
    yield
    TextSizeKeeper(qapp, 1.0)


def test_a_size_that_is_not_offered_is_taken_for_the_nearest(qapp):
    assert TextSizeKeeper(qapp, 1.4).size in (1.3, 1.5)
    assert TextSizeKeeper(qapp, 9.0).size == SIZES[-1]


def test_there_is_an_end_both_ways_and_a_way_back(qapp):
    sizes = TextSizeKeeper(qapp)
    usual = qapp.font().pointSizeF()
    for _ in range(9):
        sizes.change(1)
    assert sizes.size == SIZES[-1]
    assert not sizes.can_grow
    assert qapp.font().pointSizeF() == pytest.approx(SIZES[-1] * usual)
    for _ in range(9):
        sizes.change(-1)
    assert sizes.size == SIZES[0]
    assert not sizes.can_shrink
    sizes.change(0)
    assert sizes.size == 1.0
    assert qapp.font().pointSizeF() == pytest.approx(usual)


def test_everything_grows_at_once_and_shrinks_again(person):
    labels = person.window.findChildren(QLabel)
    others = [person.find(QWidget, name) for name in ("costPlot", "digitBars", "learningRateSpin", "presetCombo")]
    before = [widget.font().pointSizeF() for widget in (*labels, *others)]
    person.trigger("largerTextAction")
    wanted = [pytest.approx(points * SIZES[SIZES.index(1.0) + 1], rel=0.02) for points in before]
    person.wait_until(lambda: [widget.font().pointSizeF() for widget in (*labels, *others)] == wanted)
    plot = person.find(LinePlot, "costPlot")
    assert plot._surface.frame.font.pointSizeF() == pytest.approx(0.92 * QApplication.font().pointSizeF(), rel=0.02)
    person.trigger("usualTextAction")
    back = [pytest.approx(points, rel=0.02) for points in before]
    person.wait_until(lambda: [widget.font().pointSizeF() for widget in (*labels, *others)] == back)


def test_a_verdict_stays_large_after_another_digit(person):
    verdict = person.find(VerdictLabel, "predictionLabel")
    person.trigger("largerTextAction")
    large = verdict.font().pointSizeF()
    verdict.setText("7")
    assert verdict.font().pointSizeF() == pytest.approx(large, rel=0.02)


def test_the_size_is_remembered(person, open_window):
    person.trigger("largerTextAction")
    size = person.window.text_sizes.size
    person.window.close()
    again = open_window()
    assert again.text_sizes.size == size > 1


@pytest.mark.parametrize("written", ["-3", "nan", "large", "40"])
def test_a_size_that_cannot_be_is_the_usual_one(preferences, written: str):
    preferences._settings.setValue("text_size", written)
    assert preferences.text_size == 1.0


def test_the_middle_has_its_room_again_when_text_is_as_before(person):
    columns = person.window.arrangement.splitters["columns"]
    person.window.resize(1280, 780)
    person.wait_until(lambda: person.window.width() == 1280)
    before = columns.sizes()
    for _ in range(3):
        person.trigger("largerTextAction")
    person.wait_until(lambda: columns.sizes()[0] > before[0] + 20)
    person.trigger("usualTextAction")
    person.wait_until(lambda: abs(columns.sizes()[0] - before[0]) <= 12)
