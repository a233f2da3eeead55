"""A start that is worse than guessing is told of, and other first weights are tried."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.coach.finding import Known
from core.coach.start_rules import cost_of_guessing, other_start, unlucky_start
from core.hyperparameters import Hyperparameters, changed_fields
from core.parts.costs import SquaredError
from core.parts.initializers import He, Normal, Zeros
from core.parts.optimizers import GradientDescent
from core.parts.outputs import SigmoidOutput
from core.parts.schedules import Constant
from core.training.history import COLUMNS, Curves

SOUND = Hyperparameters(hidden=(16,), batch_size=32, epochs=8, learning_rate=0.003)
PLAIN = replace(SOUND, optimizer=GradientDescent(), schedule=Constant())

Try = Callable[..., Known]


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


def test_a_fitting_start_gets_another_seed() -> None:
    table = np.ones((len(COLUMNS), 2))
    for name, values in {"step": [0, 100], "train_cost": [9, 3], "train_accuracy": [0.1, 0.1]}.items():
        table[COLUMNS.index(name)] = values
    known = Known(hyperparameters=SOUND, curves=Curves(table))
    found = unlucky_start(known)
    assert found is not None
    assert changed_fields(found.experiment, SOUND) == ("seed",)


def test_the_cost_of_guessing_by_hand() -> None:
    assert cost_of_guessing(SOUND) == pytest.approx(math.log(10))
    assert cost_of_guessing(replace(SOUND, output=SigmoidOutput())) == pytest.approx(10 * math.log(2))
    squared = replace(SOUND, output=SigmoidOutput(), cost=SquaredError())
    assert cost_of_guessing(squared) == pytest.approx(10 * 0.25 / 2)


def test_after_the_last_seed_comes_the_first() -> None:
    last = replace(SOUND, seed=2**31 - 1)
    assert other_start(last)[1] == replace(last, seed=0)
