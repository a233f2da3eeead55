"""Every engine computes what the plain one does, whatever the parts; the contract runs over the registries."""

import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations as combinations_of
from itertools import product
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from core.arrays import Array, Arrays, Bytes, mapped
from core.data.augment import augmentations
from core.hyperparameters import Hyperparameters
from core.network.engine import WAYS, Engine, FastEngine, make_engine
from core.network.images import TrainingImages
from core.network.network import Network
from core.network.scaling import scaling_for
from core.parts.activations import Activation, LeakyReLU, ReLU, Sigmoid, Tanh, activations
from core.parts.adaptive import Adam, AdamW
from core.parts.costs import Cost, SquaredError, costs
from core.parts.optimizers import GradientDescent, Momentum, Optimizer, optimizers
from core.parts.outputs import Output, outputs
from core.registry import Part, choices_of
from tests.crew_of_threads import CrewOfThreads

IMAGES, BATCHES, SIZE = 96, 100, 20
SHARDS = 3
DEPTHS = ((), (7,), (6, 8), (6, 5, 7))
RATES = {"gradient-descent": 0.1, "momentum": 0.01, "nesterov": 0.01}  # others: 0.0005


@pytest.fixture(scope="module")
def images() -> TrainingImages:
    """Return 96 small images, 6 by 6, with pixels that are never inked."""
    chance = np.random.default_rng(3)
    ink = chance.integers(0, 256, (IMAGES, 6, 6), dtype=np.uint8)
    ink[:, 0] = ink[:, :, 5] = 0
    return TrainingImages(ink, chance.integers(0, 10, IMAGES).astype(np.uint8))


def start(settings: Hyperparameters, images: TrainingImages) -> tuple[Network, Arrays]:
    scaling = scaling_for(settings, images.images)
    network = Network.create(settings, np.random.default_rng(1), inputs=images.images[0].size, scaling=scaling)
    return network, settings.optimizer.begin(network.parameters)


