"""Every kind of file that Inkling reads: how a good one is made, how it is read, and how it can be damaged inside."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np
from PIL import Image, ImageDraw, features

from core.data import catalog, export, idx
from core.data.dataset import Dataset, Split
from core.data.ink import pictures
from core.data.ink.strokes import Ink
from core.data.writer import synthetic
from core.errors import InklingError
from core.files import pretrained, runs, v01, weights
from core.files.handwriting import Handwriting, read_foreign
from core.files.kinds import kind_of
from core.files.samples import Sample, split_of
from core.files.store import Store
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.training.history import History, Mark
from core.training.run import Run
from core.training.snapshot import Snapshot
from tests.campaigns import damage
from tests.campaigns.campaign import Wrong
from tests.campaigns.damage import Damage

_THEN = datetime(2026, 1, 31, 12, tzinfo=UTC)  # the same bytes whenever they are made
_V01 = Path(__file__).resolve().parents[1] / "data" / "v01"


@dataclass(frozen=True, slots=True)
class KindOfFile:
    """One kind.

    Attributes
    ----------
    make : callable
        Given an empty folder, returns what a good file holds.
    read : callable
        Reads a file; what is wrong with it is an InklingError.
    damages : tuple of callable
        Ways to damage it besides bytes at random.
    is_forgiving : bool
        Whether reading never refuses: what cannot be read is as if it were not there.
    """

    make: Callable[[Path], bytes]
    read: Callable[[Path], object]
    damages: tuple[Damage, ...] = ()
    is_forgiving: bool = False


# Pictures


def _drawn(mode: str = "RGB") -> Image.Image:
    picture = Image.new("RGB", (60, 60), "white")
    ImageDraw.Draw(picture).line([(15, 12), (42, 12), (27, 48)], fill="navy", width=7)
    if mode == "I;16":
        return Image.fromarray(np.asarray(picture.convert("L"), np.uint16) * 257)
    return picture.convert("L").convert(mode) if mode in ("F", "1") else picture.convert(mode)


def _picture(kind: str, mode: str = "RGB", **options: object) -> KindOfFile:
    def make(folder: Path) -> bytes:
        file = io.BytesIO()
        _drawn(mode).save(file, kind, **options)
        return file.getvalue()

    return KindOfFile(make, pictures.read, (damage.png_changed,) if kind == "PNG" else ())


def _moving(kind: str) -> KindOfFile:
    frames = [_drawn(), _drawn().rotate(20), _drawn().rotate(40)]

    def make(folder: Path) -> bytes:
        file = io.BytesIO()
        frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
        return file.getvalue()

    return KindOfFile(make, pictures.read)


PICTURES: dict[str, KindOfFile] = {
    "PNG": _picture("PNG"),
    "PNG, transparent": _picture("PNG", "RGBA"),
    "PNG with a palette": _picture("PNG", "P", transparency=0),
    "PNG of 16 bits": _picture("PNG", "I;16"),
    "JPEG": _picture("JPEG"),
    "JPEG, progressive": _picture("JPEG", progressive=True),
    "JPEG in CMYK": _picture("JPEG", "CMYK"),
    "GIF": _picture("GIF"),
    "GIF that moves": _moving("GIF"),
    "BMP": _picture("BMP"),
    "BMP with a palette": _picture("BMP", "P"),
    "TIFF": _picture("TIFF"),
    "TIFF, packed": _picture("TIFF", compression="tiff_lzw"),
    "TIFF as a fax": _picture("TIFF", "1", compression="group4"),
    "TIFF of fractions": _picture("TIFF", "F"),
    "WEBP": _picture("WEBP"),
    "WEBP without loss": _picture("WEBP", "RGBA", lossless=True),
    "PPM": _picture("PPM"),
    "PGM": _picture("PPM", "L"),
    **({"AVIF": _picture("AVIF")} if features.check("avif") else {}),
}


# Networks and runs


def a_moment(step: int = 3) -> Snapshot:
    """Return a moment of a small run with curves, marks and the optimizer's memory; always the same one."""
    settings = Hyperparameters(hidden=(3,))
    network = Network.create(settings, np.random.default_rng(1)).frozen_copy()
    history = History()
    for at in range(step + 1):
        history.append(
            step=at, epoch=at * 32 / 300, seconds=at * 0.1, train_cost=2.3 - at * 0.1, train_accuracy=at * 0.1
        )
    return Snapshot(
        hyperparameters=settings,
        network=network,
        memory=settings.optimizer.begin(network.parameters),
        step=step,
        whole_epochs=0,
        position=step * 32,
        train_images=300,
        seconds=0.1 * step,
        images_per_second=3000.0,
        curves=history.curves(),
        marks=(Mark(0.1, "learning rate 0.1 → 0.01"),),
        data_name="tiny",
        data_fingerprint="0" * 64,
    )


