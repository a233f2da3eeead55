"""Exports: what is in front as a file, and the long ones as jobs that say when they are done."""

import csv
import threading
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QComboBox, QProgressBar, QPushButton

from core.disk import replace_file
from core.errors import Cancelled, FileError
from core.files.exchange import safetensors
from core.report.animation import save_animation
from desktop.models.training import State
from desktop.shell import exports


def show_tab(person, name: str) -> None:
    person.window.tabs.setCurrentWidget(person.window.panels[name])


@pytest.mark.parametrize("kind", ["Png", "Svg"])
def test_every_view_can_be_written(person, dialogs, tmp_path: Path, kind: str):
    for name in ("neurons", "data", "handwriting", "coach"):
        show_tab(person, name)
        dialogs.path = tmp_path / f"{name}.{kind.lower()}"
        person.trigger(f"exportView{kind}Action")
        assert f"{dialogs.path.name} is written" in person.notice
        if kind == "Png":
            picture = QImage(str(dialogs.path))
            assert picture.width() == max(1920, 2 * person.window.panels[name].width()), "as wide as a slide"
            assert picture.pixelColor(0, 0).alpha() == 255  # readable on any page
        else:
            assert b"<svg" in dialogs.path.read_bytes()


def test_the_counts_of_the_data_are_a_table(person, dialogs, tmp_path: Path):
    show_tab(person, "data")
    dialogs.path = tmp_path / "counts.csv"
    person.trigger("exportTableAction")
    head, *rows = csv.reader(dialogs.path.read_text().splitlines())
    dataset = person.workbench.library.dataset
    assert head == ["label", "training images", "test images"]
    assert sum(int(row[1]) for row in rows) == len(dataset.train)
    assert sum(int(row[2]) for row in rows) == len(dataset.test)


def test_one_s_own_digits_are_a_table_once_there_are_some(person, dialogs, tmp_path: Path):
    show_tab(person, "handwriting")
    mine = person.workbench.handwriting
    person.wait_until(lambda: mine.is_ready)
    person.trigger("exportTableAction")
    assert "no table" in person.notice
    person.draw((0.5, 0.2), (0.5, 0.8))
    mine.keep(1, person.workbench.pad.ink, "me")
    person.wait_until(lambda: mine.reading is not None and len(mine.reading) == 1)
    dialogs.path = tmp_path / "mine.csv"
    person.trigger("exportTableAction")
    head, row = csv.reader(dialogs.path.read_text().splitlines())
    assert head == ["digit", "writer", "read as"]
    assert row == ["1", "me", str(mine.reading.digits[0])]
    assert person.window.panels["handwriting"].table() is not None


def test_a_view_without_a_table_does_not_offer_one(person):
    show_tab(person, "neurons")
    assert not person.window.actions_["exportTableAction"].isEnabled()
    show_tab(person, "data")
    assert person.window.actions_["exportTableAction"].isEnabled()


def test_the_training_of_the_weight_images_is_an_animation(person, dialogs, tmp_path: Path):
    person.train_a_little()
    dialogs.path = tmp_path / "weights"  # without an ending it is a GIF
    person.trigger("exportAnimationAction")
    person.wait_until(lambda: "is written" in person.notice)
    with Image.open(tmp_path / "weights.gif") as animation:
        assert animation.is_animated


