"""ShownImage: the pad first, then test images round in a circle."""

import numpy as np
import pytest

from core.data.dataset import Dataset
from desktop.session.workbench import Workbench
from desktop.views.network.shown_image import ShownImage


@pytest.fixture
def shown(workbench: Workbench) -> ShownImage:
    return ShownImage(workbench.pad, workbench.library)


def test_with_an_empty_pad_the_test_images_are_turned_round(shown: ShownImage, tiny_dataset: Dataset) -> None:
    assert shown.words.startswith("Test image 1 of 100, labelled ")
    assert shown.turn_back()
    assert shown.words.startswith("Test image 100 of 100")
    np.testing.assert_array_equal(shown.image, tiny_dataset.test.images[-1])
    assert shown.turn_on()
    np.testing.assert_array_equal(shown.image, tiny_dataset.test.images[0])


def test_from_the_pad_one_comes_to_the_image_looked_at_last(shown: ShownImage, workbench: Workbench) -> None:
    shown.turn_on()
    second = shown.words
    shown.turn_to_pad()
    workbench.show_on_pad(workbench.library.dataset.test.images[7])
    assert shown.words.startswith("What is on the pad")
    shown.turn_on()
    assert shown.words == second
