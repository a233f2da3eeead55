"""What every test may use: a private home folder, no network, a seeded generator, real MNIST where it is."""

import gc
import os
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from core.data.dataset import Dataset, Split

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Examples that failed once are not kept: one of another version of a test makes a sound test fail now and then.
# Nothing is timed: an example may take long on a machine that has other work as well.
settings.register_profile("inkling", database=None, deadline=None)
settings.load_profile("inkling")


def pytest_collection() -> None:
    """Let no collection of garbage look again and again through modules and tests while they come."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Let none look through them afterwards: all modules, and eight thousand tests, stay to the end."""
    gc.freeze()
    gc.enable()


_REPOSITORY = Path(__file__).resolve().parent.parent
_real_connect = socket.socket.connect


@pytest.fixture(scope="session", autouse=True)
def _home_of_wider_fixtures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is made for several tests away from the person's files as well."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        _move_home(monkeypatch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return paths for one home after another; ``mktemp`` would look through those of all tests before, each time."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def private_home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a home of its own, so that it neither sees nor touches the person's files."""
    home = next(_homes)
    home.mkdir()
    _move_home(monkeypatch, home)
    return home


def _move_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.delenv("INKLING_DATA", raising=False)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""

    def connect(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1"):  # type: ignore[index]
            raise OSError(f"a test tried to reach {address}")
        return _real_connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def generator() -> np.random.Generator:
    """Return a generator that gives every run of the test the same numbers."""
    return np.random.default_rng(1234)


_INKLING_DATA = os.environ.get("INKLING_DATA")


@pytest.fixture(scope="session")
def mnist_folder() -> Path:
    """Return the folder of the real MNIST files, or skip the test where they are absent."""
    candidates = [_REPOSITORY.parent / "shared" / "mnist"]
    if _INKLING_DATA:
        candidates = [Path(_INKLING_DATA) / "mnist", Path(_INKLING_DATA), *candidates]
    for folder in candidates:
        if any(folder.glob("train-images*")):
            return folder
    pytest.skip("real MNIST is absent: set INKLING_DATA to a folder with its four files")


@pytest.fixture(scope="session")
def tiny_dataset() -> Dataset:
    """Return 300 images to train on and 100 to test with: ten blocky figures under speckle, learned within seconds."""
    chance = np.random.default_rng(7)
    figures = np.kron(chance.random((10, 7, 7)) < 0.4, np.ones((4, 4)))

    def split(count: int) -> Split:
        labels = np.resize(np.arange(10, dtype=np.uint8), count)
        chance.shuffle(labels)
        ink = figures[labels] * chance.integers(120, 256, (count, 1, 1))
        speckle = chance.random((count, 28, 28)) < 0.1
        return Split(np.where(speckle, chance.integers(0, 256, (count, 28, 28)), ink).astype(np.uint8), labels)

    return Dataset("tiny", "Tiny figures", split(300), split(100))
