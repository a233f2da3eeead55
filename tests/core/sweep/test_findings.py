"""What a sweep shows: which setting mattered, and by how much more than the seed."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from core.hyperparameters import Hyperparameters
from core.parts.adaptive import Adam
from core.parts.optimizers import Momentum
from core.sweep.findings import Findings, findings
from core.sweep.goal import COST, SECONDS, Goal
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial
from core.sweep.space import Axis, Range
from core.sweep.words import told

RATES, OPTIMIZERS = Axis("learning_rate", (0.001, 0.01, 0.1)), Axis("optimizer", (Adam(), Momentum()))
BASE = Hyperparameters(epochs=2)


def swept(sweep: Sweep, accuracy: Callable[[Hyperparameters], float]) -> list[Result]:
    """Return results as if each run had come to such an accuracy."""
    results = []
    for trial in sweep.trials:
        reached = accuracy(sweep.of(trial))
        curve = ((1.0, 1.0, reached - 0.1, 0.4, 1.0, 0.1), (2.0, 2.0, reached, 1 - reached, 1.0, 0.1))
        results.append(Result(trial, 0, 2.0, reached, 1 - reached, 2.0, 2.1, curve))
    return results


def found(accuracy: Callable[[Hyperparameters], float], seeds: int = 2, **more: object) -> tuple[Sweep, Findings]:
    sweep = Sweep(base=BASE, axes=(RATES, OPTIMIZERS), seeds=seeds, **more)  # type: ignore[arg-type]
    return sweep, findings(sweep, swept(sweep, accuracy))


def by_rate(settings: Hyperparameters) -> float:
    return {0.001: 0.8, 0.01: 0.95, 0.1: 0.7}[settings.learning_rate] + 0.001 * settings.seed


def test_the_setting_that_moves_all_has_all_of_the_share() -> None:
    sweep, seen = found(by_rate)
    assert [effect.axis for effect in seen.effects] == [RATES, OPTIMIZERS]
    assert seen.effects[0].share == pytest.approx(1.0, abs=1e-3)
    assert seen.effects[0].span == pytest.approx(0.25)
    assert seen.effects[1].share == pytest.approx(0.0, abs=1e-9)
    assert seen.seed_spread == pytest.approx(0.001 / math.sqrt(2))
    words = " ".join(told(sweep, seen))
    assert "Learning rate: matters most. Its values lie 25 points apart" in words
    assert "Optimizer" not in words.split("ahead")[0].split("matters most")[1]


def test_shares_are_those_of_an_analysis_of_variance() -> None:
    chance = np.random.default_rng(3)
    noise = {
        (trial.setting, trial.seed): chance.normal(0, 0.01) for trial in Sweep(base=BASE, axes=(RATES,), seeds=4).trials
    }
    sweep = Sweep(base=BASE, axes=(RATES,), seeds=4)
    results = swept(sweep, lambda s: 0.9 + noise[RATES.values.index(s.learning_rate), s.seed])
    seen = findings(sweep, results)
    groups = [[result.accuracy for result in results if result.trial.setting == setting] for setting in range(3)]
    f = stats.f_oneway(*groups).statistic
    eta = seen.effects[0].share  # from F = (eta / 2) / ((1 - eta) / 9)
    assert (eta / 2) / ((1 - eta) / 9) == pytest.approx(f)


def test_a_lead_beyond_the_seeds_is_called_more_than_chance() -> None:
    sweep, seen = found(lambda s: by_rate(s) + 0.02 * (s.optimizer == Adam()))
    assert seen.lead is not None
    assert sweep.settings[seen.lead.best.setting].optimizer == Adam()
    assert seen.lead.difference == pytest.approx(0.02)
    assert seen.lead.chance < 0.01
    assert "more than chance" in told(sweep, seen)[-1]


def test_the_chance_of_a_lead_is_that_of_a_t_test() -> None:
    figures = {0.001: (0.90, 0.92, 0.91), 0.01: (0.93, 0.92, 0.935), 0.1: (0.5, 0.51, 0.52)}
    sweep = Sweep(base=BASE, axes=(RATES,), seeds=3)
    seen = findings(sweep, swept(sweep, lambda s: figures[s.learning_rate][s.seed - 1]))
    pooled = math.sqrt(np.mean([np.var(three, ddof=1) for three in figures.values()]))
    t = (np.mean(figures[0.01]) - np.mean(figures[0.001])) / (pooled * math.sqrt(2 / 3))
    assert seen.lead is not None
    assert seen.lead.chance == pytest.approx(2 * stats.t.sf(t, 6))


def test_a_lead_within_the_seeds_may_be_chance() -> None:
    sweep, seen = found(
        lambda s: 0.9 + 0.01 * (s.seed == 1) + 0.001 * (s.learning_rate == 0.01) + 0.001 * (s.optimizer == Adam())
    )
    assert seen.lead is not None
    assert seen.lead.chance > 0.2
    assert "may well be chance" in told(sweep, seen)[-1]


def test_with_one_seed_chance_is_not_known() -> None:
    sweep, seen = found(by_rate, seeds=1)
    assert math.isnan(seen.seed_spread)
    assert seen.lead is not None
    assert math.isnan(seen.lead.chance)
    assert "two seeds or more" in " ".join(told(sweep, seen))


def test_of_one_run_for_each_value_no_share_is_told() -> None:
    sweep = Sweep(base=BASE, axes=(RATES,))
    words = " ".join(told(sweep, findings(sweep, swept(sweep, by_rate))))
    assert "Learning rate: values lie 25 points apart, best at 0.01; what of it is the seed's is not known" in words
    assert "of all differences" not in words


def test_nothing_is_said_of_nothing() -> None:
    sweep = Sweep(base=BASE, axes=(RATES,))
    seen = findings(sweep, ())
    assert seen.rows == ()
    assert seen.lead is None
    assert told(sweep, seen) == ("No run has a figure to compare yet.",)


def test_a_target_that_none_reached_is_no_figure() -> None:
    sweep = Sweep(base=BASE, axes=(RATES,), goal=Goal(SECONDS, 99))
    seen = findings(sweep, swept(sweep, by_rate))
    assert told(sweep, seen) == ("No run has a figure to compare yet.",)
    assert "reached 99 %" in told(sweep, seen, is_done=True)[0]
    assert [row.setting for row in seen.rows] == [1, 0, 2]  # by how near they came


def test_the_lowest_cost_is_best_where_it_is_asked_for() -> None:
    sweep, seen = found(by_rate, goal=Goal(COST))
    assert sweep.settings[seen.rows[0].setting].learning_rate == 0.01


def test_a_run_in_trouble_is_in_the_table_and_in_no_mean() -> None:
    sweep = Sweep(base=BASE, axes=(RATES,), seeds=2)
    results = swept(sweep, by_rate)
    results[0] = Result(Trial(0, 1), 0, 0.0, math.nan, math.nan, 0.0, 0.0, (), "It was cancelled.")
    row = next(row for row in findings(sweep, results).rows if row.setting == 0)
    assert len(row.results) == 2
    assert row.mean == pytest.approx(0.802)
    assert math.isnan(row.spread)


def test_many_drawn_numbers_are_compared_by_thirds() -> None:
    axis = Axis.over("learning_rate", Range(0.001, 0.1, 2, is_logarithmic=True))
    sweep = Sweep(base=BASE, axes=(axis,), draws=30)
    seen = findings(sweep, swept(sweep, lambda s: 0.9 if s.learning_rate > 0.01 else 0.8))
    assert [word for word, _ in seen.effects[0].groups] == ["low", "middle", "high"]
    assert seen.effects[0].groups[0][1] == pytest.approx(0.8)
    assert seen.effects[0].groups[2][1] == pytest.approx(0.9)


def test_with_halving_runs_are_compared_after_as_many_epochs() -> None:
    sweep = Sweep(base=Hyperparameters(epochs=2), axes=(RATES,), halving=2)
    assert [rung.epochs for rung in sweep.rungs] == [1, 2]
    results = swept(sweep, by_rate)
    short = [result.up_to(1) if result.trial.setting != 1 else result for result in results]
    first = findings(sweep, short).effects[0].groups
    assert [mean for _, mean in first] == pytest.approx([0.701, 0.851, 0.601])  # after the first epoch, all of them


def test_with_halving_the_seed_moves_what_it_moves_in_those_that_came_furthest() -> None:
    sweep = Sweep(base=Hyperparameters(epochs=4), axes=(RATES, OPTIMIZERS), seeds=3, halving=3)
    assert [rung.settings for rung in sweep.rungs] == [6, 2]
    noise = {1: 0.0, 2: 0.001, 3: 0.002}

    def accuracy(settings: Hyperparameters) -> float:
        is_good = settings.learning_rate == 0.01
        return (0.9 if is_good else 0.5) + noise[settings.seed] * (1 if is_good else 100)

    results = [
        replace(result, rung=int(sweep.of(result.trial).learning_rate == 0.01)) for result in swept(sweep, accuracy)
    ]
    seen = findings(sweep, results)
    assert seen.seed_spread == pytest.approx(0.001)
    assert seen.lead is not None
    assert {row.rung for row in (seen.lead.best, seen.lead.second)} == {1}


def test_costs_that_are_not_finite_are_no_figures() -> None:
    point = (1.0, 1.0, 0.1, math.inf, 0.1, math.inf)
    result = Result(Trial(0, 1), 0, 2.0, 0.1, 0.5, 2.0, 2.1, (point, (2.0, 2.0, 0.1, 0.5, 0.1, math.inf)))
    assert math.isnan(result.up_to(1).cost)
    assert math.isnan(result.up_to(0).cost)
    assert result.up_to(2).cost == 0.5


def test_equal_settings_are_told_as_equal() -> None:
    sweep, seen = found(lambda settings: 0.9)
    assert "The best two settings are equally good." in told(sweep, seen)
    assert "ahead" not in " ".join(told(sweep, seen))
