"""Data sets are found by name where they are said to be looked for, and load or say why not."""

from pathlib import Path

import pytest

from core import disk
from core.data import catalog, download
from core.data.dataset import Dataset, Split
from core.data.writer import synthetic
from core.errors import DataError
from tests.core.data.test_dataset import NAMES, make_split, write_folder


@pytest.fixture
def cache() -> Path:
    """Return the cache folder; each test has a home of its own."""
    return disk.cache_folder()


def test_without_any_download_all_are_listed_and_the_built_in_one_is_ready() -> None:
    states = {entry.name: entry.state for entry in catalog.entries()}
    assert states == {
        "builtin": "ready",
        "mnist": "not downloaded",
        "fashion-mnist": "not downloaded",
        "kmnist": "not downloaded",
        "emnist-letters": "not downloaded",
        "emnist-balanced": "not downloaded",
        "emnist-digits": "not downloaded",
    }
    assert catalog.default_name() == "builtin"
    assert catalog.find("mnist").download_size > 10**7


def test_mnist_is_found_in_the_cache_folder(cache: Path) -> None:
    write_folder(cache / "mnist", compress=True)
    entry = catalog.find("mnist")
    assert entry.is_ready
    assert entry.folder == cache / "mnist"
    assert catalog.default_name() == "mnist"
    loaded = catalog.load("mnist")
    assert (loaded.name, loaded.title, len(loaded.train)) == ("mnist", "MNIST", 12)


@pytest.mark.parametrize("inside", ["mnist", "."])
def test_mnist_is_found_in_the_folder_of_the_environment_first(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    write_folder(cache / "mnist")
    write_folder(tmp_path / inside, train=3)
    monkeypatch.setenv("INKLING_DATA", str(tmp_path))
    assert len(catalog.load("mnist").train) == 3


def test_a_folder_of_the_environment_without_mnist_leaves_the_cache(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INKLING_DATA", str(tmp_path / "nowhere"))
    assert catalog.default_name() == "builtin"
    write_folder(cache / "mnist")
    assert catalog.find("mnist").folder == cache / "mnist"


def test_the_folder_of_the_environment_itself_is_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path)
    monkeypatch.setenv("INKLING_DATA", str(tmp_path))
    assert not catalog.find("kmnist").is_ready
    write_folder(tmp_path / "kmnist")
    assert catalog.load("kmnist").class_names[0] == "o"


def test_a_download_that_is_not_finished_is_not_ready(cache: Path) -> None:
    write_folder(cache / "mnist", compress=True)
    (cache / "mnist" / f"{NAMES[3]}.gz").unlink()
    assert catalog.find("mnist").state == "not downloaded"


def test_what_is_not_downloaded_says_how_to_fetch_it() -> None:
    with pytest.raises(DataError, match=r"Fashion-MNIST is not on this machine.*inkling data fetch fashion-mnist"):
        catalog.load("fashion-mnist")


def test_a_damaged_copy_names_the_file_and_how_to_fetch_it_again(cache: Path) -> None:
    write_folder(cache / "mnist")
    damaged = cache / "mnist" / NAMES[0]
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(DataError, match=f"{NAMES[0]} is cut short.*inkling data fetch mnist"):
        catalog.load("mnist")


def test_a_damaged_file_elsewhere_is_not_said_to_be_fetchable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path)
    (tmp_path / NAMES[1]).write_bytes(b"")
    monkeypatch.setenv("INKLING_DATA", str(tmp_path))
    with pytest.raises(DataError, match=NAMES[1]) as caught:
        catalog.load("mnist")
    assert "data fetch" not in str(caught.value)


@pytest.mark.parametrize("kind", [str, Path])
def test_a_folder_is_a_data_set(tmp_path: Path, kind: type[str] | type[Path]) -> None:
    write_folder(tmp_path / "mine")
    path = kind(tmp_path / "mine")
    assert catalog.find(path).name == "mine"
    assert catalog.load(path).name == "mine"


def test_a_name_wins_over_a_folder_but_a_path_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_folder(tmp_path / "mnist")
    assert catalog.find("mnist").folder is None
    assert len(catalog.load("./mnist").train) == 12
    assert len(catalog.load(Path("mnist")).train) == 12


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(DataError, match=r"'mnits'.*builtin, mnist, fashion-mnist, kmnist"):
        catalog.load("mnits")


def test_the_built_in_set_is_kept_in_the_cache_folder(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Dataset("builtin", "Built-in", make_split(3), Split.empty())
    asked: list[Path] = []

    def load_or_make(folder: Path, *, progress: object, is_cancelled: object) -> Dataset:
        asked.append(folder)
        return made

    monkeypatch.setattr(synthetic, "load_or_make", load_or_make)
    assert catalog.load("builtin") is made
    assert asked == [cache / "builtin"]


def test_fetching_fills_the_cache_folder(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Path]] = []
    monkeypatch.setattr(download, "fetch", lambda source, folder, **_: asked.append((source.name, folder)))
    catalog.fetch("kmnist")
    assert asked == [("kmnist", cache / "kmnist")]


@pytest.mark.parametrize("name", ["builtin", "mnits"])
def test_what_cannot_be_fetched_says_so(name: str) -> None:
    with pytest.raises(DataError):
        catalog.fetch(name)


@pytest.mark.parametrize("name", ["~nobody-of-this-name/digits", "x" * 5000, "\0", "\udcff"])
def test_a_name_that_no_folder_can_have_is_told(name: str) -> None:
    with pytest.raises(DataError, match="There is no data set, and no folder"):
        catalog.find(name)
