"""The ONNX model: another program's answers are the network's; without the library a sentence says how to get it."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.arrays import Bytes
from core.errors import FileError
from core.files.exchange.exporting import export, format_called
from core.files.exchange.onnx_model import _OPERATORS
from core.parts.activations import activations
from core.parts.outputs import outputs
from core.training.snapshot import Snapshot


def test_onnxruntime_gives_the_same_outputs(snapshot: Snapshot, images: Bytes, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")
    export(tmp_path / "network.onnx", snapshot, format_called("onnx"))
    session = runtime.InferenceSession(tmp_path / "network.onnx", providers=["CPUExecutionProvider"])
    (told,) = session.run(["outputs"], {"images": images})
    np.testing.assert_allclose(told, snapshot.network.outputs(images), atol=1e-5, rtol=1e-5)
    assert session.run(None, {"images": images[:0]})[0].shape == (0, snapshot.network.classes)


def test_every_activation_and_output_has_an_operator() -> None:
    assert set(_OPERATORS) == {*activations.names(), *outputs.names()}


def test_without_the_library_a_sentence_says_how_to_get_it(
    make_snapshot: Callable[..., Snapshot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(FileError, match=r"pip install .*\[onnx\]"):
        export(tmp_path / "network.onnx", make_snapshot(3), format_called("onnx"))
    assert not list(tmp_path.iterdir())
