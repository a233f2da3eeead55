"""What holds for every part there is, and for every one that is added: the tests run over the registries."""

import json
import math
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest

from core.arrays import Array, Arrays
from core.data.augment import augmentations
from core.errors import KnobError
from core.hyperparameters import Hyperparameters
from core.knob import Knob, knobs_of
from core.network.backprop import gradients, one_hot
from core.network.network import Network
from core.parts.activations import Activation, activations
from core.parts.costs import Cost, costs
from core.parts.initializers import initializers
from core.parts.optimizers import optimizers
from core.parts.outputs import Output, outputs
from core.parts.schedules import schedules
from core.registry import Part, choices_of

FAMILIES = (activations, outputs, costs, initializers, optimizers, schedules, augmentations)
PART_CLASSES = [part for family in FAMILIES for part in family]
DEPTHS = ((), (7,), (6, 5, 7))
INPUTS = 8


def name_of(value: Any) -> str:
    return str(getattr(value, "name", None) or "-".join(map(str, value)) or "none")


def far_from_default(declared: Knob, default: Any) -> float | bool:
    """Return an allowed value of a knob that is not its default."""
    if isinstance(default, bool):
        return not default
    if isinstance(default, int):
        return int(declared.high if default == declared.low else declared.low)
    return (default + declared.high) / 2 if default < declared.high else declared.low


# Every part


def test_the_families_promised_are_there() -> None:
    assert {"sigmoid", "tanh", "relu", "leaky-relu", "gelu"} <= set(activations.names())
    assert {"softmax", "sigmoid", "relu", "linear"} <= set(outputs.names())
    assert {"cross-entropy", "label-smoothing", "squared-error"} <= set(costs.names())
    assert {"uniform", "normal", "xavier", "he", "lecun", "zeros"} <= set(initializers.names())
    assert {"gradient-descent", "momentum", "nesterov"} <= set(optimizers.names())
    assert {"adagrad", "rmsprop", "adam", "adamw"} <= set(optimizers.names())
    assert {"constant", "linear", "step", "exponential", "cosine", "warm-up", "plateau"} <= set(schedules.names())


def test_every_choice_of_an_experiment_is_from_a_family_tested_here() -> None:
    assert {id(chosen.registry) for chosen, _ in choices_of(Hyperparameters).values()} == {id(f) for f in FAMILIES}


@pytest.mark.parametrize("part_class", PART_CLASSES, ids=lambda p: f"{p.__module__.split('.')[-1]}-{p.name}")
def test_a_part_says_what_it_is(part_class: type[Part]) -> None:
    assert part_class.label[0].isupper()
    assert part_class.help.endswith(".")
    assert part_class.__doc__
    assert part_class.name == part_class.name.lower().strip().replace(" ", "-")
    for declared, _ in knobs_of(part_class).values():
        assert declared.label
        assert declared.help.endswith(".")
        assert declared.low < declared.high
        assert declared.low > 0 or not declared.logarithmic, "a knob turned by factors cannot reach zero"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.family)
def test_a_part_survives_a_file(family: Any) -> None:
    for part_class in family:
        knobs = {name: far_from_default(declared, f.default) for name, (declared, f) in knobs_of(part_class).items()}
        for part in (part_class(), part_class(**knobs)):
            again = family.from_dict(json.loads(json.dumps(part.to_dict())))
            assert again == part
            assert type(again) is part_class
            assert hash(again) == hash(part)
        assert not knobs or part_class(**knobs) != part_class()


@pytest.mark.parametrize("part_class", PART_CLASSES, ids=lambda p: f"{p.__module__.split('.')[-1]}-{p.name}")
def test_a_knob_out_of_range_is_refused(part_class: type[Part]) -> None:
    for name, (declared, declaration) in knobs_of(part_class).items():
        if isinstance(declaration.default, bool):
            for switch in (0, 1, None, "on"):
                with pytest.raises(KnobError, match=declared.label):
                    part_class(**{name: switch})
            continue
        step = 1 if isinstance(declaration.default, int) else 1e-6
        wrong: list[Any] = [declared.low - step, declared.high + step, math.nan, math.inf, "1", None, True, 10**400]
        for value in wrong:
            with pytest.raises(KnobError, match=declared.label):
                part_class(**{name: value})
        kind: Any = type(declaration.default)
        for allowed in (declared.low, declared.high):
            part_class(**{name: kind(allowed)})


