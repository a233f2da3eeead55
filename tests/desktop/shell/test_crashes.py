"""An error nobody foresaw is shown once and logged whole; the window lives on and the work is kept."""

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit

from core.disk import data_folder
from core.files.store import Store
from core.training.trainer import Trainer
from desktop.shell.crashes import CrashKeeper
from tests.desktop.helpers import kept_runs

pytestmark = pytest.mark.panels("status")


def an_error(words: str = "an error of the test") -> ZeroDivisionError:
    try:
        raise ZeroDivisionError(words)
    except ZeroDivisionError as error:
        return error


def another_error() -> KeyError:
    try:
        raise KeyError("elsewhere")
    except KeyError as error:
        return error


def take(keeper: CrashKeeper, error: BaseException) -> None:
    keeper.take(type(error), error, error.__traceback__)


@pytest.fixture
def keeper(window) -> CrashKeeper:
    return CrashKeeper(window)


def dialogs_of(window) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog, "crashDialog") if dialog.isVisible()]


def test_the_details_are_shown_and_can_be_copied(keeper: CrashKeeper, window):
    take(keeper, an_error())
    (dialog,) = dialogs_of(window)
    details = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "Traceback" in details
    assert "an error of the test" in details
    buttons = dialog.findChild(QDialogButtonBox).buttons()
    next(button for button in buttons if button.text() == "Copy the details").click()
    assert QApplication.clipboard().text() == details
    dialog.reject()


def test_the_same_error_is_shown_and_logged_once_however_often_it_happens(keeper: CrashKeeper, window):
    for frame in range(3):
        take(keeper, an_error(f"frame {frame}"))
    assert len(dialogs_of(window)) == 1
    log = (data_folder() / "crashes.log").read_text(encoding="utf-8")
    assert log.count("Traceback") == 1
    assert "frame 0" in log
    dialogs_of(window)[0].reject()


def test_another_error_is_shown_as_well(keeper: CrashKeeper, window):
    take(keeper, an_error("first"))
    take(keeper, another_error())
    assert len(dialogs_of(window)) == 2
    for dialog in dialogs_of(window):
        dialog.reject()


def test_the_work_is_kept_and_the_window_lives_on(keeper: CrashKeeper, person):
    person.train_a_little()
    take(keeper, an_error())
    assert [run.step for run in kept_runs()] == [person.step]
    dialogs_of(person.window)[0].reject()
    person.train_a_little()


def test_several_errors_keep_the_network_once_and_saving_it_forgets_that(keeper: CrashKeeper, person, tmp_path):
    person.train_a_little()
    for error in (an_error(), another_error()):
        take(keeper, error)
    for dialog in dialogs_of(person.window):
        dialog.reject()
    assert len(kept_runs()) == 1
    assert Store().load().newest_unsaved is not None
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.workbench.runs.current.is_unsaved)
    person.wait_until(lambda: Store().load().newest_unsaved is None)


def test_work_that_cannot_be_kept_is_told_in_the_dialog(keeper: CrashKeeper, person, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    store = person.workbench.keeping.store
    usual, store.folder = store.folder, tmp_path / "file" / "store"
    person.train_a_little()
    take(keeper, an_error())
    (dialog,) = dialogs_of(person.window)
    assert any("could not be kept" in label.text() for label in dialog.findChildren(QLabel))
    dialog.reject()
    store.folder = usual


def test_an_error_in_another_thread_is_shown_on_the_windows(keeper: CrashKeeper, window, qtbot):
    error = an_error()
    thread = threading.Thread(target=take, args=(keeper, error))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs_of(window)) == 1)
    dialogs_of(window)[0].reject()


def test_an_error_while_training_is_shown(keeper: CrashKeeper, person, crashes, monkeypatch: pytest.MonkeyPatch):
    def break_down(self: Trainer, batches: int = 1) -> None:
        raise ZeroDivisionError("in the middle of a batch")

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "advance", break_down)
        person.trigger("trainAction")
        person.wait_until(lambda: bool(dialogs_of(person.window)))
    dialogs_of(person.window)[0].reject()
    assert [str(error) for error in crashes] == ["in the middle of a batch"]
    crashes.clear()
    person.press("Start over") if person.workbench.notices.current else person.trigger("resetAction")
    person.wait_until(lambda: person.step == 0)


def test_a_log_that_cannot_be_written_does_not_keep_the_error_from_being_shown(
    keeper: CrashKeeper, window, capsys: pytest.CaptureFixture[str]
):
    shutil.rmtree(data_folder(), ignore_errors=True)  # the window may have looked there before
    data_folder().parent.mkdir(parents=True, exist_ok=True)
    data_folder().write_text("in the way")
    take(keeper, an_error())
    assert len(dialogs_of(window)) == 1
    dialogs_of(window)[0].reject()


def test_ctrl_c_closes_the_window(keeper: CrashKeeper, window):
    keeper.take(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not window.isVisible()
