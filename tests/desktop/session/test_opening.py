"""Data sets and files that are opened."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from core.data import catalog
from core.data.dataset import Dataset
from core.errors import Cancelled
from core.files import pretrained, weights
from core.files.store import Store
from desktop.models.training import State
from desktop.session.workbench import Workbench
from tests.desktop.helpers import file_of

pytestmark = pytest.mark.panels("pad")


def test_another_folder_is_used_and_a_bad_one_changes_nothing(person, tmp_path: Path):
    before = person.workbench.library.dataset
    (tmp_path / "empty").mkdir()
    person.workbench.use_dataset(str(tmp_path / "empty"))
    person.wait_until(lambda: "empty" in person.notice)
    assert person.workbench.library.dataset is before
    assert person.step == 0


def test_a_network_that_was_trained_is_put_aside_when_other_data_is_used(person, figures_folder: Path):
    person.train_a_little()
    step = person.step
    person.workbench.use_dataset(str(figures_folder))
    person.wait_until(lambda: person.step == 0)
    person.press("Bring it back")
    person.wait_until(lambda: person.step == step)


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch, tiny_dataset: Dataset) -> None:
    """Let every download succeed at once, and give the tiny figures."""
    monkeypatch.setattr(catalog, "fetch", lambda name, **others: None)
    monkeypatch.setattr(catalog, "load", lambda name, **others: tiny_dataset)


@pytest.mark.usefixtures("downloads")
def test_what_was_fetched_is_used_at_once_while_nothing_is_trained(person):
    person.workbench.library.fetch("mnist")
    person.wait_until(lambda: person.workbench.library.in_use == "mnist")
    person.wait_for_state(State.READY)
    assert person.notice == ""


@pytest.mark.usefixtures("downloads")
def test_what_was_fetched_waits_while_a_network_is_trained(person, qtbot):
    person.train_a_little()
    step, before = person.step, person.workbench.library.in_use
    with qtbot.waitSignal(person.workbench.library.fetched):
        person.workbench.library.fetch("mnist")
    assert (person.step, person.workbench.library.in_use) == (step, before)
    assert "MNIST is here" in person.notice
    person.press("Use MNIST")
    person.wait_until(lambda: person.workbench.library.in_use == "mnist")
    person.wait_until(lambda: person.step == 0)
    person.wait_for_state(State.READY)
    person.trigger("bringBackAction")
    person.wait_until(lambda: person.step == step)


def test_a_file_whose_data_is_not_loaded_to_the_end_is_not_opened_and_it_is_said(
    person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    person.train_a_little()
    other = replace(person.workbench.timeline.latest, data_name="builtin", data_fingerprint="0" * 64)
    weights.save(tmp_path / "other.npz", other)
    begun = threading.Event()

    def wait_to_be_cancelled(name: str, *, is_cancelled: Callable[[], bool], **others: object) -> Dataset:
        begun.set()
        while not is_cancelled():
            threading.Event().wait(0.001)
        raise Cancelled

    monkeypatch.setattr(catalog, "load", wait_to_be_cancelled)
    person.workbench.open_file(tmp_path / "other.npz")
    person.wait_until(begun.is_set)
    step = person.step
    person.workbench.library.cancel()
    assert "other.npz was not opened" in person.notice
    assert person.step == step
    assert file_of(person.workbench) is None


@pytest.mark.parametrize("is_kept", [True, False], ids=["with its memory", "without"])
def test_a_file_without_what_the_optimizer_had_learned_says_that_it_starts_afresh(
    person, tmp_path: Path, *, is_kept: bool
):
    person.train_a_little()
    latest = person.workbench.timeline.latest
    weights.save(tmp_path / "net.npz", latest if is_kept else latest.to_look_at())
    person.workbench.open_file(tmp_path / "net.npz")
    person.wait_until(lambda: file_of(person.workbench) == tmp_path / "net.npz")
    said = [notice.text for notice in person.workbench.notices._waiting if notice.topic == "afresh"]
    told = ["Trained further, its optimizer starts afresh, because what it had learned is not in net.npz."]
    assert said == ([] if is_kept else told)


def open_trained(person) -> None:
    person.trigger("openTrainedAction")
    person.wait_until(lambda: person.workbench.runs.title == "Trained network")
    person.wait_until(lambda: person.workbench.timeline.latest is not None)
    person.wait_until(lambda: person.workbench.training.state is not State.PREPARING)


def test_the_trained_network_reads_at_once_and_stands_as_what_it_is(person):
    dataset = person.workbench.library.dataset
    open_trained(person)
    assert person.window.windowTitle() == "Trained network[*] – Inkling"
    assert "draw a digit" in person.notice
    assert person.workbench.notices.current.kind == "info"
    assert person.workbench.library.dataset is dataset
    assert not person.workbench.runs.current.is_unsaved
    assert file_of(person.workbench) is None
    person.draw((0.5, 0.2), (0.5, 0.5), (0.5, 0.8))
    person.wait_until(lambda: person.workbench.pad.answer is not None)
    assert person.workbench.pad.answer.digit == 1


def test_the_trained_network_is_modified_once_it_was_trained_further_and_keeps_its_name(person):
    open_trained(person)
    before = person.step
    person.workbench.train()
    person.wait_until(lambda: person.step > before)
    person.pause()
    assert person.workbench.runs.current.is_unsaved
    assert person.workbench.runs.title == "Trained network"
    assert person.workbench.preferences.recent_files == ()


def test_a_network_at_hand_is_put_aside_for_the_trained_one_and_can_be_had_back(person, dialogs):
    person.train_a_little()
    step = person.step
    dialogs.button = QMessageBox.StandardButton.Discard
    open_trained(person)
    person.trigger("bringBackAction")
    person.wait_until(lambda: person.step == step)
    assert person.workbench.runs.title == ""


def test_the_trained_network_asked_for_before_there_is_data_is_opened_once_there_is(
    preferences, figures_folder: Path, qtbot, tmp_path: Path
):
    workbench = Workbench(preferences, Store(tmp_path / "store"))
    try:
        workbench.open_trained()
        qtbot.waitUntil(lambda: workbench._opening._first is not None)
        assert workbench.runs.title == ""
        workbench.use_first_dataset(str(figures_folder))
        qtbot.waitUntil(lambda: workbench.runs.title == "Trained network")
    finally:
        assert workbench.jobs.end(20.0)  # beside other work a look at the images takes longer than a person would wait
        assert workbench.end()


def test_a_trained_network_that_is_not_there_is_said_to_be_missing(person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pretrained, "PATH", Path("gone.npz"))
    person.trigger("openTrainedAction")
    person.wait_until(lambda: "gone.npz" in person.notice)
    assert person.workbench.runs.title == ""
