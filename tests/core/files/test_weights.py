"""Weight files: what is saved comes back bit for bit, and whatever else is in a file is refused with a reason."""

import errno
import io
import json
import math
import os
import struct
import tempfile
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.data.augment import augmentations
from core.data.dataset import Dataset
from core.errors import FileError, TrainingError
from core.files import weights
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.network.scaling import Scaling
from core.parts.activations import activations
from core.parts.costs import SquaredError, costs
from core.parts.initializers import Normal, Uniform, initializers
from core.parts.optimizers import optimizers
from core.parts.outputs import LinearOutput, ReLUOutput, outputs
from core.parts.schedules import schedules
from core.plain import harmless
from core.training.history import COLUMNS, NO_CURVES, Curves, History, Mark
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

Train = Callable[..., Trainer]
MakeSnapshot = Callable[..., Snapshot]
MIB = 2**20


def assert_equal(one: Snapshot, other: Snapshot) -> None:
    """Assert that two snapshots agree in everything, weights and curves bit for bit."""
    for a, b in zip((*one.network.parameters, *one.memory), (*other.network.parameters, *other.memory), strict=True):
        assert a.dtype == b.dtype
        assert a.shape == b.shape
        assert a.tobytes() == b.tobytes()
    assert one.network.scaling == other.network.scaling
    assert [layer.activation for layer in one.network.layers] == [layer.activation for layer in other.network.layers]
    np.testing.assert_array_equal(one.curves.table, other.curves.table)
    # A warning is not kept: whoever goes on looks at the network's health again. Which step was measured is up to
    # the clock.
    same: dict[str, Any] = {"network": None, "memory": (), "curves": NO_CURVES, "warning": ""}
    assert replace(one, **same) == replace(other, **same)


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_members(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def npy(array: Any, **options: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **options)
    return file.getvalue()


def npy_claiming(shape: str, descr: str = "'<f4'", content: bytes = b"") -> bytes:
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + content


@contextmanager
def memory_below(most: int) -> Iterator[None]:
    """Fail when more than so many bytes were held at any moment inside."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most, f"{peak / MIB:.0f} MiB were held"


@pytest.fixture
def saved(tmp_path: Path, make_snapshot: MakeSnapshot) -> Path:
    path = tmp_path / "net.npz"
    weights.save(path, make_snapshot(17))
    return path


@pytest.fixture
def retold(saved: Path) -> Callable[..., Path]:
    """Return a function that changes what a good file says of itself, key by key."""

    def change(**changes: Any) -> Path:
        members = members_of(saved)
        told = json.loads(str(np.load(io.BytesIO(members["inkling.npy"]))))
        members["inkling.npy"] = npy(np.array(json.dumps(told | changes)))
        write_members(saved, members)
        return saved

    return change


# What is saved comes back


def test_a_run_comes_back_with_everything(tmp_path: Path, quick: Hyperparameters, train: Train) -> None:
    trainer = train(quick, 13)
    trainer.adopt(replace(quick, learning_rate=0.005))
    trainer.advance()
    snapshot = trainer.snapshot()
    assert snapshot.marks
    assert len(snapshot.curves) > 10
    weights.save(tmp_path / "net.npz", snapshot)
    loaded = weights.load(tmp_path / "net.npz")
    assert_equal(loaded, snapshot)
    assert all(not array.flags.writeable for array in (*loaded.network.parameters, *loaded.memory, loaded.curves.table))


@pytest.mark.parametrize("optimizer", [kind() for kind in optimizers], ids=lambda o: o.name)
@pytest.mark.parametrize("size", [7, 33])
def test_going_on_from_a_file_is_going_on(
    optimizer: Any, size: int, tmp_path: Path, quick: Hyperparameters, train: Train
) -> None:
    options = replace(quick, optimizer=optimizer, epochs=3, batch_size=size)
    weights.save(tmp_path / "net.npz", train(options, 13).snapshot())
    loaded = weights.load(tmp_path / "net.npz")
    one, other = train(options, start=loaded).snapshot(), train(options).snapshot()
    ignored: dict[str, Any] = {"seconds": 0.0, "images_per_second": 0.0, "curves": NO_CURVES}
    assert_equal(replace(one, **ignored), replace(other, **ignored))
    for name in set(COLUMNS) - {"seconds"}:
        np.testing.assert_array_equal(one.curves.column(name), other.curves.column(name))


def parts_of(family: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([kind() for kind in family])


experiments = st.builds(
    Hyperparameters,
    hidden=st.lists(st.integers(1, 9), max_size=4).map(tuple),
    activation=parts_of(activations),
    output=st.sampled_from([kind() for kind in outputs if kind.is_probability]),
    cost=parts_of(costs),
    initializer=parts_of(initializers),
    first_biases=st.floats(0, 10),
    seed=st.integers(0, 2**31 - 1),
    optimizer=parts_of(optimizers),
    learning_rate=st.floats(1e-6, 1000),
    schedule=parts_of(schedules),
    batch_size=st.integers(0, 10_000_000),
    epochs=st.integers(1, 100_000),
    weight_decay=st.floats(0, 10),
    l1=st.floats(0, 1),
    clip_norm=st.floats(0, 1000),
    shuffle=st.booleans(),
    augmentation=parts_of(augmentations),
    target_accuracy=st.floats(0, 100),
    patience=st.integers(0, 100_000),
    minutes=st.floats(0, 100_000),
    keep_best=st.booleans(),
    first_images=st.booleans(),
    validation_split=st.floats(0, 50),
    standardize=st.booleans(),
)
of_layers = st.tuples(st.lists(parts_of(activations), min_size=4, max_size=4), st.sets(st.integers(1, 5)))


def with_layers(settings: Hyperparameters, drawn: tuple[list[Any], set[int]]) -> Hyperparameters:
    """Return settings with an activation for each hidden layer, and some frozen ones that can be."""
    layers = len(settings.hidden)
    frozen = tuple(sorted(layer for layer in drawn[1] if layer <= layers + 1))
    each = tuple(drawn[0][:layers])
    return replace(settings, hidden_activations=each, frozen=frozen if len(frozen) <= layers else ())


texts = st.text(max_size=20).map(harmless)  # what anything else becomes is tested where that is done
rising = ("step", "epoch", "seconds")
meanings = {
    "step": st.integers(0, 2**40),
    "epoch": st.floats(0, 3),
    "seconds": st.floats(0, 9e14),
    "whole": st.sampled_from([0.0, 1.0]),
    "learning_rate": st.floats(0, 1000),
    **{f"{split}_cost": st.floats(0, 9e79) for split in ("train", "test", "validation")},
    **{f"{split}_accuracy": st.floats(0, 1) for split in ("train", "test", "validation")},
    **{f"{split}_cost_correction": st.floats(-9e79, 9e79) for split in ("train", "test", "validation")},
    **{f"{split}_accuracy_correction": st.floats(-1, 1) for split in ("train", "test", "validation")},
}


@st.composite
def curves_of_a_run(draw: st.DrawFn) -> Curves:
    """Return curves such as a run may have: its steps, epochs and seconds rise, anything else may be missing."""
    count = draw(st.integers(0, 5))
    columns: dict[str, list[float]] = {}
    for name in COLUMNS:
        measured = meanings[name] if name in rising else st.one_of(st.just(float("nan")), meanings[name])
        values = draw(st.lists(measured, min_size=count, max_size=count))
        columns[name] = sorted(values) if name in rising else values
    history = History()
    for values in zip(*columns.values(), strict=True):
        history.append(**dict(zip(columns, values, strict=True)))
    return history.curves()


@settings(max_examples=40)
@given(
    experiment=st.one_of(experiments, st.builds(with_layers, experiments, of_layers)),
    name=texts,
    marks=st.lists(st.builds(Mark, st.floats(0, 3), texts), max_size=3).map(tuple),
    curves=curves_of_a_run(),
    seconds=st.floats(0, 1e9),
    place=st.integers(0, 299),
)
def test_any_experiment_survives_a_file(
    experiment: Hyperparameters,
    name: str,
    marks: tuple[Mark, ...],
    curves: Curves,
    seconds: float,
    place: int,
) -> None:
    scaling = Scaling(mean=0.1307, spread=0.3081) if experiment.standardize else None
    network = Network.create(experiment, np.random.default_rng(1), scaling=scaling).frozen_copy()
    snapshot = Snapshot(
        hyperparameters=experiment,
        network=network,
        memory=experiment.optimizer.begin(network.parameters),
        step=2**40,
        whole_epochs=3,
        position=place,
        train_images=300,
        seconds=seconds,
        images_per_second=0.0,
        curves=curves,
        marks=marks,
        data_name=name,
        data_fingerprint="f" * 64,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.npz"
        weights.save(path, snapshot)
        assert_equal(weights.load(path), snapshot)


def kept(snapshot: Snapshot) -> Snapshot:
    """Return what a file holds of a moment, written down again: finite memories, and figures below 1e80."""
    table = snapshot.curves.table.copy()
    table[np.abs(table) >= 1e80] = np.nan
    is_finite = all(np.isfinite(array).all() for array in snapshot.memory)
    return replace(snapshot, curves=Curves(table), memory=snapshot.memory if is_finite else ())


OVERFLOWING = Hyperparameters(
    hidden=(64,) * 6,
    initializer=Uniform(limit=10),
    output=ReLUOutput(),
    cost=SquaredError(),
    learning_rate=1e-6,
    batch_size=64,
)


def test_a_network_whose_optimizer_overflowed_can_be_opened(tmp_path: Path, train: Train) -> None:
    snapshot = train(OVERFLOWING, 3).snapshot()
    assert snapshot.is_sound
    assert not all(np.isfinite(array).all() for array in snapshot.memory), "it shows nothing otherwise"
    weights.save(tmp_path / "net.npz", snapshot)
    loaded = weights.load(tmp_path / "net.npz")
    assert_equal(loaded, kept(snapshot))
    assert loaded.has_forgotten
    assert train(OVERFLOWING, 1, start=loaded).step == loaded.step + 1


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("optimizer", [kind() for kind in optimizers], ids=lambda o: o.name)
def test_only_a_memory_that_is_not_finite_is_left_out(
    optimizer: Any, bad: float, tmp_path: Path, make_snapshot: MakeSnapshot
) -> None:
    sound = make_snapshot(3, Hyperparameters(hidden=(4,), optimizer=optimizer))
    weights.save(tmp_path / "net.npz", sound)
    assert_equal(weights.load(tmp_path / "net.npz"), sound)
    for place in range(len(sound.memory)):
        memory = tuple(array.copy() for array in sound.memory)
        memory[place].flat[0] = bad
        weights.save(tmp_path / "net.npz", replace(sound, memory=memory))
        assert_equal(weights.load(tmp_path / "net.npz"), sound.to_look_at())


@pytest.mark.parametrize("figure", [1e80, np.inf, -np.inf])
def test_a_figure_too_large_to_draw_is_kept_as_not_measured(
    figure: float, tmp_path: Path, make_snapshot: MakeSnapshot
) -> None:
    history = History()
    history.append(step=0, epoch=0, seconds=0, train_cost=figure, test_cost=9e79)
    weights.save(tmp_path / "net.npz", make_snapshot(0, curves=history.curves()))
    curves = weights.load(tmp_path / "net.npz").curves
    assert np.isnan(curves.column("train_cost")[0])
    assert curves.column("test_cost")[0] == 9e79


wild = st.builds(
    Hyperparameters,
    hidden=st.lists(st.integers(1, 40), max_size=6).map(tuple),
    activation=parts_of(activations),
    output=parts_of(outputs),
    cost=st.just(SquaredError()),
    initializer=st.one_of(
        parts_of(initializers),
        st.builds(Uniform, limit=st.floats(1, 10)),
        st.builds(Normal, deviation=st.floats(1, 10)),
    ),
    optimizer=parts_of(optimizers),
    learning_rate=st.floats(-6, 2).map(lambda power: 10**power),
    batch_size=st.sampled_from([32, 100, 0]),
    weight_decay=st.sampled_from([0.0, 1e-4, 10.0]),
    l1=st.sampled_from([0.0, 1e-4, 1.0]),
    clip_norm=st.sampled_from([0.0, 1e-3, 1000.0]),
)


@settings(max_examples=60)
@example(experiment=OVERFLOWING, batches=3)
@example(experiment=replace(OVERFLOWING, output=LinearOutput(), hidden=(100,) * 20), batches=0)
@given(experiment=wild, batches=st.integers(0, 6))
def test_every_network_that_is_saved_opens_again(
    tiny_dataset: Dataset, experiment: Hyperparameters, batches: int
) -> None:
    trainer = Trainer(experiment, tiny_dataset)
    sound = trainer.snapshot()
    try:
        for _ in range(batches):
            trainer.advance()
            if not trainer.snapshot().is_sound:
                break
            sound = trainer.snapshot()
    except TrainingError:
        pass  # as in the program, what was sound until then is saved
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.npz"
        weights.save(path, sound)
        assert_equal(weights.load(path), kept(sound))


@pytest.mark.parametrize("updates", [(), (0.002, 0.0), (math.nan, 0.5), (9e79, 0.5), (1e90, 0.5)])
def test_how_large_the_steps_were_comes_back(
    tmp_path: Path, make_snapshot: MakeSnapshot, updates: tuple[float, ...]
) -> None:
    snapshot = make_snapshot(3, updates=updates)
    weights.save(tmp_path / "net.npz", snapshot)
    told = tuple(ratio if ratio < 1e80 else math.nan for ratio in updates)
    assert weights.load(tmp_path / "net.npz").updates == pytest.approx(told, nan_ok=True)


def test_who_goes_on_from_a_file_knows_the_steps_before(
    tmp_path: Path, quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    snapshot = train(quick, 13).snapshot()
    assert len(snapshot.updates) == 2
    weights.save(tmp_path / "net.npz", snapshot)
    assert Trainer(quick, tiny_dataset, start=weights.load(tmp_path / "net.npz")).snapshot().updates == snapshot.updates


def test_a_moment_to_look_at_is_saved_without_memory(tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    snapshot = make_snapshot(3).to_look_at()
    weights.save(tmp_path / "net.npz", snapshot)
    assert_equal(weights.load(tmp_path / "net.npz"), snapshot)


def test_other_programs_can_read_it(saved: Path, make_snapshot: MakeSnapshot) -> None:
    with np.load(saved, allow_pickle=False) as file:
        told = json.loads(str(file["inkling"]))
        assert file["inkling"].shape == ()
        assert {"format", "layers", "activation", "output", "hyperparameters", "dataset", "history"} <= set(told)
        assert {"created", "version"} <= set(told)
        assert told["layers"] == [784, 4, 10]
        assert (told["activation"], told["output"]) == ("relu", "softmax")
        assert set(told["dataset"]) == {"name", "sha256"}
        for index, layer in enumerate(make_snapshot(17).network.layers):
            assert file[f"weights_{index}"].dtype == np.float32
            np.testing.assert_array_equal(file[f"weights_{index}"], layer.weights)
            np.testing.assert_array_equal(file[f"biases_{index}"], layer.biases)


def test_what_another_program_wrote_again_can_be_read(saved: Path, make_snapshot: MakeSnapshot) -> None:
    with np.load(saved) as file:
        arrays = {name: np.asfortranarray(array) if array.ndim else array for name, array in file.items()}
    np.savez_compressed(saved, **arrays)  # type: ignore[arg-type]  # no array is called allow_pickle
    assert_equal(weights.load(saved), make_snapshot(17))


def test_the_text_is_json_to_the_letter(tmp_path: Path, make_snapshot: MakeSnapshot) -> None:
    history = History()
    history.append(step=1, epoch=0, seconds=0)  # all else is NaN, a word that JSON does not have
    weights.save(tmp_path / "net.npz", make_snapshot(1, curves=history.curves()))

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    with np.load(tmp_path / "net.npz") as file:
        assert json.loads(str(file["inkling"]), parse_constant=refuse)["layers"]


# Saving leaves the old file or the new one


def test_weights_that_are_not_finite_are_not_saved(saved: Path, make_snapshot: MakeSnapshot) -> None:
    before = saved.read_bytes()
    snapshot = make_snapshot(1)
    network = snapshot.network.working_copy()
    network.parameters[2][0, 0] = np.inf
    with pytest.raises(FileError, match="was not saved: some of its weights are no longer numbers"):
        weights.save(saved, replace(snapshot, network=network))
    assert saved.read_bytes() == before


def test_what_cannot_be_read_back_is_not_saved(saved: Path, make_snapshot: MakeSnapshot) -> None:
    before = saved.read_bytes()
    backwards = History()
    for step in (5, 4):
        backwards.append(step=step, epoch=step, seconds=step)
    for impossible in (
        make_snapshot(1, curves=backwards.curves()),
        make_snapshot(1, position=300),
        make_snapshot(1, seconds=float("inf")),
        make_snapshot(1, memory=make_snapshot(1).memory[:-1]),
    ):
        with pytest.raises(FileError, match=r"^net\.npz was not saved, because .* could not be read back\.") as raised:
            weights.save(saved, impossible)
        assert isinstance(raised.value.__cause__, FileError), "what the reader said of it"
        assert saved.read_bytes() == before
        assert list(saved.parent.iterdir()) == [saved]


class FullDisk(io.RawIOBase):
    """A file on a disk with room for so many bytes more."""

    def __init__(self, handle: int, room: int) -> None:
        self._file, self._room = open(handle, "wb", buffering=0), room  # noqa: SIM115  # closed by close()

    def write(self, content: Any) -> int:
        self._room -= len(content)
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._file.write(content)

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def fileno(self) -> int:
        return self._file.fileno()

    def close(self) -> None:
        self._file.close()
        super().close()


@pytest.mark.parametrize("room", [0, 10, 1000, 12_000, 14_000])
def test_a_disk_that_fills_up_leaves_the_old_file(
    saved: Path, make_snapshot: MakeSnapshot, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    before = saved.read_bytes()
    monkeypatch.setattr("core.disk.os.fdopen", lambda handle, mode: FullDisk(handle, room))
    with pytest.raises(FileError, match=r"net\.npz could not be written: No space left"):
        weights.save(saved, make_snapshot(99))
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]
    assert weights.load(saved).step == 17


@pytest.mark.parametrize("name", ["replace", "fsync"])
def test_a_save_that_fails_at_its_end_leaves_the_old_file(
    saved: Path, make_snapshot: MakeSnapshot, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(f"core.disk.os.{name}", fail)
    with pytest.raises(FileError, match="Permission denied"):
        weights.save(saved, make_snapshot(99))
    monkeypatch.undo()
    assert list(saved.parent.iterdir()) == [saved]
    assert weights.load(saved).step == 17


def test_an_error_in_the_middle_leaves_the_old_file(
    saved: Path, make_snapshot: MakeSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_array = np.lib.format.write_array
    written: list[str] = []

    def fail_late(*arguments: Any, **options: Any) -> None:
        written.append("array")
        if len(written) == 3:
            raise MemoryError
        write_array(*arguments, **options)

    monkeypatch.setattr("numpy.lib._npyio_impl.format.write_array", fail_late)
    with pytest.raises(MemoryError):
        weights.save(saved, make_snapshot(99))
    assert list(saved.parent.iterdir()) == [saved]
    assert weights.load(saved).step == 17


# Damage


class StoppedClock(datetime):
    """Says the same time whenever it is asked."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "StoppedClock":
        return cls(2026, 1, 31, 12, tzinfo=tz)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, tiny_dataset: Dataset) -> tuple[bytes, Snapshot]:
    """Return the bytes of a good file with curves and memory, and the moment in it; nothing in them is the clock's."""
    trainer = Trainer(Hyperparameters(hidden=(1,), batch_size=100, epochs=2), tiny_dataset)
    for _ in range(4):
        trainer.advance()
    snapshot = trainer.snapshot()
    table = snapshot.curves.table.copy()
    table[COLUMNS.index("seconds")] = table[COLUMNS.index("epoch")]
    snapshot = replace(snapshot, seconds=2.0, images_per_second=200.0, curves=Curves(table))
    path = tmp_path_factory.mktemp("good") / "net.npz"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "datetime", StoppedClock)
        weights.save(path, snapshot)
    return path.read_bytes(), snapshot


