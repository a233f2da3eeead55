"""Whatever a data set comes in, it is opened as what it is, and what was done to it is said."""

import csv
import gzip
import io
import pickle
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.arrays import Bytes
from core.data.dataset import DIGITS
from core.data.formats import tree
from core.data.opened import Opened
from core.data.opening import open_data
from core.errors import Cancelled, DataError

NAMES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


def images(count: int, side: int = 28, seed: int = 1) -> Bytes:
    """Return blots of ink that reach within the middle of the frame, with full ink in every one."""
    chance = np.random.default_rng(seed)
    found = np.zeros((count, side, side), np.uint8)
    edge = side // 7
    found[:, edge:-edge, edge:-edge] = chance.integers(0, 256, (count, side - 2 * edge, side - 2 * edge))
    found[:, side // 2, side // 2] = 255
    return found


X, Y = images(40), (np.arange(40) % 10).astype(np.uint8)
X_TEST, Y_TEST = images(20, seed=2), (np.arange(20) % 10).astype(np.uint8)
FOUR = (X, Y, X_TEST, Y_TEST)


def idx_bytes(array: Any, kind: int = 8, order: str = ">") -> bytes:
    head = struct.pack(">HBB", 0, kind, array.ndim) if order == ">" else bytes([array.ndim, kind, 0, 0])
    return head + struct.pack(f"{order}{array.ndim}I", *array.shape) + array.tobytes()


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def four(folder: Path, arrays: tuple[Any, ...] = FOUR, names: tuple[str, ...] = NAMES, ending: str = "") -> Path:
    for name, array in zip(names, arrays, strict=True):
        content = idx_bytes(np.ascontiguousarray(array, np.uint8))
        put(folder / f"{name}{ending}", gzip.compress(content, 1) if ending else content)
    return folder


def table(path: Path, pixels: Bytes, labels: Any = None, *, header: bool = True, last: bool = False) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    names = [f"pixel{place}" for place in range(pixels[0].size)]
    with open(path, "w", newline="") as file:
        write = csv.writer(file).writerow
        for place, row in enumerate([names, *pixels.reshape(len(pixels), -1).tolist()][not header :]):
            told = [] if labels is None else ["label" if header and not place else labels[place - header]]
            write([*row, *told] if last else [*told, *row])
    return path


def opens_alike(found: Opened, *, notes: int = 0) -> None:
    assert np.array_equal(found.train.images, X)
    assert np.array_equal(found.train.labels, Y)
    assert np.array_equal(found.test.images, X_TEST)
    assert np.array_equal(found.test.labels, Y_TEST)
    assert found.class_names == DIGITS
    assert "40 images were taken" in found.taken
    assert len(found.notes) == notes


# One data set in many dresses


def _named(folder: Path) -> Path:
    return four(folder, names=tuple(f"emnist-digits-{name.replace('t10k', 'test')}" for name in NAMES), ending=".gz")


def _nested(folder: Path) -> Path:
    return four(folder, names=tuple(f"{name}/{name}" for name in NAMES))


def _deep(folder: Path) -> Path:
    four(folder, names=tuple(f"MNIST/raw/{name}" for name in NAMES))
    put(folder / "MNIST/processed/training.pt", pickle.dumps([1, 2]))
    four(folder / "MNIST/raw", ending=".gz")  # as torchvision leaves them beside the unpacked ones
    return folder


def _keras(folder: Path) -> Path:
    np.savez(folder / "any.thing", x_train=X, y_train=Y, x_test=X_TEST, y_test=Y_TEST)
    return folder / "any.thing.npz"


def _by_shapes(folder: Path) -> Path:
    np.savez(folder / "x.npz", a=X_TEST, b=Y_TEST[:, None], c=X, d=np.eye(10, dtype=np.uint8)[Y], names=np.array(["a"]))
    return folder


def _single_arrays(folder: Path) -> Path:
    for name, array in zip(("x_train", "y_train", "x_test", "y_test"), FOUR, strict=True):
        np.save(folder / f"{name}.npy", array)
    return folder


def _csv(folder: Path) -> Path:
    table(folder / "mnist_train.csv", X, Y)
    table(folder / "mnist_test.csv", X_TEST, Y_TEST, header=False)
    return folder / "mnist_train.csv"


def _csv_with_labels_last(folder: Path) -> Path:
    table(folder / "train.csv", X, Y, header=False, last=True)
    content = table(folder / "test.csv", X_TEST, Y_TEST, last=True).read_bytes()
    (folder / "test.csv").write_bytes(b"\xef\xbb\xbf" + content.replace(b",", b";"))
    return folder


def _pictures(folder: Path) -> Path:
    for part, pixels, labels in (("training", X, Y), ("testing", X_TEST, Y_TEST)):
        for place, image in enumerate(pixels):
            path = folder / part / str(labels[place]) / f"{place:03}.{'png' if place % 2 else 'bmp'}"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image).save(path)
    put(folder / "training/3/Thumbs.db", b"\0\1\2")
    return folder


