"""Novelty: what is like nothing learned is told by the hidden values, and a detector is made only where it can tell."""

import math
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from core.arrays import Array
from core.data.dataset import Dataset, Split
from core.data.writer import synthetic
from core.data.writer.hands import ON_TABLET
from core.data.writer.outliers import outliers
from core.errors import Cancelled
from core.files import pretrained
from core.hyperparameters import Hyperparameters
from core.insight.looks import looks
from core.insight.novelty import HEAD_SETTINGS, NoveltyDetector, has_inputs, head_inputs
from core.insight.novelty_training import Effort, Examples, could_tell, detector, examples
from core.network.network import Network
from core.training.trainer import Trainer
from tests import letters
from tests.benchmarks.symbol_writers import NAMES, SymbolWriter

LITTLE = Effort(known=800, checks=400, letters=400, made_up=80, passes=6)
NOTHING = np.zeros((1, 28, 28), np.uint8)


def head_of(inputs: int, weights: Array, biases: Array) -> Network:
    """Return a head without anything hidden, so that its sums can be worked out."""
    assert weights.shape == (inputs, len(biases))
    made = Network.create(
        replace(HEAD_SETTINGS, hidden=()), np.random.default_rng(0), inputs=inputs, classes=len(biases)
    )
    return Network.assemble((weights.astype(np.float32),), (biases.astype(np.float32),), made.output, made.output)


def trained_on(data: Dataset, epochs: int, hidden: tuple[int, ...] = (32,)) -> Network:
    trainer = Trainer(Hyperparameters(hidden=hidden, epochs=epochs), data, way="one process")
    while not trainer.is_finished:
        trainer.advance(100)
    trainer.close()
    return trainer.snapshot().network


@pytest.fixture(scope="module")
def drawn() -> Dataset:
    """Return digits that were drawn on pads."""
    chance = np.random.default_rng(41)
    train, test = (Split(*synthetic.make_images(count, chance, hands=ON_TABLET)) for count in (1500, 500))
    return Dataset("drawn", "Drawn on pads", train, test)


@pytest.fixture(scope="module")
def shipped() -> Network:
    moment = pretrained.load().latest
    assert moment is not None
    return moment.network


@pytest.fixture(scope="module")
def shown(drawn: Dataset) -> Examples:
    return examples(drawn, LITTLE)


def test_strangeness_is_how_much_likelier_outliers_are(pixel_reader: Network) -> None:
    weights = np.zeros((10, 12))
    biases = np.zeros(12)
    biases[10], biases[11] = math.log(4), math.log(16)
    found = NoveltyDetector(pixel_reader, head_of(10, weights, biases), 0.0).strangeness(NOTHING)
    assert found == pytest.approx([math.log(20 / 10)], abs=1e-6)


def test_strangeness_is_the_mean_of_the_image_and_its_neighbours(pixel_reader: Network) -> None:
    weights = np.zeros((10, 11))
    weights[3, 10] = 5.0  # of a network without hidden layer it is the sums that are looked at: here the third pixel
    judge = NoveltyDetector(pixel_reader, head_of(10, weights, np.zeros(11)), 0.0)
    image = NOTHING.copy()
    image[0, 0, 3] = 255
    # It is there as the image is; moved to a side it is elsewhere.
    assert judge.strangeness(image) - judge.strangeness(NOTHING) == pytest.approx([5.0 / 5], abs=1e-6)


def test_a_second_opinion_counts_as_much_and_is_in_the_threshold(
    pixel_reader: Network, drawn: Dataset, shipped: Network
) -> None:
    weights = np.zeros((10, 11))
    own, other = (NoveltyDetector(pixel_reader, head_of(10, weights, np.eye(11)[10] * by), 0.0) for by in (3, 7))
    assert replace(own, second=other).strangeness(NOTHING) == pytest.approx([5 - math.log(10)], abs=1e-6)
    # A second that is strange to all alike moves the threshold by as much, and changes nothing.
    alike = replace(LITTLE, known=300, checks=100, passes=1)
    alone, both = (detector(shipped, examples(drawn, alike, second), alike) for second in (None, other))
    assert alone is not None
    assert both is not None
    assert both.second is other
    assert both.threshold == pytest.approx((alone.threshold + 7 - math.log(10)) / 2, abs=1e-4)


def test_all_hidden_layers_are_looked_at_and_by_a_head_of_an_earlier_inkling_the_last() -> None:
    network = Network.create(Hyperparameters(hidden=(6, 4)), np.random.default_rng(50)).frozen_copy()
    image = np.full((1, 28, 28), 90, np.uint8)
    image[0, :1] = image[0, -1:] = image[0, :, :1] = image[0, :, -1:] = 0
    for inputs, place, layer in ((10, 2, 0), (10, 7, 1), (4, 1, 1)):
        weights = np.zeros((inputs, 11))
        weights[place, 10] = 3.0
        judge = NoveltyDetector(network, head_of(inputs, weights, np.zeros(11)), 0.0)
        values = network.activity(looks(image[0])).values[layer][:, place - (6 if place > 5 else 0)]
        assert judge.strangeness(image) == pytest.approx([3 * values.mean() - math.log(10)], abs=1e-5)
    assert [inputs for inputs in range(12) if has_inputs(inputs, network)] == [4, 10]


def test_the_last_layer_alone_is_looked_at_where_all_are_too_many() -> None:
    assert head_inputs(Network.create(Hyperparameters(hidden=(4000, 90)), np.random.default_rng(0))) == 4090
    assert head_inputs(Network.create(Hyperparameters(hidden=(4000, 100)), np.random.default_rng(0))) == 100


