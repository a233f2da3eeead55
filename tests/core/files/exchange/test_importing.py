"""Import: the same network in each dress is the same network, and all else is named for what it is."""

import ast
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.arrays import Array
from core.errors import FileError
from core.files import weights
from core.files.exchange.exporting import export, format_called
from core.files.exchange.importing import read
from core.files.exchange.strangers import StrangerError
from core.network.network import for_plain_pixels
from core.parts.activations import ReLU, Sigmoid
from core.parts.outputs import LinearOutput, SigmoidOutput, Softmax
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from tests.core.files.exchange.conftest import snapshot_of

_CHANCE = np.random.default_rng(3)
W1, B1, W2, B2 = (_CHANCE.normal(0, 0.1, shape).astype("f4") for shape in ((784, 6), (6,), (6, 10), (10,)))


class Evil:
    def __reduce__(self) -> Any:
        return (Path.touch, (Path("was-run"),))


def npz(path: Path, **arrays: Any) -> Path:
    np.savez(path, **arrays)
    return path


def assert_same(path: Path) -> None:
    layers = read(path).network(ReLU(), Softmax()).layers
    for found, wanted in zip((array for layer in layers for array in (layer.weights, layer.biases)), ALL, strict=True):
        assert found.dtype == np.float32
        assert not found.flags.writeable
        np.testing.assert_array_equal(found, wanted)


ALL = (W1, B1, W2, B2)


@pytest.mark.parametrize(
    "arrays",
    [
        {"W1": W1, "b1": B1, "W2": W2, "b2": B2},
        {"weights_0": W1.T, "biases_0": B1, "weights_1": W2.T, "biases_1": B2},
        {"a": W1.astype(np.float64), "b": B1[None], "c": W2.astype(">f8"), "d": B2[:, None]},
        {"w": W1, "x": B1, "y": W2, "z": B2, "epochs": np.array(5), "note": np.array("mine"), "seen": np.arange(9)},
        {"w": np.asfortranarray(W1), "x": B1, "y": W2, "z": B2},
    ],
)
def test_a_plain_npz_is_known_by_its_shapes(arrays: dict[str, Array], tmp_path: Path) -> None:
    assert_same(npz(tmp_path / "net.npz", **arrays))
    np.savez_compressed(tmp_path / "packed.weights", **arrays)
    assert_same(tmp_path / "packed.weights.npz")


def test_a_name_says_nothing(tmp_path: Path) -> None:
    assert_same(npz(tmp_path / "net.npz", a=W1, b=B1, c=W2, d=B2).rename(tmp_path / "net.json"))


def test_the_json_of_network2_says_sigmoid(tmp_path: Path) -> None:
    told = {"sizes": [784, 6, 10], "weights": [W1.T.tolist(), W2.T.tolist()], "cost": "QuadraticCost"}
    told["biases"] = [B1[:, None].tolist(), B2[:, None].tolist()]
    (tmp_path / "net.json").write_text(json.dumps(told))
    assert_same(tmp_path / "net.json")
    found = read(tmp_path / "net.json")
    assert (found.activation, found.output) == (Sigmoid(), SigmoidOutput())
    assert "turned" in found.found


def test_what_was_exported_comes_back_whole(snapshot: Snapshot, tmp_path: Path) -> None:
    export(tmp_path / "net.safetensors", snapshot, format_called("safetensors"))
    found = read(tmp_path / "net.safetensors")
    settings = snapshot.hyperparameters
    each = settings.hidden_activations
    assert (found.activation, found.output) == (each[0] if each else settings.activation, settings.output)
    back = found.snapshot(found.activation or ReLU(), settings.output)
    assert back.hyperparameters.layer_activations == settings.layer_activations
    assert [layer.activation for layer in back.network.layers] == [one.activation for one in snapshot.network.layers]
    assert found.class_names == snapshot.class_names
    for one, other in zip(found.weights, for_plain_pixels(snapshot.network).layers, strict=True):
        np.testing.assert_array_equal(one, other.weights)


def test_a_person_may_say_otherwise_than_a_file_of_several_activations(
    make_snapshot: Callable[..., Snapshot], tmp_path: Path
) -> None:
    path = tmp_path / "net.safetensors"
    export(path, snapshot_of("tanh, leaky relu, tanh", make_snapshot), format_called("safetensors"))
    found = read(path)
    assert "Tanh, Leaky ReLU (leak 0.3), Tanh" in found.found
    assert found.snapshot(Sigmoid(), Softmax()).hyperparameters.layer_activations == (Sigmoid(),) * 3


