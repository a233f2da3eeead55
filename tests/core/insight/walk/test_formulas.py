"""The formulas say what the parts do: held against each part on random numbers."""

from itertools import product

import numpy as np
import pytest

from core.arrays import Array
from core.insight.walk.formulas import Formulas, memory_names, rule_of, slope_at_outputs, step_and_decay, step_of
from core.insight.walk.numbers import evaluated
from core.insight.walk.writing import knobs_in
from core.parts.activations import activations
from core.parts.clipping import clip
from core.parts.costs import costs
from core.parts.optimizers import optimizers
from core.parts.outputs import Softmax, outputs


def run(lines: Formulas, values: dict[str, float]) -> dict[str, float]:
    for line in lines:
        values = values | {line.left: evaluated(line.right, values)}
    return values


@pytest.mark.parametrize(
    "kind", [*activations, *(one for one in outputs if one is not Softmax)], ids=lambda k: k.__name__
)
def test_an_activation(kind: type, generator: np.random.Generator) -> None:
    part, z = kind(), generator.normal(0, 3, (1, 50))
    a: Array = part.values(z)
    own = np.ones_like(z)
    part.backward(z, a, own)
    for place in range(50):
        knobs = knobs_in(part)
        found = run(rule_of(part).value, {"z": z[0, place], **knobs})["a"]
        assert found == pytest.approx(a[0, place], rel=1e-6, abs=1e-12)
        values = {"z": z[0, place], "a": a[0, place], **knobs}
        assert run(rule_of(part).slope, values)["slope"] == pytest.approx(own[0, place], rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(
    ("cost", "output"), [(c, o) for c, o in product(costs, outputs) if c().fits(o())], ids=lambda k: k.__name__
)
def test_the_slope_at_the_outputs(cost: type, output: type, generator: np.random.Generator) -> None:
    z, y = generator.normal(0, 2, (1, 10)), np.eye(10)[[4]]
    p = output().values(z)
    target = cost().targets(y)
    slope, mix = cost().slope(output(), z, p, y)[0], float(((p - target) * p).sum())
    formula = slope_at_outputs(cost(), output())
    for place in range(10):
        values = {"p": p[0, place], "y": target[0, place], "mix": mix}
        assert evaluated(formula.right, values) == pytest.approx(slope[place], rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("l1", [0.0, 0.02])
@pytest.mark.parametrize("largest", [0.0, 0.5])
@pytest.mark.parametrize("decay", [0.0, 0.01])
@pytest.mark.parametrize("kind", list(optimizers), ids=lambda k: k.__name__)
def test_a_step(kind: type, decay: float, largest: float, l1: float, generator: np.random.Generator) -> None:
    optimizer, rate = kind(), 0.03
    weight = np.array([[0.7]])
    memory = optimizer.begin((weight,))
    values = {"w": 0.7, "rate": rate, "pull": decay, "t": 0.0, "m": 0.0, "v": 0.0} | knobs_in(optimizer)
    values |= {"l1": l1, "largest": largest}
    for _ in range(5):
        slope = generator.normal(size=(1, 1))
        own = {"dw": float(slope[0, 0]), "norm": float(abs(slope[0, 0]))}
        values = run(step_and_decay(optimizer, decay, l1, largest), values | own)
        if largest:
            clip((slope,), largest)
        if decay:
            optimizer.decay_weights((weight,), (slope,), decay, rate)
        if l1:
            optimizer.shrink_weights((weight,), (slope,), l1, rate)
        optimizer.step((weight,), (slope,), memory, rate)
        assert values["w"] == pytest.approx(weight[0, 0], rel=1e-9)
        for name, array in zip(memory_names(optimizer), memory, strict=False):
            assert values[name] == pytest.approx(array[0, 0], rel=1e-9)
    assert step_of(optimizer)[-1].left == "w"
