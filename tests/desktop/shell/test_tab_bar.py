import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.tab_bar import TabBar

VIEWS = ("Neurons", "Network", "Mistakes", "Why")


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    """Return what holds the bar: in a window of its own it would be as wide as the screen wants it."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def bar(holder: QWidget) -> TabBar:
    made = TabBar(holder)
    made.setDocumentMode(True)
    made.setExpanding(False)  # as in a QTabWidget in document mode
    for view in VIEWS:
        made.addTab(view)
    holder.show()
    return made


def give(bar: TabBar, width: int) -> None:
    bar.resize(width, bar.sizeHint().height())


def narrowest(bar: TabBar) -> int:
    return sum(bar.minimumTabSizeHint(index).width() for index in range(bar.count()))


def has_arrows(bar: TabBar) -> bool:
    return any(button.isVisible() for button in bar.findChildren(QToolButton))


def colors_inside(image: QImage, place: QRect) -> set[int]:
    inside = place.adjusted(4, 6, -4, -6)
    columns, rows = range(inside.left(), inside.right()), range(inside.top(), inside.bottom())
    return {image.pixel(x, y) for x in columns for y in rows}


def test_tabs_are_as_wide_as_usual_where_there_is_room(bar: TabBar) -> None:
    give(bar, 1000)
    assert [bar.tabRect(index).width() for index in range(4)] == [bar.tabSizeHint(index).width() for index in range(4)]


def test_tabs_shrink_before_any_is_out_of_sight(bar: TabBar) -> None:
    give(bar, narrowest(bar))
    assert narrowest(bar) < bar.sizeHint().width() - 40
    assert bar.tabRect(3).right() < bar.width()
    assert not has_arrows(bar)


def test_arrows_come_where_not_even_the_words_fit(bar: TabBar) -> None:
    give(bar, narrowest(bar) - 1)
    assert has_arrows(bar)


def test_words_fit_the_narrowest_tab(bar: TabBar) -> None:
    for index, view in enumerate(VIEWS):
        assert bar.fontMetrics().horizontalAdvance(view) <= bar.minimumTabSizeHint(index).width()


def test_each_tab_shows_its_words_whatever_its_width(bar: TabBar) -> None:
    for width in (1000, narrowest(bar)):
        give(bar, width)
        image = bar.grab().toImage()
        for index in range(4):
            assert bar.palette().windowText().color().rgb() in colors_inside(image, bar.tabRect(index))
