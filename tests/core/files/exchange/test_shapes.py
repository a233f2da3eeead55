"""Shapes: arrays find their layer whatever they are called, and none is left over."""

import pytest

from core.files.exchange.shapes import layers_of

KINDS = ("weight", "bias")


def places(shapes: dict[str, tuple[int, ...]]) -> list[tuple[str, bool, str | None]] | None:
    found = layers_of(shapes)
    return None if found is None else [(place.weights, place.is_turned, place.biases) for place in found]


def test_layers_are_put_in_a_row() -> None:
    shapes = {"b1": (30,), "W2": (30, 26), "W1": (784, 30), "b2": (1, 26)}
    assert places(shapes) == [("W1", False, "b1"), ("W2", False, "b2")]
    turned = {"fc.weight": (10, 784), "fc.bias": (10, 1)}
    assert places(turned) == [("fc.weight", True, "fc.bias")]
    mixed = {"a": (784, 30), "b": (30,), "c": (10, 30), "d": (10,)}
    assert places(mixed) == [("a", False, "b"), ("c", True, "d")]
    assert places({"a": (784, 30), "b": (30, 10)}) == [("a", False, None), ("b", False, None)]


def test_where_shapes_leave_a_choice_names_decide() -> None:
    shapes = {f"{name}.{kind}": (50, 50) if kind == "weight" else (50,) for name in ("10", "2", "4") for kind in KINDS}
    shapes |= {"0.weight": (50, 784), "0.bias": (50,), "12.weight": (10, 50), "12.bias": (10,)}
    numbers = ["0", "2", "4", "10", "12"]
    assert places(shapes) == [(f"{number}.weight", True, f"{number}.bias") for number in numbers]
    named = {
        "in.w": (784, 30),
        "hidden.w": (30, 30),
        "out.w": (30, 10),
        "hidden.b": (30,),
        "in.b": (30,),
        "out.b": (10,),
    }
    assert places(named) == [("in.w", False, "in.b"), ("hidden.w", False, "hidden.b"), ("out.w", False, "out.b")]


def test_a_layer_of_one_neuron_is_no_row_of_biases() -> None:
    shapes = {"w1": (784, 1), "b1": (1, 1), "w2": (1, 10), "b2": (10,)}
    assert places(shapes) == [("w1", False, "b1"), ("w2", False, "b2")]


@pytest.mark.parametrize(
    "shapes",
    [
        {},
        {"w": (784, 101), "b": (101,)},
        {"w": (784, 1), "b": (1,)},
        {"w": (100, 10), "b": (10,)},
        {"w": (784, 10), "b": (10,), "losses": (50,)},
        {"w": (784, 10), "b": (11,)},
        {"conv": (32, 1, 3, 3), "w": (784, 10), "b": (10,)},
        {"w": (784, 30), "b": (30,), "v": (30, 10)},  # biases for one layer only
        {str(number): (784, 784) for number in range(42)},  # ways without end, and none that arrives
        {str(number): (784, 10) for number in range(1000)},
    ],
)
def test_what_does_not_fit_is_no_network(shapes: dict[str, tuple[int, ...]]) -> None:
    assert layers_of(shapes) is None