def loaded_or_refused(path: Path) -> Snapshot | None:
    """Return what the file holds, or None when it was refused in plain words."""
    try:
        return weights.load(path)
    except FileError as error:
        refusal = error
    assert path.name in refusal.what
    assert refusal.remedy
    return None


def assert_refused_or_intact(content: bytes, good: tuple[bytes, Snapshot]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.npz"
        path.write_bytes(content)
        loaded = loaded_or_refused(path)
    if loaded is not None:
        assert_equal(loaded, good[1])


# Places are drawn as shares, not as numbers of bytes: what is drawn must not hang on how long the file came out.
shares = st.floats(0, 1, exclude_max=True)
flips = st.integers(1, 255)


def place_at(share: float, start: int, end: int) -> int:
    """Return the place of a byte that lies so far on the way from one to another, which is not reached."""
    return start + int(share * (end - start))


@settings(max_examples=150, derandomize=True)
@given(share=shares)
def test_a_file_cut_short_is_refused(good: tuple[bytes, Snapshot], share: float) -> None:
    assert_refused_or_intact(good[0][: place_at(share, 0, len(good[0]))], good)


@settings(max_examples=300, derandomize=True)
@given(flipped=st.lists(st.tuples(st.booleans(), shares, flips), min_size=1, max_size=4))
def test_flipped_bytes_are_noticed_or_do_no_harm(
    good: tuple[bytes, Snapshot], flipped: list[tuple[bool, float, int]]
) -> None:
    content = bytearray(good[0])
    directory = content.rindex(b"PK\x01\x02") - 400  # damage there is the hardest to see
    for is_in_directory, share, flip in flipped:
        content[place_at(share, directory if is_in_directory else 0, len(content))] ^= flip
    assert_refused_or_intact(bytes(content), good)


@settings(max_examples=150, derandomize=True)
@given(which=shares, flipped=st.lists(st.tuples(shares, flips), min_size=1, max_size=4))
def test_flipped_bytes_with_a_checksum_that_fits_are_refused_or_read(
    good: tuple[bytes, Snapshot], which: float, flipped: list[tuple[float, int]]
) -> None:
    """A hostile file has checksums that fit: whatever loads then is at least sound."""
    with zipfile.ZipFile(io.BytesIO(good[0])) as archive:
        members = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    content = members[sorted(members)[place_at(which, 0, len(members))]]
    for share, flip in flipped:
        content[place_at(share, 0, min(200, len(content)))] ^= flip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.npz"
        write_members(path, {name: bytes(found) for name, found in members.items()})
        loaded = loaded_or_refused(path)
    assert loaded is None or loaded.is_sound


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_noise_is_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.npz"
        path.write_bytes(content)
        with pytest.raises(FileError, match=r"net\.npz is not an Inkling network"):
            weights.load(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"none\.npz cannot be read: No such file"):
        weights.load(tmp_path / "none.npz")
    with pytest.raises(FileError, match="cannot be read"):
        weights.load(tmp_path)


# Foreign files


def test_a_foreign_npz_is_told_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, w1=np.zeros(3), w2=np.zeros(3))
    with pytest.raises(FileError, match=r"other\.npz is not an Inkling network: it lacks weights_0, biases_0, inkling"):
        weights.load(path)


