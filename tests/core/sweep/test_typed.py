"""What is typed for a setting that varies is read in one way only, or refused with a sentence."""

import pytest

from core.errors import KnobError
from core.hyperparameters import Hyperparameters
from core.parts.activations import LeakyReLU, ReLU, Tanh
from core.parts.adaptive import Adam
from core.parts.optimizers import Momentum
from core.sweep.plan import Sweep
from core.sweep.typed import axis, written, written_axis


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("batch_size", "16 64 256", (16, 64, 256)),
        ("batch_size", " 16;64   all ", (16, 64, 0)),
        ("learning_rate", "0.001 2e-3 0,003", (0.001, 0.002, 0.003)),
        ("learning_rate", "0.1..0.5:5", (0.1, 0.2, 0.3, 0.4, 0.5)),
        ("learning_rate", "0.001..0.1:log:3", (0.001, 0.01, 0.1)),
        ("batch_size", "10..12:9", (10, 11, 12)),
        ("shuffle", "on off", (True, False)),
        ("hidden", "32 128", ((32,), (128,))),
        ("hidden", "64,32 128", ((64, 32), (128,))),
        ("hidden", "64, 32 128 none", ((64, 32), (128,), ())),
        ("hidden", "64x32", ((64, 32),)),
        ("hidden_activations", "tanh,relu none", ((Tanh(), ReLU()), ())),
        ("frozen", "1 1,2 none", ((1,), (1, 2), ())),
        ("optimizer", "adam momentum:momentum=0.95", (Adam(), Momentum(momentum=0.95))),
        ("activation", "leaky-relu:leak=0.2", (LeakyReLU(leak=0.2),)),
        ("batch_size", "16 16 64", (16, 64)),
    ],
)
def test_what_is_written_is_read(name: str, text: str, values: tuple[object, ...]) -> None:
    assert axis(name, text).values == values
    assert axis(name, text.split(" ")).values == values


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("batch_size", "", "No value is given for batch size"),
        ("batch_size", "16,64", "not a whole number. Write spaces"),
        ("batch_size", "many", "not a whole number"),
        ("batch_size", "-1", "must be between 0 and"),
        ("learning_rate", "0.1 1e9", "Learning rate must be between"),
        ("learning_rate", "0.5..0.1:5", "is empty. Write the smaller end first"),
        ("learning_rate", "0.1..0.1:5", "is empty"),
        ("learning_rate", "0.1..0.5", "Write it behind a colon: 0.1..0.5:5"),
        ("learning_rate", "0.1..0.5:log", "is not said"),
        ("learning_rate", "0.1..0.5:linear:5", "not a range that can be read"),
        ("learning_rate", "0.1..0.5:1", "A range of 1 values is none"),
        ("learning_rate", "0.1..0.5:log:1000000", "1,000,000 values of learning rate are more than the 10,000 runs"),
        ("learning_rate", "0.1..5000:5", "must be between"),
        ("learning_rate", "..:5", "not a number"),
        ("learning_rate", "0.1..0.2..0.3:5", "not a number"),
        ("learning_rate", "0.1..0.5:5 0.7", "stands beside other values"),
        ("weight_decay", "0..0.1:log:5", "can't begin at 0"),
        ("shuffle", "maybe", "neither on nor off"),
        ("shuffle", "0..1:2", "not a range"),
        ("hidden", "32 0", "between 1 and"),
        ("hidden", ",", "no value for hidden layers"),
        ("hidden", "784-30-10", "may count the pixels"),
        ("hidden", "16..64:3", "has no range"),
        ("optimizer", "adamm", "no optimizer called 'adamm'"),
        ("optimizer", "momentum:momentum=2", "must be between"),
        ("optimizer", "momentum:speed=2", "no setting called 'speed'"),
        ("optimizer", "momentum:momentum", "not of the form"),
        ("optimizer", "a..b:3", "has no range"),
        ("seed", "1 2", "how many seeds"),
        ("nonsense", "1", "no setting called 'nonsense'"),
        ("batch_size", "1 " * 10_001, "10,001 values"),
        ("batch_size", "x" * 1000, "'xxxxxxxxxx"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(name: str, text: str, said: str) -> None:
    with pytest.raises(KnobError) as refused:
        axis(name, text)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 300


def test_a_million_combinations_are_refused_with_figures() -> None:
    axes = (axis("learning_rate", "0.001..0.1:log:1000"), axis("batch_size", "1..1000:1000"))
    with pytest.raises(KnobError, match=r"1,000,000 runs .* more than the 10,000"):
        Sweep(base=Hyperparameters(), axes=axes)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("batch_size", "16 all"),
        ("learning_rate", "0.001..0.1:log:5"),
        ("learning_rate", "0.1..0.5:5"),
        ("shuffle", "on off"),
        ("hidden", "64,32 none"),
        ("hidden_activations", "tanh,leaky-relu:leak=0.2"),
        ("frozen", "1,2"),
        ("optimizer", "adam momentum:momentum=0.95"),
    ],
)
def test_what_is_read_is_written_again_as_it_was(name: str, text: str) -> None:
    assert axis(name, written_axis(axis(name, text))) == axis(name, text)


def test_every_setting_of_a_form_can_be_written_and_read() -> None:
    settings = Hyperparameters()
    for name in settings.to_dict().keys() - {"seed"}:
        value = getattr(settings, name)
        assert axis(name, written(name, value)).values == (value,)