def a_run(steps: tuple[int, ...] = (4, 5)) -> Run:
    """Return a run with some moments, which is always the same one."""
    run = replace(Run.of(a_moment(), "mine"), id=UUID(int=1), created=_THEN)
    for step in steps:
        run = run.reached(a_moment(step))
    return run


def _written(write: Callable[[Path], object], folder: Path) -> bytes:
    path = folder / "whole"
    write(path)
    return path.read_bytes()


def _archive(write: Callable[[Path], object], folder: Path) -> bytes:
    return damage.settled(_written(write, folder), created=_THEN.isoformat())


def _read_network(path: Path) -> None:
    loaded = weights.load(path)
    if not loaded.is_sound:
        raise Wrong("a network is read that is not sound")
    _accepted("network", path, lambda other: weights.save(other, loaded))
    with np.errstate(all="ignore"):
        loaded.network.outputs(np.zeros((2, 28, 28), np.uint8))


def _read_runs(path: Path) -> None:
    loaded = runs.load(path)
    _accepted("file of runs", path, lambda other: runs.save(other, loaded))


def _accepted(what: str, path: Path, write: Callable[[Path], object]) -> None:
    """What can be read can be written."""
    other = path.with_name("again.npz")
    try:
        write(other)
    except InklingError as error:
        raise Wrong(f"the {what} that was read cannot be saved: {error}") from error
    other.unlink()


def _read_store(path: Path) -> None:
    """Look at a store with this file and another one in it, open all of it, and write into it."""
    store = Store(path.with_name("store"), old=v01.Folders(path.with_name("none"), path.with_name("none")))
    good = replace(a_run(), id=UUID(int=2))
    runs.keep(store.folder / f"{good.id}{runs.SUFFIX}", good, _THEN)
    path.replace(store.folder / f"{a_run().id}{runs.SUFFIX}")
    found = store.load()
    if good.id not in {run.id for run in found.runs}:
        raise Wrong("a damaged file took another one along")
    for run in found.runs:
        try:
            store.open(run.id)
        except InklingError as error:
            _check_sentence(error)
    store.write(replace(a_run(), id=UUID(int=3)))


def _read_old_store(path: Path) -> None:
    """Take over what version 0.1 kept."""
    old = v01.Folders(path.with_name("runs"), path.with_name("kept"))
    for folder, name in ((old.runs, "2026-03-01 09.00.00.000001.runs.npz"), (old.kept, "2026-03-01 09.00.00.npz")):
        folder.mkdir()
        (folder / name).write_bytes(path.read_bytes())
    Store(path.with_name("store"), old=old).load()


# Images and digits


def _idx(*, compress: bool) -> KindOfFile:
    values = np.arange(120, dtype=np.uint8).reshape(5, 4, 6)
    damages = (damage.gzip_changed,) if compress else ()
    return KindOfFile(
        lambda folder: _written(lambda path: idx.write(path, values, compress=compress), folder), idx.read, damages
    )


def _few() -> Dataset:
    split = Split(np.zeros((4, 28, 28), np.uint8), np.arange(4, dtype=np.uint8))
    return Dataset("builtin", "Built-in", split, split)


def _read_folder(name: str) -> Callable[[Path], None]:
    """Return what reads a folder of images in which a file of that name is the one given."""

    def read(path: Path) -> None:
        folder = path.with_name("images")
        export.to_folder(_few(), folder)
        (folder / name).write_bytes(path.read_bytes())
        catalog.load(folder)

    return read


def _labels(folder: Path) -> bytes:
    return _written(lambda path: idx.write(path, _few().train.labels), folder)


def _images(folder: Path) -> bytes:
    return _written(lambda path: idx.write(path, _few().train.images), folder)


def _built_in(folder: Path) -> bytes:
    file = io.BytesIO()
    synthetic._save(_few(), file)
    return file.getvalue()


def _handwriting(folder: Path) -> bytes:
    stroke = np.linspace((0.2, 0.1), (0.5, 0.9), 5)
    samples = [Sample(label, Ink((stroke, stroke + 0.1)), _THEN, "Ada") for label in range(4)]
    return _written(lambda path: Handwriting(path).add(samples), folder)


def _read_handwriting(path: Path) -> None:
    kept = Handwriting(path)
    kept.load()
    found = read_foreign(path)
    split_of(found.samples)
    kept.merge(found)
    kept.remove(found.samples[:1])


# Settings


def _preferences(folder: Path) -> bytes:
    from PySide6.QtCore import QByteArray, QSettings

    from desktop.preferences import Preferences

    path = folder / "whole.ini"
    kept = Preferences(QSettings(str(path), QSettings.Format.IniFormat))
    kept.theme, kept.text_size, kept.dataset, kept.writer = "dark", 1.25, "builtin", "Ada"
    kept.hyperparameters = Hyperparameters(hidden=(32, 16))
    kept.line_width, kept.doubt_threshold, kept.most_runs = 0.05, 0.5, 50
    kept.set_flag("logarithmic", True)
    kept.save_layout("window", QByteArray(bytes(range(256))))
    kept.flush()
    return path.read_bytes()


