"""The runs of all days: they are here again at the next start."""

from pathlib import Path

import pytest

from core.errors import FileError
from core.files.kept import Kept
from core.files.kept_runs import KeptRuns
from desktop.models.training import State
from tests.desktop.helpers import assert_same_weights, put_two_runs_side_by_side


def reopened(person, open_window, count: int):
    """Close the window, and return the workbench of the next one once so many runs are there."""
    assert person.window.close()
    workbench = open_window().workbench
    person.wait_until(lambda: len(workbench.runs.earlier) == count)
    return workbench


def names(workbench) -> list[str]:
    return [run.tag.name for run in workbench.runs.earlier]


def test_every_run_is_here_again_as_it_was_left(person, open_window, dialogs):
    _first, second = put_two_runs_side_by_side(person)
    person.workbench.runs.rename(1, "the short one")
    person.workbench.runs.show([1], False)
    network = person.workbench.timeline.latest.network
    workbench = reopened(person, open_window, 2)
    assert dialogs.asked == []
    assert names(workbench) == ["the short one", "Run 2"]
    assert [run.is_shown for run in workbench.runs.earlier] == [False, True]
    assert workbench.runs.at_hand.name == "Run 3"
    workbench.bring_back(workbench.runs.earlier[1].number)
    person.wait_until(lambda: workbench.timeline.latest.step == second and workbench.training.state is State.PAUSED)
    assert_same_weights(workbench.timeline.latest.network, network)
    assert workbench.runs.at_hand.name == "Run 2"


def test_runs_are_not_kept_twice_over_many_days(person, open_window):
    put_two_runs_side_by_side(person)
    before = None
    for _ in range(2):
        workbench = reopened(person, open_window, 2)
        person.window, person.workbench = workbench.parent(), workbench
        files = {path: path.stat().st_mtime_ns for path in KeptRuns().all()}
        assert before is None or files == before
        before = files


def test_what_was_trained_last_is_the_run_that_is_here_and_not_another_one(person, open_window):
    put_two_runs_side_by_side(person)
    person.workbench.runs.rename(2, "the long one")
    workbench = reopened(person, open_window, 2)
    workbench.open_file(Kept().all()[0])
    person.wait_until(lambda: workbench.runs.at_hand.name == "the long one")
    assert names(workbench) == ["Run 1"]


def test_what_was_trained_last_is_known_again_also_when_the_runs_come_later(person, open_window):
    _first, second = put_two_runs_side_by_side(person)
    workbench = reopened(person, open_window, 2)
    workbench.delete_all_runs()  # as if they were not read yet
    workbench.open_file(Kept().all()[0])
    person.wait_until(lambda: workbench.timeline.latest.step == second)
    workbench.run_keeping.load()
    person.wait_until(lambda: names(workbench) == ["Run 1"])
    assert workbench.runs.at_hand.name == "Run 2"


def test_deleted_runs_are_gone_for_good_once_the_window_closes(person, open_window):
    put_two_runs_side_by_side(person)
    workbench = reopened(person, open_window, 2)
    workbench.delete_all_runs()
    assert workbench.runs.earlier == ()
    workbench.undo_delete_runs()
    assert names(workbench) == ["Run 1", "Run 2"]
    workbench.delete_all_runs()
    assert len(KeptRuns().all()) == 2
    workbench.keep_runs()
    assert KeptRuns().all() == []


def test_an_untrained_network_is_no_run(person):
    assert person.window.close()
    assert KeptRuns().all() == []


def test_a_damaged_run_is_told_and_the_others_are_here(person, open_window):
    put_two_runs_side_by_side(person)
    assert person.window.close()
    KeptRuns().all()[0].write_bytes(b"")
    workbench = open_window().workbench
    person.wait_until(lambda: names(workbench) == ["Run 2"])
    assert any("One kept run is damaged" in notice.text for notice in workbench.notices._waiting)


def test_where_runs_cannot_be_kept_closing_asks(person, dialogs, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    person.train_a_little()
    person.workbench.run_keeping.kept_runs = KeptRuns(tmp_path / "file" / "runs")
    assert not person.window.close()
    assert "The runs could not be kept" in dialogs.asked[0]
    with pytest.raises(FileError):
        person.workbench.keep_runs()
    person.workbench.run_keeping.kept_runs = KeptRuns()
    assert person.window.close()
    assert len(KeptRuns().all()) == 1


def test_two_windows_keep_the_runs_of_both(person, open_window):
    other = open_window()
    person.train_a_little()
    person.workbench.runs.rename(1, "of the one")
    other.workbench.training.step()
    person.wait_until(lambda: other.workbench.training.state is State.PAUSED)
    person.wait_until(lambda: other.workbench.timeline.latest.step == 1)
    other.workbench.runs.rename(1, "of the other")
    other.close()
    workbench = reopened(person, open_window, 2)
    assert names(workbench) == ["of the other", "of the one"]
