"""What is shown of a data set of one's own before it is trained on, and what is remembered of it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.data import catalog, own
from core.data.before_after import before_after
from core.data.dataset import DIGITS, Split
from core.data.examined import examined
from core.data.look import look
from core.data.opened import Opened
from core.data.repairs import Treated
from core.data.writer.synthetic import make_images
from core.errors import DataError
from core.files import pretrained, weights
from core.hyperparameters import Hyperparameters
from core.training.training import train
from tests.core.data.test_opening import FOUR, X, Y, four, images


@pytest.fixture(scope="module")
def digits() -> Opened:
    """Return digits that the network that comes with Inkling reads."""
    pictures, labels = make_images(300, np.random.default_rng(3))
    train, test = Split(pictures[:240], labels[:240]), Split(pictures[240:], labels[240:])
    return Opened(path=Path("digits"), name="digits", train=train, test=test, class_names=DIGITS, found="", taken="")


def inverted(split: Split) -> Split:
    return Split(255 - split.images, split.labels)


def test_a_finding_is_shown_on_a_few_images_before_and_after(digits: Opened):
    opened = replace(digits, train=inverted(digits.train), test=inverted(digits.test))
    (noticed,) = examined(Treated(opened), pretrained.reads).noticed
    pictures = noticed.pictures
    assert pictures is not None
    places = list(noticed.finding.examples)
    assert np.array_equal(pictures.before, opened.train.images[places])
    assert np.array_equal(pictures.after, digits.train.images[places])
    assert pictures.labels_before == pictures.labels_after == tuple(DIGITS[k] for k in digits.train.labels[places])


def test_where_only_the_test_images_are_wrong_they_are_shown(digits: Opened):
    opened = replace(digits, test=inverted(digits.test))
    (noticed,) = examined(Treated(opened), pretrained.reads).noticed
    assert noticed.pictures is not None
    assert noticed.pictures.before.mean() > 128 > noticed.pictures.after.mean()


def test_labels_that_are_read_anew_are_shown_before_and_after(digits: Opened):
    opened = replace(digits, class_names=tuple(str(n) for n in range(1, 11)))
    (noticed,) = examined(Treated(opened), pretrained.reads).noticed
    pictures = noticed.pictures
    assert pictures is not None
    assert np.array_equal(pictures.before, pictures.after)
    assert [int(n) - 1 for n in pictures.labels_before] == [int(n) for n in pictures.labels_after]


def test_what_nothing_puts_right_is_shown_as_it_is(digits: Opened):
    shifted = Split(digits.train.images, np.roll(digits.train.labels, 1))
    (finding,) = look(replace(digits, train=shifted), pretrained.reads)
    pictures = before_after(replace(digits, train=shifted), finding)
    assert pictures is not None
    assert (len(pictures.before), len(pictures.after), pictures.labels_after) == (len(finding.examples), 0, ())


def test_what_no_image_shows_has_no_pictures(digits: Opened):
    (noticed,) = examined(Treated(replace(digits, test=Split.empty()))).noticed
    assert (noticed.finding.kind, noticed.pictures) == ("test", None)


def test_repairs_of_what_is_open_are_done_and_taken_back_without_reading_it_again(tmp_path: Path):
    folder = four(tmp_path / "mine", (255 - X, Y, *FOUR[2:]))
    opened = catalog.open_own(folder)
    for path in folder.iterdir():
        path.unlink()
    put_right = catalog.repair_own(opened, ("invert",))
    assert np.array_equal(put_right.current.train.images, X)
    known = own.find(folder)
    assert known is not None
    assert (known.repairs, known.changes) == (("invert",), ("Paper and ink changed places.",))
    assert known.fingerprint == put_right.current.dataset().fingerprint
    assert np.array_equal(catalog.repair_own(put_right, ()).current.train.images, 255 - X)
    with pytest.raises(DataError, match="no repair called 'polish'"):
        catalog.repair_own(opened, ("polish",))


def test_what_is_left_as_it_is_stays_so_when_it_is_opened_again(tmp_path: Path):
    folder = four(tmp_path / "mine")
    treated = catalog.open_own(folder)
    own.leave(folder, ("test", "polarity"))
    catalog.open_own(folder)
    catalog.repair_own(treated, ("mirror",))
    known = own.find(folder)
    assert known is not None
    assert known.left == ("polarity", "test")


def test_a_data_set_can_be_forgotten_and_one_that_moved_is_known_by_its_fingerprint(tmp_path: Path):
    folder = four(tmp_path / "mine")
    fingerprint = catalog.open_own(folder).current.dataset().fingerprint
    assert own.moved(fingerprint) is None
    folder.rename(tmp_path / "elsewhere")
    gone = own.moved(fingerprint)
    assert gone is not None
    assert gone.path == str(folder)
    assert own.with_fingerprint(fingerprint) is None
    own.forget(folder)
    assert own.remembered() == ()
    assert own.moved(fingerprint) is None


def test_a_weight_file_tells_what_was_done_to_the_images_it_was_trained_on(tmp_path: Path):
    folder = four(tmp_path / "mine", (255 - X, Y, *FOUR[2:]))
    dataset = catalog.repair_own(catalog.open_own(folder), ("invert",)).current.dataset()
    run = train(Hyperparameters(hidden=(4,), batch_size=10, epochs=1), dataset)
    assert run.latest is not None
    weights.save(tmp_path / "net.npz", run.latest)
    with np.load(tmp_path / "net.npz") as archive:
        told = json.loads(str(archive["inkling"]))["dataset"]
    assert told["changes"] == ["Paper and ink changed places."]
    assert weights.load_run(tmp_path / "net.npz").data_fingerprint == dataset.fingerprint


def test_the_list_of_an_earlier_inkling_is_read(tmp_path: Path):
    catalog.open_own(four(tmp_path / "mine"))
    path = own._path()
    path.write_text(path.read_text().replace(',\n   "left": []', ""))
    assert "left" not in path.read_text()
    assert [each.name for each in own.remembered()] == ["mine"]


def test_only_where_images_were_scaled_there_is_a_choice_of_how(tmp_path: Path):
    small = images(40, side=14)
    assert catalog.open_own(four(tmp_path / "small", (small, Y, small[:20], Y[:20]))).original.is_scaled
    assert not catalog.open_own(four(tmp_path / "usual")).original.is_scaled
    assert examined(catalog.open_own(tmp_path / "small", fit="as it is")).fit == "as it is"
