"""A start that is worse than guessing is told of, and other first weights are tried."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.coach.finding import Known
from core.coach.remedies import other_start
from core.coach.start import Start
from core.coach.start_rules import cost_of_guessing, starts_alike, unlucky_start
from core.data.classes import DIGITS
from core.hyperparameters import Hyperparameters, changed_fields
from core.parts.activations import ReLU, Sigmoid, Tanh
from core.parts.costs import SquaredError
from core.parts.initializers import He, LeCun, Normal, Xavier, Zeros
from core.parts.optimizers import GradientDescent
from core.parts.outputs import SigmoidOutput
from core.parts.schedules import Constant
from core.training.history import COLUMNS, Curves

SOUND = Hyperparameters(hidden=(16,), batch_size=32, epochs=8, learning_rate=0.003)
PLAIN = replace(SOUND, optimizer=GradientDescent(), schedule=Constant())

Try = Callable[..., Known]


def curves_of(costs: list[float], accuracies: list[float]) -> Curves:
    """Return thorough measurements, a hundred steps apart, with these costs and accuracies on the training images."""
    table = np.ones((len(COLUMNS), len(costs)))
    steps = [100.0 * index for index in range(len(costs))]
    for name, values in {"step": steps, "train_cost": costs, "train_accuracy": accuracies}.items():
        table[COLUMNS.index(name)] = values
    return Curves(table)


def starting(step: float = 0.03, signal: float = 1.0) -> Callable[[Hyperparameters], Start]:
    """Return what all settings mean for the first weights."""
    return lambda settings: Start(step, signal)


def test_a_loud_start(tried: Try) -> None:
    found = unlucky_start(tried(replace(PLAIN, initializer=Normal(deviation=2), learning_rate=1e-4, epochs=2)))
    assert found is not None
    assert found.title == "An unlucky start"
    assert found.experiment.initializer == He()


def test_a_start_of_zeros(tried: Try) -> None:
    known = tried(replace(SOUND, initializer=Zeros()))
    found = unlucky_start(known)
    assert found is not None
    assert found.title == "All neurons start the same"
    assert found.experiment == replace(known.hyperparameters, initializer=He())
    assert unlucky_start(tried(replace(SOUND, hidden=(), initializer=Zeros()))) is None


@pytest.mark.parametrize(
    ("settings", "signal", "accuracy", "is_told"),
    [
        (replace(SOUND, initializer=Normal()), 0.04, 0.11, True),
        (replace(SOUND, initializer=Normal()), 0.04, 0.95, True),
        (replace(SOUND, initializer=Normal()), 0.04, 0.99, False),
        (replace(SOUND, initializer=Normal()), 0.06, 0.11, False),
        (SOUND, 0.04, 0.11, False),  # He's are right: it has another reason
        (replace(SOUND, initializer=Normal(), activation=Sigmoid()), 0.04, 0.11, False),  # sigmoids are the reason
    ],
)
def test_first_weights_in_which_the_signal_fades(
    settings: Hyperparameters, signal: float, accuracy: float, *, is_told: bool
) -> None:
    curves = curves_of([2.3, 2.3, 2.3], [0.1, accuracy, accuracy])
    deep = replace(settings, hidden=(16,) * 10)
    known = Known(class_names=DIGITS, hyperparameters=deep, curves=curves, start_of=starting(signal=signal))
    found = unlucky_start(known)
    assert unlucky_start(replace(known, hyperparameters=settings)) is None, "there is no layer to fade in"
    assert (found is not None) == is_told
    if found is not None:
        assert found.title == "The first weights are too small"
        assert found.experiment == replace(deep, initializer=He())


def test_other_first_weights_get_a_rate_that_fits_them() -> None:
    curves = curves_of([9, 3], [0.1, 0.1])
    settings = replace(PLAIN, initializer=Normal(), learning_rate=3.0)
    found = unlucky_start(Known(class_names=DIGITS, hyperparameters=settings, curves=curves, start_of=starting(0.9)))
    assert found is not None
    assert found.experiment == replace(settings, initializer=He(), learning_rate=0.1)
    assert found.advice.endswith("with a learning rate of 0.1.")


def test_a_fitting_start_gets_another_seed() -> None:
    known = Known(class_names=DIGITS, hyperparameters=SOUND, curves=curves_of([9, 3], [0.1, 0.1]))
    found = unlucky_start(known)
    assert found is not None
    assert changed_fields(found.experiment, SOUND) == ("seed",)


def test_the_cost_of_guessing_by_hand() -> None:
    assert cost_of_guessing(SOUND, 10) == pytest.approx(math.log(10))
    assert cost_of_guessing(SOUND, 26) == pytest.approx(math.log(26))
    assert cost_of_guessing(replace(SOUND, output=SigmoidOutput()), 10) == pytest.approx(10 * math.log(2))
    squared = replace(SOUND, output=SigmoidOutput(), cost=SquaredError())
    assert cost_of_guessing(squared, 10) == pytest.approx(10 * 0.25 / 2)


def test_of_several_activations_either_start_fits() -> None:
    mixed = Hyperparameters(hidden=(9, 8), hidden_activations=(Tanh(), ReLU()))
    for start in (He(), Xavier(), LeCun()):
        advice, experiment = other_start(replace(mixed, initializer=start))
        assert "another throw of the dice" in advice
        assert experiment.hidden_activations == mixed.hidden_activations
    assert other_start(replace(mixed, initializer=Normal(deviation=3.0)))[1].initializer == Xavier()


def test_after_the_last_seed_comes_the_first() -> None:
    last = replace(SOUND, seed=2**31 - 1)
    assert other_start(last)[1] == replace(last, seed=0)


@pytest.mark.parametrize(
    ("changes", "cure"),
    [
        ({"initializer": LeCun(), "activation": Tanh(), "seed": 1}, {"seed": 2}),
        ({"initializer": LeCun(), "activation": ReLU()}, {"initializer": He()}),
        ({"first_biases": 3.0}, {"first_biases": 0.0}),
    ],
)
def test_another_start_fits_the_activation_and_its_biases(changes: dict[str, Any], cure: dict[str, Any]) -> None:
    settings = Hyperparameters(**changes)
    assert other_start(settings)[1] == replace(settings, **cure)


def test_random_biases_tell_neurons_apart_that_begin_with_zero_weights() -> None:
    zeros = Hyperparameters(initializer=Zeros())
    assert starts_alike(zeros)
    assert not starts_alike(replace(zeros, first_biases=0.5))
