"""Dropout: how many neurons are left out, what the others are multiplied by, and what that follows from."""

from typing import Any

import numpy as np
import pytest

from core.arrays import Arrays
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.network import dropout
from core.network.backprop import gradients
from core.network.dropout import PIECE, keeps
from core.network.engine import FastEngine
from core.network.images import TrainingImages
from core.network.network import Network
from core.network.plain import PlainEngine
from core.parts.activations import Sigmoid
from core.parts.costs import CrossEntropy
from core.training.trainer import Trainer


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_as_many_are_left_out_as_was_said_and_on_the_mean_all_send_as_much(share: float) -> None:
    first, second = keeps(1, 0, 0, 1000, (300, 20), share)
    assert (first.shape, second.shape) == ((1000, 300), (1000, 20))
    assert first.dtype == np.float32
    assert set(np.unique(first)) == {np.float32(0), np.float32(1 / (1 - share))}
    assert (first == 0).mean() == pytest.approx(share, abs=0.005)
    assert first.mean() == pytest.approx(1, abs=0.02)


def test_others_are_left_out_in_another_run_epoch_batch_image_and_layer() -> None:
    base = keeps(1, 2, 64, 2, (50, 50), 0.5)
    others = [keeps(*where, 2, (50, 50), 0.5)[0] for where in ((2, 2, 64), (1, 3, 64), (1, 2, 128))]
    assert all((base[0] != other).any() for other in (*others, base[1]))
    assert (base[0][0] != base[0][1]).any()
    np.testing.assert_array_equal(base[0], keeps(1, 2, 64, 2, (50, 50), 0.5)[0])


def test_a_very_large_batch_is_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropout, "PIECE", 10)
    (whole,) = keeps(1, 0, 5, 25, (4,), 0.5)
    pieces = [keeps(1, 0, 5 + first, images, (4,), 0.5)[0] for first, images in ((0, 10), (10, 10), (20, 5))]
    np.testing.assert_array_equal(whole, np.concatenate(pieces))
    assert PIECE > 10


def test_one_worker_draws_once_for_all_shards_of_a_step_and_their_numbers_stay(
    tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Hyperparameters(hidden=(12, 7), batch_size=20, epochs=1, dropout=0.5)
    network = Network.create(settings, np.random.default_rng(1))
    memory = settings.optimizer.begin(network.parameters)
    images = TrainingImages(tiny_dataset.train.images, tiny_dataset.train.labels)
    places: list[int] = []
    draw = dropout.keeps

    def counted(seed: int, epoch: int, place: int, *rest: Any) -> Arrays:
        places.append(place)
        return draw(seed, epoch, place, *rest)

    monkeypatch.setattr(dropout, "keeps", counted)
    engine = FastEngine(settings, network, memory, images, way="one process", shards=3)
    engine.begin_epoch(np.arange(len(tiny_dataset.train)))
    assert engine.train(0, 80, 20, [0.1] * 4) == 4
    assert places == [0, 20, 40, 60]
    plain = PlainEngine(settings, network, memory, images)
    plain.begin_epoch(np.arange(len(tiny_dataset.train)))
    assert plain.train(0, 80, 20, [0.1] * 4) == 4
    for one, other in zip(engine.network().parameters, plain.network().parameters, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    engine.close()


def test_slopes_are_those_of_what_is_kept(generator: np.random.Generator) -> None:
    settings = Hyperparameters(hidden=(6, 5), activation=Sigmoid())
    network = Network.create(settings, generator, inputs=12)
    network = Network(
        tuple(type(a)(a.weights.astype("f8"), a.biases.astype("f8"), a.activation) for a in network.layers)
    )
    x, y = generator.random((4, 12)), np.eye(10)[[1, 2, 3, 4]]
    kept = tuple(keep.astype(np.float64) for keep in keeps(1, 0, 0, 4, (6, 5), 0.4))
    found = gradients(network, CrossEntropy(), x, y, kept)
    for array, slope in zip(network.parameters, found.slopes, strict=True):
        place = tuple(int(generator.integers(size)) for size in array.shape)
        costs = []
        for step in (1e-6, -2e-6):
            array[place] += step
            costs.append(gradients(network, CrossEntropy(), x, y, kept).cost)
        array[place] += 1e-6
        assert slope[place] == pytest.approx((costs[0] - costs[1]) / 2e-6, rel=1e-4, abs=1e-8)


def test_a_run_goes_on_exactly_and_can_do_without_from_one_batch_to_the_next(tiny_dataset: Dataset) -> None:
    settings = Hyperparameters(hidden=(12,), batch_size=20, epochs=3, dropout=0.5)
    whole, first = (Trainer(settings, tiny_dataset, way="one process") for _ in range(2))
    whole.advance(3)
    whole.advance(4)
    first.advance(3)
    again = Trainer(settings, tiny_dataset, start=first.snapshot(), way="one process")
    while again.step < whole.step:
        again.advance(1)
    for one, other in zip(whole.snapshot().network.parameters, again.snapshot().network.parameters, strict=True):
        np.testing.assert_array_equal(one, other)
    again.adopt(Hyperparameters(hidden=(12,), batch_size=20, epochs=3))
    again.advance(1)
    assert again.snapshot().marks[-1].text == "dropout 0.5 → 0"
