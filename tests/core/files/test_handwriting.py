"""Handwriting on disk: nothing that was kept is ever lost, and whatever is wrong is said in plain sentences."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import disk
from core.data.ink.strokes import Ink, prepare
from core.disk import data_folder
from core.errors import FileError
from core.files.handwriting import Foreign, Handwriting, read_foreign
from core.files.samples import Sample

_START = datetime(2025, 1, 31, 12, tzinfo=UTC)


def sample(number: int = 0, label: int = 3, writer: str = "") -> Sample:
    """Return a digit of two strokes and a dot, different for each number."""
    line = np.linspace((0.2, 0.1), (0.5 + number / 1000, 0.9), 7)
    ink = Ink((line, np.array([[0.3, 0.4], [0.61234567, 0.5]]), np.array([[0.7, 0.7]])))
    return Sample(label, ink, _START + timedelta(seconds=number), writer)


def lines(samples) -> list[str]:
    return [each.line for each in samples]


@pytest.fixture
def store(tmp_path: Path) -> Handwriting:
    return Handwriting(tmp_path / "mine" / "handwriting.jsonl")


def test_it_is_kept_where_the_person_s_data_is_and_looking_makes_nothing() -> None:
    store = Handwriting()
    assert store.path.parent == data_folder()
    assert store.load().samples == ()
    assert not store.path.parent.exists()


def test_what_is_added_is_there_at_the_next_start(store: Handwriting) -> None:
    store.add([sample(1, writer="Ada")])
    store.add([sample(2, label=0), sample(3, label=9)])
    found = Handwriting(store.path).load()
    assert lines(found.samples) == lines([sample(1, writer="Ada"), sample(2, label=0), sample(3, label=9)])
    assert found.trouble == ""
    first = found.samples[0]
    assert (first.label, first.writer, first.written) == (3, "Ada", _START + timedelta(seconds=1))
    assert np.array_equal(prepare(first.ink), prepare(sample(1).ink))


def test_samples_are_ordered_by_when_they_were_written(store: Handwriting) -> None:
    store.add([sample(5), sample(1), sample(3)])
    assert lines(store.load().samples) == lines([sample(1), sample(3), sample(5)])


def test_a_line_is_readable_by_others(store: Handwriting) -> None:
    store.add([sample(writer="Ada")])
    (text,) = store.path.read_text(encoding="utf-8").splitlines()
    values = json.loads(text)
    assert values["inkling_handwriting"] == 1
    assert (values["label"], values["writer"]) == (3, "Ada")
    assert values["strokes"][1] == [[0.3, 0.4], [0.6123, 0.5]]
    assert datetime.fromisoformat(values["written"]) == _START


points = st.tuples(st.floats(-2, 3), st.floats(-2, 3))


@given(
    strokes=st.lists(st.lists(points, min_size=1, max_size=5), min_size=1, max_size=4),
    label=st.integers(0, 9),
    writer=st.text(max_size=120),
    written=st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.timezones()),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sample_survives_the_round_trip(tmp_path, strokes, label, writer, written) -> None:
    store = Handwriting(tmp_path / "any.jsonl")
    store.path.unlink(missing_ok=True)
    kept = Sample(label, Ink(tuple(np.array(stroke) for stroke in strokes)), written, writer)
    store.add([kept])
    found = store.load()
    assert lines(found.samples) == [kept.line]
    assert found.trouble == ""


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_rubbish_beside_a_sound_line_leaves_that_line(tmp_path, rubbish) -> None:
    store = Handwriting(tmp_path / "rubbish.jsonl")
    store.path.write_bytes(rubbish + b"\n" + sample().line.encode() + b"\n" + rubbish)
    assert lines(store.load().samples) == [sample().line]
    for copy in tmp_path.glob("rubbish-damaged*"):
        copy.unlink()


@pytest.mark.parametrize(
    "damaged",
    [
        b"{",
        b"\x00\x00\x00",
        b"\xff\xfe",
        b"null",
        b"[" * 100_000,
        b'{"inkling_handwriting": 1}',
        b'{"inkling_handwriting": "1"}',
        sample().line.replace('"label":3', '"label":10').encode(),
        sample().line.replace('"label":3', '"label":true').encode(),
        sample().line.replace("2025-01-31", "2025-13-31").encode(),
        b'{"inkling_handwriting":1,"label":3,"written":"2025-01-31T12:00:00Z","strokes":[]}',
        b'{"inkling_handwriting":1,"label":3,"written":"2025-01-31T12:00:00Z","strokes":[[[NaN,NaN]]]}',
        b'{"inkling_handwriting":1,"label":3,"written":"2025-01-31T12:00:00Z","strokes":[[[1,2],[3]]]}',
        b'{"inkling_handwriting":1,"label":3,"written":"2025-01-31T12:00:00Z","strokes":{"a":1}}',
        b'{"inkling_handwriting":1,"label":3,"written":1,"strokes":[[[1,2]]]}',
        b'{"inkling_handwriting":1,"label":3,"written":"2025-01-31T12:00:00Z","strokes":[[[1' + b"0" * 400 + b",2]]]}",
    ],
)
def test_a_damaged_line_is_set_aside_and_every_other_is_kept(store: Handwriting, damaged: bytes) -> None:
    store.add([sample(1), sample(2)])
    first, second = store.path.read_bytes().splitlines()
    whole = b"\n".join((first, damaged, second)) + b"\n"
    store.path.write_bytes(whole)
    found = store.load()
    assert lines(found.samples) == lines([sample(1), sample(2)])
    (copy,) = store.path.parent.glob("*-damaged-*")
    assert copy.read_bytes() == whole
    assert found.trouble == (
        "One line of handwriting.jsonl could not be read; every other digit is here. "
        f"The file as it was is kept as {copy}."
    )
    assert store.load().trouble == ""  # it is told once


def test_a_line_cut_short_by_a_pulled_plug_costs_only_itself(store: Handwriting) -> None:
    store.add([sample(1), sample(2)])
    store.path.write_bytes(store.path.read_bytes()[:-20])
    store.add([sample(3)])  # without looking first
    assert lines(store.load().samples) == lines([sample(1), sample(3)])


def test_a_line_that_lost_only_its_end_of_line_is_whole(store: Handwriting) -> None:
    store.add([sample(1)])
    store.path.write_bytes(store.path.read_bytes().rstrip(b"\n"))
    store.add([sample(2)])
    found = store.load()
    assert lines(found.samples) == lines([sample(1), sample(2)])
    assert found.trouble == ""


@pytest.mark.parametrize("change", [lambda text: text.replace(b"\n", b"\r\n"), lambda text: b"\xef\xbb\xbf" + text])
def test_what_an_editor_does_to_a_file_is_no_damage(store: Handwriting, change) -> None:
    store.add([sample(1), sample(2)])
    store.path.write_bytes(change(store.path.read_bytes()))
    found = store.load()
    assert lines(found.samples) == lines([sample(1), sample(2)])
    assert found.trouble == ""


def test_what_a_newer_version_wrote_stays_in_the_file(store: Handwriting) -> None:
    newer = b'{"inkling_handwriting":4,"strokes":"otherwise"}'
    store.add([sample(1), sample(2)])
    store.path.write_bytes(newer + b"\n" + store.path.read_bytes() + b"rubbish")
    found = store.load()
    assert lines(found.samples) == lines([sample(1), sample(2)])
    assert "One digit in handwriting.jsonl" in found.trouble
    assert "newer Inkling" in found.trouble
    store.remove([sample(1)])
    assert store.path.read_bytes().splitlines() == [newer, sample(2).line.encode()]


def test_a_damaged_file_that_cannot_be_mended_is_read_all_the_same(store: Handwriting, monkeypatch) -> None:
    store.add([sample(1)])
    whole = store.path.read_bytes() + b"rubbish\n"
    store.path.write_bytes(whole)

    def refuse(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.disk.os.replace", refuse)
    found = store.load()
    assert lines(found.samples) == [sample(1).line]
    assert found.trouble.endswith("The file is left as it was.")
    assert store.path.read_bytes() == whole


def test_deleted_samples_can_be_put_back(store: Handwriting) -> None:
    store.add([sample(1), sample(2), sample(3)])
    store.remove([sample(2)])
    assert lines(store.load().samples) == lines([sample(1), sample(3)])
    store.add([sample(2)])
    assert lines(store.load().samples) == lines([sample(1), sample(2), sample(3)])


def test_deleting_spares_what_another_window_added(store: Handwriting) -> None:
    store.add([sample(1)])
    Handwriting(store.path).add([sample(2)])
    store.remove([sample(1)])
    assert lines(store.load().samples) == [sample(2).line]


def test_a_write_that_fails_half_way_leaves_the_file_as_it_was(store: Handwriting, monkeypatch) -> None:
    store.add([sample(1)])
    before = store.path.read_bytes()
    write = os.write

    def fill_the_disk(handle: int, text: bytes) -> int:
        if len(text) < 100:
            raise OSError(28, "No space left on device")
        return write(handle, text[:-50])

    monkeypatch.setattr("core.files.handwriting.os.write", fill_the_disk)
    with pytest.raises(FileError, match="could not be kept .* No space left on device") as caught:
        store.add([sample(2)])
    assert "disk is not full" in caught.value.remedy
    assert store.path.read_bytes() == before


def test_a_place_that_may_not_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Handwriting(tmp_path / "file" / "handwriting.jsonl")
    with pytest.raises(FileError, match="could not be kept"):
        store.add([sample()])


def test_a_file_that_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        Handwriting(tmp_path).load()


def test_exported_samples_can_be_merged_elsewhere_once(store: Handwriting, tmp_path: Path) -> None:
    store.add([sample(1), sample(2), sample(3)])
    store.export(tmp_path / "out.jsonl", store.load().samples)
    other = Handwriting(tmp_path / "other.jsonl")
    other.add([sample(2)])
    merged = other.merge(read_foreign(tmp_path / "out.jsonl"))
    assert (lines(merged.added), merged.known, merged.unread) == (lines([sample(1), sample(3)]), 1, 0)
    assert lines(other.load().samples) == lines([sample(1), sample(2), sample(3)])
    again = other.merge(read_foreign(tmp_path / "out.jsonl"))
    assert (again.added, again.known) == ((), 3)
    assert len(other.path.read_bytes().splitlines()) == 3


def test_files_that_were_joined_by_hand_hold_each_sample_once(store: Handwriting, tmp_path: Path) -> None:
    joined = "\n".join([sample(1).line, sample(1).line, "rubbish", sample(2).line])
    (tmp_path / "joined.jsonl").write_text(joined)
    merged = store.merge(read_foreign(tmp_path / "joined.jsonl"))
    assert (len(merged.added), merged.unread) == (2, 1)
    assert (tmp_path / "joined.jsonl").read_text() == joined  # someone else's file is not mended


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no handwriting"),
        (b"\x89PNG\r\n\x1a\n", "holds no handwriting"),
        (b'{"event": "start"}\n', "holds no handwriting"),
        (b'{"inkling_handwriting": 4}\n', "written by a newer Inkling"),
    ],
)
def test_an_import_of_something_else_is_told(store: Handwriting, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "else.bin").write_bytes(content)
    with pytest.raises(FileError, match=f"else.bin .*{said}"):
        store.merge(read_foreign(tmp_path / "else.bin"))
    assert not store.path.exists()


def test_an_import_of_nothing_or_of_far_too_much_is_told(store: Handwriting, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        store.merge(read_foreign(tmp_path / "nowhere.jsonl"))
    with (tmp_path / "huge.jsonl").open("wb") as file:
        file.truncate(300_000_000)  # a hole: no disk space is needed
    with pytest.raises(FileError, match="too large"):
        store.merge(read_foreign(tmp_path / "huge.jsonl"))


def test_the_store_is_not_exported_onto_itself(store: Handwriting) -> None:
    store.add([sample(1), sample(2)])
    with pytest.raises(FileError, match="is where Inkling keeps"):
        store.export(store.path, [sample(1)])
    assert len(store.load().samples) == 2


def test_no_more_is_written_than_can_be_read(
    store: Handwriting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add([sample(1), sample(2)])
    before, size = store.path.read_bytes(), len(sample(3).line) + 1
    monkeypatch.setattr("core.files.handwriting._LARGEST", len(before) + size // 2)
    with pytest.raises(FileError, match="is too large"):
        store.add([sample(3)])
    assert store.path.read_bytes() == before
    assert len(store.load().samples) == 2
    with pytest.raises(FileError, match=r"out\.jsonl is too large"):
        store.export(tmp_path / "out.jsonl", [sample(1), sample(2), sample(3)])
    assert not (tmp_path / "out.jsonl").exists()
    monkeypatch.setattr("core.files.handwriting._LARGEST", len(before) - 1)
    with pytest.raises(FileError, match="is too large"):
        store.load()


@pytest.mark.skipif(os.name == "nt", reason="links work differently on Windows")
def test_an_export_to_a_link_to_itself_is_refused(store: Handwriting, tmp_path: Path) -> None:
    link = tmp_path / "loop.jsonl"
    link.symlink_to(link)
    with pytest.raises(FileError, match=r"loop\.jsonl could not be written: its symbolic link leads nowhere\."):
        store.export(link, [sample(1)])


def test_a_fifth_is_held_back_and_always_the_same(store: Handwriting) -> None:
    samples = [sample(number) for number in range(500)]
    held = {each.line for each in samples if each.is_held_back}
    assert 60 < len(held) < 140
    store.add(samples)
    assert {each.line for each in store.load().samples if each.is_held_back} == held


# Several windows

CHANGE = """
import sys
from pathlib import Path
from core.files.handwriting import Handwriting, read_foreign
store, more = Handwriting(Path(sys.argv[1])), read_foreign(Path(sys.argv[2])).samples
print("ready", flush=True)
sys.stdin.readline()
for sample in more:
    store.{change}([sample])
