"""Networks as other programs save them: one small network in every dress, and files that are named and refused."""

import json
import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np

from core.arrays import Array
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.network.processors import limit_blas
from core.parts.activations import Activation, ReLU
from core.parts.outputs import Output, Softmax
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

OPENED = (
    "w1b1.npz",
    "right-names-no-json.npz",
    "transposed.npz",
    "float64.npz",
    "bias-1xn.npz",
    "nielsen.json",
    "torch-names.safetensors",
)
"""Those that open."""

REFUSED = {
    "state_dict.pt": "a PyTorch file",
    "lists.pkl": "a pickle",
    "model.h5": "Keras",
    "net.onnx": "an ONNX model",
}
"""Those that do not, and what each is."""


def taught(dataset: Dataset, activation: Activation | None = None, output: Output | None = None) -> Snapshot:
    """Return a moment of a small network that reads the images of a data set well."""
    settings = Hyperparameters(
        hidden=(12,), activation=activation or ReLU(), output=output or Softmax(), batch_size=10, epochs=15
    )
    trainer = Trainer(settings, dataset)
    with limit_blas():
        while not trainer.is_finished:
            trainer.advance()
    return trainer.snapshot()


def dressed(network: Network, path: Path) -> Path:
    """Write a network in the dress that the name of a file stands for, and return the file."""
    w1, b1, w2, b2 = (array for layer in network.layers for array in (layer.weights, layer.biases))
    match path.name:
        case "right-names-no-json.npz":
            np.savez(path, weights_0=w1, biases_0=b1, weights_1=w2, biases_1=b2)
        case "transposed.npz":
            np.savez(path, W1=w1.T, b1=b1, W2=w2.T, b2=b2)
        case "float64.npz":
            np.savez(path, W1=w1.astype("f8"), b1=b1.astype("f8"), W2=w2.astype("f8"), b2=b2.astype("f8"))
        case "bias-1xn.npz":
            np.savez(path, W1=w1, b1=b1[None], W2=w2, b2=b2[None])
        case "nielsen.json":
            told = {"sizes": list(network.sizes), "weights": [w1.T.tolist(), w2.T.tolist()], "cost": "CrossEntropyCost"}
            told["biases"] = [b1[:, None].tolist(), b2[:, None].tolist()]
            path.write_text(json.dumps(told))
        case "torch-names.safetensors":
            _write_tensors(path, {"fc1.weight": w1.T, "fc1.bias": b1, "fc2.weight": w2.T, "fc2.bias": b2})
        case _:
            np.savez(path, W1=w1, b1=b1, W2=w2, b2=b2)
    return path


def stranger(path: Path) -> Path:
    """Write a file that is refused, as its name says, and return it."""
    match path.suffix:
        case ".pt":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("state_dict/data.pkl", pickle.dumps({}, 2))
        case ".pkl":
            path.write_bytes(pickle.dumps([[0.5]]))
        case ".h5":
            path.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(64))
        case _:
            path.write_bytes(b"\x08\x08\x12\x07pytorch:\x01x")
    return path


def _write_tensors(path: Path, arrays: dict[str, Array]) -> None:
    header, body = {}, b""
    for name, array in arrays.items():
        packed = np.ascontiguousarray(array, "<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(array.shape),
            "data_offsets": [len(body), len(body) + len(packed)],
        }
        body += packed
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)