def test_the_network_that_comes_along_holds_back_letters_and_no_digits() -> None:
    moment = pretrained.load().latest
    assert moment is not None
    assert moment.novelty is not None
    written, shown = letters.pages(4, np.random.default_rng(42))
    is_unlike = np.array([letter not in letters.LIKE_DIGITS for letter in shown])
    digits, labels = synthetic.make_images(1000, np.random.default_rng(43))
    is_right = moment.network.outputs(digits).argmax(axis=1) == labels
    is_novel = [moment.novelty.strangeness(images) > moment.novelty.threshold for images in (written, digits)]
    assert is_novel[0][is_unlike].mean() > 0.72
    assert is_novel[1][is_right].mean() < 0.03


def test_a_detector_is_found_by_little_and_goes_on_from_the_one_before(shipped: Network, shown: Examples) -> None:
    found = detector(shipped, shown, LITTLE)
    assert found is not None
    strange = found.strangeness(letters.pages(2, np.random.default_rng(44))[0]) > found.threshold
    known = found.strangeness(synthetic.make_images(500, np.random.default_rng(45))[0]) > found.threshold
    assert strange.mean() > 5 * known.mean()
    further = detector(shipped, shown, replace(LITTLE, passes=1), found)
    afresh = detector(shipped, shown, replace(LITTLE, passes=1))
    assert further is not None
    assert afresh is not None
    old, going_on, new = (each.head.parameters[2] for each in (found, further, afresh))
    assert np.abs(going_on - old).mean() < np.abs(new - old).mean() / 2


@pytest.mark.parametrize("hidden", [(64,), ()])
def test_symbols_of_ones_own_have_a_detector_as_well(hidden: tuple[int, ...]) -> None:
    chance = np.random.default_rng(46)
    people = [SymbolWriter.draw(chance).pages(1, chance) for _ in range(120)]
    pages = Split(np.concatenate([p.images for p in people]), np.concatenate([p.labels for p in people]))
    data = Dataset("own", "Symbols", pages.only(np.arange(450)), pages.only(np.arange(450, 600)), NAMES)
    network = trained_on(data, 15, hidden)
    assert could_tell(network, data)
    found = detector(network, examples(data, LITTLE), LITTLE)
    assert found is not None
    assert found.head.sizes[0] == head_inputs(network) == (hidden or (5,))[0]
    digits = synthetic.make_images(300, chance, hands=ON_TABLET)[0]
    novel, known = ((found.strangeness(each) > found.threshold).mean() for each in (digits, data.test.images))
    assert known < 0.08
    assert novel > 0.06 or not hidden  # the five sums of a network without hidden neurons tell little


def test_nothing_is_told_of_what_a_network_cannot_read(drawn: Dataset, shown: Examples, shipped: Network) -> None:
    untrained = Network.create(Hyperparameters(hidden=(16,)), np.random.default_rng(47)).frozen_copy()
    layers = shipped.working_copy().layers
    layers[0].weights[5, 5] = np.nan
    for useless in (untrained, Network(layers)):
        assert not could_tell(useless, drawn)
        assert detector(useless, shown, LITTLE) is None
    assert could_tell(shipped, drawn)
    assert not could_tell(
        shipped, Dataset("two", "Two", drawn.train.only(drawn.train.labels < 2), Split.empty(), ("a", "b"))
    )


def test_of_images_without_any_to_test_with_every_third_one_checks_and_no_more_are_taken_than_are_wanted() -> None:
    count = 100_000
    images = np.broadcast_to(np.zeros((1, 28, 28), np.uint8), (count, 28, 28))  # as large as a file, and takes no room
    labels = np.random.default_rng(48).integers(0, 2, count).astype(np.uint8)
    data = Dataset("many", "Many", Split(images, labels), Split.empty(), ("a", "b"))
    outliers(data.class_names, LITTLE.letters, LITTLE.made_up)  # what is drawn once for all is no part of this
    tracemalloc.start()
    try:
        found = examples(data, LITTLE)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 25_000_000  # two thirds of the images are 52 million bytes
    is_check = np.arange(count) % 3 == 0
    for taken, whole, some in (
        (found.known, labels[~is_check], LITTLE.known),
        (found.checks[0], labels[is_check], LITTLE.checks),
    ):
        assert len(taken) == some
        np.testing.assert_array_equal(taken.labels, whole[np.arange(some) * len(whole) // some])
    few = Dataset("few", "Few", data.train.only(np.arange(100)), Split.empty(), ("a", "b"))
    found = examples(few, LITTLE)
    np.testing.assert_array_equal(found.known.labels, labels[:100][~is_check[:100]])
    np.testing.assert_array_equal(found.checks[0].labels, labels[:100][is_check[:100]])


def test_a_network_of_figures_that_nobody_draws_is_not_asked(tiny_dataset: Dataset) -> None:
    assert not could_tell(trained_on(tiny_dataset, 10), tiny_dataset)


def test_the_work_can_be_called_off(drawn: Dataset, shown: Examples, shipped: Network) -> None:
    with pytest.raises(Cancelled):
        detector(shipped, shown, LITTLE, is_cancelled=lambda: True)
    with pytest.raises(Cancelled):
        examples(drawn, replace(LITTLE, letters=401), is_cancelled=lambda: True)


def test_so_many_right_answers_are_held_back_and_no_more(shipped: Network, shown: Examples) -> None:
    def held_back(found: NoveltyDetector) -> float:
        return float(np.mean([(found.strangeness(each.images) > found.threshold).mean() for each in shown.checks]))

    few = detector(shipped, shown, LITTLE)
    many = detector(shipped, shown, replace(LITTLE, held_back=0.2))
    assert few is not None
    assert many is not None
    assert held_back(few) < 0.05 < 0.15 < held_back(many) < 0.3
