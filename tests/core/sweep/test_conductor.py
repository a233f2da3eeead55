"""The conductor has every run of a sweep trained once, whatever happens on the way."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.errors import FileError, TrainingError
from core.hyperparameters import Hyperparameters
from core.sweep.conductor import CANCELLED, LOST, Conductor, Progress, Wish
from core.sweep.journal import Journal
from core.sweep.order import WAY, Order
from core.sweep.plan import Budget, Sweep
from core.sweep.result import Result, Trial
from core.sweep.space import Axis
from core.sweep.team import NO_MEMORY, Ended
from core.training.training import train
from tests.core.sweep.teams import Bench

BASE = Hyperparameters(hidden=(4,), epochs=3, batch_size=20)
SWEEP = Sweep(base=BASE, axes=(Axis("learning_rate", (0.001, 0.01, 0.1)),), seeds=2)
HALVED = replace(SWEEP, halving=3)

Begin = Callable[..., Journal]


@pytest.fixture
def begin(tmp_path: Path, tiny_dataset: Dataset) -> Begin:
    """Return a function that begins a sweep."""
    return lambda sweep=SWEEP: Journal.begin(tmp_path / "rates", sweep, "Rates", tiny_dataset)


def test_every_run_is_what_it_would_be_alone(begin: Begin, tiny_dataset: Dataset) -> None:
    journal = begin()
    conductor = Conductor(journal, Bench(tiny_dataset))
    assert conductor.run()
    assert [result.trial for result in conductor.results] == list(SWEEP.trials)
    for trial in (Trial(0, 1), Trial(2, 2)):
        alone, kept = train(SWEEP.of(trial), tiny_dataset, way=WAY), journal.run(trial)
        assert alone.best is not None
        assert kept.best is not None
        for ours, theirs in zip(kept.best.network.parameters, alone.best.network.parameters, strict=True):
            np.testing.assert_array_equal(ours, theirs)
        found = next(result for result in conductor.results if result.trial == trial)
        assert found.accuracy == alone.curves.column("test_accuracy")[alone.curves.is_end_of_epoch][1:].max()


def test_halving_goes_on_where_runs_stopped(begin: Begin, tiny_dataset: Dataset) -> None:
    journal, bench = begin(HALVED), Bench(tiny_dataset)
    conductor = Conductor(journal, bench)
    assert conductor.run()
    assert [(order.rung, order.until) for order in bench.orders] == [(0, 1)] * 6 + [(1, 3)] * 2
    (winner,) = {order.trial.setting for order in bench.orders if order.rung == 1}
    trial = Trial(winner, 2)
    whole = train(HALVED.of(trial), tiny_dataset, way=WAY)
    result = next(result for result in conductor.results if result.trial == trial)
    # What it learned is what it would have learned in one go.
    ends = whole.curves.is_end_of_epoch
    assert [point[3] for point in result.curve] == list(whole.curves.column("test_cost")[ends][1:])


def test_what_is_written_down_is_not_trained_again(begin: Begin, tiny_dataset: Dataset) -> None:
    journal, asked = begin(), iter([Wish.GO_ON] * 3)
    assert not Conductor(journal, Bench(tiny_dataset, 1)).run(lambda: next(asked, Wish.STOP))
    done = [result.trial for result in journal.results()]
    assert 0 < len(done) < 6
    bench = Bench(tiny_dataset)
    assert Conductor(Journal.open(journal.folder), bench).run()
    assert [order.trial for order in bench.orders] == [trial for trial in SWEEP.trials if trial not in done]
    again = Bench(tiny_dataset)
    assert Conductor(Journal.open(journal.folder), again).run()
    assert not again.orders


def test_a_halved_sweep_is_taken_up_in_the_middle_of_a_rung(begin: Begin, tiny_dataset: Dataset) -> None:
    journal, asked = begin(HALVED), iter([Wish.GO_ON] * 7)
    assert not Conductor(journal, Bench(tiny_dataset, 1)).run(lambda: next(asked, Wish.STOP))
    bench = Bench(tiny_dataset, 1)
    assert Conductor(Journal.open(journal.folder), bench).run()
    assert [order.rung for order in bench.orders] == [1]


def test_a_pause_begins_nothing_and_loses_nothing(begin: Begin, tiny_dataset: Dataset) -> None:
    wishes = iter([Wish.GO_ON, *[Wish.PAUSE] * 5])
    began: list[int] = []

    def wish() -> Wish:
        began.append(len(bench.orders))
        return next(wishes, Wish.GO_ON)

    bench = Bench(tiny_dataset, 2)
    assert Conductor(begin(), bench).run(wish)
    assert began[1:7] == [2] * 6


def test_a_lost_worker_costs_one_run_its_time(begin: Begin, tiny_dataset: Dataset) -> None:
    lost: list[Trial] = []

    def spoil(order: Order) -> Ended | None:
        if order.trial == Trial(1, 1) and not lost:
            lost.append(order.trial)
            return Ended(order, "worker 1", is_lost=True)
        return None

    told: list[Progress] = []
    conductor = Conductor(begin(), Bench(tiny_dataset, spoil=spoil), told.append)
    assert conductor.run()
    assert len(conductor.results) == 6
    assert not any(result.trouble for result in conductor.results)
    assert any("worker 1 ended before its time" in progress.note for progress in told)


def test_a_run_that_ends_its_worker_twice_is_left_out(begin: Begin, tiny_dataset: Dataset) -> None:
    def spoil(order: Order) -> Ended | None:
        return Ended(order, "worker 1", is_lost=True) if order.trial == Trial(1, 1) else None

    journal = begin()
    conductor = Conductor(journal, Bench(tiny_dataset, spoil=spoil))
    assert conductor.run()
    assert {result.trial: result.trouble for result in conductor.results if result.trouble} == {Trial(1, 1): LOST}
    assert len(journal.results()) == 6
    again = Conductor(journal, bench := Bench(tiny_dataset))  # somebody else may have more luck with it
    assert again.run()
    assert [order.trial for order in bench.orders] == [Trial(1, 1)]
    assert not any(result.trouble for result in Conductor(journal, Bench(tiny_dataset)).results)


def test_one_run_is_cancelled_before_it_begins(begin: Begin, tiny_dataset: Dataset) -> None:
    bench = Bench(tiny_dataset)
    conductor = Conductor(begin(), bench)
    conductor.cancel(Trial(2, 2))
    assert conductor.run()
    assert [result.trial for result in conductor.results if result.trouble == CANCELLED] == [Trial(2, 2)]
    assert Trial(2, 2) not in {order.trial for order in bench.orders}


def test_one_run_is_cancelled_while_it_is_trained(begin: Begin, tiny_dataset: Dataset) -> None:
    bench = Bench(tiny_dataset)

    def cancel(progress: Progress) -> None:
        if (Trial(0, 1), "worker 0") in progress.running:
            conductor.cancel(Trial(0, 1))
        if len(progress.running) == 2 and Trial(0, 1) in dict(progress.running):
            bench.cancelled.add(Trial(0, 1))

    conductor = Conductor(begin(), bench, cancel)
    assert conductor.run()
    assert [result.trial for result in conductor.results if result.trouble == CANCELLED] == [Trial(0, 1)]


def test_settings_that_cannot_be_trained_are_told_in_their_result(begin: Begin, tiny_dataset: Dataset) -> None:
    sweep = Sweep(base=BASE, axes=(Axis("batch_size", (20, 5000)),))
    conductor = Conductor(begin(sweep), Bench(tiny_dataset))
    assert conductor.run()
    assert [result.trouble == "" for result in conductor.results] == [True, False]
    assert "5,000" in conductor.results[1].trouble


def test_a_budget_of_epochs_begins_no_further_run(begin: Begin, tiny_dataset: Dataset) -> None:
    bench = Bench(tiny_dataset, 1)
    assert not Conductor(begin(replace(SWEEP, budget=Budget(epochs=10))), bench).run()
    assert len(bench.orders) == 3


def test_a_budget_of_minutes_begins_no_further_run(begin: Begin, tiny_dataset: Dataset) -> None:
    bench = Bench(tiny_dataset, 1)

    def clock() -> float:
        return 25.0 * len(bench.orders)  # each run takes 25 seconds

    assert not Conductor(begin(replace(SWEEP, budget=Budget(minutes=1))), bench, clock=clock).run()
    assert len(bench.orders) == 3


def test_without_workers_a_sweep_ends_with_a_sentence(begin: Begin, tiny_dataset: Dataset) -> None:
    with pytest.raises(TrainingError, match="No worker is left"):
        Conductor(begin(), Bench(tiny_dataset, 0)).run()


def test_a_full_disk_ends_it_and_keeps_what_was_done(
    begin: Begin, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, written = begin(), Journal.add
    added: list[object] = []

    def add(self: Journal, product: object) -> None:
        if len(added) == 2:
            raise FileError("No space left on device.", "Make room.")
        added.append(product)
        written(self, product)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "add", add)
        with pytest.raises(FileError, match="No space"):
            Conductor(journal, Bench(tiny_dataset)).run()
    assert len(journal.results()) == 2
    assert Conductor(journal, Bench(tiny_dataset)).run()
    assert len(journal.results()) == 6


def test_progress_knows_what_is_left_and_how_long(begin: Begin, tiny_dataset: Dataset) -> None:
    told: list[Progress] = []
    Conductor(begin(), Bench(tiny_dataset), told.append).run()
    assert (told[0].done, told[0].left, told[0].workers) == (0, 6, 2)
    assert np.isnan(told[0].seconds_left)
    assert (told[-1].done, told[-1].left, told[-1].running) == (6, 0, ())
    middle = next(progress for progress in told if progress.done == 3)
    assert middle.seconds_left > 0


def test_a_thousand_runs_cost_the_conductor_next_to_nothing(begin: Begin, tiny_dataset: Dataset) -> None:
    rates = tuple((1 + place) / 10_000 for place in range(1000))
    sweep = replace(SWEEP, axes=(Axis("learning_rate", rates),), seeds=1)
    bench = Bench(tiny_dataset, 1, lambda order: Ended(order, "worker 0", trouble="Nothing came of it."))
    began = time.process_time()
    assert Conductor(begin(sweep), bench).run()
    assert len(bench.orders) == 1000
    assert time.process_time() - began < 20  # 170 when every look laid out all of its settings for each that waits


def test_a_run_that_goes_on_takes_of_the_budget_only_what_is_left_of_it(begin: Begin, tiny_dataset: Dataset) -> None:
    # Six runs of an epoch, and two of them for two epochs more: ten in all.
    sweep = replace(HALVED, budget=Budget(epochs=10))
    bench = Bench(tiny_dataset, 1)
    assert Conductor(begin(sweep), bench).run()
    assert sum(order.rung for order in bench.orders) == 2
    assert HALVED.epochs == 10


def test_runs_that_wait_to_go_on_are_not_in_memory(
    begin: Begin, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, packed = Bench(tiny_dataset, 1), Journal.packed
    begun: list[int] = []  # runs, whenever one is read

    def look(journal: Journal, trial: Trial, rung: int) -> bytes:
        begun.append(len(bench.orders))
        return packed(journal, trial, rung)

    monkeypatch.setattr(Journal, "packed", look)
    assert Conductor(begin(HALVED), bench).run()
    assert begun == [6, 7]


@pytest.mark.parametrize("rung", [1, 2])
def test_what_is_cut_off_between_a_run_and_its_line_goes_on_from_where_the_line_says(
    rung: int, begin: Begin, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = tuple(0.05 * place for place in range(1, 10))
    sweep = replace(HALVED, base=replace(BASE, epochs=9), axes=(Axis("learning_rate", rates),), seeds=1)
    journal, note = begin(sweep), Journal.note

    def full(journal: Journal, result: Result) -> None:
        if result.rung == rung:
            raise FileError("The results could not be written.", "Make room.")
        note(journal, result)

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "note", full)
        with pytest.raises(FileError):
            Conductor(journal, Bench(tiny_dataset)).run()
    conductor = Conductor(Journal.open(journal.folder), Bench(tiny_dataset))
    assert conductor.run()
    for result in conductor.results:
        alone = train(sweep.of(result.trial), tiny_dataset, way=WAY)
        costs = alone.curves.column("test_cost")[alone.curves.is_end_of_epoch][1:]
        assert [point[3] for point in result.curve] == pytest.approx(costs[: sweep.until(result.trial, result.rung)])
    assert len(list((journal.folder / "runs").iterdir())) == len(sweep.trials)  # the latest of each


@pytest.mark.parametrize("trouble", [LOST, NO_MEMORY])
def test_what_a_worker_could_not_do_is_tried_again_when_it_is_taken_up(
    trouble: str, begin: Begin, tiny_dataset: Dataset
) -> None:
    journal, weak = begin(), Trial(1, 1)

    def spoil(order: Order) -> Ended | None:
        if order.trial != weak:
            return None
        return Ended(order, "", is_lost=True) if trouble == LOST else Ended(order, "", trouble=trouble)

    first = Conductor(journal, Bench(tiny_dataset, spoil=spoil))
    assert first.run()
    assert [result.trial for result in first.results if result.trouble == trouble] == [weak]
    bench = Bench(tiny_dataset)
    second = Conductor(Journal.open(journal.folder), bench)
    assert second.run()
    assert [order.trial for order in bench.orders] == [weak]
    assert not any(result.trouble for result in second.results)
