"""The window on small screens: everything is in sight or can be scrolled to."""

from functools import partial

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QProgressBar, QSlider, QWidget

from desktop.models.notices import Notice
from desktop.widgets.shrink_area import ShrinkArea

_SMALL = [(900, 500), (910, 512), (1024, 700), (1024, 768), (1280, 800), (1366, 768)]


def _place(window, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())


def test_everything_is_in_sight_in_a_small_window(person):
    window = person.window
    pad, bars = person.find(QWidget, "pad"), person.find(QWidget, "digitBars")
    shown = (pad, bars, person.find(QSlider, "timelineSlider"), person.find(QProgressBar, "progressBar"))

    def all_fits(size: QSize) -> bool:
        areas = window.findChildren(ShrinkArea)
        scrolls = any(a.verticalScrollBar().isVisible() or a.horizontalScrollBar().isVisible() for a in areas)
        are_inside = all(window.rect().contains(_place(window, widget)) for widget in shown)
        return window.size() == size and are_inside and not scrolls and _is_readable(pad, bars)

    for size in _SMALL:
        window.resize(*size)
        person.wait_until(partial(all_fits, QSize(*size)))


def test_what_a_low_window_has_no_room_for_is_scrolled_to(person):
    pad, bars = person.find(QWidget, "pad"), person.find(QWidget, "digitBars")
    person.window.resize(900, 400)
    areas = person.window.findChildren(ShrinkArea)
    person.wait_until(lambda: any(area.verticalScrollBar().maximum() > 0 for area in areas) and _is_readable(pad, bars))


def _is_readable(pad: QWidget, bars: QWidget) -> bool:
    return pad.height() >= pad.minimumHeight() and bars.height() >= bars.minimumSizeHint().height()


def test_a_window_remembered_from_a_larger_screen_fits_this_one(person, open_window):
    available = person.window.screen().availableSize()
    person.window.resize(available + QSize(400, 300))
    person.window.close()
    again = open_window()
    assert again.width() <= available.width()
    assert again.height() <= available.height()


@pytest.mark.parametrize("size", [(900, 500), (1280, 800)])
def test_a_notice_moves_nothing_that_can_be_clicked(person, size: tuple[int, int]):
    window, bar = person.window, person.window.notice_bar
    person.workbench.notices.dismiss()
    window.resize(*size)
    names = ("pad", "digitBars", "costPlot", "accuracyPlot", "seedSpin", "timelineSlider", "datasetCombo")
    things = [window.tabs.tabBar(), *(person.find(QWidget, name) for name in names)]
    person.wait_until(lambda: bar.isHidden() and window.size() == QSize(*size))
    window.grab()  # lays out what waits for it
    before, size_of_views = [_place(window, thing) for thing in things], window.tabs.size()
    person.workbench.notices.post(Notice("info", "A long story that goes on and on. " * 5, (("Read on", print),)))

    def is_whole() -> bool:
        return bar.isVisible() and 0 < bar.heightForWidth(bar.width()) <= bar.height()

    person.wait_until(is_whole)
    assert [_place(window, thing) for thing in things] == before
    assert _place(window, window.tabs).contains(_place(window, bar)), "it floats"
    assert window.tabs.size() == size_of_views
    assert bar.accessibleDescription().startswith("A long story")
    person.workbench.notices.dismiss()
    person.wait_until(bar.isHidden)
    assert [_place(window, thing) for thing in things] == before


def test_large_text_leaves_the_pad_as_large_as_it_was(person):
    window, pad = person.window, person.find(QWidget, "pad")
    window.resize(1280, 800)
    person.wait_until(lambda: window.size() == QSize(1280, 800))
    person.wait_until(lambda: pad.height() == pad.width() > 200)
    before = pad.width()
    for _ in range(4):
        person.trigger("largerTextAction")
    words = person.find(QWidget, "seedSpin")
    person.wait_until(lambda: words.height() > 32 and min(pad.width(), pad.height()) >= before - 12)
    person.trigger("usualTextAction")
    person.wait_until(lambda: abs(min(pad.width(), pad.height()) - before) <= 12)


def test_on_a_large_screen_the_verdict_is_large_beside_the_pad(person):
    window, pad, verdict = person.window, person.find(QWidget, "pad"), person.find(QWidget, "predictionLabel")
    window.resize(3840, 2160)
    person.wait_until(lambda: pad.height() > 600 and verdict.height() >= 0.12 * pad.height())
