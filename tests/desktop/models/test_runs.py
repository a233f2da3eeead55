"""RunsModel: the run on screen and all others: their names, their looks, their moments, and which can be had back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.files.runs import MOST_AT_HAND
from core.hyperparameters import Hyperparameters
from core.training import room
from core.training.drawn import COLORS
from core.training.run import Parent, Run
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.models.runs import RunsModel

SETTINGS = Hyperparameters(hidden=(4,))
BeginRun = Callable[..., Run]


@pytest.fixture
def start(tiny_dataset: Dataset) -> Snapshot:
    """Return a moment after one batch, with what its optimizer has learned."""
    trainer = Trainer(SETTINGS, tiny_dataset)
    trainer.advance()
    snapshot = trainer.snapshot()
    trainer.close()
    return snapshot


@pytest.fixture
def runs() -> RunsModel:
    return RunsModel()


@pytest.fixture
def begin(runs: RunsModel, start: Snapshot, tiny_dataset: Dataset) -> BeginRun:
    """Return a function that puts a new run on screen, trained until the last of some steps."""

    def begin_one(*steps: int, settings: Hyperparameters = SETTINGS, name: str = "") -> Run:
        run = runs.begun(settings, tiny_dataset)
        runs.show(run.renamed(name))
        runs.reach([replace(start, hyperparameters=settings, step=step) for step in steps])
        return current(runs)

    return begin_one


@pytest.fixture
def three(runs: RunsModel, begin: BeginRun) -> tuple[Run, Run, Run]:
    """Return three runs; the first two of them were left, the third is on screen."""
    first, second, third = (begin(0, 10, name=name) for name in ("first", "second", "third"))
    return first, second, third


@pytest.fixture
def of_yesterday(start: Snapshot) -> BeginRun:
    """Return a function that makes a run as the store finds it: without its moments."""

    def make(name: str, color: int, **changes: object) -> Run:
        run = replace(Run.of(start, name).curves_only(), is_whole=False, color=color)
        return replace(run, **changes)

    return make


def current(runs: RunsModel) -> Run:
    assert runs.current is not None
    return runs.current


def names(runs: RunsModel) -> list[str]:
    return [run.name for run in runs.others]


def steps_of(run: Run) -> list[int]:
    return [moment.step for moment in run.recording]


# Which is on screen


def test_there_is_nothing_at_first(runs: RunsModel) -> None:
    assert (runs.current, runs.last_left, runs.find(None), runs.title) == (None, None, None, "")
    assert (runs.others, runs.trained, len(runs.recording)) == ((), (), 0)
    runs.reach([])
    with pytest.raises(LookupError):
        runs.branched(None)  # type: ignore[arg-type]  # there is no moment either


def test_the_run_put_on_screen_is_announced_with_the_one_before(
    runs: RunsModel, begin: BeginRun, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    before = begin(0, 10)
    run = runs.begun(SETTINGS, tiny_dataset)
    with qtbot.waitSignal(runs.changed), qtbot.waitSignal(runs.run_changed) as caught:
        runs.show(run)
    assert caught.args == [run, before]
    assert runs.current == run
    assert runs.others == (before,)
    assert runs.find(before.id) == before


def test_a_run_that_was_not_trained_goes_when_another_comes(runs: RunsModel, begin: BeginRun) -> None:
    begin(0)
    second = begin(0, 10)
    begin()
    assert runs.others == (second,)
    assert runs.trained == (second,)
    assert runs.last_left == second


def test_a_run_goes_instead_of_being_put_aside_where_that_is_asked_for(runs: RunsModel, begin: BeginRun) -> None:
    run = begin(0, 10, 20)
    runs.show(run.back_at(run.recording[1]), instead=True)
    assert runs.others == ()
    assert runs.find(run.id) is None
    assert run.id in runs.gone, "from its file as well"
    assert (runs.last_left, steps_of(current(runs))) == (None, [0, 10])


def test_the_run_put_aside_last_comes_back_first_and_whole(runs: RunsModel, three: tuple[Run, Run, Run]) -> None:
    first, second, third = three
    assert runs.last_left == second
    runs.show(second)
    assert steps_of(current(runs)) == [0, 10]
    assert (runs.last_left, runs.others) == (third, (first, third))
    runs.show(first)
    assert current(runs).latest is first.latest
    assert runs.last_left == second


def test_a_run_that_is_brought_back_keeps_its_name_and_its_color(runs: RunsModel, three: tuple[Run, Run, Run]) -> None:
    runs.rename(three[0].id, " the first ")
    runs.show(runs.others[0])
    assert (current(runs).name, current(runs).color) == ("the first", three[0].color)
    assert names(runs) == ["second", "third"]


def test_moments_are_taken_by_the_run_on_screen_alone(
    runs: RunsModel, three: tuple[Run, Run, Run], start: Snapshot
) -> None:
    runs.reach([replace(start, step=20), replace(start, step=30)])
    assert steps_of(current(runs)) == [0, 10, 20, 30]
    assert runs.recording is current(runs).recording
    assert [steps_of(run) for run in runs.others] == [[0, 10], [0, 10]]
    assert steps_of(three[2]) == [0, 10], "what someone else may hold stays as it is"


# Names and colors


def test_runs_are_named_after_what_is_different_and_told_apart(runs: RunsModel, begin: BeginRun, qtbot: QtBot) -> None:
    begin(0, 10)
    usual = current(runs).name
    begin(0, 10)
    with qtbot.waitSignal(runs.changed):
        begin(0, 10, settings=replace(SETTINGS, seed=7))
    assert [run.name for run in runs.trained] == [usual, f"{usual} (2)", "seed 7"]
    assert [run.color for run in runs.trained] == [0, 1, 2]


def test_a_network_begun_anew_before_it_was_trained_takes_neither_name_nor_color(
    runs: RunsModel, begin: BeginRun
) -> None:
    first = begin(0)
    for _ in range(2):
        again = begin(0)
        assert (again.name, again.color) == (first.name, first.color)


def test_what_is_different_is_told_against_the_last_run_that_was_trained(runs: RunsModel, begin: BeginRun) -> None:
    begin(0, 10)
    begin(0)
    assert begin(0, settings=replace(SETTINGS, seed=7)).name == "seed 7"


def test_a_run_is_named_after_the_settings_its_training_begins_with(
    runs: RunsModel, begin: BeginRun, start: Snapshot
) -> None:
    begin(0, 10)
    begin(0)
    changed = replace(SETTINGS, learning_rate=0.5)
    runs.reach([replace(start, hyperparameters=changed, step=step) for step in (0, 1)])
    assert current(runs).name == "rate 0.5"
    runs.reach([replace(start, hyperparameters=replace(changed, learning_rate=0.25), step=2)])
    assert current(runs).name == "rate 0.5", "what is changed on the way makes no other run of it"


def test_a_name_that_a_person_gave_stays_when_training_begins(
    runs: RunsModel, begin: BeginRun, start: Snapshot
) -> None:
    begin(0, name="mine")
    runs.reach([replace(start, hyperparameters=replace(SETTINGS, learning_rate=0.5), step=step) for step in (0, 1)])
    assert current(runs).name == "mine"


def test_an_empty_name_changes_nothing(runs: RunsModel, three: tuple[Run, Run, Run]) -> None:
    runs.rename(three[2].id, "mine")
    runs.rename(three[2].id, "  ")
    runs.rename(three[0].id, "")
    runs.rename(uuid4(), "nobody's")
    assert current(runs).name == "mine"
    assert names(runs) == ["first", "second"]


def test_a_run_can_be_left_out_of_the_curves(runs: RunsModel, three: tuple[Run, Run, Run], qtbot: QtBot) -> None:
    with qtbot.waitSignal(runs.changed):
        runs.set_shown([three[1].id, uuid4()], False)
    assert [run.is_shown for run in runs.others] == [True, False]


def test_the_runs_left_last_are_drawn_and_the_pinned_ones(runs: RunsModel, begin: BeginRun) -> None:
    made = [begin(0, 10, name=name) for name in "abcdef"]
    assert [run.name for run in runs.drawn] == ["c", "d", "e"]
    runs.pin([made[0].id, current(runs).id])
    runs.set_shown([made[3].id], False)
    assert [run.name for run in runs.drawn] == ["a", "c", "e"]
    runs.set_shown([made[1].id], True)
    begin(0, name="g")
    assert [run.name for run in runs.drawn] == ["a", "b", "e", "f"], "what is drawn because it is asked for stays so"
    runs.pin([made[0].id], False)
    assert [run.name for run in runs.drawn] == ["b", "e", "f"]


def test_no_two_runs_that_are_drawn_have_one_color(runs: RunsModel, begin: BeginRun) -> None:
    for number in range(30):
        begin(0, 10, name=str(number))
        looks = {run.id: run.color for run in runs.drawn}
        drawn = [*runs.drawn, current(runs)]
        assert len({run.color for run in drawn}) == len(drawn)
        assert max(run.color for run in drawn) < COLORS
    runs.pin([run.id for run in runs.others[::2]])
    assert len({run.color for run in (*runs.drawn, current(runs))}) == len(runs.drawn) + 1
    kept = {run.id: run.color for run in runs.drawn if run.id in looks}
    assert kept == looks, "those that were drawn already keep the color they are known by"


def test_a_run_of_less_than_a_tenth_of_an_epoch_is_not_kept(
    runs: RunsModel, begin: BeginRun, start: Snapshot, tiny_dataset: Dataset
) -> None:
    def reach(position: int) -> Run:
        runs.show(runs.begun(SETTINGS, tiny_dataset))
        runs.reach([replace(start, step=0), replace(start, step=2, position=position)])
        return current(runs)

    count = len(tiny_dataset.train)
    short = reach(count // 10 - 1)
    longer = reach(count // 10)
    assert runs.others == ()
    assert short.id in runs.gone
    assert runs.kept == (longer,)
    assert longer.color == short.color, "what is not kept holds no color"
    assert longer.name == short.name
    pinned = reach(1)
    assert runs.kept == (longer,)
    runs.pin([pinned.id])
    assert reach(1) not in runs.kept
    assert runs.others == (longer, pinned), "what a person pins is worth keeping"


def test_a_branch_is_kept_for_what_it_was_trained_since_while_the_run_is_here_that_it_grew_out_of(
    runs: RunsModel, begin: BeginRun, start: Snapshot
) -> None:
    parent = begin(0, 10)
    far = replace(start, step=20, whole_epochs=3)
    runs.show(runs.branched(far))
    assert not runs.is_kept(current(runs))
    runs.delete([parent.id])
    assert runs.is_kept(current(runs)), "three epochs would be lost with it"


def test_a_branch_has_curves_of_its_own_from_where_it_grew_and_a_new_run_after_it_from_the_beginning(
    runs: RunsModel, begin: BeginRun, tiny_dataset: Dataset
) -> None:
    parent = begin(0, 10)
    moment = replace(parent.recording[1], whole_epochs=2, position=150)
    branch = runs.branched(moment)
    assert branch.parent == Parent(parent.id, 10, 2.5)
    assert branch.begins_at == 2.5
    assert branch.marks[-1].text == f"branched from {parent.name}"
    assert runs.branched(moment, "taught your hand").marks[-1].text == "taught your hand"
    runs.show(branch)
    assert runs.begun(SETTINGS, tiny_dataset).begins_at == 0


def test_the_names_of_branches_stay_short_and_are_each_used_once(runs: RunsModel, begin: BeginRun) -> None:
    def moment(epoch: float) -> Snapshot:
        whole = int(epoch)
        return replace(begun.recording[-1], whole_epochs=whole, position=round((epoch - whole) * 300))

    for parent, epoch, name in (
        ("Quick", 4.93, "Quick from epoch 4.93"),
        ("Quick from epoch 4.93", 6.0, "Quick from epoch 6"),
        ("Quick from epoch 4.93 from epoch 6", 6.0, "Quick from epoch 6 (2)"),
        ("Quick from epoch 6 (2)", 6.0, "Quick from epoch 6 (3)"),
        ("the slow one", 1234.5, "the slow one from epoch 1,234"),
        ("the slow one from epoch 1,234", 2000.0, "the slow one from epoch 2,000"),
    ):
        begun = begin(0, 10, name=parent)
        runs.show(runs.branched(moment(epoch)))
        assert current(runs).name == name
        runs.reach([replace(moment(epoch + 1), step=11)])  # else it is not kept


# What a file holds of them


def test_the_title_is_the_file_of_the_run_on_screen(runs: RunsModel, begin: BeginRun, start: Snapshot) -> None:
    run = begin(0, 10, name="slow")
    assert runs.title == ""
    runs.update(run.saved_as(Path("mine.npz")))
    assert runs.title == "mine.npz"
    runs.update(run.saved_as(None))
    assert runs.title == "slow", "the network that comes with Inkling is in no file of the person's"
    begin(0)
    assert runs.title == ""


def test_a_network_is_unsaved_from_its_first_batch_on_which_is_told_once(
    runs: RunsModel, begin: BeginRun, start: Snapshot, qtbot: QtBot
) -> None:
    begin(0)
    assert not current(runs).is_unsaved
    with qtbot.waitSignal(runs.changed):
        runs.reach([replace(start, step=1)])
    assert current(runs).is_unsaved
    with qtbot.assertNotEmitted(runs.changed):
        runs.reach([replace(start, step=2)])


def test_a_run_that_goes_on_after_it_was_saved_is_told(
    runs: RunsModel, begin: BeginRun, start: Snapshot, qtbot: QtBot
) -> None:
    runs.update(begin(0, 10).saved_as(Path("mine.npz")))
    assert not current(runs).is_unsaved
    with qtbot.waitSignal(runs.changed):
        runs.reach([replace(start, step=11)])
    assert current(runs).is_unsaved
    assert runs.title == "mine.npz"


def test_a_setting_changed_after_a_save_is_not_in_the_file(runs: RunsModel, begin: BeginRun, start: Snapshot) -> None:
    runs.update(begin(0, 10).saved_as(Path("mine.npz")))
    runs.reach([replace(start, step=10, hyperparameters=replace(SETTINGS, learning_rate=0.5))])
    assert current(runs).is_unsaved


def test_a_network_that_is_brought_back_is_as_unsaved_as_it_was(runs: RunsModel, begin: BeginRun) -> None:
    unsaved, saved = begin(0, 10), begin(0, 10)
    runs.update(saved.saved_as(Path("mine.npz")))
    begin(0)
    runs.show(runs.others[1])
    assert (runs.title, current(runs).is_unsaved) == ("mine.npz", False)
    runs.show(unsaved)
    assert (runs.title, current(runs).is_unsaved) == ("", True)
    begin(0, 10)
    assert [run.is_unsaved for run in runs.others] == [False, True]


def test_the_same_step_of_another_line_is_not_in_the_file(runs: RunsModel, begin: BeginRun, start: Snapshot) -> None:
    run = begin(0, 20, 30)
    runs.update(run.saved_as(Path("mine.npz")))
    runs.show(current(runs).back_at(run.recording[1]), instead=True)
    assert current(runs).is_unsaved
    runs.reach([replace(start, step=30)])
    assert current(runs).is_unsaved
    assert runs.title == "mine.npz"


def test_a_run_that_the_store_knows_by_another_id_stays_what_it_was(
    runs: RunsModel, three: tuple[Run, Run, Run]
) -> None:
    new = [uuid4(), uuid4()]
    runs.note_stored(three[2], new[0])
    runs.note_stored(three[1], new[1])
    assert current(runs).id == new[0]
    assert (current(runs).name, names(runs)) == ("third", ["first", "second"])
    assert runs.last_left is runs.find(new[1])
    assert runs.find(three[1].id) is runs.find(new[1])  # whoever knew it by its first id still finds it


# Which there are


def test_what_is_deleted_can_be_put_back_where_it_was(runs: RunsModel, three: tuple[Run, Run, Run]) -> None:
    first = three[0]
    assert runs.delete([first.id]) == (first,)
    assert names(runs) == ["second"]
    assert runs.delete([first.id]) == ()
    assert (runs.deleted, runs.gone) == ((first,), {first.id})
    runs.undo_delete()
    assert names(runs) == ["first", "second"]
    assert (runs.deleted, runs.gone) == ((), frozenset())
    runs.undo_delete()
    assert names(runs) == ["first", "second"]


def test_several_are_deleted_and_put_back_where_they_were(runs: RunsModel, begin: BeginRun) -> None:
    made = [begin(0, 10, name=name) for name in "abcde"]
    runs.delete({made[0].id, made[1].id, made[3].id})
    assert names(runs) == ["c"]
    runs.undo_delete()
    assert names(runs) == ["a", "b", "c", "d"]


def test_the_run_on_screen_is_not_deleted(runs: RunsModel, three: tuple[Run, Run, Run]) -> None:
    assert runs.delete([three[2].id]) == ()
    assert runs.current == three[2]


def test_a_deleted_run_that_is_put_back_is_again_the_one_left_last(
    runs: RunsModel, three: tuple[Run, Run, Run]
) -> None:
    first, second, _third = three
    recording = runs.others[1].recording
    runs.delete([second.id])
    assert runs.last_left == first
    runs.undo_delete()
    assert runs.last_left == second
    assert [moment.step for moment in runs.last_left.recording] == [moment.step for moment in recording]


def test_only_what_was_deleted_lately_can_be_had_back(runs: RunsModel, begin: BeginRun) -> None:
    made = [begin(0, 10, name=str(number)) for number in range(8)]
    for run in made[:7]:
        runs.delete([run.id])
    for _ in range(7):
        runs.undo_delete()
    assert names(runs) == ["2", "3", "4", "5", "6"]
    assert runs.gone == {made[0].id, made[1].id}


def test_a_deleted_run_that_a_file_brings_back_is_here_and_not_gone(
    runs: RunsModel, three: tuple[Run, Run, Run]
) -> None:
    first = three[0]
    runs.delete([first.id])
    assert runs.add([first.renamed("of a file")]) == (first,)
    assert runs.gone == frozenset()
    runs.undo_delete()
    assert names(runs) == ["second", "of a file"]


def test_all_but_the_one_on_screen_can_be_forgotten_for_good(runs: RunsModel, three: tuple[Run, Run, Run]) -> None:
    runs.delete([three[0].id])
    runs.forget_others()
    assert (runs.others, runs.deleted, runs.last_left) == ((), (), None)
    assert runs.gone == {three[0].id, three[1].id}
    assert runs.current == three[2]


def test_many_runs_are_kept_as_many_as_a_file_holds(runs: RunsModel, begin: BeginRun, of_yesterday: BeginRun) -> None:
    begin(0, 10, name="on screen")
    runs.add([of_yesterday(str(number), 0) for number in range(MOST_AT_HAND + 3)])
    assert names(runs) == [str(number) for number in range(3, MOST_AT_HAND + 3)]
    assert current(runs).name == "on screen"


# Runs from elsewhere


def test_runs_of_a_file_stand_beside_those_that_are_here_each_with_a_color_of_its_own(
    runs: RunsModel, three: tuple[Run, Run, Run], of_yesterday: BeginRun
) -> None:
    known, foreign = of_yesterday("known", 0), of_yesterday("foreign", 0, data_fingerprint="another")
    assert runs.add([known, foreign]) == (known, foreign)
    assert names(runs) == ["first", "second", "known", "foreign"]
    assert len({run.color for run in runs.trained}) == 5
    assert runs.drawn == (three[1], known, foreign)
    assert runs.find(foreign.id).data_fingerprint == "another"
    assert runs.last_left == three[1], "it was never on screen"


def test_runs_that_are_here_already_are_not_added_again(
    runs: RunsModel, three: tuple[Run, Run, Run], of_yesterday: BeginRun
) -> None:
    runs.rename(three[0].id, "another name")
    new = of_yesterday("new", 0)
    assert runs.add([*three, new]) == (new,)
    assert names(runs) == ["another name", "second", "new"]


def test_runs_of_other_days_stand_first_as_they_were_left(
    runs: RunsModel, begin: BeginRun, of_yesterday: BeginRun
) -> None:
    here = begin(0, 10, name="here")
    begin(0)
    parent = Parent(None, 5, 0.5)
    runs.add_of_other_days(
        [of_yesterday("slow", 6, parent=parent, is_shown=False), of_yesterday("wide", 3, parent=parent), here]
    )
    assert names(runs) == ["slow", "wide", "here"]
    assert [(run.color, run.begins_at, run.is_shown) for run in runs.others[:2]] == [(6, 0.5, False), (3, 0.5, True)]
    assert current(runs).color not in {run.color for run in runs.others}


def test_the_network_on_screen_is_told_apart_from_runs_of_other_days(
    runs: RunsModel, begin: BeginRun, of_yesterday: BeginRun
) -> None:
    begun = begin(0)
    runs.add_of_other_days([of_yesterday(begun.name, 0), of_yesterday("wide", 4)])
    assert (current(runs).name, current(runs).color) == (f"{begun.name} (2)", 1)
    runs.reach([replace(current(runs).recording[0], step=1)])
    assert begin(0).name == f"{begun.name} (3)"


def test_a_clock_that_was_set_back_begins_no_run_before_those_that_are_here(
    runs: RunsModel, begin: BeginRun, of_yesterday: BeginRun, start: Snapshot
) -> None:
    begin(0)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    runs.add_of_other_days([of_yesterday("of a day to come", 0, created=tomorrow)])
    runs.reach([replace(start, step=10)])
    first = current(runs)
    second = begin(0, 10)
    runs.show(runs.branched(second.recording[-1]))
    assert tomorrow < first.created < second.created < current(runs).created


def test_a_name_that_a_person_gave_stays_when_runs_of_other_days_come(
    runs: RunsModel, begin: BeginRun, of_yesterday: BeginRun
) -> None:
    begun = begin(0)
    runs.rename(begun.id, "mine")
    runs.add_of_other_days([of_yesterday("theirs", begun.color)])
    assert (current(runs).name, current(runs).color) == ("mine", begun.color + 1)


# Moments, and the memory they take


def long_and_short(begin: BeginRun) -> tuple[Run, Run]:
    """Return a run of forty moments and one of three, which are both put aside."""
    longer, shorter = begin(*range(40)), begin(0, 10, 20)
    begin(0)
    return longer, shorter


def test_where_memory_runs_out_the_run_left_longest_ago_has_fewer_moments(runs: RunsModel, begin: BeginRun) -> None:
    longer, shorter = long_and_short(begin)
    runs.set_budget(shorter.bytes + 5 * longer.recording[-1].bytes)
    thinned, whole = runs.others
    assert steps_of(whole) == [0, 10, 20]
    assert 2 <= len(thinned.recording) < 12
    assert (thinned.recording[0].step, thinned.step) == (0, 39)
    assert thinned.latest is longer.latest
    assert thinned.latest.memory, "it can still be trained further"
    assert (thinned.settings, thinned.data_fingerprint, thinned.name) == (
        longer.settings,
        longer.data_fingerprint,
        longer.name,
    )
    assert len(longer.recording) == 40, "what someone else may hold stays as it is"


def test_a_run_left_longer_ago_than_the_budget_holds_keeps_its_first_its_best_and_its_latest_moment(
    runs: RunsModel, begin: BeginRun
) -> None:
    long_and_short(begin)
    runs.set_budget(1)
    best = runs.others[0].best
    kept = [0, 39] if best is None else sorted({0, best.step, 39})
    assert steps_of(runs.others[0]) == kept


def test_the_run_on_screen_has_a_budget_of_its_own(runs: RunsModel, begin: BeginRun, start: Snapshot) -> None:
    longer, _shorter = long_and_short(begin)
    runs.set_budget(longer.bytes + 10 * start.bytes)
    runs.reach([replace(start, step=step) for step in range(1, 200)])
    assert current(runs).bytes <= runs.budget
    assert len(runs.others[0].recording) + len(runs.others[1].recording) == 43


def test_a_thinned_run_takes_as_many_moments_as_any_once_it_is_on_screen_again(
    runs: RunsModel, begin: BeginRun, start: Snapshot
) -> None:
    long_and_short(begin)
    budget = runs.budget
    runs.set_budget(1)
    runs.set_budget(budget)
    runs.show(runs.others[0])
    runs.reach([replace(start, step=step) for step in range(40, 50)])
    assert steps_of(current(runs))[-11:] == list(range(39, 50))


def test_where_memory_runs_out_a_run_that_no_file_has_keeps_the_moments_that_matter(
    runs: RunsModel, begin: BeginRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = begin(0, 5, 10, 15, 20)
    monkeypatch.setattr(room, "_MOST_BYTES", first.bytes)
    begin(0, 10)
    begin(0)
    assert [moment.step for moment in runs.others[0].recording] == [0, 20]
    assert runs.others[0].curves is first.curves


def test_what_was_edited_is_told_so_that_it_can_be_written(runs: RunsModel, three: tuple[Run, Run, Run]) -> None:
    told: list[Run] = []
    runs.edited.connect(told.append)
    runs.rename(three[0].id, "another name")
    runs.set_shown([three[1].id], False)
    assert [(run.name, run.is_shown) for run in told] == [("another name", True), ("second", False)]


def test_a_run_that_got_another_id_is_renamed_and_deleted_by_either(
    runs: RunsModel, three: tuple[Run, Run, Run]
) -> None:
    first, new = three[0], uuid4()
    runs.note_stored(first, new)
    runs.rename(first.id, "another name")
    assert [run.id for run in runs.others] == [new, three[1].id]
    assert runs.delete([first.id]) == (runs.deleted[0],)
    assert runs.gone == {new}


def test_a_run_that_was_deleted_while_it_was_written_is_gone_under_its_new_id(
    runs: RunsModel, three: tuple[Run, Run, Run]
) -> None:
    first, new = three[0], uuid4()
    runs.delete([first.id])
    runs.note_stored(first, new)
    assert new in runs.gone


def test_curves_that_are_here_get_the_moments_of_a_file(runs: RunsModel, three: tuple[Run, Run, Run]) -> None:
    first = three[0]
    runs.update(first.curves_only())
    assert runs.add([first]) == ()
    assert len(runs.find(first.id).recording) == len(first.recording)


def test_where_memory_runs_out_the_moments_of_a_run_that_is_stored_are_in_its_file(
    runs: RunsModel, begin: BeginRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = begin(0, 10)
    runs.note_stored(first, first.id)
    monkeypatch.setattr(room, "_MOST_BYTES", 2 * first.bytes)
    begin(0, 10)
    begin(0, 10)
    begin(0)
    stored = runs.others[0]
    assert (len(stored.recording), stored.is_whole, stored.has_moments) == (0, False, True)


def test_a_run_read_back_from_its_file_can_lose_its_moments_again(
    runs: RunsModel, begin: BeginRun, of_yesterday: BeginRun, start: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = of_yesterday("slow", 0)
    runs.add_of_other_days([found])
    runs.show(replace(found, is_whole=True, recording=Run.of(start).recording))
    monkeypatch.setattr(room, "_MOST_BYTES", 0)
    begin(0)
    assert (runs.others[0].is_whole, runs.others[0].has_moments) == (False, True)
