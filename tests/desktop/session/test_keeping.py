"""What becomes of work that was not saved."""

from pathlib import Path

import pytest

from core.errors import FileError
from core.files import weights
from core.files.kept import Kept
from desktop.models.training import State
from tests.desktop.helpers import assert_same_weights, put_two_runs_side_by_side, send_astray


def test_unsaved_work_is_kept_when_the_window_closes_and_offered_at_the_next_start(person, open_window, qtbot):
    person.train_a_little()
    step, network = person.step, person.workbench.timeline.latest.network
    person.window.close()
    assert_same_weights(weights.load(Kept().all()[0]).network, network)

    workbench = open_window().workbench
    assert "was not saved" in [n.text for n in workbench.notices._waiting if n.topic == "kept"][0]
    while workbench.notices.current.topic != "kept":
        workbench.notices.dismiss()
    workbench.notices.act("Open it")
    qtbot.waitUntil(lambda: workbench.timeline.latest is not None and workbench.timeline.latest.step == step)
    assert_same_weights(workbench.timeline.latest.network, network)
    assert workbench.document.path is None  # Save asks for a file


def test_unsaved_work_that_was_opened_and_not_saved_is_still_unsaved(person, open_window, qtbot):
    person.train_a_little()
    step = person.step
    person.window.close()
    workbench = open_window().workbench
    workbench.open_file(Kept().all()[0])
    qtbot.waitUntil(lambda: workbench.timeline.latest is not None and workbench.timeline.latest.step == step)
    assert workbench.document.is_modified


def test_unsaved_work_that_is_opened_and_saved_is_not_kept_any_longer(person, open_window, qtbot, tmp_path: Path):
    person.train_a_little()
    step = person.step
    person.window.close()
    workbench = open_window().workbench
    workbench.open_file(Kept().all()[0])
    qtbot.waitUntil(lambda: workbench.timeline.latest is not None and workbench.timeline.latest.step == step)
    assert workbench.document.path is None
    assert workbench.preferences.recent_files == ()  # it is not a file of the person's
    assert len(Kept().all()) == 1
    workbench.save_file(tmp_path / "mine.npz")
    qtbot.waitUntil(lambda: workbench.document.path == tmp_path / "mine.npz")
    assert Kept().all() == []
    assert not workbench.document.is_modified


def test_unsaved_work_that_is_opened_again_and_again_is_kept_once(person, open_window, qtbot):
    person.train_a_little()
    step = person.step
    person.window.close()
    for _ in range(2):
        window = open_window()
        latest = window.workbench.timeline
        window.workbench.open_file(Kept().all()[0])
        qtbot.waitUntil(lambda latest=latest: latest.latest is not None and latest.latest.step == step)
        window.close()
    assert [weights.load(path).step for path in Kept().all()] == [step]


def test_saving_another_run_leaves_the_kept_one(person, open_window, qtbot, tmp_path: Path):
    person.train_a_little()
    step = person.step
    person.window.close()
    workbench = open_window().workbench
    workbench.training.step()
    qtbot.waitUntil(lambda: workbench.training.state is State.PAUSED and workbench.timeline.latest.step == 1)
    workbench.open_file(Kept().all()[0])
    qtbot.waitUntil(lambda: workbench.timeline.latest is not None and workbench.timeline.latest.step == step)
    workbench.bring_back()
    qtbot.waitUntil(lambda: workbench.training.state is State.PAUSED and workbench.timeline.latest.step == 1)
    workbench.save_file(tmp_path / "another.npz")
    qtbot.waitUntil(lambda: not workbench.document.is_modified)
    assert [weights.load(path).step for path in Kept().all()] == [step]


def test_runs_put_aside_are_kept_as_well_and_the_one_at_hand_is_the_first_offered(person):
    first, second = put_two_runs_side_by_side(person)
    person.window.close()
    assert [weights.load(path).step for path in Kept().all()] == [second, first]


def test_a_run_put_aside_that_a_file_holds_is_not_kept(person, tmp_path: Path):
    person.train_a_little()
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.workbench.document.is_modified)
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.window.close()
    assert Kept().all() == []


def test_a_setting_changed_after_a_save_counts_as_unsaved(person, tmp_path: Path):
    person.train_a_little()
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.window.isWindowModified())
    rate = person.workbench.settings.value.learning_rate
    person.workbench.settings.propose("learning_rate", 2 * rate)
    person.wait_until(person.window.isWindowModified)
    person.workbench.settings.propose("learning_rate", rate)
    person.wait_until(lambda: not person.window.isWindowModified())


def test_what_cannot_be_kept_is_an_error(person, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    person.workbench.keeping.kept = Kept(tmp_path / "file" / "kept")
    assert person.workbench.keep_unsaved() == ""  # there is nothing to keep yet
    person.train_a_little()
    with pytest.raises(FileError):
        person.workbench.keep_unsaved()
    person.workbench.keeping.kept = Kept()
    assert "kept" in person.workbench.keep_unsaved()


def test_unsaved_work_can_be_forgotten(person, open_window):
    person.train_a_little()
    person.window.close()
    window = open_window()
    window.workbench.notices.act("Forget it")
    assert "when Inkling closes" in window.workbench.notices.current.text
    window.close()
    assert Kept().all() == []


def test_to_forget_unsaved_work_can_be_undone(person, open_window):
    person.train_a_little()
    person.window.close()
    window = open_window()
    window.workbench.notices.act("Forget it")
    window.workbench.notices.act("Undo")
    assert [label for label, _ in window.workbench.notices.current.actions] == ["Open it", "Forget it"]
    window.close()
    assert len(Kept().all()) == 1


def test_an_untrained_network_is_not_kept(person):
    person.window.close()
    assert Kept().all() == []


def test_a_saved_network_is_not_kept_a_second_time(person, tmp_path: Path):
    person.train_a_little()
    person.workbench.save_file(tmp_path / "kept.npz")
    person.wait_until(lambda: not person.workbench.document.is_modified)
    person.window.close()
    assert Kept().all() == []


def test_a_network_that_went_astray_is_kept_at_its_last_sound_moment(person):
    send_astray(person)
    person.window.close()
    assert weights.load(Kept().all()[0]).is_sound
