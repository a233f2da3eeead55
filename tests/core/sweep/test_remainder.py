"""What is left of a sweep follows from what is written down."""

from dataclasses import replace

from core.hyperparameters import Hyperparameters
from core.sweep.plan import Sweep
from core.sweep.remainder import is_done, left_at
from core.sweep.result import Result, Trial
from core.sweep.typed import axis

GRID = Sweep(base=Hyperparameters(epochs=9), axes=(axis("learning_rate", "0.001 0.01 0.1"),), seeds=2)
HALVED = replace(GRID, halving=3)


def result(trial: Trial, accuracy: float, rung: int = 0, trouble: str = "") -> Result:
    return Result(trial, rung, 3.0, accuracy, 0.1, 1.0, 1.0, ((3.0, 1.0, accuracy, 0.1, accuracy, 0.1),), trouble)


def test_of_a_grid_what_has_no_result_is_left() -> None:
    assert left_at(GRID, (), 0) == list(GRID.trials)
    results = [result(trial, 0.9) for trial in GRID.trials[:-1]]
    assert left_at(GRID, results, 0) == [GRID.trials[-1]]
    assert not is_done(GRID, results)
    assert is_done(GRID, [*results, result(GRID.trials[-1], 0.0, trouble="It was cancelled.")])


def test_of_a_halved_one_the_best_have_to_go_on() -> None:
    results = [result(trial, 0.5 + 0.1 * trial.setting) for trial in HALVED.trials]
    assert left_at(HALVED, results, 0) == []
    assert left_at(HALVED, results, 1) == [Trial(2, 1), Trial(2, 2)]
    assert not is_done(HALVED, results)
    further = [result(Trial(2, seed), 0.9, rung=1) for seed in (1, 2)]
    assert is_done(HALVED, [*results, *further])
