"""The words stand beside the other pages of a sweep where there is room, else they are a page of their own."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK, LIGHT
from desktop.views.sweep.card import FindingsCard
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


def test_a_page_that_comes_to_want_more_room_has_that_of_the_words(qtbot: QtBot, pages: Pages) -> None:
    picture = next(label for label in pages.findChildren(QLabel) if label.text() == "picture")
    picture.setText(wide := "a picture of much " * 7)
    qtbot.waitUntil(lambda: seen(pages) == [wide])
    assert pages.width() == WIDE
    assert button(pages, "wordsButton").isVisible()
    picture.setText("picture")
    for _ in range(4):  # until all have heard of it
        QApplication.processEvents()
    assert seen(pages) == ["picture"], "they would come and go"


def test_no_word_of_the_card_is_cut_off_however_narrow_it_is_made(qtbot: QtBot) -> None:
    card = FindingsCard()
    card.show_sentences(("Hidden layers matter most: incomprehensibilities.", "The seed alone moves 0.4 points."))
    pages = Pages([Page(QLabel("map"), "Map", "mapButton", ""), Page(card, "In words", "cardButton", "")], LIGHT)
    qtbot.addWidget(pages)
    qtbot.addWidget(pages.buttons)
    pages.resize(WIDE, 120)
    pages.show()
    pages.setSizes([WIDE, 0])
    QApplication.processEvents()
    assert card.isVisible()
    assert card.verticalScrollBar().isVisible()
    assert card.widget().width() <= card.viewport().width()


def test_the_button_of_the_page_in_front_stands_out(pages: Pages) -> None:
    for theme in (DARK, LIGHT):
        pages.set_theme(theme)
        colors = [button(pages, name).palette().button().color().name() for name in ("pictureButton", "tableButton")]
        assert colors[0] == theme.accent.lower()
        assert colors[0] != colors[1]


def test_a_little_more_room_does_not_put_the_words_beside_again(pages: Pages) -> None:
    """A window whose layout gives the view a little more without them would else go to and fro for ever."""
    width = next(width for width in range(WIDE, NARROW, -1) if not _is_beside(pages, width))
    assert not _is_beside(pages, width + 40)
    assert _is_beside(pages, width + 100)


def _is_beside(pages: Pages, width: int) -> bool:
    pages.resize(width, 300)
    return not button(pages, "wordsButton").isVisible()
