"""HandwritingModel: keeps, asks for the next, deletes and brings back, and asks the network."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.ink.strokes import Ink, prepare
from core.errors import FileError
from core.files.handwriting import Handwriting
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from desktop.background.jobs import Jobs
from desktop.models.handwriting import HandwritingModel, next_class


def ink(number: int) -> Ink:
    return Ink((np.linspace((0.1, 0.1), (0.4 + number / 50, 0.8), 5), np.array([[0.2, 0.5], [0.7, 0.3]])))


@pytest.fixture
def store(tmp_path: Path) -> Handwriting:
    return Handwriting(tmp_path / "handwriting.jsonl")


@pytest.fixture
def model(qtbot: QtBot, store: Handwriting, jobs: Jobs) -> HandwritingModel:
    return loaded(qtbot, store, jobs)


def loaded(qtbot: QtBot, store: Handwriting, jobs: Jobs) -> HandwritingModel:
    made = HandwritingModel(store, jobs)
    assert not made.is_ready
    made.load()
    qtbot.waitUntil(lambda: made.is_ready)
    return made


@pytest.fixture
def network() -> Network:
    return Network.create(Hyperparameters(hidden=(4,)), np.random.default_rng(1))


def test_digits_are_asked_for_in_turn_and_those_that_are_fewest_first() -> None:
    assert next_class([0] * 10, 9) == 0
    assert next_class([1] + [0] * 9, 0) == 1
    assert next_class([5, 5, 5, 4, 5, 5, 5, 5, 4, 5], 3) == 8
    assert next_class([5, 5, 5, 0, 5, 5, 5, 5, 5, 5], 3) == 4  # skipped: another one, and 3 again after it
    assert next_class([5, 5, 5, 0, 5, 5, 5, 5, 5, 5], 4) == 3


def test_what_is_kept_is_on_disk_and_another_digit_is_asked_for(
    qtbot: QtBot, model: HandwritingModel, store: Handwriting, jobs: Jobs
) -> None:
    assert model.wanted == 0
    model.keep(0, ink(1), "Ada")
    assert model.wanted == 1
    model.keep(5, ink(2))  # not what was asked for
    assert (model.counts[0], model.counts[5], sum(model.counts)) == (1, 1, 2)
    assert np.array_equal(model.images, np.stack([prepare(sample.ink) for sample in model.samples]))
    again = loaded(qtbot, store, jobs)
    assert [sample.line for sample in again.samples] == [sample.line for sample in model.samples]
    assert again.wanted == 1


def test_a_digit_that_cannot_be_written_is_not_among_those_kept(model: HandwritingModel, store: Handwriting) -> None:
    store.path.mkdir()  # where the file would be
    with pytest.raises(FileError, match="could not be kept"):
        model.keep(0, ink(1))
    assert model.samples == ()
    assert model.wanted == 0


def test_what_was_deleted_comes_back_at_its_place(model: HandwritingModel, store: Handwriting) -> None:
    for number in range(5):
        model.keep(number, ink(number))
    before, images = model.samples, model.images
    model.delete([1, 3])
    assert [sample.label for sample in model.samples] == [0, 2, 4]
    model.delete([0])
    assert [sample.label for sample in store.load().samples] == [2, 4]
    model.undo()
    model.undo()
    assert not model.can_undo
    assert model.samples == before
    assert np.array_equal(model.images, images)
    assert [sample.line for sample in store.load().samples] == [sample.line for sample in before]
    model.undo()  # nothing left to bring back
    assert model.samples == before


def test_a_deletion_that_fails_deletes_nothing(model: HandwritingModel, monkeypatch: pytest.MonkeyPatch) -> None:
    model.keep(0, ink(0))

    def refuse(*arguments: object) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr("core.disk.os.replace", refuse)
    with pytest.raises(FileError, match="Permission denied"):
        model.delete([0])
    assert len(model.samples) == 1
    assert not model.can_undo


def test_digits_travel_through_a_file(qtbot: QtBot, model: HandwritingModel, jobs: Jobs, tmp_path: Path) -> None:
    for number in range(3):
        model.keep(number, ink(number))
    with qtbot.waitCallback() as written:
        model.export(tmp_path / "out.jsonl", written)
    model.delete([1])
    told: list[str] = []
    model.told.connect(told.append)
    model.merge(tmp_path / "out.jsonl")
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["One digit was taken in from out.jsonl; 2 were here already."]
    assert [sample.label for sample in model.samples] == [0, 1, 2]


def test_an_import_of_something_else_is_told(qtbot: QtBot, model: HandwritingModel, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("milk, bread")
    with qtbot.waitSignal(model.failed) as failed:
        model.merge(tmp_path / "notes.txt")
    assert str(failed.args[0]).startswith("notes.txt holds no handwriting of Inkling's.")


def test_a_damaged_file_is_told_and_the_rest_is_there(
    qtbot: QtBot, model: HandwritingModel, store: Handwriting, jobs: Jobs
) -> None:
    model.keep(4, ink(1))
    with store.path.open("ab") as file:
        file.write(b"\x00\x00\n")
    again, told = HandwritingModel(store, jobs), []
    again.told.connect(told.append)
    again.load()
    qtbot.waitUntil(lambda: again.is_ready)
    assert [sample.label for sample in again.samples] == [4]
    assert len(told) == 1
    assert told[0].startswith("One line of handwriting.jsonl could not be read; every other digit is here.")


def test_a_file_that_cannot_be_opened_is_told(qtbot: QtBot, tmp_path: Path, jobs: Jobs) -> None:
    model = HandwritingModel(Handwriting(tmp_path), jobs)
    with qtbot.waitSignal(model.failed):
        model.load()
    assert model.is_ready


def test_the_network_is_asked_about_every_digit(qtbot: QtBot, model: HandwritingModel, network: Network) -> None:
    model.keep(3, ink(1))
    with qtbot.waitSignal(model.read):
        model.ask(network)
    assert model.reading.digits.tolist() == network.outputs(model.images).argmax(axis=1).tolist()
    with qtbot.waitSignal(model.read):
        model.keep(4, ink(2))  # asked about without another word
        assert model.reading is None
    assert len(model.reading) == 2


def test_of_several_networks_the_last_one_has_the_last_word(qtbot: QtBot, model: HandwritingModel) -> None:
    for number in range(20):
        model.keep(number % 10, ink(number))
    networks = [Network.create(Hyperparameters(hidden=(4,)), np.random.default_rng(seed)) for seed in range(5)]
    for network in networks:
        model.ask(network)
    expected = networks[-1].outputs(model.images).argmax(axis=1).tolist()
    assert expected != networks[0].outputs(model.images).argmax(axis=1).tolist()
    qtbot.waitUntil(lambda: model.reading is not None and model.reading.digits.tolist() == expected)


def test_a_part_is_held_back_from_training(model: HandwritingModel) -> None:
    for number in range(30):
        model.keep(number % 10, ink(number))
    held = sum(sample.is_held_back for sample in model.samples)
    assert len(model.for_training) == 30 - held
