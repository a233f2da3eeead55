"""Correcting: into which collection a drawing goes that was read as something else."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from core.arrays import read_only
from core.data.dataset import Dataset, Split
from core.data.ink.strokes import Ink, prepare
from core.files import symbols
from core.files.handwriting import Handwriting
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from desktop.background.jobs import Jobs
from desktop.models.handwriting import HandwritingModel
from desktop.models.notices import NoticesModel
from desktop.models.pad import PadModel
from desktop.models.pictures import Picture, PicturesModel
from desktop.session.correcting import Correcting
from desktop.session.symbols import Symbols

DIGITS = tuple("0123456789")
LETTERS = ("a", "b")
SPLIT = Split(np.zeros((2, 28, 28), np.uint8), np.array([0, 1], np.uint8))
LINE = Ink((np.array([[0.4, 0.2], [0.5, 0.8]]),))


class Library(QObject):
    idle = Signal()
    dataset: Dataset | None = None


@pytest.fixture
def made(qtbot: QtBot, tmp_path: Path, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.setattr(symbols, "folder", lambda: tmp_path / "symbols")
    digits, notices, library = HandwritingModel(Handwriting(tmp_path / "own.jsonl"), jobs), NoticesModel(), Library()
    session = SimpleNamespace(library=library)
    pad, pictures = PadModel(), PicturesModel()
    sets = Symbols(session, digits, notices, jobs)
    digits.load()
    qtbot.waitUntil(lambda: digits.is_ready)
    pad.use_network(Network.create(Hyperparameters(hidden=(4,)), np.random.default_rng(1)).frozen_copy())
    return SimpleNamespace(
        pad=pad, pictures=pictures, digits=digits, sets=sets, library=library, notices=notices,
        correcting=Correcting(pad, pictures, library, sets, notices),
    )  # fmt: skip


def put_picture(made: SimpleNamespace) -> None:
    picture = Picture("letter.png", SimpleNamespace(image=read_only(prepare(LINE))))
    made.pictures.begin(picture)
    made.pad.turn_to_image(picture.image, in_place=False)
    made.pictures.follow(made.pad.ink.picture)


def test_other_classes_go_into_a_set_of_symbols_that_is_called_as_their_data(made: SimpleNamespace, qtbot: QtBot):
    made.library.dataset = Dataset("letters", "Letters", SPLIT, SPLIT, LETTERS)
    made.pad.change_ink(LINE)
    assert made.correcting.is_possible(LETTERS)
    made.correcting.keep_as(1, LETTERS)
    model = made.sets.model("Letters")
    qtbot.waitUntil(lambda: bool(model.samples))
    put_picture(made)
    made.correcting.keep_as(0, LETTERS)
    assert [sample.label for sample in model.samples] == ["b", "a"]
    assert model.samples[1].ink.picture is not None
    assert model.class_names == LETTERS
    assert "“a”, in Letters" in made.notices.current.text
    model.undo()
    assert [sample.label for sample in model.samples] == ["b"]
    assert not made.digits.samples


def test_nothing_is_to_be_corrected_where_nothing_is_known_of_the_classes(made: SimpleNamespace):
    made.pad.change_ink(LINE)
    assert not made.correcting.is_possible(LETTERS)
    made.library.dataset = Dataset("my/Gone", "Gone", SPLIT, SPLIT, LETTERS)
    assert not made.correcting.is_possible(LETTERS)  # the set was taken away
    assert made.correcting.is_possible(DIGITS)


def test_an_image_that_nobody_drew_is_not_kept(made: SimpleNamespace):
    made.pad.show_image(prepare(LINE))
    assert not made.correcting.is_possible(DIGITS)
    made.pad.change_ink(Ink(LINE.strokes, made.pad.ink.picture))
    assert not made.correcting.is_possible(DIGITS)
    made.correcting.keep_as(3, DIGITS)
    assert not made.digits.samples


def test_a_picture_of_a_digit_is_kept_with_its_pixels(made: SimpleNamespace):
    put_picture(made)
    made.correcting.keep_as(7, DIGITS)
    (sample,) = made.digits.samples
    assert sample.label == 7
    np.testing.assert_array_equal(made.digits.images[0], prepare(LINE))
    assert [kept.line for kept in made.digits._store.load().samples] == [sample.line]
    made.digits.undo()
    assert not made.digits.samples
