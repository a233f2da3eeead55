"""Data of other classes than digits: what the window shows of them, and what happens where counts disagree."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.data import catalog
from core.data.dataset import Dataset, Split
from core.files import weights
from core.hyperparameters import Hyperparameters
from core.training.trainer import Trainer
from desktop.models.training import State
from desktop.session.workbench import Workbench
from tests.desktop.helpers import file_of

LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@pytest.fixture
def letters(tiny_dataset: Dataset) -> Dataset:
    """Images of digits under the names of letters, each letter a few times."""

    def named(split: Split) -> Split:
        return Split(split.images, (np.arange(len(split)) % 26).astype(np.uint8))

    return Dataset("letters", "Letters", named(tiny_dataset.train), named(tiny_dataset.test), LETTERS)


def use(person, dataset: Dataset) -> None:
    person.workbench.library.use(dataset, dataset.name)
    person.workbench.library.loaded.emit(dataset)
    person.wait_until(lambda: person.workbench.class_names == dataset.class_names)
    person.wait_for_state(State.READY)


def _is_read(workbench: Workbench) -> bool:
    current = workbench.confusion.current
    return current is not None and current.dataset is workbench.session.dataset


def look_at(person, *names: str) -> None:
    """Open views one after the other, so that each draws and paints what there is."""
    window, workbench = person.window, person.workbench
    for name in names:
        window.tabs.setCurrentWidget(window.panels[name])
        if name == "mistakes":
            person.wait_until(lambda: _is_read(workbench))
        assert not window.grab().isNull()


def test_letters_are_shown_by_their_names_in_every_view_and_digits_again_after_them(
    person, letters: Dataset, tiny_dataset: Dataset
):
    window, workbench = person.window, person.workbench
    workbench.set_doubt_threshold(0.0)
    use(person, letters)
    workbench.show_on_pad(letters.test.images[25], 25)
    look_at(person, "neurons", "network", "mistakes", "why", "statistics", "coach", "data", "numpy")
    assert workbench.pad.label == 25
    assert window.panels["pad"].canvas.accessibleDescription().startswith("Draw something")
    workbench.selection.choose_cell((25, 3))
    look_at(person, "mistakes")
    use(person, tiny_dataset)
    assert workbench.selection.cell is None, "there is no such cell among ten digits"
    assert workbench.pad.label is None, "a digit is not what it was said to show"
    look_at(person, "mistakes", "why", "network", "neurons")
    assert window.panels["pad"].canvas.accessibleDescription().startswith("Draw a digit")


def test_a_network_of_digits_that_is_opened_among_letters_brings_digits(
    person, letters: Dataset, tiny_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    person.train_a_little()
    elsewhere = replace(person.workbench.timeline.latest, data_name="elsewhere", data_fingerprint="0" * 64)
    weights.save(tmp_path / "digits.npz", elsewhere)
    use(person, letters)
    asked = []
    monkeypatch.setattr(catalog, "load", lambda name, **others: asked.append(name) or tiny_dataset)
    person.workbench.open_file(tmp_path / "digits.npz")
    person.wait_until(lambda: file_of(person.workbench) == tmp_path / "digits.npz")
    person.wait_until(lambda: person.workbench.class_names == tiny_dataset.class_names)
    assert asked == [catalog.BUILT_IN]
    assert person.workbench.session.dataset.class_names == tiny_dataset.class_names


def test_a_network_of_letters_among_digits_is_refused_with_both_counts(person, letters: Dataset, tmp_path: Path):
    trainer = Trainer(Hyperparameters(hidden=(4,), batch_size=10), letters)
    trainer.advance()
    weights.save(tmp_path / "letters.npz", trainer.snapshot())
    before = person.workbench.timeline.latest
    person.workbench.open_file(tmp_path / "letters.npz")
    person.wait_until(lambda: "letters.npz tells 26 classes apart" in person.notice)
    assert " has 10." in person.notice
    assert person.workbench.timeline.latest is before


def test_the_trained_network_brings_digits_as_well(
    person, letters: Dataset, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
):
    use(person, letters)
    monkeypatch.setattr(catalog, "load", lambda name, **others: tiny_dataset)
    person.trigger("openTrainedAction")
    person.wait_until(lambda: person.workbench.runs.title == "Trained network")
    person.wait_until(lambda: person.workbench.class_names == tiny_dataset.class_names)


def test_who_stands_in_knows_digits_and_keeps_still_among_letters(person, letters: Dataset):
    asking, snapshot = person.workbench._asking, person.workbench.timeline.snapshot
    asking.stand_in(snapshot)
    assert person.workbench.pad.is_stand_in
    use(person, letters)
    person.draw((0.5, 0.2), (0.5, 0.8))
    person.wait_until(lambda: person.workbench.pad.answer is not None)
    assert len(person.workbench.pad.answer.outputs) == 26
    assert not person.workbench.pad.is_stand_in