@pytest.mark.parametrize("lacking", ["weights_0", "biases_1", "memory_3", "inkling"])
def test_a_missing_array_is_named(saved: Path, lacking: str) -> None:
    members = members_of(saved)
    del members[f"{lacking}.npy"]
    write_members(saved, members)
    with pytest.raises(FileError, match=f"lacks {lacking}"):
        weights.load(saved)


@pytest.mark.parametrize(
    "wrong", [{"epoch": 0}, {"epoch": "9"}, {"by": ["boredom"]}, {"keeps_best": 1}, {"test_accuracy": 1.5}, {"by": 3}]
)
def test_how_a_run_ended_is_read_and_what_cannot_be_is_refused(
    retold: Callable[..., Path], wrong: dict[str, Any]
) -> None:
    sound = {"epoch": 900.0, "by": ["patience"], "keeps_best": True, "test_accuracy": None}
    ended = weights.load(retold(ended=sound)).ended
    assert ended is not None
    assert (ended.epoch, ended.by, ended.keeps_best) == (900.0, ("patience",), True)
    with pytest.raises(FileError, match="is damaged"):
        weights.load(retold(ended=sound | wrong))


def test_a_newer_file_says_so(retold: Callable[..., Path]) -> None:
    with pytest.raises(FileError, match="has the file format 2; this Inkling reads format 1") as raised:
        weights.load(retold(format=2))
    assert raised.value.remedy == "Open it with a newer Inkling."


