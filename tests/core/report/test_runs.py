"""Runs are compared by what differs between them, and what is the same is said once."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.report.runs import compared
from core.training.history import COLUMNS, Curves
from core.training.run import Parent, Run
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def run(make_snapshot: MakeSnapshot) -> Run:
    """Return a run of five epochs whose accuracy rises from 0.5 to 0.9, measured at the end of each."""
    table = np.full((len(COLUMNS), 5), np.nan)
    columns = {"step": range(10, 60, 10), "epoch": range(1, 6), "whole": np.ones(5), "seconds": range(5)}
    for name, values in (columns | {"test_accuracy": np.linspace(0.5, 0.9, 5)}).items():
        table[COLUMNS.index(name)] = list(values)
    return Run.of(make_snapshot(50, Hyperparameters(hidden=(4,)), curves=Curves(table)), "One")


def points(page: str, look: str) -> list[str]:
    found = re.search(rf'<polyline class="{look}" points="([^"]*)"', page)
    assert found is not None
    return found[1].split()


def heads(page: str) -> list[str]:
    return re.findall(r'<th scope="col">(.*?)</th>', page)


def test_only_what_differs_has_a_column(run: Run) -> None:
    other = replace(run, name="Two", color=1, settings=replace(run.settings, learning_rate=0.25))
    page = compared([run, other])
    assert heads(page) == ["Run", "Best test accuracy", "Last", "Epochs done", "Learning rate"]
    assert "<td>0.25</td>" in page
    same = re.search(r"The same in all: (.*?)\.</p>", page)
    assert same is not None
    assert "hidden layers 4" in same[1]
    assert "learning rate" not in same[1]
    assert page.count("<td>90.00 %</td><td>90.00 %</td><td>5</td>") == 2


def test_a_table_of_many_columns_is_small_enough_for_paper(run: Run) -> None:
    other = replace(run.settings, seed=2, learning_rate=0.25, epochs=3, batch_size=7, hidden=(5,), weight_decay=0.1)
    assert '<table class="runs">' in compared([run, replace(run, settings=replace(run.settings, seed=2))])
    assert '<table class="runs wide">' in compared([run, replace(run, settings=other)])


def test_runs_of_one_color_are_drawn_in_two(run: Run) -> None:
    page = compared([run, replace(run, id=uuid4(), name="Two"), replace(run, id=uuid4(), name="Three", color=1)])
    assert len(set(re.findall(r'<polyline class="(run-\d+)" points', page))) == 3


def test_runs_on_other_data_say_on_which(run: Run) -> None:
    other = replace(run, name="Two", data_name="letters", data_fingerprint="1" * 64)
    page = compared([run, other])
    assert heads(page)[-1] == "Data"
    assert "<td>letters</td>" in page


def test_of_a_branch_only_its_own_part_is_drawn(run: Run) -> None:
    branch = replace(run, name="Branch", color=2, parent=Parent(run.id, 30, 3.0))
    page = compared([run, branch])
    assert len(points(page, "run-0")) == 5
    assert points(page, "run-2") == points(page, "run-0")[2:]


def test_names_cannot_break_the_page_and_estimates_are_told(run: Run) -> None:
    table = run.curves.table.copy()
    table[COLUMNS.index("whole"), -1] = 0
    page = compared([replace(run, name="<b>", curves=Curves(table))])
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    assert "<td>80.00 %</td><td>≈ 90.0 %</td>" in page
    assert "≈: estimated from" in page


def test_a_run_without_test_images_is_told_by_those_held_out(run: Run) -> None:
    table = run.curves.table.copy()
    test, held_out = (COLUMNS.index(f"{kind}_accuracy") for kind in ("test", "validation"))
    table[held_out], table[test] = table[test] - 0.1, np.nan
    held = replace(run, id=uuid4(), name="Held", color=1, curves=Curves(table))
    both, alone = compared([run, held]), compared([held, replace(held, id=uuid4())])
    assert heads(both)[1] == "Best accuracy"
    assert "<td>90.00 %</td><td>90.00 %</td>" in both
    assert "<td>80.00 % (validation)</td><td>80.00 % (validation)</td>" in both
    assert "accuracy on test images, of runs without any on validation images, in percent" in both
    assert heads(alone)[1] == "Best validation accuracy"
    assert "accuracy on validation images, in percent" in alone
    assert len(points(alone, "run-1")) == 5
