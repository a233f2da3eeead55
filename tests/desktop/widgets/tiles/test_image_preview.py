"""ImagePreview: every pixel of a 28 × 28 image a sharp square."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK, LIGHT, Theme
from desktop.widgets.tiles.image_preview import ImagePreview


@pytest.fixture
def preview(qtbot: QtBot) -> ImagePreview:
    preview = ImagePreview(LIGHT)
    qtbot.addWidget(preview)
    preview.resize(preview.sizeHint())
    preview.show()
    return preview


def color_of(preview: ImagePreview, row: int, column: int) -> QColor:
    return preview.grab().toImage().pixelColor(1 + 3 * column + 1, 1 + 3 * row + 1)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_paper_and_ink_have_their_colors(preview: ImagePreview, theme: Theme):
    preview.set_theme(theme)
    image = np.zeros((28, 28), np.uint8)
    image[3, 20] = 255
    preview.show_image(image)
    assert color_of(preview, 3, 20) == QColor(theme.ink)
    assert color_of(preview, 20, 3) == QColor(theme.paper)


def test_half_the_ink_lies_between(preview: ImagePreview):
    image = np.full((28, 28), 128, np.uint8)
    preview.show_image(image)
    gray = color_of(preview, 14, 14).lightness()
    assert QColor(LIGHT.ink).lightness() < gray < QColor(LIGHT.paper).lightness()
