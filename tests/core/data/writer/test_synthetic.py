from pathlib import Path

import numpy as np
import pytest

from core import disk
from core.data.writer import synthetic
from core.data.writer.hands import ON_PAPER, Hands
from core.data.writer.style import Style
from core.data.writer.templates import STYLES
from core.errors import Cancelled, FileError


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "TRAIN_COUNT", 200)
    monkeypatch.setattr(synthetic, "TEST_COUNT", 50)
    monkeypatch.setattr(synthetic, "_BLOCK", 40)


def _refuse(*_: object) -> None:
    raise AssertionError("the images were made again")


def test_digits_are_balanced_and_shuffled(generator: np.random.Generator) -> None:
    images, labels = synthetic.make_images(305, generator)
    assert images.shape == (305, 28, 28)
    assert images.dtype == labels.dtype == np.uint8
    assert np.array_equal(np.bincount(labels), [31] * 5 + [30] * 5)
    assert len(np.unique(labels[:30])) > 5
    assert np.any(np.diff(labels[:30].astype(int)) < 0)


def test_same_seed_makes_the_same_images() -> None:
    first, second = (synthetic.make_images(60, np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])
    other = synthetic.make_images(60, np.random.default_rng(8))
    assert not np.array_equal(first[0], other[0])


@pytest.mark.parametrize("count", [0, 1])
def test_few_images_can_be_made(count: int, generator: np.random.Generator) -> None:
    images, labels = synthetic.make_images(count, generator)
    assert images.shape == (count, 28, 28)
    assert labels.shape == (count,)


def test_only_the_styles_asked_for_are_drawn(generator: np.random.Generator, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Style] = []

    def draw(style: Style, count: int, generator: np.random.Generator, hands: Hands) -> np.ndarray:
        drawn.append(style)
        return np.full((count, 28, 28), 10 * style.digit, np.uint8)

    monkeypatch.setattr(synthetic.writing, "draw", draw)
    asked = [style for style in STYLES if style.digit in (1, 7) and style.name != "plain"]
    images, labels = synthetic.make_images(401, generator, styles=asked)
    assert {style.name for style in drawn} == {style.name for style in asked}
    assert np.array_equal(images[:, 0, 0], 10 * labels)
    assert np.array_equal(np.bincount(labels)[[1, 7]], [201, 200])


def test_without_a_style_nothing_can_be_drawn(generator: np.random.Generator) -> None:
    with pytest.raises(ValueError, match="at least one style"):
        synthetic.make_images(10, generator, styles=())


@pytest.mark.parametrize(("evenness", "rare"), [(0.0, 0.09), (1.0, 0.5)])
def test_evenness_makes_rare_styles_frequent(evenness: float, rare: float, generator: np.random.Generator) -> None:
    points = (("0,0 9,9",),)
    styles = [Style(4, "usual", 10, points), Style(4, "rare", 1, points)]
    labels = np.full(4000, 4, np.uint8)
    chosen = synthetic._chosen_styles(labels, generator, Hands(evenness=evenness), styles)
    assert (chosen == 1).mean() == pytest.approx(rare, abs=0.03)


def test_those_on_paper_are_who_writes_where_nothing_is_said() -> None:
    said, unsaid = (synthetic.make_images(40, np.random.default_rng(1), **how)[0] for how in ({"hands": ON_PAPER}, {}))
    assert np.array_equal(said, unsaid)


def test_digits_of_one_kind_look_alike(generator: np.random.Generator) -> None:
    images, labels = synthetic.make_images(1500, generator)
    pixels = images.reshape(1500, -1) / 255
    means = np.stack([pixels[:1000][labels[:1000] == digit].mean(axis=0) for digit in range(10)])
    nearest = ((pixels[1000:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == labels[1000:]).mean() > 0.65


@pytest.mark.usefixtures("_small")
def test_data_set_is_kept_and_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = synthetic.load_or_make(tmp_path / "new")
    monkeypatch.setattr(synthetic, "_make", _refuse)
    kept = synthetic.load_or_make(tmp_path / "new")
    assert (made.name, len(made.train), len(made.test)) == ("builtin", 200, 50)
    assert kept.fingerprint == made.fingerprint


@pytest.mark.usefixtures("_small")
def test_training_and_test_images_differ(tmp_path: Path) -> None:
    made = synthetic.load_or_make(tmp_path)
    assert not np.array_equal(made.train.images[:50], made.test.images)


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("damage", ["cut short", "empty", "foreign", "bit", "folder"])
def test_damaged_file_is_made_again(damage: str, tmp_path: Path) -> None:
    made = synthetic.load_or_make(tmp_path)
    path = tmp_path / synthetic.FILE_NAME
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    if damage == "folder":
        path.unlink()
        path.mkdir()
    elif damage == "foreign":
        with path.open("wb") as file:
            np.savez(file, weights_0=np.zeros(3))
    else:
        path.write_bytes({"cut short": content[:5000], "empty": b"", "bit": bytes(content)}[damage])
    assert synthetic.load_or_make(tmp_path).fingerprint == made.fingerprint
    if damage != "folder":
        assert synthetic._load(path) is not None


@pytest.mark.usefixtures("_small")
def test_images_that_were_exchanged_are_not_believed(tmp_path: Path) -> None:
    made = synthetic.load_or_make(tmp_path)
    path = tmp_path / synthetic.FILE_NAME
    with np.load(path) as kept:
        arrays = dict(kept)
    arrays["train_labels"] = (arrays["train_labels"] + 1) % 10
    with path.open("wb") as file:
        np.savez(file, **arrays)
    assert synthetic.load_or_make(tmp_path).fingerprint == made.fingerprint


@pytest.mark.usefixtures("_small")
def test_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise FileError("The disk is full.", "Make room.")

    monkeypatch.setattr(disk, "replace_file", fail)
    assert len(synthetic.load_or_make(tmp_path).train) == 200


@pytest.mark.usefixtures("_small")
def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    synthetic.load_or_make(tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (40, 250)
    assert told[-1] == (250, 250)
    assert told == sorted(told)


@pytest.mark.usefixtures("_small")
def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    told: list[int] = []
    with pytest.raises(Cancelled):
        synthetic.load_or_make(
            tmp_path, progress=lambda done, total: told.append(done), is_cancelled=lambda: len(told) >= 2
        )
    assert len(told) == 2
    assert not list(tmp_path.iterdir())
