"""Inkling knows which one it is, and also where it was not installed."""

import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from core import version
from core.version import inkling_version

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def test_the_version_is_that_of_the_project() -> None:
    assert inkling_version() == tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]


def test_one_that_was_only_unpacked_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(version, "version", nowhere)
    assert inkling_version() == "unknown"
