"""Pictures in the window: whichever door one comes in by, it is on the pad as inkling classify reads it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget

from core.data.ink import pictures
from desktop.session import pictures as picture_tasks
from desktop.shell import announcer

pytestmark = pytest.mark.panels("pad", "settings", "choices", "status", "numpy")

SHAPES = {
    "seven": [(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)],
    "one": [(0.5, 0.2), (0.5, 0.8)],
    "vee": [(0.2, 0.2), (0.5, 0.8), (0.8, 0.2)],
}
POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n(/tmp/owned) (w) file closefile\nshowpage\n"


def draw_picture(path: Path, shape: str = "seven", *, ink: int = 30, paper: int = 220) -> Path:
    picture = Image.new("RGB", (320, 240), (paper, paper, paper - 20))
    points = [(x * 320, y * 240) for x, y in SHAPES[shape]]
    ImageDraw.Draw(picture).line(points, fill=(ink, ink, ink), width=14, joint="curve")
    picture.save(path)
    return path


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    return draw_picture(tmp_path / "seven.png")


@pytest.fixture
def several(tmp_path: Path) -> list[Path]:
    return [draw_picture(tmp_path / f"{shape}.png", shape) for shape in SHAPES]


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[object]:
    yield QGuiApplication.clipboard()
    QGuiApplication.clipboard().clear()


def wait_for_pictures(person, count: int = 1) -> None:
    model, tasks = person.workbench.pictures, person.workbench._pictures
    person.wait_until(lambda: tasks._batch is None and len(model.pictures) == count)


def assert_on_pad(person, path: Path) -> None:
    np.testing.assert_array_equal(person.workbench.pad.image, pictures.read(path))
    assert person.workbench.pictures.on_pad is not None
    canvas = person.find(QWidget, "pad")
    np.testing.assert_array_equal(canvas.ink.picture, pictures.read(path))
    assert not canvas.strokes


def urls(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(widget: QWidget, data: QMimeData) -> bool:
    """Drag something over a widget and drop it; returns whether it was welcome."""
    flags = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(widget.rect().center(), *flags)
    entered.ignore()
    QApplication.sendEvent(widget, entered)
    if entered.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(widget.rect().center()), *flags))
    return entered.isAccepted()


def paste(person, widget: QWidget | None = None) -> None:
    widget = widget or person.find(QWidget, "pad")
    widget.setFocus()
    person.qtbot.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


# The doors


def test_a_picture_that_is_opened_is_on_the_pad_as_it_is_read_in_the_terminal(person, dialogs, seven: Path):
    dialogs.path = seven
    person.trigger("openAction")
    wait_for_pictures(person)
    assert_on_pad(person, seven)
    assert person.find(QLabel, "predictionLabel").text() in {*"0123456789?"}
    assert person.workbench.preferences.folder == seven.parent


@pytest.mark.parametrize("ink", [30, 250])
def test_a_picture_that_is_dropped_is_on_the_pad(person, tmp_path: Path, ink: int):
    path = draw_picture(tmp_path / "dropped.dat.png", ink=ink, paper=150)
    assert drop(person.window, urls(path))
    wait_for_pictures(person)
    assert_on_pad(person, path)


def test_a_picture_may_be_dropped_on_the_pad_itself(person, seven: Path):
    assert drop(person.find(QWidget, "pad"), urls(seven))
    wait_for_pictures(person)
    assert_on_pad(person, seven)


def test_an_image_without_a_file_may_be_dropped(person, seven: Path):
    data = QMimeData()
    data.setImageData(QImage(str(seven)))
    data.setUrls([QUrl("https://example.org/seven.png")])
    assert drop(person.window, data)
    wait_for_pictures(person)
    assert_on_pad(person, seven)


def test_an_image_of_the_clipboard_is_pasted(person, clipboard, seven: Path):
    clipboard.setImage(QImage(str(seven)))
    paste(person)
    wait_for_pictures(person)
    assert_on_pad(person, seven)
    assert person.find(QLabel, "pictureLabel").text() == "The pasted picture"


def test_an_image_with_transparency_is_pasted_as_its_file_is_read(person, clipboard, tmp_path: Path):
    picture = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(60, 40), (140, 40), (90, 160)], fill=(20, 20, 90, 255), width=14)
    picture.save(tmp_path / "clear.png")
    clipboard.setImage(QImage(str(tmp_path / "clear.png")))
    person.trigger("pasteAction")
    wait_for_pictures(person)
    assert_on_pad(person, tmp_path / "clear.png")


@pytest.mark.parametrize("as_text", [False, True])
def test_files_that_were_copied_are_pasted(person, clipboard, several: list[Path], as_text: bool):
    data = urls(*several)
    if as_text:
        data = QMimeData()
        data.setText("\n".join(QUrl.fromLocalFile(str(path)).toString() for path in several))
    clipboard.setMimeData(data)
    paste(person)
    wait_for_pictures(person, 3)
    assert_on_pad(person, several[0])


def test_a_picture_named_on_the_command_line_is_on_the_pad(person, seven: Path):
    person.workbench.open_first(seven, "")
    wait_for_pictures(person)
    assert_on_pad(person, seven)


def test_a_folder_of_loose_pictures_becomes_a_list(person, tmp_path: Path):
    for number, shape in ((10, "vee"), (2, "seven")):
        draw_picture(tmp_path / f"page {number}.png", shape)
    assert drop(person.window, urls(tmp_path))
    wait_for_pictures(person, 2)
    assert [picture.name for picture in person.workbench.pictures.pictures] == ["page 2.png", "page 10.png"]


# What is no picture


def test_text_is_pasted_where_one_writes(person, clipboard):
    clipboard.setText("17")
    field = person.find(QLineEdit, "hiddenLayersEdit")
    field.selectAll()
    paste(person, field)
    assert field.text() == "17"
    clipboard.setText("18")
    field.selectAll()
    field.setFocus()
    person.trigger("pasteAction")
    assert field.text() == "18"
    spin = person.find(QAbstractSpinBox, "epochsSpin")
    spin.selectAll()
    spin.setFocus()
    clipboard.setText("12")
    person.trigger("pasteAction")
    assert spin.text().startswith("12")
    assert person.notice == ""


@pytest.mark.parametrize("name", ["hiddenLayersEdit", "epochsSpin"])
def test_a_picture_is_pasted_while_the_focus_is_in_a_field(person, clipboard, seven: Path, name: str):
    field = person.find(QWidget, name)
    before = field.text()
    person.find(QWidget, "pad").setFocus()
    clipboard.setImage(QImage(str(seven)))
    paste(person, field)
    wait_for_pictures(person)
    assert_on_pad(person, seven)
    assert field.text() == before


def test_a_picture_is_pasted_while_the_focus_is_on_text_that_is_only_read(person, clipboard, seven: Path):
    text = person.find(QPlainTextEdit, "numpyText")
    before = text.toPlainText()
    clipboard.setImage(QImage(str(seven)))
    text.setFocus()
    person.trigger("pasteAction")
    wait_for_pictures(person)
    assert_on_pad(person, seven)
    assert text.toPlainText() == before


@pytest.mark.parametrize("text", ["", "only words"])
def test_that_there_is_nothing_to_paste_is_said(person, clipboard, text: str):
    clipboard.setText(text)
    paste(person)
    assert "no picture to paste" in person.notice


def test_of_a_picture_on_the_web_it_is_said_how_to_get_it(person):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/seven.png")])
    assert drop(person.window, data)
    assert "save it to a file" in person.notice
    assert person.workbench.pictures.pictures == ()


# Several pictures


def test_several_pictures_are_stepped_through(person, dialogs, several: list[Path]):
    dialogs.path, *more = several
    dialogs.more = tuple(more)
    person.trigger("openAction")
    wait_for_pictures(person, 3)
    label, name = person.find(QLabel, "pictureLabel"), person.find(QLabel, "pictureNameLabel")
    assert (label.text(), name.text()) == ("1 of 3", "seven.png")
    assert not person.find(QAction, "previousPictureAction").isEnabled()
    person.trigger("nextPictureAction")
    assert_on_pad(person, several[1])
    person.find(QWidget, "nextPictureButton").click()
    assert_on_pad(person, several[2])
    assert (label.text(), name.text()) == ("3 of 3", "vee.png")
    assert not person.find(QAction, "nextPictureAction").isEnabled()
    pad = person.find(QWidget, "pad")
    pad.setFocus()
    person.qtbot.keyClick(pad, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert_on_pad(person, several[1])


def test_all_readings_are_listed_and_lead_to_their_pictures(person, several: list[Path]):
    person.workbench.set_doubt_threshold(0.0)
    drop(person.window, urls(*several))
    wait_for_pictures(person, 3)
    menu = person.find(QMenu, "pictureReadingsMenu")
    menu.aboutToShow.emit()
    first, _, last = menu.actions()
    verdict, sureness = person.find(QLabel, "predictionLabel"), person.find(QLabel, "confidenceLabel")
    assert first.text() == f"seven.png: {verdict.text()}, {sureness.text()}"
    assert first.isChecked()
    last.trigger()
    assert_on_pad(person, several[2])
    assert last.text() == f"vee.png: {verdict.text()}, {sureness.text()}"


def test_undo_brings_the_drawing_back_at_once_however_many_pictures_were_looked_at(person, several: list[Path]):
    person.draw((0.3, 0.3), (0.6, 0.6))
    drawn = person.workbench.pad.image
    drop(person.window, urls(*several))
    wait_for_pictures(person, 3)
    person.trigger("nextPictureAction")
    person.trigger("nextPictureAction")
    person.trigger("undoInkAction")
    np.testing.assert_array_equal(person.workbench.pad.image, drawn)
    assert person.find(QLabel, "pictureLabel").text() == "3 pictures", "to return to"
    person.trigger("redoInkAction")
    assert_on_pad(person, several[2])


def test_what_was_drawn_on_a_picture_comes_back_as_well(person, several: list[Path]):
    drop(person.window, urls(*several))
    wait_for_pictures(person, 3)
    person.draw((0.1, 0.9), (0.9, 0.9))
    drawn = person.workbench.pad.image
    person.trigger("nextPictureAction")
    assert_on_pad(person, several[1])
    person.trigger("undoInkAction")
    np.testing.assert_array_equal(person.workbench.pad.image, drawn)


def test_pictures_that_are_closed_are_out_of_sight(person, several: list[Path]):
    drop(person.window, urls(*several))
    wait_for_pictures(person, 3)
    assert person.find(QWidget, "pictureBar").isVisible()
    person.trigger("closePicturesAction")
    assert not person.find(QWidget, "pictureBar").isVisible()
    assert person.workbench.pad.ink.is_empty
    assert not person.find(QAction, "closePicturesAction").isEnabled()


def test_a_drawing_stays_when_pictures_are_closed(person, several: list[Path]):
    drop(person.window, urls(*several))
    wait_for_pictures(person, 3)
    person.trigger("clearInkAction")
    person.draw((0.3, 0.3), (0.6, 0.6))
    person.trigger("closePicturesAction")
    assert not person.workbench.pad.ink.is_empty


def test_a_single_picture_is_in_sight_as_long_as_it_is_on_the_pad(person, seven: Path):
    drop(person.window, urls(seven))
    wait_for_pictures(person)
    bar = person.find(QWidget, "pictureBar")
    assert person.find(QLabel, "pictureLabel").text() == "seven.png"
    assert not person.find(QWidget, "nextPictureButton").isVisible()
    person.trigger("clearInkAction")
    assert not bar.isVisible()
    person.trigger("undoInkAction")
    assert bar.isVisible()


def test_pictures_that_are_opened_later_take_the_place_of_those_before(person, several: list[Path]):
    person.workbench.pictures.close()
    person.workbench._pictures.open(several)
    person.workbench._pictures.open(several[1:])  # while those are still being read
    wait_for_pictures(person, 2)
    assert_on_pad(person, several[1])


def test_of_very_many_the_first_are_taken_and_that_is_said(person, several: list[Path], monkeypatch):
    monkeypatch.setattr(picture_tasks, "MOST", 2)
    drop(person.window, urls(*several))
    wait_for_pictures(person, 2)
    assert "The first 2 of these 3 pictures" in person.notice


# Pictures that cannot be read


def test_the_others_go_on_where_one_cannot_be_read(person, several: list[Path], tmp_path: Path):
    cut = tmp_path / "cut.png"
    cut.write_bytes(several[0].read_bytes()[:200])
    drop(person.window, urls(several[0], cut, several[1]))
    wait_for_pictures(person, 2)
    assert "cut.png cannot be read" in person.notice
    person.trigger("nextPictureAction")
    assert_on_pad(person, several[1])


def test_several_that_cannot_be_read_are_told_in_one_notice(person, seven: Path, tmp_path: Path):
    (tmp_path / "words.txt").write_text("no picture")
    Image.new("L", (300, 300), 255).save(tmp_path / "white.png")
    drop(person.window, urls(tmp_path / "white.png", seven, tmp_path / "words.txt"))
    wait_for_pictures(person)
    assert person.notice.startswith("2 of 3 pictures cannot be read. white.png is blank")


def test_a_picture_that_cannot_be_read_leaves_the_pad_as_it_is(person, tmp_path: Path):
    person.draw((0.3, 0.3), (0.6, 0.6))
    drawn = person.workbench.pad.image
    Image.new("L", (300, 300), 255).save(tmp_path / "white.png")
    drop(person.window, urls(tmp_path / "white.png"))
    person.wait_until(lambda: "white.png is blank" in person.notice)
    np.testing.assert_array_equal(person.workbench.pad.image, drawn)
    assert not person.find(QWidget, "pictureBar").isVisible()


def test_no_other_program_is_started_on_what_only_looks_like_a_picture(person, seven: Path, tmp_path, monkeypatch):
    started: list[object] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *arguments, **options: started.append(arguments))
    fake = tmp_path / "not-a-picture.png"
    fake.write_bytes(POSTSCRIPT)
    drop(person.window, urls(fake))
    person.wait_until(lambda: "not-a-picture.png" in person.notice)
    drop(person.window, urls(seven, fake))
    wait_for_pictures(person)
    assert "not-a-picture.png is no picture that Inkling can open" in person.notice
    assert started == []


def test_an_image_of_the_clipboard_that_is_far_too_large_is_refused(person, clipboard, monkeypatch):
    monkeypatch.setattr(picture_tasks.picture_file, "MOST_PIXELS", 10_000)
    clipboard.setImage(QImage(200, 200, QImage.Format.Format_RGB32))
    paste(person)
    person.wait_until(lambda: "too large" in person.notice)


# What stays as it is, and what is told


def test_a_picture_never_asks_about_unsaved_work_nor_takes_the_network(person, dialogs, seven: Path):
    person.train_a_little()
    run, step = person.workbench.runs.current.id, person.step
    assert person.workbench.runs.current.is_unsaved
    drop(person.window, urls(seven))
    wait_for_pictures(person)
    assert dialogs.asked == []
    assert (person.workbench.runs.current.id, person.step) == (run, step)


def test_the_steps_of_a_picture_are_shown_until_they_are_not_wanted(person, seven: Path):
    strip = person.find(QWidget, "pictureStrip")
    assert not strip.isVisible()
    drop(person.window, urls(seven))
    wait_for_pictures(person)
    assert strip.isVisible()
    assert not person.find(QWidget, "preparationStrip").isVisible()
    assert person.find(QLabel, "pictureStepsLabel").text() == "Dark on light: inverted."
    assert "dark" in person.find(QWidget, "inkStage").accessibleDescription()
    person.trigger("clearInkAction")
    assert not strip.isVisible()
    person.trigger("undoInkAction")
    person.trigger("preparationAction")
    assert not strip.isVisible()
    drop(person.window, urls(seven))
    person.wait_until(lambda: person.workbench._pictures._batch is None)
    assert not strip.isVisible(), "as was wanted before"


def test_a_picture_is_seen_where_the_pad_was_hidden(person, seven: Path):
    toggle = person.window.arrangement.toggles["pad"]
    toggle.setChecked(False)
    drop(person.window, urls(seven))
    wait_for_pictures(person)
    assert toggle.isChecked()
    assert person.find(QWidget, "pad").isVisible()


def test_each_picture_and_its_verdict_are_announced(person, several: list[Path], monkeypatch):
    said: list[str] = []
    listen = SimpleNamespace(updateAccessibility=lambda event: said.append(event.message()))
    monkeypatch.setattr(announcer, "QAccessible", listen)
    announcements = person.workbench.announcements
    announcements._is_heard, announcements._pause.isActive = lambda: True, lambda: False
    drop(person.window, urls(*several))
    wait_for_pictures(person, 3)
    said.clear()
    person.trigger("nextPictureAction")
    assert "2 of 3: one.png" in said
    assert any(person.find(QLabel, "confidenceLabel").text() in text for text in said)
