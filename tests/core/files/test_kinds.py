"""A file is opened as what is in it, and one that cannot be read as what its name says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.files import runs, weights
from core.files.kinds import FileKind, kind_of
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
        ("photo.png", FileKind.NETWORK),
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
    assert kind_of(tmp_path / "page.txt") is FileKind.NETWORK
