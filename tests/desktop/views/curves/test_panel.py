"""The curves: points from the first epoch on, marks, earlier runs behind."""

from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtGui import QAction

from core.parts.costs import CrossEntropy, SquaredError
from desktop.models.training import State
from desktop.widgets.plot.line_plot import LinePlot
from tests.desktop.helpers import put_two_runs_side_by_side

pytestmark = pytest.mark.panels("curves", "neurons")


def test_an_epoch_has_at_least_ten_points(person):
    person.workbench.settings.propose("batch_size", 10)  # thirty batches
    person.trigger("stepEpochAction")
    person.settle()
    assert len(person.workbench.timeline.latest.curves) >= 10


def test_a_single_step_can_be_seen(person):
    person.workbench.settings.propose("batch_size", 3)  # a hundred batches, twenty points
    person.trigger("stepAction")
    person.settle()
    assert person.workbench.timeline.latest.curves.column("step").tolist() == [0, 1]


def test_both_plots_show_the_run_and_csv_has_every_point(person, tmp_path):
    person.train_a_little()
    panel = person.window.panels["curves"]
    assert person.find(LinePlot, "costPlot") is panel.cost
    panel.export_csv(tmp_path / "curves.csv")
    lines = (tmp_path / "curves.csv").read_text().splitlines()
    assert len(lines) == 1 + len(person.workbench.timeline.latest.curves)
    figures = "train_cost,test_cost,train_accuracy,test_accuracy,whole"
    assert lines[0] == f"epoch,step,seconds,learning_rate,{figures}"
    last = dict(zip(lines[0].split(","), map(float, lines[-1].split(",")), strict=True))
    latest = person.workbench.timeline.latest
    assert (last["step"], last["seconds"]) == (latest.step, latest.seconds)
    assert 0 < last["learning_rate"] <= latest.hyperparameters.learning_rate


def test_a_run_that_was_put_aside_stays_visible_and_a_new_one_begins(person):
    person.train_a_little(20)
    plot = person.window.panels["curves"].cost
    before = plot.grab().toImage()
    person.trigger("resetAction")
    person.wait_until(lambda: person.step == 0)
    person.wait_until(lambda: plot.grab().toImage() != before)
    assert len(person.workbench.runs.others) == 1


def test_a_run_with_another_cost_is_not_drawn_beside_it_and_the_plot_says_so(person):
    person.train_a_little()
    workbench, panel = person.workbench, person.window.panels["curves"]
    run = workbench.runs.current
    other = replace(run, id=uuid4(), name="theirs", settings=replace(run.settings, cost=SquaredError()))
    alike = replace(run, id=uuid4(), name="alike")
    assert run.settings.cost == CrossEntropy()
    workbench.runs.add((other, alike))
    assert "theirs" not in panel.cost.series()
    assert {"theirs", "alike"} <= set(panel.accuracy.series())
    assert "alike" in panel.cost.series()
    assert "1 with another cost is left out" in panel.cost._legend.text()
    workbench.runs.set_shown([other.id], False)
    assert "left out" not in panel.cost._legend.text()


def test_after_the_cost_was_changed_the_runs_before_have_no_place_in_the_cost_plot(person):
    person.train_a_little()
    name = person.workbench.runs.current.name
    person.trigger("resetAction")
    panel = person.window.panels["curves"]
    person.wait_until(lambda: name in panel.cost.series())
    person.wait_for_state(State.READY)
    person.workbench.settings.propose("cost", SquaredError())
    person.wait_until(lambda: name not in panel.cost.series())
    assert name in panel.accuracy.series()
    person.wait_for_state(State.READY)


def test_the_curves_are_drawn_along_what_is_asked_for_and_that_is_remembered(person, open_window):
    person.train_a_little()
    put_two_runs_side_by_side(person)
    panel = person.window.panels["curves"]
    step = person.workbench.timeline.latest.curves.column("step")[-1]
    for measure, end in (("images", 30 * step), ("steps", step), ("seconds", None), ("epochs", None)):
        person.trigger("curvesAlongAction")
        series = panel.accuracy.series()
        assert len(series) >= 3
        if end is not None:
            assert series["training"][0][-1] == pytest.approx(end)
        assert panel.cost.accessibleName().startswith(f"Cost over {measure}")
    panel.cost.measure_asked.emit("seconds")
    person.window.close()
    again = open_window()
    assert again.panels["curves"].accuracy.accessibleName().startswith("Accuracy over seconds")


def test_a_mark_stands_at_its_place_whatever_the_curves_are_drawn_along(person):
    person.train_a_little()
    person.workbench.settings.propose("learning_rate", 0.001)
    person.train_a_little()
    panel, (mark,) = person.window.panels["curves"], person.workbench.timeline.latest.marks
    panel.cost.measure_asked.emit("steps")
    ((x, text),) = panel.cost._cursor.marks
    assert text == mark.text
    assert x == pytest.approx(10 * mark.epoch)


def test_the_cost_plot_counts_its_rises_up_to_the_moment_shown(person):
    person.train_a_little(20)
    plot, curves = person.window.panels["curves"].cost, person.workbench.timeline.latest.curves
    rises = curves.rises("train_cost")
    assert plot.accessible_summary().endswith(f" in {rises.comparisons}")
    assert f" {rises.count} rise" in plot.accessible_summary()
    person.trigger("firstAction")
    assert " rise" not in plot.accessible_summary()


def test_one_key_brings_axes_from_zero_and_a_choice_is_remembered(person, open_window):
    panel = person.window.panels["curves"]
    automatic = person.find(QAction, "automaticAxesAction")
    assert automatic.isChecked()
    assert automatic.shortcut().toString() == "Ctrl+Shift+G"
    x = np.linspace(0, 10, 200)
    panel.accuracy.set_series("test", x, 0.97 - 0.87 * np.exp(-5 * x), color="test", label="test")
    panel.cost.set_series("train", x, 0.05 + 2.3 * np.exp(-5 * x), color="train", label="training")
    panel.cost.set_series("test", x, 0.05 + 2.3 * np.exp(-5 * x), color="test", label="test")
    log_cost = person.find(QAction, "logCostAction")
    assert panel.cost.is_logarithmic
    assert log_cost.isChecked()
    person.trigger("automaticAxesAction")
    assert not panel.cost.is_logarithmic
    assert not log_cost.isChecked()
    assert panel.accuracy._scale().bottom == 0.0
    assert not automatic.isChecked()
    person.window.close()
    again = open_window()
    assert [plot.axis_choice for plot in (again.panels["curves"].cost, again.panels["curves"].accuracy)] == [
        "linear"
    ] * 2
    again.findChild(QAction, "automaticAxesAction").trigger()
    assert again.panels["curves"].cost.axis_choice == "automatic"


def test_the_switch_of_version_01_is_a_choice(person, preferences, open_window):
    preferences.set_flag("logarithmic cost", True)
    again = open_window()
    assert again.panels["curves"].cost.axis_choice == "logarithmic"
    assert again.panels["curves"].accuracy.axis_choice == "automatic"