def test_settings_of_a_newer_inkling_are_named(retold: Callable[..., Path]) -> None:
    settings = Hyperparameters(hidden=(4,)).to_dict() | {"optimizer": {"name": "lion"}}
    with pytest.raises(FileError, match="no optimizer called 'lion'"):
        weights.load(retold(hyperparameters=settings))


def test_a_file_from_before_a_setting_opens_with_its_default(retold: Callable[..., Path]) -> None:
    settings = Hyperparameters(hidden=(4,)).to_dict()
    del settings["train_images"]
    assert weights.load(retold(hyperparameters=settings)).hyperparameters.train_images == 0


@pytest.mark.parametrize(
    "scaling", [[0.1], [0.1, 0], [0.1, -1], [0.1, 2], [2, 0.3], [-0.1, 0.3], [math.nan, 0.3], ["0.1", 0.3], 0.3, None]
)
def test_a_scaling_that_no_pixels_have_is_refused(retold: Callable[..., Path], scaling: Any) -> None:
    settings = Hyperparameters(hidden=(4,), standardize=True)
    told = {"hyperparameters": settings.to_dict()}
    found = weights.load(retold(**told, scaling=[0.13, 0.31]))
    assert found.network.scaling == Scaling(0.13, 0.31)
    with pytest.raises(FileError, match=r"net\.npz"):
        weights.load(retold(**told, scaling=scaling))


