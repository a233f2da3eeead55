"""What a network takes single digits for."""

import numpy as np

from core.data.dataset import Dataset, Split
from core.insight.evaluation import evaluate
from core.insight.reading import read


def test_it_counts_what_is_read_right_and_what_of_that_was_held_back(
    train, quick, tiny_dataset: Dataset, generator: np.random.Generator
) -> None:
    snapshot, test = train(quick).snapshot(), tiny_dataset.test
    held_back = generator.random(len(test)) < 0.3
    reading = read(snapshot.network, test, held_back)
    assert np.array_equal(reading.digits, snapshot.network.outputs(test.images).argmax(axis=1))
    assert reading.accuracy == evaluate(snapshot.network, quick.cost, test.images, test.labels).accuracy
    part = Split(test.images[held_back], test.labels[held_back])
    assert reading.held_back == len(part)
    assert reading.held_back_accuracy == read(snapshot.network, part, held_back[held_back]).accuracy


def test_of_no_digits_there_is_no_share(train, quick) -> None:
    reading = read(train(quick, 1).snapshot().network, Split.empty(), np.zeros(0, np.bool_))
    assert np.isnan(reading.accuracy)
    assert (len(reading), reading.held_back) == (0, 0)
