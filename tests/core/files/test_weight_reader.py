"""A network comes out of a weight file, or what is wrong with it is said, with what helps where it stands."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data.classes import DIGITS
from core.errors import FileError, NewerFileError
from core.files import runs, weights
from core.files.archive import Kind, opened
from core.files.second_opinion import second_for
from core.files.weight_reader import FORMAT, WeightReader
from core.insight.novelty import HEAD_SETTINGS, NoveltyDetector
from core.network.network import Network
from core.training.run import Run
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]
KIND = Kind("a box of weights", "Take another box.")


def retold(path: Path, member: str, **changes: Any) -> Path:
    """Let a file, or a moment in it, say something else of itself."""
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    arrays[member] = np.array(json.dumps(json.loads(str(arrays[member])) | changes))
    np.savez(path, **arrays)
    return path


@pytest.fixture
def saved(tmp_path: Path, make_snapshot: MakeSnapshot) -> Path:
    weights.save(tmp_path / "one.npz", make_snapshot(7))
    return tmp_path / "one.npz"


def test_the_moment_comes_out_and_what_the_file_says_of_itself(saved: Path, make_snapshot: MakeSnapshot) -> None:
    with opened(saved, KIND) as archive:
        reader = WeightReader(archive)
        found, told = reader.snapshot(), reader.description()
    assert (told["format"], told["layers"]) == (FORMAT, [784, 4, 10])
    assert (found.step, found.position, found.hyperparameters) == (7, 210, make_snapshot(7).hyperparameters)
    for one, other in zip(found.network.parameters, make_snapshot(7).network.parameters, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"format": None}, "is not a box of weights: its format number is missing"),
        ({"layers": [784, 10]}, "is damaged: its settings and its layers do not agree"),
        ({"layers": [783, 4, 10]}, "is a network of 783-4-10; Inkling's begin with 784 pixels"),
        ({"layers": [784, 90_000, 90_000, 10]}, r"claims a network of 8,[\d,]+ weights, which is more than"),
    ],
)
def test_what_is_not_so_is_told_with_the_remedy_for_such_a_file(
    saved: Path, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(FileError, match=told) as caught, opened(retold(saved, "inkling", **changes), KIND) as archive:
        WeightReader(archive).snapshot()
    assert caught.value.remedy == "Take another box."


def test_a_newer_format_is_told(saved: Path) -> None:
    with (
        pytest.raises(NewerFileError, match="has the file format 2; this Inkling reads format 1"),
        opened(retold(saved, "inkling", format=FORMAT + 1), KIND) as archive,
    ):
        WeightReader(archive).snapshot()


def test_where_a_network_in_a_file_of_runs_is_damaged_another_such_file_is_asked_for(
    tmp_path: Path, make_snapshot: MakeSnapshot
) -> None:
    path = tmp_path / "one.runs.npz"
    runs.save(path, [Run.of(make_snapshot(7), "A run")])
    with pytest.raises(FileError, match="its settings and its layers do not agree") as caught:
        runs.load(retold(path, "run_0_last_inkling", layers=[784, 10]))
    assert caught.value.remedy == "Choose a file in which Inkling saved runs."


def told_apart(snapshot: Snapshot) -> Snapshot:
    """Return a moment that brings along what tells the unknown."""
    head = Network.create(HEAD_SETTINGS, np.random.default_rng(1), inputs=4, classes=13).frozen_copy()
    return replace(snapshot, novelty=NoveltyDetector(snapshot.network, head, -1.25))


def test_what_tells_the_unknown_comes_out_as_it_went_in(tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    before = told_apart(make_snapshot(7))
    weights.save(tmp_path / "one.npz", before)
    found = weights.load(tmp_path / "one.npz")
    assert found.novelty is not None
    assert before.novelty is not None
    assert found.novelty.network is found.network
    assert found.novelty.threshold == -1.25
    image = np.random.default_rng(2).integers(0, 256, (1, 28, 28), dtype=np.uint8)
    np.testing.assert_array_equal(found.novelty.strangeness(image), before.novelty.strangeness(image))


def test_a_reader_that_does_not_know_of_it_finds_the_rest_as_ever(tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    plain, more = make_snapshot(7), told_apart(make_snapshot(7))
    weights.save(tmp_path / "plain.npz", plain)
    weights.save(tmp_path / "more.npz", more)
    with np.load(tmp_path / "plain.npz") as one, np.load(tmp_path / "more.npz") as other:
        assert json.loads(str(one["inkling"]))["format"] == json.loads(str(other["inkling"]))["format"]
        assert [name for name in other.files if not name.startswith("novelty_")] == one.files
        assert all(np.array_equal(one[name], other[name]) for name in one.files if name != "inkling")


def test_the_second_opinion_is_found_again_unless_it_is_another_by_now(
    tmp_path: Path, make_snapshot: MakeSnapshot
) -> None:
    second = second_for(DIGITS)
    before = told_apart(make_snapshot(7))
    assert second is not None
    assert before.novelty is not None
    weights.save(tmp_path / "one.npz", replace(before, novelty=replace(before.novelty, second=second)))
    for found in (weights.load(tmp_path / "one.npz"), weights.load_run(tmp_path / "one.npz").latest):
        assert found is not None
        assert found.novelty is not None
        assert found.novelty.second is second
    novelty = {"layers": [4, 96, 13], "threshold": 1.0, "second": "0" * 16}
    assert weights.load(retold(tmp_path / "one.npz", "inkling", novelty=novelty)).novelty is None


@pytest.mark.parametrize(
    ("novelty", "told"),
    [
        ({"layers": [4, 96, 13], "threshold": None}, "no number says what is an outlier to it"),
        ({"layers": [4, 96, 13], "threshold": float("inf")}, "no number says what is an outlier to it"),
        ({"layers": [5, 96, 13], "threshold": 1}, "does not go with its network"),
        ({"layers": [4, 96, 10], "threshold": 1}, "does not go with its network"),
        ({"layers": [4, 13], "threshold": 1}, "does not go with its network"),
        ({"layers": [4, 90_000, 13], "threshold": 1}, "does not go with its network"),
        ({"layers": [4, 95, 13], "threshold": 1}, "novelty_weights_0 has the shape"),
    ],
)
def test_what_cannot_tell_the_unknown_is_refused(
    tmp_path: Path, make_snapshot: MakeSnapshot, novelty: dict[str, Any], told: str
) -> None:
    path = tmp_path / "one.npz"
    weights.save(path, told_apart(make_snapshot(7)))
    with pytest.raises(FileError, match=told):
        weights.load(retold(path, "inkling", novelty=novelty))
