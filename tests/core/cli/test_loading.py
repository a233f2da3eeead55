"""A bar is seen where someone watches, and nothing elsewhere."""

import io
import sys

import pytest

from core.cli.loading import fetch_dataset, load_dataset
from core.data import catalog
from core.data.dataset import Dataset


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def asked(tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was asked of the catalog, which tells of its progress and loads the tiny data set."""
    names: list[str] = []

    def bring(name: str, progress: catalog.Progress) -> Dataset:
        names.append(name)
        for done in (100, 300):
            progress(done, 400)
        return tiny_dataset

    monkeypatch.setattr(catalog, "load", bring)
    monkeypatch.setattr(catalog, "fetch", bring)
    monkeypatch.setattr(catalog, "default_name", lambda: "the default")
    return names


def test_what_is_asked_for_is_loaded_and_else_what_a_person_would_expect(
    asked: list[str], tiny_dataset: Dataset
) -> None:
    assert load_dataset("kmnist") is tiny_dataset
    assert load_dataset(None) is tiny_dataset
    assert asked == ["kmnist", "the default"]


def test_on_a_terminal_a_bar_shows_how_much_is_done(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    fetch_dataset("mnist")
    assert asked == ["mnist"]
    assert "Fetching mnist" in terminal.getvalue()
    assert "/400" in terminal.getvalue()


@pytest.mark.parametrize("stderr", [None, io.StringIO()])
def test_elsewhere_nothing_is_written(
    asked: list[str], stderr: io.StringIO | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stderr)
    fetch_dataset("mnist")
    assert asked == ["mnist"]
    assert stderr is None or stderr.getvalue() == ""
