"""Export: what no file should hold is refused in a sentence, whatever the format, and nothing is written."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.arrays import Bytes
from core.errors import FileError, KnobError
from core.files.exchange.exporting import FORMATS, export, format_called, format_of
from core.files.exchange.importing import read
from core.hyperparameters import Hyperparameters
from core.network.network import Layer, Network
from core.network.scaling import Scaling
from core.training.snapshot import Snapshot


def test_weights_that_are_no_numbers_and_networks_beyond_use_are_refused(
    make_snapshot: Callable[..., Snapshot], tmp_path: Path
) -> None:
    snapshot = make_snapshot(3)
    first, *others = snapshot.network.layers
    broken = Layer(np.full_like(first.weights, np.nan), first.biases, first.activation)
    diverged = replace(snapshot, network=Network((broken, *others)))
    scaled = replace(diverged, network=Network(diverged.network.layers, Scaling(0.1, 0.3)))
    for form in FORMATS:
        with pytest.raises(FileError, match="no longer numbers"):
            export(tmp_path / f"network{form.suffix}", scaled, form)
        with pytest.raises(FileError, match="no longer numbers"):
            export(tmp_path / f"network{form.suffix}", diverged, form)
        with pytest.raises(FileError, match="too many for a file of this kind"):
            export(tmp_path / f"network{form.suffix}", snapshot, replace(form, most=3000))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("hidden", [(), (12,)], ids=len)
def test_what_is_done_to_the_pixels_goes_into_the_first_layer_of_a_file(
    hidden: tuple[int, ...], make_snapshot: Callable[..., Snapshot], images: Bytes, tmp_path: Path
) -> None:
    settings = Hyperparameters(hidden=hidden, standardize=True)
    snapshot, path = make_snapshot(3, settings), tmp_path / "network.safetensors"
    export(path, snapshot, format_called("safetensors"))
    again = read(path).network(settings.activation, settings.output)
    assert again.scaling is None
    np.testing.assert_allclose(again.outputs(images), snapshot.network.outputs(images), atol=1e-5)


def test_a_format_is_known_by_its_name_and_by_its_files() -> None:
    for form in FORMATS:
        assert format_called(form.name) is form
        assert format_of(Path(f"digits{form.suffix.upper()}")) is form
    assert format_of(Path("digits.npz")) is None
    with pytest.raises(KnobError, match="safetensors, onnx, c, html, csv"):
        format_called("keras")