def test_the_lab_report_is_a_page_that_can_be_opened_at_once(
    person, dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    person.train_a_little()
    dialogs.path = tmp_path / "report.html"
    person.trigger("exportReportAction")
    person.wait_until(lambda: "is written" in person.notice)
    assert dialogs.path.read_text().startswith("<!DOCTYPE html>")
    person.press("Open")
    assert opened == [str(dialogs.path)]


def test_the_network_is_written_as_the_ending_says(person, dialogs, tmp_path: Path):
    dialogs.path = tmp_path / "net.safetensors"
    person.trigger("exportNetworkAction")
    person.wait_until(lambda: "is written" in person.notice)
    arrays, network = safetensors.read(dialogs.path).arrays, person.workbench.timeline.snapshot.network
    assert (network.layers[0].weights == arrays["0.weight"].T).all()

    dialogs.path = tmp_path / "file" / "net.csv"
    (tmp_path / "file").write_text("in the way")
    person.trigger("exportNetworkAction")
    person.wait_until(lambda: person.workbench.notices.current.kind == "error")
    assert "net.csv" in person.notice


def test_closing_waits_for_a_report_that_is_being_written(
    person, dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    written = threading.Event()
    monkeypatch.setattr(exports, "save_report", lambda *arguments: written.set())
    dialogs.path = tmp_path / "report.html"
    person.trigger("exportReportAction")
    person.window.close()
    assert written.is_set()


def test_a_report_that_cannot_be_written_is_told(person, dialogs, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    dialogs.path = tmp_path / "file" / "report.html"
    person.trigger("exportReportAction")
    person.wait_until(lambda: person.workbench.notices.current.kind == "error")
    assert "report.html" in person.notice


def test_an_animation_that_fails_leaves_no_word_that_it_is_being_written(
    person, dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(*arguments: object, **options: object) -> None:
        raise FileError("There is no room.", "Make some.")

    monkeypatch.setattr(exports, "save_animation", fail)
    dialogs.path = tmp_path / "weights.gif"
    person.trigger("exportAnimationAction")
    person.wait_until(lambda: "no room" in person.notice)
    assert len(person.workbench.notices._waiting) == 1


def test_the_animation_is_of_the_layer_that_is_shown(person, dialogs, tmp_path: Path):
    person.workbench.settings.propose("hidden", (12, 5))
    person.wait_for_state(State.READY)
    person.train_a_little()
    show_tab(person, "neurons")
    person.find(QComboBox, "layerCombo").setCurrentIndex(1)
    dialogs.path = tmp_path / "deep.png"
    person.trigger("exportAnimationAction")
    person.wait_until(lambda: "is written" in person.notice)
    last = person.workbench.timeline.latest
    save_animation(tmp_path / "again.png", [last], layer=1)
    with Image.open(tmp_path / "deep.png") as animation, Image.open(tmp_path / "again.png") as again:
        assert animation.size == again.size
        animation.seek(animation.n_frames - 1)
        assert animation.convert("RGB").tobytes() == again.convert("RGB").tobytes()


def test_writing_an_animation_is_seen_and_can_be_cancelled_leaving_what_was_there(
    person, dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def endless(path: Path, moments: object, layer: int, *, progress, is_cancelled) -> None:
        def write(file) -> None:
            file.write(b"half")
            progress(1, 4)
            while not is_cancelled():
                threading.Event().wait(0.001)
            raise Cancelled

        replace_file(path, write)

    monkeypatch.setattr(exports, "save_animation", endless)
    dialogs.path = tmp_path / "weights.gif"
    dialogs.path.write_bytes(b"before")
    before = set(tmp_path.iterdir())
    bar, button = person.find(QProgressBar, "busyBar"), person.find(QPushButton, "cancelButton")
    person.trigger("exportAnimationAction")
    person.wait_until(lambda: bar.isVisible() and bar.value() == bar.maximum() // 4)
    button.click()
    person.wait_until(lambda: person.notice == "weights.gif was not written.")
    assert not bar.isVisible()
    assert dialogs.path.read_bytes() == b"before"
    assert set(tmp_path.iterdir()) == before


def test_a_dialog_that_is_given_up_writes_nothing(person, dialogs, tmp_path: Path):
    before = set(tmp_path.iterdir())
    for action in ("exportViewPngAction", "exportAnimationAction", "exportReportAction"):
        dialogs.asked.clear()
        person.trigger(action)
        assert dialogs.asked == ["Export"]
    assert set(tmp_path.iterdir()) == before
    assert person.notice == ""
