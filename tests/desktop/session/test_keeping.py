"""Every run is on disk in time, and here again at the next start."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import FileError
from core.files import autosave, weights
from core.files.store import Found, Store
from core.training.run import Run
from desktop.models.training import State
from tests.desktop.helpers import assert_same_weights, file_of, kept_runs, put_two_runs_side_by_side, send_astray

pytestmark = pytest.mark.panels()


def found() -> Found:
    """Return what the next window would find."""
    return Store().load()


def reopened(person, open_window, count: int):
    """Close the window, and return the workbench of the next one once so many runs are there."""
    assert person.window.close()
    workbench = open_window().workbench
    person.wait_until(lambda: len(workbench.runs.others) == count)
    return workbench


def names(workbench) -> list[str]:
    return [run.name for run in workbench.runs.others]


def offers(workbench) -> list[str]:
    return [notice.text for notice in workbench.notices._waiting if notice.topic == "kept"]


def open_what_was_kept(person, workbench) -> None:
    while workbench.notices.current.topic != "kept":
        workbench.notices.dismiss()
    workbench.notices.act("Open it")
    person.wait_until(lambda: workbench.runs.current.is_trained and workbench.training.state is State.PAUSED)


# From one day to the next


def test_unsaved_work_is_kept_when_the_window_closes_and_offered_at_the_next_start(person, open_window):
    person.train_a_little(40)
    recording, network = person.workbench.timeline.recording, person.workbench.timeline.latest.network
    workbench = reopened(person, open_window, 1)
    assert "was not saved" in offers(workbench)[0]
    open_what_was_kept(person, workbench)
    assert_same_weights(workbench.timeline.latest.network, network)
    assert [moment.step for moment in workbench.timeline.recording] == [moment.step for moment in recording]
    assert file_of(workbench) is None  # Save asks for a file
    assert workbench.preferences.recent_files == ()  # it is not a file of the person's
    assert workbench.runs.current.is_unsaved


def test_a_run_of_another_day_goes_on_as_the_run_it_is(person, open_window):
    person.train_a_little()
    run = person.workbench.runs.current
    workbench = reopened(person, open_window, 1)
    open_what_was_kept(person, workbench)
    assert workbench.runs.current == run
    assert workbench.runs.others == ()
    workbench.training.step()
    person.wait_until(lambda: workbench.timeline.latest.step == run.step + 1)
    assert workbench.runs.current == run


def test_unsaved_work_that_is_opened_and_saved_is_not_offered_any_longer(person, open_window, tmp_path: Path):
    person.train_a_little()
    workbench = reopened(person, open_window, 1)
    open_what_was_kept(person, workbench)
    workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: file_of(workbench) == tmp_path / "mine.npz")
    assert not workbench.runs.current.is_unsaved
    person.wait_until(lambda: found().newest_unsaved is None)
    assert len(kept_runs()) == 1


def test_a_run_of_a_few_batches_is_not_kept(person, open_window):
    begun = person.workbench.runs.current
    person.workbench.runs.reach([replace(begun.recording[0], step=1, position=1)])
    assert person.workbench.runs.current.is_trained
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    assert person.workbench.runs.others == ()
    assert "put aside" not in person.notice
    person.workbench.runs.reach([replace(person.workbench.runs.current.recording[0], step=1, position=1)])
    reopened(person, open_window, 0)
    assert found().runs == ()


def test_every_run_is_here_again_as_it_was_left(person, open_window, dialogs):
    _first, second = put_two_runs_side_by_side(person)
    runs = person.workbench.runs
    runs.rename(runs.others[0].id, "the short one")
    runs.set_shown([runs.others[0].id], False)
    name, network = runs.current.name, person.workbench.timeline.latest.network
    workbench = reopened(person, open_window, 2)
    assert dialogs.asked == []
    assert names(workbench) == ["the short one", name]
    assert [run.is_shown for run in workbench.runs.others] == [False, True]
    assert workbench.runs.current.name not in names(workbench)
    assert workbench.runs.current.color not in [run.color for run in workbench.runs.drawn]
    workbench.bring_back(workbench.runs.others[1].id)
    person.wait_until(lambda: workbench.timeline.latest.step == second and workbench.training.state is State.PAUSED)
    assert_same_weights(workbench.timeline.latest.network, network)
    assert workbench.runs.current.name == name


def test_runs_are_not_written_again_over_many_days(person, open_window):
    put_two_runs_side_by_side(person)
    before = None
    for _ in range(2):
        workbench = reopened(person, open_window, 2)
        person.window, person.workbench = workbench.parent(), workbench
        files = {path: path.stat().st_mtime_ns for path in workbench.keeping.store.folder.glob("*.npz")}
        assert len(files) == 2
        assert before is None or files == before
        before = files


def test_the_file_of_a_run_that_is_here_is_that_run(person, open_window, tmp_path: Path):
    put_two_runs_side_by_side(person)
    path, run = tmp_path / "long.npz", person.workbench.runs.current
    person.workbench.save_file(path)
    person.wait_until(lambda: not person.workbench.runs.current.is_unsaved)
    workbench = reopened(person, open_window, 2)
    workbench.open_file(path)
    person.wait_until(lambda: workbench.runs.current == run)
    assert workbench.runs.current.name == run.name
    assert len(workbench.timeline.recording) == len(run.recording)  # not the one moment of the weight file
    assert len(workbench.runs.others) == 1


def test_a_saved_run_is_kept_and_not_offered(person, open_window, tmp_path: Path):
    person.train_a_little()
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.workbench.runs.current.is_unsaved)
    workbench = reopened(person, open_window, 1)
    assert offers(workbench) == []


def test_an_untrained_network_is_not_kept(person):
    assert person.window.close()
    assert found().runs == ()


def test_a_network_that_went_astray_is_kept_at_its_last_sound_moment(person):
    send_astray(person)
    assert person.window.close()
    (run,) = kept_runs()
    assert run.latest.is_sound
    assert run.latest.step > 0


def test_a_setting_changed_after_a_save_counts_as_unsaved(person, tmp_path: Path):
    person.train_a_little()
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.window.isWindowModified())
    rate = person.workbench.settings.value.learning_rate
    person.workbench.settings.propose("learning_rate", 2 * rate)
    person.wait_until(person.window.isWindowModified)
    person.workbench.settings.propose("learning_rate", rate)
    person.wait_until(lambda: not person.window.isWindowModified())


def test_a_run_whose_file_is_gone_is_not_brought_back_and_it_is_said(person, open_window):
    person.train_a_little()
    workbench = reopened(person, open_window, 1)
    for path in workbench.keeping.store.folder.glob("*.npz"):
        path.unlink()
    workbench.bring_back(workbench.runs.others[0].id)
    person.wait_until(lambda: workbench.notices.current is not None and workbench.notices.current.topic == "run")
    assert not workbench.runs.current.is_trained


# Deleted


def test_unsaved_work_can_be_forgotten(person, open_window):
    person.train_a_little()
    workbench = reopened(person, open_window, 1)
    workbench.notices.act("Forget it")
    assert "when Inkling closes" in workbench.notices.current.text
    workbench.parent().close()
    assert found().runs == ()


def test_to_forget_unsaved_work_can_be_undone(person, open_window):
    person.train_a_little()
    workbench = reopened(person, open_window, 1)
    workbench.notices.act("Forget it")
    workbench.notices.act("Undo")
    assert [label for label, _ in workbench.notices.current.actions] == ["Open it", "Forget it"]
    workbench.parent().close()
    assert len(found().runs) == 1


def test_deleted_runs_are_gone_for_good_once_the_window_closes(person, open_window):
    put_two_runs_side_by_side(person)
    workbench = reopened(person, open_window, 2)
    before = names(workbench)
    workbench.delete_all_runs()
    assert workbench.runs.others == ()
    workbench.undo_delete_runs()
    assert names(workbench) == before
    workbench.delete_all_runs()
    assert len(found().runs) == 2
    workbench.keep()  # as before a crash dialog, where it can still be undone
    assert len(found().runs) == 2
    workbench.parent().close()
    assert found().runs == ()


def test_all_that_is_kept_can_be_deleted(person, dialogs):
    put_two_runs_side_by_side(person)
    step = person.step
    person.wait_until(lambda: len(found().runs) == 2)
    person.trigger("deleteKeptAction")
    assert "all that Inkling has kept" in dialogs.asked[-1]
    assert len(person.workbench.runs.others) == 1  # Cancel was pressed
    dialogs.button = dialogs.button.Discard
    person.trigger("deleteKeptAction")
    person.wait_until(lambda: "is deleted" in person.notice)
    assert found().runs == ()
    assert person.workbench.runs.others == ()
    assert not person.workbench.runs.deleted
    assert person.step == step


def test_the_room_for_runs_that_are_kept_is_remembered_and_holds_from_the_next_run_on(person):
    person.workbench.set_store_room(256)
    assert person.workbench.preferences.store_megabytes == 256
    assert person.workbench.keeping.store.budget.bytes == 256 * 2**20


# While it trains


def test_a_run_is_on_disk_when_it_pauses(person):
    person.train_a_little()
    person.wait_until(lambda: [run.step for run in kept_runs()] == [person.step])


def test_a_run_is_on_disk_when_another_takes_its_place(person):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 5)
    person.trigger("resetAction")
    (left,) = person.workbench.runs.others
    person.wait_until(lambda: [run.step for run in kept_runs()] == [left.step])


def test_a_run_that_trains_is_on_disk_within_a_minute(person):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 5)
    assert found().runs == ()
    keeping = person.workbench.keeping
    clock = keeping._autosave._clock
    keeping._autosave._clock = lambda: clock() + autosave.EVERY
    person.wait_until(lambda: len(found().runs) == 1)
    assert person.workbench.training.is_running


def test_a_run_that_cannot_be_kept_is_told_once_and_training_goes_on(person, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    keeping = person.workbench.keeping
    keeping.store.folder = tmp_path / "file" / "store"
    for _ in range(2):
        person.train_a_little()
        person.wait_until(lambda: not keeping._series.is_busy and not keeping._soon.is_waiting)
    told = [notice for notice in person.workbench.notices._waiting if notice.topic == "keeping"]
    assert len(told) == 1
    assert "not being kept" in told[0].text
    keeping.store.folder = tmp_path / "store"


# Trouble


def test_what_cannot_be_kept_is_an_error(person, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    store = person.workbench.keeping.store
    usual, store.folder = store.folder, tmp_path / "file" / "store"
    assert person.workbench.keep() == ""  # there is nothing to keep yet
    person.train_a_little()
    with pytest.raises(FileError):
        person.workbench.keep()
    store.folder = usual
    assert "kept" in person.workbench.keep()


def test_where_runs_cannot_be_kept_closing_asks(person, dialogs, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    store = person.workbench.keeping.store
    usual, store.folder = store.folder, tmp_path / "file" / "store"
    person.train_a_little()
    assert not person.window.close()
    assert "not saved, and would be lost" in dialogs.asked[0]
    store.folder = usual
    assert person.window.close()
    assert len(found().runs) == 1


def test_a_damaged_run_is_told_and_the_others_are_here(person, open_window):
    put_two_runs_side_by_side(person)
    (first,) = person.workbench.runs.others
    name = person.workbench.runs.current.name
    assert person.window.close()
    (person.workbench.keeping.store.folder / f"{first.id}.runs.npz").write_bytes(b"")
    workbench = open_window().workbench
    person.wait_until(lambda: names(workbench) == [name])
    assert any("One kept run is damaged" in notice.text for notice in workbench.notices._waiting)


def test_two_windows_keep_the_runs_of_both(person, open_window):
    other = open_window()
    person.train_a_little()
    person.workbench.runs.rename(person.workbench.runs.current.id, "of the one")
    other.workbench.training.step()
    person.wait_until(lambda: other.workbench.training.state is State.PAUSED)
    person.wait_until(lambda: other.workbench.timeline.latest.step == 1)
    other.workbench.runs.rename(other.workbench.runs.current.id, "of the other")
    other.close()
    workbench = reopened(person, open_window, 2)
    assert sorted(names(workbench)) == ["of the one", "of the other"]


def test_a_run_that_goes_on_in_two_windows_is_two_runs(person, open_window):
    person.train_a_little()
    one = reopened(person, open_window, 1)
    other = open_window().workbench
    person.wait_until(lambda: len(other.runs.others) == 1)
    for workbench in (one, other):
        workbench.bring_back(workbench.runs.others[0].id)
        person.wait_until(lambda at=workbench: at.runs.current.is_trained and at.training.state is State.PAUSED)
        workbench.training.step_epoch()  # to its end, where both are measured
    for workbench in (one, other):
        person.wait_until(lambda at=workbench: at.training.state is State.PAUSED)
        workbench.keep()
    assert one.runs.current != other.runs.current
    assert len(found().runs) == 2


def test_an_earlier_moment_of_a_run_that_is_here_opens_as_a_branch(person, tmp_path: Path):
    person.train_a_little()
    path, run = tmp_path / "early.npz", person.workbench.runs.current
    person.workbench.save_file(path)
    person.wait_until(lambda: not person.workbench.runs.current.is_unsaved)
    saved = person.step
    person.train_a_little()
    person.workbench.open_file(path)
    person.wait_until(lambda: person.step == saved)
    branch = person.workbench.runs.current
    assert branch != run
    assert branch.parent.run == run.id
    assert branch.parent.step == saved
    assert file_of(person.workbench) == path


def test_a_weight_file_that_says_nothing_of_its_run_is_one_run_however_often_it_is_opened(person, tmp_path: Path):
    person.train_a_little()
    weights.save(tmp_path / "old.npz", replace(person.workbench.timeline.latest, marks=()))
    person.trigger("resetAction")
    for _ in range(2):
        person.workbench.open_file(tmp_path / "old.npz")
        person.wait_until(lambda: person.workbench.runs.title == "old.npz")
        person.trigger("resetAction")
        person.wait_for_state(State.READY)
    assert [run.name for run in person.workbench.runs.others].count("old") == 1


# What could go wrong


def test_a_run_that_was_to_be_forgotten_stays_once_a_person_works_on_it(person, open_window):
    person.train_a_little()
    workbench = reopened(person, open_window, 1)
    workbench.notices.act("Forget it")
    workbench.bring_back(workbench.runs.others[0].id)
    person.wait_until(lambda: workbench.runs.current.is_trained and workbench.training.state is State.PAUSED)
    assert offers(workbench) == []
    workbench.parent().close()
    assert len(found().runs) == 1


def test_one_run_that_cannot_be_kept_does_not_keep_the_others_from_it(person, monkeypatch: pytest.MonkeyPatch):
    put_two_runs_side_by_side(person)
    (first,) = person.workbench.runs.others
    write = Store.write

    def fail_for_the_first(store: Store, run: Run, *, is_on_screen: bool = False) -> Run:
        if run == first:
            raise FileError("It cannot be written.", "Make room.")
        return write(store, run, is_on_screen=is_on_screen)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "write", fail_for_the_first)
        person.workbench.runs.rename(person.workbench.runs.current.id, "renamed")
        with pytest.raises(FileError):
            person.workbench.keep()
    assert "renamed" in [run.name for run in found().runs]


def test_an_error_nobody_foresaw_is_not_taken_for_kept(person, crashes, monkeypatch: pytest.MonkeyPatch):
    person.train_a_little()
    person.wait_until(lambda: not person.workbench.keeping._series.is_busy)

    def fail(store: Store, run: Run, *, is_on_screen: bool = False) -> Run:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(Store, "write", fail)
        with pytest.raises(FileError, match="not written to the end"):
            person.workbench.keep()
    assert [type(error) for error in crashes] == [MemoryError]
    crashes.clear()


def test_to_keep_after_the_end_does_not_wait_for_ever(person):
    person.train_a_little()
    person.window.close()
    with pytest.raises(FileError):
        person.workbench.keep()


def test_a_run_without_moments_on_disk_is_said_to_have_only_curves(person, open_window):
    person.train_a_little()
    workbench = reopened(person, open_window, 1)
    (run,) = workbench.runs.others
    store = Store()
    store.load()
    bare = store.open(run.id).curves_only()
    store.delete([run.id])
    store.write(bare)
    workbench.bring_back(run.id)
    person.wait_until(lambda: any("only its curves are left" in notice.text for notice in workbench.notices._waiting))
    assert workbench.runs.current != run


def test_the_file_of_a_run_whose_moments_are_gone_is_opened_all_the_same(person, open_window, tmp_path: Path):
    person.train_a_little()
    step = person.step
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.workbench.runs.current.is_unsaved)
    workbench = reopened(person, open_window, 1)
    for path in workbench.keeping.store.folder.glob("*.npz"):
        path.unlink()
    workbench.open_file(tmp_path / "mine.npz")
    person.wait_until(lambda: workbench.timeline.latest is not None and workbench.timeline.latest.step == step)
    assert file_of(workbench) == tmp_path / "mine.npz"


def test_settings_changed_at_the_end_are_not_told_as_trained_with_the_next_day(person, open_window):
    person.train_a_little()
    rate = person.workbench.settings.value.learning_rate
    person.workbench.settings.propose("learning_rate", rate / 10)
    person.wait_until(lambda: person.workbench.runs.current.settings.learning_rate == rate / 10)
    workbench = reopened(person, open_window, 1)
    (run,) = workbench.runs.others
    assert run.settings.learning_rate == rate
    assert run.marks == ()


def test_the_network_that_comes_with_inkling_is_one_run_however_often_it_is_opened(person):
    for _ in range(2):
        person.trigger("openTrainedAction")
        person.wait_until(lambda: person.workbench.runs.title == "Trained network")
        person.wait_until(lambda: person.workbench.training.state is not State.PREPARING)
        person.trigger("resetAction")
        person.wait_for_state(State.READY)
    assert [run.name for run in person.workbench.runs.others] == ["Trained network"]