def test_a_file_says_how_pixels_are_scaled_where_and_only_where_they_are(retold: Callable[..., Path]) -> None:
    settings = Hyperparameters(hidden=(4,), standardize=True).to_dict()
    with pytest.raises(FileError, match=r"net\.npz"):
        weights.load(retold(hyperparameters=settings))
    with pytest.raises(FileError, match=r"net\.npz"):
        weights.load(retold(hyperparameters=Hyperparameters(hidden=(4,)).to_dict(), scaling=[0.1, 0.3]))


# Hostile files


class Trap:
    """An object that leaves a mark when it is unpickled."""

    def __reduce__(self) -> Any:
        return os.mkdir, ("sprung",)


@pytest.mark.parametrize("name", ["inkling", "weights_0", "memory_0"])
def test_nothing_is_unpickled(saved: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(saved.parent)
    members = members_of(saved)
    members[f"{name}.npy"] = npy(np.array(Trap(), dtype=object), allow_pickle=True)
    write_members(saved, members)
    with pytest.raises(FileError):
        weights.load(saved)
    assert not Path("sprung").exists()


def bomb(path: Path, members: dict[str, bytes], name: str, header: bytes, unpacked: int, compression: int) -> None:
    """Write an archive in which one member unpacks to so many bytes, a MiB at a time."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for other, content in members.items():
            if other != name:
                archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as member:
            member.write(header)
            for _ in range(unpacked // MIB):
                member.write(bytes(MIB))


VERSION_2_WITH_A_HUGE_HEADER = b"\x93NUMPY\x02\x00" + struct.pack("<I", 2**30)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("weights_0.npy", npy_claiming("(784, 4)")),
        ("weights_0.npy", npy_claiming("(268435456,)")),
        ("weights_0.npy", VERSION_2_WITH_A_HUGE_HEADER),
        ("memory_0.npy", VERSION_2_WITH_A_HUGE_HEADER),
        ("inkling.npy", VERSION_2_WITH_A_HUGE_HEADER),
        ("inkling.npy", npy_claiming("()", "'<U268435456'")),
        ("inkling.npy", npy_claiming("()", "'<U60000000'")),
    ],
    ids=["true-shape", "long", "header-of-weights", "header-of-memory", "header-of-text", "text", "text-within-bounds"],
)
def test_a_bomb_is_refused_before_it_unpacks(saved: Path, name: str, header: bytes) -> None:
    bomb(saved, members_of(saved), name, header, 2**26, zipfile.ZIP_DEFLATED)
    assert saved.stat().st_size < 2 * MIB
    with memory_below(24 * MIB):
        if b"784" in header:
            assert weights.load(saved).is_sound, "what follows the numbers is not even looked at"
        else:
            with pytest.raises(FileError):
                weights.load(saved)


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_a_bomb_of_another_packing_is_refused_before_it_unpacks(saved: Path, compression: int) -> None:
    bomb(saved, members_of(saved), "inkling.npy", npy_claiming("()", "'<U4000000'"), 2**26, compression)
    with memory_below(24 * MIB), pytest.raises(FileError, match=r"net\.npz"):
        weights.load(saved)


def test_a_network_larger_than_its_file_can_be_is_refused_by_its_figures(retold: Callable[..., Path]) -> None:
    hidden = 100_000
    settings = Hyperparameters(hidden=(hidden, 2500)).to_dict()
    path = retold(layers=[784, hidden, 2500, 10], hyperparameters=settings)
    bomb(path, members_of(path), "weights_1.npy", npy_claiming(f"({hidden}, 2500)"), 2**26, zipfile.ZIP_DEFLATED)
    with memory_below(24 * MIB), pytest.raises(FileError, match=r"claims 1,253 MiB of weights in a file of 0\.1 MiB"):
        weights.load(path)


@pytest.mark.parametrize("shape", ["(1000000000, 1000000000)", "(-1, 4)", "(784, 4, 1)", "(4, 784)", "()", "(784,)"])
def test_a_header_of_another_shape_is_refused(saved: Path, shape: str) -> None:
    members = members_of(saved)
    members["weights_0.npy"] = npy_claiming(shape, content=bytes(784 * 4 * 4))
    write_members(saved, members)
    with memory_below(24 * MIB), pytest.raises(FileError, match=r"net\.npz is damaged"):
        weights.load(saved)


@pytest.mark.parametrize(
    "descr",
    ["'<f8'", "'>f4'", "'<i4'", "'|O'", "'<c8'", "[('a', '<f4')]", "'nonsense'", "'<f3'", "(" * 300, "[" * 3000, "'''"],
)
def test_a_header_of_another_type_is_refused(saved: Path, descr: str) -> None:
    for name, shape in (("weights_0.npy", "(784, 4)"), ("inkling.npy", "()")):
        members = members_of(saved)
        members[name] = npy_claiming(shape, descr, bytes(784 * 4 * 8))
        path = saved.with_name(f"{name}.npz")
        write_members(path, members)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(FileError, match=r"\.npz is (damaged|not an Inkling)"):
                weights.load(path)


@pytest.mark.parametrize(
    "content", [b"", b"\x93NUMPY", b"\x93NUMPY\x01\x00\xff\xff", b"PK\x03\x04", b"\x93NUMPY\x09\x00"]
)
def test_a_member_that_is_no_array_is_refused(saved: Path, content: bytes) -> None:
    for name in ("inkling.npy", "weights_1.npy"):
        members = members_of(saved)
        members[name] = content
        write_members(saved, members)
        with pytest.raises(FileError, match=r"net\.npz"):
            weights.load(saved)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["weights_0", "biases_1", "memory_2"])
def test_numbers_that_are_not_finite_are_refused(saved: Path, name: str, bad: float) -> None:
    members = members_of(saved)
    array = np.load(io.BytesIO(members[f"{name}.npy"]))
    array.flat[0] = bad
    members[f"{name}.npy"] = npy(array)
    write_members(saved, members)
    with pytest.raises(FileError, match=f"{name} holds numbers that are not finite"):
        weights.load(saved)


@pytest.mark.parametrize(
    "layers",
    [
        [784, 10**9, 10],
        [784, 10**4000, 10],
        [784, *[1] * 10_000, 10],
        [784, 4, 4, 10],
        [784, 5, 10],
        [784, 10],
        [784, 0, 10],
        [784, -4, 10],
        [784, 4.0, 10],
        [784, True, 10],
        [784, "4", 10],
        [10, 784],
        [784],
        [],
        None,
        "784",
        {"0": 784},
        10,
    ],
    ids=lambda layers: str(layers)[:20],
)
def test_layers_that_cannot_be_are_refused(retold: Callable[..., Path], layers: Any) -> None:
    path = retold(layers=layers)
    with memory_below(24 * MIB), pytest.raises(FileError, match=r"net\.npz"):
        weights.load(path)


def test_a_billion_neurons_are_refused_with_the_figure(retold: Callable[..., Path]) -> None:
    with pytest.raises(FileError, match="claims a network of 795,000,000,010 weights"):
        weights.load(retold(layers=[784, 10**9, 10]))


GOOD_PROGRESS = {
    "step": 17, "whole_epochs": 1, "position": 210, "train_images": 300, "seconds": 1.0, "images_per_second": 1.0,
}  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"hyperparameters": {"hidden": [4], "seed": 10**400}},
        {"hyperparameters": {"hidden": [4], "optimizer": {"name": "adam", "self": 1}}},
        {"hyperparameters": [4]},
        {"hyperparameters": {}},
        {"format": None},
        {"format": "1"},
        {"format": True},
        {"format": 1.0},
        {"dataset": {"name": ["x"], "sha256": "x"}},
        {"dataset": {"name": "x" * 100_000, "sha256": "x"}},
        {"marks": [[1, ["text"]]]},
        {"marks": [[2.0, "after its end"]]},
        {"marks": [[True, "text"]]},
        {"history": {}},
        {"history": dict.fromkeys(COLUMNS, 1)},
        {"history": dict.fromkeys(COLUMNS, ["a"])},
        {"history": dict.fromkeys(COLUMNS, [[1.0], [2.0]])},
        {"history": dict.fromkeys(COLUMNS, [1.0]) | {"step": [1.0, 2.0]}},
        {"history": None},
        {"marks": 3},
        {"marks": [[1]]},
        {"marks": [["now", "text"]]},
        {"marks": [[float("nan"), "text"]]},
        {"dataset": None},
        {"dataset": {"name": "x"}},
        {"progress": {}},
        *[
            {"progress": GOOD_PROGRESS | changes}
            for changes in (
                {"step": -1},
                {"step": 1},
                {"whole_epochs": 2**53, "step": 2**53},
                {"whole_epochs": 100_001, "step": 200_000},
                {"seconds": 1e300},
                {"images_per_second": True},
                {"step": 1.5},
                {"step": 10**400},
                {"whole_epochs": 10**400},
                {"position": 300},
                {"train_images": 0},
                {"seconds": "a while"},
                {"seconds": 10**400},
                {"seconds": float("nan")},
                {"seconds": -1.0},
                {"images_per_second": float("inf")},
                {"updates": [0.1]},
                {"updates": [0.1, -0.1]},
                {"updates": [0.1, float("nan")]},
                {"updates": [0.1, 1e90]},
                {"updates": [0.1, "x"]},
                {"updates": 0.1},
            )
        ],
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_what_makes_no_sense_is_refused(retold: Callable[..., Path], changes: dict[str, Any]) -> None:
    with pytest.raises(FileError, match=r"net\.npz"):
        weights.load(retold(**changes))


GOOD_CURVES = dict.fromkeys(COLUMNS, [0.5, 0.5, 0.5]) | {"step": [0.0, 1.0, 1.0], "whole": [1.0, 0.0, 1.0]}


@pytest.mark.parametrize("name", rising)
@pytest.mark.parametrize(
    "values", [[0.0, 2.0, 1.0], [-1.0, 0.0, 1.0], [0.0, None, 1.0], [0.0, 1.0, 1e15], [0.0, 1.0, 1e400]], ids=str
)
def test_curves_that_no_run_has_are_refused(retold: Callable[..., Path], name: str, values: list[float | None]) -> None:
    with pytest.raises(FileError, match=r"net\.npz is damaged"):
        weights.load(retold(history=GOOD_CURVES | {name: values}))


@pytest.mark.parametrize("name", [name for name in COLUMNS if name not in rising])
@pytest.mark.parametrize("value", [1e80, -1e300, float("inf"), -float("inf")])
def test_figures_too_large_to_draw_are_refused(retold: Callable[..., Path], name: str, value: float) -> None:
    with pytest.raises(FileError, match=r"net\.npz is damaged"):
        weights.load(retold(history=GOOD_CURVES | {name: [0.5, value, 0.5]}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("test_accuracy", 5.0),
        ("train_accuracy", -1.0),
        ("test_accuracy_correction", -2.0),
        ("train_cost", -3.0),
        ("test_cost", -1e-3),
        ("learning_rate", -0.1),
        ("whole", 2.0),
        ("whole", 0.5),
    ],
)
def test_figures_that_mean_nothing_are_refused(retold: Callable[..., Path], name: str, value: float) -> None:
    with pytest.raises(FileError, match=r"net\.npz is damaged"):
        weights.load(retold(history=GOOD_CURVES | {name: [0.0, value, 1.0]}))


@pytest.mark.parametrize(
    ("name", "values"), [("step", [0.0, 1.0, 18.0]), ("epoch", [0.0, 1.0, 1.71]), ("step", [0.0, 0.5, 1.0])]
)
def test_curves_that_go_on_beyond_the_network_are_refused(
    retold: Callable[..., Path], name: str, values: list[float]
) -> None:
    with pytest.raises(FileError, match=r"net\.npz is damaged"):
        weights.load(retold(history=GOOD_CURVES | {name: values}))


@pytest.mark.parametrize("number", [0, -1])
def test_a_format_that_never_was_is_not_taken_for_a_newer_one(retold: Callable[..., Path], number: int) -> None:
    with pytest.raises(FileError, match=f"no Inkling writes the file format {number}") as raised:
        weights.load(retold(format=number))
    assert "newer" not in str(raised.value)


@pytest.mark.parametrize("name", ["weights_0", "biases_1"])
def test_weights_that_nobody_can_reckon_with_are_refused(saved: Path, name: str) -> None:
    members = members_of(saved)
    array = np.load(io.BytesIO(members[f"{name}.npy"]))
    array.flat[3] = -3e38
    members[f"{name}.npy"] = npy(array)
    write_members(saved, members)
    with pytest.raises(FileError, match="its weights are larger than any that learn"):
        weights.load(saved)


def test_the_good_curves_are_good_even_where_something_was_not_measured(retold: Callable[..., Path]) -> None:
    curves = weights.load(retold(history=GOOD_CURVES | {"test_cost": [None, 1e30, None]})).curves
    assert curves.column("step").tolist() == [0.0, 1.0, 1.0]
    np.testing.assert_array_equal(curves.column("test_cost"), [np.nan, 1e30, np.nan])


def test_texts_in_a_file_are_made_harmless(retold: Callable[..., Path]) -> None:
    odd = "\x1b[31mmn\u202eist"
    found = weights.load(retold(dataset={"name": odd, "sha256": "f"}, marks=[[1.0, odd]]))
    assert found.data_name == "mnist"
    assert found.marks == (Mark(1.0, "mnist"),)


def test_the_good_progress_is_good(retold: Callable[..., Path]) -> None:
    opened = weights.load(retold(progress=GOOD_PROGRESS))
    assert opened.step == 17
    assert opened.updates == (), "as in files of version 0.1"
    assert weights.load(retold(progress=GOOD_PROGRESS | {"updates": [0.1, None]})).updates[0] == 0.1


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "null", "[" * 200_000, '{"a":' * 200_000, "{} {}", '{"format": NaN}', "\ud800", "9" * 5000],
    ids=lambda text: text[:12].encode("ascii", "replace").decode(),
)
def test_a_text_that_is_no_description_is_refused(saved: Path, text: str) -> None:
    members = members_of(saved)
    members["inkling.npy"] = npy(np.array(text))
    write_members(saved, members)
    with memory_below(24 * MIB), pytest.raises(FileError, match=r"net\.npz"):
        weights.load(saved)


def test_letters_that_do_not_exist_are_refused(saved: Path) -> None:
    members = members_of(saved)
    members["inkling.npy"] = npy_claiming("()", "'<U4'", b"\xff" * 16)
    write_members(saved, members)
    with pytest.raises(FileError, match=r"net\.npz"):
        weights.load(saved)


def test_an_encrypted_archive_is_refused(saved: Path) -> None:
    content = bytearray(saved.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(signature, at + 4)
    saved.write_bytes(content)
    with pytest.raises(FileError, match=r"net\.npz"):
        weights.load(saved)


@pytest.mark.parametrize("name", ["adam", "rmsprop"])
def test_a_memory_that_no_optimizer_makes_is_refused(
    name: str, tmp_path: Path, quick: Hyperparameters, train: Train
) -> None:
    path = tmp_path / "forged.npz"
    weights.save(path, train(replace(quick, optimizer=optimizers.create(name)), 2).snapshot())
    members = members_of(path)
    last = max(int(key.removeprefix("memory_").removesuffix(".npy")) for key in members if key.startswith("memory_"))
    forged = np.load(io.BytesIO(members[f"memory_{last}.npy"])) * 0 - 1  # Adam's steps, or a square, below zero
    write_members(path, members | {f"memory_{last}.npy": npy(forged)})
    with pytest.raises(FileError, match="remembers"):
        weights.load(path)
