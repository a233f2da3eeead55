"""Sets of symbols on disk: classes that a person names, and what was drawn of each."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import disk
from core.data.ink.strokes import Ink, prepare
from core.errors import DataError, FileError, TrainingError
from core.files import symbols
from core.files.handwriting import Handwriting, read_foreign
from core.files.kinds import FileKind, kind_of
from core.files.samples import Head, Sample, parsed
from core.files.symbols import SymbolSet

_START = datetime(2025, 1, 31, 12, tzinfo=UTC)


def sample(number: int = 0, label: str = "heart", picture: bool = False) -> Sample:
    line = np.linspace((0.2, 0.1), (0.5 + number / 1000, 0.9), 7)
    ink = Ink(picture=np.full((28, 28), 9 + number, np.uint8)) if picture else Ink((line,))
    return Sample(label, ink, _START + timedelta(seconds=number))


def lines(samples) -> list[str]:
    return [each.line for each in samples]


@pytest.fixture
def store() -> SymbolSet:
    return symbols.begin(["heart", "star"])


def test_a_new_set_has_its_classes_before_anything_is_drawn(store: SymbolSet) -> None:
    assert store.path.parent == disk.data_folder() / "symbols"
    assert [each.title for each in symbols.sets()] == [store.title] == ["My symbols"]
    assert store.load().class_names == ("heart", "star")
    assert store.load().samples == ()


def test_what_is_drawn_is_there_at_the_next_start(store: SymbolSet) -> None:
    store.add([sample(1), sample(2, "star"), sample(3, picture=True)])
    found = SymbolSet(store.path).load()
    assert lines(found.samples) == lines([sample(1), sample(2, "star"), sample(3, picture=True)])
    assert found.trouble == ""
    assert found.samples[2].ink.picture is not None
    assert np.array_equal(prepare(found.samples[2].ink), np.full((28, 28), 12))


def test_every_line_is_readable_by_others_and_newer_than_what_held_digits_only(store: SymbolSet) -> None:
    store.add([sample(1)])
    head, line = (json.loads(text) for text in store.path.read_text(encoding="utf-8").splitlines())
    assert head == {"inkling_handwriting": 2, "set": "My symbols", "classes": ["heart", "star"]}
    assert (line["inkling_handwriting"], line["label"]) == (2, "heart")
    assert kind_of(store.path) is FileKind.HANDWRITING


def test_two_sets_of_one_title_have_a_file_each() -> None:
    titles = [symbols.begin(["a", "b"], "Let/ters: <all>").title for _ in range(2)]
    assert titles == ["Let ters all", "Let ters all 2"]


def test_a_long_title_has_room_for_its_number() -> None:
    titles = [symbols.begin(["a", "b"], "x" * 40).title for _ in range(2)]
    assert titles == ["x" * 40, f"{'x' * 38} 2"]


def test_a_file_with_a_name_from_elsewhere_is_a_set_all_the_same(store: SymbolSet) -> None:
    store.path.rename(store.path.with_name(f" {'x' * 60}.jsonl"))
    (found,) = symbols.sets()
    found.change_classes(lambda names: (*names, "moon"))
    assert symbols.find(found.title).load().class_names == ("heart", "star", "moon")


def test_a_class_is_renamed_added_and_taken_away_without_touching_the_others(store: SymbolSet) -> None:
    store.add([sample(1), sample(2, "star")])
    store.change_classes(
        lambda names: tuple("love" if name == "heart" else name for name in names), [sample(1)], [sample(1, "love")]
    )
    assert store.change_classes(lambda names: (*names, "moon")) == ("love", "star", "moon")
    store.change_classes(lambda names: tuple(name for name in names if name != "star"), [sample(2, "star")])
    found = store.load()
    assert found.class_names == ("love", "moon")
    assert lines(found.samples) == lines([sample(1, "love")])


def test_what_is_held_back_stays_so_whatever_its_class_is_called() -> None:
    assert [sample(number).is_held_back for number in range(50)] == [
        sample(number, "love").is_held_back for number in range(50)
    ]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["heart"], "there have to be two"),
        (["heart", "heart"], "Two symbols are called “heart”"),
        (["heart", " "], "has no name"),
        (["heart", "a\x1b[31mb"], "cannot be seen"),
        (["heart", "a\u202eb"], "cannot be seen"),
        (["heart", "x" * 41], "too long"),
        ([str(number) for number in range(101)], "101 symbols are too many"),
    ],
)
def test_a_name_that_cannot_be_is_told(names: list[str], said: str) -> None:
    with pytest.raises(DataError, match=said):
        symbols.begin(names)
    assert symbols.sets() == ()


@pytest.mark.parametrize("names", [("<3", ":-)"), ("<b>x</b>", "&"), ("é", "心"), ("👍🏽", "🙂")])
def test_any_signs_that_can_be_seen_are_a_name(names: tuple[str, str]) -> None:
    assert symbols.begin(names).load().class_names == names


def test_names_are_typed_with_commas_or_one_a_line() -> None:
    assert symbols.names_in(" heart, star;\n\n smi  ley \r\n") == ("heart", "star", "smi ley")
    assert symbols.names_in(" ,\n") == ()


def test_a_file_with_other_classes_adds_its_classes(store: SymbolSet, tmp_path: Path) -> None:
    store.add([sample(1)])
    other = SymbolSet(tmp_path / "others.jsonl")
    other.change_classes(lambda names: ("star", "moon"))
    other.add([sample(1), sample(2, "sun")])  # a class that its first line does not tell
    merged = store.merge(read_foreign(other.path))
    assert merged.new_classes == ("moon", "sun")
    assert (lines(merged.added), merged.known) == (lines([sample(2, "sun")]), 1)
    assert store.load().class_names == ("heart", "star", "moon", "sun")
    said = "One drawing was taken in from x; 1 was here already. New here: moon, sun."
    assert merged.told("x", "drawing") == said


def test_a_merge_that_makes_too_many_classes_changes_nothing(store: SymbolSet, tmp_path: Path) -> None:
    other = SymbolSet(tmp_path / "others.jsonl")
    other.change_classes(lambda names: tuple(str(number) for number in range(99)))
    before = store.path.read_bytes()
    with pytest.raises(DataError, match="too many"):
        store.merge(read_foreign(other.path))
    assert store.path.read_bytes() == before


def test_an_exported_set_comes_back_whole(store: SymbolSet, tmp_path: Path) -> None:
    store.add([sample(1), sample(2, picture=True)])
    store.export(tmp_path / "out.jsonl", store.load().samples)
    foreign = read_foreign(tmp_path / "out.jsonl")
    assert foreign.head == Head("My symbols", ("heart", "star"))
    assert foreign.unread == 0
    assert lines(foreign.samples) == lines(store.load().samples)


def test_digits_and_symbols_do_not_mix(store: SymbolSet, tmp_path: Path) -> None:
    digit = Sample(3, sample().ink, _START)
    (tmp_path / "both.jsonl").write_text(f"{digit.line}\n{sample(1).line}\n")
    digits = Handwriting(tmp_path / "digits.jsonl")
    assert lines(digits.merge(read_foreign(tmp_path / "both.jsonl")).added) == [digit.line]
    assert lines(store.merge(read_foreign(tmp_path / "both.jsonl")).added) == [sample(1).line]
    assert lines(digits.load().samples) == [digit.line]


@pytest.mark.parametrize(
    "line",
    [
        '{"inkling_handwriting":2,"set":"x","classes":["a","a"]}',
        '{"inkling_handwriting":2,"set":"x","classes":"ab\\u202e"}',
        '{"inkling_handwriting":2,"set":7,"classes":["a","b"]}',
        sample().line.replace('"heart"', "3"),
        sample().line.replace('"heart"', '" "'),
        sample(picture=True).line.replace("CQkJ", "CQkJ", 1).replace('"image":"', '"image":"AAAA'),
        sample(picture=True).line.replace('"image":"', '"image":"!'),
        Sample(3, sample().ink, _START).line.replace('"label":3', '"label":"heart"'),
    ],
)
def test_a_damaged_line_is_set_aside_and_the_classes_stay(store: SymbolSet, line: str) -> None:
    assert parsed(line.encode()).is_damaged
    store.add([sample(1)])
    with store.path.open("ab") as file:
        file.write(line.encode() + b"\n")
    found = store.load()
    assert lines(found.samples) == lines([sample(1)])
    assert found.class_names == ("heart", "star")
    assert "every other drawing is here" in found.trouble
    assert [each.title for each in symbols.sets()] == ["My symbols"]  # the copy is none


def test_a_picture_of_a_file_is_a_sample_and_what_is_none_is_told(tmp_path: Path) -> None:
    pixels = np.full((60, 60), 255, np.uint8)
    pixels[10:50, 20:30] = 0
    Image.fromarray(pixels).save(tmp_path / "bar.png")
    (tmp_path / "none.png").write_bytes(b"nothing")
    found, troubles = symbols.read_pictures("heart", [tmp_path / "bar.png", tmp_path / "none.png"])
    assert [each.label for each in found] == ["heart"]
    assert prepare(found[0].ink).max() > 200
    assert len(troubles) == 1
    assert "none.png" in str(troubles[0])


def test_a_set_that_was_taken_away_is_brought_back(store: SymbolSet) -> None:
    store.add([sample(1)])
    bring_back = symbols.take_away(store)
    assert symbols.sets() == ()
    bring_back()
    assert lines(store.load().samples) == lines([sample(1)])


def test_a_set_that_is_brought_back_takes_the_place_of_no_other(store: SymbolSet) -> None:
    store.add([sample(1)])
    bring_back = symbols.take_away(store)
    other = symbols.begin(["sun", "moon"])
    other.add([sample(2, "sun")])
    assert bring_back().title == "My symbols 2"
    assert lines(other.load().samples) == lines([sample(2, "sun")])
    assert lines(symbols.find("My symbols 2").load().samples) == lines([sample(1)])


def test_two_sets_of_one_title_that_were_taken_away_both_come_back(store: SymbolSet) -> None:
    store.add([sample(1)])
    bring_back = [symbols.take_away(store)]
    other = symbols.begin(["sun", "moon"])
    other.add([sample(2, "sun")])
    bring_back.append(symbols.take_away(other))
    assert [lines(each().load().samples) for each in bring_back] == [lines([sample(1)]), lines([sample(2, "sun")])]


def test_a_set_whose_file_is_gone_cannot_be_taken_away(store: SymbolSet) -> None:
    store.path.unlink()
    with pytest.raises(FileError, match="could not be moved"):
        symbols.take_away(store)


def test_a_set_is_a_data_set_of_its_own(store: SymbolSet) -> None:
    store.add([sample(number, label) for number in range(30) for label in ("heart", "star")])
    (entry,) = symbols.entries()
    dataset = symbols.load_dataset(entry.name)
    assert (dataset.name, dataset.title) == (entry.name, "My symbols")
    assert dataset.class_names == ("heart", "star")
    held = sum(each.is_held_back for each in store.load().samples)
    assert (len(dataset.train), len(dataset.test)) == (60 - held, held)


def test_a_class_without_a_drawing_is_told_by_its_name(store: SymbolSet) -> None:
    store.add([sample(number) for number in range(5)])
    with pytest.raises(TrainingError, match="no drawing of “star” to train on"):
        symbols.load_dataset(symbols.entries()[0].name)


def test_a_set_that_is_gone_is_told() -> None:
    with pytest.raises(DataError, match="no symbols called “gone”"):
        symbols.load_dataset("my/gone")
