"""Data sets as people have them, each made small; and what a person does with one in the window."""

import gzip
import io
import pickle
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from core.data.writer.synthetic import make_images
from desktop.models.training import State
from desktop.views.data.own_strip import OwnStrip
from tests.core.data.test_opening import NAMES, four, idx_bytes, put, table

PIXELS, LABELS = make_images(360, np.random.default_rng(3))  # which the network that comes with Inkling reads
FOUR = (PIXELS[:300], LABELS[:300], PIXELS[300:], LABELS[300:])


def digits(folder: Path, change: Callable[[np.ndarray], np.ndarray] = lambda images: images, add: int = 0) -> Path:
    """Write the four files with images that are changed, and labels that count from another number."""
    x, y, x_test, y_test = FOUR
    return four(folder, (change(x), y + add, change(x_test), y_test + add))


def scaled(images: np.ndarray, side: int) -> np.ndarray:
    return np.stack([np.asarray(Image.fromarray(image).resize((side, side))) for image in images])


def emnist_names(folder: Path) -> Path:
    names = tuple(f"emnist-digits-{name.replace('t10k', 'test')}" for name in NAMES)
    return four(folder, tuple(a.transpose(0, 2, 1) if a.ndim == 3 else a for a in FOUR), names, ".gz")


def nested(folder: Path) -> Path:
    four(folder / "MNIST" / "raw", FOUR)
    return folder


def in_npz(folder: Path) -> Path:
    path = put(folder / "mnist.npz", b"")
    x, y, x_test, y_test = FOUR
    np.savez_compressed(path, x_train=x, y_train=y, x_test=x_test, y_test=y_test)
    return path


def in_zip(folder: Path) -> Path:
    path = put(folder / "mnist.zip", b"")
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in zip(NAMES, FOUR, strict=True):
            archive.writestr(f"some/{name}", idx_bytes(array))
    return path


def in_tar(folder: Path) -> Path:
    path = put(folder / "mnist.tar.gz", b"")
    with tarfile.open(path, "w:gz") as archive:
        for name, array in zip(NAMES, FOUR, strict=True):
            content = idx_bytes(array)
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def csv_without_test(folder: Path) -> Path:
    table(folder / "train.csv", FOUR[0], FOUR[1])
    table(folder / "test.csv", FOUR[2])
    return folder


def pictures(folder: Path) -> Path:
    for part, some, labels in (("train", *FOUR[:2]), ("test", *FOUR[2:])):
        for place, (image, label) in enumerate(zip(some[:60], labels[:60], strict=True)):
            path = put(folder / part / str(label) / f"{place}.png", b"")
            Image.fromarray(image).save(path)
    return folder


def letters(folder: Path) -> Path:
    chance = np.random.default_rng(5)
    parts = [chance.integers(0, 256, (count, 28, 28)) * (chance.random((count, 28, 28)) < 0.2) for count in (260, 52)]
    labels = [np.resize(np.arange(1, 27), count) for count in (260, 52)]
    names = tuple(f"emnist-letters-{name.replace('t10k', 'test')}" for name in NAMES)
    four(folder, (parts[0], labels[0], parts[1], labels[1]), names)
    mapping = "\n".join(f"{label} {64 + label} {96 + label}" for label in range(1, 27))
    put(folder / "emnist-letters-mapping.txt", mapping.encode())
    return folder


def two_classes(folder: Path) -> Path:
    x, y, x_test, y_test = FOUR
    return four(folder, (x[y < 2], y[y < 2], x_test[y_test < 2], y_test[y_test < 2]))


def floats(folder: Path) -> Path:
    four(folder, FOUR)
    for name, array in zip(NAMES, FOUR, strict=True):
        if array.ndim == 3:
            put(folder / name, idx_bytes((array / 255).astype(">f4"), 0x0D))
    return folder


def flat(folder: Path) -> Path:
    return four(folder, tuple(a.reshape(len(a), -1) if a.ndim == 3 else a for a in FOUR))


def padded(folder: Path) -> Path:
    return digits(folder, lambda images: np.pad(images, ((0, 0), (2, 2), (2, 2))))


def eight_by_eight(folder: Path) -> Path:
    return digits(folder, lambda images: scaled(images, 8))


def shifted(folder: Path) -> Path:
    x, y, x_test, y_test = FOUR
    return four(folder, (x, np.roll(y, 1), x_test, y_test))


def inverted(folder: Path) -> Path:
    return digits(folder, lambda images: 255 - images)


def lying(folder: Path) -> Path:
    return digits(folder, lambda images: images.transpose(0, 2, 1))


def zero_one(folder: Path) -> Path:
    return digits(folder, lambda images: (images > 127).astype(np.uint8))


def from_one(folder: Path) -> Path:
    return digits(folder, add=1)


def web_page(folder: Path) -> Path:
    for name in NAMES:
        put(folder / f"{name}.gz", b"<!DOCTYPE html><html><body>404 Not Found</body></html>")
    return folder


def cut(folder: Path) -> Path:
    four(folder, FOUR, ending=".gz")
    path = folder / f"{NAMES[0]}.gz"
    path.write_bytes(path.read_bytes()[:2000])
    return folder


def pickled(folder: Path) -> Path:
    return put(folder / "mnist.pkl", pickle.dumps(FOUR))


def pickled_and_packed(folder: Path) -> Path:
    return put(folder / "mnist.pkl.gz", gzip.compress(pickle.dumps(FOUR)))


def empty(folder: Path) -> Path:
    folder.mkdir()
    return folder


def open_it(person, path: Path) -> None:
    """Open it as a person does who drops it on the window, and wait until a network is begun on it."""
    person.window.open_path(path)
    wait_for_data(person, path)


def wait_for_data(person, path: Path) -> None:
    library = person.workbench.library
    person.wait_until(
        lambda: (
            library.examined is not None
            and library.examined.treated.original.path.resolve() == path.resolve()
            and not library.is_busy
        )
    )
    person.wait_for_state(State.READY)


def strip(person) -> OwnStrip:
    person.window.tabs.setCurrentWidget(person.window.panels["data"])
    return person.find(OwnStrip, "ownDataStrip")
