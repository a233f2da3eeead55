"""Data sets of one's own in the window: opened as what they are, looked at, put right and taken back."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QPushButton

from core.data import own
from core.data.catalog import open_own
from core.files import weights
from desktop.models.notices import Told
from desktop.models.training import State
from desktop.views.data.data_card import DataCard
from tests.desktop import own_data
from tests.desktop.helpers import file_of
from tests.desktop.own_data import open_it, strip, wait_for_data

Make = Callable[[Path], Path]


def cards(person) -> tuple[DataCard, ...]:
    return strip(person).cards


def press(person, name: str) -> None:
    """Press a button of a card, and wait until there is a network on what comes of it."""
    before = person.workbench.library.dataset
    person.find(QPushButton, name).click()
    person.wait_until(lambda: person.workbench.library.dataset is not before)
    person.wait_for_state(State.READY)


def made(make: Make, folder: Path) -> Path:
    """Make a data set called "mine", in a folder beside those of others."""
    (folder / make.__name__).mkdir()
    return make(folder / make.__name__ / "mine")


def told(person, before: tuple[Told, ...] = ()) -> str:
    return " ".join(each.text for each in person.workbench.notices.past if each not in before)


WHOLE = [own_data.nested, own_data.in_npz, own_data.in_zip, own_data.in_tar, own_data.digits, own_data.two_classes]
DRESSED = [own_data.flat, own_data.floats, own_data.padded, own_data.eight_by_eight]
SUSPECT = [
    (own_data.emnist_names, "orientation"),
    (own_data.lying, "orientation"),
    (own_data.letters, "orientation"),
    (own_data.inverted, "polarity"),
    (own_data.zero_one, "scale"),
    (own_data.from_one, "labels"),
    (own_data.shifted, "labels"),
    (own_data.csv_without_test, "test"),
]


def test_what_it_is_and_what_was_taken_for_what_is_said(person, tmp_path: Path):
    in_front = person.window.tabs.currentWidget()
    for make in (*WHOLE, *DRESSED, own_data.pictures):  # one after the other, as a person may open them
        person.window.tabs.setCurrentWidget(in_front)
        before = person.workbench.notices.past
        open_it(person, made(make, tmp_path))
        opened = person.workbench.library.examined.treated.current
        for sentence in (opened.found, opened.taken, *opened.notes):
            assert sentence in told(person, before), make.__name__
            assert sentence in person.find(QLabel, "ownDataAbout").text(), make.__name__
        assert strip(person).count == 0, make.__name__
        assert person.workbench.timeline.latest.network.classes == len(opened.class_names), make.__name__


def test_what_is_wrong_is_shown_before_training(person, tmp_path: Path):
    in_front = person.window.tabs.currentWidget()
    for make, kind in SUSPECT:
        person.window.tabs.setCurrentWidget(in_front)
        before = person.workbench.notices.past
        open_it(person, made(make, tmp_path))
        assert_it_is_shown(person, make.__name__, kind, before)


def assert_it_is_shown(person, name: str, kind: str, before: tuple[Told, ...]) -> None:
    """Check that what is wrong is told, shown where it is looked for, and nothing trained meanwhile."""
    (noticed,) = person.workbench.library.examined.noticed
    assert noticed.finding.kind == kind, name
    assert noticed.finding.sentence in person.notice, name
    assert noticed.finding.sentence in told(person, before), name
    opened = person.workbench.library.examined.treated.current
    assert f"{opened.found} {opened.taken}" in told(person, before), name
    assert person.step == 0, name
    person.press("Look at it")
    assert person.window.tabs.currentWidget() is person.window.panels["data"], name
    card = cards(person)[0]
    assert card.sentence == noticed.finding.sentence, name
    assert (card.pictures is None) == (kind == "test"), name
    assert person.workbench.timeline.latest.network.classes == len(person.workbench.library.class_names), name


def test_no_notice_leads_to_what_is_in_sight_already(person, tmp_path: Path):
    person.window.tabs.setCurrentWidget(person.window.panels["data"])
    open_it(person, own_data.inverted(tmp_path / "mine"))
    assert len(cards(person)) == 1
    assert "dark on light" not in person.notice


UNREADABLE = [
    (own_data.web_page, "is a web page, not data: the download failed"),
    (own_data.cut, "train-images-idx3-ubyte.gz"),
    (own_data.pickled, "pickle"),
    (own_data.pickled_and_packed, "pickle"),
    (own_data.empty, "mine"),
]


def test_what_cannot_be_opened_is_named_and_changes_nothing(person, tmp_path: Path):
    before, run = person.workbench.library.dataset, person.workbench.runs.current
    for make, words in UNREADABLE:
        last = person.workbench.notices.past
        person.workbench.use_dataset(str(made(make, tmp_path)))
        person.wait_until(lambda words=words, last=last: words in told(person, last))
        notice = person.workbench.notices.current
        assert words in notice.text, make.__name__
        assert (notice.kind, notice.topic) == ("error", "data trouble"), make.__name__
        assert person.workbench.library.dataset is before, make.__name__
        assert person.workbench.runs.current is run, make.__name__


def test_one_button_puts_it_right_and_another_takes_that_back(person, tmp_path: Path):
    path = own_data.inverted(tmp_path / "mine")
    open_it(person, path)
    assert cards(person)[0].pictures.titles == ("As they are", "Inverted")
    press(person, "repairButton")
    np.testing.assert_array_equal(person.workbench.library.dataset.train.images, own_data.FOUR[0])
    np.testing.assert_array_equal(person.workbench.library.dataset.test.images, own_data.FOUR[2])
    (done,) = cards(person)
    assert "Paper and ink changed places." in done.sentence
    assert own.find(path).repairs == ("invert",)
    press(person, "undoRepairButton")
    np.testing.assert_array_equal(person.workbench.library.dataset.train.images, 255 - own_data.FOUR[0])
    assert own.find(path).repairs == ()
    assert strip(person).count == 1


def test_a_network_trained_on_it_as_it_was_is_put_aside(person, tmp_path: Path):
    open_it(person, own_data.inverted(tmp_path / "mine"))
    person.train_a_little()
    before = person.workbench.runs.current.id
    strip(person)
    press(person, "repairButton")
    assert person.step == 0
    assert [run.id for run in person.workbench.runs.others] == [before]
    person.press("Bring it back")
    person.wait_until(lambda: person.workbench.runs.current.id == before)
    np.testing.assert_array_equal(person.workbench.library.dataset.train.images, 255 - own_data.FOUR[0])
    assert strip(person).count == 1, "and what is shown is what that network was trained on"


def test_what_was_put_right_is_put_right_when_it_is_opened_again(person, tmp_path: Path, figures_folder: Path):
    path = own_data.lying(tmp_path / "mine")
    open_it(person, path)
    strip(person)
    press(person, "repairButton")
    open_it(person, figures_folder)
    open_it(person, path)
    np.testing.assert_array_equal(person.workbench.library.dataset.train.images, own_data.FOUR[0])
    assert person.workbench.notices.current is None or person.workbench.notices.current.kind != "warning"


def test_what_is_left_as_it_is_is_not_asked_again_and_can_still_be_put_right(
    person, tmp_path: Path, figures_folder: Path
):
    path = own_data.zero_one(tmp_path / "mine")
    open_it(person, path)
    strip(person)
    person.find(QPushButton, "leaveFindingButton").click()
    assert strip(person).count == 0
    assert person.notice == ""
    open_it(person, figures_folder)
    open_it(person, path)
    assert all(notice.kind != "warning" for notice in person.workbench.notices._waiting)
    (card,) = cards(person)
    assert card.sentence.startswith("Left as it is: ")
    press(person, "repairButton")
    assert person.workbench.library.dataset.train.images.max() == 255


def test_images_of_another_size_can_be_scaled_in_the_other_way(person, tmp_path: Path):
    path = own_data.eight_by_eight(tmp_path / "mine")
    open_it(person, path)
    strip(person)
    as_ink = person.workbench.library.dataset.train.images
    press(person, "fitButton")
    assert (person.workbench.library.dataset.train.images != as_ink).any()
    assert own.find(path).fit == "as it is"
    press(person, "fitButton")
    np.testing.assert_array_equal(person.workbench.library.dataset.train.images, as_ink)


def test_without_test_images_there_are_no_test_figures_and_it_is_said(person, tmp_path: Path):
    open_it(person, own_data.csv_without_test(tmp_path / "mine"))
    person.train_a_little()
    assert "no test images" in person.find(QLabel, "statusLabel").text()
    assert "test 0" not in person.find(QLabel, "statusLabel").text()
    curves = person.window.panels["curves"]
    for plot in (curves.cost, curves.accuracy):
        assert plot._curves["test"].label == "no test images"
    for panel in person.window.panels.values():  # each draws itself as it is shown
        if person.window.tabs.indexOf(panel) >= 0:
            person.window.tabs.setCurrentWidget(panel)
    assert "has no test images" in person.window.panels["mistakes"]._message.text()


def test_images_to_test_with_can_be_set_aside(person, tmp_path: Path):
    open_it(person, own_data.csv_without_test(tmp_path / "mine"))
    strip(person)
    press(person, "repairButton")
    assert len(person.workbench.library.dataset.test) > 30
    person.train_a_little()
    assert "no test images" not in person.find(QLabel, "statusLabel").text()


def test_reading_pictures_can_be_given_up(person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before, reached = person.workbench.library.dataset, []
    path = own_data.pictures(tmp_path / "mine")
    person.workbench.library.busy.connect(lambda words, done, total: reached.append(total))
    person.window.open_path(path)
    person.workbench.library.cancel()
    person.wait_until(lambda: not person.workbench.library.is_busy)
    assert person.workbench.library.dataset is before
    open_it(person, path)
    assert 120 in reached


def test_a_batch_that_is_larger_than_a_data_set_is_made_to_fit_and_comes_back(
    person, tmp_path: Path, figures_folder: Path
):
    person.workbench.settings.propose("batch_size", 128)
    path = own_data.pictures(tmp_path / "mine")
    open_it(person, path)
    assert person.workbench.settings.in_force.batch_size == 4
    assert "A batch of 128 is more than the 60 training images of mine: it has 4 now." in told(person)
    open_it(person, figures_folder)
    assert person.workbench.settings.in_force.batch_size == 128


def items(person) -> dict[str, str]:
    box = person.find(QComboBox, "datasetCombo")
    return {box.itemText(place): box.itemData(place) for place in range(box.count())}


def test_the_data_box_tells_where_each_lies_and_what_was_done_to_it(person, tmp_path: Path, figures_folder: Path):
    path = own_data.inverted(tmp_path / "mine")
    open_it(person, path)
    strip(person)
    press(person, "repairButton")
    box = person.find(QComboBox, "datasetCombo")
    assert box.currentText() == "mine"
    assert items(person)["mine"] == str(path)
    assert "Paper and ink changed places." in box.toolTip()
    assert path.name in box.toolTip()
    open_it(person, figures_folder)
    box.setCurrentIndex(box.findText("mine"))
    wait_for_data(person, path)


def test_one_that_is_gone_says_so_and_can_be_taken_from_the_list(person, tmp_path: Path, figures_folder: Path):
    path = own_data.digits(tmp_path / "mine")
    open_it(person, path)
    path.rename(tmp_path / "elsewhere")
    open_it(person, figures_folder)
    box = person.find(QComboBox, "datasetCombo")
    place = box.findText("mine")
    assert not box.model().item(place).isEnabled()
    person.workbench.library.forget(str(path))
    assert box.findText("mine") < 0
    assert box.currentText() == "figures"


def test_a_network_finds_its_own_images_again_as_they_were_put_right(person, tmp_path: Path, figures_folder: Path):
    path = own_data.inverted(tmp_path / "mine")
    open_it(person, path)
    strip(person)
    press(person, "repairButton")
    person.train_a_little()
    weights.save(tmp_path / "net.npz", person.workbench.timeline.latest)
    fingerprint = person.workbench.library.dataset.fingerprint
    open_it(person, figures_folder)
    person.workbench.delete_all_runs()
    person.workbench.library.forget_all_but(())
    person.workbench.open_file(tmp_path / "net.npz")
    person.wait_until(lambda: file_of(person.workbench) == tmp_path / "net.npz")
    assert person.workbench.library.dataset.fingerprint == fingerprint
    assert person.workbench.library.in_use == str(path)


def test_where_they_have_moved_it_is_said(person, tmp_path: Path, figures_folder: Path):
    path = own_data.digits(tmp_path / "mine")
    open_it(person, path)
    person.train_a_little()
    weights.save(tmp_path / "net.npz", person.workbench.timeline.latest)
    open_it(person, figures_folder)
    person.workbench.delete_all_runs()
    person.workbench.library.forget_all_but(())
    path.rename(tmp_path / "elsewhere")
    person.workbench.open_file(tmp_path / "net.npz")
    person.wait_until(lambda: file_of(person.workbench) == tmp_path / "net.npz")
    assert f"mine no longer lies in {path}: open it where it is now, then this network." in told(person)


def test_files_and_folders_are_asked_for(person, dialogs, tmp_path: Path):
    dialogs.path = own_data.in_zip(tmp_path)
    person.trigger("openDataFileAction")
    wait_for_data(person, dialogs.path)
    dialogs.path = own_data.digits(tmp_path / "mine")
    person.trigger("openDataAction")
    wait_for_data(person, dialogs.path)
    assert person.window.findChild(QAction, "openDataAction").text() != ""


def test_the_menu_offers_them_and_takes_them_from_the_list(person, tmp_path: Path):
    path = own_data.digits(tmp_path / "a&b")
    open_own(path)
    mine = next(menu for menu in person.window.findChildren(QMenu) if menu.title() == "My &data sets")
    mine.aboutToShow.emit()
    use = next(action for action in mine.actions() if action.text().startswith("a&&b, in "))
    use.trigger()
    wait_for_data(person, path)
    forget = next(action.menu() for action in mine.actions() if action.menu() is not None)
    next(action for action in forget.actions() if action.text().startswith("a&&b")).trigger()
    assert own.find(path) is None
