"""Files of several runs: what is saved comes back, and whatever else is in a file is refused with a reason."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data.dataset import Dataset
from core.errors import FileError
from core.files import runs, weights
from core.hyperparameters import Hyperparameters
from core.training.history import FIRST_COLUMNS, NO_CURVES, History, Mark
from core.training.recording import Recording
from core.training.run import Parent, Run
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

Train = Callable[..., Trainer]
MakeSnapshot = Callable[..., Snapshot]


def run_of(snapshot: Snapshot, name: str = "A run", color: int = 2, *moments: Snapshot) -> Run:
    """Return a run that has come to a snapshot, with some of its moments."""
    recording = Recording()
    for moment in moments:
        recording.add(moment)
    return replace(Run.of(snapshot, name), color=color, recording=recording)


def assert_same_moment(one: Snapshot | None, other: Snapshot | None) -> None:
    assert one is not None
    assert other is not None
    for a, b in zip(one.network.parameters, other.network.parameters, strict=True):
        assert a.tobytes() == b.tobytes()
    np.testing.assert_array_equal(one.curves.table, other.curves.table)
    bare: dict[str, Any] = {"network": None, "memory": (), "curves": NO_CURVES}
    assert replace(one, **bare) == replace(other, **bare)
    assert one.updates == other.updates


@pytest.fixture
def saved(tmp_path: Path, make_snapshot: MakeSnapshot) -> Path:
    path = tmp_path / "all.runs.npz"
    runs.save(path, (run_of(make_snapshot(0), "First", 2, make_snapshot(17)), run_of(make_snapshot(0), "Second")))
    return path


@pytest.fixture
def retold(saved: Path) -> Callable[..., Path]:
    """Return a function that changes what a good file says of itself, or of its first run."""

    def change(first_run: dict[str, Any] | None = None, **changes: Any) -> Path:
        with np.load(saved, allow_pickle=False) as file:
            arrays = dict(file)
        told = json.loads(str(arrays["runs"]))
        told["runs"][0] |= first_run or {}
        arrays["runs"] = np.array(json.dumps(told | changes))
        np.savez(saved, **arrays)
        return saved

    return change


# What is saved comes back


def test_runs_come_back_with_everything(
    tmp_path: Path, quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    trainer = Trainer(quick, tiny_dataset)
    first = trainer.snapshot()
    trainer.advance(13)
    trainer.adopt(replace(quick, learning_rate=0.005))
    trainer.advance(3)
    best = trainer.snapshot()
    while not trainer.is_finished:
        trainer.advance(100)
    trainer.adopt(replace(trainer.hyperparameters, batch_size=16))
    last = trainer.snapshot()
    assert len(best.marks) == 1
    assert len(last.marks) == 2
    other = train(replace(quick, hidden=(), seed=5), 4).snapshot()
    kept = (run_of(last, "Zwölf 12", 3, first, best, last), run_of(other, "Linear", 0))

    runs.save(tmp_path / "two.runs.npz", kept)
    found = runs.load(tmp_path / "two.runs.npz")

    assert [(run.name, run.color, run.seed) for run in found] == [("Zwölf 12", 3, quick.seed), ("Linear", 0, 5)]
    for run, before in zip(found, kept, strict=True):
        assert run.settings == before.settings
        assert run.marks == before.marks
        assert (run.data_name, run.data_fingerprint) == (before.data_name, before.data_fingerprint)
        np.testing.assert_array_equal(run.curves.table, before.curves.table)
    assert_same_moment(found[0].first, first)
    assert_same_moment(found[0].best, kept[0].best)
    assert_same_moment(found[0].last_sound, last)
    assert (found[1].first, found[1].best, found[1].last_sound) == (None, None, None)


@pytest.mark.parametrize("moment", ["best", "last_sound"])
def test_the_best_and_the_last_moment_can_go_on_exactly(
    moment: str, tmp_path: Path, quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    trainer = train(quick, 10)  # the end of an epoch, where all test images are looked at
    moments = (trainer.snapshot(), train(quick, 13).snapshot()) if moment == "best" else (trainer.snapshot(),)
    runs.save(tmp_path / "a.npz", (run_of(moments[-1], "A run", 2, *moments),))
    last = getattr(runs.load(tmp_path / "a.npz")[0], moment)
    assert last is not None
    assert last.step == 10
    again = Trainer(quick, tiny_dataset, start=last)
    for one in (trainer, again):
        one.advance(4)
    for a, b in zip(trainer.snapshot().network.parameters, again.snapshot().network.parameters, strict=True):
        assert a.tobytes() == b.tobytes()


def test_a_run_that_went_wrong_is_kept_for_its_curves(tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    history = History()
    history.append(step=0, epoch=0, seconds=0, train_cost=2.3)
    history.append(step=9, epoch=0.9, seconds=1, train_cost=np.inf)
    good, bad = make_snapshot(0), make_snapshot(9, curves=history.curves())
    spoiled = bad.network.working_copy()
    spoiled.layers[0].weights[:] = np.nan
    bad = replace(bad, network=spoiled.frozen_copy())
    runs.save(tmp_path / "a.npz", (run_of(bad, "A run", 2, good, bad),))
    (found,) = runs.load(tmp_path / "a.npz")
    assert found.first is not None
    assert found.last_sound is not None
    assert (found.last_sound.step, found.step) == (0, 9)
    assert found.curves.column("train_cost")[0] == 2.3
    assert np.isnan(found.curves.column("train_cost")[1])


def test_a_run_whose_optimizer_overflowed_and_whose_cost_cannot_be_drawn_can_be_opened(
    tmp_path: Path, make_snapshot: MakeSnapshot
) -> None:
    history = History()
    for step, cost in enumerate((np.inf, 1e80, 2.3)):
        history.append(step=step, epoch=step / 10, seconds=step, train_cost=cost)
    sound = make_snapshot(2, curves=history.curves())
    moment = replace(sound, memory=(*sound.memory[:-2], np.full_like(sound.memory[-2], np.inf), sound.memory[-1]))
    kept = run_of(moment, "A run", 2, make_snapshot(0), moment)
    runs.save(tmp_path / "a.runs.npz", (kept,))
    (found,) = runs.load(tmp_path / "a.runs.npz")
    np.testing.assert_array_equal(found.curves.column("train_cost"), [np.nan, np.nan, 2.3])
    assert found == kept
    assert_same_moment(found.last_sound, replace(moment, curves=found.curves))
    assert found.last_sound is not None
    assert found.last_sound.has_forgotten


def test_numpy_reads_the_arrays(saved: Path) -> None:
    with np.load(saved, allow_pickle=False) as file:
        assert file["run_0_last_weights_0"].shape == (784, 4)
        assert file["run_1_curves"].shape == (len(FIRST_COLUMNS), 0)
        assert json.loads(str(file["runs"]))["runs"][1]["name"] == "Second"


def test_there_has_to_be_a_run_and_not_too_many(tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    with pytest.raises(FileError, match="no runs to save"):
        runs.save(tmp_path / "a.npz", ())
    with pytest.raises(FileError, match="10,001 runs are more than"):
        runs.save(tmp_path / "a.npz", (run_of(make_snapshot(0)),) * 10_001)
    assert not (tmp_path / "a.npz").exists()


def test_a_failed_save_leaves_the_old_file(
    saved: Path, make_snapshot: MakeSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.disk.os.fsync", fail)
    with pytest.raises(FileError, match=r"all\.runs\.npz could not be written"):
        runs.save(saved, (run_of(make_snapshot(3)),))
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_where_a_branch_begins_is_kept_and_files_without_it_still_open(
    tmp_path: Path, make_snapshot: MakeSnapshot
) -> None:
    path = tmp_path / "a.runs.npz"
    runs.save(path, (replace(run_of(make_snapshot(0)), parent=Parent(None, 0, 2.5)),))
    assert runs.load(path)[0].begins_at == 2.5
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    told = json.loads(str(arrays["runs"]))
    del told["runs"][0]["begins_at"]
    arrays["runs"] = np.array(json.dumps(told))
    np.savez(path, **arrays)
    assert runs.load(path)[0].begins_at == 0


# What is not a file of runs


def test_a_network_is_told_apart(tmp_path: Path, make_snapshot: MakeSnapshot, saved: Path) -> None:
    weights.save(tmp_path / "net.npz", make_snapshot(3))
    with pytest.raises(FileError, match=r"net\.npz holds a network, not runs") as raised:
        runs.load(tmp_path / "net.npz")
    assert "Open it as a network" in raised.value.remedy
    with pytest.raises(FileError, match="is not an Inkling network but holds runs"):
        weights.load(saved)


@pytest.mark.parametrize("content", [b"", b"plain text", b"PK\x03\x04", b"\x00" * 4096])
def test_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.npz"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"other\.npz is not a file of Inkling's runs"):
        runs.load(path)


def test_other_arrays_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.zeros(3))
    with pytest.raises(FileError, match="no runs are in it"):
        runs.load(tmp_path / "a.npz")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"none\.npz cannot be read"):
        runs.load(tmp_path / "none.npz")


def test_a_newer_version(retold: Callable[..., Path]) -> None:
    with pytest.raises(FileError, match="has the runs format 2; this Inkling reads format 1") as raised:
        runs.load(retold(format=2))
    assert raised.value.remedy == "Open it with a newer Inkling."


@pytest.mark.parametrize(
    "changes",
    [
        {"runs": []},
        {"runs": [{}]},
        {"runs": {"0": 1}},
        {"runs": [{}] * 10_001},
        {"columns": ["step"]},
        {"format": "1"},
        {"format": True},
        {"first_run": {"epoch": 2**53}},
        {"first_run": {"name": 7}},
        {"first_run": {"trouble": ["x"]}},
        {"first_run": {"marks": [[100_000, "after its end"]]}},
        {"first_run": {"measurements": 3}},
        {"first_run": {"measurements": 10**15}},
        {"first_run": {"measurements": -1}},
        {"first_run": {"color": -1}},
        {"first_run": {"begins_at": -1}},
        {"first_run": {"begins_at": "the beginning"}},
        {"first_run": {"marks": [[-1, "x"]]}},
        {"first_run": {"marks": 7}},
        {"first_run": {"moments": ["worst"]}},
        {"first_run": {"moments": ["best"]}},
        {"first_run": {"hyperparameters": {"hidden": [5]}}},
        {"first_run": {"hyperparameters": {"speed": 5}}},
        {"first_run": {"dataset": None}},
    ],
)
def test_what_a_file_says_has_to_make_sense(changes: dict[str, Any], retold: Callable[..., Path]) -> None:
    with pytest.raises(FileError, match=r"all\.runs\.npz"):
        runs.load(retold(**changes))


def test_more_than_a_file_can_hold_is_not_unpacked(saved: Path) -> None:
    with zipfile.ZipFile(saved, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("run_1_last_weights_0.npy", bytes(200 * saved.stat().st_size))
    with pytest.raises(FileError, match="which cannot be right"):
        runs.load(saved)


def test_a_format_that_never_was_is_not_taken_for_a_newer_one(retold: Callable[..., Path]) -> None:
    with pytest.raises(FileError, match="no Inkling writes the runs format 0") as raised:
        runs.load(retold(format=0))
    assert "newer" not in str(raised.value)


def test_curves_that_go_on_beyond_a_run_are_refused(saved: Path, make_snapshot: MakeSnapshot) -> None:
    history = History()
    history.append(step=5, epoch=0.5, seconds=1)
    run = run_of(make_snapshot(5, curves=history.curves()))
    runs.save(saved, (run,))
    runs.load(saved)
    with pytest.raises(FileError, match=r"all\.runs\.npz was not saved") as raised:
        runs.save(saved, (replace(run, step=4),))
    assert "the curves of run 1 go on beyond its end" in str(raised.value.__cause__)


def test_curves_that_no_run_has(saved: Path, make_snapshot: MakeSnapshot) -> None:
    history = History()
    history.append(step=5, epoch=1, seconds=1)
    history.append(step=4, epoch=2, seconds=2)
    before = saved.read_bytes()
    with pytest.raises(FileError, match=r"all\.runs\.npz was not saved, because") as raised:
        runs.save(saved, (run_of(make_snapshot(0, curves=history.curves(), marks=(Mark(1, "x"),))),))
    assert "run 1 has curves that no run has" in str(raised.value.__cause__)
    assert saved.read_bytes() == before
    with np.load(saved, allow_pickle=False) as file:
        arrays = dict(file)
    told = json.loads(str(arrays["runs"]))
    told["runs"][0]["measurements"] = 2
    np.savez(saved, **arrays | {"runs": np.array(json.dumps(told)), "run_0_curves": history.curves().first_columns})
    with pytest.raises(FileError, match="run 1 has curves that no run has"):
        runs.load(saved)


def test_a_file_cut_short_anywhere(saved: Path) -> None:
    content = saved.read_bytes()
    for length in range(0, len(content), len(content) // 40):
        saved.write_bytes(content[:length])
        with pytest.raises(FileError, match=r"all\.runs\.npz"):
            runs.load(saved)


# Places are shares of the file: what is drawn must not hang on how long the file came out.
@settings(max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8))
def test_damage_raises_only_file_errors(saved: Path, changes: list[tuple[float, int]]) -> None:
    content = bytearray(saved.read_bytes())
    for share, value in changes:
        content[int(share * len(content))] = value
    damaged = saved.with_name("damaged.npz")
    damaged.write_bytes(content)
    try:
        found = runs.load(damaged)
    except FileError as error:
        assert error.what.startswith("damaged.npz")  # noqa: PT017  # it is either sound or told
    else:
        assert all(moment.is_sound for run in found for moment in (run.first, run.best, run.last_sound) if moment)


# A run of Inkling's own


def kept_run(make_snapshot: MakeSnapshot, steps: range = range(0, 60, 3), *, standardize: bool = False) -> Run:
    """Return a run with curves, whose rate was changed at step 30, and which branched off another."""
    usual = replace(make_snapshot(0).hyperparameters, standardize=standardize)
    history, slower = History(), replace(usual, learning_rate=0.0005)
    run = Run.of(make_snapshot(0, usual), "rate 0.0005")
    for step in steps:
        history.append(step=step, epoch=step / 10, seconds=step, test_accuracy=0.5 - abs(step - 12) / 100, whole=1)
        is_changed = step > 30
        changes = {"curves": history.curves(), "marks": (Mark(3.0, "learning rate 0.002 → 0.0005"),) * (step >= 30)}
        changes["updates"] = (step / 1000, 0.5) if step else ()
        settings = slower if is_changed else usual
        run = run.reached(make_snapshot(step, settings, **changes))
    return replace(run, parent=Parent(uuid4(), 0, 0.0), color=3, is_shown=False, trouble="It stopped.")


@pytest.mark.parametrize("standardize", [False, True])
def test_a_run_that_is_kept_comes_back_with_all_its_moments(
    tmp_path: Path, make_snapshot: MakeSnapshot, standardize: bool
) -> None:
    run = kept_run(make_snapshot, standardize=standardize).saved_as(tmp_path / "mine.npz", make_snapshot(12))
    runs.keep(tmp_path / "a.runs.npz", run)
    (found,) = runs.load(tmp_path / "a.runs.npz")
    assert found == run
    for name in ("name", "created", "settings", "marks", "step", "epoch", "first_settings", "first_epoch", "parent"):
        assert getattr(found, name) == getattr(run, name), name
    for name in ("saved", "is_whole", "trouble", "color", "is_shown", "data_name", "data_fingerprint"):
        assert getattr(found, name) == getattr(run, name), name
    assert found.is_unsaved
    assert [moment.step for moment in found.recording] == list(range(0, 60, 3))
    assert found.best is not None
    assert found.best.step == 12
    for one, other in zip(found.recording, run.recording, strict=True):
        assert one.hyperparameters == other.hyperparameters
        assert one.network.scaling == other.network.scaling
        assert_same_moment(one.to_look_at(), other.to_look_at())
    assert found.latest is not None
    assert found.latest.memory
    assert not any(moment.memory for moment in list(found.recording)[:-1])


def test_a_run_can_be_looked_at_without_its_moments(tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    run = kept_run(make_snapshot)
    runs.keep(tmp_path / "a.runs.npz", run)
    (found,), written = runs.look(tmp_path / "a.runs.npz")
    assert found == run
    assert (found.is_whole, found.has_moments, len(found.recording)) == (False, True, 0)
    assert (found.step, found.epoch, found.saved) == (57, 5.7, None)
    assert found.setting("learning_rate") == "0.002 → 0.0005"
    np.testing.assert_array_equal(found.curves.table, run.curves.table)
    assert abs(datetime.now(UTC) - written) < timedelta(minutes=1)
    runs.keep(tmp_path / "a.runs.npz", run.curves_only())
    ((bare,), _) = runs.look(tmp_path / "a.runs.npz")
    assert not bare.has_moments


def test_a_file_for_others_does_not_say_where_the_persons_files_are(
    tmp_path: Path, make_snapshot: MakeSnapshot
) -> None:
    runs.save(tmp_path / "a.runs.npz", (kept_run(make_snapshot).saved_as(Path("/home/ada/secret.npz")),))
    assert b"s\x00\x00\x00e\x00\x00\x00c\x00\x00\x00r\x00\x00\x00e" not in (tmp_path / "a.runs.npz").read_bytes()
    (found,) = runs.load(tmp_path / "a.runs.npz")
    assert not found.is_unsaved, "this file holds it"
    assert [moment.step for moment in found.recording] == [0, 12, 57]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "mine"},
        {"created": "yesterday"},
        {"created": 7},
        {"step": -1},
        {"first": [0.0, {"speed": 1}]},
        {"parent": {"run": "x", "step": 1}},
        {"saved": {"path": None, "step": "x", "hyperparameters": {}}},
        {"between": {"settings": [], "moments": [[0, 3, 0, 9, 30, 1.0, 1.0]]}},
        {"between": {"settings": [{"hidden": [4]}], "moments": [[0, 3, 0, 30, 30, 1.0, 1.0]]}},
        {"between": {"settings": [{"hidden": [5]}], "moments": [[0, 3, 0, 9, 30, 1.0, 1.0]]}},
        {"between": {"settings": [{"hidden": [4]}], "moments": [[0, 3, 0, 9, 30, 1.0]] * 99}},
        {"between": {"settings": [{"hidden": [4]}], "moments": [[0, 3, 0, 9, 30, 1.0, 1.0]], "updates": [[0.1]]}},
    ],
    ids=str,
)
def test_what_a_kept_run_says_of_itself_has_to_make_sense(
    tmp_path: Path, make_snapshot: MakeSnapshot, change: dict[str, Any]
) -> None:
    path = tmp_path / "a.runs.npz"
    runs.keep(path, kept_run(make_snapshot))
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    told = json.loads(str(arrays["runs"]))
    told["runs"][0] |= change
    arrays["runs"] = np.array(json.dumps(told))
    np.savez(path, **arrays)
    with pytest.raises(FileError, match=r"a\.runs\.npz"):
        runs.load(path)


# Ids


def test_the_id_of_a_run_is_in_its_files(tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    run = Run.of(make_snapshot(7), "A run")
    runs.save(tmp_path / "a.runs.npz", (run,))
    weights.save(tmp_path / "a.npz", make_snapshot(7), run.id)
    assert runs.load(tmp_path / "a.runs.npz")[0].id == run.id
    found = weights.load_run(tmp_path / "a.npz")
    assert found.id == run.id
    assert (found.name, found.step, found.is_unsaved) == ("a", 7, False)
    assert found.saved is not None
    assert found.saved.path == tmp_path / "a.npz"


def test_an_id_in_a_weight_file_that_is_none_is_damage(tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    path = tmp_path / "a.npz"
    weights.save(path, make_snapshot(7), uuid4())
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    arrays["inkling"] = np.array(json.dumps(json.loads(str(arrays["inkling"])) | {"run": "mine"}))
    np.savez(path, **arrays)
    with pytest.raises(FileError, match=r"a\.npz is damaged"):
        weights.load_run(path)
