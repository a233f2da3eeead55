"""UndoModel: the order in which things of several kinds were done."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.undoing import Undoable, UndoModel


class Source:
    """Something with a history of its own, as the pad or the runs have one."""

    def __init__(self, model: UndoModel, kind: str) -> None:
        self.model, self.steps = model, 0
        self.undoable = Undoable(kind, f"Take back {kind}.", self.undo)

    def do(self) -> None:
        self.steps += 1
        self.model.follow(self.undoable, self.steps)

    def undo(self) -> None:
        self.steps -= 1
        self.model.follow(self.undoable, self.steps)


@pytest.fixture
def model() -> UndoModel:
    return UndoModel()


@pytest.fixture
def ink(model: UndoModel) -> Source:
    return Source(model, "ink")


@pytest.fixture
def runs(model: UndoModel) -> Source:
    return Source(model, "runs")


def test_there_is_nothing_to_undo_at_first(model: UndoModel):
    assert model.latest() is None
    model.undo()


def test_what_was_done_last_is_taken_back_first_whatever_it_is(model: UndoModel, ink: Source, runs: Source):
    for source in (ink, ink, runs, ink):
        source.do()
    taken = []
    while model.latest() is not None:
        taken.append(model.latest().kind)
        model.undo()
    assert taken == ["ink", "runs", "ink", "ink"]


def test_what_one_looks_at_goes_first(model: UndoModel, ink: Source, runs: Source):
    runs.do()
    ink.do()
    model.undo("runs")
    assert (runs.steps, ink.steps) == (0, 1)
    model.undo("runs")
    assert ink.steps == 0, "where there is nothing of it, the latest"


def test_what_was_undone_elsewhere_is_not_offered_any_more(model: UndoModel, ink: Source, runs: Source, qtbot: QtBot):
    runs.do()
    ink.do()
    with qtbot.waitSignal(model.changed):
        ink.undo()
    assert model.latest().kind == "runs"
    with qtbot.assertNotEmitted(model.changed):
        model.follow(runs.undoable, runs.steps)


def test_one_more_of_a_kind_that_forgets_its_oldest_is_the_latest(model: UndoModel, ink: Source, runs: Source):
    for source in (runs, ink, runs, ink):
        source.do()
    model.follow(runs.undoable, 2, is_new=True)
    taken = []
    while model.latest() is not None:
        taken.append(model.latest().kind)
        model.undo()
    assert taken == ["runs", "ink", "runs", "ink"]