def test_other_programs_have_metadata_of_their_own(make_snapshot: Callable[..., Snapshot], tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    export(path, make_snapshot(3), format_called("safetensors"))
    path.write_bytes(path.read_bytes().replace(b'\\"relu\\"', b'\\"silu\\"'))
    assert read(path).activation is None


def test_an_imported_network_can_be_saved_and_trained_on(tmp_path: Path, tiny_dataset: Any) -> None:
    found = read(npz(tmp_path / "net.npz", a=W1, b=B1, c=W2, d=B2))
    weights.save(tmp_path / "own.npz", found.snapshot(ReLU(), LinearOutput()))
    again = weights.load(tmp_path / "own.npz")
    np.testing.assert_array_equal(again.network.layers[0].weights, W1)
    trainer = Trainer(again.hyperparameters, tiny_dataset, start=again)
    before = trainer.snapshot()
    test = tiny_dataset.test
    assert before.whole_accuracy == (before.network.outputs(test.images).argmax(axis=1) == test.labels).mean()
    trainer.advance()
    assert trainer.snapshot().step == before.step + 1


def archive(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, pickle.dumps(Evil(), 2))


def test_each_stranger_is_named_with_two_lines_that_help_and_nothing_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    archive(tmp_path / "state.pt", "state/data.pkl", "state/version")
    archive(tmp_path / "model.keras", "config.json", "model.weights.h5")
    (tmp_path / "old.pth").write_bytes(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19." + bytes(80))
    (tmp_path / "new.pkl").write_bytes(pickle.dumps(Evil()))
    (tmp_path / "ancient.pkl").write_bytes(pickle.dumps(Evil(), 0))
    (tmp_path / "model.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(64))
    (tmp_path / "net.onnx").write_bytes(b"\x08\x08\x12\x07pytorch:\x01x")
    (tmp_path / "net.mat").write_bytes(b"MATLAB 5.0 MAT-file" + bytes(100))
    np.save(tmp_path / "one.npy", W1)
    nouns = {
        "a PyTorch file": ("state.pt", "old.pth"),
        "a file of Keras": ("model.keras", "model.h5"),
        "a pickle": ("new.pkl", "ancient.pkl"),
        "an ONNX model": ("net.onnx",),
        "a MATLAB file": ("net.mat",),
        "a single array": ("one.npy",),
    }
    for noun, names in nouns.items():
        for name in names:
            told = f"{name} is {noun}.*Two lines of Python.*«import .*» and «.*»"
            with pytest.raises(StrangerError, match=told) as caught:
                read(tmp_path / name)
            assert len(ast.parse(caught.value.program).body) == 2, "to be copied"
    np.savez(tmp_path / "objects.npz", w=np.array([Evil(), 1], dtype=object))
    with pytest.raises(FileError, match="Python's objects"):
        read(tmp_path / "objects.npz")
    assert not (tmp_path / "was-run").exists()


def test_what_is_no_network_is_told(make_snapshot: Callable[..., Snapshot], tmp_path: Path) -> None:
    files = {
        "empty": b"",
        "text": b"To be, or not to be, that is the question.",
        "other.json": b'{"layers": []}',
        "odd.json": b'{"weights": [[["a"]]], "biases": [[1]]}',
        "deep.json": b'{"weights": ' + b"[" * 100_000,
        "big.json": b'{"weights": [' + b"1, " * 6_000_000,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(2**40)  # a hole, which takes no room
    weights.save(tmp_path / "own.npz", make_snapshot(3))
    npz(tmp_path / "nan.npz", a=W1 * np.nan, b=B1, c=W2, d=B2)
    npz(tmp_path / "large.npz", a=W1.astype("f8") * 1e300, b=B1, c=W2, d=B2)
    npz(tmp_path / "conv.npz", conv=np.zeros((32, 1, 3, 3)), w=W1)
    named = [*files, "huge", "own.npz", "nan.npz", "large.npz", "conv.npz", "missing"]
    for name in named:
        with pytest.raises(FileError, match=name):
            read(tmp_path / name)
    with pytest.raises(FileError, match="Inkling's own file"):
        read(tmp_path / "own.npz")
    with pytest.raises(FileError, match=r"conv 32×1×3×3, w 784×6"):
        read(tmp_path / "conv.npz")