# Gradients against central differences


def combinations() -> Iterator[tuple[Activation, Output, Cost, tuple[int, ...]]]:
    for activation, output, cost, hidden in product(activations, outputs, costs, DEPTHS):
        if cost().fits(output()) and (hidden or activation is next(iter(activations))):
            yield activation(), output(), cost(), hidden


def smooth_point(
    activation: Activation, output: Output, hidden: tuple[int, ...], room: float
) -> tuple[Network, Array, Array]:
    """Return a float64 network, images and targets with every sum at least ``room`` away from a kink at zero."""
    sizes = (INPUTS, *hidden, 10)
    for seed in range(200):
        chance = np.random.default_rng(seed)
        weights = tuple(
            chance.normal(0, 1.2 / np.sqrt(before), (before, after))
            for before, after in zip(sizes, sizes[1:], strict=False)
        )
        biases = tuple(chance.normal(0, 0.5, size) for size in sizes[1:])
        network = Network.assemble(weights, biases, activation, output)
        x = chance.random((4, INPUTS))
        y = one_hot(chance.integers(0, 10, 4).astype(np.uint8), 10, np.float64)
        if min(np.abs(z).min() for z in network.activity(x).sums) > room:
            return network, x, y
    raise AssertionError("no smooth point found")


def central_difference(function: Callable[[], float], array: Array, place: tuple[int, ...], h: float) -> float:
    """Return the slope of ``function`` at one number of ``array``, exact to the fourth order of ``h``."""
    kept = array[place]
    values = []
    for shift in (-2 * h, -h, h, 2 * h):
        array[place] = kept + shift
        values.append(function())
    array[place] = kept
    return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h)


@pytest.mark.parametrize(("activation", "output", "cost", "hidden"), list(combinations()), ids=name_of)
def test_gradients_agree_with_central_differences(
    activation: Activation, output: Output, cost: Cost, hidden: tuple[int, ...]
) -> None:
    h = 1e-4
    network, x, y = smooth_point(activation, output, hidden, room=10 * h)
    found = gradients(network, cost, x, y)

    def value() -> float:
        activity = network.activity(x)
        return cost.value(network.output, activity.sums[-1], activity.outputs, y)

    assert found.cost == value()
    chance = np.random.default_rng(5)
    for parameter, slopes in zip(network.parameters, found.slopes, strict=True):
        assert slopes.shape == parameter.shape
        assert slopes.dtype == np.float64
        for flat in chance.choice(parameter.size, min(parameter.size, 8), replace=False):
            place = tuple(int(i) for i in np.unravel_index(flat, parameter.shape))
            expected = central_difference(value, parameter, place, h)
            # The absolute part is the noise of a difference of float64 costs near one, divided by h.
            assert slopes[place] == pytest.approx(expected, rel=1e-6, abs=2e-11)


@pytest.mark.parametrize(("activation", "output", "cost", "hidden"), list(combinations()), ids=name_of)
def test_every_combination_learns_in_float32(
    activation: Activation, output: Output, cost: Cost, hidden: tuple[int, ...], generator: np.random.Generator
) -> None:
    settings = Hyperparameters(hidden=hidden, activation=activation, output=output, cost=cost)
    network = Network.create(settings, generator, inputs=INPUTS)
    x = generator.random((20, INPUTS), dtype=np.float32)
    y = one_hot(np.arange(20, dtype=np.uint8) % 10, 10)
    before = gradients(network, cost, x, y)
    assert all(slope.dtype == np.float32 for slope in before.slopes)
    for _ in range(20):
        for parameter, slope in zip(network.parameters, gradients(network, cost, x, y).slopes, strict=True):
            parameter -= np.float32(0.02) * slope
    assert gradients(network, cost, x, y).cost < before.cost


# No input makes a warning: in this suite a warning is an error


HUGE = [sign * size for size in (1e4, 1e10, 1e20, 1e30) for sign in (1, -1)]


def huge_sums() -> Array:
    """Return rows of ten sums in float32: all huge, huge of both signs, one huge among small, zeros."""
    rows = [[value] * 10 for value in HUGE]
    rows += [[value if i % 2 else -value for i in range(10)] for value in HUGE]
    rows += [[value if i == 3 else 0.1 * i for i in range(10)] for value in HUGE]
    return np.array([*rows, [0.0] * 10, HUGE + [0.0, 1e-30]], dtype=np.float32)


