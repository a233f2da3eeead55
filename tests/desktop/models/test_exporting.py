"""ExportingModel: files that are written beside the training, and how each of them ended."""

from pathlib import Path
from threading import Event

import pytest

from core.errors import Cancelled, FileError
from desktop.background.jobs import Job, Jobs
from desktop.models.exporting import ExportingModel


@pytest.fixture
def told() -> list[tuple[str, object]]:
    return []


@pytest.fixture
def exporting(jobs: Jobs, told: list[tuple[str, object]]) -> ExportingModel:
    model = ExportingModel(jobs)
    for name in ("written", "cancelled", "failed"):
        getattr(model, name).connect(lambda value, name=name: told.append((name, value)))
    return model


def test_a_file_that_is_written_is_told_and_nothing_goes_on_then(exporting, qtbot, told, tmp_path: Path) -> None:
    busy: list[tuple[str, int, int]] = []
    exporting.busy.connect(lambda *news: busy.append(news))
    path = tmp_path / "film.gif"

    def work(job: Job) -> None:
        job.report(1, 4)
        path.write_text("frames")

    with qtbot.waitSignals([exporting.idle, exporting.written]):
        exporting.write(path, work)
    assert told == [("written", path)]
    assert busy == [("Writing film.gif", 0, 0), ("Writing film.gif", 1, 4)]


def test_an_error_is_handed_on(exporting, qtbot, told, tmp_path: Path) -> None:
    error = FileError("The disk is full.", "Make room.")

    def work(job: Job) -> None:
        raise error

    with qtbot.waitSignal(exporting.failed):
        exporting.write(tmp_path / "film.gif", work)
    assert told == [("failed", error)]


def test_a_file_that_was_cancelled_is_told(exporting, qtbot, told, tmp_path: Path) -> None:
    path = tmp_path / "film.gif"

    asked = Event()

    def work(job: Job) -> None:
        asked.wait(60)
        if job.is_cancelled():
            raise Cancelled

    exporting.write(path, work)
    with qtbot.waitSignal(exporting.cancelled):
        exporting.cancel()
        asked.set()
    assert told == [("cancelled", path)]
