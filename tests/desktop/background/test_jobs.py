"""Jobs: work in threads of its own, told about on the window's thread."""

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from core.errors import Cancelled, DataError, InklingError
from desktop.background.jobs import Job, Jobs


def test_the_result_arrives_on_the_windows_thread(qtbot: QtBot, jobs: Jobs):
    told: list[object] = []
    job = jobs.start("add", lambda job: 2 + 3, done=lambda result: told.append((result, threading.current_thread())))
    assert told == []  # never before start has returned
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(5, threading.main_thread())]
    assert job.name == "add"


def test_the_work_runs_elsewhere(qtbot: QtBot, jobs: Jobs):
    told: list[str] = []
    jobs.start("elsewhere", lambda job: threading.current_thread().name, done=told.append)
    qtbot.waitUntil(lambda: told == ["elsewhere"])


def test_progress_is_told_before_the_end(qtbot: QtBot, jobs: Jobs):
    told: list[object] = []

    def work(job: Job) -> str:
        job.report(1, 2)
        job.report(2, 2)
        return "end"

    jobs.start("count", work, done=told.append, progress=lambda done, total: told.append((done, total)))
    qtbot.waitUntil(lambda: "end" in told)
    assert told == [(1, 2), (2, 2), "end"]


def test_an_error_that_was_foreseen_goes_to_failed(qtbot: QtBot, jobs: Jobs, crashes: list[Exception]):
    told: list[InklingError] = []
    trouble = DataError("The file is gone.", "Choose another.")

    def work(job: Job) -> None:
        raise trouble

    jobs.start("fail", work, failed=told.append)
    qtbot.waitUntil(lambda: told == [trouble])
    assert crashes == []


def test_an_error_nobody_waits_for_is_told_all_the_same(qtbot: QtBot, jobs: Jobs, troubles: list[InklingError]):
    trouble = DataError("The file is gone.", "Choose another.")

    def work(job: Job) -> None:
        raise trouble

    jobs.start("fail", work)
    qtbot.waitUntil(lambda: troubles == [trouble])
    troubles.clear()


def test_a_completion_that_fails_is_told_of_and_is_no_crash(
    qtbot: QtBot, jobs: Jobs, crashes: list[Exception], troubles: list[InklingError]
):
    told: list[object] = []
    trouble = DataError("The disk is full.", "Make room.")

    def done(result: object) -> None:
        told.append(result)
        raise trouble

    jobs.start("end badly", lambda job: 5, done=done, failed=told.append)
    jobs.start("end well", lambda job: 6, done=told.append)
    qtbot.waitUntil(lambda: 6 in told)
    assert sorted(told) == [5, 6]  # the job did not fail, and the one after it is heard
    assert troubles == [trouble]
    assert crashes == []
    troubles.clear()


def test_an_error_nobody_foresaw_is_a_crash(qtbot: QtBot, jobs: Jobs, crashes: list[Exception]):
    jobs.start("crash", lambda job: 1 // 0)
    qtbot.waitUntil(lambda: bool(crashes))
    assert isinstance(crashes.pop(), ZeroDivisionError)


def test_a_crash_is_told_to_the_one_who_started_the_job_first(qtbot: QtBot, jobs: Jobs, crashes: list[Exception]):
    told: list[object] = []
    jobs.start("crash", lambda job: 1 // 0, done=told.append, crashed=lambda: told.append(len(crashes)))
    qtbot.waitUntil(lambda: bool(crashes))
    assert told == [0]  # what the dialog asks of the window's state is in order by then
    crashes.clear()


def test_a_cancelled_job_says_so_and_gives_no_result(qtbot: QtBot, jobs: Jobs):
    told: list[object] = []
    may_look = threading.Event()

    def work(job: Job) -> None:
        may_look.wait(20)
        if job.is_cancelled():
            raise Cancelled

    job = jobs.start("wait", work, done=told.append, cancelled=lambda: told.append("cancelled"))
    job.cancel()
    may_look.set()
    qtbot.waitUntil(lambda: told == ["cancelled"])


def test_ending_cancels_all_jobs_and_forgets_what_they_say(qtbot: QtBot, jobs: Jobs):
    told: list[object] = []

    def work(job: Job) -> None:
        while not job.is_cancelled():
            job.report(0, 0)
            threading.Event().wait(0.001)
        job.report(1, 1)

    jobs.start("endless", work, done=told.append, progress=lambda done, total: told.append((done, total)))
    assert jobs.end(20.0)
    told.clear()
    qtbot.wait(20)
    assert told == []


def test_ending_does_not_wait_for_a_job_that_does_not_listen(qtbot: QtBot, jobs: Jobs):
    may_end = threading.Event()
    jobs.start("deaf", lambda job: may_end.wait(20))
    thread = next(thread for thread in threading.enumerate() if thread.name == "deaf")
    assert not jobs.end(0.01)
    may_end.set()
    thread.join(20)


def test_closing_waits_for_a_file_that_is_being_written_and_hears_that_it_is(jobs: Jobs, tmp_path: Path):
    path, told = tmp_path / "a.txt", []
    jobs.write(path, lambda: path.write_text("whole"), done=lambda: told.append(path.read_text()))
    assert jobs.end()  # nothing else has let the window hear of it
    assert told == ["whole"]
