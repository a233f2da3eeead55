"""A file is opened as what is in it, and one that cannot be read as what its name says."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.files import runs, weights
from core.files.kinds import FileKind, kind_of, loose_pictures, pictures_among
from core.training.run import Run
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def run(make_snapshot: MakeSnapshot) -> Run:
    return Run.of(make_snapshot(3), "A run")


def test_what_is_in_a_file_counts_and_not_its_name(tmp_path: Path, make_snapshot: MakeSnapshot, run: Run) -> None:
    weights.save(tmp_path / "odd.runs.npz", make_snapshot(3))
    assert kind_of(tmp_path / "odd.runs.npz") is FileKind.NETWORK
    runs.save(tmp_path / "odd.npz", (run,))
    assert kind_of(tmp_path / "odd.npz") is FileKind.RUNS


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("all.runs.npz", FileKind.RUNS),
        ("ALL.RUNS.NPZ", FileKind.RUNS),
        ("mine.jsonl", FileKind.HANDWRITING),
        ("net.npz", FileKind.NETWORK),
        ("lesson.md", FileKind.LESSON),
        ("photo.png", FileKind.DATA),
    ],
)
def test_a_file_that_cannot_be_read_is_what_its_name_says(tmp_path: Path, name: str, kind: FileKind) -> None:
    assert kind_of(tmp_path / name) is kind, "it is missing"
    (tmp_path / name).write_bytes(b"PK\x03\x04 cut short")
    assert kind_of(tmp_path / name) is kind


@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf\n"])
def test_a_lesson_is_known_by_how_it_begins(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "lesson.txt").write_bytes(head + b"+++\ninkling_lesson = 1\n+++\n")
    assert kind_of(tmp_path / "lesson.txt") is FileKind.LESSON
    (tmp_path / "page.txt").write_bytes(b"+++\ntitle = 1\n+++\n")
    assert kind_of(tmp_path / "page.txt") is FileKind.DATA


def test_handwriting_is_known_by_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "digits.txt").write_text('{"inkling_handwriting":1,"label":3}\n')
    assert kind_of(tmp_path / "digits.txt") is FileKind.HANDWRITING


def test_a_picture_is_known_whatever_it_is_called(tmp_path: Path) -> None:
    Image.new("L", (9, 9)).save(tmp_path / "seven.dat", format="PNG")
    assert kind_of(tmp_path / "seven.dat") is FileKind.PICTURE


@pytest.mark.parametrize(
    ("arrays", "kind"),
    [
        ({"a": np.zeros((784, 30)), "b": np.zeros(30), "c": np.zeros((30, 10)), "d": np.zeros(10)}, "STRANGE_NETWORK"),
        ({"x_train": np.zeros((100, 28, 28), np.uint8), "y_train": np.zeros(100, np.uint8)}, "DATA"),
        ({"x": np.zeros((100, 784)), "y": np.arange(100)}, "DATA"),
        ({"x": np.zeros((30, 784))}, "STRANGE_NETWORK"),
        ({"x": np.zeros((300, 784))}, "DATA"),
    ],
)
def test_arrays_are_a_network_where_their_shapes_lead_from_pixels_to_classes(tmp_path: Path, arrays, kind) -> None:
    np.savez(tmp_path / "it.npz", **arrays)
    assert kind_of(tmp_path / "it.npz") is FileKind[kind]


def test_what_is_packed_and_no_network_is_a_data_set(tmp_path: Path) -> None:
    assert kind_of(tmp_path) is FileKind.DATA
    with zipfile.ZipFile(tmp_path / "pictures.zip", "w") as archive:
        archive.writestr("0/a.png", b"")
    with zipfile.ZipFile(tmp_path / "state_dict.pt", "w") as archive:
        archive.writestr("archive/data.pkl", b"")
    assert kind_of(tmp_path / "pictures.zip") is FileKind.DATA
    assert kind_of(tmp_path / "state_dict.pt") is FileKind.STRANGE_NETWORK, "which is named, and refused"
    (tmp_path / "page.idx").write_text("<!doctype html>")
    assert kind_of(tmp_path / "page.idx") is FileKind.DATA


def draw_pictures(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        Image.new("L", (9, 9)).save(folder / name, format="PNG")


def test_a_folder_of_loose_pictures_is_pictures_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    draw_pictures(tmp_path / "scans", "page 10.png", "page 2.png", "Page 1.png")
    (tmp_path / "scans" / "notes.txt").write_text("from Monday")
    (tmp_path / "scans" / ".hidden").mkdir()
    for name in ("Thumbs.db", ".DS_Store", ".a", ".b"):
        (tmp_path / "scans" / name).write_bytes(b"no picture")
    assert kind_of(tmp_path / "scans") is FileKind.PICTURE
    assert [path.name for path in loose_pictures(tmp_path / "scans")] == ["Page 1.png", "page 2.png", "page 10.png"]


def test_a_folder_with_folders_or_mostly_other_files_is_a_data_set(tmp_path: Path) -> None:
    draw_pictures(tmp_path / "classes", "sample.png")
    draw_pictures(tmp_path / "classes" / "7", "a.png")
    draw_pictures(tmp_path / "tables", "sample.png")
    (tmp_path / "tables" / "train.csv").write_text("label,pixel0\n")
    for folder in (tmp_path / "classes", tmp_path / "tables", tmp_path / "nowhere"):
        assert kind_of(folder) is FileKind.DATA
        assert loose_pictures(folder) == ()


def test_among_several_files_one_picture_makes_all_of_them_pictures(tmp_path: Path) -> None:
    draw_pictures(tmp_path, "a.png")
    draw_pictures(tmp_path / "more", "2.png", "10.png")
    (tmp_path / "words.txt").write_text("no picture")
    paths = [tmp_path / "words.txt", tmp_path / "more", tmp_path / "a.png"]
    found = [path.relative_to(tmp_path).as_posix() for path in pictures_among(paths)]
    assert found == ["words.txt", "more/2.png", "more/10.png", "a.png"]
    assert pictures_among(paths[:1]) == []
