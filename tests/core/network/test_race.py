"""The race of ``tests/benchmarks/race``: what its tables say of given times. Nothing is timed here."""

import math

import numpy as np
import pytest

from core.network.engine import WAYS
from tests.benchmarks.race import table
from tests.benchmarks.race.rounds import INKLING, Outcome, Result, entries
from tests.benchmarks.race.rows import ROWS, Row, choose
from tests.benchmarks.race.start import first_weights, order_of


def outcome(name: str = "128-gd-64", **seconds: list[float]) -> Outcome:
    results = {who: Result(who, times, accuracy=0.9, loss=2.4, others=0.1) for who, times in seconds.items()}
    return Outcome(Row.parse(name), results, [400.0, 450.0])


def test_the_table_has_the_best_epoch_and_how_many_times_inklings_it_is():
    raced = outcome(Inkling=[0.12, 0.10, 0.11], JAX=[0.15, 0.18, 0.16])
    lines = table.best_table([raced]).splitlines()
    assert lines[0] == "| network, optimizer, batch | Inkling | JAX |"
    assert lines[2] == "| 784-128-10, gradient descent, 64 | 0.100 | 0.150 (1.50) |"
    assert table.median_table([raced]).splitlines()[2].endswith("| 0.110 | 0.160 (1.45) |")


def test_who_is_missing_in_one_row_has_a_dash_there_and_no_figure():
    rows = [outcome(Inkling=[0.1], JAX=[0.2]), outcome("128-adam-16", Inkling=[0.3], JAX=[])]
    assert table.best_table(rows).splitlines()[3] == "| 784-128-10, Adam, 16 | 0.300 | – |"
    assert [figure.measured for figure in table.figures(rows)] == [pytest.approx(2.0)]


@pytest.mark.parametrize(
    ("name", "ratio", "verdict"),
    [
        ("128-gd-64", 1.15, "MISSED"),
        ("128-gd-64", 1.25, "met"),
        ("128-adam-16", 1.15, "met"),
        ("128-adam-64", 1.02, "MISSED"),
        ("128-adam-128", 1.15, "MISSED"),
    ],
)
def test_more_is_asked_but_of_adam_with_small_batches(name: str, ratio: float, verdict: str):
    (figure,) = table.figures([outcome(name, Inkling=[0.1], JAX=[0.1 * ratio])])
    assert figure.verdict == verdict


def test_the_noise_names_whom_it_hit_most():
    raced = outcome(Inkling=[0.1, 0.11, 0.12], JAX=[0.1, 0.15, 0.2])
    raced.results[INKLING].others = 0.4
    last = table.noise_table([raced]).splitlines()[-1]
    assert "400 to 450" in last
    assert "1.50 (JAX)" in last
    assert "40 % (Inkling)" in last


def test_who_learned_something_else_is_told():
    raced = outcome(Inkling=[0.1], JAX=[0.1], PyTorch=[0.1])
    assert not table.differences(raced)
    raced.results["JAX"].accuracy = 0.8
    raced.results["PyTorch"].loss = math.nan
    told = table.differences(raced)
    assert [sentence.split(":")[0] for sentence in told] == ["PyTorch", "JAX"]


def test_rows_are_chosen_by_how_they_begin_or_made_of_a_name():
    assert choose([]) == list(ROWS)
    assert [row.batch for row in choose(["128-adam"])] == [16, 64, 128, 1000]
    assert choose(["128-gd-1000"]) == [Row((128,), "gd", 1000)]
    assert choose(["64-32-gd-7"]) == [Row((64, 32), "gd", 7)]
    with pytest.raises(ValueError, match="no row is called 128-sgd-16"):
        choose(["128-sgd-16"])


def test_a_row_counts_its_steps_and_its_operations():
    row = Row.parse("128-gd-64")
    assert row.steps == 938  # the last of 32 images
    assert row.operations == 2 * 60_000 * (2 * 784 * 128 + 3 * 128 * 10)


def test_everybody_begins_with_the_same_weights_and_sees_the_images_in_the_same_order():
    row = Row.parse("32-16-adam-8")
    for one, again in zip(first_weights(row), first_weights(row), strict=True):
        assert np.array_equal(one, again)
    assert [array.shape for array in first_weights(row)] == [(784, 32), (32,), (32, 16), (16,), (16, 10), (10,)]
    assert not np.array_equal(order_of(0), order_of(1))
    assert np.array_equal(np.sort(order_of(3)), np.arange(60_000))


def test_every_way_of_the_engine_takes_part_the_usual_one_as_inkling():
    ways = {entry.way for entry in entries(WAYS) if entry.module == "contestant_inkling"}
    assert ways == set(WAYS)
    assert [entry.way for entry in entries(WAYS) if entry.name == INKLING] == [WAYS[0]]
