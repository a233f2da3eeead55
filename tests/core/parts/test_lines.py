"""Every line of numpy that a part declares does what its method does, to the last bit: tests over the registries."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core.arrays import Array, Arrays
from core.knob import knobs_of
from core.network.backprop import one_hot
from core.parts.activations import activations
from core.parts.costs import Cost, costs
from core.parts.initializers import initializers
from core.parts.lines import Lines, written
from core.parts.optimizers import Optimizer, optimizers
from core.parts.outputs import Output, outputs
from core.parts.schedules import schedules
from core.registry import Part

FAMILIES = {
    activations: {"values", "backward"},
    outputs: {"values", "backward"},
    costs: {"value", "slope"},
    initializers: {"weights"},
    optimizers: {"begin", "step", "decay_weights", "shrink_weights"},
    schedules: {"factor"},
}
SHAPES = ((5, 7), (7,), (7, 10), (10,))


def both(part_class: type[Any]) -> list[Any]:
    """Return a part with its knobs where they are at first, and one with all of them elsewhere."""
    moved = {name: (f.default + declared.low) / 2 for name, (declared, f) in knobs_of(part_class).items()}
    integers = {name for name, (_, f) in knobs_of(part_class).items() if isinstance(f.default, int)}
    return [part_class(), part_class(**{k: math.ceil(v) if k in integers else v for k, v in moved.items()})]


def run(lines: tuple[str, ...], **names: Any) -> dict[str, Any]:
    """Run lines, and return all names there are afterwards."""
    exec("\n".join(lines), {"np": np, "math": math}, names)
    return names


def every(registry: Any) -> Any:
    parts = [part for part_class in registry for part in both(part_class)]
    return pytest.mark.parametrize("part", parts, ids=lambda part: repr(part))


@pytest.fixture
def z(generator: np.random.Generator) -> Array:
    """Return weighted sums: usual ones, zeros and huge ones."""
    sums = generator.normal(0, 3, (64, 10)).astype(np.float32)
    sums[0], sums[1] = 0, np.resize([1e4, -1e4, 50.0], 10)
    return sums


@pytest.fixture
def y(generator: np.random.Generator) -> Array:
    return one_hot(generator.integers(0, 10, 64).astype(np.uint8), 10)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.family)
def test_every_part_declares_its_lines(family: Any) -> None:
    for part_class in family:
        wanted = FAMILIES[family] | ({"cross_entropy"} if getattr(part_class, "is_probability", False) else set())
        assert set(part_class.numpy) == wanted, part_class


@every([*activations, *outputs])
def test_the_lines_of_an_activation(part: Any, z: Array, generator: np.random.Generator) -> None:
    upstream = generator.normal(0, 1, z.shape).astype(np.float32)
    kept, slope = z.copy(), upstream.copy()
    a = part.values(z)
    np.testing.assert_array_equal(run(written(part, "values"), z=z)["a"], a)
    part.backward(z, a, slope)
    found = run(written(part, "backward"), z=z, a=a.copy(), d=upstream.copy())
    np.testing.assert_array_equal(found["d"], slope)
    np.testing.assert_array_equal(found["a"], a)
    np.testing.assert_array_equal(z, kept)
    assert found["d"].dtype == np.float32


@pytest.mark.parametrize("output", [output for output in outputs if output.is_probability], ids=lambda o: o.name)
def test_the_lines_of_cross_entropy(output: type[Output], z: Array, y: Array) -> None:
    found = run(written(output(), "cross_entropy"), z=z, y=y)["costs"]
    np.testing.assert_array_equal(found, output().cross_entropy(z, y))


@pytest.mark.parametrize(
    ("output", "cost"), [(o, c) for o in outputs for c in costs if c().fits(o())], ids=lambda k: k.name
)
def test_the_lines_of_a_cost(output: type[Output], cost: type[Cost], z: Array, y: Array) -> None:
    made, measured = output(), cost()
    p = made.values(z)
    others = {"backward": written(made, "backward", {"a": "p"})}
    if "cross_entropy" in made.numpy:
        others["cross_entropy"] = written(made, "cross_entropy", {"y": measured.target_name})
    value = run(written(measured, "value", **others), z=z, p=p, y=y)["cost"]
    assert value == measured.value(made, z, p, y)
    assert type(value) is float
    slope = run(written(measured, "slope", **others), z=z, p=p, y=y)["d"]
    np.testing.assert_array_equal(slope, measured.slope(made, z, p, y))
    assert slope.dtype == np.float32


@every(initializers)
def test_the_lines_of_first_weights(part: Any) -> None:
    found = run(written(part, "weights"), inputs=30, outputs=20, chance=np.random.default_rng(3))["w"]
    np.testing.assert_array_equal(found, part.weights(30, 20, np.random.default_rng(3)))
    assert found.dtype == np.float32


@every(schedules)
def test_the_lines_of_a_schedule(part: Any, generator: np.random.Generator) -> None:
    costs = generator.random(30).tolist()
    for epochs in (1, 7, 100):
        for now in (0.0, float(epochs), *generator.uniform(0, epochs, 50).tolist()):
            found = run(written(part, "factor"), rate=0.3, now=now, epochs=epochs, costs=costs)["rate"]
            assert found == 0.3 * part.factor(now, epochs, costs)


def random_arrays(generator: np.random.Generator) -> Arrays:
    return tuple(generator.normal(0, 1, shape).astype(np.float32) for shape in SHAPES)


def memory_in(found: dict[str, Any], lines: tuple[str, ...]) -> Arrays:
    """Return what the lines remember as the optimizer lays it out: a list of arrays, or a number, for each."""
    names = [line.partition(" = ")[0] for line in lines]
    kept = [found[name] if isinstance(found[name], list) else [np.array([found[name]])] for name in names]
    return tuple(array for arrays in kept for array in arrays)


@every(optimizers)
@pytest.mark.parametrize("size", [1.0, 1e-8], ids=["usual slopes", "tiny slopes"])
def test_the_lines_of_an_optimizer(part: Optimizer, size: float, generator: np.random.Generator) -> None:
    parameters = random_arrays(generator)
    memory = part.begin(parameters)
    found: dict[str, Any] = {"parameters": [array.copy() for array in parameters]}
    methods = "begin", "decay_weights", "shrink_weights", "step"
    begin, decay, shrink, step = (written(part, method, amount=0.01) for method in methods)
    found = run(begin, **found)
    for rate in (0.1, 1.0, 0.03):
        gradients = tuple(array * np.float32(size) for array in random_arrays(generator))
        found |= {"gradients": [array.copy() for array in gradients], "rate": rate}
        found = run((*decay, *shrink, *step), **found)
        part.decay_weights(parameters[::2], gradients[::2], 0.01, rate)
        part.shrink_weights(parameters[::2], gradients[::2], 0.01, rate)
        part.step(parameters, gradients, memory, rate)
        for array, expected in zip(found["parameters"], parameters, strict=True):
            np.testing.assert_array_equal(array, expected)
            assert array.dtype == np.float32
        for array, expected in zip(memory_in(found, begin), memory, strict=True):
            np.testing.assert_array_equal(array, expected)


def part_with(**methods: str) -> Any:
    class Made(Part):
        numpy = Lines(**methods)
        __dataclass_fields__: dict[str, Any] = {}

    return Made()


def test_names_are_changed_in_code_and_not_in_comments() -> None:
    part = part_with(values="a = np.abs(z.a) + az  # a is what z makes")
    assert written(part, "values", {"a": "a1", "z": "z1"}) == ("a1 = np.abs(z1.a) + az  # a is what z makes",)


def test_the_lines_of_another_part_stand_where_they_are_asked_for() -> None:
    part = part_with(slope="d = p - y\n{backward}\nd /= {n}")
    assert written(part, "slope", backward=("d *= p", "d += 1"), n=3) == ("d = p - y", "d *= p", "d += 1", "d /= 3")


@pytest.mark.parametrize("change", [lambda line: line.replace("0.5", "0.25"), lambda line: line + " + 1e-7"])
def test_a_line_that_does_something_else_is_found(change: Callable[[str], str], z: Array) -> None:
    sigmoid = activations.create("sigmoid")
    (line,) = (line.partition("  #")[0] for line in written(sigmoid, "values"))
    found = run((change(line),), z=z)["a"]
    assert (found != sigmoid.values(z)).any()


def test_adam_as_textbooks_write_it_is_found(generator: np.random.Generator) -> None:
    adam, parameters = optimizers.create("adam"), random_arrays(generator)
    memory, gradients = adam.begin(parameters), random_arrays(generator)
    found = run(written(adam, "begin"), parameters=[array.copy() for array in parameters])
    lines = list(written(adam, "step"))
    lines[2] = "pass"
    lines[-1] = "    w -= rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-08)"
    found = run(tuple(lines), **found, gradients=[array.copy() for array in gradients], rate=0.002)
    adam.step(parameters, gradients, memory, 0.002)
    np.testing.assert_allclose(found["parameters"][0], parameters[0], atol=1e-6)
    assert any((array != expected).any() for array, expected in zip(found["parameters"], parameters, strict=True))
