"""LibraryModel: the data set in use, and how another one is loaded or fetched."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.data import catalog
from core.data.dataset import Dataset
from core.errors import Cancelled, DataError
from desktop.background.jobs import Jobs
from desktop.models.library import LibraryModel


@pytest.fixture
def library(jobs: Jobs) -> LibraryModel:
    return LibraryModel(jobs)


def test_a_folder_is_loaded_and_in_use(library: LibraryModel, figures_folder: Path, qtbot: QtBot):
    with qtbot.waitSignals([library.busy, library.loaded, library.idle]):
        library.load(str(figures_folder))
        assert library.is_busy
    assert not library.is_busy
    assert len(library.dataset.train) == 300
    assert library.in_use == str(figures_folder)


def test_one_that_cannot_be_loaded_leaves_the_other_in_use(
    library: LibraryModel, tiny_dataset: Dataset, tmp_path: Path, qtbot: QtBot
):
    library.use(tiny_dataset, "tiny")
    with qtbot.waitSignal(library.failed) as caught:
        library.load(str(tmp_path / "nowhere"))
    name, error = caught.args
    assert name == str(tmp_path / "nowhere")
    assert isinstance(error, DataError)
    assert library.dataset is tiny_dataset
    assert library.in_use == "tiny"
    assert not library.is_busy


def test_symbols_that_are_gone_are_said_to_be_and_keep_their_title(library: LibraryModel, qtbot: QtBot):
    with qtbot.waitSignal(library.failed) as caught:
        library.load("my/Runes")
    assert "There are no symbols called “Runes” any more." in str(caught.args[1])
    assert library.title_of("my/Runes") == "Runes"


def wait_to_be_cancelled(
    name: str, *, progress: object = None, is_cancelled: Callable[[], bool] = lambda: False, **others: object
) -> Dataset:
    while not is_cancelled():
        threading.Event().wait(0.001)
    raise Cancelled


def test_loading_can_be_cancelled(
    library: LibraryModel, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    monkeypatch.setattr(catalog, "load", wait_to_be_cancelled)
    library.use(tiny_dataset, "tiny")
    library.load("builtin")
    with qtbot.waitSignal(library.idle):
        library.cancel()
    assert library.dataset is tiny_dataset
    assert not library.is_busy


def test_of_two_that_are_asked_for_only_the_later_is_used(
    library: LibraryModel, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    may_end = threading.Event()

    def load(name: str, **others: object) -> Dataset:
        if name.endswith("slow"):
            may_end.wait(20)  # and it does not look whether it was cancelled
        return Dataset(name, name, tiny_dataset.train, tiny_dataset.test)

    monkeypatch.setattr(catalog, "load", load)
    monkeypatch.setattr(catalog, "names", lambda: ("slow", "quick"))
    library.load("slow")
    library.load("quick")
    qtbot.waitUntil(lambda: library.dataset is not None)
    with qtbot.assertNotEmitted(library.loaded, wait=50):
        may_end.set()
    assert library.dataset.name == library.in_use == "quick"


def test_what_was_fetched_is_told_and_not_used_yet(
    library: LibraryModel, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    fetched: list[str] = []
    told: list[tuple[str, int, int]] = []

    def fetch(name: str, *, progress: Callable[[int, int], None], **others: object) -> None:
        progress(5, 10)
        fetched.append(name)

    monkeypatch.setattr(catalog, "fetch", fetch)
    monkeypatch.setattr(catalog, "load", lambda name, **others: tiny_dataset)
    library.busy.connect(lambda *arguments: told.append(arguments))
    with qtbot.waitSignal(library.fetched):
        library.fetch("mnist")
    assert fetched == ["mnist"]
    assert library.dataset is None
    assert not library.is_busy
    assert told[-1][1:] == (5, 10)


def test_a_download_that_fails_says_which(library: LibraryModel, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot):
    def fetch(name: str, **others: object) -> None:
        raise DataError("No mirror answers.", "Try again later.")

    monkeypatch.setattr(catalog, "fetch", fetch)
    with qtbot.waitSignal(library.failed) as caught:
        library.fetch("mnist")
    assert caught.args[0] == "mnist"
    assert library.dataset is None


def test_the_list_has_the_built_in_set_and_mnist(library: LibraryModel):
    entries = {entry.name: entry for entry in library.entries()}
    assert entries["builtin"].is_ready
    assert not entries["mnist"].is_ready
    assert entries["mnist"].download_size > 0


def test_a_crash_while_loading_ends_it(library: LibraryModel, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot):
    def load(name: str, **others: object) -> Dataset:
        raise ZeroDivisionError

    crashed: list[Exception] = []
    monkeypatch.setattr(library._jobs, "_crashed", crashed.append)
    monkeypatch.setattr(catalog, "load", load)
    with qtbot.waitSignal(library.idle):
        library.load("builtin")
    assert not library.is_busy
    qtbot.waitUntil(lambda: len(crashed) == 1)


def test_cancelling_is_announced(library: LibraryModel, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot):
    monkeypatch.setattr(catalog, "load", wait_to_be_cancelled)
    library.load("builtin")
    with qtbot.waitSignal(library.cancelled):
        library.cancel()


def another(dataset: Dataset, name: str) -> Dataset:
    """Return half of a data set, which is another one."""
    return Dataset(name, name, dataset.train.spread(len(dataset.train) // 2), dataset.test)


def test_what_is_used_or_remembered_is_found_by_its_fingerprint(
    library: LibraryModel, tiny_dataset: Dataset, figures_folder: Path, qtbot: QtBot
):
    mixed = another(tiny_dataset, "mixed")
    assert (library.known(mixed.fingerprint), library.name_of(mixed.fingerprint)) == (None, "")
    library.remember(mixed, "tiny")
    assert (library.known(mixed.fingerprint), library.name_of(mixed.fingerprint)) == (mixed, "tiny")
    assert library.dataset is None, "it is not in use"
    with qtbot.waitSignal(library.loaded):
        library.load(str(figures_folder))
    loaded = library.dataset
    assert (library.known(loaded.fingerprint), library.name_of(loaded.fingerprint)) == (loaded, str(figures_folder))


def test_data_sets_that_no_run_needs_are_let_go_but_not_the_one_in_use(library: LibraryModel, tiny_dataset: Dataset):
    needed, idle = another(tiny_dataset, "needed"), another(another(tiny_dataset, "half"), "idle")
    library.use(tiny_dataset, "tiny")
    for dataset in (needed, idle):
        library.remember(dataset, dataset.name)
    library.forget_all_but({needed.fingerprint})
    assert library.known(idle.fingerprint) is None
    assert library.known(needed.fingerprint) is needed
    assert library.known(tiny_dataset.fingerprint) is tiny_dataset