def _zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "x.bin", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(four(folder / "in", ending=".gz").iterdir()):
            archive.write(path, f"../../{path.name}")
        archive.writestr("__MACOSX/._x", b"\0")
    return folder / "x.bin"


def _tar(kind: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        four(folder / "in")
        with tarfile.open(folder / "x.tar", f"w:{kind}") as archive:  # type: ignore[call-overload]  # of three kinds
            archive.add(folder / "in", "/in")
        return folder / "x.tar"

    return make


DRESSES = {
    "four files": four,
    "other names": _named,
    "a folder each": _nested,
    "two folders down": _deep,
    "Keras's": _keras,
    "arrays by shapes": _by_shapes,
    "arrays alone": _single_arrays,
    "tables": _csv,
    "ZIP": _zip,
    "TAR": _tar(""),
    "TAR, gzip": _tar("gz"),
    "TAR, bzip2": _tar("bz2"),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_same_images_come_out_of_every_dress(dress: str, tmp_path: Path) -> None:
    found = open_data(DRESSES[dress](tmp_path))
    opens_alike(found, notes=1 if dress == "arrays by shapes" else 0)
    assert found.dataset().class_names == DIGITS


@pytest.mark.parametrize("make", [_pictures, _csv_with_labels_last])
def test_pictures_and_odd_tables_hold_the_same_images(make: Callable[[Path], Path], tmp_path: Path) -> None:
    found = open_data(make(tmp_path))
    for part, pixels, labels in ((found.train, X, Y), (found.test, X_TEST, Y_TEST)):
        assert sorted(zip(part.labels.tolist(), part.images.reshape(len(part), -1).tolist(), strict=True)) == sorted(
            zip(labels.tolist(), pixels.reshape(len(pixels), -1).tolist(), strict=True)
        )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (idx_bytes(X, order="<"), "little-endian"),
        (idx_bytes((X / 255).astype(">f4"), 13), "from 0 to 1 were scaled"),
        (idx_bytes((X / 255).astype("<f8"), 14), "little-endian"),
        (idx_bytes((X / 127.5 - 1).astype(">f4"), 13), "from -1 to 1 were moved"),
        (idx_bytes(X.astype(">i4"), 12), "became bytes"),
        (idx_bytes((X.astype(np.int16) - 128).astype(np.int8), 9), "moved up"),
        (idx_bytes(X.view(np.int8), 9), "signed bytes were read"),
        (idx_bytes(X.reshape(-1, 784)), "put back into 28 × 28"),
    ],
)
def test_the_same_numbers_in_another_type_are_converted_and_it_is_said(
    content: bytes, said: str, tmp_path: Path
) -> None:
    put(four(tmp_path) / NAMES[0], content)
    found = open_data(tmp_path)
    assert np.abs(found.train.images.astype(int) - X).max() <= 1
    assert any(said in note and NAMES[0] in note for note in found.notes)
    assert np.array_equal(found.test.images, X_TEST)


def test_an_empty_border_is_cut_off_before_anything_is_scaled(tmp_path: Path) -> None:
    padded = [np.pad(part, ((0, 0), (2, 2), (2, 2))) for part in (X, X_TEST)]
    opens_alike(open_data(four(tmp_path, (padded[0], Y, padded[1], Y_TEST))), notes=1)
    inverted = four(tmp_path / "inverted", (255 - padded[0], Y, 255 - padded[1], Y_TEST))
    assert np.array_equal(open_data(inverted).train.images, 255 - X)


def test_small_images_are_scaled_as_ink_or_as_they_are(tmp_path: Path) -> None:
    small = np.zeros((40, 8, 8), np.uint8)
    small[:, 2:7, 3:5] = 255
    folder = four(tmp_path, (small, Y, small[:20], Y_TEST))
    as_ink, as_is = open_data(folder), open_data(folder, fit="as it is")
    assert "as ink" in as_ink.notes[0]
    assert "as they are" in as_is.notes[0]
    rows = np.flatnonzero(as_ink.train.images[0].max(axis=1) > 40)
    assert len(rows) == 20
    assert abs(rows.mean() - 14) <= 1
    assert 16 <= len(np.flatnonzero(as_is.train.images[0].max(axis=1) > 40)) <= 20
    assert as_ink.train.images.shape == as_is.train.images.shape == (40, 28, 28)


