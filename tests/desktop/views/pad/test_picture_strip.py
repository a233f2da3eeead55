"""The steps of a picture as small images: in one row where their names have room, else in two."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.data.ink.pictures import STAGES, preparation
from desktop.look.theme import DARK, LIGHT, Theme
from desktop.views.pad.picture_strip import PictureStrip
from tests.desktop.helpers import pixels_of


def picture(*, is_ink_light: bool = False) -> np.ndarray:
    shades = np.ones((300, 300), np.float32)
    shades[60:240, 130:170] = 0
    return 1 - shades if is_ink_light else shades


@pytest.fixture
def strip(qtbot: QtBot) -> Iterator[PictureStrip]:
    column = QWidget()
    qtbot.addWidget(column)
    made = PictureStrip(LIGHT, column)  # which goes with the column
    made.show_preparation(preparation(picture(), "one.png", 100))
    column.show()
    yield made
    column.hide()


@pytest.mark.parametrize(("width", "rows"), [(600, 1), (130, 2)])
def test_the_images_stand_where_their_names_have_room(strip: PictureStrip, width: int, rows: int) -> None:
    strip.resize(width, 300)
    strip.layout().activate()
    assert len({strip.tiles[name].y() for name in STAGES}) == rows
    assert all(strip.rect().contains(strip.tiles[name].geometry()) for name in STAGES)
    assert strip.minimumSizeHint().width() <= 200


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_picture_has_its_own_shades_and_ink_those_of_the_theme(strip: PictureStrip, theme: Theme) -> None:
    strip.set_theme(theme)
    came, ink = (strip.tiles[name].grab().toImage() for name in ("picture", "ink"))
    assert pixels_of(came, "white") > 4 * pixels_of(came, "black") > 0
    assert pixels_of(ink, theme.paper) > 4 * pixels_of(ink, theme.ink) > 0


def test_whether_it_was_inverted_is_said(strip: PictureStrip) -> None:
    assert strip._outcome.text() == "Dark on light: inverted."
    strip.show_preparation(preparation(picture(is_ink_light=True), "one.png", 100))
    assert strip._outcome.text() == "Light on dark: kept so."
    assert "here it was light" in strip.tiles["ink"].accessibleDescription()
