"""One class for a run, wherever it is: its id, its moments, its branches, and what of it is saved."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.training.history import History, Mark
from core.training.run import Parent, Run
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]
SETTINGS = Hyperparameters(hidden=(4,))
FILE = Path("mine.npz")


@pytest.fixture
def begun(tiny_dataset: Dataset) -> Run:
    return Run.begin(SETTINGS, tiny_dataset, "Quick and good")


def trained(run: Run, make_snapshot: MakeSnapshot, *steps: int) -> Run:
    for step in steps:
        run = run.reached(make_snapshot(step))
    return run


def steps_of(run: Run) -> list[int]:
    return [run.recording[index].step for index in range(len(run.recording))]


def measured(*accuracies: float) -> History:
    history = History()
    for step, accuracy in enumerate(accuracies):
        history.append(step=step, epoch=step / 10, seconds=step, test_accuracy=accuracy, whole=1)
    return history


def spoiled(snapshot: Snapshot) -> Snapshot:
    network = snapshot.network.working_copy()
    network.layers[0].weights[:] = np.nan
    return replace(snapshot, network=network.frozen_copy())


# What makes it this run


def test_a_run_begins_with_an_id_of_its_own_and_nothing_trained(begun: Run, tiny_dataset: Dataset) -> None:
    other = Run.begin(SETTINGS, tiny_dataset, "Quick and good")
    assert begun != other
    assert begun.id != other.id
    assert (begun.latest, begun.best, begun.first, begun.last_sound) == (None, None, None, None)
    assert not begun.is_trained
    assert not begun.has_moments
    assert datetime.now(UTC) - begun.created < timedelta(minutes=1)


def test_it_is_the_same_run_whatever_becomes_of_it(begun: Run, make_snapshot: MakeSnapshot) -> None:
    later = trained(begun, make_snapshot, 0, 5).renamed("mine")
    assert later == begun
    assert {begun: 1}[later] == 1
    assert later.name == "mine"
    assert later.renamed("  ").name == "mine"
    assert begun != "mine"


def test_a_time_of_creation_without_a_zone_is_a_mistake(begun: Run) -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(begun, created=datetime(2026, 1, 1))


# Its moments


def test_a_moment_more_leaves_the_run_before_it_as_it_was(begun: Run, make_snapshot: MakeSnapshot) -> None:
    before = trained(begun, make_snapshot, 0, 5)
    after = before.reached(make_snapshot(12, replace(SETTINGS, learning_rate=0.5), marks=(Mark(1.0, "x"),)))
    assert (steps_of(before), before.step, before.settings) == ([0, 5], 5, SETTINGS)
    assert (steps_of(after), after.step, after.epoch) == ([0, 5, 12], 12, 1.2)
    assert (after.settings.learning_rate, after.marks) == (0.5, (Mark(1.0, "x"),))
    assert (after.first_settings, after.first_epoch) == (SETTINGS, 0.0)
    with pytest.raises(FrozenInstanceError):
        before.step = 6  # type: ignore[misc]
    with pytest.raises(ValueError, match="a snapshot of step 4"):
        after.reached(make_snapshot(4))


def test_the_best_moment_is_the_one_that_knew_most_of_all_test_images(begun: Run, make_snapshot: MakeSnapshot) -> None:
    for step, accuracies in enumerate(([0.1], [0.1, 0.7], [0.1, 0.7, 0.6])):
        begun = begun.reached(make_snapshot(step, curves=measured(*accuracies).curves()))
    assert begun.best is not None
    assert begun.latest is not None
    assert (begun.best.step, begun.latest.step) == (1, 2)


def test_the_last_sound_moment_comes_before_the_weights_were_spoiled(begun: Run, make_snapshot: MakeSnapshot) -> None:
    run = trained(begun, make_snapshot, 0, 5).reached(spoiled(make_snapshot(6)))
    assert run.last_sound is not None
    assert (run.last_sound.step, run.step) == (5, 6)


def test_of_a_run_the_curves_alone_can_be_kept(begun: Run, make_snapshot: MakeSnapshot) -> None:
    run = trained(begun, make_snapshot, 0, 5)
    bare = run.curves_only()
    assert (bare.bytes, bare.has_moments, bare.step) == (0, False, 5)
    assert bare.curves is run.curves
    assert replace(bare, is_whole=False).has_moments, "its moments are in its file"


# What a file keeps of it


def test_a_file_keeps_first_best_and_last_and_the_memory_of_the_last_alone(
    begun: Run, make_snapshot: MakeSnapshot
) -> None:
    accuracies = [0.1, 0.2, 0.9, *[0.5] * 37]
    for step in range(40):
        begun = begun.reached(make_snapshot(step, curves=measured(*accuracies[: step + 1]).curves()))
    kept = begun.to_keep(0)
    assert steps_of(kept) == [0, 2, 39]
    assert [bool(kept.recording[index].memory) for index in range(3)] == [False, False, True]
    assert len(begun.recording) == 40, "the run itself keeps them all"


def test_between_them_it_keeps_as_many_as_fit_and_the_early_ones_dense(begun: Run, make_snapshot: MakeSnapshot) -> None:
    run = trained(begun, make_snapshot, *range(0, 3000, 10))
    size = make_snapshot(1).to_look_at().bytes
    kept = run.to_keep(40 * size)
    assert 30 < len(kept.recording) <= 42  # the first and the last beside them
    gaps = np.diff(steps_of(kept))
    assert gaps[:5].mean() < gaps[-5:].mean() / 3


def test_it_keeps_nothing_that_is_not_sound(begun: Run, make_snapshot: MakeSnapshot) -> None:
    run = trained(begun, make_snapshot, 0, 5, 9).reached(spoiled(make_snapshot(12)))
    assert steps_of(run.to_keep()) == [0, 5, 9]
    assert begun.reached(spoiled(make_snapshot(0))).to_keep().latest is None


# Branches


def test_going_on_from_the_last_moment_is_the_same_run_and_from_any_other_a_branch(
    begun: Run, make_snapshot: MakeSnapshot
) -> None:
    run = trained(begun, make_snapshot, 0, 5, 12)
    assert run.latest is not None
    assert run.going_on_from(run.latest) is run
    branch = run.going_on_from(run.recording[1])
    assert branch != run
    assert branch.parent == Parent(run.id, 5, 0.5)
    assert branch.begins_at == 0.5
    assert (steps_of(branch), branch.step) == ([5], 5)
    assert branch.marks == (Mark(0.5, "branched from Quick and good"),)
    assert run.marks == ()


def test_the_mark_of_a_branch_can_say_something_else(begun: Run, make_snapshot: MakeSnapshot) -> None:
    run = trained(begun, make_snapshot, 0, 5)
    branch = run.branch_from(run.recording[1], words="taught your hand: epochs 30 → 33")
    assert branch.marks == (Mark(0.5, "taught your hand: epochs 30 → 33"),)


# Back at an earlier moment


def test_back_at_an_earlier_moment_a_run_has_forgotten_what_came_after_and_is_another_one(
    begun: Run, make_snapshot: MakeSnapshot
) -> None:
    run = replace(trained(begun, make_snapshot, 0, 5, 12), color=3, trouble="The cost is not finite any more.")
    back = run.back_at(run.recording[1])
    assert back.id != run.id
    assert (steps_of(back), back.step, back.epoch) == ([0, 5], 5, 0.5)
    assert (back.name, back.color, back.created) == (run.name, run.color, run.created)
    assert (back.trouble, back.marks) == ("", ())
    assert back.first_settings == run.first_settings
    assert steps_of(run) == [0, 5, 12]
    assert steps_of(back.reached(make_snapshot(6))) == [0, 5, 6]


def test_back_at_an_earlier_moment_its_curves_are_its_own_from_where_they_were_before(
    begun: Run, make_snapshot: MakeSnapshot
) -> None:
    run = trained(begun, make_snapshot, 0, 5, 12)
    assert run.back_at(run.recording[1]).parent == Parent(run.id, 5, 0.0)
    branch = run.branch_from(run.recording[1]).reached(make_snapshot(9)).reached(make_snapshot(12))
    assert branch.back_at(branch.recording[1]).begins_at == branch.begins_at == 0.5


def test_back_at_an_earlier_moment_the_settings_are_those_of_that_moment(
    begun: Run, make_snapshot: MakeSnapshot
) -> None:
    slower = replace(SETTINGS, learning_rate=0.001)
    run = trained(begun, make_snapshot, 0, 5).reached(make_snapshot(9, slower, marks=(Mark(0.7, "slower"),)))
    back = run.back_at(run.recording[1])
    assert (back.settings, back.marks) == (SETTINGS, ())


def test_back_at_a_moment_before_that_in_its_file_nothing_of_it_is_saved_though_the_file_is_still_its_own(
    begun: Run, make_snapshot: MakeSnapshot
) -> None:
    run = trained(begun, make_snapshot, 0, 20, 30).saved_as(FILE)
    back = run.back_at(run.recording[1])
    assert back.saved is not None
    assert (back.saved.path, back.is_unsaved) == (FILE, True)
    assert back.reached(make_snapshot(30)).is_unsaved, "the same step of another line"


def test_back_at_the_moment_in_its_file_all_of_it_is_saved(begun: Run, make_snapshot: MakeSnapshot) -> None:
    run = trained(begun, make_snapshot, 0, 20).saved_as(FILE).reached(make_snapshot(30))
    assert run.is_unsaved
    assert not run.back_at(run.recording[1]).is_unsaved
    assert run.back_at(run.recording[1]).reached(make_snapshot(30)).is_unsaved


# On other images


def test_a_run_goes_on_with_another_data_set(begun: Run, make_snapshot: MakeSnapshot, tiny_dataset: Dataset) -> None:
    run = trained(begun, make_snapshot, 0, 5)
    half = Dataset("half", "Half", tiny_dataset.train.spread(150), tiny_dataset.test)
    moved = run.on_data(half)
    assert moved == run
    assert (moved.data_name, moved.data_fingerprint) == ("half", half.fingerprint)
    assert (steps_of(moved), run.data_name) == ([0, 5], "tiny")


# Settings that were changed on the way


def test_settings_changed_at_the_end_were_not_trained_with(begun: Run, make_snapshot: MakeSnapshot) -> None:
    faster = replace(SETTINGS, learning_rate=0.5)
    run = trained(begun, make_snapshot, 0, 5)
    assert run.as_trained() is run
    run = run.reached(make_snapshot(12))
    changed = run.reached(make_snapshot(12, faster, marks=(Mark(1.2, "learning rate 0.002 → 0.5"),)))
    told = changed.as_trained()
    assert (told.settings, told.marks, told.id) == (SETTINGS, (), changed.id)
    assert changed.settings == faster
    went_on = changed.reached(make_snapshot(15, faster, marks=changed.marks))
    assert went_on.as_trained() is went_on, "with these it was trained"


def test_of_several_changes_only_that_at_the_end_is_left_out(begun: Run, make_snapshot: MakeSnapshot) -> None:
    slower, faster = (replace(SETTINGS, learning_rate=rate) for rate in (0.001, 0.5))
    on_its_way, at_the_end = Mark(0.5, "learning rate 0.002 → 0.001"), Mark(1.2, "learning rate 0.001 → 0.5")
    run = trained(begun, make_snapshot, 0).reached(make_snapshot(9, slower, marks=(on_its_way,)))
    told = run.reached(make_snapshot(12, faster, marks=(on_its_way, at_the_end))).as_trained()
    assert (told.settings, told.marks) == (slower, (on_its_way,))


def test_of_a_branch_that_was_not_trained_yet_the_mark_stays(begun: Run, make_snapshot: MakeSnapshot) -> None:
    run = trained(begun, make_snapshot, 0, 5)
    branch = run.branch_from(run.recording[1])
    assert branch.as_trained() is branch


def test_a_setting_that_was_changed_on_the_way_is_told_with_both_values(
    begun: Run, make_snapshot: MakeSnapshot
) -> None:
    slower = replace(SETTINGS, learning_rate=0.001)
    run = trained(begun, make_snapshot, 0, 5)
    changed = run.reached(make_snapshot(9, slower, marks=(Mark(0.7, "learning rate 0.002 → 0.001"),)))
    assert changed.was_changed("learning_rate")
    assert changed.setting("learning_rate") == "0.002 → 0.001"
    assert changed.setting("seed") == "1"
    assert changed.curves_only().setting("learning_rate") == "0.002 → 0.001", "it is known without the moments"


def test_what_was_changed_where_a_branch_begins_was_not_changed_on_the_way(
    begun: Run, make_snapshot: MakeSnapshot
) -> None:
    start = make_snapshot(5, marks=(Mark(0.5, "learning rate 0.002 → 0.001"),))
    run = begun.reached(start).reached(make_snapshot(9, replace(SETTINGS, learning_rate=0.001), marks=start.marks))
    assert not run.was_changed("learning_rate")


# What of it is saved


def test_from_its_first_batch_on_a_run_is_unsaved_until_a_file_holds_its_latest_moment(
    begun: Run, make_snapshot: MakeSnapshot
) -> None:
    assert not trained(begun, make_snapshot, 0).is_unsaved
    run = trained(begun, make_snapshot, 0, 5)
    assert run.is_unsaved
    saved = run.saved_as(FILE)
    assert saved.saved is not None
    assert (saved.is_unsaved, saved.saved.path) == (False, FILE)
    assert saved.reached(make_snapshot(6)).is_unsaved
    assert run.saved_as(FILE, run.recording[0]).is_unsaved, "an earlier moment is not all of it"


def test_a_setting_changed_at_the_same_moment_is_something_the_file_does_not_hold(
    begun: Run, make_snapshot: MakeSnapshot
) -> None:
    saved = trained(begun, make_snapshot, 0, 5).saved_as(FILE)
    changed = saved.reached(make_snapshot(5, replace(SETTINGS, learning_rate=0.5)))
    assert changed.is_unsaved
    assert not changed.reached(make_snapshot(5)).is_unsaved, "and changed back"


def test_a_branch_is_unsaved_though_its_parent_was_saved(begun: Run, make_snapshot: MakeSnapshot) -> None:
    run = trained(begun, make_snapshot, 0, 5, 9).saved_as(FILE)
    assert run.branch_from(run.recording[1]).is_unsaved
