"""The cards above the images: none is wider than the view, and the images keep their room."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from core.data.dataset import Dataset
from desktop.views.data.own_strip import OwnStrip
from tests.desktop import own_data
from tests.desktop.own_data import open_it, strip


@pytest.fixture
def shown(person, tmp_path: Path) -> OwnStrip:
    open_it(person, own_data.lying(tmp_path / "mine"))
    return strip(person)


@pytest.mark.parametrize("larger", [0, 4])
def test_every_card_stands_within_the_view_and_the_images_below_it(person, shown: OwnStrip, larger: int):
    person.window.resize(1024, 700)
    for _ in range(larger):
        person.trigger("largerTextAction")
    person.wait_until(lambda: shown.widget().width() <= shown.viewport().width())
    (card,) = shown.cards
    assert card.width() <= shown.viewport().width()
    assert shown.height() <= 0.65 * person.window.panels["data"].height()


def test_the_keys_stay_where_a_card_was_once_its_button_was_pressed(person, shown: OwnStrip):
    button = shown.findChild(QPushButton, "leaveFindingButton")
    button.setFocus()
    button.click()
    person.wait_until(lambda: shown.isAncestorOf(person.window.focusWidget()))


def test_it_is_not_there_for_data_sets_with_a_name(person, shown: OwnStrip, tiny_dataset: Dataset):
    person.workbench.library.use(tiny_dataset, "builtin")
    assert not shown.isVisible()


def test_what_is_said_to_a_screen_reader_names_the_labels(person, tmp_path: Path):
    open_it(person, own_data.from_one(tmp_path / "mine"))
    (card,) = strip(person).cards
    assert card.accessibleName() == card.sentence
    assert card.pictures.accessibleName().startswith("As they are: ")
    assert "Read 1 as 0: " in card.pictures.accessibleName()
