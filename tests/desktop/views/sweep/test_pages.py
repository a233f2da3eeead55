"""The words stand beside the other pages of a sweep where there is room, else they are a page of their own."""

import pytest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK, LIGHT
from desktop.views.sweep.pages import Page, Pages

WIDE, NARROW = 900, 200


@pytest.fixture
def pages(qtbot: QtBot) -> Pages:
    names = ("picture", "table", "words")
    pages = Pages([Page(QLabel(name), name.title(), f"{name}Button", f"See the {name}.") for name in names], LIGHT)
    qtbot.addWidget(pages)
    qtbot.addWidget(pages.buttons)
    pages.resize(WIDE, 300)
    pages.show()
    pages.buttons.show()
    return pages


def seen(pages: Pages) -> list[str]:
    return sorted(label.text() for label in pages.findChildren(QLabel) if label.isVisible())


def button(pages: Pages, name: str) -> QToolButton:
    found = pages.buttons.findChild(QToolButton, name)
    assert found is not None
    return found


def test_where_there_is_room_the_words_are_always_there(pages: Pages) -> None:
    assert seen(pages) == ["picture", "words"]
    assert not button(pages, "wordsButton").isVisible()
    turned: list[bool] = []
    pages.turned.connect(lambda: turned.append(True))
    button(pages, "tableButton").click()
    assert turned == [True]
    assert seen(pages) == ["table", "words"]


def test_where_there_is_none_they_are_a_page(pages: Pages) -> None:
    pages.resize(NARROW, 300)
    assert seen(pages) == ["picture"]
    button(pages, "wordsButton").click()
    assert seen(pages) == ["words"]
    pages.resize(WIDE, 300)
    assert seen(pages) == ["picture", "words"]
    assert button(pages, "pictureButton").isChecked()
    assert not button(pages, "wordsButton").isVisible()


def test_the_button_of_the_page_in_front_stands_out(pages: Pages) -> None:
    for theme in (DARK, LIGHT):
        pages.set_theme(theme)
        colors = [button(pages, name).palette().button().color().name() for name in ("pictureButton", "tableButton")]
        assert colors[0] == theme.accent.lower()
        assert colors[0] != colors[1]
