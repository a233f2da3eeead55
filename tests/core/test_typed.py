"""What is typed is read in one way, or refused with a sentence."""

import pytest

from core import typed
from core.errors import KnobError
from core.knob import Knob
from core.parts.activations import GELU, Activation, LeakyReLU, ReLU, Sigmoid, Tanh, activations
from core.parts.optimizers import Momentum, optimizers


@pytest.mark.parametrize(("text", "value"), [("64", 64), (" 7 ", 7), ("-3", -3), ("+5", 5), ("007", 7)])
def test_whole_numbers_are_read(text: str, value: int) -> None:
    assert typed.whole_number(text) == value


@pytest.mark.parametrize("text", ["", "64.0", "1,000", "1 000", "1_000", "1e3", "٣", "0x10", "9" * 5000, "many"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(KnobError, match="is not a whole number") as caught:
        typed.whole_number(text)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize(
    ("text", "value"), [("0.5", 0.5), ("0,5", 0.5), (".5", 0.5), ("5", 5.0), ("5.", 5.0), ("2e-3", 0.002), ("-1", -1.0)]
)
def test_numbers_are_read(text: str, value: float) -> None:
    assert typed.number(text) == value


@pytest.mark.parametrize("text", ["", "1.234,5", "1,234.5", "1,2,3", "nan", "inf", "1_0", "e5", ".", "1e", "½", "fast"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(KnobError, match="is not a number"):
        typed.number(text)


def test_a_number_out_of_range_is_refused_and_not_made_to_fit() -> None:
    declared = Knob(label="Learning rate", help="", low=1e-6, high=1000.0)
    assert typed.knob_value("0,5", declared, float) == 0.5
    for text in ("1e9", "0", "1e999"):
        with pytest.raises(KnobError, match="Learning rate must be"):
            typed.knob_value(text, declared, float)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [("", ()), ("  ", ()), ("128", (128,)), ("64, 32", (64, 32)), ("64 × 32", (64, 32)), ("7;5", (7, 5))],
)
def test_layers_are_read(text: str, sizes: tuple[int, ...]) -> None:
    assert typed.layers(text) == sizes


@pytest.mark.parametrize(
    ("text", "hidden"), [("784-30-10", "such as 30."), ("784-16-16-10", "such as 16, 16."), ("784-10", "or nothing")]
)
def test_a_row_with_pixels_and_outputs_is_refused_and_the_right_one_told(text: str, hidden: str) -> None:
    with pytest.raises(KnobError, match="may count the pixels and the outputs as well") as caught:
        typed.layers(text)
    assert f"Write the hidden layers alone, {hidden}" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("tanh, relu", (Tanh(), ReLU())),
        ("Tanh ReLU;GELU", (Tanh(), ReLU(), GELU())),
        ("leaky ReLU, relu", (LeakyReLU(), ReLU())),
        ("leaky-relu:leak=0.25 sigmoid,", (LeakyReLU(leak=0.25), Sigmoid())),
    ],
)
def test_activations_of_layers_are_read(text: str, found: tuple[Activation, ...]) -> None:
    assert typed.layer_activations(text) == found


def test_activations_are_read_as_they_are_written() -> None:
    every = (*(kind() for kind in activations), LeakyReLU(leak=1e-5))
    assert typed.layer_activations(typed.written_activations(every)) == every
    assert typed.layer_activations(", ".join(kind.label for kind in activations)) == every[:-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tanh-relu", "no activation called 'tanh-relu'"),
        ("softmax", "no activation called 'softmax'"),
        ("leaky-relu:slope=1", "no setting called 'slope'"),
        ("leaky-relu:leak", "'' is not a number"),
        ("leaky-relu:leak=2", "Leak must be between"),
    ],
)
def test_what_is_no_activation_is_refused(text: str, said: str) -> None:
    with pytest.raises(KnobError, match=said):
        typed.layer_activations(text)


@pytest.mark.parametrize(("text", "numbers"), [("", ()), (" 1 ", (1,)), ("3, 1", (1, 3)), ("2;2", (2,))])
def test_numbers_of_layers_are_read(text: str, numbers: tuple[int, ...]) -> None:
    assert typed.layer_numbers(text) == numbers


@pytest.mark.parametrize("text", ["first", "-1", "1.5", "1-2"])
def test_what_is_no_number_of_a_layer_is_refused(text: str) -> None:
    with pytest.raises(KnobError, match="not a row of layers' numbers"):
        typed.layer_numbers(text)


def test_a_part_is_read_and_written() -> None:
    assert typed.part("momentum:momentum=0.5", optimizers) == Momentum(momentum=0.5)
    assert typed.written_part(Momentum(momentum=0.5)) == "momentum:momentum=0.5"
    assert typed.written_part(Momentum()) == "momentum"
    with pytest.raises(KnobError, match="not of the form setting=number"):
        typed.part("momentum:momentum", optimizers)
    with pytest.raises(KnobError, match="There is no optimizer called"):
        typed.part("fast", optimizers)


def test_on_and_off_are_read() -> None:
    assert typed.on_or_off("On ")
    assert not typed.on_or_off("off")
    with pytest.raises(KnobError, match="neither on nor off"):
        typed.on_or_off("yes")
