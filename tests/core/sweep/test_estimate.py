"""How long a sweep takes is worked out from one run."""

import pytest

from core.hyperparameters import Hyperparameters
from core.sweep.estimate import seconds_of, weights_of
from core.sweep.plan import Sweep
from core.sweep.typed import axis


def test_twice_the_work_takes_twice_as_long_and_half_on_two_workers() -> None:
    base = Hyperparameters(hidden=(100,), epochs=3)
    sweep = Sweep(base=base, axes=(axis("learning_rate", "0.1 0.2"),), seeds=2)
    assert weights_of(base) == 784 * 100 + 100 * 10
    assert seconds_of(sweep, base, 2.0, 1) == pytest.approx(4 * 3 * 2.0)
    assert seconds_of(sweep, base, 2.0, 2) == pytest.approx(4 * 3)
    larger = Sweep(base=base, axes=(axis("hidden", "100 300"),))
    assert seconds_of(larger, base, 2.0, 1) == pytest.approx(2 * 3 * 2.0 * 2)