@pytest.mark.parametrize("kind", [*activations, *outputs], ids=lambda k: k.__name__)
def test_no_sum_is_too_large_for_an_activation(kind: type[Activation]) -> None:
    z = huge_sums()
    untouched = z.copy()
    a = kind().values(z)
    slope = np.ones_like(z)
    kind().backward(z, a, slope)
    for array in (a, slope):
        assert array.dtype == np.float32
        assert array.shape == z.shape
        assert np.isfinite(array).all()
    np.testing.assert_array_equal(z, untouched)
    assert not np.shares_memory(a, z)


@pytest.mark.parametrize(
    ("output", "cost"), [(o, c) for o in outputs for c in costs if c().fits(o())], ids=lambda k: k.name
)
def test_no_sum_is_too_large_for_a_cost(output: type[Output], cost: type[Cost]) -> None:
    z = huge_sums()
    for digit in range(10):
        y = one_hot(np.full(len(z), digit, np.uint8), 10)
        p = output().values(z)
        value = cost().value(output(), z, p, y)
        assert 0 <= value < math.inf
        slope = cost().slope(output(), z, p, y)
        assert slope.dtype == np.float32
        assert np.isfinite(slope).all()


# Given arrays, a part writes into them what it would return; so the lines tested here are those that train


def given_arrays(count: int, *, stands_in_columns: bool) -> list[Array]:
    """Return arrays of twelve rows of ten, all NaN, laid out as those of hidden layers are, or of the outputs."""
    arrays: list[Array] = [np.full((12, 10), np.nan, np.float32) for _ in range(count)]
    return [np.asfortranarray(array) for array in arrays] if stands_in_columns else arrays


@pytest.mark.parametrize("stands_in_columns", [False, True], ids=["rows", "columns"])
@pytest.mark.parametrize("kind", [*activations, *outputs], ids=lambda k: k.__name__)
def test_an_activation_works_in_the_arrays_it_is_given(
    kind: type[Activation], stands_in_columns: bool, generator: np.random.Generator
) -> None:
    z, upstream = generator.normal(0, 3, (2, 12, 10)).astype(np.float32)
    a, slope, scratch, own_z = given_arrays(4, stands_in_columns=stands_in_columns)
    own_z[...], slope[...] = z, upstream
    expected = kind().values(z)
    assert kind().values(own_z, a) is a
    np.testing.assert_allclose(a, expected, rtol=1e-6)
    kind().backward(z, expected, upstream)
    kind().backward(own_z, a, slope, scratch)
    np.testing.assert_allclose(slope, upstream, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(own_z, z)
    np.testing.assert_array_equal(a, kind().values(own_z, np.empty_like(a)))


@pytest.mark.parametrize("stands_in_columns", [False, True], ids=["rows", "columns"])
@pytest.mark.parametrize(
    ("output", "cost"), [(o, c) for o in outputs for c in costs if c().fits(o())], ids=lambda k: k.name
)
def test_a_cost_works_in_the_arrays_it_is_given(
    output: type[Output], cost: type[Cost], stands_in_columns: bool, generator: np.random.Generator
) -> None:
    z = generator.normal(0, 3, (12, 10)).astype(np.float32)
    y = one_hot(generator.integers(0, 10, 12).astype(np.uint8), 10)
    own_z, p, slope, scratch = given_arrays(4, stands_in_columns=stands_in_columns)
    own_z[...] = z
    output().values(own_z, p)
    assert cost().slope(output(), own_z, p, y, slope, scratch) is slope
    np.testing.assert_allclose(slope, cost().slope(output(), z, output().values(z), y), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("optimizer", list(optimizers), ids=lambda o: o.name)
@pytest.mark.parametrize("size", [0.0, 1e-30, 1e-10, 1.0, 1e10])
def test_no_slope_is_too_small_or_too_large_for_an_optimizer(optimizer: Any, size: float) -> None:
    parameters: Arrays = (np.ones((2, 3), np.float32), np.ones(3, np.float32))
    memory = optimizer().begin(parameters)
    for _ in range(3):
        gradients = tuple(np.full_like(array, size) for array in parameters)
        optimizer().step(parameters, gradients, memory, 0.01)
    assert all(np.isfinite(array).all() for array in (*parameters, *memory))
    assert all(array.dtype == np.float32 for array in parameters)