def test_large_pictures_are_read_as_the_pad_reads_them(tmp_path: Path) -> None:
    for label in "AB":
        picture = np.full((120, 90), 255, np.uint8)
        picture[20:100, 40:50] = 0
        picture[20:30, 20:70] = 0 if label == "A" else 255
        (tmp_path / label).mkdir()
        Image.fromarray(picture).save(tmp_path / label / "1.png")
    put(tmp_path / "B" / "2.png", b"\x89PNG\r\n\x1a\n")
    told: list[tuple[int, int]] = []
    found = open_data(tmp_path, progress=lambda done, total: told.append((done, total)))
    assert found.class_names == ("A", "B")
    assert found.train.images.shape == (2, 28, 28)
    assert found.train.images.max() > 200
    assert np.median(found.train.images) == 0
    assert told[-1] == (3, 3)
    assert any("1 picture was left out: 2.png" in note for note in found.notes)
    with pytest.raises(Cancelled):
        open_data(tmp_path, is_cancelled=lambda: True)


# Classes, and what is missing


def test_classes_are_the_union_over_the_parts_and_named_by_the_mapping(tmp_path: Path) -> None:
    letters = (np.arange(40) % 25 + 1).astype(np.uint8)
    folder = four(tmp_path / "letters", (X, letters, X_TEST, np.full(20, 26, np.uint8)))
    mapping = "".join(f"{place} {64 + place} {96 + place}\n" for place in range(1, 27))
    put(folder / "emnist-letters-mapping.txt", mapping.encode())
    found = open_data(folder)
    assert found.class_names[:2] == ("A/a", "B/b")
    assert found.class_names[25] == "Z/z"
    assert set(found.test.labels) == {25}
    assert found.dataset().class_names == found.class_names


def test_two_digits_are_two_classes(tmp_path: Path) -> None:
    labels = np.where(Y % 2, 7, 3).astype(np.uint8)
    found = open_data(four(tmp_path, (X, labels, X_TEST, labels[:20])))
    assert found.class_names == ("3", "7")
    assert set(found.train.labels) == {0, 1}
    assert found.dataset().class_names == ("3", "7")


def test_texts_are_classes_too(tmp_path: Path) -> None:
    found = open_data(table(tmp_path / "own.csv", X, ["yes", "no"] * 20))
    assert found.class_names == ("no", "yes")
    assert found.train.labels[:4].tolist() == [1, 0, 1, 0]


def test_a_data_set_without_test_images_says_so(tmp_path: Path) -> None:
    table(tmp_path / "train.csv", X, Y)
    table(tmp_path / "test.csv", X_TEST)
    found = open_data(tmp_path)
    assert len(found.test) == 0
    assert "none to test with" in found.taken
    assert found.notes == ("test.csv has 20 images without labels, which were left out.",)


def test_images_to_validate_with_test_where_there_are_no_others(tmp_path: Path) -> None:
    arrays = {"train_images": X, "train_labels": Y, "val_images": X_TEST, "val_labels": Y_TEST}
    np.savez(tmp_path / "a.npz", **arrays)
    opens_alike(open_data(tmp_path))
    np.savez(tmp_path / "a.npz", **arrays, test_images=X_TEST[:10], test_labels=Y_TEST[:10])
    found = open_data(tmp_path / "a.npz")
    assert len(found.test) == 10
    assert "left out: 20 images to validate with" in found.notes[0]


def test_one_file_of_several_sets_in_a_folder_is_opened_with_its_companions(tmp_path: Path) -> None:
    four(tmp_path, names=tuple(f"emnist-digits-{name}" for name in NAMES))
    four(tmp_path, (X_TEST, Y_TEST, X, Y), names=tuple(f"emnist-mnist-{name}" for name in NAMES))
    opens_alike(open_data(tmp_path / f"emnist-digits-{NAMES[0]}"))
    with pytest.raises(DataError, match="holds 2 data sets: emnist-digits-"):
        open_data(tmp_path)


# What is refused


_ZIP_OF_TORCH = io.BytesIO()
with zipfile.ZipFile(_ZIP_OF_TORCH, "w") as _archive:
    _archive.writestr("state_dict/data.pkl", b"x")

