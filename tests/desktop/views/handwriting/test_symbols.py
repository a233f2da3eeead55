"""Symbols of one's own, as a person meets them in the window: named, drawn, trained on, read."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QInputDialog, QLabel, QPlainTextEdit, QPushButton, QWidget

from core.data.ink.strokes import Ink
from core.files import symbols
from core.training import own_classes
from desktop.models.training import State
from desktop.views.handwriting.panel import HandwritingPanel

pytestmark = pytest.mark.panels("handwriting", "pad", "neurons")

CROSS, LINE = "cross", "line"


@pytest.fixture
def begin(person) -> Callable[[str], object]:
    """Return a function that names symbols, with the tab in front, and returns their model."""
    person.window.tabs.setCurrentWidget(person.window.panels["handwriting"])
    person.wait_until(lambda: person.workbench.handwriting.is_ready)

    def begin_with(names: str):
        person.find(QWidget, "newSymbolsButton").click()
        person.find(QPlainTextEdit, "symbolNamesEdit").setPlainText(names)
        person.find(QWidget, "beginSymbolsButton").click()
        model = person.workbench.symbols.model(person.find(QComboBox, "collectionCombo").currentText())
        person.wait_until(lambda: model.is_ready)
        return model

    return begin_with


def text(person, name: str) -> str:
    return person.find(QLabel, name).text()


def draw(person, name: str, number: int) -> None:
    slip = number / 100
    person.draw((0.2, 0.2 + slip), (0.5, 0.5), (0.8, 0.8 - slip))
    if name == CROSS:
        person.draw((0.8 - slip, 0.2), (0.5, 0.5), (0.2 + slip, 0.8))


def fill(model, each: int) -> None:
    """Keep drawings without the pad: as many of each."""
    for number in range(each * len(model.class_names)):
        line = np.linspace((0.2, 0.1), (0.3 + number / 100, 0.9), 6)
        model.keep(number % len(model.class_names), Ink((line,)))


def test_symbols_are_named_drawn_trained_on_and_read(person, begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_classes, "SHOWINGS", 2000)
    model = begin(f"{CROSS}, {LINE}")
    pad = person.find(QWidget, "pad")
    person.window.activateWindow()
    for number in range(20):
        draw(person, text(person, "wantedSymbolLabel"), number)
        pad.setFocus()
        QTest.keyClick(pad, Qt.Key.Key_Return)
    assert model.counts == (10, 10)
    assert len(symbols.sets()[0].load().samples) == 20
    usual = person.workbench.settings.value
    person.find(QWidget, "trainSymbolsButton").click()
    person.wait_for_state(State.FINISHED)
    assert person.workbench.library.dataset.class_names == (CROSS, LINE)
    assert person.workbench.runs.current.name == "My symbols"
    for name in (CROSS, LINE):
        draw(person, name, 7)
        person.wait_until(lambda name=name: text(person, "predictionLabel") == name)
        person.trigger("clearInkAction")
    person.wait_until(lambda: "of your 20 drawings" in text(person, "symbolsSummary"))
    assert person.workbench.session.settings_for_new == usual  # what the next day begins with


def test_names_that_cannot_be_are_told_while_they_are_typed(person, begin) -> None:
    begin("a, b")
    person.find(QWidget, "newSymbolsButton").click()
    names, button = person.find(QPlainTextEdit, "symbolNamesEdit"), person.find(QWidget, "beginSymbolsButton")
    assert not button.isEnabled()
    names.setPlainText("heart")
    assert "there have to be two" in text(person, "symbolNamesHint")
    names.setPlainText("heart\nheart")
    assert "Two symbols are called “heart”" in text(person, "symbolNamesHint")
    names.setPlainText("heart, <b>star</b>")
    assert button.isEnabled()
    assert text(person, "symbolNamesHint") == "2 symbols: heart, <b>star</b>"
    person.find(QWidget, "cancelSymbolsButton").click()
    assert text(person, "wantedSymbolPrompt") == "Please draw “a”."


def test_a_symbol_is_renamed_added_and_taken_away_and_all_of_it_undone(person, begin) -> None:
    model = begin("heart, star")
    fill(model, 3)
    before = [sample.line for sample in model.samples]
    model.rename_class(0, "love")
    model.add_classes(("moon",))
    model.remove_class(1)
    assert model.class_names == model.store.load().class_names == ("love", "moon")
    assert {sample.label for sample in model.samples} == {"love"}
    assert text(person, "wantedSymbolLabel") == "moon"
    for _ in range(3):
        person.trigger("undoAction")
    assert model.class_names == model.store.load().class_names == ("heart", "star")
    assert [sample.line for sample in model.samples] == before
    assert sorted(sample.line for sample in model.store.load().samples) == sorted(before)


def test_the_menu_asks_for_a_name_and_says_why_one_cannot_be(person, begin, monkeypatch) -> None:
    model = begin("heart, star")
    page = person.window.panels["handwriting"]._page
    monkeypatch.setattr(QInputDialog, "getText", lambda *arguments: ("star", True))
    page._rename(0)
    assert "Two symbols are called “star”" in person.notice
    assert model.class_names == ("heart", "star")
    monkeypatch.setattr(QInputDialog, "getText", lambda *arguments: (" dear   heart ", True))
    page._rename(0)
    assert model.class_names == ("dear heart", "star")


def test_pictures_of_files_count_and_so_does_an_image_on_the_pad(
    person, begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = begin("heart, star")
    pixels = np.full((60, 60), 255, np.uint8)
    pixels[10:50, 20:30] = 0
    paths = [tmp_path / "one.png", tmp_path / "two.png"]
    Image.fromarray(pixels).save(paths[0])
    paths[1].write_bytes(b"nothing")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *arguments: ([str(path) for path in paths], ""))
    person.window.panels["handwriting"]._page._add_pictures(1)
    person.wait_until(lambda: model.counts == (0, 1))
    assert "two.png" in person.notice
    person.workbench.pad.show_image(pixels[:28, :28], 3)
    person.find(QWidget, "keepSymbolButton").click()
    assert sum(model.counts) == 2


def test_a_set_is_exported_and_opened_elsewhere(person, begin, dialogs, tmp_path: Path) -> None:
    model = begin("heart, star")
    fill(model, 2)
    dialogs.path = tmp_path / "mine"
    person.window.panels["handwriting"]._page._export()
    before = [sample.line for sample in model.samples]
    person.workbench.symbols.take_away("My symbols")
    assert person.find(QComboBox, "collectionCombo").count() == 1
    person.workbench.open_any(tmp_path / "mine.jsonl")
    person.wait_until(lambda: "taken in from mine.jsonl" in person.notice)
    again = person.workbench.symbols.model("My symbols")
    assert sorted(sample.line for sample in again.samples) == sorted(before)


def test_a_set_that_lacks_drawings_is_told_and_the_network_stays(person, begin) -> None:
    model = begin("heart, star")
    model.keep(0, Ink((np.linspace((0.2, 0.1), (0.3, 0.9), 6),)))
    before = person.workbench.runs.current
    assert not person.find(QWidget, "trainSymbolsButton").isEnabled()
    person.workbench.use_dataset("my/My symbols")
    person.wait_until(lambda: "to train on yet" in person.notice)
    assert person.workbench.runs.current == before


def test_a_file_saved_from_a_set_finds_it_again_and_is_told_that_it_has_changed(
    person, begin, tmp_path: Path, figures_folder: Path
) -> None:
    model = begin("heart, star")
    fill(model, 8)
    person.find(QWidget, "trainSymbolsButton").click()
    person.wait_until(lambda: person.step > 5)
    person.pause()
    with person.qtbot.waitCallback() as written:
        person.workbench.save_file(tmp_path / "hearts.npz", written)
    person.workbench.use_dataset(str(figures_folder))
    person.wait_until(lambda: person.workbench.library.dataset.name == "figures")
    person.wait_for_state(State.READY)
    assert person.workbench.settings.value.epochs == 100_000  # as before the symbols
    fill(model, 2)
    person.workbench.delete_all_runs()
    person.workbench.library.forget_all_but(())  # as the next day
    person.workbench.open_file(tmp_path / "hearts.npz")
    person.wait_until(lambda: person.workbench.library.dataset.class_names == ("heart", "star"))
    person.wait_until(lambda: "has changed since this network was trained" in person.notice)


def test_a_file_saved_from_a_set_that_has_more_symbols_by_now_is_refused_with_both_counts(
    person, begin, tmp_path: Path, figures_folder: Path
) -> None:
    model = begin("heart, star")
    fill(model, 8)
    person.find(QWidget, "trainSymbolsButton").click()
    person.wait_until(lambda: person.step > 5)
    person.pause()
    with person.qtbot.waitCallback() as written:
        person.workbench.save_file(tmp_path / "hearts.npz", written)
    model.add_classes(("moon",))
    fill(model, 3)
    person.workbench.use_dataset(str(figures_folder))
    person.wait_until(lambda: person.workbench.library.dataset.name == "figures")
    person.wait_for_state(State.READY)
    person.workbench.delete_all_runs()
    person.workbench.library.forget_all_but(())  # as the next day
    person.workbench.open_file(tmp_path / "hearts.npz")
    person.wait_until(lambda: "hearts.npz tells 2 classes apart, and My symbols has 3" in person.notice)
    person.wait_for_state(State.READY)
    assert person.workbench.class_names == person.workbench.library.class_names == ("heart", "star", "moon")


def test_drawings_chosen_in_the_data_box_have_settings_of_their_own_and_other_data_those_of_before(
    person, begin, figures_folder: Path
) -> None:
    fill(begin("heart, star"), 8)
    usual = replace(person.workbench.settings.value, batch_size=50)
    person.workbench.settings.show_value(usual)
    person.workbench.use_dataset("my/My symbols")
    person.wait_until(lambda: person.workbench.class_names == ("heart", "star"))
    person.wait_for_state(State.READY)
    own = person.workbench.settings.value
    assert own == own_classes.settings_for(len(person.workbench.library.dataset.train), usual)
    person.workbench.use_dataset(str(figures_folder))
    person.wait_until(lambda: person.workbench.library.dataset.name == "figures")
    person.wait_for_state(State.READY)
    assert person.workbench.settings.value == usual


def test_what_was_drawn_between_a_change_and_its_undo_stays_in_sight(person, begin) -> None:
    model = begin("heart, star")
    fill(model, 2)
    model.rename_class(0, "love")
    model.add_classes(("moon",))
    fill(model, 1)  # one of each, with the names of now
    for _ in range(2):
        person.trigger("undoAction")
    found = model.store.load()
    assert model.class_names == found.class_names == ("heart", "star", "moon")
    assert model.counts == (3, 3, 1)
    assert sorted(sample.line for sample in model.samples) == sorted(sample.line for sample in found.samples)


def test_a_set_brought_back_can_be_trained_on_at_once_before_its_drawings_are_read(person, begin) -> None:
    fill(begin("heart, star"), 2)
    before = person.workbench.runs.current
    person.workbench.symbols.take_away("My symbols")
    person.press("Bring it back")
    model = person.workbench.symbols.model("My symbols")
    assert not model.is_ready
    train = next(each for each in person.window.findChildren(QPushButton, "trainSymbolsButton") if each.isVisible())
    for _ in range(2):  # nothing is to be seen yet: a person presses again
        train.click()
    person.wait_until(lambda: person.step > 0)
    assert person.workbench.runs.current != before
    assert [run.data_name for run in person.workbench.runs.kept].count("my/My symbols") == 1


def test_the_page_of_a_set_taken_away_goes_too(person, begin) -> None:
    fill(begin("heart, star"), 2)
    person.workbench.symbols.take_away("My symbols")
    person.wait_until(lambda: person.window.findChild(QPushButton, "trainSymbolsButton") is None)
    person.draw((0.2, 0.2), (0.8, 0.8))  # nothing of it follows the pad any more
    assert person.find(QComboBox, "collectionCombo").currentText() == "Digits"


def test_a_set_brought_back_is_read_by_the_network_that_knows_it(person, begin, monkeypatch) -> None:
    fill(begin("heart, star"), 2)
    person.find(QWidget, "trainSymbolsButton").click()
    person.wait_until(lambda: person.step > 5)
    person.pause()
    monkeypatch.setattr(HandwritingPanel, "draw", lambda panel, snapshot: None)  # no other moment comes from now on
    person.workbench.symbols.take_away("My symbols")
    person.wait_until(lambda: person.window.findChild(QLabel, "symbolsSummary") is None)
    person.press("Bring it back")
    person.wait_until(lambda: "of your 4 drawings" in text(person, "symbolsSummary"))


def test_a_network_of_a_set_whose_symbols_have_changed_is_not_called_a_stranger(person, begin) -> None:
    model = begin("heart, star")
    fill(model, 2)
    person.find(QWidget, "trainSymbolsButton").click()
    person.wait_until(lambda: person.step > 5)
    person.pause()
    model.rename_class(0, "love")
    assert "before its symbols changed" in text(person, "symbolsSummary")