"""


def _windows(store: Handwriting, tmp_path: Path, **changes: list[Sample]) -> None:
    """Let a process each make changes of one sample at a time, all beginning together; return when all are done."""
    processes = []
    for change, samples in changes.items():
        given = tmp_path / f"to-{change}.jsonl"
        Handwriting(given).add(samples)
        command = [sys.executable, "-c", CHANGE.replace("{change}", change), str(store.path), str(given)]
        processes.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
        assert process.returncode == 0


def test_what_one_window_adds_while_another_one_deletes_is_not_lost(store: Handwriting, tmp_path: Path) -> None:
    stay, gone = [sample(number) for number in range(50)], [sample(number) for number in range(100, 150)]
    store.add([*stay, *gone])
    more = [sample(number) for number in range(200, 350)]
    _windows(store, tmp_path, add=more, remove=gone)
    found = store.load()
    assert found.trouble == ""
    assert lines(found.samples) == lines([*stay, *more])


def test_a_line_that_another_window_is_in_the_middle_of_is_not_set_aside(store: Handwriting, monkeypatch) -> None:
    store.add([sample(1)])
    whole = store.path.read_bytes()
    store.path.write_bytes(whole + sample(2).line.encode()[:-20])
    locked = disk.locked

    def finished_first(path: Path):
        store.path.write_bytes(whole + sample(2).line.encode() + b"\n")
        return locked(path)

    monkeypatch.setattr(disk, "locked", finished_first)
    found = store.load()
    assert (lines(found.samples), found.trouble) == (lines([sample(1), sample(2)]), "")


@pytest.mark.parametrize("change", ["add", "remove", "exchange", "merge"])
def test_a_window_that_hangs_in_the_middle_of_a_change_is_told(store: Handwriting, monkeypatch, change: str) -> None:
    store.add([sample(1)])
    monkeypatch.setattr(disk, "_LOCK_PATIENCE", 0.0)
    attempts = {
        "add": lambda: store.add([sample(2)]),
        "remove": lambda: store.remove([sample(1)]),
        "exchange": lambda: store.exchange([sample(1)], [sample(2)]),
        "merge": lambda: store.merge(Foreign((sample(2),), 0)),
    }
    with disk.locked(store.path), pytest.raises(FileError, match=r"handwriting\.jsonl is being changed"):
        attempts[change]()
    assert lines(store.load().samples) == [sample(1).line]


def test_exchanged_samples_are_there_in_place_of_the_others(store: Handwriting) -> None:
    store.add([sample(1), sample(2)])
    store.exchange([sample(1)], [sample(1, label=7)])
    assert lines(store.load().samples) == lines([sample(1, label=7), sample(2)])


def test_an_exchange_that_fails_leaves_the_file_as_it_was(store: Handwriting, monkeypatch) -> None:
    store.add([sample(1), sample(2)])
    before = store.path.read_bytes()

    def refuse(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.disk.os.replace", refuse)
    with pytest.raises(FileError, match="No space left"):
        store.exchange([sample(1)], [sample(1, label=7)])
    assert store.path.read_bytes() == before
