"""AugmentationPreview: images as they are, and what chance makes of them."""

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.data.augment import Shift, Unchanged
from desktop.look.theme import LIGHT
from desktop.views.data.augmentation_preview import AugmentationPreview
from desktop.views.data.picture_table import PictureTable


@pytest.fixture
def preview(qtbot: QtBot) -> AugmentationPreview:
    made = AugmentationPreview(LIGHT)
    qtbot.addWidget(made)
    made.resize(500, 320)
    made.show()
    images = np.zeros((20, 28, 28), np.uint8)
    images[:, 8:20, 8:20] = 255
    made.show_images(images)
    return made


def seen(preview: AugmentationPreview) -> bytes:
    return bytes(preview.findChild(PictureTable).grab().toImage().constBits())


def test_without_augmentation_there_is_nothing_to_roll(preview: AugmentationPreview) -> None:
    button = preview.findChild(QPushButton, "rollButton")
    assert not button.isEnabled()
    preview.show_augmentation(Shift())
    assert button.isEnabled()
    preview.show_augmentation(Unchanged())
    assert not button.isEnabled()


def test_chance_stays_as_it_is_until_it_is_rolled_again(preview: AugmentationPreview) -> None:
    preview.show_augmentation(Shift())
    first = seen(preview)
    preview.show_augmentation(Unchanged())
    preview.show_augmentation(Shift())
    assert seen(preview) == first
    preview.findChild(QPushButton, "rollButton").click()
    assert seen(preview) != first