def _read_preferences(path: Path) -> None:
    """Read all there is in a file of preferences, and write it."""
    from PySide6.QtCore import QSettings

    from desktop.preferences import Preference, Preferences

    kept = Preferences(QSettings(str(path), QSettings.Format.IniFormat))
    names = [name for name, each in vars(Preferences).items() if isinstance(each, Preference)]
    for name in names:
        value = getattr(kept, name)
        if name not in ("dataset", "writer", "recent_files", "folder"):
            setattr(kept, name, value)
    kept.layout("window")
    kept.flag("logarithmic", False)
    _ = kept.store_budget
    kept.add_recent_file(path)
    kept.flush()


def _settings(folder: Path) -> bytes:
    return json.dumps(a_moment().hyperparameters.to_dict()).encode()


def _read_settings(path: Path) -> None:
    """Read settings as a part of a network file, which is where they stand in."""
    whole = damage.members_of(_archive(lambda other: weights.save(other, a_moment()), path.parent))
    told = json.loads(str(np.load(io.BytesIO(whole["inkling.npy"]))))
    written = json.dumps(told | {"hyperparameters": "@here@"}).replace('"@here@"', path.read_text(errors="replace"))
    whole["inkling.npy"] = damage.array_bytes(np.array(written))
    path.write_bytes(damage.archive_of(whole))
    weights.load(path)


KINDS: dict[str, KindOfFile] = {
    **PICTURES,
    "IDX": _idx(compress=False),
    "IDX in gzip": _idx(compress=True),
    "images of a folder": KindOfFile(_images, _read_folder("train-images-idx3-ubyte")),
    "labels of a folder": KindOfFile(_labels, _read_folder("t10k-labels-idx1-ubyte")),
    "built-in data": KindOfFile(_built_in, synthetic._load, (damage.archive_changed,), is_forgiving=True),
    "network": KindOfFile(
        lambda folder: _archive(lambda path: weights.save(path, a_moment()), folder),
        _read_network,
        (damage.archive_changed, damage.archive_changed),
    ),
    "network that comes with it": KindOfFile(
        lambda folder: pretrained.PATH.read_bytes(), _read_network, (damage.archive_changed,)
    ),
    "network of version 0.1": KindOfFile(
        lambda folder: (_V01 / "adam.npz").read_bytes(), _read_network, (damage.archive_changed,)
    ),
    "runs": KindOfFile(
        lambda folder: _archive(lambda path: runs.save(path, (a_run(),)), folder),
        _read_runs,
        (damage.archive_changed, damage.archive_changed),
    ),
    "kept run": KindOfFile(
        lambda folder: _archive(lambda path: runs.keep(path, a_run(), _THEN), folder),
        lambda path: (runs.look(path), _read_runs(path)),
        (damage.archive_changed, damage.archive_changed),
    ),
    "runs of version 0.1": KindOfFile(
        lambda folder: (_V01 / "three.runs.npz").read_bytes(), _read_runs, (damage.archive_changed,)
    ),
    "store": KindOfFile(
        lambda folder: _archive(lambda path: runs.keep(path, a_run(), _THEN), folder),
        _read_store,
        (damage.archive_changed,),
        is_forgiving=True,
    ),
    "store of version 0.1": KindOfFile(
        lambda folder: (_V01 / "adam.npz").read_bytes(), _read_old_store, (damage.archive_changed,), is_forgiving=True
    ),
    "kind of a file": KindOfFile(
        lambda folder: _archive(lambda path: runs.save(path, (a_run(),)), folder),
        kind_of,
        (damage.archive_changed,),
        is_forgiving=True,
    ),
    "handwriting": KindOfFile(_handwriting, _read_handwriting, (damage.lines_changed, damage.lines_changed)),
    "settings": KindOfFile(
        _settings, _read_settings, (lambda content, chance: damage.json_changed(content.decode(), chance).encode(),)
    ),
    "preferences": KindOfFile(_preferences, _read_preferences, (damage.values_changed,), is_forgiving=True),
}
"""All of them by name."""


def _check_sentence(error: InklingError) -> None:
    if not error.what.endswith(".") or not error.what[:1].strip() or not str(error).isprintable():
        raise Wrong(f"this is no sentence: {error}") from error


def read_or_refuse(kind: KindOfFile, path: Path) -> bool:
    """Read a file, and return whether it could be; raise where it is refused in no sentence, or in none about it."""
    try:
        kind.read(path)
    except InklingError as error:
        if kind.is_forgiving:
            raise Wrong("this is read as if it were not there, and not refused") from error
        _check_sentence(error)
        return False
    return True
