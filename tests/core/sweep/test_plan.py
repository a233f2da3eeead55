"""A sweep says beforehand which runs it has."""

from dataclasses import replace

import pytest

from core.errors import KnobError
from core.hyperparameters import Hyperparameters
from core.parts.activations import ReLU, Sigmoid
from core.parts.adaptive import Adam
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.optimizers import Momentum
from core.sweep.goal import COST, SECONDS, Goal
from core.sweep.plan import Budget, Sweep
from core.sweep.result import Trial
from core.sweep.space import Axis, Range

BASE = Hyperparameters(hidden=(8,), epochs=9, seed=5)
RATES = Axis.over("learning_rate", Range(0.001, 0.1, 3, is_logarithmic=True))
HIDDEN = Axis("hidden", ((8,), (16,)))


def test_a_grid_has_every_combination_with_every_seed() -> None:
    sweep = Sweep(base=BASE, axes=(HIDDEN, RATES), seeds=2)
    pairs = [(settings.hidden, settings.learning_rate) for settings in sweep.settings]
    assert pairs == [((size,), rate) for size in (8, 16) for rate in (0.001, 0.01, 0.1)]
    assert sweep.trials[:7] == (*(Trial(setting, 5) for setting in range(6)), Trial(0, 6))
    assert len(sweep.trials) == 12
    assert sweep.of(Trial(1, 6)) == replace(BASE, learning_rate=0.01, seed=6)
    assert sweep.epochs == 12 * 9


def test_nothing_varies_but_seeds() -> None:
    sweep = Sweep(base=BASE, seeds=3)
    assert [sweep.of(trial).seed for trial in sweep.trials] == [5, 6, 7]


def test_draws_are_the_same_each_time_and_different_from_each_other() -> None:
    sweep, again = (Sweep(base=BASE, axes=(HIDDEN, RATES), draws=20) for _ in range(2))
    assert sweep.settings == again.settings
    assert len(set(sweep.settings)) == 20
    assert Sweep(base=replace(BASE, seed=6), axes=(HIDDEN, RATES), draws=20).values != sweep.values


def test_a_small_space_has_no_more_to_draw() -> None:
    assert len(Sweep(base=BASE, axes=(HIDDEN,), draws=20).settings) == 2


def test_a_million_combinations_are_refused_with_figures() -> None:
    ranges = {"learning_rate": Range(0.001, 0.5, 100), "dropout": Range(0.0, 0.5, 100), "l1": Range(0.0, 0.5, 100)}
    many = tuple(Axis.over(name, over) for name, over in ranges.items())
    with pytest.raises(KnobError, match=r"1,000,000 runs \(100 of learning rate × 100 of dropout × 100 of L1 decay"):
        Sweep(base=BASE, axes=many)
    assert len(Sweep(base=BASE, axes=many, draws=30).settings) == 30


@pytest.mark.parametrize(
    "bad",
    [
        {"seeds": 0},
        {"seeds": 10_000},
        {"draws": -1},
        {"halving": 1},
        {"halving": 40},
        {"axes": (RATES, RATES)},
        {"axes": (Axis("learning_rate", (0.1, 5000.0)),)},  # beyond the knob's range
        {"axes": (Axis("hidden", ((0,),)),)},
        {"axes": (Axis("dropout", (0.5, 1.5)),)},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_before_anything_starts(bad: dict[str, object]) -> None:
    with pytest.raises(KnobError):
        Sweep(base=BASE, **bad)  # type: ignore[arg-type]


def test_a_budget_of_runs_takes_every_setting_before_the_next_seed() -> None:
    sweep = Sweep(base=BASE, axes=(HIDDEN, RATES), seeds=2, budget=Budget(runs=7))
    assert sweep.trials == (*(Trial(setting, 5) for setting in range(6)), Trial(0, 6))


@pytest.mark.parametrize("bad", [{"runs": -1}, {"minutes": float("nan")}, {"epochs": -3}])
def test_a_budget_below_zero_is_none(bad: dict[str, float]) -> None:
    with pytest.raises(KnobError):
        Budget(**bad)  # type: ignore[arg-type]


def test_halving_leaves_one_of_three_with_three_times_the_epochs() -> None:
    axes = (Axis.over("learning_rate", Range(0.001, 0.1, 9, is_logarithmic=True)),)
    sweep = Sweep(base=BASE, axes=axes, halving=3, seeds=2)
    assert [(rung.settings, rung.epochs) for rung in sweep.rungs] == [(9, 1), (3, 3), (1, 9)]
    assert [sweep.until(Trial(0, 5), rung) for rung in range(3)] == [1, 3, 9]
    assert sweep.epochs == 2 * (9 * 1 + 3 * 2 + 1 * 6)


def test_every_sweep_comes_back_from_its_plain_values() -> None:
    axes = (
        HIDDEN,
        RATES,
        Axis("optimizer", (Adam(), Momentum(momentum=0.5))),
        Axis("cost", (CrossEntropy(), SquaredError())),
        Axis("shuffle", (True, False)),
    )
    sweep = Sweep(base=BASE, axes=axes, draws=8, halving=3, seeds=2, goal=Goal(SECONDS, 95), budget=Budget(minutes=2.5))
    assert Sweep.from_dict(sweep.to_dict()) == sweep
    layered = Sweep(
        base=Hyperparameters(hidden=(8, 4)),
        axes=(Axis("hidden_activations", ((ReLU(), Sigmoid()), ())), Axis("frozen", ((), (1, 2)))),
        goal=Goal(COST),
    )
    assert Sweep.from_dict(layered.to_dict()) == layered


def test_seconds_need_a_target() -> None:
    with pytest.raises(KnobError, match="target"):
        Goal(SECONDS)
    with pytest.raises(KnobError, match="accuracy"):
        Goal("beauty")


def test_runs_are_not_judged_by_different_images() -> None:
    with pytest.raises(KnobError, match="judged"):
        Sweep(base=BASE, axes=(Axis("validation_split", (0.0, 20.0)),))
    Sweep(base=BASE, axes=(Axis("validation_split", (10.0, 20.0)),))


def test_the_last_seed_has_to_be_one() -> None:
    last = 2**31 - 1
    assert Sweep(base=replace(BASE, seed=last - 1), seeds=2).trials[-1].seed == last
    with pytest.raises(KnobError, match="Seed"):
        Sweep(base=replace(BASE, seed=last), seeds=2)
