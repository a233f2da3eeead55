"""What the pictures of a sweep are drawn from: cells, dots, lines and curves."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import fmean, stdev

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.parts.adaptive import Adam
from core.parts.optimizers import Momentum
from core.sweep.cells import Cell, cells
from core.sweep.curves import curves
from core.sweep.findings import comparable, table
from core.sweep.goal import COST, SECONDS, Goal
from core.sweep.pictures import dots, in_trouble, lines
from core.sweep.places import places_of
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial
from core.sweep.space import Axis, Range

BASE = Hyperparameters(epochs=2)
RATES, OPTIMIZERS = Axis("learning_rate", (0.001, 0.01, 0.1)), Axis("optimizer", (Adam(), Momentum()))
BATCHES = Axis("batch_size", (10, 20))


def by_rate(settings: Hyperparameters) -> float:
    return {0.001: 0.8, 0.01: 0.95, 0.1: 0.7}[settings.learning_rate] + 0.001 * settings.seed


def swept(sweep: Sweep, accuracy: Callable[[Hyperparameters], float] = by_rate) -> list[Result]:
    """Return results as if each run had come to such an accuracy."""
    results = []
    for trial in sweep.trials:
        reached = accuracy(sweep.of(trial))
        curve = ((1.0, 1.5, reached - 0.1, 0.4, 1.0, 0.1), (2.0, 3.0, reached, 1 - reached, 1.0, 0.1))
        results.append(Result(trial, 0, 2.0, reached, 1 - reached, 2.0, 2.1, curve))
    return results


def grid(*more: Axis, seeds: int = 2, goal: Goal | None = None) -> Sweep:
    return Sweep(base=BASE, axes=(RATES, OPTIMIZERS, *more), seeds=seeds, goal=goal or Goal())


def cells_of(sweep: Sweep, results: Sequence[Result], running: Sequence[Trial] = ()) -> tuple[Cell, ...]:
    return cells(sweep, comparable(sweep, table(sweep, results)), running, places_of(sweep, 0), places_of(sweep, 1))


# Cells


def test_a_cell_is_the_mean_over_all_else_with_what_the_seed_moves() -> None:
    sweep = grid(BATCHES)
    chance = np.random.default_rng(5)
    results = swept(sweep, lambda settings: by_rate(settings) + float(chance.normal(0, 0.01)))
    found = cells_of(sweep, results)
    assert [(cell.column, cell.line) for cell in found] == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]
    for cell in found:
        values = RATES.values[cell.column], OPTIMIZERS.values[cell.line]
        inside = [each for each in results if sweep.values[each.trial.setting][:2] == values]
        assert len(inside) == 4
        assert cell.mean == pytest.approx(fmean(each.accuracy for each in inside))
        groups = [[e.accuracy for e in inside if e.trial.setting == setting] for setting in cell.settings]
        assert cell.spread == pytest.approx(math.sqrt(fmean(stdev(group) ** 2 for group in groups)))
        means = [fmean(group) for group in groups]
        assert means == sorted(means, reverse=True)


def test_cells_without_runs_and_those_being_trained_are_told_apart() -> None:
    sweep = grid()
    found = cells_of(sweep, swept(sweep)[:1], [Trial(5, 0), Trial(5, 1)])
    assert [len(cell.figures) for cell in found] == [1, 0, 0, 0, 0, 0]
    assert [cell.running for cell in found] == [0, 0, 0, 0, 0, 2]
    assert math.isnan(found[0].spread)  # one seed says nothing of seeds
    assert math.isnan(found[1].mean)


def test_runs_in_trouble_are_left_out_and_counted() -> None:
    sweep = grid()
    results = swept(sweep)
    results[0] = replace(results[0], accuracy=0.1, trouble="The cost is not a number any more.")
    rows = table(sweep, results)
    assert in_trouble(rows) == 1
    assert cells_of(sweep, results)[0].figures == (results[6].accuracy,)
    assert results[0].trial not in dots(sweep, rows, (), places_of(sweep, 0)).trials
    assert results[0].trial not in curves(sweep, rows).trials


def test_with_halving_cells_compare_runs_of_as_many_epochs() -> None:
    sweep = Sweep(base=replace(BASE, epochs=4), axes=(RATES, OPTIMIZERS), halving=2)
    assert sweep.rungs[0].epochs == 1
    found = cells_of(sweep, swept(sweep))
    assert found[0].mean == pytest.approx(0.8 - 0.1 + 0.001 * BASE.seed)


# Dots


def test_each_run_is_a_dot_at_its_value_and_each_value_has_its_mean() -> None:
    sweep = grid(seeds=2)
    results = swept(sweep)
    rows = table(sweep, results)
    found = dots(sweep, rows, (), places_of(sweep, 0, on_line=True), places_of(sweep, 1))
    assert set(found.trials) == set(sweep.trials)
    for trial, x, figure, shade in zip(found.trials, found.x, found.figures, found.shades, strict=True):
        rate, optimizer = sweep.values[trial.setting]
        assert x == pytest.approx((rate - 0.001) / 0.099)
        assert figure == by_rate(sweep.of(trial))
        assert shade == (0.25 if optimizer == Adam() else 0.75)
    assert [group.count for group in found.groups] == [4, 4, 4]
    assert [group.mean for group in found.groups] == pytest.approx(
        [rate + 0.001 * (BASE.seed + 0.5) for rate in (0.8, 0.95, 0.7)]
    )
    assert found.groups[0].spread == pytest.approx(stdev([0, 0, 0.001, 0.001]))


def test_dots_of_names_stand_beside_one_another_in_their_slot() -> None:
    sweep = grid()
    found = dots(sweep, table(sweep, swept(sweep)), (), places_of(sweep, 1))
    for trial, x in zip(found.trials, found.x, strict=True):
        middle = 0.25 if sweep.values[trial.setting][1] == Adam() else 0.75
        assert abs(x - middle) <= 0.125
    assert len(set(found.x.tolist())) == len(found.x)


def test_only_the_seeds_of_a_setting_are_one_group_where_values_are_drawn() -> None:
    axes = (Axis.over("batch_size", Range(10, 12, 3)), RATES)
    sweep = Sweep(base=BASE, axes=axes, draws=8, seeds=2)
    settings = len(sweep.settings)
    assert settings == 8  # of three batch sizes, so some have the same
    found = dots(sweep, table(sweep, swept(sweep)), (), places_of(sweep, 0))
    assert [group.count for group in found.groups] == [2] * settings


def test_the_mean_of_a_group_leaves_out_what_is_fenced_off() -> None:
    sweep = Sweep(base=BASE, axes=(RATES,), seeds=4)
    results = swept(sweep, lambda settings: 0.97 + 0.001 * settings.seed)
    results[0] = replace(results[0], accuracy=0.1)
    found = dots(sweep, table(sweep, results), (), places_of(sweep, 0, on_line=True))
    assert [group.count for group in found.groups] == [3, 4, 4]


def test_runs_being_trained_have_a_place_and_no_figure() -> None:
    sweep = grid()
    rows = table(sweep, swept(sweep)[:2])
    found = dots(sweep, rows, sweep.trials[1:3], places_of(sweep, 0, on_line=True))
    assert found.running == ((sweep.trials[2], pytest.approx((0.01 - 0.001) / 0.099)),)  # the other has a dot already


def test_where_only_seeds_vary_dots_stand_in_one_column() -> None:
    sweep = Sweep(base=replace(BASE, learning_rate=0.01), seeds=5)
    found = dots(sweep, table(sweep, swept(sweep)), (), None)
    assert np.all(np.abs(found.x - 0.5) <= 0.25)
    assert [group.count for group in found.groups] == [5]


# Lines


def test_lines_go_through_the_values_of_all_axes_the_best_first() -> None:
    sweep = grid(BATCHES)
    results = swept(sweep)
    axes = [places_of(sweep, axis) for axis in range(3)]
    running = [Trial(11, BASE.seed)]
    rows = table(sweep, [result for result in results if result.trial.setting != 11])
    found = lines(sweep, rows, running, axes)
    assert found.settings == tuple(row.setting for row in rows)
    assert found.figures.tolist() == sorted(found.figures, reverse=True)
    for setting, places in zip(found.settings, found.places, strict=True):
        middles = [axis.at(value) for axis, value in zip(axes, sweep.values[setting], strict=True)]
        assert places == pytest.approx(middles, abs=0.06)
    assert found.running == (11,)
    assert found.running_places.shape == (1, 3)


def test_lines_of_nothing_have_their_shape_all_the_same() -> None:
    sweep = grid()
    found = lines(sweep, (), (), [places_of(sweep, 0), places_of(sweep, 1)])
    assert found.places.shape == (0, 2)
    assert found.running_places.shape == (0, 2)


# Curves


def test_curves_lie_one_after_the_other_and_are_not_joined() -> None:
    sweep = grid()
    results = swept(sweep)
    results[3] = replace(results[3], curve=results[3].curve[:1])
    found = curves(sweep, table(sweep, results))
    of_trials = {result.trial: result for result in results}
    assert len(found.trials) == len(results)
    for run, trial in enumerate(found.trials):
        part = slice(found.starts[run], found.starts[run + 1])
        curve = of_trials[trial].curve
        assert found.x[part].tolist() == [point[0] for point in curve]
        assert found.y[part].tolist() == [point[2] for point in curve]
        assert found.connect[part].tolist() == [True] * (len(curve) - 1) + [False]
    best = max(results, key=lambda result: result.accuracy)
    assert by_rate(sweep.of(found.trials[-1])) == best.accuracy
    assert (found.x_name, found.y_name) == ("epoch", "accuracy")


def test_a_point_that_was_not_measured_leaves_a_gap() -> None:
    sweep = Sweep(base=replace(BASE, learning_rate=0.01))
    curve = tuple((float(epoch), 1.0, math.nan if epoch == 3 else 0.9, 0.1, 1.0, 0.1) for epoch in range(1, 6))
    found = curves(sweep, table(sweep, [replace(swept(sweep)[0], curve=curve)]))
    assert found.connect.tolist() == [True, False, False, True, False]


def test_curves_show_what_counts() -> None:
    cost = grid(goal=Goal(COST))
    of_cost = curves(cost, table(cost, swept(cost)))
    assert (of_cost.x_name, of_cost.y_name, of_cost.y.max()) == ("epoch", "cost", pytest.approx(0.4))
    assert not of_cost.measure.more_is_better
    seconds = grid(goal=Goal(SECONDS, 90))
    of_seconds = curves(seconds, table(seconds, swept(seconds)))
    assert (of_seconds.x_name, of_seconds.y_name, of_seconds.x.max()) == ("seconds", "accuracy", 3.0)
    assert of_seconds.measure.more_is_better


def test_no_run_has_no_curve() -> None:
    found = curves(grid(), ())
    assert found.trials == ()
    assert len(found.x) == 0
    assert found.starts.tolist() == [0]
