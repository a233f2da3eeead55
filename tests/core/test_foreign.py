"""Whatever is in a file, reading it ends with what was asked for or with one plain sentence."""

import io
import os
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.data import idx
from core.data.dataset import Dataset, Split
from core.data.ink import pictures
from core.data.ink.strokes import Ink
from core.data.writer import synthetic
from core.errors import Cancelled, DataError, FileError, InklingError, fenced, foreign
from core.files import runs, weights
from core.files.handwriting import Handwriting, read_foreign
from core.files.kinds import kind_of
from core.files.samples import Sample, split_of
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.training.history import NO_CURVES
from core.training.run import Run
from core.training.snapshot import Snapshot

_DAMAGES = 250
_HEAD = 64  # bytes in which most of what a file says of itself stands


# The fence


@pytest.mark.parametrize(
    "error", [AssertionError(), RecursionError(), StopIteration(), KeyError("x"), OSError("broken stream")]
)
def test_whatever_a_library_raises_becomes_one_sentence(error: Exception) -> None:
    with pytest.raises(FileError) as caught, foreign(Path("a/b.png"), "is damaged", "Choose another."):
        raise error
    assert str(caught.value) == "b.png is damaged. Choose another."
    assert caught.value.__cause__ is error


def test_what_the_system_says_and_a_lack_of_memory_are_told() -> None:
    with pytest.raises(DataError, match=r"^b\.png cannot be read: Is a directory\."), _damaged_data():
        raise IsADirectoryError(21, "Is a directory")
    with pytest.raises(DataError, match=r"^b\.png needs more memory than there is\."), _damaged_data():
        raise MemoryError


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), Cancelled(), FileError("It is so.", "")])
def test_what_is_no_damage_passes_through(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, _damaged_data():
        raise error
    assert caught.value is error


def test_what_is_spared_passes_through() -> None:
    with pytest.raises(KeyError), fenced(lambda error: ValueError(), KeyError):
        raise KeyError("x")


def _damaged_data() -> Any:
    return foreign(Path("a/b.png"), "is damaged", "Choose another.", DataError)


# Damage


def _picture(kind: str) -> bytes:
    picture = Image.new("RGB", (60, 60), "white")
    ImageDraw.Draw(picture).line([(15, 12), (42, 12), (27, 48)], fill="navy", width=7)
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def _moment() -> Snapshot:
    settings = Hyperparameters(hidden=(3,))
    network = Network.create(settings, np.random.default_rng(1)).frozen_copy()
    return Snapshot(
        hyperparameters=settings,
        network=network,
        memory=settings.optimizer.begin(network.parameters),
        step=3,
        whole_epochs=0,
        position=96,
        train_images=300,
        seconds=0.1,
        images_per_second=3000.0,
        curves=NO_CURVES,
        marks=(),
        data_name="tiny",
        data_fingerprint="0" * 64,
    )


def _written(write: Callable[[Path], object], folder: Path) -> bytes:
    path = folder / "whole"
    write(path)
    return path.read_bytes()


def _idx(folder: Path, *, compress: bool) -> bytes:
    values = np.arange(120, dtype=np.uint8).reshape(5, 4, 6)
    return _written(lambda path: idx.write(path, values, compress=compress), folder)


def _kept_run(folder: Path) -> bytes:
    run = Run.of(_moment(), "mine")
    for step in (4, 5):
        run = run.reached(replace(_moment(), step=step))
    return _written(lambda path: runs.keep(path, run), folder)


def _run(folder: Path) -> bytes:
    run = Run.of(_moment(), "mine")
    return _written(lambda path: runs.save(path, (run,)), folder)


def _handwriting(folder: Path) -> bytes:
    stroke = np.linspace((0.2, 0.1), (0.5, 0.9), 5)
    samples = [Sample.now(label, Ink((stroke, stroke + 0.1)), "Ada") for label in range(4)]
    return _written(lambda path: Handwriting(path).add(samples), folder)


def _read_handwriting(path: Path) -> None:
    Handwriting(path).load()
    split_of(read_foreign(path).samples)


def _built_in(folder: Path) -> bytes:
    images, labels = np.zeros((4, 28, 28), np.uint8), np.arange(4, dtype=np.uint8)
    made = Dataset("builtin", "Built-in", Split(images, labels), Split(images, labels))
    return _written(lambda path: path.write_bytes(_saved(made)), folder)


def _saved(made: Dataset) -> bytes:
    file = io.BytesIO()
    synthetic._save(made, file)
    return file.getvalue()


KINDS: dict[str, tuple[Callable[[Path], bytes], Callable[[Path], object]]] = {
    **{
        kind: (lambda folder, kind=kind: _picture(kind), pictures.read)  # type: ignore[misc]  # a lambda with a default
        for kind in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
    },
    "IDX": (lambda folder: _idx(folder, compress=False), idx.read),
    "IDX in gzip": (lambda folder: _idx(folder, compress=True), idx.read),
    "network": (lambda folder: _written(lambda path: weights.save(path, _moment()), folder), weights.load),
    "runs": (_run, runs.load),
    "kept run": (_kept_run, lambda path: (runs.look(path), runs.load(path))),
    "kind of a file": (_run, kind_of),
    "handwriting": (_handwriting, _read_handwriting),
    "built-in data": (_built_in, synthetic._load),
}


def _damaged(content: bytes, generator: np.random.Generator) -> bytes:
    """Change a few bytes, mostly in the head and the tail, or cut a part out, or double it."""
    damaged = bytearray(content)
    ends = (_HEAD, len(content), len(content))
    for _ in range(generator.integers(1, 5)):
        place = int(generator.integers(min(ends[generator.integers(3)], len(content))))
        damaged[place if generator.random() < 0.8 else -1 - place] = generator.choice(
            [0, 1, 127, 128, 255, place % 256]
        )
    start, stop = sorted(generator.integers(0, len(damaged) + 1, 2).tolist())
    match generator.integers(6):
        case 0:
            del damaged[start:stop]
        case 1:
            del damaged[start:]
        case 2:
            damaged[start:start] = damaged[start:stop]
    return bytes(damaged)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_read_or_refused_in_a_sentence(kind: str, tmp_path: Path) -> None:
    make, read = KINDS[kind]
    content, generator = make(tmp_path), np.random.default_rng(20)
    path = tmp_path / "damaged.file"
    path.write_bytes(content)
    read(path)
    said = []
    for _ in range(_DAMAGES):
        path.write_bytes(_damaged(content, generator))
        try:
            read(path)
        except InklingError as error:
            said.append(error.what)
    assert all(path.name in what and what.endswith(".") for what in said)
    assert said or kind in ("kind of a file", "built-in data")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
@pytest.mark.parametrize("kind", KINDS)
def test_a_pipe_is_no_file_to_read(kind: str, tmp_path: Path, at_once: None) -> None:
    _, read = KINDS[kind]
    path = tmp_path / "a-pipe"
    os.mkfifo(path)
    refused = (
        nullcontext() if kind in ("built-in data", "kind of a file") else pytest.raises(InklingError, match="a pipe")
    )
    with refused:
        read(path)
    assert path.is_fifo()


def test_the_header_that_numpy_has_no_array_for_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twenty-bytes"
    path.write_bytes(bytes.fromhex("0000080400000000ffffffffffffffff00000001"))
    with pytest.raises(DataError, match="twenty-bytes promises"):
        idx.read(path)


@pytest.mark.parametrize("kind", ["AVIF", "DDS", "BLP"])
def test_no_wrong_byte_in_a_picture_of_a_rare_kind_escapes(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "rare.png"
    try:
        content = _picture(kind) if kind != "BLP" else _blp()
    except (OSError, KeyError):
        pytest.skip(f"this Pillow writes no {kind}")
    for place in range(min(len(content), 160)):
        for value in (0, 255):
            path.write_bytes(content[:place] + bytes([value]) + content[place + 1 :])
            with suppress(FileError):
                assert pictures.read(path).shape == (28, 28)


def _blp() -> bytes:
    file = io.BytesIO()
    Image.new("P", (8, 8)).save(file, "BLP")
    return file.getvalue()
