"""The columns of the window as text grows and shrinks."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.column_shares import ColumnShares


@pytest.fixture
def splitter(qtbot: QtBot) -> QSplitter:
    made = QSplitter()
    qtbot.addWidget(made)
    for _ in range(3):
        made.addWidget(QWidget())
    made.resize(QSize(1200, 600))
    made.show()
    made.setSizes([250, 700, 250])
    return made


def test_the_column_of_the_pad_grows_with_the_text_and_shrinks_back(splitter: QSplitter) -> None:
    shares, before = ColumnShares(splitter), splitter.sizes()
    shares.follow(1.15)
    assert splitter.sizes()[2] == pytest.approx(1.15 * before[2], abs=2)
    shares.follow(1.75)
    assert before[2] < splitter.sizes()[2] < 0.3 * sum(before), "the others have their room as well"
    shares.follow(1.0)
    assert splitter.sizes() == before


def test_what_a_person_dragged_is_what_grows_next(splitter: QSplitter) -> None:
    shares = ColumnShares(splitter)
    shares.follow(1.15)
    splitter.setSizes([250, 740, 200])
    splitter.splitterMoved.emit(990, 2)
    wide = splitter.sizes()[2]
    shares.follow(1.0)
    assert splitter.sizes()[2] == pytest.approx(wide / 1.15, abs=2)


def test_a_hidden_column_stays_hidden(splitter: QSplitter) -> None:
    splitter.widget(0).hide()
    ColumnShares(splitter).follow(1.5)
    assert splitter.widget(0).isHidden()


def test_a_window_that_was_widened_while_text_was_large_gives_the_pad_its_share_back(splitter: QSplitter) -> None:
    shares, share = ColumnShares(splitter), splitter.sizes()[2] / sum(splitter.sizes())
    shares.follow(1.75)
    splitter.resize(1500, 600)
    QApplication.sendPostedEvents()
    shares.follow(1.0)
    assert splitter.sizes()[2] / sum(splitter.sizes()) == pytest.approx(share, abs=0.02)
