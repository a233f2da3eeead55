"""What is wrong with a data set is noticed before it is trained on, put right by a repair, and taken back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.arrays import Array, Bytes
from core.data import catalog, own, repairs
from core.data.dataset import DIGITS, Split
from core.data.look import Finding, look
from core.data.opened import Opened
from core.data.repairs import REPAIRS, TURNS
from core.data.writer.synthetic import make_images
from core.errors import DataError
from core.files import pretrained
from tests.core.data.test_opening import X_TEST, Y_TEST, X, Y, four


def reader(images: Bytes) -> Array:
    run = pretrained.load()
    assert run.latest is not None
    return run.latest.network.outputs(images)


@pytest.fixture(scope="module")
def digits() -> Opened:
    """Return digits of the built-in writer, which the network that comes with Inkling reads."""
    images, labels = make_images(500, np.random.default_rng(3))
    return Opened(
        path=Path("digits"),
        name="digits",
        train=Split(images[:400], labels[:400]),
        test=Split(images[400:], labels[400:]),
        class_names=DIGITS,
        found="",
        taken="",
    )


def changed(digits: Opened, change: object) -> Opened:
    parts = [Split(np.ascontiguousarray(change(part.images)), part.labels) for part in (digits.train, digits.test)]  # type: ignore[operator]
    return replace(digits, train=parts[0], test=parts[1])


def the_one(found: tuple[Finding, ...], kind: str) -> Finding:
    assert [each.kind for each in found] == [kind]
    return found[0]


def is_the_same(one: Opened, other: Opened) -> bool:
    parts = ((one.train, other.train), (one.test, other.test))
    return all(np.array_equal(a.images, b.images) and np.array_equal(a.labels, b.labels) for a, b in parts)


def test_nothing_is_said_where_all_is_well(digits: Opened) -> None:
    assert look(digits, reader) == ()


@pytest.mark.parametrize(
    ("kind", "name", "change"),
    [
        ("orientation", "turn", TURNS["turn"]),
        ("orientation", "quarter-right", TURNS["quarter-left"]),
        ("orientation", "quarter-left", TURNS["quarter-right"]),
        ("polarity", "invert", lambda images: 255 - images),
    ],
)
def test_images_that_lie_or_are_inverted_are_noticed_and_put_right_and_back(
    digits: Opened, kind: str, name: str, change: object
) -> None:
    wrong = changed(digits, change)
    before = wrong.train.images.copy()
    found = the_one(look(wrong, reader), kind)
    assert found.repair is REPAIRS[name]
    assert len(found.examples) == 5
    treated = repairs.of(wrong, [name])
    assert is_the_same(treated.current, digits)
    assert treated.current.notes == (REPAIRS[name].done,)
    assert look(treated.current, reader, treated.repairs) == ()
    assert repairs.of(treated.original, ()).current.train.images is wrong.train.images
    assert np.array_equal(wrong.train.images, before)


def test_several_things_at_once_are_all_found_and_done_in_their_order(digits: Opened) -> None:
    wrong = changed(digits, lambda images: (TURNS["turn"](255 - images) > 127) * np.uint8(1))
    names = [each.repair.name for each in look(wrong, reader) if each.repair]
    assert names == ["stretch", "invert", "turn"]
    right = repairs.of(wrong, reversed(names)).current
    assert set(np.unique(right.train.images)) == {0, 255}
    assert look(right, reader) == ()


def test_the_scale_and_the_paper_of_each_part_are_its_own(digits: Opened) -> None:
    wrong = replace(digits, test=Split((255 - digits.test.images) // 4, digits.test.labels))
    found = look(wrong, reader)
    assert [each.sentence.split(" reach")[0].split(" are ")[0] for each in found] == ["The images to test with"] * 2
    right = repairs.of(wrong, ["stretch", "invert"]).current
    assert right.train.images.tobytes() == digits.train.images.tobytes()
    assert np.abs(right.test.images.astype(int) - digits.test.images).max() < 8


@pytest.mark.parametrize(("shift", "name"), [(1, "count-from-0"), (0, "ten-is-0")])
def test_of_labels_from_1_to_10_the_reading_that_fits_is_offered(digits: Opened, shift: int, name: str) -> None:
    numbers = [label + 1 if shift else label or 10 for label in range(10)]
    names = tuple(str(number) for number in range(1, 11))
    places = np.array([number - 1 for number in numbers], np.uint8)
    parts = [Split(part.images, places[part.labels]) for part in (digits.train, digits.test)]
    wrong = replace(digits, train=parts[0], test=parts[1], class_names=names)
    assert the_one(look(wrong, reader), "labels").repair is REPAIRS[name]
    right = repairs.of(wrong, [name]).current
    assert is_the_same(right, digits)
    assert right.class_names == DIGITS
    assert wrong.dataset().class_names == names  # left as they are, they can be trained on
    with pytest.raises(DataError, match="not the numbers 1 to 10"):
        repairs.of(digits, [name])


def test_labels_that_fit_no_image_are_told_and_nothing_is_offered(digits: Opened) -> None:
    wrong = replace(digits, train=Split(digits.train.images, (digits.train.labels + 3) % 10))
    found = the_one(look(wrong, reader), "labels")
    assert found.repair is None
    assert "Look at ten images" in found.sentence


def test_without_test_images_some_of_each_class_are_offered(digits: Opened) -> None:
    alone = replace(digits, test=Split.empty())
    assert the_one(look(alone, reader), "test").repair is REPAIRS["hold-out"]
    held = repairs.of(alone, ["hold-out"]).current
    assert len(held.train) + len(held.test) == 400
    assert np.bincount(held.test.labels, minlength=10).min() >= 5
    assert not repairs.is_known(held).any()


def test_images_that_are_in_both_parts_are_found_to_the_last_pixel(digits: Opened) -> None:
    images = np.concatenate([digits.test.images, digits.train.images[5:8]])
    images[-1, 14, 14] ^= 1
    wrong = replace(digits, test=Split(images, np.concatenate([digits.test.labels, digits.train.labels[5:8]])))
    found = the_one(look(wrong, reader), "duplicates")
    assert "2 of 103 images" in found.sentence
    assert repairs.is_known(wrong).tolist() == [False] * 100 + [True] * 2 + [False]
    assert len(repairs.of(wrong, ["no-duplicates"]).current.test) == 101
    assert the_one(look(replace(digits, test=digits.train), reader), "duplicates").repair is None


def test_a_class_that_is_nearly_empty_is_told(digits: Opened) -> None:
    kept = (digits.train.labels != 4) | (np.cumsum(digits.train.labels == 4) == 1)
    found = the_one(look(replace(digits, train=digits.train.only(kept)), reader), "classes")
    assert "4 has 1" in found.sentence


def test_letters_of_emnist_can_be_turned_though_no_network_reads_them(digits: Opened) -> None:
    letters = replace(digits, class_names=tuple("ABCDEFGHIJ"), name="emnist-letters")
    assert the_one(look(letters, reader), "orientation").repair is REPAIRS["turn"]
    assert look(letters, reader, ["turn"]) == ()
    assert look(replace(letters, name="letters"), reader) == ()


def test_an_unknown_repair_lists_the_known_ones(digits: Opened) -> None:
    with pytest.raises(DataError, match=r"'mend'.*stretch, invert, turn"):
        repairs.of(digits, ["mend"])


# What is remembered


def test_what_was_done_is_done_again_and_can_be_looked_up(tmp_path: Path) -> None:
    folder = four(tmp_path / "mine", (255 - X, Y, 255 - X_TEST, Y_TEST))
    assert catalog.load(folder).train.images.max() == 255
    assert own.find(folder) is not None
    treated = catalog.open_own(folder, repair=lambda opened, last: ("invert", *last))
    assert np.array_equal(catalog.load(str(folder)).train.images, X)
    (known,) = own.remembered()
    assert (known.path, known.repairs) == (str(folder.resolve()), ("invert",))
    assert known.changes == (REPAIRS["invert"].done,)
    assert own.with_fingerprint(treated.current.dataset().fingerprint) == known
    assert own.with_fingerprint("") is None
    four(folder, (X, Y, X_TEST, Y_TEST))  # others lie there now: "invert" leaves what is right already
    assert np.array_equal(catalog.load(folder).train.images, X)


@pytest.mark.parametrize("content", [b"", b"[", b"[" * 9999, b'{"datasets": [1, {"path": 1}, {"path": "x"}]}', b"\xff"])
def test_a_damaged_list_is_as_if_there_were_none_and_is_replaced(content: bytes, tmp_path: Path) -> None:
    own._path().parent.mkdir(parents=True)
    own._path().write_bytes(content)
    assert own.remembered() == ()
    catalog.load(four(tmp_path / "mine"))
    assert [each.name for each in own.remembered()] == ["mine"]
