"""Standing: what of a run its file holds."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.files.standing import Standing
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]
FILE = Path("mine.npz")


def test_without_a_file_a_run_is_modified_from_its_first_batch_on(make_snapshot: MakeSnapshot) -> None:
    assert Standing().path is None
    assert not Standing().is_modified(None)
    assert not Standing().is_modified(make_snapshot(0))
    assert Standing().is_modified(make_snapshot(1))


def test_the_moment_in_the_file_is_not_modified_and_every_other_is(make_snapshot: MakeSnapshot) -> None:
    standing = Standing.of(FILE, make_snapshot(7))
    assert standing.path == FILE
    assert not standing.is_modified(make_snapshot(7))
    assert standing.is_modified(make_snapshot(8))
    assert standing.is_modified(make_snapshot(6))


def test_a_setting_changed_at_the_same_moment_is_something_the_file_does_not_hold(make_snapshot: MakeSnapshot) -> None:
    saved = make_snapshot(7)
    standing = Standing.of(FILE, saved)
    changed = replace(saved, hyperparameters=replace(saved.hyperparameters, learning_rate=0.5))
    assert standing.is_modified(changed)
    assert not standing.is_modified(replace(changed, hyperparameters=saved.hyperparameters))  # and changed back


@pytest.mark.parametrize("path", [None, FILE])
def test_without_a_moment_there_is_nothing_in_the_file(make_snapshot: MakeSnapshot, path: Path | None) -> None:
    standing = Standing.of(path, None)
    assert standing == Standing(path)
    assert standing.is_modified(make_snapshot(1))


def test_a_moment_without_a_file_is_not_saved(make_snapshot: MakeSnapshot) -> None:
    assert Standing.of(None, make_snapshot(3)).is_modified(make_snapshot(3))