REFUSED = {
    "page": (b"<!DOCTYPE html><html><title>404</title></html>", "is a web page, not data: the download failed"),
    "answer": (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "a server that refused"),
    "x.pkl": (pickle.dumps([1, 2]), "a pickle of Python's, which could run anything"),
    "old.pkl": (pickle.dumps([1, 2], 0), "a pickle of Python's"),
    "x.pt": (_ZIP_OF_TORCH.getvalue(), "a PyTorch file"),
    "x.h5": (b"\x89HDF\r\n\x1a\n" + bytes(64), "an HDF5 file"),
    "x.mat": (b"MATLAB 5.0 MAT-file, Platform: GLNXA64" + bytes(90), "a MATLAB file"),
    "x.parquet": (b"PAR1" + bytes(90), "Parquet"),
    "x.pdf": (b"%PDF-1.7\n", "a PDF document"),
    "x.png": (b"%!PS-Adobe-3.0\n showpage\n", "PostScript"),
    "x.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(20), "7-Zip"),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
    "nothing": (b"", "nothing is empty"),
    "x.json": (b'{"a": 1}', "JSON"),
    "x.txt": (b"Hello, you.\n", "a text, and no table"),
    "x.exe": (b"MZ" + bytes(64), "a program, not data"),
    "noise": (bytes([200, 0, 7, 3]) * 20, "in no format that Inkling opens"),
    "few.csv": (b"a,b,c\n1,2,3\n", "a text, and no table"),
    "odd.csv": (b",".join([b"1"] * 700) + b"\n", "700 columns, which is no square of pixels"),
    "ragged.csv": ((b",".join([b"1"] * 785) + b"\n") * 3 + b"1,2\n", "2 columns in row 4, where 785"),
    "texts.csv": (
        (b",".join([b"1"] * 785) + b"\n") * 3 + b"1," * 700 + b"x" + b",1" * 84 + b"\n",
        r"a text \('x'\) .*in row 4",
    ),
    "cut": (idx_bytes(X)[:-5], "cut is cut short"),
    "long": (idx_bytes(X) + b"1", "long goes on after"),
    "lying": (struct.pack(">HBB3I", 0, 8, 3, 2**31, 28, 28), "more than Inkling reads"),
    "cut.gz": (gzip.compress(idx_bytes(X))[:-50], "is damaged"),
    "no labels": (idx_bytes(X), "40 images, but nothing says what they show"),
    "no images": (idx_bytes(Y), "is there, but not the images"),
    "half.zip": (b"PK\x03\x04" + bytes(60), "cut short|is damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_data_set_is_named_for_what_it_is(name: str, tmp_path: Path) -> None:
    content, said = REFUSED[name]
    with pytest.raises(DataError, match=said) as caught:
        open_data(put(tmp_path / name, content))
    assert caught.value.remedy
    assert caught.value.what.endswith(".")


def test_the_web_page_in_the_place_of_images_is_named_and_not_the_labels_that_lack_them(tmp_path: Path) -> None:
    put(four(tmp_path) / NAMES[0], REFUSED["page"][0])
    with pytest.raises(DataError, match=r"^train-images-idx3-ubyte is a web page"):
        open_data(tmp_path)


def test_objects_in_an_archive_of_arrays_are_refused_and_never_unpickled(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x_train=X, y_train=np.array([_Bomb()], object))
    with pytest.raises(DataError, match=r"y_train holds Python objects \(a pickle\)"):
        open_data(tmp_path / "a.npz")
    assert not _Bomb.went_off


class _Bomb:
    went_off = False

    def __reduce__(self) -> tuple[Any, ...]:
        return setattr, (_Bomb, "went_off", True)


def test_images_and_labels_of_different_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there are 40 images and 39 labels"):
        open_data(four(tmp_path, (X, Y[:39], X_TEST, Y_TEST)))


def test_there_has_to_be_something_to_tell_apart(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nothing to tell apart"):
        open_data(four(tmp_path / "one", (X, Y * 0, X_TEST, Y_TEST * 0)))
    with pytest.raises(DataError, match="The labels are fractions"):
        open_data(table(tmp_path / "fractions.csv", X, (Y / 7).tolist()))
    with pytest.raises(DataError, match=r"no file or folder .*nowhere"):
        open_data(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="empty holds no data set: it has no files"):
        open_data(tmp_path / "empty")


def test_an_archive_writes_nothing_outside_and_is_unpacked_no_further_than_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = _zip(tmp_path)
    before = sorted(path for path in tmp_path.parent.rglob("*") if path.is_file())
    opens_alike(open_data(archive))
    assert sorted(path for path in tmp_path.parent.rglob("*") if path.is_file()) == before
    monkeypatch.setattr(tree, "_MOST_UNPACKED", 5000)
    with pytest.raises(DataError, match="more than Inkling reads"):
        open_data(_tar("gz")(tmp_path / "in"))


def test_a_name_of_a_gigabyte_in_a_tar_takes_no_memory(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 30
    with pytest.raises(DataError, match="makes no sense"):
        open_data(put(tmp_path / "x.tar", info.tobuf(tarfile.GNU_FORMAT) + bytes(2048)))


def test_a_file_whose_name_nobody_can_see_is_told_of_all_the_same(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "own.zip", "w") as made:
        made.writestr("\u202e", b"")
    with pytest.raises(DataError, match="a file without a name"):
        open_data(tmp_path / "own.zip")
