"""A walk: its slopes and its step are those that train, and every formula in it evaluates to what it says."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from core.arrays import Array, Bytes
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.walk.choice import Chosen
from core.insight.walk.frame import NAMES, Frame
from core.insight.walk.sentences import NO_STEP, NOT_FINITE
from core.insight.walk.walk import Walk, walk
from core.network.backprop import gradients, one_hot
from core.network.network import Layer, Network, as_inputs
from core.parts.activations import ReLU, Sigmoid, activations
from core.parts.adaptive import Adam
from core.parts.costs import CrossEntropy, SquaredError, costs
from core.parts.optimizers import GradientDescent, optimizers
from core.parts.outputs import Softmax, outputs
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from tests.core.insight.walk.arithmetic import check_line, number_in

MakeSnapshot = Callable[..., Snapshot]


def combinations() -> Iterator[tuple[Any, Any, Any]]:
    for activation, output, cost in product(activations, outputs, costs):
        if cost().fits(output()):
            yield activation(), output(), cost()


@pytest.fixture
def batch(tiny_dataset: Dataset) -> tuple[Bytes, Bytes]:
    return tiny_dataset.train.images[:6], tiny_dataset.train.labels[:6]


def frame(found: Walk, name: str) -> Frame:
    return found.frames[NAMES.index(name)]


def check_every_line(found: Walk) -> None:
    for one in found.frames:
        if one.name != "again":
            for line in (*one.numbers, *(text for text in one.mean if " = " in text)):
                check_line(line)


def settings_for(activation: Any, output: Any, cost: Any, hidden: tuple[int, ...] = (9,)) -> Hyperparameters:
    return Hyperparameters(hidden=hidden, activation=activation, output=output, cost=cost, learning_rate=0.05)


@pytest.mark.parametrize(("activation", "output", "cost"), list(combinations()), ids=lambda part: part.name)
@pytest.mark.parametrize("hidden", [(), (9,), (7, 8, 6)], ids=len)
def test_slopes_are_those_that_train_and_formulas_say_so(
    activation: Any,
    output: Any,
    cost: Any,
    hidden: tuple[int, ...],
    make_snapshot: MakeSnapshot,
    batch: tuple[Bytes, Bytes],
) -> None:
    snapshot = make_snapshot(3, settings_for(activation, output, cost, hidden))
    images, labels = batch
    found = walk(snapshot, images, labels, Chosen(image=2))
    assert tuple(one.name for one in found.frames) == NAMES
    assert [one.number for one in found.frames] == list(range(1, 14))
    own = gradients(snapshot.network, cost, as_inputs(images[2:3]), one_hot(labels[2:3], 10)).slopes
    whole = gradients(snapshot.network, cost, as_inputs(images), one_hot(labels, 10))
    for layer, slopes in enumerate(found.passage.slopes):
        np.testing.assert_array_equal(slopes.weights, own[2 * layer])
        np.testing.assert_array_equal(slopes.biases, own[2 * layer + 1])
    for one, other in zip(found.passage.mean.slopes, whole.slopes, strict=True):
        np.testing.assert_array_equal(one, other)
    assert found.passage.batch_costs[0] == whole.cost
    check_every_line(found)
    for one in found.frames:
        has_layer = hidden or one.name not in ("sums", "activation", "back to the hidden layer")
        assert bool(one.numbers) == bool(has_layer), one.name
        assert one.numbers or one.sentence
        assert all(not array.flags.writeable for array in one.arrays.values())


@pytest.mark.parametrize(("activation", "output", "cost"), list(combinations()), ids=lambda part: part.name)
def test_the_lines_of_numpy_do_it(
    activation: Any, output: Any, cost: Any, make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]
) -> None:
    snapshot = make_snapshot(3, replace(settings_for(activation, output, cost), optimizer=GradientDescent()))
    found = walk(snapshot, *batch)
    (w1, b1), (w2, b2) = ((layer.weights.copy(), layer.biases.copy()) for layer in snapshot.network.layers)
    names: dict[str, Any] = {"np": np, "math": math, "images": batch[0], "labels": batch[1]}
    names |= {"w1": w1, "b1": b1, "w2": w2, "b2": b2}
    for one in found.frames:
        exec(one.numpy, names)
    slopes = found.passage.mean.slopes
    assert names["cost"] == pytest.approx(found.passage.batch_costs[0], rel=1e-4)
    np.testing.assert_allclose(names["dw2"], slopes[2], rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(names["dw1"], slopes[0], rtol=1e-3, atol=1e-6)
    layer = found.passage.followed.link[0]
    np.testing.assert_allclose(
        names[f"w{layer + 1}"], found.passage.together.after.layers[layer].weights, rtol=1e-4, atol=1e-6
    )


DECAYS: list[dict[str, float]] = [
    {},
    {"weight_decay": 0.01},
    {"l1": 0.003},
    {"clip_norm": 0.05},
    {"clip_norm": 900.0},
    {"weight_decay": 0.01, "l1": 0.003, "clip_norm": 0.1},
]


@pytest.mark.parametrize("hidden", [(), (9,)], ids=len)
def test_standardized_pixels_walk_through(
    hidden: tuple[int, ...], make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]
) -> None:
    settings = Hyperparameters(hidden=hidden, standardize=True)
    snapshot = make_snapshot(3, settings)
    network, found = snapshot.network, walk(snapshot, *batch, Chosen(image=2))
    check_every_line(found)
    picture = frame(found, "picture")
    assert "− mean) / spread" in picture.symbols[0]
    assert "0.131" in picture.numbers[0]
    names: dict[str, Any] = {"np": np, "images": batch[0]}
    exec(picture.numpy, names)
    np.testing.assert_array_equal(names["x"], network.inputs(batch[0]))
    own = gradients(network, settings.cost, as_inputs(batch[0]), one_hot(batch[1], 10)).slopes
    np.testing.assert_array_equal(found.passage.mean.slopes[0], own[0])
    assert frame(found, "slope picture").arrays["slopes"].all()
    assert "all 784" in frame(found, "slope picture").sentence
    blank = walk(snapshot, np.zeros_like(batch[0]), batch[1])
    assert "no ink" in frame(blank, "picture").sentence
    check_every_line(blank)


@pytest.mark.parametrize("size", [1, 32])
@pytest.mark.parametrize("decay", DECAYS, ids=str)
@pytest.mark.parametrize("optimizer", list(optimizers), ids=lambda kind: kind.name)
def test_the_update_is_the_next_step_of_the_plain_engine(
    optimizer: Any, decay: dict[str, Any], size: int, tiny_dataset: Dataset, quick: Hyperparameters
) -> None:
    settings = replace(quick, optimizer=optimizer(), batch_size=size, shuffle=False, **decay)
    trainer = Trainer(settings, tiny_dataset, way="plain")
    trainer.advance(3)
    snapshot, train = trainer.snapshot(), tiny_dataset.train
    next_batch = slice(snapshot.position, snapshot.position + size)
    found = walk(snapshot, train.images[next_batch], train.labels[next_batch])
    trainer.advance()
    after = trainer.snapshot()
    step = found.passage.together
    assert step.is_taken
    for one, other in zip(step.after.parameters, after.network.parameters, strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(step.memory_after, after.memory, strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(step.memory_before, snapshot.memory, strict=True):
        np.testing.assert_array_equal(one, other)
    check_every_line(found)
    layer, source, target = found.passage.followed.link
    shown = frame(found, "update")
    said = number_in((shown.mean or shown.numbers)[-1].split(" = ")[-1])
    assert said == pytest.approx(after.network.layers[layer].weights[source, target], rel=0.01, abs=1e-3)


@pytest.mark.parametrize("size", [1, 8])
@pytest.mark.parametrize("hidden", [(), (9,), (7, 8)], ids=len)
def test_dropout_leaves_out_what_the_next_step_leaves_out(
    hidden: tuple[int, ...], size: int, tiny_dataset: Dataset
) -> None:
    settings = Hyperparameters(hidden=hidden, activation=Sigmoid(), dropout=0.5, batch_size=size, shuffle=False)
    trainer = Trainer(settings, tiny_dataset, way="plain")
    trainer.advance(3)
    snapshot, train = trainer.snapshot(), tiny_dataset.train
    part = slice(snapshot.position, snapshot.position + size)
    said = set()
    for neuron in range(max(hidden, default=1)):
        chosen = Chosen(neuron=(0, neuron)) if hidden and neuron < hidden[0] else Chosen()
        found = walk(snapshot, train.images[part], train.labels[part], chosen)
        check_every_line(found)
        said |= {word for word in ("leaves it out", "keeps it") if word in frame(found, "activation").sentence}
        if hidden:
            assert f"keep{len(hidden)}" in frame(found, "output sums").numpy
            assert "keep" in frame(found, "back to the hidden layer").numpy
            assert "(a·kept) @ w" in frame(found, "output sums").symbols[0]
            is_left_out = "leaves it out" in frame(found, "activation").sentence
            assert ("Dropout left the neuron out" in frame(found, "back to the hidden layer").sentence) == is_left_out
            assert found.passage.image_costs[0] == pytest.approx(
                settings.cost.value(
                    settings.output,
                    found.passage.activity.sums[-1],
                    found.passage.activity.outputs,
                    one_hot(train.labels[part][:1], 10),
                )
            )
    trainer.advance()
    for one, other in zip(found.passage.together.after.parameters, trainer.snapshot().network.parameters, strict=True):
        np.testing.assert_array_equal(one, other)
    assert said == ({"leaves it out", "keeps it"} if hidden else set())


@pytest.mark.parametrize("decay", DECAYS, ids=str)
@pytest.mark.parametrize("optimizer", list(optimizers), ids=lambda kind: kind.name)
def test_the_lines_of_numpy_take_the_step(
    optimizer: Any, decay: dict[str, Any], tiny_dataset: Dataset, quick: Hyperparameters, batch: tuple[Bytes, Bytes]
) -> None:
    trainer = Trainer(replace(quick, optimizer=optimizer(), **decay), tiny_dataset, way="plain")
    trainer.advance(3)
    found = walk(trainer.snapshot(), *batch)
    step, (layer, _, _) = found.passage.together, found.passage.followed.link
    count, place = len(step.before.parameters), 2 * layer
    kinds = [step.memory_before[first + place] for first in range(0, len(step.memory_before) // count * count, count)]
    remembered = ("ms", "vs") if len(kinds) == 2 else ("vs",)
    names: dict[str, Any] = dict(zip(remembered, ([array.copy()] for array in kinds), strict=False))
    names |= {"np": np, "math": math, f"w{layer + 1}": step.before.parameters[place].copy()}
    names |= {
        f"dw{layer + 1}": found.passage.mean.slopes[place].copy(),
        "t": float(step.memory_before[-1][0]) if len(kinds) == 2 else 0,
    }
    exec(frame(found, "update").numpy, names)
    np.testing.assert_allclose(names[f"w{layer + 1}"], step.after.parameters[place], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("activation", "output", "cost"), list(combinations()), ids=lambda part: part.name)
def test_central_differences_agree_with_the_slope_of_the_weight(
    activation: Any, output: Any, cost: Any, make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]
) -> None:
    snapshot = make_snapshot(5, settings_for(activation, output, cost))
    layers = tuple(
        Layer(layer.weights.astype(np.float64), layer.biases + 0.01, layer.activation)
        for layer in snapshot.network.layers
    )
    images, labels = batch[0][:1], batch[1][:1]
    found = walk(replace(snapshot, network=Network(layers)), images, labels)
    layer, source, target = found.passage.followed.link
    x, y, h = as_inputs(images).astype(np.float64), one_hot(labels, 10, np.float64), 1e-4

    def cost_at(shift: float) -> float:
        weights: Array = layers[layer].weights.copy()
        weights[source, target] += shift
        changed = list(layers)
        changed[layer] = Layer(weights, layers[layer].biases, layers[layer].activation)
        activity = Network(tuple(changed)).activity(x)
        return cost.value(output, activity.sums[-1], activity.outputs, y)

    expected = (cost_at(-2 * h) - 8 * cost_at(-h) + 8 * cost_at(h) - cost_at(2 * h)) / (12 * h)
    assert found.passage.slopes[layer].weights[source, target] == pytest.approx(expected, rel=1e-5, abs=1e-9)
    said = number_in(frame(found, "slope of a weight").numbers[0].split(" = ")[-1])
    assert said == pytest.approx(expected, rel=0.01, abs=1e-6)


def test_a_batch_is_told_beside_the_image(make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]) -> None:
    snapshot = make_snapshot(2)
    alone = walk(snapshot, batch[0][:1], batch[1][:1])
    assert alone.passage.cosine == pytest.approx(1)
    assert alone.passage.alone is alone.passage.together
    assert not any(one.mean for one in alone.frames)
    found = walk(snapshot, *batch)
    assert [one.number for one in found.frames if one.mean] == [8, 9, 10, 11, 12, 13]
    own, mean = (
        np.concatenate([array.ravel() for array in arrays]).astype(np.float64)
        for arrays in (
            [array for layer in found.passage.slopes for array in (layer.weights, layer.biases)],
            found.passage.mean.slopes,
        )
    )
    assert found.passage.cosine == pytest.approx(own @ mean / np.linalg.norm(own) / np.linalg.norm(mean))
    for one, other in zip(found.passage.alone.after.parameters, alone.passage.alone.after.parameters, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_same_picture_costs_less_after_its_step(make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]) -> None:
    settings = Hyperparameters(hidden=(5,), optimizer=GradientDescent(), learning_rate=0.01)
    found = walk(make_snapshot(1, settings), *batch)
    for (before, after), text in zip(
        (found.passage.image_costs, found.passage.batch_costs),
        (frame(found, "again").numbers[0], frame(found, "again").mean[0].split(": ")[1]),
        strict=True,
    ):
        assert after < before
        assert [number_in(part) for part in text.split(" → ")] == pytest.approx([before, after], rel=0.01)


def test_a_walk_says_whether_its_gradient_was_shortened(
    make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]
) -> None:
    for largest, is_said in ((0.01, True), (900.0, False), (0.0, False)):
        found = frame(walk(make_snapshot(1, Hyperparameters(hidden=(5,), clip_norm=largest)), *batch), "update")
        assert ("is shortened" in found.sentence) == is_said
        assert any("largest / max(norm, largest)" in line for line in found.symbols) == (largest > 0)


# Networks that cannot learn


def test_a_dead_network_walks_through(make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]) -> None:
    snapshot = make_snapshot(1, settings_for(ReLU(), Softmax(), CrossEntropy()))
    first, last = snapshot.network.layers
    dead = Layer(first.weights, np.full_like(first.biases, -1e3), first.activation)
    found = walk(replace(snapshot, network=Network((dead, last))), *batch)
    assert "silent" in frame(found, "activation").sentence
    assert "learns nothing" in frame(found, "back to the hidden layer").sentence
    assert "slope is zero" in frame(found, "slope of a weight").sentence
    check_every_line(found)


def test_a_saturated_network_walks_through(make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]) -> None:
    snapshot = make_snapshot(1, settings_for(Sigmoid(), outputs.create("sigmoid"), SquaredError()))
    layers = tuple(Layer(layer.weights * 1e4, layer.biases, layer.activation) for layer in snapshot.network.layers)
    found = walk(replace(snapshot, network=Network(layers)), *batch)
    assert "saturated" in frame(found, "activation").sentence
    check_every_line(found)


@pytest.mark.parametrize("optimizer", [GradientDescent(), Adam()], ids=lambda one: one.name)
def test_a_gradient_of_nothing_is_not_divided_by_its_norm(
    optimizer: Any, make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]
) -> None:
    settings = settings_for(Sigmoid(), outputs.create("sigmoid"), SquaredError())
    snapshot = make_snapshot(1, replace(settings, optimizer=optimizer, clip_norm=0.5))
    at_their_ends = tuple(
        Layer(np.full_like(layer.weights, 1e4), layer.biases, layer.activation) for layer in snapshot.network.layers
    )
    found = frame(walk(replace(snapshot, network=Network(at_their_ends)), *batch), "update")
    assert found.numbers[0] == "dw = 0·0.5 / max(0, 0.5) = 0"
    assert "is shortened" not in found.sentence


@pytest.mark.parametrize("cost", [CrossEntropy(), SquaredError()], ids=lambda cost: cost.name)
@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_a_diverged_network_walks_through(
    value: float, cost: Any, make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]
) -> None:
    snapshot = make_snapshot(1, settings_for(ReLU(), outputs.create("sigmoid"), cost))
    layers = tuple(
        Layer(np.full_like(layer.weights, value), layer.biases, layer.activation) for layer in snapshot.network.layers
    )
    found = walk(replace(snapshot, network=Network(layers)), *batch)
    check_every_line(found)
    assert all(one.numbers or one.sentence for one in found.frames)
    if np.isnan(value):
        assert frame(found, "output sums").sentence == NOT_FINITE
        assert frame(found, "update").sentence == NO_STEP
        assert not found.passage.together.is_taken
        assert not frame(found, "update").numbers
        assert np.isnan(found.passage.cosine)


def test_a_picture_without_ink_walks_through(make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]) -> None:
    found = walk(make_snapshot(1), np.zeros_like(batch[0]), batch[1])
    assert "no ink" in frame(found, "picture").sentence
    assert not frame(found, "slope picture").arrays["slopes"].any()
    assert "no ink" in frame(found, "slope picture").sentence
    assert "Nothing comes in" in frame(found, "sums").sentence
    check_every_line(found)


def test_without_a_hidden_layer_it_says_so(make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]) -> None:
    found = walk(make_snapshot(1, Hyperparameters(hidden=())), *batch)
    for name in ("sums", "activation", "back to the hidden layer"):
        assert "hidden layer" in frame(found, name).sentence
    assert frame(found, "slope of a weight").lit.pixels


def test_a_moment_without_its_memory_begins_at_zero(make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]) -> None:
    kept = make_snapshot(1, Hyperparameters(hidden=(4,), optimizer=Adam()))
    found = walk(replace(kept, memory=()), *batch)
    assert "begins at zero" in frame(found, "update").sentence
    assert not any(array.any() for array in found.passage.together.memory_before)
    assert "begins at zero" not in frame(walk(kept, *batch), "update").sentence


def test_an_image_that_is_not_there_is_refused(make_snapshot: MakeSnapshot, batch: tuple[Bytes, Bytes]) -> None:
    with pytest.raises(ValueError, match="images are 0 to 5, not 6"):
        walk(make_snapshot(1), *batch, Chosen(image=6))
