"""RunsModel: every run of the session, its name and its looks."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.files.runs import MOST_RUNS
from core.files.saved_runs import SavedRun
from core.hyperparameters import Hyperparameters
from core.training.trainer import Trainer
from desktop.models import runs as model
from desktop.models.runs import RunsModel


@pytest.fixture
def saved(tiny_dataset: Dataset) -> SavedRun:
    last = Trainer(Hyperparameters(hidden=(4,)), tiny_dataset).snapshot()
    return SavedRun(
        name="",
        color=0,
        hyperparameters=last.hyperparameters,
        curves=last.curves,
        marks=(),
        data_name=last.data_name,
        data_fingerprint=last.data_fingerprint,
        last=last,
    )


@pytest.fixture
def runs(saved: SavedRun) -> RunsModel:
    """Return a model with two runs put aside and a third at hand."""
    runs = RunsModel()
    runs.put_aside(saved)
    runs.put_aside(saved)
    return runs


def names(runs: RunsModel) -> list[str]:
    return [run.tag.name for run in runs.earlier]


def test_runs_are_numbered_and_told_apart(runs: RunsModel, saved: SavedRun, qtbot: QtBot):
    assert names(runs) == ["Run 1", "Run 2"]
    assert runs.at_hand.name == "Run 3"
    with qtbot.waitSignal(runs.changed):
        runs.put_aside(saved)
    assert [run.tag.color for run in runs.earlier] == [0, 1, 2]


def test_many_runs_are_kept_as_many_as_a_file_holds(runs: RunsModel, saved: SavedRun):
    for _ in range(MOST_RUNS + 3):
        runs.put_aside(saved)
    assert len(runs.earlier) == MOST_RUNS
    assert runs.earlier[-1].number == MOST_RUNS + 5


def test_where_memory_runs_out_the_oldest_keep_their_curves_only(
    runs: RunsModel, saved: SavedRun, monkeypatch: pytest.MonkeyPatch
):
    assert saved.last is not None
    monkeypatch.setattr(model, "_MOST_BYTES", 2 * saved.last.bytes)
    runs.put_aside(saved)
    assert [run.saved.last is None for run in runs.earlier] == [True, False, False]
    assert runs.earlier[0].saved.curves is saved.curves


def test_a_run_that_is_brought_back_keeps_its_name(runs: RunsModel):
    runs.rename(1, " the first ")
    runs.bring_back(1)
    assert runs.at_hand.name == "the first"
    assert names(runs) == ["Run 2"]


def test_an_empty_name_changes_nothing(runs: RunsModel):
    runs.rename(3, "mine")
    runs.rename(3, "  ")
    runs.rename(1, "")
    assert runs.at_hand.name == "mine"
    assert names(runs) == ["Run 1", "Run 2"]


def test_what_is_removed_can_be_put_back_where_it_was(runs: RunsModel):
    removed = runs.remove([1])
    assert names(runs) == ["Run 2"]
    assert runs.remove([1]) == ()
    runs.restore(removed)
    assert names(runs) == ["Run 1", "Run 2"]


def test_several_are_removed_and_put_back_where_they_were(runs: RunsModel, saved: SavedRun):
    for _ in range(2):
        runs.put_aside(saved)
    removed = runs.remove({1, 2, 4})
    assert names(runs) == ["Run 3"]
    runs.restore(removed)
    assert names(runs) == ["Run 1", "Run 2", "Run 3", "Run 4"]


def test_a_run_can_be_left_out_of_the_curves(runs: RunsModel):
    runs.show([2], False)
    assert [run.is_shown for run in runs.earlier] == [True, False]


def test_a_new_run_after_a_branch_has_curves_of_its_own(runs: RunsModel):
    runs.begin_branch("Run 1", 2.5)
    assert runs.at_hand.begins_at == 2.5
    runs.begin_anew()
    assert runs.at_hand.begins_at == 0


def test_the_names_of_branches_stay_short_and_are_each_used_once(runs: RunsModel, saved: SavedRun):
    for parent, epoch, name in (
        ("Run 1", 4.9312, "Run 1 from epoch 4.93"),
        ("Run 1 from epoch 4.93", 6.0, "Run 1 from epoch 6"),
        ("Run 1 from epoch 4.93 from epoch 6", 6.0, "Run 1 from epoch 6 (2)"),
        ("Run 1 from epoch 6 (2)", 6.0, "Run 1 from epoch 6 (3)"),
        ("the slow one", 1234.5, "the slow one from epoch 1,234"),
        ("the slow one from epoch 1,234", 2000.0, "the slow one from epoch 2,000"),
    ):
        runs.begin_branch(parent, epoch)
        assert runs.at_hand.name == name
        runs.put_aside(saved)


def test_runs_from_a_file_find_their_images(runs: RunsModel, saved: SavedRun, tiny_dataset: Dataset):
    foreign = replace(saved, name="foreign", data_fingerprint="another")
    runs.add((replace(saved, name="known"), foreign), tiny_dataset)
    assert names(runs)[2:] == ["known", "foreign"]
    assert [run.dataset for run in runs.earlier[2:]] == [tiny_dataset, None]
    assert len({run.number for run in runs.earlier} | {runs.at_hand.number}) == 5


def test_runs_of_other_days_stand_first_as_they_were_left_and_numbers_go_on_after_them(
    runs: RunsModel, saved: SavedRun
):
    def of_yesterday(name: str, seed: int, color: int) -> SavedRun:
        settings = replace(saved.hyperparameters, seed=seed)
        return replace(saved, name=name, color=color, hyperparameters=settings, begins_at=0.5, is_shown=False)

    numbers = runs.add_of_other_days([of_yesterday("Run 7", 8, 6), of_yesterday("the slow one", 9, 3), saved])
    assert names(runs) == ["Run 7", "the slow one", "Run 1", "Run 2"]
    assert [run.number for run in runs.earlier[:2]] == list(numbers[:2])
    assert numbers[2] == 0, "it is here already"
    assert [(run.tag.color, run.tag.begins_at, run.is_shown) for run in runs.earlier[:2]] == [
        (6, 0.5, False),
        (3, 0.5, False),
    ]
    assert (runs.at_hand.name, runs.at_hand.color) == ("Run 8", 7)
    runs.put_aside(saved)
    assert (runs.at_hand.name, runs.at_hand.color) == ("Run 9", 8)


def test_a_name_that_a_person_gave_stays_when_runs_of_other_days_come(runs: RunsModel, saved: SavedRun):
    runs.rename(3, "mine")
    settings = replace(saved.hyperparameters, seed=5)
    runs.add_of_other_days([replace(saved, name="Run 20", color=19, hyperparameters=settings)])
    assert runs.at_hand.name == "mine"
    runs.put_aside(saved)
    assert runs.at_hand.name == "Run 21"