@pytest.fixture(autouse=True)
def _threads_for_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let helpers be threads here, three at most, and cut even the smallest networks into three shards."""
    monkeypatch.setattr("core.network.parallel.labor.Crew", CrewOfThreads)
    monkeypatch.setattr("core.network.engine.usable", lambda: SHARDS)
    monkeypatch.setattr("core.network.engine.shards_for", lambda sizes, most: SHARDS if len(sizes) > 2 else 1)


def engine_for(settings: Hyperparameters, images: TrainingImages, way: str) -> Engine:
    engine = make_engine(settings, *start(settings, images), images, way=way)
    if isinstance(engine, FastEngine):
        engine.wait()
    return engine


def trained(
    settings: Hyperparameters, images: TrainingImages, way: str, *, size: int = SIZE, batches: int = BATCHES
) -> tuple[Arrays, Arrays]:
    """Return parameters and memory after so many batches; the last batch of an epoch is smaller."""
    rate = RATES.get(settings.optimizer.name, 0.0005)
    engine = engine_for(settings, images, way)
    shuffling = np.random.default_rng(2)
    per_epoch = -(-IMAGES // size)
    with np.errstate(all="ignore"):
        for _ in range(max(1, batches // per_epoch)):
            engine.begin_epoch(shuffling.permutation(IMAGES))
            assert engine.train(0, IMAGES, size, [rate] * per_epoch) == per_epoch
    engine.close()
    return engine.network().parameters, engine.memory()


def assert_close(found: tuple[Arrays, Arrays], expected: tuple[Arrays, Arrays]) -> None:
    for one, other in zip([*found[0], *found[1]], [*expected[0], *expected[1]], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


def assert_same(found: tuple[Arrays, Arrays], expected: tuple[Arrays, Arrays]) -> None:
    for one, other in zip([*found[0], *found[1]], [*expected[0], *expected[1]], strict=True):
        np.testing.assert_array_equal(one, other)


def name_of(value: Any) -> str:
    return str(getattr(value, "name", None) or "-".join(map(str, value)) or "none")


def combinations() -> Iterator[tuple[Activation, Output, Cost, tuple[int, ...]]]:
    for activation, output, cost, hidden in product(activations, outputs, costs, DEPTHS):
        if cost().fits(output()) and (hidden or activation is next(iter(activations))):
            yield activation(), output(), cost(), hidden


# Agreement


@pytest.mark.parametrize(("activation", "output", "cost", "hidden"), list(combinations()), ids=name_of)
def test_fast_and_plain_agree_after_a_few_batches_with_every_optimizer(
    activation: Activation, output: Output, cost: Cost, hidden: tuple[int, ...], images: TrainingImages
) -> None:
    for optimizer in optimizers:
        settings = Hyperparameters(
            hidden=hidden, activation=activation, output=output, cost=cost, optimizer=optimizer()
        )
        assert_close(trained(settings, images, "one process", batches=5), trained(settings, images, "plain", batches=5))


@pytest.mark.parametrize(("place", "combination"), list(enumerate(combinations())))
def test_fast_and_plain_agree_after_a_hundred_batches(
    place: int, combination: tuple[Activation, Output, Cost, tuple[int, ...]], images: TrainingImages
) -> None:
    activation, output, cost, hidden = combination
    # An optimizer knows nothing of the other parts, so one after the other takes its turn.
    optimizer = list(optimizers)[place % len(list(optimizers))]
    settings = Hyperparameters(hidden=hidden, activation=activation, output=output, cost=cost, optimizer=optimizer())
    alone = trained(settings, images, "one process")
    assert_close(alone, trained(settings, images, "plain"))
    assert_same(trained(settings, images, "several processes"), alone)


@pytest.mark.parametrize("size", [1, 3, 32, 95, IMAGES])
@pytest.mark.parametrize("hidden", DEPTHS, ids=name_of)
def test_every_batch_size_works(size: int, hidden: tuple[int, ...], images: TrainingImages) -> None:
    settings = Hyperparameters(hidden=hidden, optimizer=Momentum())
    alone = trained(settings, images, "one process", size=size)
    assert_close(alone, trained(settings, images, "plain", size=size))
    assert_same(trained(settings, images, "several processes", size=size), alone)


@pytest.mark.parametrize("optimizer", list(optimizers), ids=lambda o: o.name)
@pytest.mark.parametrize("hidden", DEPTHS, ids=name_of)
def test_standardized_pixels_agree_and_move_the_weights_of_pixels_never_inked(
    optimizer: type[Optimizer], hidden: tuple[int, ...], images: TrainingImages
) -> None:
    settings = Hyperparameters(hidden=hidden, optimizer=optimizer(), standardize=True)
    plain = trained(settings, images, "plain", batches=10)
    assert (plain[0][0][0] != start(settings, images)[0].parameters[0][0]).all()
    alone = trained(settings, images, "one process", batches=10)
    assert_close(alone, plain)
    assert_same(trained(settings, images, "several processes", batches=10), alone)


@pytest.mark.parametrize("optimizer", list(optimizers), ids=lambda o: o.name)
def test_weight_decay_agrees_and_moves_pixels_never_inked_too(
    optimizer: type[Optimizer], images: TrainingImages
) -> None:
    settings = Hyperparameters(hidden=(7, 5), optimizer=optimizer(), weight_decay=0.02)
    plain = trained(settings, images, "plain")
    assert (plain[0][0][0] != start(settings, images)[0].parameters[0][0]).all()
    assert_close(trained(settings, images, "several processes"), plain)


@pytest.mark.parametrize("hidden", DEPTHS, ids=name_of)
def test_dropout_leaves_out_the_same_neurons_whoever_does_the_shards(
    hidden: tuple[int, ...], images: TrainingImages
) -> None:
    settings = Hyperparameters(hidden=hidden, activation=Sigmoid(), dropout=0.4, optimizer=Adam())
    plain, alone = (trained(settings, images, way) for way in ("plain", "one process"))
    assert_close(alone, plain)
    assert_same(trained(settings, images, "several processes"), alone)
    whole = trained(replace(settings, dropout=0.0), images, "plain")
    assert (plain[0][0] != whole[0][0]).any() == bool(hidden)


@pytest.mark.parametrize("way", WAYS)
def test_what_dropout_leaves_out_follows_from_the_place_in_the_run(way: str, images: TrainingImages) -> None:
    settings = Hyperparameters(hidden=(9, 7), dropout=0.3, augmentation=list(augmentations)[-1]())
    found = []
    for calls, epoch in (([(0, 96)], 2), ([(0, 32), (32, 96)], 2), ([(0, 96)], 3)):
        for is_given in (False, True):
            engine = engine_for(settings, images, way)
            for first, last in calls:
                part, rates = slice(first, last), [0.001] * ((last - first) // 16)
                if is_given:
                    engine.train_on(images.images[part], images.labels[part], 16, rates, epoch, first)
                else:
                    engine.train(first, last, 16, rates, epoch)
            found.append((engine.network().parameters, ()))
            engine.close()
    for same in found[1:4]:
        assert_same(same, found[0])
    assert (found[4][0][0] != found[0][0][0]).any()


@pytest.mark.parametrize("optimizer", list(optimizers), ids=lambda o: o.name)
def test_l1_agrees_and_moves_pixels_never_inked_too(optimizer: type[Optimizer], images: TrainingImages) -> None:
    settings = Hyperparameters(hidden=(7, 5), optimizer=optimizer(), l1=0.02)
    plain = trained(settings, images, "plain", batches=20)
    before = start(settings, images)[0].parameters
    assert (np.abs(plain[0][0][0]) < np.abs(before[0][0])).all()
    alone = trained(settings, images, "one process", batches=20)
    assert_close(alone, plain)
    assert_same(trained(settings, images, "several processes", batches=20), alone)


@pytest.mark.parametrize("hidden", DEPTHS, ids=name_of)
@pytest.mark.parametrize("optimizer", list(optimizers), ids=lambda o: o.name)
def test_clipping_agrees_with_decay_after_it(
    optimizer: type[Optimizer], hidden: tuple[int, ...], images: TrainingImages
) -> None:
    settings = Hyperparameters(hidden=hidden, optimizer=optimizer(), clip_norm=0.2, weight_decay=0.01, l1=0.001)
    plain = trained(settings, images, "plain", batches=20)
    unclipped = trained(replace(settings, clip_norm=0.0), images, "plain", batches=20)
    assert max(np.abs(a - b).max() for a, b in zip(plain[0], unclipped[0], strict=True)) > 1e-4, "it matters"
    alone = trained(settings, images, "one process", batches=20)
    assert_close(alone, plain)
    assert_same(trained(settings, images, "several processes", batches=20), alone)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("hidden", DEPTHS, ids=name_of)
@pytest.mark.parametrize("largest", [0.01, 1000.0])
def test_no_step_is_longer_than_clipping_allows(
    largest: float, hidden: tuple[int, ...], way: str, images: TrainingImages
) -> None:
    settings = Hyperparameters(hidden=hidden, optimizer=GradientDescent())
    rate = 30.0
    steps = []
    for clip_norm in (0.0, largest):
        engine = engine_for(replace(settings, clip_norm=clip_norm), images, way)
        engine.train(0, 20, 20, [rate])
        after, before = engine.network().parameters, start(settings, images)[0].parameters
        engine.close()
        steps.append(np.concatenate([(a - b).ravel() for a, b in zip(after, before, strict=True)]).astype(np.float64))
    whole, clipped = steps
    length = float(np.linalg.norm(whole))
    assert 0.01 < length / rate < 1000
    np.testing.assert_allclose(clipped, whole * min(1.0, largest * rate / length), rtol=1e-3, atol=1e-6)
    assert np.linalg.norm(clipped) <= largest * rate * 1.0001


@pytest.mark.parametrize("optimizer", [Adam(), GradientDescent()], ids=name_of)
def test_of_a_batch_done_in_pieces_the_whole_is_clipped(
    optimizer: Optimizer, images: TrainingImages, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Hyperparameters(hidden=(7, 5), optimizer=optimizer, clip_norm=0.2)
    expected = trained(settings, images, "plain", size=60, batches=20)
    monkeypatch.setattr("core.network.fast.job.PIECE", 25)
    alone = trained(settings, images, "one process", size=60, batches=20)
    assert_close(alone, expected)
    assert_same(trained(settings, images, "several processes", size=60, batches=20), alone)


def test_a_batch_done_in_pieces_is_one_batch(images: TrainingImages, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Hyperparameters(hidden=(7,), optimizer=Adam())
    expected = trained(settings, images, "plain", size=60)
    monkeypatch.setattr("core.network.fast.job.PIECE", 25)
    assert_close(trained(settings, images, "one process", size=60), expected)
    assert_same(
        trained(settings, images, "several processes", size=60), trained(settings, images, "one process", size=60)
    )


@dataclass(frozen=True, slots=True)
class Swish(Activation):
    """A part from outside, which makes arrays of its own."""

    def values(self, z: Array, out: Array | None = None) -> Array:
        a: Array = np.multiply(z, Sigmoid().values(z), out=out)
        return a

    def backward(self, z: Array, a: Array, slope: Array, scratch: Array | None = None) -> None:
        s = Sigmoid().values(z)
        slope *= s + a * (1 - s)


@dataclass(frozen=True, slots=True)
class Restless(GradientDescent):
    """An optimizer that moves weights without a slope, and remembers more than one thing of all of them."""

    is_linear: ClassVar[bool] = False

    def begin(self, parameters: Arrays) -> Arrays:
        return (*(np.zeros_like(p) for p in parameters), np.zeros(1), np.zeros(2))

    def step(
        self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float, scratch: Array | None = None
    ) -> None:
        for parameter, gradient, last in zip(parameters, gradients, memory, strict=False):
            last[...] = rate * gradient
            parameter -= last
            parameter *= 0.999
        memory[-2][...] += 1
        memory[-1][...] += 2


def test_parts_from_outside_work_in_frozen_layers(images: TrainingImages) -> None:
    settings = Hyperparameters(hidden=(7, 6, 5), frozen=(2,))
    object.__setattr__(settings, "optimizer", Restless())
    plain = trained(settings, images, "plain")
    assert plain[1][-1][0] == 2 * BATCHES
    assert_close(trained(settings, images, "several processes"), plain)


def test_parts_from_outside_work(images: TrainingImages) -> None:
    settings = Hyperparameters(hidden=(7, 6, 5))
    object.__setattr__(settings, "activation", Swish())
    object.__setattr__(settings, "optimizer", Restless())
    plain = trained(settings, images, "plain")
    assert plain[1][-1][0] == 2 * BATCHES
    assert_close(trained(settings, images, "several processes"), plain)


@pytest.mark.parametrize("standardize", [False, True])
def test_other_images_can_be_trained_on(images: TrainingImages, standardize: bool) -> None:
    settings = Hyperparameters(hidden=(8,), augmentation=list(augmentations)[-1](), standardize=standardize)
    results = []
    for way in ("plain", "several processes"):
        engine = engine_for(settings, images, way)
        chance = np.random.default_rng(0)
        for _ in range(20):
            changed: Bytes = chance.integers(0, 256, (9, 6, 6), dtype=np.uint8)
            assert engine.train_on(changed, images.labels[:9], 4, [0.001] * 3) == 3
        engine.close()
        results.append((engine.network().parameters, engine.memory()))
    assert_close(results[1], results[0])


def test_an_engine_that_left_pixels_out_refuses_other_images(images: TrainingImages) -> None:
    engine = engine_for(Hyperparameters(hidden=(8,)), images, "one process")
    with pytest.raises(ValueError, match="left pixels out"):
        engine.train_on(images.images[:2], images.labels[:2], 2, [0.1])


def test_a_velocity_on_pixels_never_inked_goes_on(images: TrainingImages) -> None:
    settings = Hyperparameters(hidden=(8,), optimizer=Momentum())
    network, memory = start(settings, images)
    memory[0][...] = 0.01
    found = []
    for way in ("plain", "one process"):
        engine = make_engine(settings, network, memory, images, way=way)
        engine.train(0, 40, 20, [0.01] * 2)
        found.append((engine.network().parameters, engine.memory()))
    assert_close(found[1], found[0])
    assert (found[1][0][0][0] != network.parameters[0][0]).all()


# An activation for each layer, and layers that stay as they are


def test_each_hidden_layer_has_its_own_activation(images: TrainingImages) -> None:
    for hidden in ((7,), (6, 8), (6, 5, 7)):
        kinds = (Tanh(), LeakyReLU(leak=0.3), Sigmoid())[: len(hidden)]
        settings = Hyperparameters(hidden=hidden, hidden_activations=kinds)
        assert tuple(layer.activation for layer in start(settings, images)[0].layers[:-1]) == kinds
        alone, plain = (trained(settings, images, way, batches=10) for way in ("one process", "plain"))
        assert_close(alone, plain)
        assert_same(trained(settings, images, "several processes", batches=10), alone)
        if len(hidden) > 1:
            shared = trained(replace(settings, hidden_activations=(), activation=kinds[0]), images, "plain", batches=10)
            assert any((one != other).any() for one, other in zip(plain[0], shared[0], strict=True))


def test_one_activation_named_for_each_layer_is_that_of_all(images: TrainingImages) -> None:
    shared = Hyperparameters(hidden=(6, 5), activation=Tanh())
    named = replace(shared, activation=ReLU(), hidden_activations=(Tanh(), Tanh()))
    for way in ("one process", "plain"):
        assert_same(trained(named, images, way, batches=5), trained(shared, images, way, batches=5))


def choices_to_freeze() -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    for hidden in DEPTHS:
        layers = range(1, len(hidden) + 2)
        yield from ((hidden, frozen) for count in layers[:-1] for frozen in combinations_of(layers, count))


@pytest.mark.parametrize(("hidden", "frozen"), list(choices_to_freeze()), ids=name_of)
@pytest.mark.parametrize("decay", [0.0, 0.02])
def test_frozen_layers_stay_and_the_others_learn(
    hidden: tuple[int, ...], frozen: tuple[int, ...], decay: float, images: TrainingImages
) -> None:
    for optimizer in (Adam(), AdamW(), Momentum()):
        settings = Hyperparameters(hidden=hidden, frozen=frozen, optimizer=optimizer, weight_decay=decay)
        before = start(settings, images)[0].layers
        alone, plain = (trained(settings, images, way, batches=10) for way in ("one process", "plain"))
        assert_close(alone, plain)
        assert_same(trained(settings, images, "several processes", batches=10), alone)
        for parameters, memory in (alone, plain):
            for index, layer in enumerate(before):
                w, b = parameters[2 * index : 2 * index + 2]
                is_frozen = index + 1 in frozen
                assert np.array_equal(w, layer.weights) is is_frozen
                assert np.array_equal(b, layer.biases) is is_frozen
                assert memory[2 * index].any() != is_frozen


def test_a_frozen_layer_goes_on_with_what_was_remembered_of_it(images: TrainingImages) -> None:
    moving = Hyperparameters(hidden=(6, 5), optimizer=Momentum(), learning_rate=0.01)
    for way in ("plain", "one process", "several processes"):
        network, memory = start(moving, images)
        seen = []
        for settings in (moving, replace(moving, frozen=(1,)), moving):
            engine = make_engine(settings, network, memory, images, way=way)
            engine.train(0, 40, 20, [0.01] * 2)
            engine.close()
            network, memory = engine.network(), engine.memory()
            seen.append((network.parameters, memory))
        first, second, third = seen
        assert first[1][0].any()
        for kind in (0, 1):  # the weights, and what is remembered of them
            np.testing.assert_array_equal(second[kind][0], first[kind][0])
            assert (second[kind][2] != first[kind][2]).any()
        assert (third[0][0] != second[0][0]).any()


def test_the_slopes_of_what_is_frozen_are_not_reckoned(images: TrainingImages, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    backward = ReLU.backward
    monkeypatch.setattr(ReLU, "backward", lambda *a: calls.append(len(a)) or backward(*a))  # type: ignore[func-returns-value]
    for frozen, passes in (((), 2), ((2,), 2), ((1,), 1), ((1, 2), 0)):
        calls.clear()
        engine = FastEngine(
            Hyperparameters(hidden=(6, 5), frozen=frozen),
            *start(Hyperparameters(hidden=(6, 5)), images),
            images,
            way="one process",
            shards=1,
        )
        engine.train(0, 20, 20, [0.01])
        assert len(calls) == passes


def test_a_batch_done_in_pieces_leaves_frozen_layers(images: TrainingImages, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Hyperparameters(hidden=(7, 5), optimizer=Adam(), frozen=(2,))
    expected = trained(settings, images, "plain", size=60)
    monkeypatch.setattr("core.network.fast.job.PIECE", 25)
    assert_close(trained(settings, images, "one process", size=60), expected)


# What is promised about the numbers


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("optimizer", [Adam(), GradientDescent()], ids=name_of)
@pytest.mark.parametrize("size", [3, 16])
def test_how_the_batches_are_divided_into_calls_does_not_matter(
    way: str, optimizer: Optimizer, size: int, images: TrainingImages
) -> None:
    settings = Hyperparameters(hidden=(16, 12), optimizer=optimizer)
    once, often = (engine_for(settings, images, way) for _ in range(2))
    for _ in range(2):
        for engine in (once, often):
            engine.begin_epoch(np.arange(IMAGES))
        once.train(0, 96, size, [0.001] * (96 // size))
        for first in range(0, 96, size):
            often.train(first, first + size, size, [0.001])
            often.network()  # to look does not change anything either
    assert_same((often.network().parameters, often.memory()), (once.network().parameters, once.memory()))
    once.close()
    often.close()


def test_the_engines_agree_however_often_the_size_of_the_batches_changes(images: TrainingImages) -> None:
    settings = Hyperparameters(hidden=(9, 7), optimizer=GradientDescent())
    plain, fast = engine_for(settings, images, "plain"), engine_for(settings, images, "several processes")
    calls = [(0, 30, 10), (30, 37, 7), (37, 57, 20), (57, 60, 1), (60, 62, 1), (62, 75, 13), (75, 96, 4)]
    for engine in (plain, fast):
        for first, last, size in calls:
            engine.train(first, last, size, [0.1] * -(-(last - first) // size))
    fast.close()
    assert_close((fast.network().parameters, ()), (plain.network().parameters, ()))


def test_calls_may_be_cut_differently_in_every_epoch() -> None:
    chance = np.random.default_rng(5)
    many = TrainingImages(
        chance.integers(0, 256, (300, 6, 6), dtype=np.uint8), chance.integers(0, 10, 300).astype(np.uint8)
    )
    settings = Hyperparameters(hidden=(9,), optimizer=GradientDescent())
    found = []
    for way, calls in (
        ("plain", [(0, 300)]),
        ("several processes", [(0, 300)]),
        ("one process", [(0, 20), (20, 160), (160, 300)]),
    ):
        engine = engine_for(settings, many, way)
        for epoch in range(3):
            engine.begin_epoch(np.random.default_rng(epoch).permutation(300))
            for first, last in calls:
                engine.train(first, last, 10, [0.1] * ((last - first) // 10))
        engine.close()
        found.append((engine.network().parameters, ()))
    assert_close(found[1], found[0])
    assert_same(found[2], found[1])


@pytest.mark.parametrize("optimizer", list(optimizers), ids=lambda o: o.name)
def test_a_new_engine_goes_on_exactly_where_another_stopped(optimizer: type[Optimizer], images: TrainingImages) -> None:
    settings = Hyperparameters(hidden=(9,), optimizer=optimizer())
    unbroken = engine_for(settings, images, "one process")
    unbroken.train(0, 96, 16, [0.01] * 6)
    first = engine_for(settings, images, "one process")
    first.train(0, 48, 16, [0.01] * 3)
    second = make_engine(settings, first.network(), first.memory(), images, way="one process")
    second.train(48, 96, 16, [0.01] * 3)
    assert_same((second.network().parameters, second.memory()), (unbroken.network().parameters, unbroken.memory()))


def test_what_was_lent_out_does_not_change(images: TrainingImages) -> None:
    for way in WAYS:
        engine = engine_for(Hyperparameters(hidden=(9,), optimizer=AdamW()), images, way)
        network, memory = engine.network(), engine.memory()
        before = [array.copy() for array in (*network.parameters, *memory)]
        engine.train(0, 96, 16, [0.01] * 6)
        engine.close()
        for array, kept in zip((*network.parameters, *memory), before, strict=True):
            np.testing.assert_array_equal(array, kept)
        assert not any(array.flags.writeable for array in network.parameters)


def test_pixels_never_inked_keep_their_weights(images: TrainingImages) -> None:
    settings = Hyperparameters(hidden=(9,))
    engine = engine_for(settings, images, "one process")
    engine.train(0, 96, 16, [0.01] * 6)
    before, after = start(settings, images)[0].parameters[0], engine.network().parameters[0]
    np.testing.assert_array_equal(after[:6], before[:6])
    assert (after[6] != before[6]).any()


# Trouble


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("hidden", [(8,), (6, 5, 7)], ids=name_of)
def test_numbers_that_blow_up_are_noticed(way: str, hidden: tuple[int, ...], images: TrainingImages) -> None:
    settings = Hyperparameters(hidden=hidden, activation=ReLU(), cost=SquaredError(), output=outputs.create("linear"))
    settings = replace(settings, optimizer=GradientDescent())
    engine = engine_for(settings, images, way)
    with np.errstate(all="ignore"):
        done = [engine.train(0, 96, 16, [1000.0] * 6) for _ in range(3)]
    assert sum(done) < 18
    engine.close()


def test_the_wrong_number_of_rates_is_refused(images: TrainingImages) -> None:
    for way in WAYS:
        engine = engine_for(Hyperparameters(hidden=(8,)), images, way)
        with pytest.raises(ValueError, match=r"zip|as many rates"):
            engine.train(0, 40, 20, [0.1])
        engine.close()


def test_an_unknown_way_is_refused(images: TrainingImages) -> None:
    with pytest.raises(ValueError, match="no such way"):
        engine_for(Hyperparameters(), images, "fastest")


# What it costs


@pytest.mark.parametrize(
    "part", [*optimizers, *(a for a in activations if a.name != "gelu"), *outputs, *costs], ids=lambda p: p.__name__
)
def test_a_step_allocates_nothing_larger_than_the_outputs(part: type[Part]) -> None:
    """GELU makes one array of its own a layer: its slope takes two besides the values."""
    settings = Hyperparameters(hidden=(64, 32, 32), batch_size=1000)
    chance = np.random.default_rng(0)
    ink, size = chance.integers(0, 256, (2000, 28, 28), dtype=np.uint8), 1000
    images = TrainingImages(ink, chance.integers(0, 10, 2000).astype(np.uint8))
    family = next(name for name, (chosen, _) in choices_of(settings).items() if part in chosen.registry)
    if family == "output":
        settings = replace(settings, cost=SquaredError())
    settings = replace(settings, **{family: part()})
    engine = engine_for(settings, images, "one process")
    for _ in range(2):  # every array is made in the first steps
        engine.train(0, 2000, size, [0.001] * 2)
    used = min(_peak_of(lambda: engine.train(0, 2000, size, [0.001] * 2)) for _ in range(3))  # others may allocate, too
    python_objects = 12_000  # of three shards
    # Numpy's own buffer for broadcasting, 32 KiB at most, is among what is counted here.
    assert used <= 10 * size * 4 + python_objects


def _peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        work()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("standardize", [False, True])
def test_images_that_stay_in_a_file_give_the_same_numbers(
    images: TrainingImages, way: str, standardize: bool, tmp_path: Path
) -> None:
    place = tmp_path / "images"
    place.write_bytes(b"before" + images.images.tobytes() + b"after")
    with place.open("rb") as file:
        file.seek(6)
        in_file = TrainingImages(mapped(file, images.images.size).reshape(images.images.shape), images.labels)
    settings = Hyperparameters(hidden=(7,), standardize=standardize)
    assert_close(trained(settings, in_file, way), trained(settings, images, way))
    assert_same(trained(settings, in_file, way), trained(settings, in_file, "plain" if way == "plain" else WAYS[1]))
